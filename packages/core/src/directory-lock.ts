import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A directory that is held, or by whom it is held. */
export type DirectoryLock =
  /** The operating system lets go of it when the process ends in any way. */
  | { readonly held: true; release(): void }
  /** ` (process 123)`, or nothing when the owner is unknown. */
  | { readonly held: false; readonly owner: string }

/**
 * Takes a directory for this process, unless another owner, of this process or another, has it under this name. Writes
 * `name.lock` and `name.pid` into it; throws what the file system says when it cannot.
 *
 * SQLite is used for its file locks, which are the system's own (Node has no call for them): an exclusive transaction on
 * an empty database.
 */
export async function lockDirectory(directory: string, name: string): Promise<DirectoryLock> {
  const { DatabaseSync } = await import('node:sqlite')
  const pidFile = join(directory, `${name}.pid`)
  const database = new DatabaseSync(join(directory, `${name}.lock`))
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (!isBusy(error)) throw error
    return { held: false, owner: ownerOf(pidFile) }
  }
  writeFileSync(pidFile, `${process.pid}\n`)
  return { held: true, release: () => database.close() }
}

/** SQLite's codes 5 and 6: busy, locked. */
function isBusy(error: unknown): boolean {
  return (
    error instanceof Error && 'errcode' in error && (error.errcode === 5 || error.errcode === 6)
  )
}

function ownerOf(pidFile: string): string {
  try {
    return ` (process ${readFileSync(pidFile, 'utf8').trim()})`
  } catch {
    return ''
  }
}
