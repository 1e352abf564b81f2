import { describeClusterApi, describeTopicPartitionsApi, metadataApi } from '../apis/metadata.ts'
import { leaderEpoch } from '../log/partition-log.ts'
import { answerFor, errorCode } from '../protocol/error-code.ts'
import { zeroUuid } from '../protocol/schema.ts'
import type { Broker } from '../server/broker.ts'
import { type Route, route } from '../server/route.ts'
import type { Topic } from '../topics/topic.ts'
import { checkTopicName } from '../topics/topic-name.ts'

function describe(broker: Broker, topic: Topic) {
  const nodes = [broker.nodeId]
  return {
    errorCode: errorCode.none,
    name: topic.name,
    topicId: topic.id,
    isInternal: topic.internal,
    partitions: topic.partitions.map((_, partitionIndex) => ({
      errorCode: errorCode.none,
      partitionIndex,
      leaderId: broker.nodeId,
      leaderEpoch,
      replicaNodes: nodes,
      isrNodes: nodes,
    })),
  }
}

function failed(name: string | null, topicId: string, code: number) {
  return { errorCode: code, name, topicId, partitions: [] }
}

async function byName(broker: Broker, name: string, create: boolean) {
  try {
    checkTopicName(name)
    const topic = create ? await broker.topics.getOrCreate(name) : broker.topics.get(name)
    if (topic !== undefined) return describe(broker, topic)
    return failed(name, zeroUuid, errorCode.unknownTopicOrPartition)
  } catch (error) {
    return failed(name, zeroUuid, answerFor(error).code)
  }
}

function byId(broker: Broker, id: string) {
  const topic = broker.topics.byId(id)
  return topic === undefined ? failed(null, id, errorCode.unknownTopicId) : describe(broker, topic)
}

/** Metadata, DescribeCluster and DescribeTopicPartitions: a cluster of one broker that leads everything. */
export function metadataRoutes(broker: Broker): readonly Route[] {
  const node = () => ({ host: broker.host, port: broker.port })
  return [
    route({
      api: metadataApi,
      async handle(request, { version }) {
        const asked = request.topics
        const all = asked === null || (version === 0 && asked.length === 0)
        const topics = []
        if (all) for (const topic of broker.topics.all()) topics.push(describe(broker, topic))
        else {
          for (const { name, topicId } of asked) {
            if (name === null) topics.push(byId(broker, topicId))
            else topics.push(await byName(broker, name, request.allowAutoTopicCreation))
          }
        }
        return {
          brokers: [{ nodeId: broker.nodeId, ...node() }],
          clusterId: broker.topics.clusterId,
          controllerId: broker.nodeId,
          topics,
        }
      },
      refuse: (request, { code }) => ({
        brokers: [{ nodeId: broker.nodeId, ...node() }],
        clusterId: broker.topics.clusterId,
        controllerId: broker.nodeId,
        topics: (request.topics ?? []).map(({ name, topicId }) => failed(name, topicId, code)),
      }),
    }),
    route({
      api: describeClusterApi,
      handle: request => ({
        errorCode: errorCode.none,
        endpointType: request.endpointType,
        clusterId: broker.topics.clusterId,
        controllerId: broker.nodeId,
        brokers: [{ brokerId: broker.nodeId, ...node() }],
      }),
      refuse: (_request, { code, message }) => ({
        errorCode: code,
        errorMessage: message,
        clusterId: broker.topics.clusterId,
        controllerId: -1,
        brokers: [],
      }),
    }),
    route({
      api: describeTopicPartitionsApi,
      handle(request) {
        const limit = Math.max(1, Math.min(request.responsePartitionLimit, 2000))
        return describePage(
          broker,
          request.topics.map(topic => topic.name),
          request.cursor,
          limit,
        )
      },
      refuse: (request, { code }) => ({
        topics: request.topics.map(({ name }) => failed(name, zeroUuid, code)),
      }),
    }),
  ]
}

/** Topics in the order of their names, from the cursor on, at most `limit` partitions. */
function describePage(
  broker: Broker,
  asked: readonly string[],
  cursor: { readonly topicName: string; readonly partitionIndex: number } | null,
  limit: number,
) {
  const every = asked.length === 0 ? broker.topics.all().map(topic => topic.name) : asked
  const names = [...new Set(every)]
    .sort()
    .filter(name => cursor === null || name >= cursor.topicName)
  const topics = []
  let left = limit
  for (const name of names) {
    const topic = broker.topics.get(name)
    if (topic === undefined) {
      topics.push(failed(name, zeroUuid, errorCode.unknownTopicOrPartition))
      continue
    }
    if (left === 0) return { topics, nextCursor: { topicName: name, partitionIndex: 0 } }
    const from = cursor?.topicName === name ? cursor.partitionIndex : 0
    const whole = describe(broker, topic)
    const partitions = whole.partitions.slice(from, from + left).map(partition => ({
      ...partition,
      eligibleLeaderReplicas: [],
      lastKnownElr: [],
    }))
    topics.push({ ...whole, partitions })
    left -= partitions.length
    if (from + partitions.length < whole.partitions.length) {
      return { topics, nextCursor: { topicName: name, partitionIndex: from + partitions.length } }
    }
  }
  return { topics }
}
