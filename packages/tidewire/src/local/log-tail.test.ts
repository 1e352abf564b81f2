import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { tailStart } from './log-tail.ts'

const folder = mkdtempSync(join(tmpdir(), 'tidewire-log-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function tail(text: string, lines: number): Promise<string> {
  const path = join(folder, 'log')
  writeFileSync(path, text, 'latin1')
  await using file = await open(path)
  return text.slice(await tailStart(file, text.length, lines))
}

it('finds the last lines of a log, finished or not', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', '\n') })
  await fc.assert(
    fc.asyncProperty(text, fc.nat(5), async (log, lines) => {
      const all = log.match(/[^\n]*\n|[^\n]+$/g) ?? []
      expect(await tail(log, lines)).toBe(all.slice(Math.max(0, all.length - lines)).join(''))
    }),
    { numRuns: 200 },
  )
})

it('finds them over the borders of the pieces it reads', async () => {
  const line = `${'x'.repeat(70_000)}\n`
  expect(await tail(`first\n${line}${line}`, 2)).toBe(line + line)
})
