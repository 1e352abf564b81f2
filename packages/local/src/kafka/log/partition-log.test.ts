import { copyFile, cp, readdir, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { encodeBatch, readBatchHeader } from '@tidewire/kafka/records'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  appendRecords,
  openLog,
  readBytes,
  readRecords,
  temporaryFolder,
  testHost,
  textRecord,
} from './partition-log.test.kit.ts'
import { findTime, largestTime } from './time-search.ts'

const logFile = '00000000000000000000.log'

test('records come back as they were appended, with the offsets that were acknowledged', async () => {
  await using folder = await temporaryFolder()
  const log = await openLog(folder.path)
  const answers = await Promise.all([
    appendRecords(log, [textRecord('a'), textRecord('b')]),
    appendRecords(log, [textRecord('c')], { compression: 'gzip' }),
    appendRecords(log, [textRecord(null, 'k')]),
  ])
  expect(answers.map(answer => answer.baseOffset)).toEqual([0n, 2n, 3n])
  expect(log.nextOffset).toBe(4n)
  expect(await readRecords(log)).toEqual([
    { offset: 0n, key: null, value: 'a' },
    { offset: 1n, key: null, value: 'b' },
    { offset: 2n, key: null, value: 'c' },
    { offset: 3n, key: 'k', value: null },
  ])
  await log.close({ checkpoint: true })
})

test('a batch is stored byte for byte, except base offset and leader epoch', async () => {
  await using folder = await temporaryFolder()
  const log = await openLog(folder.path)
  await appendRecords(log, [textRecord('first')])
  const sent = encodeBatch([textRecord('second')], { compression: 'zstd' })
  await log.append(Buffer.from(sent), readBatchHeader(sent))
  const stored = await readBytes(log, 1n)
  expect(stored?.subarray(16).equals(sent.subarray(16))).toBe(true)
  expect(stored?.readBigInt64BE(0)).toBe(1n)
  expect(stored?.readInt32BE(12)).toBe(0)
  await log.close({ checkpoint: true })
})

test('a read ends with a whole batch, and the first is given even when it is too large', async () => {
  await using folder = await temporaryFolder()
  const log = await openLog(folder.path, { 'index.interval.bytes': '0' })
  const sizes: number[] = []
  for (let i = 0; i < 20; i += 1) {
    const before = log.size
    await appendRecords(log, [textRecord('x'.repeat(100 + i))])
    sizes.push(log.size - before)
  }
  expect((await readBytes(log, 0n, 10, true))?.length).toBe(sizes[0])
  expect(await readBytes(log, 0n, 10, false)).toBeNull()
  const three = sizes[4]! + sizes[5]! + sizes[6]!
  expect((await readBytes(log, 4n, three + 5))?.length).toBe(three)
  expect((await readBytes(log, 4n, three - 1))?.length).toBe(sizes[4]! + sizes[5]!)
  await log.close({ checkpoint: true })
})

test('what lies outside the log is refused, its end is empty', async () => {
  await using folder = await temporaryFolder()
  const log = await openLog(folder.path)
  await appendRecords(log, [textRecord('a')])
  expect(await readBytes(log, 1n)).toBeNull()
  await expect(readBytes(log, 2n)).rejects.toMatchObject({ code: 1 })
  await expect(readBytes(log, -1n)).rejects.toMatchObject({ code: 1 })
  await log.close({ checkpoint: true })
})

test('every offset is found through the index, in every segment', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 200, max: 3000 }),
      fc.integer({ min: 0, max: 500 }),
      async (counts, segmentBytes, interval) => {
        await using inner = await temporaryFolder()
        const config = {
          'segment.bytes': String(segmentBytes),
          'index.interval.bytes': String(interval),
        }
        let log = await openLog(inner.path, config)
        let n = 0
        for (const count of counts) {
          const records = Array.from({ length: count }, () => textRecord(`v${n++}`))
          await appendRecords(log, records)
        }
        const check = async () => {
          for (let offset = 0; offset < n; offset += 1 + (offset % 7)) {
            const [first] = await readRecords(log, BigInt(offset))
            expect(first).toEqual({ offset: BigInt(offset), key: null, value: `v${offset}` })
          }
        }
        await check()
        await log.close({ checkpoint: false })
        log = await openLog(inner.path, config)
        expect(log.nextOffset).toBe(BigInt(n))
        await check()
        await log.close({ checkpoint: true })
      },
    ),
    { numRuns: 15 },
  )
})

test('recovery keeps every whole batch of a log that was cut anywhere', async () => {
  await using folder = await temporaryFolder()
  const source = join(folder.path, 'source')
  const log = await openLog(source)
  const ends: number[] = []
  for (let i = 0; i < 12; i += 1) {
    await appendRecords(log, [textRecord(`v${i}`), textRecord('x'.repeat(i * 20))])
    ends.push(log.size)
  }
  await log.close({ checkpoint: false })
  const whole = ends.at(-1)!
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: whole }), async cut => {
      await using inner = await temporaryFolder()
      await copyFile(join(source, logFile), join(inner.path, logFile))
      await truncate(join(inner.path, logFile), cut)
      const host = testHost()
      const recovered = await openLog(inner.path, {}, host)
      const batches = ends.filter(end => end <= cut).length
      expect(recovered.nextOffset).toBe(BigInt(batches * 2))
      expect(recovered.size).toBe(batches === 0 ? 0 : ends[batches - 1])
      const answer = await appendRecords(recovered, [textRecord('after')])
      expect(answer.baseOffset).toBe(BigInt(batches * 2))
      expect((await readRecords(recovered)).length).toBe(batches * 2 + 1)
      await recovered.close({ checkpoint: true })
    }),
    { numRuns: 40 },
  )
})

test('recovery cuts a batch with a wrong byte, and says so', async () => {
  await using folder = await temporaryFolder()
  const log = await openLog(folder.path)
  await appendRecords(log, [textRecord('good')])
  const end = log.size
  await appendRecords(log, [textRecord('torn')])
  await log.close({ checkpoint: false })
  const path = join(folder.path, logFile)
  const { readFile } = await import('node:fs/promises')
  const bytes = await readFile(path)
  bytes[bytes.length - 2]! ^= 1
  await writeFile(path, bytes)
  const host = testHost()
  const recovered = await openLog(folder.path, {}, host)
  expect(recovered.size).toBe(end)
  expect(await readRecords(recovered)).toEqual([{ offset: 0n, key: null, value: 'good' }])
  expect(host.warnings.join()).toContain(`to ${end} bytes`)
  await recovered.close({ checkpoint: true })
})

test('a producer that sends a batch again gets the first answer, also after a restart', async () => {
  const batch = (sequence: number, value: string) =>
    [
      [textRecord(value), textRecord(value)],
      { producerId: 7n, producerEpoch: 0, baseSequence: sequence },
    ] as const
  for (const checkpoint of [true, false]) {
    await using inner = await temporaryFolder()
    let log = await openLog(inner.path)
    await appendRecords(log, [textRecord('other')])
    for (const [i, sequence] of [0, 2, 4, 6].entries()) {
      const answer = await appendRecords(log, ...batch(sequence, `v${i}`))
      expect(answer.baseOffset).toBe(BigInt(1 + sequence))
    }
    const end = log.nextOffset
    expect((await appendRecords(log, ...batch(4, 'again'))).baseOffset).toBe(5n)
    await expect(appendRecords(log, ...batch(10, 'gap'))).rejects.toMatchObject({ code: 45 })
    await log.close({ checkpoint })
    log = await openLog(inner.path)
    expect((await appendRecords(log, ...batch(4, 'again'))).baseOffset).toBe(5n)
    expect(log.nextOffset).toBe(end)
    expect((await appendRecords(log, ...batch(8, 'next'))).baseOffset).toBe(end)
    const old = { producerId: 7n, producerEpoch: -1, baseSequence: 10 }
    await expect(appendRecords(log, [textRecord('old')], old)).rejects.toMatchObject({ code: 47 })
    await log.close({ checkpoint: true })
  }
})

test('sequence numbers go on at 0 after the largest', async () => {
  await using folder = await temporaryFolder()
  const log = await openLog(folder.path)
  const at = (baseSequence: number) => ({ producerId: 1n, producerEpoch: 3, baseSequence })
  const two = [textRecord('a'), textRecord('b')]
  await appendRecords(log, two, at(2_147_483_646))
  expect((await appendRecords(log, two, at(0))).baseOffset).toBe(2n)
  expect((await appendRecords(log, two, at(0))).baseOffset).toBe(2n)
  await log.close({ checkpoint: true })
})

test('a full disk refuses batches without a trace, and the log goes on when there is space again', async () => {
  await using folder = await temporaryFolder()
  const host = testHost()
  const log = await openLog(folder.path, {}, host)
  const at = (baseSequence: number) => ({ producerId: 1n, producerEpoch: 0, baseSequence })
  await appendRecords(log, [textRecord('a')], at(0))
  host.full = true
  await expect(appendRecords(log, [textRecord('b')], at(1))).rejects.toMatchObject({ code: 56 })
  host.full = false
  expect((await appendRecords(log, [textRecord('b')], at(1))).baseOffset).toBe(1n)
  expect((await readRecords(log)).map(record => record.value)).toEqual(['a', 'b'])
  await log.close({ checkpoint: true })
})

test('a batch that is sent twice at once is not acknowledged when neither was stored', async () => {
  await using folder = await temporaryFolder()
  const host = testHost()
  const log = await openLog(folder.path, {}, host)
  const send = (value: string) =>
    appendRecords(log, [textRecord(value)], {
      producerId: 1n,
      producerEpoch: 0,
      baseSequence: 0,
    })
  host.full = true
  // The first occupies the log, so that the other two are written together.
  const busy = appendRecords(log, [textRecord('first')])
  const answers = await Promise.allSettled([busy, send('a'), send('a')])
  expect(answers.map(answer => answer.status)).toEqual(['rejected', 'rejected', 'rejected'])
  host.full = false
  const [one, two] = await Promise.all([send('a'), send('a')])
  expect([one?.baseOffset, two?.baseOffset, log.nextOffset]).toEqual([0n, 0n, 1n])
  await log.close({ checkpoint: true })
})

test('data can be forced to the disk before every answer', async () => {
  await using folder = await temporaryFolder()
  const log = await openLog(folder.path, { 'flush.messages': '1', 'flush.ms': '0' })
  await Promise.all([0, 1, 2].map(i => appendRecords(log, [textRecord(`v${i}`)])))
  await log.flushOlderThan(Date.now())
  expect((await readRecords(log)).map(record => record.value)).toEqual(['v0', 'v1', 'v2'])
  await log.close({ checkpoint: true })
})

test('a record is found by its time inside a batch, and so is the latest', async () => {
  await using folder = await temporaryFolder()
  const config = { 'segment.bytes': '600', 'index.interval.bytes': '100' }
  const log = await openLog(folder.path, config)
  const times: bigint[] = []
  for (let i = 0; i < 30; i += 1) {
    const batch = [0, 1, 2].map(j => BigInt(i * 100 + j * 10))
    await appendRecords(
      log,
      batch.map(time => textRecord('v', undefined, time)),
      { compression: i % 2 === 0 ? 'none' : 'lz4' },
    )
    times.push(...batch)
  }
  for (const time of [0n, 5n, 10n, 110n, 111n, 1505n, 2920n]) {
    const index = times.findIndex(known => known >= time)
    expect(await findTime(log, time)).toEqual({ offset: BigInt(index), timestamp: times[index] })
  }
  expect(await findTime(log, 2921n)).toBeNull()
  expect(await largestTime(log)).toEqual({ offset: 89n, timestamp: 2920n })
  await log.close({ checkpoint: true })
})

test('append time is stamped into the batch, checksum included', async () => {
  await using folder = await temporaryFolder()
  const log = await openLog(folder.path, { 'message.timestamp.type': 'LogAppendTime' })
  const before = BigInt(Date.now())
  const { appendTime } = await appendRecords(log, [textRecord('a', undefined, 5n)])
  expect(appendTime).toBeGreaterThanOrEqual(before)
  const bytes = await readBytes(log, 0n)
  expect(readBatchHeader(bytes!)).toMatchObject({
    timestampType: 'LogAppendTime',
    maxTimestamp: appendTime,
  })
  await log.close({ checkpoint: true })
})

test('deleted records stay deleted, and their segments go', async () => {
  await using folder = await temporaryFolder()
  const config = { 'segment.bytes': '200' }
  let log = await openLog(folder.path, config)
  for (let i = 0; i < 20; i += 1) await appendRecords(log, [textRecord('x'.repeat(100))])
  expect(await log.deleteBefore(13n)).toBe(13n)
  await expect(log.deleteBefore(21n)).rejects.toMatchObject({ code: 1 })
  await log.close({ checkpoint: false })
  log = await openLog(folder.path, config)
  expect(log.logStartOffset).toBe(13n)
  expect((await readRecords(log, 13n)).length).toBe(7)
  await expect(readBytes(log, 12n)).rejects.toMatchObject({ code: 1 })
  const files = (await readdir(folder.path)).filter(name => name.endsWith('.log'))
  expect(files[0]).toBe('00000000000000000013.log')
  expect(await log.deleteBefore(-1n)).toBe(20n)
  await log.close({ checkpoint: true })
})

test('retention drops old segments by time and by size, and readers of them finish', async () => {
  await using folder = await temporaryFolder()
  const log = await openLog(folder.path, { 'segment.bytes': '200', 'retention.ms': '10000' })
  for (let i = 0; i < 10; i += 1) {
    await appendRecords(log, [textRecord('x'.repeat(100), undefined, BigInt(i * 1000))])
  }
  const region = await log.read(0n, 1000, true)
  await log.retain(14_500)
  expect(log.logStartOffset).toBe(5n)
  const bytes = Buffer.alloc(region!.size)
  expect(await region!.read(bytes, 0)).toBe(bytes.length)
  expect(readBatchHeader(bytes).baseOffset).toBe(0n)
  region!.release()
  log.settings = { ...log.settings, retentionMs: -1, retentionBytes: 400 }
  await log.retain(14_500)
  expect(log.size).toBeLessThanOrEqual(600)
  expect(log.size).toBeGreaterThanOrEqual(400)
  log.settings = { ...log.settings, retentionMs: 1, retentionBytes: -1 }
  await log.retain(1_000_000)
  expect(log.logStartOffset).toBe(10n)
  expect((await appendRecords(log, [textRecord('next')])).baseOffset).toBe(10n)
  await log.close({ checkpoint: true })
})

test('after a clean close nothing is read again', async () => {
  await using folder = await temporaryFolder()
  await using copy = await temporaryFolder()
  const log = await openLog(folder.path)
  for (let i = 0; i < 50; i += 1) await appendRecords(log, [textRecord('x'.repeat(1000))])
  await log.close({ checkpoint: true })
  await cp(folder.path, copy.path, { recursive: true })
  // Were it read, the broken byte in the middle would be found.
  const path = join(copy.path, logFile)
  const { readFile } = await import('node:fs/promises')
  const bytes = await readFile(path)
  bytes[Math.floor(bytes.length / 2)]! ^= 1
  await writeFile(path, bytes)
  const host = testHost()
  const recovered = await openLog(copy.path, {}, host)
  expect(recovered.nextOffset).toBe(50n)
  expect(host.warnings).toEqual([])
  expect((await stat(path)).size).toBe(bytes.length)
  await recovered.close({ checkpoint: true })
})
