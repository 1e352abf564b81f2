import { type Api, defineApi } from '../protocol/api.ts'
import { array, bool, int8, int16, int32, list, string, struct, uuid } from '../protocol/schema.ts'

/** "No bit field of allowed operations was asked for." */
export const operationsNotAsked = -2_147_483_648

const metadataRequest = {
  topics: list({ topicId: uuid.since(10), name: string.nullable(10) }).nullable(1),
  allowAutoTopicCreation: bool.since(4).or(true),
  includeClusterAuthorizedOperations: bool.since(8).until(10),
  includeTopicAuthorizedOperations: bool.since(8),
}

const metadataResponse = {
  throttleTimeMs: int32.since(3).or(0),
  brokers: list({
    nodeId: int32,
    host: string,
    port: int32,
    rack: string.since(1).nullable(1).or(null),
  }),
  clusterId: string.since(2).nullable(2).or(null),
  controllerId: int32.since(1).or(-1),
  topics: list({
    errorCode: int16,
    name: string.nullable(12),
    topicId: uuid.since(10),
    isInternal: bool.since(1).or(false),
    partitions: list({
      errorCode: int16,
      partitionIndex: int32,
      leaderId: int32,
      leaderEpoch: int32.since(7).or(-1),
      replicaNodes: array(int32),
      isrNodes: array(int32),
      offlineReplicas: array(int32).since(5).or([]),
    }),
    topicAuthorizedOperations: int32.since(8).or(operationsNotAsked),
  }),
  clusterAuthorizedOperations: int32.since(8).until(10).or(operationsNotAsked),
}

/** Kafka protocol: Metadata v0–v12. */
export const metadataApi: Api<typeof metadataRequest, typeof metadataResponse> = defineApi({
  key: 3,
  name: 'Metadata',
  versions: [0, 12],
  flexible: 9,
  request: metadataRequest,
  response: metadataResponse,
})

const clusterRequest = {
  includeClusterAuthorizedOperations: bool,
  endpointType: int8.since(1).or(1),
  includeFencedBrokers: bool.since(2),
}

const clusterResponse = {
  throttleTimeMs: int32.or(0),
  errorCode: int16,
  errorMessage: string.nullable().or(null),
  endpointType: int8.since(1).or(1),
  clusterId: string,
  controllerId: int32,
  brokers: list({
    brokerId: int32,
    host: string,
    port: int32,
    rack: string.nullable().or(null),
    isFenced: bool.since(2).or(false),
  }),
  clusterAuthorizedOperations: int32.or(operationsNotAsked),
}

/** Kafka protocol: DescribeCluster v0–v2. */
export const describeClusterApi: Api<typeof clusterRequest, typeof clusterResponse> = defineApi({
  key: 60,
  name: 'DescribeCluster',
  versions: [0, 2],
  flexible: 0,
  request: clusterRequest,
  response: clusterResponse,
})

const cursor = { topicName: string, partitionIndex: int32 }

const topicPartitionsRequest = {
  topics: list({ name: string }),
  responsePartitionLimit: int32.or(2000),
  cursor: struct(cursor).nullable().or(null),
}

const topicPartitionsResponse = {
  throttleTimeMs: int32.or(0),
  topics: list({
    errorCode: int16,
    name: string.nullable(),
    topicId: uuid,
    isInternal: bool.or(false),
    partitions: list({
      errorCode: int16,
      partitionIndex: int32,
      leaderId: int32,
      leaderEpoch: int32.or(-1),
      replicaNodes: array(int32),
      isrNodes: array(int32),
      eligibleLeaderReplicas: array(int32).nullable().or(null),
      lastKnownElr: array(int32).nullable().or(null),
      offlineReplicas: array(int32).or([]),
    }),
    topicAuthorizedOperations: int32.or(operationsNotAsked),
  }),
  nextCursor: struct(cursor).nullable().or(null),
}

/** Kafka protocol: DescribeTopicPartitions v0. */
export const describeTopicPartitionsApi: Api<
  typeof topicPartitionsRequest,
  typeof topicPartitionsResponse
> = defineApi({
  key: 75,
  name: 'DescribeTopicPartitions',
  versions: [0, 0],
  flexible: 0,
  request: topicPartitionsRequest,
  response: topicPartitionsResponse,
})
