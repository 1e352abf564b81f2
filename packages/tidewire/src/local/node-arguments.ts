import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'

const condition = '--conditions=@tidewire/source'

/** The path of a sibling script of the module at `base`, with the ending that this run uses (.ts or .js). */
export function scriptPath(name: string, base: string): string {
  return fileURLToPath(new URL(`${name}${extname(base)}`, base))
}

/** Node's own flags for a child that runs the same kind of files as this process. */
export function nodeFlags(base: string): readonly string[] {
  return extname(base) === '.ts' ? [condition] : []
}
