import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  appendRecords,
  openLog,
  readRecords,
  temporaryFolder,
  textRecord,
} from './partition-log.test.kit.ts'
import { findTime } from './time-search.ts'

const memory = 1_048_576
const never = new AbortController().signal

test('the last record of every key stays, with its offset, and reading goes on over the gaps', async () => {
  const write = fc.record({
    key: fc.constantFrom('a', 'b', 'c', 'a-key-that-is-longer-than-sixteen-bytes'),
    value: fc.option(fc.string({ maxLength: 20 }), { freq: 6 }),
  })
  const compressions = fc.constantFrom('none' as const, 'gzip' as const)
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.array(write, { minLength: 1, maxLength: 6 }), compressions), {
        minLength: 1,
        maxLength: 25,
      }),
      async batches => {
        await using folder = await temporaryFolder()
        const config = {
          'cleanup.policy': 'compact',
          'segment.bytes': '300',
          'min.cleanable.dirty.ratio': '0',
        }
        let log = await openLog(folder.path, config)
        for (const [records, compression] of batches) {
          await appendRecords(
            log,
            records.map(({ key, value }) => textRecord(value, key)),
            { compression },
          )
        }
        const before = await readRecords(log)
        const lastOf = new Map(before.map(({ key, offset }) => [key, offset]))
        const active = log.segments.at(-1)!.baseOffset
        await log.compact(Date.now(), memory, never)
        const check = async () => {
          const after = await readRecords(log)
          // What is compacted is a part of what was written; the last of each key is in it.
          const known = new Map(before.map(record => [record.offset, record]))
          for (const record of after) expect(record).toEqual(known.get(record.offset))
          const kept = new Set(after.map(({ offset }) => offset))
          for (const offset of lastOf.values()) expect(kept.has(offset)).toBe(true)
          // Nothing that a sealed record replaces is left.
          const sealed = after.filter(({ offset }) => offset < active)
          const sealedKeys = sealed.map(({ key }) => key)
          expect(new Set(sealedKeys).size).toBe(sealedKeys.length)
        }
        await check()
        expect(log.nextOffset).toBe(BigInt(before.length))
        await log.close({ checkpoint: false })
        log = await openLog(folder.path, config)
        expect(log.nextOffset).toBe(BigInt(before.length))
        await check()
        await log.close({ checkpoint: true })
      },
    ),
    { numRuns: 30 },
  )
})

async function filled(path: string, config: Readonly<Record<string, string>>) {
  const log = await openLog(path, {
    'cleanup.policy': 'compact',
    'segment.bytes': '300',
    'min.cleanable.dirty.ratio': '0',
    ...config,
  })
  for (let i = 0; i < 40; i += 1) {
    await appendRecords(log, [textRecord(`v${i}`, `k${i % 3}`), textRecord(null, 'gone')])
  }
  return log
}

test('the mark of a deleted key goes when readers have had time to see it', async () => {
  await using folder = await temporaryFolder()
  const log = await filled(folder.path, { 'delete.retention.ms': '60000' })
  const marks = async () => (await readRecords(log)).filter(({ value }) => value === null).length
  const inActive = (await readRecords(log, log.segments.at(-1)!.baseOffset)).filter(
    ({ value }) => value === null,
  ).length
  await log.compact(Date.now(), memory, never)
  expect(await marks()).toBe(inActive + 1)
  for (let i = 0; i < 6; i += 1) await appendRecords(log, [textRecord('x'.repeat(90), 'more')])
  await log.compact(Date.now() + 120_000, memory, never)
  await appendRecords(log, [textRecord('x'.repeat(300), 'more')])
  await log.compact(Date.now() + 240_000, memory, never)
  expect(await marks()).toBe(0)
  await log.close({ checkpoint: true })
})

test('small neighbours become one segment', async () => {
  await using folder = await temporaryFolder()
  const log = await filled(folder.path, { 'segment.bytes': '1000' })
  const segments = log.segments.length
  await log.compact(Date.now(), memory, never)
  await appendRecords(log, [textRecord('x'.repeat(900), 'k0')])
  log.settings = { ...log.settings, segmentBytes: 100_000 }
  await log.compact(Date.now(), memory, never)
  expect(log.segments.length).toBeLessThan(segments)
  const files = (await readdir(folder.path)).filter(name => name.endsWith('.log'))
  expect(files.length).toBe(log.segments.length)
  expect(log.nextOffset).toBe(81n)
  await log.close({ checkpoint: true })
})

test('a kill between putting the merged segment in place and removing the others loses nothing', async () => {
  await using folder = await temporaryFolder()
  const log = await filled(folder.path, {})
  const before = await readRecords(log)
  await log.close({ checkpoint: true })
  // The first segment's file now holds the records of the second too.
  const files = (await readdir(folder.path)).filter(name => name.endsWith('.log')).sort()
  const { readFile, rm } = await import('node:fs/promises')
  const [first, second] = await Promise.all(
    files.slice(0, 2).map(name => readFile(join(folder.path, name))),
  )
  await rm(join(folder.path, files[0]!.replace('.log', '.index')), { force: true })
  await writeFile(join(folder.path, files[0]!), Buffer.concat([first!, second!]))
  await writeFile(join(folder.path, '00000000000000000000.cleaned'), 'half')
  const again = await openLog(folder.path, { 'segment.bytes': '300' })
  expect(await readRecords(again)).toEqual(before)
  expect(again.segments.length).toBe(files.length - 1)
  await again.close({ checkpoint: true })
})

test('readers, appends and searches go on while segments are replaced', async () => {
  await using folder = await temporaryFolder()
  const log = await filled(folder.path, { 'segment.bytes': '2000', 'index.interval.bytes': '0' })
  // These stay, but their places in the files change with every pass.
  const pins: bigint[] = []
  let done = false
  const work = async () => {
    for (let i = 0; i < 30; i += 1) {
      const pin = await appendRecords(log, [textRecord('pin', `pin ${i}`, BigInt(2000 + i))])
      pins.push(pin.baseOffset)
      for (let j = 0; j < 20; j += 1) await appendRecords(log, [textRecord(`w${i}`, `k${j % 3}`)])
      await log.compact(Date.now(), memory, never)
      log.closeIdle(Number.POSITIVE_INFINITY)
    }
    done = true
  }
  const read = async () => {
    for (let n = 0; !done; n += 1) {
      const pin = pins[n % Math.max(1, pins.length)]
      if (pin === undefined) {
        await new Promise(resolve => setImmediate(resolve))
        continue
      }
      const [first] = await readRecords(log, pin)
      expect(first).toMatchObject({ offset: pin, value: 'pin' })
      expect(await findTime(log, BigInt(2000 + pins.indexOf(pin)))).toMatchObject({ offset: pin })
    }
  }
  await Promise.all([work(), read(), read()])
  await log.close({ checkpoint: true })
})

test('topics that are only deleted from are left alone, and so is a clean log', async () => {
  await using folder = await temporaryFolder()
  const log = await filled(folder.path, { 'cleanup.policy': 'delete' })
  const size = log.size
  await log.compact(Date.now(), memory, never)
  expect(log.size).toBe(size)
  log.settings = { ...log.settings, compact: true, minCleanableRatio: 0.5 }
  await log.compact(Date.now(), memory, never)
  const compacted = log.size
  expect(compacted).toBeLessThan(size)
  const [first] = log.segments
  await log.compact(Date.now(), memory, never)
  expect(log.segments[0]).toBe(first)
  await log.close({ checkpoint: true })
})
