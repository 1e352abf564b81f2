import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')

/** A test as documents and tables name it: its file, from the root of the repository, and its title or the end of it. */
export interface NamedTest {
  readonly file: string
  readonly name: string
}

/** True when the file exists and a title of a test in it ends with the name. */
export function isThere({ file, name }: NamedTest): boolean {
  const path = join(root, file)
  if (!existsSync(path)) return false
  const source = readFileSync(path, 'utf8')
  return ["'", '"', '`'].some(quote => source.includes(`${name}${quote},`))
}

/** The tests that a page names, each as `` `file`: "name" ``. */
export function namedTests(page: string): NamedTest[] {
  return [...page.matchAll(/`((?:test|packages)\/[^`]+\.ts)`:\s"([^"]+)"/g)].map(match => ({
    file: match[1] ?? '',
    name: match[2] ?? '',
  }))
}
