import { describe, expect, it } from 'vitest'
import { type ConformanceBench, text, until } from './bench.ts'

/** Topics, their settings, offsets and groups. */
export function administration(bench: ConformanceBench): void {
  const { newTopic, produce } = bench

  describe('administration', () => {
    it('creates, describes, lists, grows and deletes topics', async () => {
      const name = await newTopic(2, { 'retention.ms': '123456789' })
      expect(await bench.kafka.admin.listTopics()).toContain(name)
      const [topic] = await bench.kafka.admin.describeTopics([name])
      expect(topic).toMatchObject({ name, internal: false })
      expect(topic?.topicId).toMatch(/^[0-9a-f-]{36}$/)
      expect(topic?.partitions.map(p => p.partition)).toEqual([0, 1])
      expect(topic?.partitions[0]?.isr).toEqual([topic?.partitions[0]?.leader])
      expect((await bench.kafka.admin.describeTopicConfig(name)).get('retention.ms')).toEqual({
        value: '123456789',
        source: 'topic',
      })
      await bench.kafka.admin.alterTopicConfig(name, { 'retention.ms': '5000000' })
      expect((await bench.kafka.admin.describeTopicConfig(name)).get('retention.ms')).toEqual({
        value: '5000000',
        source: 'topic',
      })
      await bench.kafka.admin.alterTopicConfig(name, { 'retention.ms': null })
      expect((await bench.kafka.admin.describeTopicConfig(name)).get('retention.ms')).toEqual({
        value: '604800000',
        source: 'default',
      })
      await bench.kafka.admin.createPartitions(name, 3)
      await until('three partitions', async () => {
        return (await bench.kafka.admin.describeTopics([name]))[0]?.partitions.length === 3
      })
      await bench.kafka.admin.deleteTopics([name])
      await until('the topic is gone', async () => {
        return !(await bench.kafka.admin.listTopics()).includes(name)
      })
    })

    it('says which topic exists already or does not exist', async () => {
      const name = await newTopic()
      const again = bench.kafka.admin.createTopics([{ name, partitions: 1, replicationFactor: 1 }])
      await expect(again).rejects.toMatchObject({ code: 'KAFKA_TOPIC_EXISTS', retriable: false })
      for (const work of [
        () => bench.kafka.admin.describeTopics(['no-such-topic']),
        () => bench.kafka.admin.deleteTopics(['no-such-topic']),
        () => bench.kafka.admin.listOffsets([{ topic: 'no-such-topic', partition: 0 }], -1n),
      ]) {
        await expect(work()).rejects.toMatchObject({ code: 'KAFKA_UNKNOWN_TOPIC' })
      }
      expect(await bench.kafka.admin.listTopics()).not.toContain('no-such-topic')
    })

    it("passes on the broker's own words", async () => {
      const wrong = bench.kafka.admin.createTopics([
        { name: 'a b', partitions: 1, replicationFactor: 1 },
      ])
      await expect(wrong).rejects.toMatchObject({
        code: 'KAFKA_REQUEST_FAILED',
        retriable: false,
        card: { serverCode: 'INVALID_TOPIC_EXCEPTION (17)' },
      })
    })

    it('names the cluster and its brokers', async () => {
      const [host, port] = bench.bootstrapServers.split(':')
      expect(await bench.kafka.admin.clusterId()).not.toBe('')
      expect(await bench.kafka.admin.brokers()).toMatchObject([{ host, port: Number(port) }])
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
        [...(await bench.kafka.admin.listOffsets(partitions, time))]
          .sort((a, b) => a.partition - b.partition)
          .map(p => p.offset)
      expect(await offsets(-2n)).toEqual([0n, 0n])
      expect(await offsets(-1n)).toEqual([2n, 1n])
      expect(await offsets(1_700_000_000_500n)).toEqual([1n, 0n])
    })
  })
}
