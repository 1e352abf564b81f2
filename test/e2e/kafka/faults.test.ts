import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type BytesBatch, valueBytes } from '@tidewire/core'
import { type Kafka, openKafka, type PartitionReader, type ProducerRecord } from '@tidewire/kafka'
import { type FaultAction, KafkaDevServer } from '@tidewire/local/kafka'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const topic = 't'
const record = (value: string): ProducerRecord => ({
  topic,
  partition: 0,
  key: null,
  value: Buffer.from(value),
})

async function read(reader: Pick<PartitionReader, 'next'>, count: number): Promise<string[]> {
  const signal = AbortSignal.timeout(10_000)
  const values: string[] = []
  const add = (batch: BytesBatch) => {
    for (let i = 0; i < batch.count; i += 1) values.push(String(valueBytes(batch, i)))
  }
  while (values.length < count) for (const batch of await reader.next(signal)) add(batch)
  return values
}

async function until(what: string, condition: () => boolean): Promise<void> {
  const end = performance.now() + 10_000
  while (!condition()) {
    if (performance.now() > end) throw new Error(`waited in vain: ${what}`)
    await delay(10)
  }
}

describe('the Kafka client with a broker in trouble', () => {
  let server: KafkaDevServer
  let kafka: Kafka
  let folder: string

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kafka-faults-'))
    server = await KafkaDevServer.start({
      dataDir: folder,
      config: { 'group.min.session.timeout.ms': '500' },
    })
    const config = { 'bootstrap.servers': server.bootstrapServers, 'retry.backoff.ms': '20' }
    kafka = await openKafka(config, { clientId: 'faults' })
    await kafka.admin.createTopics([{ name: topic, partitions: 1, replicationFactor: 1 }])
  })

  afterEach(async () => {
    await kafka[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  })

  const stored = async () => {
    const [end] = await kafka.admin.listOffsets([{ topic, partition: 0 }], -1n)
    return end?.offset
  }

  describe('a producer', () => {
    it('whose acknowledgement is lost stores nothing twice', async () => {
      await using producer = kafka.producer()
      await producer.send([record('0')])
      for (let i = 1; i <= 5; i += 1) {
        using _ = server.faults.add({
          api: 'Produce',
          times: 2,
          action: { kind: 'drop', afterWork: true },
        })
        expect(await producer.send([record(String(i))])).toEqual([
          { topic, partition: 0, baseOffset: BigInt(i) },
        ])
      }
      expect(await stored()).toBe(6n)
    })

    const transient: [string, FaultAction][] = [
      ['a lost connection', { kind: 'drop' }],
      ['NOT_LEADER_OR_FOLLOWER', { kind: 'error', code: 6 }],
      ['LEADER_NOT_AVAILABLE', { kind: 'error', code: 5 }],
      ['UNKNOWN_TOPIC_OR_PARTITION', { kind: 'error', code: 3 }],
      ['NOT_ENOUGH_REPLICAS', { kind: 'error', code: 19 }],
      ['OUT_OF_ORDER_SEQUENCE_NUMBER', { kind: 'error', code: 45 }],
      ['UNKNOWN_PRODUCER_ID', { kind: 'error', code: 59 }],
    ]
    it.each(transient)('survives %s, in order', async (_name, action) => {
      await using producer = kafka.producer()
      await producer.send([record('before')])
      using _ = server.faults.add({ api: 'Produce', times: 3, action })
      await Promise.all(['1', '2', '3'].map(value => producer.send([record(value)])))
      await producer.send([record('after')])
      await using reader = kafka.reader()
      reader.assign([{ topic, partition: 0, offset: 0n }])
      expect(await read(reader, 5)).toEqual(['before', '1', '2', '3', 'after'])
      expect(await stored()).toBe(5n)
    })

    it('keeps the order of calls while the partitions of a topic are not known yet', async () => {
      const fresh = 'not-known-yet'
      {
        const config = { 'bootstrap.servers': server.bootstrapServers }
        await using other = await openKafka(config, { clientId: 'other' })
        await other.admin.createTopics([{ name: fresh, partitions: 1, replicationFactor: 1 }])
      }
      await using producer = kafka.producer()
      const values = Array.from({ length: 60 }, (_, i) => `${i}`)
      const send = (value: string) =>
        producer.send([{ topic: fresh, partition: 0, key: null, value: Buffer.from(value) }])
      const action = { kind: 'error', code: 5 } as const
      using _ = server.faults.add({ api: 'Metadata', times: 1, action })
      const sending = values.slice(0, 30).map(send)
      // The first ones wait for their next attempt; the rest find the partitions known.
      await kafka.admin.describeTopics([fresh])
      sending.push(...values.slice(30).map(send))
      const sent = await Promise.all(sending)
      expect(sent.map(s => s[0]?.baseOffset)).toEqual(values.map((_value, i) => BigInt(i)))
      await using reader = kafka.reader()
      reader.assign([{ topic: fresh, partition: 0, offset: 0n }])
      expect(await read(reader, 60)).toEqual(values)
    })

    it('gives up after delivery.timeout.ms with the reason, and goes on when the broker does', async () => {
      await using producer = kafka.producer({ 'delivery.timeout.ms': '300' })
      await producer.send([record('0')])
      {
        using _ = server.faults.add({ api: 'Produce', action: { kind: 'error', code: 19 } })
        await expect(producer.send([record('lost')])).rejects.toMatchObject({
          code: 'KAFKA_DELIVERY_TIMEOUT',
          retriable: true,
          message: expect.stringContaining('NOT_ENOUGH_REPLICAS'),
        })
      }
      await producer.send([record('1')])
      expect(await stored()).toBe(2n)
    })

    it('waits out a full disk', async () => {
      await using producer = kafka.producer()
      server.faults.diskFull = true
      const sending = producer.send([record('x')])
      await delay(200)
      server.faults.diskFull = false
      expect(await sending).toEqual([{ topic, partition: 0, baseOffset: 0n }])
    })

    it('reports at once what a retry cannot help', async () => {
      await using producer = kafka.producer()
      {
        using _ = server.faults.add({ api: 'Produce', action: { kind: 'error', code: 29 } })
        await expect(producer.send([record('x')])).rejects.toMatchObject({
          code: 'KAFKA_NOT_AUTHORIZED',
          retriable: false,
          card: { serverCode: 'TOPIC_AUTHORIZATION_FAILED (29)' },
        })
      }
      await producer.send([record('y')])
      expect(await stored()).toBe(1n)
    })

    it('that is aborted lets its caller go at once', async () => {
      await using producer = kafka.producer({ 'delivery.timeout.ms': '2000' })
      using _ = server.faults.add({
        api: 'Produce',
        times: 20,
        action: { kind: 'error', code: 19 },
      })
      const sending = producer.send([record('x')], AbortSignal.timeout(100))
      await expect(sending).rejects.toMatchObject({ name: 'TimeoutError' })
    })
  })

  describe('a reader', () => {
    const transient: [string, FaultAction][] = [
      ['a lost connection', { kind: 'drop' }],
      ['NOT_LEADER_OR_FOLLOWER', { kind: 'error', code: 6 }],
      ['UNKNOWN_TOPIC_OR_PARTITION', { kind: 'error', code: 3 }],
      ['FENCED_LEADER_EPOCH', { kind: 'error', code: 74 }],
      ['KAFKA_STORAGE_ERROR', { kind: 'error', code: 56 }],
    ]
    it.each(transient)('survives %s, without loss or repetition', async (_name, action) => {
      await using producer = kafka.producer()
      await using reader = kafka.reader({ 'fetch.max.wait.ms': '50' })
      reader.assign([{ topic, partition: 0, offset: 0n }])
      const values: string[] = []
      for (let round = 0; round < 3; round += 1) {
        await producer.send([record(`${round}a`), record(`${round}b`)])
        using _ = server.faults.add({ api: 'Fetch', times: 2, action })
        values.push(...(await read(reader, 2)))
      }
      expect(values).toEqual(['0a', '0b', '1a', '1b', '2a', '2b'])
    })

    it('reports at once what a retry cannot help', async () => {
      await using reader = kafka.reader()
      using _ = server.faults.add({ api: 'Fetch', action: { kind: 'error', code: 29 } })
      reader.assign([{ topic, partition: 0, offset: 0n }])
      await expect(read(reader, 1)).rejects.toMatchObject({ code: 'KAFKA_NOT_AUTHORIZED' })
    })
  })

  describe('a group consumer', () => {
    const open = (log: string[]) =>
      kafka.groupConsumer({
        groupId: 'g',
        topics: [topic],
        config: {
          'auto.offset.reset': 'earliest',
          'session.timeout.ms': '1000',
          'heartbeat.interval.ms': '50',
        },
        onAssigned: async p => void log.push(`assigned ${p.length}`),
        onRevoked: async p => void log.push(`revoked ${p.length}`),
        onLost: async p => void log.push(`lost ${p.length}`),
      })

    it.each(['FindCoordinator', 'JoinGroup', 'SyncGroup', 'OffsetFetch', 'Heartbeat'])(
      'survives a coordinator that moves or is lost during %s',
      async api => {
        const log: string[] = []
        await using producer = kafka.producer()
        await producer.send([record('x')])
        for (const action of [
          { kind: 'error', code: 16 },
          { kind: 'error', code: 14 },
          { kind: 'drop' },
        ] as const) {
          server.faults.add({ api, nth: 1, times: 1, action })
        }
        await using consumer = await open(log)
        expect(await read(consumer, 1)).toEqual(['x'])
        await delay(300)
        expect(consumer.assignment()).toHaveLength(1)
        expect(log.filter(l => l.startsWith('lost'))).toEqual([])
      },
    )

    it.each([
      ['UNKNOWN_MEMBER_ID', 25],
      ['ILLEGAL_GENERATION', 22],
    ])('that the group forgot (%s) says so and joins again', async (_name, code) => {
      const log: string[] = []
      await using consumer = await open(log)
      using _ = server.faults.add({ api: 'Heartbeat', times: 1, action: { kind: 'error', code } })
      await until('it is back', () => log.length >= 3)
      expect(log).toEqual(['assigned 1', 'lost 1', 'assigned 1'])
      await consumer.commit([{ topic, partition: 0, offset: 0n }])
    })

    it('ends with the reason when it may not go on', async () => {
      const log: string[] = []
      await using consumer = await open(log)
      using _ = server.faults.add({ api: 'Heartbeat', action: { kind: 'error', code: 30 } })
      await expect(read(consumer, 1)).rejects.toMatchObject({ code: 'KAFKA_NOT_AUTHORIZED' })
      expect(log).toEqual(['assigned 1', 'lost 1'])
    })

    it('commits again after a passing failure, never after the group went on', async () => {
      await using consumer = await open([])
      const offsets = [{ topic, partition: 0, offset: 1n }]
      {
        using _ = server.faults.add({
          api: 'OffsetCommit',
          times: 2,
          action: { kind: 'error', code: 14 },
        })
        await consumer.commit(offsets)
      }
      for (const code of [22, 25, 27]) {
        using _ = server.faults.add({ api: 'OffsetCommit', action: { kind: 'error', code } })
        await expect(consumer.commit(offsets)).rejects.toMatchObject({
          code: 'KAFKA_COMMIT_FENCED',
        })
      }
      expect(await kafka.admin.committedOffsets('g')).toEqual(offsets)
    })
  })

  it('a topic just created is there, also when the metadata comes late', async () => {
    const lag = () =>
      server.faults.add({ api: 'Metadata', times: 3, action: { kind: 'error', code: 3 } })
    const created = 'just-created'
    {
      using _ = lag()
      await kafka.admin.createTopics([{ name: created, partitions: 2, replicationFactor: 1 }])
      const [described] = await kafka.admin.describeTopics([created])
      expect(described?.partitions.map(p => p.leader >= 0)).toEqual([true, true])
    }
    {
      // Another broker may learn of it later still.
      using _ = lag()
      expect(await kafka.admin.describeTopics([created])).toHaveLength(1)
    }
    await kafka.admin.deleteTopics([created])
    const begin = performance.now()
    await expect(kafka.admin.describeTopics([created])).rejects.toMatchObject({
      code: 'KAFKA_UNKNOWN_TOPIC',
    })
    expect(performance.now() - begin).toBeLessThan(2000)
  })

  describe('an offset of a topic that was deleted', () => {
    const group = 'reborn'
    const rebirth = async () => {
      await kafka.admin.deleteTopics([topic])
      await kafka.admin.createTopics([{ name: topic, partitions: 1, replicationFactor: 1 }])
    }
    const consumed = async () => {
      await using producer = kafka.producer()
      await producer.send([record('a'), record('b')])
      const consumer = await kafka.groupConsumer({
        groupId: group,
        topics: [topic],
        config: { 'auto.offset.reset': 'earliest' },
      })
      expect(await read(consumer, 2)).toEqual(['a', 'b'])
      const position = { topic, partition: 0, offset: 2n }
      return { consumer, position: { ...position, topicId: consumer.topicId(position) } }
    }

    it('is not committed on another topic that took its name', async () => {
      const { consumer, position } = await consumed()
      await using _ = consumer
      await consumer.commit([position])
      expect(await kafka.admin.committedOffsets(group)).toMatchObject([{ offset: 2n }])
      await rebirth()
      expect(await kafka.admin.committedOffsets(group)).toEqual([])
      await consumer.commit([position])
      expect(await kafka.admin.committedOffsets(group)).toEqual([])
    })

    it('is not committed there by a commit that failed before and is tried again', async () => {
      const { consumer, position } = await consumed()
      await using _ = consumer
      // 3: the topic is unknown, as it is while it is deleted.
      {
        using _ = server.faults.add({ api: 'OffsetCommit', action: { kind: 'error', code: 3 } })
        await expect(consumer.commit([position])).rejects.toMatchObject({ retriable: true })
      }
      await rebirth()
      await consumer.commit([position])
      expect(await kafka.admin.committedOffsets(group)).toEqual([])
    })
  })

  it('everything goes on after a restart of the broker', async () => {
    await using producer = kafka.producer()
    await using reader = kafka.reader()
    reader.assign([{ topic, partition: 0, offset: 0n }])
    const log: string[] = []
    await using consumer = await kafka.groupConsumer({
      groupId: 'g',
      topics: [topic],
      config: { 'auto.offset.reset': 'earliest', 'heartbeat.interval.ms': '100' },
      onAssigned: async p => void log.push(`assigned ${p.length}`),
    })
    await producer.send([record('before')])
    expect(await read(reader, 1)).toEqual(['before'])
    expect(await read(consumer, 1)).toEqual(['before'])
    await consumer.commit([{ topic, partition: 0, offset: 1n }])
    const { port } = server
    await server[Symbol.asyncDispose]()
    const sending = producer.send([record('during')])
    await delay(300)
    server = await KafkaDevServer.start({ dataDir: folder, port })
    await sending
    await producer.send([record('after')])
    expect(await read(reader, 2)).toEqual(['during', 'after'])
    expect(await read(consumer, 2)).toEqual(['during', 'after'])
    await consumer.commit([{ topic, partition: 0, offset: 3n }])
  })
})
