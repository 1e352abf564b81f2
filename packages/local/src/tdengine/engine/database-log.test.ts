import { appendFile, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DatabaseLog, type LogRetention } from './database-log.ts'

const keep: LogRetention = { seconds: -1, bytes: 0, sync: false }

async function inFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'tidewire-log-'))
  try {
    return await run(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function readAll(log: DatabaseLog, vgroup: number, from = 0n): Promise<string[]> {
  const found: string[] = []
  let expected = from
  await log.read(vgroup, from, ({ body }, version) => {
    if (expected > 1n) expect(version).toBe(expected)
    expected = version + 1n
    found.push(body.toString())
    return true
  })
  return found
}

const step = fc.record({
  entries: fc.array(
    fc.record({
      vgroups: fc.uniqueArray(fc.constantFrom(2, 3, 4), { minLength: 1 }),
      size: fc.constantFrom(0, 10, 5000),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  /** What becomes of the transaction; `lost` is a kill between the write of the log and the commit. */
  end: fc.constantFrom('commit', 'commit', 'commit', 'rollback', 'lost'),
  reopen: fc.boolean(),
  torn: fc.boolean(),
})

test('the log holds what was committed, whatever is rolled back, lost, torn and opened again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async steps => {
      await inFolder(async folder => {
        const expected = new Map<number, string[]>([2, 3, 4].map(vgroup => [vgroup, []]))
        let committed = 0
        let transaction = 0
        let number = 0
        let log = await DatabaseLog.open(folder, 0)
        for (const { entries, end, reopen, torn } of steps) {
          const made = entries.map(({ vgroups, size }) => {
            number += 1
            return { vgroups, text: `${number}:${'x'.repeat(size)}` }
          })
          await log.clean()
          for (const { vgroups, text } of made) log.stage(vgroups, Buffer.from(text))
          transaction += 1
          await log.write(transaction, Date.now(), keep)
          if (end === 'commit') {
            log.commit()
            committed = transaction
            for (const { vgroups, text } of made) {
              for (const vgroup of vgroups) expected.get(vgroup)?.push(text)
            }
          } else if (end === 'rollback') log.rollback()
          if (reopen || end === 'lost') {
            await log.close()
            const [file] = (await readdir(folder)).sort().slice(-1)
            if (torn && file !== undefined)
              await appendFile(join(folder, file), Buffer.alloc(30, 7))
            log = await DatabaseLog.open(folder, committed)
            transaction = committed
          }
        }
        for (const [vgroup, texts] of expected) {
          expect(await readAll(log, vgroup)).toEqual(texts)
          expect(log.range(vgroup).next).toBe(BigInt(texts.length + 1))
          const from = BigInt(Math.floor(texts.length / 2) + 1)
          expect(await readAll(log, vgroup, from)).toEqual(texts.slice(Number(from) - 1))
        }
        await log.close()
      })
    }),
    { numRuns: 60 },
  )
})

async function put(log: DatabaseLog, time: number, retention: LogRetention, size: number) {
  log.stage([2], Buffer.alloc(size, 1))
  await log.write(1, time, retention)
  log.commit()
}

test('entries that have outlived the retention go, by age and by size', async () => {
  await inFolder(async folder => {
    const log = await DatabaseLog.open(folder, 0)
    const hour: LogRetention = { seconds: 3600, bytes: 0, sync: false }
    const start = Date.now()
    for (let minute = 0; minute < 180; minute += 1) {
      await put(log, start + minute * 60_000, hour, 100)
    }
    const { first, next } = log.range(2)
    expect(next).toBe(181n)
    // Whole files go, each with a quarter of the retention.
    expect(Number(next - first)).toBeGreaterThan(60)
    expect(Number(next - first)).toBeLessThan(95)
    expect((await readAll(log, 2)).length).toBe(Number(next - first))
    await log.close()
  })
  await inFolder(async folder => {
    const log = await DatabaseLog.open(folder, 0)
    const small: LogRetention = { seconds: -1, bytes: 100_000, sync: false }
    for (let i = 0; i < 400; i += 1) await put(log, Date.now(), small, 1000)
    const sizes = await Promise.all(
      (await readdir(folder)).map(async name => (await stat(join(folder, name))).size),
    )
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(160_000)
    await log.close()
  })
})
