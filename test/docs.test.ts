import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { errorsReference, packageErrors } from './docs/errors-reference.ts'

const root = resolve(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

describe('docs/reference/errors.md', () => {
  it('is what `npm run docs` writes', () => {
    expect(read('docs/reference/errors.md')).toBe(errorsReference())
  })

  it('has every code once, with the prefix of its package', () => {
    const codes = packageErrors.flatMap(({ prefix, table }) =>
      Object.keys(table).map(code => ({ code, prefix })),
    )
    expect(codes.filter(({ code, prefix }) => !code.startsWith(prefix))).toEqual([])
    const names = codes.map(({ code }) => code)
    expect(names.filter((code, i) => names.indexOf(code) !== i)).toEqual([])
    const sections = packageErrors.map(({ prefix }) => prefix)
    expect(new Set(sections).size).toBe(sections.length)
  })

  it('has no code that nothing raises', () => {
    const source = globSync('packages/*/src/**/*.ts', { cwd: root })
      .filter(path => !/errors\.ts$|\.test\.ts$/.test(path))
      .map(read)
      .join('\n')
    const codes = packageErrors.flatMap(({ table }) => Object.keys(table))
    expect(codes.filter(code => !source.includes(`'${code}'`))).toEqual([])
  })

  it('says of every code what it means or what to do', () => {
    for (const { table } of packageErrors) {
      for (const [code, entry] of Object.entries(table)) {
        expect(entry.hint ?? entry.about, code).toBeDefined()
        // A message that is only somebody else's words says nothing on a page.
        if (/^\{\w+\}$/.test(entry.message)) expect(entry.about, code).toBeDefined()
      }
    }
  })
})
