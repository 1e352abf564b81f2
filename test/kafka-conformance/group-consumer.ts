import { setTimeout as delay } from 'node:timers/promises'
import type { GroupConsumer } from '@tidewire/kafka'
import { AssignerProtocol, Kafka as KafkaJs, logLevel } from 'kafkajs'
import { describe, expect, it } from 'vitest'
import {
  type ConformanceBench,
  offsetsOf,
  silence,
  take,
  unique,
  until,
  valuesOf,
} from './bench.ts'

/** Consumers that share partitions. */
export function groupConsumer(bench: ConformanceBench): void {
  const { newTopic, produce, lines } = bench

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
        await using consumer = await bench.kafka.groupConsumer({ groupId, topics: [topic], config })
        await take(consumer, 20)
        await consumer.commit([
          { topic, partition: 0, offset: 4n },
          { topic, partition: 1, offset: 10n },
        ])
        expect(consumer.lag().map(l => l.lag)).toEqual([0n, 0n])
      }
      expect(
        [...(await bench.kafka.admin.committedOffsets(groupId))].sort(
          (a, b) => a.partition - b.partition,
        ),
      ).toEqual([
        { topic, partition: 0, offset: 4n },
        { topic, partition: 1, offset: 10n },
      ])
      await using consumer = await bench.kafka.groupConsumer({ groupId, topics: [topic], config })
      expect(offsetsOf(await take(consumer, 6))).toEqual([4n, 5n, 6n, 7n, 8n, 9n])
    })

    it('without a committed offset follows auto.offset.reset', async () => {
      const topic = await newTopic()
      await produce(lines(topic, 3))
      const open = (reset: string) =>
        bench.kafka.groupConsumer({
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
      await using producer = bench.kafka.producer()
      const seen: string[] = []
      const events: string[] = []
      const positions = new Map<string, Map<number, bigint>>()
      const stop = new AbortController()
      const start = async (name: string) => {
        const at = new Map<number, bigint>()
        positions.set(name, at)
        let consumer: GroupConsumer | null = null
        consumer = await bench.kafka.groupConsumer({
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
      await using byName = await bench.kafka.groupConsumer({
        ...waiting,
        groupId: unique('g'),
        topics: [name],
      })
      await using byPattern = await bench.kafka.groupConsumer({
        ...waiting,
        groupId: unique('g'),
        topics: new RegExp(`${prefix}-.*`),
      })
      expect(byName.assignment()).toEqual([])
      expect(byPattern.assignment()).toEqual([])
      await bench.kafka.admin.createTopics([
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
        bench.kafka.groupConsumer({
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
      expect(await bench.kafka.admin.committedOffsets(groupId)).toMatchObject([{ offset: 0n }])
    })

    it('a static member keeps its partitions over a restart, without a rebalance', async () => {
      const topic = await newTopic(2)
      const groupId = unique('g')
      const rebalances: string[] = []
      const open = (name: string) =>
        bench.kafka.groupConsumer({
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
        await using consumer = await bench.kafka.groupConsumer({ groupId, topics: [topic], config })
        await consumer.commit([{ topic, partition: 0, offset: 0n }])
        const group = await bench.kafka.admin.describeGroup(groupId)
        expect(group).toMatchObject({
          state: 'Stable',
          protocolType: 'consumer',
          protocol: 'range',
        })
        expect(group.members).toMatchObject([{ clientId: 'conformance' }])
        expect(await bench.kafka.admin.listGroups()).toContainEqual({
          groupId,
          protocolType: 'consumer',
          state: 'Stable',
        })
        await expect(bench.kafka.admin.deleteGroups([groupId])).rejects.toThrow(/NON_EMPTY_GROUP/)
      }
      await bench.kafka.admin.deleteGroups([groupId])
      await expect(bench.kafka.admin.describeGroup(groupId)).rejects.toMatchObject({
        code: 'KAFKA_UNKNOWN_GROUP',
      })
    })

    it('shares a group with kafkajs', async () => {
      const topic = await newTopic(4)
      const groupId = unique('g')
      const client = new KafkaJs({
        brokers: [bench.bootstrapServers],
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
      await using consumer = await bench.kafka.groupConsumer({ groupId, topics: [topic], config })
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
}
