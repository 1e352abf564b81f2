import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { encodeBatch, readRecordSet } from '@tidewire/kafka/records'
import { expect, test } from 'vitest'
import { fetchApi } from './apis/fetch.ts'
import { offsetCommitApi, offsetFetchApi } from './apis/group-offsets.ts'
import { produceApi } from './apis/produce.ts'
import { createTopicsApi } from './apis/topics.ts'
import { temporaryFolder } from './log/partition-log.test.kit.ts'
import { zeroUuid } from './protocol/schema.ts'
import { RawClient } from './server/raw-client.test.kit.ts'

/** `TIDEWIRE_KILLS=100` for a long run. */
const kills = Number(process.env.TIDEWIRE_KILLS ?? 5)

async function startProcess(dataDir: string) {
  const script = fileURLToPath(new URL('./server/serve.test.kit.ts', import.meta.url))
  const config = JSON.stringify({ 'log.segment.bytes': '40000', 'log.index.interval.bytes': '500' })
  const child = spawn(
    process.execPath,
    ['--conditions=@tidewire/source', script, dataDir, config],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const lines = createInterface({ input: child.stdout })
  const [line] = (await once(lines, 'line')) as [string]
  return { child, ...(JSON.parse(line) as { port: number; startCpuMs: number }) }
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

/** A value that says where it belongs, so that a torn or misplaced record is seen. */
function textFor(sequence: number): string {
  return `${sequence}:${'x'.repeat(sequence % 300)}`
}

test('whatever was acknowledged is there after kill -9, once and whole', {
  timeout: 30_000 + kills * 10_000,
}, async () => {
  await using folder = await temporaryFolder()
  const acknowledged = new Map<bigint, string>()
  let sequence = 0
  /** Offsets of acknowledged commits, of which the group has one of the last. */
  let lastCommits: bigint[] = [-1n]
  for (let round = 0; round <= kills; round += 1) {
    const { child, port, startCpuMs } = await startProcess(folder.path)
    expect(startCpuMs).toBeLessThan(2000)
    await using client = await RawClient.connect(port)
    if (round === 0) {
      await client.request(createTopicsApi, 7, {
        topics: [
          { name: 't', numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] },
        ],
      })
    }
    const found = await readAll(client)
    for (const [offset, value] of acknowledged) expect(found.get(offset)).toBe(value)
    for (const [offset, value] of found) {
      expect(value).toBe(textFor(Number.parseInt(value, 10)))
      expect(offset).toBeLessThan(BigInt(found.size))
    }
    const values = [...found.values()]
    expect(new Set(values).size).toBe(values.length)
    const [least] = lastCommits.sort((a, b) => Number(a - b))
    expect(await committedOffset(client)).toBeGreaterThanOrEqual(least!)
    if (round === kills) {
      await kill(child)
      break
    }
    // Several clients write at once; the kill comes at a moment that no answer has to do with.
    const timer = setTimeout(() => child.kill('SIGKILL'), 120 + ((round * 35) % 400))
    const commits = [-1n, -1n, -1n]
    const write = async (writerIndex: number) => {
      await using writer = await RawClient.connect(port)
      for (;;) {
        const mine = Array.from({ length: 5 }, () => sequence++)
        const records = encodeBatch(
          mine.map(n => ({ key: null, value: Buffer.from(textFor(n)) })),
          { compression: sequence % 2 === 0 ? 'none' : 'gzip' },
        )
        const { responses } = await writer.request(produceApi, 9, {
          acks: -1,
          timeoutMs: 1000,
          topicData: [{ name: 't', topicId: zeroUuid, partitionData: [{ index: 0, records }] }],
        })
        const { baseOffset, errorCode } = responses[0]!.partitionResponses[0]!
        expect(errorCode).toBe(0)
        for (const [i, n] of mine.entries()) acknowledged.set(baseOffset + BigInt(i), textFor(n))
        const answer = await writer.request(offsetCommitApi, 8, {
          groupId: 'g',
          topics: [
            {
              name: 't',
              partitions: [
                { partitionIndex: 0, committedOffset: baseOffset, committedMetadata: null },
              ],
            },
          ],
        })
        expect(answer.topics[0]!.partitions[0]!.errorCode).toBe(0)
        commits[writerIndex] = baseOffset
      }
    }
    const ends = await Promise.allSettled([write(0), write(1), write(2)])
    clearTimeout(timer)
    for (const end of ends) {
      expect(end).toMatchObject({ reason: { message: 'the broker closed the connection' } })
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    lastCommits = commits.filter(offset => offset >= 0n)
    if (lastCommits.length === 0) lastCommits = [-1n]
  }
  expect(acknowledged.size).toBeGreaterThan(100)
})

async function readAll(client: RawClient): Promise<Map<bigint, string>> {
  const found = new Map<bigint, string>()
  for (let offset = 0n; ; ) {
    const { responses } = await client.request(fetchApi, 12, {
      maxWaitMs: 0,
      minBytes: 1,
      maxBytes: 1_000_000,
      isolationLevel: 0,
      topics: [
        {
          topic: 't',
          topicId: zeroUuid,
          partitions: [{ partition: 0, fetchOffset: offset, partitionMaxBytes: 1_000_000 }],
        },
      ],
      forgottenTopicsData: [],
    })
    const { records, highWatermark, errorCode } = responses[0]!.partitions[0]!
    expect(errorCode).toBe(0)
    if (records === null || records.length === 0) {
      expect(offset).toBe(highWatermark)
      return found
    }
    const set = readRecordSet(records, { topic: 't', partition: 0, fromOffset: offset })
    for (const batch of set.batches) {
      for (let i = 0; i < batch.count; i += 1) {
        const start = batch.valueStarts[i]!
        const value = batch.bytes.toString('utf8', start, start + batch.valueLengths[i]!)
        found.set(batch.baseOffset + BigInt(batch.offsetDeltas[i]!), value)
      }
    }
    offset = set.nextOffset
  }
}

async function committedOffset(client: RawClient): Promise<bigint> {
  const { groups } = await client.request(offsetFetchApi, 8, {
    groupId: '',
    topics: null,
    groups: [{ groupId: 'g', topics: [{ name: 't', partitionIndexes: [0] }] }],
  })
  return groups[0]!.topics[0]!.partitions[0]!.committedOffset
}
