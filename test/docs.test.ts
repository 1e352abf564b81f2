import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { errorsReference, packageErrors } from './docs/errors-reference.ts'
import { isThere, namedTests } from './docs/named-tests.ts'

const root = resolve(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

const pages = globSync(
  ['*.md', 'docs/**/*.md', 'examples/**/*.md', 'bench/*.md', 'packages/*/*.md'],
  {
    cwd: root,
  },
)

describe('the documents', () => {
  it.each(pages)('%s links only to what exists', page => {
    const links = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(match => match[1] ?? '')
    const broken = links
      .filter(link => !/^[a-z]+:/.test(link))
      .filter(link => {
        const [path = '', anchor] = link.split('#')
        const target = path === '' ? page : join(dirname(page), path)
        if (!existsSync(join(root, target))) return true
        return anchor !== undefined && !anchorsOf(read(target)).includes(anchor)
      })
    expect(broken).toEqual([])
  })

  it.each(pages)('%s names only npm scripts and files that exist', page => {
    const text = read(page)
    const { scripts } = JSON.parse(read('package.json'))
    const called = [...text.matchAll(/npm (?:run ([\w:]+)|(test))\b/g)].map(m => m[1] ?? m[2] ?? '')
    expect(called.filter(name => !(name in scripts))).toEqual([])
    const files = [
      ...text.matchAll(/`((?:test|docs|scripts|packages|bench|examples)\/[\w./-]+\.\w+)`/g),
    ]
    expect(files.map(m => m[1] ?? '').filter(file => !existsSync(join(root, file)))).toEqual([])
  })

  it('the list of design notes is complete', () => {
    const index = read('docs/design/README.md')
    const notes = globSync('*.md', { cwd: join(root, 'docs/design') }).filter(
      note => note !== 'README.md' && !index.includes(`](${note})`),
    )
    expect(notes).toEqual([])
  })

  it('the table of dependencies has every one, in the version that is used', () => {
    const table = read('docs/design/dependencies.md')
    const used = globSync('packages/*/package.json', { cwd: root }).flatMap(path =>
      Object.entries<string>(JSON.parse(read(path)).dependencies ?? {}),
    )
    const missing = used.filter(
      ([name, version]) =>
        !name.startsWith('@tidewire/') && !table.includes(`\`${name}\` ${version}`),
    )
    expect(missing).toEqual([])
  })
})

/** The anchors of a page's headings, as they are made on code hosts. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(match =>
    (match[1] ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

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

describe('docs/reference/coverage.md', () => {
  const page = read('docs/reference/coverage.md')
  const rows = page
    .split('\n')
    .filter(line => line.startsWith('| ') && !line.startsWith('| ---'))
    .map(line => line.split(/(?<!\\)\|/).map(cell => cell.trim()))
  const named = namedTests(page)

  it('names only tests that exist', () => {
    expect(named.length).toBeGreaterThan(50)
    const missing = named.filter(test => !isThere(test))
    expect(missing).toEqual([])
    // No mention escapes the check above.
    expect(page.match(/\.ts`/g)).toHaveLength(named.length)
  })

  it('has a test for what works, and none for what is missing', () => {
    const states = rows.filter(cells => cells.length === 5 && cells[2] !== 'state')
    expect(states.length).toBeGreaterThan(60)
    for (const [, what, state = '', test = ''] of states) {
      expect(state, what).toMatch(/^(works|differs|missing)/)
      if (state.startsWith('works')) expect(test, what).toContain('`: "')
      if (state.startsWith('missing')) expect(test, what).toBe('')
    }
  })
})

describe('docs/reference/defects-of-the-original.md', () => {
  const page = read('docs/reference/defects-of-the-original.md')
  const named = namedTests(page)

  it('names only tests that exist', () => {
    expect(named.filter(test => !isThere(test))).toEqual([])
    expect(page.match(/\.ts`/g)).toHaveLength(named.length)
  })

  it('has a test for every defect, numbered without gaps', () => {
    const rows = [...page.matchAll(/^\| (\d+) \|(.*)\|$/gm)]
    const numbers = new Set(rows.map(([, number]) => Number(number)))
    expect([...numbers]).toEqual(Array.from({ length: numbers.size }, (_, i) => i + 1))
    expect(numbers.size).toBe(21)
    for (const [row] of rows) expect(namedTests(row).length, row).toBeGreaterThan(0)
  })
})
