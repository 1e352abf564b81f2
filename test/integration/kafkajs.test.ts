import { KafkaDevServer } from '@tidewire/local/kafka'
import {
  type Admin,
  CompressionTypes,
  ConfigResourceTypes,
  type Consumer,
  type EachMessagePayload,
  Kafka,
  logLevel,
} from 'kafkajs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from './program.ts'

describe('kafkajs against the development broker', () => {
  let broker: KafkaDevServer
  let kafka: Kafka
  let admin: Admin

  beforeAll(async () => {
    broker = await KafkaDevServer.start()
    kafka = new Kafka({
      clientId: 'kafkajs',
      brokers: [broker.bootstrapServers],
      logLevel: logLevel.NOTHING,
    })
    admin = kafka.admin()
    await admin.connect()
  })

  afterAll(async () => {
    await admin.disconnect()
    await broker[Symbol.asyncDispose]()
  })

  async function send(topic: string, values: readonly string[]): Promise<void> {
    const producer = kafka.producer({ idempotent: true })
    await producer.connect()
    await producer.send({
      topic,
      acks: -1,
      compression: CompressionTypes.GZIP,
      messages: values.map((value, i) => ({ key: `k${i}`, value, headers: { n: String(i) } })),
    })
    await producer.disconnect()
  }

  /** A member of a group that gives every message to `take`. */
  async function member(
    groupId: string,
    topic: string,
    take: (payload: EachMessagePayload) => void,
  ): Promise<Consumer> {
    // A member that leaves first waits for its last fetch.
    const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 200 })
    await consumer.connect()
    await consumer.subscribe({ topic, fromBeginning: true })
    await consumer.run({ eachMessage: async payload => take(payload) })
    return consumer
  }

  const numbers = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => String(from + i))

  it('produces compressed batches with keys and headers, and reads them back', async () => {
    await admin.createTopics({ topics: [{ topic: 'plain', numPartitions: 1 }] })
    await send('plain', numbers(0, 1000))
    const found: string[] = []
    let header: unknown
    const consumer = await member('plain-readers', 'plain', ({ message }) => {
      found.push(`${message.key}=${message.value}`)
      header = message.headers?.n?.toString()
    })
    await until('all messages', () => found.length >= 1000)
    await consumer.disconnect()
    expect(found).toEqual(numbers(0, 1000).map((value, i) => `k${i}=${value}`))
    expect(header).toBe('999')
  })

  it('two members share the partitions, and the group goes on where it stopped', async () => {
    await admin.createTopics({ topics: [{ topic: 'shared', numPartitions: 4 }] })
    const found: string[] = []
    const owners = new Map<number, Set<string>>()
    const take =
      (owner: string) =>
      ({ partition, message }: EachMessagePayload) => {
        found.push(String(message.value))
        owners.set(partition, (owners.get(partition) ?? new Set()).add(owner))
      }
    const members = await Promise.all(
      ['a', 'b'].map(name => member('sharers', 'shared', take(name))),
    )
    await until('both are members', async () => {
      const [group] = (await admin.describeGroups(['sharers'])).groups
      const assigned = group?.members.filter(m => m.memberAssignment.length > 0) ?? []
      return group?.state === 'Stable' && assigned.length === 2
    })
    await send('shared', numbers(0, 400))
    await until('all messages', () => found.length >= 400)
    expect([...found].sort()).toEqual(numbers(0, 400).sort())
    expect(new Set([...owners.values()].flatMap(names => [...names]))).toEqual(new Set(['a', 'b']))
    await Promise.all(members.map(consumer => consumer.disconnect()))

    found.length = 0
    await send('shared', numbers(400, 500))
    const again = await member('sharers', 'shared', take('c'))
    await until('the rest', () => found.length >= 100)
    await again.disconnect()
    expect([...found].sort()).toEqual(numbers(400, 500).sort())
  })

  it('administers topics, settings, offsets and groups', async () => {
    await admin.createTopics({
      topics: [
        {
          topic: 'kept',
          numPartitions: 2,
          configEntries: [{ name: 'retention.ms', value: '123456789' }],
        },
      ],
    })
    expect(await admin.createTopics({ topics: [{ topic: 'kept' }] })).toBe(false)
    await admin.createPartitions({ topicPartitions: [{ topic: 'kept', count: 3 }] })
    const { topics } = await admin.fetchTopicMetadata({ topics: ['kept'] })
    expect(topics[0]?.partitions).toHaveLength(3)
    const settings = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: ConfigResourceTypes.TOPIC, name: 'kept', configNames: ['retention.ms'] }],
    })
    expect(settings.resources[0]?.configEntries[0]?.configValue).toBe('123456789')

    await send('kept', numbers(0, 90))
    const ends = await admin.fetchTopicOffsets('kept')
    expect(ends.reduce((sum, { high }) => sum + Number(high), 0)).toBe(90)
    await admin.setOffsets({
      groupId: 'movers',
      topic: 'kept',
      partitions: [{ partition: 0, offset: '7' }],
    })
    const [moved] = await admin.fetchOffsets({ groupId: 'movers', topics: ['kept'] })
    expect(moved?.partitions.find(p => p.partition === 0)?.offset).toBe('7')
    await admin.deleteTopicRecords({ topic: 'kept', partitions: [{ partition: 0, offset: '5' }] })
    const lows = await admin.fetchTopicOffsets('kept')
    expect(lows.find(p => p.partition === 0)?.low).toBe('5')

    expect((await admin.listGroups()).groups.map(group => group.groupId)).toContain('movers')
    await admin.deleteGroups(['movers'])
    expect((await admin.listGroups()).groups.map(group => group.groupId)).not.toContain('movers')
    await admin.deleteTopics({ topics: ['kept'] })
    expect(await admin.listTopics()).not.toContain('kept')
  })

  it('a transaction is refused clearly', async () => {
    const producer = kafka.producer({ transactionalId: 't', retry: { retries: 0 } })
    await expect(producer.connect().then(() => producer.transaction())).rejects.toThrow(
      /coordinator/,
    )
    await producer.disconnect()
  })
})
