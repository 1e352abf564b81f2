import { connect } from 'node:net'
import { encodeBatch } from '@tidewire/kafka/records'
import { Kafka, logLevel } from 'kafkajs'
import { expect, test } from 'vitest'
import { apiVersionsApi } from './apis/api-versions.ts'
import { alterConfigsApi, describeConfigsApi, incrementalAlterConfigsApi } from './apis/configs.ts'
import { fetchApi } from './apis/fetch.ts'
import { consumerGroupHeartbeatApi } from './apis/group-admin.ts'
import { describeTopicPartitionsApi, metadataApi } from './apis/metadata.ts'
import { deleteRecordsApi, listOffsetsApi } from './apis/offsets.ts'
import { initProducerIdApi, produceApi } from './apis/produce.ts'
import { createPartitionsApi, createTopicsApi, deleteTopicsApi } from './apis/topics.ts'
import { KafkaDevServer } from './kafka-dev-server.ts'
import { temporaryFolder, textRecord } from './log/partition-log.test.kit.ts'
import { errorCode } from './protocol/error-code.ts'
import { zeroUuid } from './protocol/schema.ts'
import { RawClient } from './server/raw-client.test.kit.ts'

function kafkajs(server: KafkaDevServer): Kafka {
  return new Kafka({
    brokers: [server.bootstrapServers],
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 20, retries: 5 },
  })
}

async function createTopic(
  client: RawClient,
  name: string,
  config: Readonly<Record<string, string>> = {},
  numPartitions = 1,
): Promise<string> {
  const configs = Object.entries(config).map(([key, value]) => ({ name: key, value }))
  const { topics } = await client.request(createTopicsApi, 7, {
    topics: [{ name, numPartitions, replicationFactor: -1, assignments: [], configs }],
  })
  expect(topics[0]).toMatchObject({ errorCode: 0, errorMessage: null })
  return topics[0]!.topicId
}

async function produce(
  client: RawClient,
  records: Buffer | null,
  fields: { readonly topic?: string; readonly version?: number; readonly acks?: number } = {},
) {
  const { responses } = await client.request(produceApi, fields.version ?? 9, {
    acks: fields.acks ?? -1,
    timeoutMs: 1000,
    topicData: [
      { name: fields.topic ?? 't', topicId: zeroUuid, partitionData: [{ index: 0, records }] },
    ],
  })
  return responses[0]!.partitionResponses[0]!
}

function fetch(
  client: RawClient,
  fields: {
    readonly topic?: string
    readonly offset?: bigint
    readonly maxWaitMs?: number
    readonly minBytes?: number
    readonly maxBytes?: number
    readonly sessionId?: number
    readonly partitions?: readonly number[]
  } = {},
  version = 12,
) {
  return client.request(fetchApi, version, {
    maxWaitMs: fields.maxWaitMs ?? 0,
    minBytes: fields.minBytes ?? 1,
    maxBytes: fields.maxBytes ?? 1_000_000,
    isolationLevel: 0,
    sessionId: fields.sessionId ?? 0,
    topics: [
      {
        topic: fields.topic ?? 't',
        topicId: zeroUuid,
        partitions: (fields.partitions ?? [0]).map(partition => ({
          partition,
          fetchOffset: fields.offset ?? 0n,
          partitionMaxBytes: fields.maxBytes ?? 1_000_000,
        })),
      },
    ],
    forgottenTopicsData: [],
  })
}

test('kafkajs creates topics, produces with and without compression, and a group reads everything', async () => {
  await using server = await KafkaDevServer.start()
  const kafka = kafkajs(server)
  const admin = kafka.admin()
  await admin.connect()
  await admin.createTopics({ topics: [{ topic: 'lines', numPartitions: 3 }] })
  const producer = kafka.producer({ idempotent: true })
  await producer.connect()
  const messages = Array.from({ length: 300 }, (_, i) => ({ key: `k${i % 7}`, value: `v${i}` }))
  await producer.send({ topic: 'lines', messages: messages.slice(0, 150) })
  await producer.send({ topic: 'lines', messages: messages.slice(150), compression: 1 })
  const consumer = kafka.consumer({ groupId: 'readers' })
  await consumer.connect()
  await consumer.subscribe({ topic: 'lines', fromBeginning: true })
  const seen: string[] = []
  await new Promise<void>((resolve, reject) => {
    consumer
      .run({
        eachMessage: async ({ message }) => {
          seen.push(String(message.value))
          if (seen.length === messages.length) resolve()
        },
      })
      .catch(reject)
  })
  expect(seen.sort()).toEqual(messages.map(message => message.value).sort())
  await consumer.disconnect()
  const offsets = await admin.fetchOffsets({ groupId: 'readers', topics: ['lines'] })
  const total = offsets[0]!.partitions.reduce((sum, { offset }) => sum + Number(offset), 0)
  expect(total).toBe(300)
  expect((await admin.describeGroups(['readers'])).groups[0]!.state).toBe('Empty')
  await producer.disconnect()
  await admin.disconnect()
})

test('several servers run at once and know nothing of each other', async () => {
  await using one = await KafkaDevServer.start()
  await using two = await KafkaDevServer.start()
  await using client = await RawClient.connect(one.port)
  await using other = await RawClient.connect(two.port)
  await createTopic(client, 't')
  expect(one.clusterId).not.toBe(two.clusterId)
  const all = { topics: null, includeClusterAuthorizedOperations: false }
  const { topics } = await other.request(metadataApi, 12, {
    ...all,
    includeTopicAuthorizedOperations: false,
  })
  expect(topics).toEqual([])
})

test('a data directory belongs to one server at a time', async () => {
  await using folder = await temporaryFolder()
  {
    await using server = await KafkaDevServer.start({ dataDir: folder.path })
    expect(server.dataDir).toBe(folder.path)
    await expect(KafkaDevServer.start({ dataDir: folder.path })).rejects.toMatchObject({
      code: 'LOCAL_KAFKA_DIR_LOCKED',
      message: expect.stringContaining(`process ${process.pid}`),
    })
  }
  await using again = await KafkaDevServer.start({ dataDir: folder.path })
  expect(again.port).toBeGreaterThan(0)
})

test('a wrong configuration and a taken port are said clearly', async () => {
  await expect(
    KafkaDevServer.start({ config: { 'num.partitions': 'many' } }),
  ).rejects.toMatchObject({
    code: 'LOCAL_KAFKA_CONFIG',
    message: expect.stringContaining('num.partitions'),
  })
  await using server = await KafkaDevServer.start()
  await expect(KafkaDevServer.start({ port: server.port })).rejects.toMatchObject({
    code: 'LOCAL_KAFKA_LISTEN',
  })
})

test('clients are told the advertised address, which is checked', async () => {
  const config = { 'advertised.listeners': 'PLAINTEXT://kafka.example:19092' }
  await using server = await KafkaDevServer.start({ config })
  await using client = await RawClient.connect(server.port)
  const { brokers } = await client.request(metadataApi, 12, {
    topics: [],
    includeClusterAuthorizedOperations: false,
    includeTopicAuthorizedOperations: false,
  })
  expect(brokers).toMatchObject([{ host: 'kafka.example', port: 19_092 }])
  for (const bad of ['kafka.example', 'SSL://kafka.example:1', 'PLAINTEXT://a:1,PLAINTEXT://b:2']) {
    await expect(
      KafkaDevServer.start({ config: { 'advertised.listeners': bad } }),
    ).rejects.toMatchObject({ code: 'LOCAL_KAFKA_CONFIG' })
  }
})

test('topics, their ids, settings and records outlive a restart', async () => {
  await using folder = await temporaryFolder()
  let id = ''
  {
    await using server = await KafkaDevServer.start({ dataDir: folder.path })
    await using client = await RawClient.connect(server.port)
    id = await createTopic(client, 't', { 'retention.ms': '5000' }, 2)
    await produce(client, encodeBatch([textRecord('kept')]))
  }
  await using server = await KafkaDevServer.start({ dataDir: folder.path })
  await using client = await RawClient.connect(server.port)
  const { topics } = await client.request(metadataApi, 12, {
    topics: [{ name: null, topicId: id }],
    includeClusterAuthorizedOperations: false,
    includeTopicAuthorizedOperations: false,
  })
  expect(topics[0]).toMatchObject({ name: 't', topicId: id, errorCode: 0 })
  expect(topics[0]!.partitions.length).toBe(2)
  const answer = await fetch(client)
  expect(answer.responses[0]!.partitions[0]).toMatchObject({ highWatermark: 1n })
  const { results } = await client.request(describeConfigsApi, 4, {
    resources: [{ resourceType: 2, resourceName: 't', configurationKeys: ['retention.ms'] }],
  })
  expect(results[0]!.configs).toMatchObject([{ value: '5000', configSource: 1, configType: 5 }])
})

test('what is no whole, right batch of format 2 is refused with the code that says why', async () => {
  await using server = await KafkaDevServer.start()
  await using client = await RawClient.connect(server.port)
  await createTopic(client, 't', { 'max.message.bytes': '2000' })
  const good = encodeBatch([textRecord('good')])
  const changed = (at: number, value: number) => {
    const bytes = Buffer.from(good)
    bytes[at] = value
    return bytes
  }
  const code = async (records: Buffer | null, version?: number) =>
    (await produce(client, records, version === undefined ? {} : { version })).errorCode
  expect(await code(changed(good.length - 1, 77))).toBe(errorCode.corruptMessage)
  expect(await code(changed(16, 1))).toBe(errorCode.unsupportedForMessageFormat)
  expect(await code(good.subarray(0, 40))).toBe(errorCode.corruptMessage)
  expect(await code(Buffer.concat([good, good]))).toBe(errorCode.invalidRecord)
  expect(await code(null)).toBe(errorCode.invalidRecord)
  expect(await code(encodeBatch([textRecord('x')], { control: true }))).toBe(
    errorCode.invalidRecord,
  )
  expect(await code(encodeBatch([textRecord('x')], { transactional: true, producerId: 1n }))).toBe(
    errorCode.invalidTxnState,
  )
  expect(await code(encodeBatch([textRecord('x'.repeat(2000))]))).toBe(errorCode.messageTooLarge)
  expect(await code(encodeBatch([textRecord('x')], { compression: 'zstd' }), 6)).toBe(
    errorCode.unsupportedCompressionType,
  )
  expect(await code(good)).toBe(0)
  expect((await fetch(client)).responses[0]!.partitions[0]!.highWatermark).toBe(1n)
  await createTopic(client, 'keyed', { 'cleanup.policy': 'compact' })
  const keyless = await produce(client, encodeBatch([textRecord('v', 'k'), textRecord('v')]), {
    topic: 'keyed',
  })
  expect(keyless.errorCode).toBe(errorCode.invalidRecord)
  const unknown = await produce(client, good, { topic: 'unknown' })
  expect(unknown.errorCode).toBe(errorCode.unknownTopicOrPartition)
  expect((await produce(client, good, { acks: 2 })).errorCode).toBe(errorCode.invalidRequiredAcks)
})

test('a producer without acknowledgement gets no answer, and a closed connection when it fails', async () => {
  await using server = await KafkaDevServer.start()
  await using client = await RawClient.connect(server.port)
  await createTopic(client, 't')
  const silent = produce(client, encodeBatch([textRecord('a')]), { acks: 0 })
  const next = await fetch(client, { maxWaitMs: 2000 })
  expect(next.responses[0]!.partitions[0]!.highWatermark).toBe(1n)
  const failing = produce(client, encodeBatch([textRecord('a')]), { acks: 0, topic: 'unknown' })
  await expect(failing).rejects.toThrow('closed')
  await expect(silent).rejects.toThrow('closed')
})

test('transactions are refused, idempotent producers get ids that are never given twice', async () => {
  await using folder = await temporaryFolder()
  const ids = new Set<bigint>()
  for (let run = 0; run < 2; run += 1) {
    await using server = await KafkaDevServer.start({ dataDir: folder.path })
    await using client = await RawClient.connect(server.port)
    const init = (transactionalId: string | null) =>
      client.request(initProducerIdApi, 4, { transactionalId, transactionTimeoutMs: 1000 })
    expect((await init('tx')).errorCode).toBe(errorCode.transactionalIdAuthorizationFailed)
    for (let i = 0; i < 3; i += 1) ids.add((await init(null)).producerId)
  }
  expect(ids.size).toBe(6)
})

test('a fetch waits for as many bytes as it asks for, and no longer than it says', async () => {
  await using server = await KafkaDevServer.start()
  await using client = await RawClient.connect(server.port)
  await using writer = await RawClient.connect(server.port)
  await createTopic(client, 't')
  const waiting = fetch(client, { maxWaitMs: 20_000, minBytes: 150 })
  await produce(writer, encodeBatch([textRecord('a')]))
  const early = await Promise.race([
    waiting,
    new Promise(resolve => setTimeout(resolve, 60, 'still waiting')),
  ])
  expect(early).toBe('still waiting')
  await produce(writer, encodeBatch([textRecord('x'.repeat(100))]))
  expect((await waiting).responses[0]!.partitions[0]!.records!.length).toBeGreaterThan(150)
  const begin = performance.now()
  const empty = await fetch(client, { offset: 2n, maxWaitMs: 50 })
  expect(performance.now() - begin).toBeGreaterThan(40)
  expect(empty.responses[0]!.partitions[0]).toMatchObject({ errorCode: 0, highWatermark: 2n })
})

test('the limit of a fetch holds for all partitions together, but the first batch is always sent', async () => {
  await using server = await KafkaDevServer.start()
  await using client = await RawClient.connect(server.port)
  await createTopic(client, 't', {}, 3)
  const batch = encodeBatch([textRecord('x'.repeat(1000))])
  for (let index = 0; index < 3; index += 1) {
    await client.request(produceApi, 9, {
      acks: 1,
      timeoutMs: 1000,
      topicData: [{ name: 't', topicId: zeroUuid, partitionData: [{ index, records: batch }] }],
    })
  }
  const sizes = async (maxBytes: number) =>
    (await fetch(client, { maxBytes, partitions: [0, 1, 2] })).responses[0]!.partitions.map(
      partition => partition.records?.length ?? 0,
    )
  expect(await sizes(10)).toEqual([batch.length, 0, 0])
  expect(await sizes(batch.length * 2)).toEqual([batch.length, batch.length, 0])
  expect(await sizes(1_000_000)).toEqual([batch.length, batch.length, batch.length])
})

test('fetches outside the log, of unknown topics and of sessions are answered with their codes', async () => {
  await using server = await KafkaDevServer.start()
  await using client = await RawClient.connect(server.port)
  await createTopic(client, 't')
  const begin = performance.now()
  const outside = await fetch(client, { offset: 5n, maxWaitMs: 5000 })
  expect(outside.responses[0]!.partitions[0]).toMatchObject({
    errorCode: errorCode.offsetOutOfRange,
    highWatermark: 0n,
    logStartOffset: 0n,
  })
  const unknown = await fetch(client, { topic: 'unknown', maxWaitMs: 5000 })
  expect(unknown.responses[0]!.partitions[0]!.errorCode).toBe(errorCode.unknownTopicOrPartition)
  expect((await fetch(client, { sessionId: 12 })).errorCode).toBe(errorCode.fetchSessionIdNotFound)
  expect(performance.now() - begin).toBeLessThan(4000)
  for (let version = fetchApi.min; version <= 12; version += 1) {
    const answer = await fetch(client, {}, version)
    expect(answer.responses[0]!.partitions[0]!.errorCode).toBe(0)
  }
})

test('offsets are listed by name and by time, and records deleted from the beginning', async () => {
  await using server = await KafkaDevServer.start()
  await using client = await RawClient.connect(server.port)
  await createTopic(client, 't')
  const records = [10n, 20n, 30n].map(time => textRecord('v', undefined, time))
  await produce(client, encodeBatch(records))
  const list = async (timestamp: bigint, version: number = listOffsetsApi.max) => {
    const { topics } = await client.request(listOffsetsApi, version, {
      replicaId: -1,
      isolationLevel: 0,
      topics: [{ name: 't', partitions: [{ partitionIndex: 0, timestamp }] }],
      timeoutMs: 0,
    })
    const { offset, timestamp: time, errorCode: code } = topics[0]!.partitions[0]!
    return [code, offset, time]
  }
  expect(await list(-1n)).toEqual([0, 3n, -1n])
  expect(await list(-2n)).toEqual([0, 0n, -1n])
  expect(await list(-3n)).toEqual([0, 2n, 30n])
  expect(await list(15n, 1)).toEqual([0, 1n, 20n])
  expect(await list(31n)).toEqual([0, -1n, -1n])
  const { topics } = await client.request(deleteRecordsApi, 2, {
    topics: [{ name: 't', partitions: [{ partitionIndex: 0, offset: 2n }] }],
    timeoutMs: 1000,
  })
  expect(topics[0]!.partitions[0]).toMatchObject({ errorCode: 0, lowWatermark: 2n })
  expect(await list(-2n)).toEqual([0, 2n, -1n])
})

test('a topic is created once, grows, and is gone with its records when it is deleted', async () => {
  await using server = await KafkaDevServer.start()
  await using client = await RawClient.connect(server.port)
  await createTopic(client, 'a.b')
  const create = async (name: string, fields: object = {}) => {
    const { topics } = await client.request(createTopicsApi, 7, {
      topics: [
        { name, numPartitions: 1, replicationFactor: 1, assignments: [], configs: [], ...fields },
      ],
    })
    return topics[0]!.errorCode
  }
  expect(await create('a.b')).toBe(errorCode.topicAlreadyExists)
  expect(await create('a_b')).toBe(errorCode.invalidTopic)
  expect(await create('../x')).toBe(errorCode.invalidTopic)
  expect(await create('..')).toBe(errorCode.invalidTopic)
  expect(await create('x', { replicationFactor: 3 })).toBe(errorCode.invalidReplicationFactor)
  expect(await create('x', { numPartitions: 0 })).toBe(errorCode.invalidPartitions)
  const bad = { configs: [{ name: 'retention.ms', value: 'soon' }] }
  expect(await create('x', bad)).toBe(errorCode.invalidConfig)
  const grow = async (count: number) => {
    const { results } = await client.request(createPartitionsApi, 3, {
      topics: [{ name: 'a.b', count, assignments: null }],
      timeoutMs: 1000,
      validateOnly: false,
    })
    return results[0]!.errorCode
  }
  expect(await grow(1)).toBe(errorCode.invalidPartitions)
  expect(await grow(4)).toBe(0)
  const { topics } = await client.request(describeTopicPartitionsApi, 0, {
    topics: [{ name: 'a.b' }],
    responsePartitionLimit: 3,
  })
  expect(topics[0]!.partitions.length).toBe(3)
  await produce(client, encodeBatch([textRecord('v')]), { topic: 'a.b' })
  const waiting = fetch(client, { topic: 'a.b', offset: 1n, maxWaitMs: 20_000 })
  await using other = await RawClient.connect(server.port)
  const remove = { topics: [{ name: 'a.b', topicId: zeroUuid }], topicNames: [], timeoutMs: 1000 }
  const deleted = await other.request(deleteTopicsApi, 6, remove)
  expect((await waiting).responses[0]!.partitions[0]!.errorCode).toBe(
    errorCode.unknownTopicOrPartition,
  )
  expect(deleted.responses[0]!.errorCode).toBe(0)
  const twice = await client.request(deleteTopicsApi, 6, remove)
  expect(twice.responses[0]!.errorCode).toBe(errorCode.unknownTopicOrPartition)
  await createTopic(client, 'a.b')
  const fresh = await fetch(client, { topic: 'a.b' })
  expect(fresh.responses[0]!.partitions[0]!.highWatermark).toBe(0n)
})

test('topics are created when asked for, unless that is switched off', async () => {
  const ask = async (config: Readonly<Record<string, string>>) => {
    await using server = await KafkaDevServer.start({ config })
    await using client = await RawClient.connect(server.port)
    const { topics } = await client.request(metadataApi, 4, {
      topics: [{ name: 'new', topicId: zeroUuid }],
      includeClusterAuthorizedOperations: false,
      includeTopicAuthorizedOperations: false,
    })
    return [topics[0]!.errorCode, topics[0]!.partitions.length]
  }
  expect(await ask({ 'num.partitions': '3' })).toEqual([0, 3])
  expect(await ask({ 'auto.create.topics.enable': 'false' })).toEqual([3, 0])
})

test('settings are changed, appended to and taken back; those of the broker outlive a restart', async () => {
  await using folder = await temporaryFolder()
  const value = async (client: RawClient, type: number, resourceName: string, key: string) => {
    const { results } = await client.request(describeConfigsApi, 1, {
      resources: [{ resourceType: type, resourceName, configurationKeys: [key] }],
    })
    const config = results[0]!.configs[0]
    return config === undefined ? results[0]!.errorCode : [config.value, config.configSource]
  }
  {
    await using server = await KafkaDevServer.start({
      dataDir: folder.path,
      config: { 'log.retention.hours': '1' },
    })
    await using client = await RawClient.connect(server.port)
    await createTopic(client, 't')
    const change = async (type: number, resourceName: string, configs: readonly object[]) => {
      const { responses } = await client.request(incrementalAlterConfigsApi, 1, {
        resources: [{ resourceType: type, resourceName, configs: configs as [] }],
        validateOnly: false,
      })
      return responses[0]!.errorCode
    }
    expect(await value(client, 2, 't', 'retention.ms')).toEqual(['3600000', 4])
    const append = { name: 'cleanup.policy', configOperation: 2, value: 'compact' }
    expect(await change(2, 't', [append])).toBe(0)
    expect(await value(client, 2, 't', 'cleanup.policy')).toEqual(['delete,compact', 1])
    expect(await change(2, 't', [{ ...append, configOperation: 1, value: null }])).toBe(0)
    expect(await value(client, 2, 't', 'cleanup.policy')).toEqual(['delete', 5])
    expect(await change(2, 't', [{ ...append, name: 'unknown' }])).toBe(errorCode.invalidConfig)
    const number = { name: 'num.partitions', configOperation: 0, value: '4' }
    expect(await change(4, '1', [number])).toBe(0)
    expect(await change(4, '9', [number])).toBe(errorCode.invalidRequest)
    const { responses } = await client.request(alterConfigsApi, 2, {
      resources: [
        { resourceType: 2, resourceName: 't', configs: [{ name: 'segment.ms', value: '9' }] },
        { resourceType: 2, resourceName: 'none', configs: [] },
      ],
      validateOnly: false,
    })
    expect(responses.map(response => response.errorCode)).toEqual([0, 3])
  }
  await using server = await KafkaDevServer.start({ dataDir: folder.path })
  await using client = await RawClient.connect(server.port)
  expect(await value(client, 4, '1', 'num.partitions')).toEqual(['4', 2])
  expect(await value(client, 2, 't', 'segment.ms')).toEqual(['9', 1])
})

test('versions: the newest ApiVersions falls back, others close the connection, as Kafka does', async () => {
  await using server = await KafkaDevServer.start()
  await using client = await RawClient.connect(server.port)
  const frame = await client.send(18, 99, true, Buffer.from([1, 1, 0]))
  expect(frame!.readInt16BE(4)).toBe(errorCode.unsupportedVersion)
  expect(frame!.readInt32BE(6)).toBeGreaterThan(30)
  for (const version of [0, 2, 3, 4]) {
    const answer = await client.request(apiVersionsApi, version, {})
    const offered = answer.apiKeys.map(({ apiKey }) => apiKey)
    expect(offered).toContain(0)
    expect(offered).not.toContain(consumerGroupHeartbeatApi.key)
  }
  const beat = await client.request(consumerGroupHeartbeatApi, 0, {
    groupId: 'g',
    memberId: '',
    memberEpoch: 0,
  })
  expect(beat).toMatchObject({ errorCode: errorCode.unsupportedVersion })
  expect(await client.send(1, 99, true, Buffer.alloc(0))).toBeNull()
  await using second = await RawClient.connect(server.port)
  expect(await second.send(999, 0, false, Buffer.alloc(0))).toBeNull()
  await using third = await RawClient.connect(server.port)
  expect(await third.send(3, 1, false, Buffer.from([0x7f, 0, 0, 0]))).toBeNull()
})

test('a request that is too large closes its connection, and other clients go on', async () => {
  const lines: string[] = []
  await using server = await KafkaDevServer.start({
    config: { 'socket.request.max.bytes': '5000' },
    log: line => lines.push(line),
  })
  await using client = await RawClient.connect(server.port)
  await createTopic(client, 't')
  await using large = await RawClient.connect(server.port)
  await expect(produce(large, encodeBatch([textRecord('x'.repeat(6000))]))).rejects.toThrow()
  expect((await produce(client, encodeBatch([textRecord('v')]))).errorCode).toBe(0)
  expect(lines.join()).toContain('socket.request.max.bytes is 5000')
})

test('requests wait for memory, and all are answered', async () => {
  await using server = await KafkaDevServer.start({ config: { 'queued.max.request.bytes': '1' } })
  await using client = await RawClient.connect(server.port)
  await createTopic(client, 't')
  const clients = await Promise.all(Array.from({ length: 8 }, () => RawClient.connect(server.port)))
  const answers = await Promise.all(
    clients.flatMap(each =>
      Array.from({ length: 5 }, () => produce(each, encodeBatch([textRecord('x'.repeat(500))]))),
    ),
  )
  expect(answers.map(answer => answer.baseOffset).sort((a, b) => Number(a - b))).toEqual(
    Array.from({ length: 40 }, (_, i) => BigInt(i)),
  )
  for (const each of clients) await each[Symbol.asyncDispose]()
})

test('connections over the limit are refused', async () => {
  await using server = await KafkaDevServer.start({ config: { 'max.connections': '1' } })
  await using client = await RawClient.connect(server.port)
  const socket = connect(server.port, '127.0.0.1')
  await new Promise(resolve => socket.once('close', resolve))
  expect((await client.request(apiVersionsApi, 0, {})).errorCode).toBe(0)
})

test('fault switches: the n-th request of an API fails, is delayed or loses its connection', async () => {
  await using server = await KafkaDevServer.start()
  await using client = await RawClient.connect(server.port)
  await createTopic(client, 't')
  const batch = () => encodeBatch([textRecord('v')])
  {
    using _fault = server.faults.add({
      api: 'Produce',
      nth: 2,
      times: 1,
      action: { kind: 'error', code: errorCode.notEnoughReplicas },
    })
    const codes = []
    for (let i = 0; i < 3; i += 1) codes.push((await produce(client, batch())).errorCode)
    expect(codes).toEqual([0, errorCode.notEnoughReplicas, 0])
  }
  server.faults.add({ api: 'Produce', times: 1, action: { kind: 'delay', ms: 60 } })
  const begin = performance.now()
  await produce(client, batch())
  expect(performance.now() - begin).toBeGreaterThan(50)

  server.faults.diskFull = true
  expect((await produce(client, batch())).errorCode).toBe(errorCode.kafkaStorageError)
  server.faults.clear()
  expect((await produce(client, batch())).baseOffset).toBe(3n)

  server.faults.add({ api: 'Produce', action: { kind: 'drop', afterWork: true } })
  await expect(produce(client, batch())).rejects.toThrow('closed')
  server.faults.clear()
  server.faults.add({ api: 'Fetch', action: { kind: 'drop' } })
  await using second = await RawClient.connect(server.port)
  await expect(fetch(second)).rejects.toThrow('closed')
  server.faults.clear()
  await using third = await RawClient.connect(server.port)
  expect((await fetch(third)).responses[0]!.partitions[0]!.highWatermark).toBe(5n)
})

test('closing answers nobody twice and leaves no temporary folder', async () => {
  const { stat } = await import('node:fs/promises')
  const server = await KafkaDevServer.start()
  await using client = await RawClient.connect(server.port)
  await createTopic(client, 't')
  const waiting = expect(fetch(client, { maxWaitMs: 30_000 })).rejects.toThrow('closed')
  await server[Symbol.asyncDispose]()
  await waiting
  await expect(stat(server.dataDir)).rejects.toThrow('ENOENT')
})
