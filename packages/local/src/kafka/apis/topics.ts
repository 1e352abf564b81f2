import { type Api, defineApi } from '../protocol/api.ts'
import { array, bool, int8, int16, int32, list, string, uuid } from '../protocol/schema.ts'

const createRequest = {
  topics: list({
    name: string,
    numPartitions: int32,
    replicationFactor: int16,
    assignments: list({ partitionIndex: int32, brokerIds: array(int32) }),
    configs: list({ name: string, value: string.nullable() }),
  }),
  timeoutMs: int32.or(60_000),
  validateOnly: bool.since(1).or(false),
}

const createResponse = {
  throttleTimeMs: int32.since(2).or(0),
  topics: list({
    name: string,
    topicId: uuid.since(7),
    errorCode: int16,
    errorMessage: string.since(1).nullable().or(null),
    topicConfigErrorCode: int16.tagged(0, 5),
    numPartitions: int32.since(5).or(-1),
    replicationFactor: int16.since(5).or(-1),
    configs: list({
      name: string,
      value: string.nullable(),
      readOnly: bool,
      configSource: int8,
      isSensitive: bool,
    })
      .since(5)
      .nullable(5)
      .or(null),
  }),
}

/** Kafka protocol: CreateTopics v2–v7. */
export const createTopicsApi: Api<typeof createRequest, typeof createResponse> = defineApi({
  key: 19,
  name: 'CreateTopics',
  versions: [2, 7],
  flexible: 5,
  request: createRequest,
  response: createResponse,
})

const deleteRequest = {
  topics: list({ name: string.nullable(), topicId: uuid }).since(6),
  topicNames: array(string).until(5),
  timeoutMs: int32,
}

const deleteResponse = {
  throttleTimeMs: int32.since(1).or(0),
  responses: list({
    name: string.nullable(6),
    topicId: uuid.since(6),
    errorCode: int16,
    errorMessage: string.since(5).nullable(5).or(null),
  }),
}

/** Kafka protocol: DeleteTopics v1–v6. */
export const deleteTopicsApi: Api<typeof deleteRequest, typeof deleteResponse> = defineApi({
  key: 20,
  name: 'DeleteTopics',
  versions: [1, 6],
  flexible: 4,
  request: deleteRequest,
  response: deleteResponse,
})

const partitionsRequest = {
  topics: list({
    name: string,
    count: int32,
    assignments: list({ brokerIds: array(int32) }).nullable(),
  }),
  timeoutMs: int32,
  validateOnly: bool,
}

const partitionsResponse = {
  throttleTimeMs: int32.or(0),
  results: list({ name: string, errorCode: int16, errorMessage: string.nullable().or(null) }),
}

/** Kafka protocol: CreatePartitions v0–v3. */
export const createPartitionsApi: Api<typeof partitionsRequest, typeof partitionsResponse> =
  defineApi({
    key: 37,
    name: 'CreatePartitions',
    versions: [0, 3],
    flexible: 2,
    request: partitionsRequest,
    response: partitionsResponse,
  })

const reassignmentsRequest = {
  timeoutMs: int32.or(60_000),
  topics: list({ name: string, partitionIndexes: array(int32) })
    .nullable()
    .or(null),
}

const reassignmentsResponse = {
  throttleTimeMs: int32.or(0),
  errorCode: int16,
  errorMessage: string.nullable().or(null),
  topics: list({
    name: string,
    partitions: list({
      partitionIndex: int32,
      replicas: array(int32),
      addingReplicas: array(int32),
      removingReplicas: array(int32),
    }),
  }),
}

/** Kafka protocol: ListPartitionReassignments v0; one broker never moves a partition. */
export const listPartitionReassignmentsApi: Api<
  typeof reassignmentsRequest,
  typeof reassignmentsResponse
> = defineApi({
  key: 46,
  name: 'ListPartitionReassignments',
  versions: [0, 0],
  flexible: 0,
  request: reassignmentsRequest,
  response: reassignmentsResponse,
})
