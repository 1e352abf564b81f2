import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { type BytesBatch, offsetOf, TidewireError, valueBytes } from '@tidewire/core'
import {
  type GroupConsumer,
  type GroupOptions,
  type Kafka,
  openKafka,
  type PartitionReader,
  type ProducerRecord,
  partitionOfKey,
  type TopicPartition,
} from '@tidewire/kafka'
import { AssignerProtocol, Kafka as KafkaJs, logLevel } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** A running broker. */
export interface Broker {
  readonly bootstrapServers: string
}

const text = (value: string) => Buffer.from(value)
const unique = (name: string) => `${name}-${randomUUID().slice(0, 8)}`

const valuesOf = (batches: readonly BytesBatch[]): string[] =>
  batches.flatMap(b =>
    Array.from({ length: b.count }, (_, i) => valueBytes(b, i)?.toString() ?? 'null'),
  )

const offsetsOf = (batches: readonly BytesBatch[]): bigint[] =>
  batches.flatMap(b => Array.from({ length: b.count }, (_, i) => offsetOf(b, i)))

/** Reads until `count` records are there. */
async function take(
  reader: Pick<PartitionReader, 'next'>,
  count: number,
  timeoutMs = 10_000,
): Promise<BytesBatch[]> {
  const signal = AbortSignal.timeout(timeoutMs)
  const batches: BytesBatch[] = []
  for (let have = 0; have < count; ) {
    const more = await reader.next(signal)
    batches.push(...more)
    have += more.reduce((n, b) => n + b.count, 0)
  }
  return batches
}

/** Asserts that nothing arrives for a moment. */
async function silence(reader: Pick<PartitionReader, 'next'>, ms = 300): Promise<void> {
  await expect(reader.next(AbortSignal.timeout(ms))).rejects.toMatchObject({ name: 'TimeoutError' })
}

async function until(what: string, condition: () => boolean | Promise<boolean>, ms = 10_000) {
  const end = performance.now() + ms
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`waited ${ms} ms in vain: ${what}`)
    await delay(20)
  }
}

/** What every broker must let the client do; the local broker and Apache Kafka both run it. */
export function kafkaConformance(
  broker: () => Broker,
  options: {
    /** Why the broker offers no transactions. */
    readonly withoutTransactions?: string
    /** Shortest session that the broker allows, in milliseconds; Apache Kafka's when absent. */
    readonly leastSessionMs?: number
  } = {},
): void {
  const sessionMs = options.leastSessionMs ?? 6000

  let kafka: Kafka

  beforeAll(async () => {
    const config = { 'bootstrap.servers': broker().bootstrapServers }
    kafka = await openKafka(config, { clientId: 'conformance' })
  })

  afterAll(async () => {
    await kafka[Symbol.asyncDispose]()
  })

  async function newTopic(partitions = 1, config: Record<string, string> = {}): Promise<string> {
    const name = unique('t')
    await kafka.admin.createTopics([{ name, partitions, replicationFactor: 1, config }])
    return name
  }

  async function produce(
    records: readonly ProducerRecord[],
    config: Record<string, string> = {},
  ): Promise<readonly (TopicPartition & { readonly baseOffset: bigint })[]> {
    await using producer = kafka.producer(config)
    return await producer.send(records)
  }

  const lines = (topic: string, count: number, partition = 0): ProducerRecord[] =>
    Array.from({ length: count }, (_, i) => ({
      topic,
      partition,
      key: null,
      value: text(`line ${i}`),
    }))

  describe('administration', () => {
    it('creates, describes, lists, grows and deletes topics', async () => {
      const name = await newTopic(2, { 'retention.ms': '123456789' })
      expect(await kafka.admin.listTopics()).toContain(name)
      const [topic] = await kafka.admin.describeTopics([name])
      expect(topic).toMatchObject({ name, internal: false })
      expect(topic?.topicId).toMatch(/^[0-9a-f-]{36}$/)
      expect(topic?.partitions.map(p => p.partition)).toEqual([0, 1])
      expect(topic?.partitions[0]?.isr).toEqual([topic?.partitions[0]?.leader])
      expect((await kafka.admin.describeTopicConfig(name)).get('retention.ms')).toEqual({
        value: '123456789',
        source: 'topic',
      })
      await kafka.admin.alterTopicConfig(name, { 'retention.ms': '5000000' })
      expect((await kafka.admin.describeTopicConfig(name)).get('retention.ms')).toEqual({
        value: '5000000',
        source: 'topic',
      })
      await kafka.admin.alterTopicConfig(name, { 'retention.ms': null })
      expect((await kafka.admin.describeTopicConfig(name)).get('retention.ms')).toEqual({
        value: '604800000',
        source: 'default',
      })
      await kafka.admin.createPartitions(name, 3)
      await until('three partitions', async () => {
        return (await kafka.admin.describeTopics([name]))[0]?.partitions.length === 3
      })
      await kafka.admin.deleteTopics([name])
      await until('the topic is gone', async () => {
        return !(await kafka.admin.listTopics()).includes(name)
      })
    })

    it('says which topic exists already or does not exist', async () => {
      const name = await newTopic()
      const again = kafka.admin.createTopics([{ name, partitions: 1, replicationFactor: 1 }])
      await expect(again).rejects.toMatchObject({ code: 'KAFKA_TOPIC_EXISTS', retriable: false })
      for (const work of [
        () => kafka.admin.describeTopics(['no-such-topic']),
        () => kafka.admin.deleteTopics(['no-such-topic']),
        () => kafka.admin.listOffsets([{ topic: 'no-such-topic', partition: 0 }], -1n),
      ]) {
        await expect(work()).rejects.toMatchObject({ code: 'KAFKA_UNKNOWN_TOPIC' })
      }
      expect(await kafka.admin.listTopics()).not.toContain('no-such-topic')
    })

    it("passes on the broker's own words", async () => {
      const wrong = kafka.admin.createTopics([{ name: 'a b', partitions: 1, replicationFactor: 1 }])
      await expect(wrong).rejects.toMatchObject({
        code: 'KAFKA_REQUEST_FAILED',
        retriable: false,
        card: { serverCode: 'INVALID_TOPIC_EXCEPTION (17)' },
      })
    })

    it('names the cluster and its brokers', async () => {
      const [host, port] = broker().bootstrapServers.split(':')
      expect(await kafka.admin.clusterId()).not.toBe('')
      expect(await kafka.admin.brokers()).toMatchObject([{ host, port: Number(port) }])
    })

    it('finds the ends of partitions and the first offset at a time', async () => {
      const topic = await newTopic(2)
      const at = (ms: number, partition: number) => ({
        topic,
        partition,
        key: null,
        value: text('x'),
        timestamp: BigInt(ms),
      })
      await produce([at(1_700_000_000_000, 0), at(1_700_000_001_000, 0), at(1_700_000_002_000, 1)])
      const partitions = [0, 1].map(partition => ({ topic, partition }))
      const offsets = async (time: bigint) =>
        [...(await kafka.admin.listOffsets(partitions, time))]
          .sort((a, b) => a.partition - b.partition)
          .map(p => p.offset)
      expect(await offsets(-2n)).toEqual([0n, 0n])
      expect(await offsets(-1n)).toEqual([2n, 1n])
      expect(await offsets(1_700_000_000_500n)).toEqual([1n, 0n])
    })
  })

  describe('producing and reading', () => {
    it.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'])(
      'records come back byte by byte (%s)',
      async compression => {
        const topic = await newTopic()
        const records: ProducerRecord[] = [
          { topic, partition: 0, key: text('k'), value: text('v'), timestamp: 1_700_000_000_123n },
          { topic, partition: 0, key: null, value: null },
          { topic, partition: 0, key: text(''), value: text('') },
          {
            topic,
            partition: 0,
            key: null,
            value: text('with headers '.repeat(200)),
            headers: [
              { key: 'a', value: text('1') },
              { key: 'ü', value: null },
              { key: 'a', value: text('') },
            ],
          },
        ]
        const sent = await produce(records, { 'compression.type': compression })
        expect(sent).toEqual([{ topic, partition: 0, baseOffset: 0n }])
        await using reader = kafka.reader()
        reader.assign([{ topic, partition: 0, offset: 0n }])
        const batches = await take(reader, 4)
        expect(valuesOf(batches)).toEqual(['v', 'null', '', 'with headers '.repeat(200)])
        expect(offsetsOf(batches)).toEqual([0n, 1n, 2n, 3n])
        const batch = batches[0]!
        expect(batch).toMatchObject({ topic, partition: 0, timestampType: 'CreateTime' })
        expect([...batch.keyLengths]).toEqual([1, -1, 0, -1])
        expect(batch.timestamp(0)).toBe(1_700_000_000_123n)
        expect(batch.headers(3).map(h => [h.key, h.value?.toString() ?? null])).toEqual([
          ['a', '1'],
          ['ü', null],
          ['a', ''],
        ])
      },
    )

    it('a key always goes to the partition that Java gives it', async () => {
      const topic = await newTopic(5)
      const keys = Array.from({ length: 40 }, (_, i) => `key-${i}`)
      await produce(keys.map(key => ({ topic, key: text(key), value: text(key) })))
      await using reader = kafka.reader()
      reader.assign(Array.from({ length: 5 }, (_, partition) => ({ topic, partition, offset: 0n })))
      for (const batch of await take(reader, 40)) {
        for (const key of valuesOf([batch])) {
          expect(partitionOfKey(text(key), 5)).toBe(batch.partition)
        }
      }
    })

    it('records without a key fill all partitions', async () => {
      const topic = await newTopic(4)
      await using producer = kafka.producer({ 'batch.size': '1000' })
      const value = text('x'.repeat(100))
      for (let i = 0; i < 20; i += 1) {
        await producer.send(Array.from({ length: 10 }, () => ({ topic, key: null, value })))
      }
      const ends = await kafka.admin.listOffsets(
        [0, 1, 2, 3].map(partition => ({ topic, partition })),
        -1n,
      )
      expect(ends.reduce((n, e) => n + e.offset, 0n)).toBe(200n)
      for (const end of ends) expect(end.offset).toBeGreaterThan(20n)
    })

    it('calls that overlap keep their order and get their own offsets', async () => {
      const topic = await newTopic()
      await using producer = kafka.producer()
      const sent = await Promise.all(
        Array.from({ length: 50 }, (_, i) =>
          producer.send([
            { topic, partition: 0, key: null, value: text(`${i}a`) },
            { topic, partition: 0, key: null, value: text(`${i}b`) },
          ]),
        ),
      )
      expect(sent.map(s => s[0]?.baseOffset)).toEqual(
        Array.from({ length: 50 }, (_, i) => BigInt(i * 2)),
      )
      await using reader = kafka.reader()
      reader.assign([{ topic, partition: 0, offset: 0n }])
      expect(valuesOf(await take(reader, 100))).toEqual(
        Array.from({ length: 50 }, (_, i) => [`${i}a`, `${i}b`]).flat(),
      )
    })

    it('calls that overlap keep their order also while the topic is being created', async () => {
      for (let round = 0; round < 5; round += 1) {
        const topic = unique('auto-order')
        await using producer = kafka.producer()
        const values = Array.from({ length: 100 }, (_, i) => `${i}`)
        const sent = await Promise.all(
          values.map(value => producer.send([{ topic, key: text('k'), value: text(value) }])),
        )
        expect(sent.map(s => s[0]?.baseOffset)).toEqual(values.map(BigInt))
        await using reader = kafka.reader()
        const partition = sent[0]?.[0]?.partition ?? 0
        reader.assign([{ topic, partition, offset: 0n }])
        expect(valuesOf(await take(reader, 100))).toEqual(values)
      }
    })

    it('a call made before closing is delivered', async () => {
      const topic = await newTopic()
      const producer = kafka.producer()
      const sending = producer.send([{ topic, partition: 0, key: null, value: text('last') }])
      await producer[Symbol.asyncDispose]()
      expect(await sending).toEqual([{ topic, partition: 0, baseOffset: 0n }])
    })

    it('a call of any size is cut into batches that the broker takes', async () => {
      const topic = await newTopic(1, { 'max.message.bytes': '20000' })
      const value = text('y'.repeat(500))
      const records = Array.from({ length: 300 }, () => ({ topic, partition: 0, key: null, value }))
      expect(await produce(records)).toEqual([{ topic, partition: 0, baseOffset: 0n }])
      const [end] = await kafka.admin.listOffsets([{ topic, partition: 0 }], -1n)
      expect(end?.offset).toBe(300n)
    })

    it('a record over a limit is refused with the limit', async () => {
      const topic = await newTopic(1, { 'max.message.bytes': '1000' })
      const record = { topic, partition: 0, key: null, value: Buffer.alloc(5000) }
      await expect(produce([record])).rejects.toMatchObject({ code: 'KAFKA_RECORD_TOO_LARGE' })
      await expect(produce([record], { 'max.request.size': '2000' })).rejects.toThrow(
        /max\.request\.size is 2000/,
      )
      // The sequence of the producer goes on after a refusal.
      await using producer = kafka.producer()
      const small = { ...record, value: text('small') }
      await producer.send([small])
      await expect(producer.send([record])).rejects.toThrow(/over the limit/)
      expect(await producer.send([small])).toEqual([{ topic, partition: 0, baseOffset: 1n }])
    })

    it('a topic that does not exist is created by the broker', async () => {
      const topic = unique('auto')
      const sent = await produce([{ topic, key: null, value: text('first') }])
      expect(sent).toEqual([{ topic, partition: 0, baseOffset: 0n }])
    })

    it('a partition that does not exist is named', async () => {
      const topic = await newTopic(2)
      const record = { topic, partition: 2, key: null, value: text('x') }
      await expect(produce([record])).rejects.toMatchObject({ code: 'KAFKA_UNKNOWN_PARTITION' })
    })

    it.each(['0', '1', 'all'])('acks=%s', async acks => {
      const topic = await newTopic()
      await produce(lines(topic, 3), { acks })
      await until('the records are stored', async () => {
        const [end] = await kafka.admin.listOffsets([{ topic, partition: 0 }], -1n)
        return end?.offset === 3n
      })
    })

    it('a full send buffer holds senders back and refuses none', async () => {
      const topic = await newTopic()
      await using producer = kafka.producer({ 'buffer.memory': '5000', 'linger.ms': '5' })
      await Promise.all(
        Array.from({ length: 40 }, () =>
          producer.send([{ topic, partition: 0, key: null, value: Buffer.alloc(1000) }]),
        ),
      )
      const [end] = await kafka.admin.listOffsets([{ topic, partition: 0 }], -1n)
      expect(end?.offset).toBe(40n)
    })
  })

  describe('a reader', () => {
    it('starts anywhere, also in the middle of a batch, and knows position and lag', async () => {
      const topic = await newTopic()
      await produce(lines(topic, 10), { 'compression.type': 'lz4' })
      await using reader = kafka.reader()
      reader.assign([{ topic, partition: 0, offset: 7n }])
      expect(valuesOf(await take(reader, 3))).toEqual(['line 7', 'line 8', 'line 9'])
      expect(reader.positions()).toEqual([{ topic, partition: 0, offset: 10n }])
      expect(reader.lag()).toEqual([{ topic, partition: 0, lag: 0n }])
      reader.assign([{ topic, partition: 0, offset: 2n }])
      expect(offsetsOf(await take(reader, 8))[0]).toBe(2n)
    })

    it('gives at most max.poll.records at once, each record once', async () => {
      const topic = await newTopic()
      await produce(lines(topic, 25))
      await using reader = kafka.reader({ 'max.poll.records': '10' })
      reader.assign([{ topic, partition: 0, offset: 0n }])
      const signal = AbortSignal.timeout(5000)
      const counts: number[] = []
      const all: string[] = []
      while (all.length < 25) {
        const batches = await reader.next(signal)
        counts.push(batches.reduce((n, b) => n + b.count, 0))
        all.push(...valuesOf(batches))
        expect(reader.positions()[0]?.offset).toBe(BigInt(all.length))
        reader.release(batches)
      }
      expect(counts).toEqual([10, 10, 5])
      expect(all).toEqual(Array.from({ length: 25 }, (_, i) => `line ${i}`))
    })

    it('reads much more than its memory, every record once, whether memory is released or not', async () => {
      const topic = await newTopic(3)
      await using producer = kafka.producer()
      const per = 20_000
      for (const partition of [0, 1, 2]) await producer.send(lines(topic, per, partition))
      for (const release of [true, false]) {
        await using reader = kafka.reader({
          'fetch.max.bytes': '200000',
          'max.partition.fetch.bytes': '100000',
        })
        reader.assign([0, 1, 2].map(partition => ({ topic, partition, offset: 0n })))
        const next = [0, 0, 0]
        const signal = AbortSignal.timeout(20_000)
        while (next.some(n => n < per)) {
          const batches = await reader.next(signal)
          for (const batch of batches) {
            for (const value of valuesOf([batch])) {
              expect(value).toBe(`line ${next[batch.partition]}`)
              next[batch.partition]! += 1
            }
          }
          if (release) reader.release(batches)
        }
        await silence(reader)
      }
    })

    it('leaves paused partitions alone until they are resumed', async () => {
      const topic = await newTopic(2)
      await produce([...lines(topic, 5, 0), ...lines(topic, 5, 1)])
      await using reader = kafka.reader()
      reader.assign([0, 1].map(partition => ({ topic, partition, offset: 0n })))
      reader.pause([{ topic, partition: 1 }])
      expect((await take(reader, 5)).every(b => b.partition === 0)).toBe(true)
      await silence(reader)
      reader.resume([{ topic, partition: 1 }])
      expect((await take(reader, 5)).every(b => b.partition === 1)).toBe(true)
    })

    it('stops waiting at once when aborted, and goes on afterwards', async () => {
      const topic = await newTopic()
      await using reader = kafka.reader()
      reader.assign([{ topic, partition: 0, offset: 0n }])
      const abort = new AbortController()
      const waiting = reader.next(abort.signal)
      await delay(100)
      const start = performance.now()
      abort.abort(new Error('enough'))
      await expect(waiting).rejects.toThrow('enough')
      expect(performance.now() - start).toBeLessThan(100)
      await produce(lines(topic, 1))
      expect(valuesOf(await take(reader, 1))).toEqual(['line 0'])
    })

    it('waits for a topic that does not exist yet', async () => {
      const topic = unique('later')
      await using reader = kafka.reader()
      reader.assign([{ topic, partition: 0, offset: 0n }])
      await silence(reader)
      await kafka.admin.createTopics([{ name: topic, partitions: 1, replicationFactor: 1 }])
      await produce(lines(topic, 2))
      expect(await take(reader, 2, 3000)).toHaveLength(1)
    })

    it('reads a topic that was deleted and created again from its beginning', async () => {
      const topic = await newTopic()
      await produce(lines(topic, 3))
      await using reader = kafka.reader({ 'auto.offset.reset': 'latest' })
      reader.assign([{ topic, partition: 0, offset: 0n }])
      await take(reader, 3)
      await kafka.admin.deleteTopics([topic])
      await silence(reader)
      await kafka.admin.createTopics([{ name: topic, partitions: 1, replicationFactor: 1 }])
      await produce(lines(topic, 10))
      expect(offsetsOf(await take(reader, 10))).toEqual([0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n])
    })

    it('an offset that is gone is an error without a reset, and a jump with one', async () => {
      const topic = await newTopic()
      await produce(lines(topic, 5))
      await using strict = kafka.reader()
      strict.assign([{ topic, partition: 0, offset: 99n }])
      await expect(take(strict, 1)).rejects.toMatchObject({
        code: 'KAFKA_OFFSET_OUT_OF_RANGE',
        message: expect.stringMatching(/offset 99 .* 0 to 5/),
      })
      await using earliest = kafka.reader({ 'auto.offset.reset': 'earliest' })
      earliest.assign([{ topic, partition: 0, offset: 99n }])
      expect(await take(earliest, 5)).toHaveLength(1)
      await using latest = kafka.reader({ 'auto.offset.reset': 'latest' })
      latest.assign([{ topic, partition: 0, offset: 99n }])
      await silence(latest)
      await produce(lines(topic, 1))
      expect(offsetsOf(await take(latest, 1))).toEqual([5n])
    })

    it.skipIf(options.withoutTransactions !== undefined)(
      'with read_committed leaves out every aborted transaction of a producer',
      async () => {
        const topic = await newTopic()
        const client = new KafkaJs({
          brokers: [broker().bootstrapServers],
          logLevel: logLevel.NOTHING,
        })
        const producer = client.producer({
          transactionalId: unique('tx'),
          idempotent: true,
          maxInFlightRequests: 1,
        })
        await producer.connect()
        for (const [i, end] of ['abort', 'commit', 'abort', 'commit', 'abort'].entries()) {
          const transaction = await producer.transaction()
          const messages = [{ value: `${i} ${end}` }, { value: `${i} ${end} again` }]
          await transaction.send({ topic, messages })
          if (end === 'abort') await transaction.abort()
          else await transaction.commit()
        }
        await producer.disconnect()
        await using committed = kafka.reader({ 'isolation.level': 'read_committed' })
        committed.assign([{ topic, partition: 0, offset: 0n }])
        const wanted = ['1 commit', '1 commit again', '3 commit', '3 commit again']
        expect(valuesOf(await take(committed, 4))).toEqual(wanted)
        await until('the position is at the end', async () => {
          await committed.next(AbortSignal.timeout(100)).catch(() => {})
          return committed.positions()[0]?.offset === 15n
        })
        await using all = kafka.reader()
        all.assign([{ topic, partition: 0, offset: 0n }])
        expect(valuesOf(await take(all, 10))).toHaveLength(10)
      },
    )
  })

  describe('a group consumer', () => {
    const config = {
      'auto.offset.reset': 'earliest',
      'session.timeout.ms': '6000',
      'heartbeat.interval.ms': '200',
    }

    it('goes on where the group committed', async () => {
      const topic = await newTopic(2)
      const groupId = unique('g')
      await produce([...lines(topic, 10, 0), ...lines(topic, 10, 1)])
      {
        await using consumer = await kafka.groupConsumer({ groupId, topics: [topic], config })
        await take(consumer, 20)
        await consumer.commit([
          { topic, partition: 0, offset: 4n },
          { topic, partition: 1, offset: 10n },
        ])
        expect(consumer.lag().map(l => l.lag)).toEqual([0n, 0n])
      }
      expect(
        [...(await kafka.admin.committedOffsets(groupId))].sort(
          (a, b) => a.partition - b.partition,
        ),
      ).toEqual([
        { topic, partition: 0, offset: 4n },
        { topic, partition: 1, offset: 10n },
      ])
      await using consumer = await kafka.groupConsumer({ groupId, topics: [topic], config })
      expect(offsetsOf(await take(consumer, 6))).toEqual([4n, 5n, 6n, 7n, 8n, 9n])
    })

    it('without a committed offset follows auto.offset.reset', async () => {
      const topic = await newTopic()
      await produce(lines(topic, 3))
      const open = (reset: string) =>
        kafka.groupConsumer({
          groupId: unique('g'),
          topics: [topic],
          config: { ...config, 'auto.offset.reset': reset },
        })
      await using latest = await open('latest')
      await silence(latest)
      await produce(lines(topic, 1))
      expect(offsetsOf(await take(latest, 1))).toEqual([3n])
      await expect(open('none')).rejects.toMatchObject({ code: 'KAFKA_NO_OFFSET' })
    })

    it('shares partitions, and hands them over only after the old owner has committed', async () => {
      const topic = await newTopic(4)
      const groupId = unique('g')
      await using producer = kafka.producer()
      const seen: string[] = []
      const events: string[] = []
      const positions = new Map<string, Map<number, bigint>>()
      const stop = new AbortController()
      const start = async (name: string) => {
        const at = new Map<number, bigint>()
        positions.set(name, at)
        let consumer: GroupConsumer | null = null
        consumer = await kafka.groupConsumer({
          groupId,
          topics: [topic],
          config,
          onRevoked: async partitions => {
            // The barrier: whatever was handed out is committed in the old generation.
            await consumer?.commit(
              [...at].map(([partition, offset]) => ({ topic, partition, offset })),
            )
            at.clear()
            events.push(`${name} gave ${partitions.length}`)
          },
          onAssigned: async partitions => {
            events.push(`${name} got ${partitions.length}`)
          },
        })
        const work = (async () => {
          while (!stop.signal.aborted) {
            const batches = await consumer.next(stop.signal)
            for (const batch of batches) {
              seen.push(...valuesOf([batch]).map(v => `${batch.partition} ${v}`))
              at.set(batch.partition, offsetsOf([batch]).at(-1)! + 1n)
            }
          }
        })().catch(() => {})
        return { consumer, work }
      }
      const send = () => producer.send([0, 1, 2, 3].flatMap(p => lines(topic, 20, p)))
      const one = await start('one')
      await send()
      await until('the first half is read', () => seen.length === 80)
      const two = await start('two')
      await until('both have two', () => {
        return [one, two].every(m => m.consumer.assignment().length === 2)
      })
      await send()
      await until('everything is read', () => seen.length >= 160)
      await delay(200)
      expect(seen).toHaveLength(160)
      expect(events.indexOf('one gave 4')).toBeLessThan(events.indexOf('two got 2'))
      // The second one leaves: the first gets everything back, from where the second committed.
      await two.consumer[Symbol.asyncDispose]()
      await until('one has all', () => one.consumer.assignment().length === 4)
      await send()
      await until('the rest is read', () => seen.length >= 240)
      await delay(200)
      expect(seen).toHaveLength(240)
      stop.abort()
      await one.work
      await one.consumer[Symbol.asyncDispose]()
    })

    it('picks up a topic within a second or so of its creation, by name and by pattern', async () => {
      const prefix = unique('later')
      const name = `${prefix}-a`
      const waiting = { config: { ...config, 'allow.auto.create.topics': 'false' } }
      await using byName = await kafka.groupConsumer({
        ...waiting,
        groupId: unique('g'),
        topics: [name],
      })
      await using byPattern = await kafka.groupConsumer({
        ...waiting,
        groupId: unique('g'),
        topics: new RegExp(`${prefix}-.*`),
      })
      expect(byName.assignment()).toEqual([])
      expect(byPattern.assignment()).toEqual([])
      await kafka.admin.createTopics([
        { name, partitions: 1, replicationFactor: 1 },
        { name: `not-${name}`, partitions: 1, replicationFactor: 1 },
      ])
      await produce(lines(name, 3))
      const got = await Promise.all([take(byName, 3, 2500), take(byPattern, 3, 2500)])
      expect(got.map(b => valuesOf(b).length)).toEqual([3, 3])
      expect(byPattern.assignment()).toEqual([{ topic: name, partition: 0 }])
    })

    it('a commit after the group went on is fenced', async () => {
      const topic = await newTopic()
      const groupId = unique('g')
      const open = (heartbeatMs: string) =>
        kafka.groupConsumer({
          groupId,
          topics: [topic],
          config: {
            ...config,
            'group.instance.id': 'the one',
            'heartbeat.interval.ms': heartbeatMs,
          },
        })
      // Another process takes the name; the first one does not know it yet.
      await using first = await open('5000')
      await using second = await open('200')
      const offsets = [{ topic, partition: 0, offset: 1n }]
      await expect(first.commit(offsets)).rejects.toMatchObject({
        code: 'KAFKA_COMMIT_FENCED',
        retriable: false,
      })
      await second.commit([{ topic, partition: 0, offset: 0n }])
      await second[Symbol.asyncDispose]()
      await expect(second.commit(offsets)).rejects.toMatchObject({ code: 'KAFKA_COMMIT_FENCED' })
      expect(await kafka.admin.committedOffsets(groupId)).toMatchObject([{ offset: 0n }])
    })

    it('a static member keeps its partitions over a restart, without a rebalance', async () => {
      const topic = await newTopic(2)
      const groupId = unique('g')
      const rebalances: string[] = []
      const open = (name: string) =>
        kafka.groupConsumer({
          groupId,
          topics: [topic],
          config: { ...config, 'group.instance.id': name },
          onAssigned: async p => {
            rebalances.push(`${name} ${p.map(q => q.partition)}`)
          },
        })
      await using one = await open('one')
      const two = await open('two')
      await until('both have one', () => one.assignment().length === 1)
      const before = rebalances.filter(r => r.startsWith('one')).length
      const held = two.assignment()
      await two[Symbol.asyncDispose]()
      await using again = await open('two')
      expect(again.assignment()).toEqual(held)
      expect(rebalances.filter(r => r.startsWith('one'))).toHaveLength(before)
    })

    it('is described with its members, and deleted when empty', async () => {
      const topic = await newTopic()
      const groupId = unique('g')
      {
        await using consumer = await kafka.groupConsumer({ groupId, topics: [topic], config })
        await consumer.commit([{ topic, partition: 0, offset: 0n }])
        const group = await kafka.admin.describeGroup(groupId)
        expect(group).toMatchObject({
          state: 'Stable',
          protocolType: 'consumer',
          protocol: 'range',
        })
        expect(group.members).toMatchObject([{ clientId: 'conformance' }])
        expect(await kafka.admin.listGroups()).toContainEqual({
          groupId,
          protocolType: 'consumer',
          state: 'Stable',
        })
        await expect(kafka.admin.deleteGroups([groupId])).rejects.toThrow(/NON_EMPTY_GROUP/)
      }
      await kafka.admin.deleteGroups([groupId])
      await expect(kafka.admin.describeGroup(groupId)).rejects.toMatchObject({
        code: 'KAFKA_UNKNOWN_GROUP',
      })
    })

    it('shares a group with kafkajs', async () => {
      const topic = await newTopic(4)
      const groupId = unique('g')
      const client = new KafkaJs({
        brokers: [broker().bootstrapServers],
        logLevel: logLevel.NOTHING,
      })
      const other = client.consumer({
        groupId,
        heartbeatInterval: 200,
        // It heartbeats between its fetches only, so a long poll delays the rebalance.
        maxWaitTimeInMs: 100,
        partitionAssigners: [
          // We lead the group, so theirs need not assign: it only has to offer the range protocol.
          () => ({
            name: 'range',
            version: 1,
            assign: async () => [],
            protocol: ({ topics }) => ({
              name: 'range',
              metadata: AssignerProtocol.MemberMetadata.encode({
                version: 1,
                topics,
                userData: Buffer.alloc(0),
              }),
            }),
          }),
        ],
      })
      await using consumer = await kafka.groupConsumer({ groupId, topics: [topic], config })
      await other.connect()
      await other.subscribe({ topic, fromBeginning: true })
      const theirs: string[] = []
      await other.run({
        eachMessage: async ({ message }) => void theirs.push(String(message.value)),
      })
      await until('the partitions are shared', () => consumer.assignment().length === 2)
      await produce([0, 1, 2, 3].flatMap(p => lines(topic, 5, p)))
      const ours = valuesOf(await take(consumer, 10))
      await until('they read their share', () => theirs.length === 10)
      expect(ours).toHaveLength(10)
      await other.disconnect()
    })
  })

  describe('a group of another protocol', () => {
    it('lets the leader assign, goes round on rejoin, and leaves on disposal', async () => {
      const groupId = unique('connect')
      const log: string[] = []
      let round = 0
      const memberOptions = (name: string): GroupOptions => ({
        groupId,
        protocolType: 'connect',
        sessionTimeoutMs: 6000,
        rebalanceTimeoutMs: 10_000,
        heartbeatIntervalMs: 100,
        protocols: () => [
          { name: 'sessioned', metadata: text(`s ${name} ${round}`) },
          { name: 'default', metadata: text(`d ${name}`) },
        ],
        assign: async (protocol, members) =>
          new Map(members.map(m => [m.memberId, text(`${protocol} for ${m.metadata}`)])),
        onAssigned: async a => {
          log.push(`${name}: ${a.assignment}`)
        },
        onRevoked: async () => {
          log.push(`${name} revoked`)
        },
        onLost: async () => {
          log.push(`${name} lost`)
        },
      })
      const one = await kafka.joinGroup(memberOptions('one'))
      const two = await kafka.joinGroup(memberOptions('two'))
      await until('both are in', () => log.filter(l => l.includes(':')).length >= 3)
      expect(log).toContain('one: sessioned for s one 0')
      expect(log).toContain('two: sessioned for s two 0')
      expect(log.indexOf('one revoked')).toBeLessThan(log.indexOf('two: sessioned for s two 0'))
      await until('one generation', () => one.generation === two.generation)
      const group = await kafka.admin.describeGroup(groupId)
      expect(group).toMatchObject({ protocolType: 'connect', protocol: 'sessioned' })
      expect(group.members.map(m => m.metadata.toString()).sort()).toEqual(['s one 0', 's two 0'])
      const { generation } = one
      // A follower that has nothing new to say gets the old generation back.
      round = 1
      two.rejoin()
      await until(
        'a new generation',
        () => one.generation > generation && two.generation > generation,
      )
      await two[Symbol.asyncDispose]()
      await until('one is alone', async () => {
        return (await kafka.admin.describeGroup(groupId)).members.length === 1
      })
      await one[Symbol.asyncDispose]()
      expect(log.filter(l => l.endsWith('lost'))).toEqual([])
      expect((await kafka.admin.describeGroup(groupId)).members).toEqual([])
    })

    it('holds nobody up when it stops at any moment of joining', async () => {
      const memberOptions = (groupId: string): GroupOptions => ({
        groupId,
        protocolType: 'connect',
        sessionTimeoutMs: 6000,
        rebalanceTimeoutMs: 6000,
        heartbeatIntervalMs: 200,
        protocols: () => [{ name: 'p', metadata: text('') }],
        assign: async (_, members) => new Map(members.map(m => [m.memberId, text('x')])),
        onAssigned: async () => {},
        onRevoked: async () => {},
        onLost: async () => {},
      })
      const groupId = unique('brief')
      for (let ms = 0; ms < 12; ms += 1) {
        const stop = new AbortController()
        const joining = kafka.joinGroup(memberOptions(groupId), stop.signal)
        joining.catch(() => {})
        await delay(ms)
        stop.abort()
        await joining.then(
          member => member[Symbol.asyncDispose](),
          () => {},
        )
      }
      const started = performance.now()
      await using member = await kafka.joinGroup(memberOptions(groupId))
      expect(member.generation).toBeGreaterThan(0)
      expect(performance.now() - started).toBeLessThan(4000)
    })

    it('keeps its membership while work takes longer than the session', async () => {
      const log: string[] = []
      await using member = await kafka.joinGroup({
        groupId: unique('slow'),
        protocolType: 'connect',
        sessionTimeoutMs: sessionMs,
        rebalanceTimeoutMs: 20_000,
        heartbeatIntervalMs: 200,
        protocols: () => [{ name: 'p', metadata: text('') }],
        assign: async (_, members) => new Map(members.map(m => [m.memberId, text('x')])),
        onAssigned: async () => {
          if (log.length === 0) await delay(sessionMs + 500)
          log.push('assigned')
        },
        onRevoked: async () => void log.push('revoked'),
        onLost: async () => void log.push('lost'),
      })
      await delay(300)
      expect(log).toEqual(['assigned'])
      expect(member.generation).toBe(1)
    })

    it('refuses to join a group of another type, with the reason', async () => {
      const topic = await newTopic()
      const groupId = unique('g')
      await using consumer = await kafka.groupConsumer({ groupId, topics: [topic], config: {} })
      const joining = kafka.joinGroup({
        groupId,
        protocolType: 'connect',
        sessionTimeoutMs: 6000,
        rebalanceTimeoutMs: 6000,
        heartbeatIntervalMs: 1000,
        protocols: () => [{ name: 'p', metadata: text('') }],
        assign: async () => new Map(),
        onAssigned: async () => {},
        onRevoked: async () => {},
        onLost: async () => {},
      })
      await expect(joining).rejects.toThrow(/INCONSISTENT_GROUP_PROTOCOL/)
      expect(consumer.assignment()).toHaveLength(1)
    })
  })

  describe('a broker that cannot be reached', () => {
    it('is named in the error, within the time allowed', async () => {
      const config = { 'bootstrap.servers': '127.0.0.1:1', 'default.api.timeout.ms': '300' }
      await using nowhere = await openKafka(config, { clientId: 'lost' })
      const error = await nowhere.admin.listTopics().catch((e: unknown) => e)
      expect(error).toBeInstanceOf(TidewireError)
      expect(error).toMatchObject({
        code: 'KAFKA_CONNECT',
        retriable: true,
        message: expect.stringContaining('127.0.0.1:1'),
      })
    })
  })
}
