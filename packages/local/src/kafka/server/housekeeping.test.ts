import { encodeBatch } from '@tidewire/kafka/records'
import { expect, test } from 'vitest'
import { describeLogDirsApi } from '../apis/cluster-inspection.ts'
import { listOffsetsApi } from '../apis/offsets.ts'
import { produceApi } from '../apis/produce.ts'
import { createTopicsApi } from '../apis/topics.ts'
import { KafkaDevServer } from '../kafka-dev-server.ts'
import { textRecord } from '../log/partition-log.test.kit.ts'
import { zeroUuid } from '../protocol/schema.ts'
import { RawClient } from './raw-client.test.kit.ts'

async function fill(client: RawClient, config: Readonly<Record<string, string>>): Promise<void> {
  const configs = Object.entries(config).map(([name, value]) => ({ name, value }))
  await client.request(createTopicsApi, 7, {
    topics: [{ name: 't', numPartitions: 1, replicationFactor: 1, assignments: [], configs }],
  })
  for (let i = 0; i < 30; i += 1) {
    const records = encodeBatch([textRecord('x'.repeat(200), 'key', 1n)])
    await client.request(produceApi, 9, {
      acks: -1,
      timeoutMs: 1000,
      topicData: [{ name: 't', topicId: zeroUuid, partitionData: [{ index: 0, records }] }],
    })
  }
}

/** Waits for a condition; only the time of the test itself limits the wait. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise(resolve => setTimeout(resolve, 10))
}

async function sizeOf(client: RawClient): Promise<number> {
  const { results } = await client.request(describeLogDirsApi, 4, {
    topics: [{ topic: 't', partitions: [0] }],
  })
  return Number(results[0]!.topics[0]!.partitions[0]!.partitionSize)
}

async function earliest(client: RawClient): Promise<bigint> {
  const { topics } = await client.request(listOffsetsApi, 5, {
    replicaId: -1,
    isolationLevel: 0,
    topics: [{ name: 't', partitions: [{ partitionIndex: 0, timestamp: -2n }] }],
    timeoutMs: 0,
  })
  return topics[0]!.partitions[0]!.offset
}

test('a compacted topic shrinks by itself, and still begins where it did', async () => {
  await using server = await KafkaDevServer.start({ config: { 'log.cleaner.backoff.ms': '20' } })
  await using client = await RawClient.connect(server.port)
  await fill(client, { 'cleanup.policy': 'compact', 'segment.bytes': '1000' })
  await until(async () => (await sizeOf(client)) < 2000)
  expect(await earliest(client)).toBe(0n)
})

test('records that outlived retention.ms go by themselves', async () => {
  await using server = await KafkaDevServer.start({
    config: { 'log.retention.check.interval.ms': '20' },
  })
  await using client = await RawClient.connect(server.port)
  await fill(client, { 'retention.ms': '1000', 'segment.bytes': '1000' })
  await until(async () => (await earliest(client)) === 30n)
  await until(async () => (await sizeOf(client)) === 0)
})

test('log.cleaner.enable=false leaves compacted topics alone', async () => {
  await using server = await KafkaDevServer.start({
    config: {
      'log.cleaner.backoff.ms': '5',
      'log.cleaner.enable': 'false',
      'log.retention.check.interval.ms': '5',
    },
  })
  await using client = await RawClient.connect(server.port)
  await fill(client, { 'cleanup.policy': 'compact', 'segment.bytes': '1000' })
  const size = await sizeOf(client)
  for (let i = 0; i < 20; i += 1) expect(await sizeOf(client)).toBe(size)
})
