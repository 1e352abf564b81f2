import { appendFile, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kafka, openKafka } from '@tidewire/kafka'
import { encodeBatch } from '@tidewire/kafka/records'
import { KafkaSink, KafkaSource } from '@tidewire/kafka/stream'
import { KafkaDevServer } from '@tidewire/local/kafka'
import { StreamEnvironment } from '@tidewire/streams'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { CollectSink } from './collect-sink.ts'

let broker: Awaited<ReturnType<typeof KafkaDevServer.start>>
let kafka: Kafka
let folder = ''
let servers = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewire-streams-'))
  broker = await KafkaDevServer.start()
  servers = `${broker.host}:${broker.port}`
  kafka = await openKafka({ 'bootstrap.servers': servers }, { clientId: 'test' })
  await kafka.admin.createTopics(
    ['in', 'out', 'bad'].map(name => ({ name, partitions: 3, replicationFactor: 1 })),
  )
})

afterAll(async () => {
  await kafka[Symbol.asyncDispose]()
  await broker[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

interface Reading {
  readonly n: number
}

it('writes records, reads them to their end, and commits to the group with checkpoints', async () => {
  const fill = new StreamEnvironment({ parallelism: 2 })
  fill
    .fromElements(
      Array.from({ length: 1_000 }, (_, n) => ({ n })),
      { parallelism: 1 },
    )
    .sinkTo(
      new KafkaSink<Reading>(
        { 'bootstrap.servers': servers },
        {
          topic: 'in',
          serializer: reading =>
            reading.n === 7
              ? undefined
              : { key: `k${reading.n % 10}`, value: JSON.stringify(reading) },
        },
      ),
    )
  await fill.execute()

  for (const parallelism of [1, 2, 5]) {
    const sink = new CollectSink<Reading>()
    const env = new StreamEnvironment({ parallelism })
    env
      .from(
        new KafkaSource<Reading>(
          { 'bootstrap.servers': servers },
          { topics: ['in'], deserializer: 'json', bounded: true },
        ),
      )
      .sinkTo(sink)
    await env.execute()
    expect(sink.rows.map(row => row.n).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 1_000 }, (_, n) => n).filter(n => n !== 7),
    )
  }
})

it('goes on where its checkpoint stands, with another parallelism, and shows it in the group', async () => {
  const seen: string[][] = []
  for (const [parallelism, expected] of [
    [2, 999],
    [3, 5],
  ] as const) {
    const sink = new CollectSink<string>()
    const stop = new AbortController()
    const env = new StreamEnvironment({
      parallelism,
      checkpoint: { intervalMs: 50, directory: join(folder, 'checkpoints') },
    })
    env
      .from(
        new KafkaSource<string>(
          { 'bootstrap.servers': servers },
          { topics: ['in'], deserializer: 'text', groupId: 'streams' },
        ),
        { uid: 'in' },
      )
      .sinkTo(sink)
    const running = env.execute(stop.signal)
    await vi.waitFor(() => expect(sink.rows).toHaveLength(expected), { timeout: 10_000 })
    stop.abort()
    await running
    seen.push(sink.rows)
    const committed = await kafka.admin.committedOffsets('streams')
    const total = committed.reduce((sum, { offset }) => sum + offset, 0n)
    expect(total).toBe(BigInt(seen.flat().length))
    await using producer = kafka.producer()
    await producer.send(
      Array.from({ length: 5 }, (_, i) => ({
        topic: 'in',
        key: null,
        value: Buffer.from(`more ${i}`),
      })),
    )
  }
  expect(seen[1]?.toSorted()).toEqual(['more 0', 'more 1', 'more 2', 'more 3', 'more 4'])
})

it('names the record that is no JSON', async () => {
  await using producer = kafka.producer()
  await producer.send([{ topic: 'bad', partition: 1, key: null, value: Buffer.from('{') }])
  const env = new StreamEnvironment()
  env
    .from(
      new KafkaSource(
        { 'bootstrap.servers': servers },
        { topics: ['bad'], deserializer: 'json', bounded: true },
      ),
    )
    .sinkTo(new CollectSink())
  await expect(env.execute()).rejects.toThrow(/record bad-1 at offset 0 cannot be read as JSON/)
})

it('a bounded read ends behind the markers of transactions, which hold no records', async () => {
  const dataDir = join(folder, 'broker')
  let own = await KafkaDevServer.start({ dataDir })
  const read = async (): Promise<string[]> => {
    const sink = new CollectSink<string>()
    const env = new StreamEnvironment()
    env
      .from(
        new KafkaSource<string>(
          { 'bootstrap.servers': `${own.host}:${own.port}` },
          { topics: ['marked'], deserializer: 'text', bounded: true },
        ),
      )
      .sinkTo(sink)
    await env.execute()
    return sink.rows
  }
  {
    await using client = await openKafka(
      { 'bootstrap.servers': `${own.host}:${own.port}` },
      { clientId: 'test' },
    )
    await client.admin.createTopics([{ name: 'marked', partitions: 1, replicationFactor: 1 }])
    await using producer = client.producer()
    await producer.send([{ topic: 'marked', key: null, value: Buffer.from('one') }])
  }
  await own[Symbol.asyncDispose]()
  const log = (await readdir(dataDir, { recursive: true })).find(name =>
    /marked-0.*\.log$/.test(name),
  )
  // What Kafka writes behind a transaction that was committed.
  await appendFile(
    join(dataDir, log ?? ''),
    encodeBatch([{ key: Buffer.from([0, 0, 0, 1]), value: Buffer.alloc(6) }], {
      baseOffset: 1n,
      control: true,
      transactional: true,
      producerId: 7n,
      producerEpoch: 0,
    }),
  )
  own = await KafkaDevServer.start({ dataDir })
  expect(await read()).toEqual(['one'])
  await own[Symbol.asyncDispose]()
})
