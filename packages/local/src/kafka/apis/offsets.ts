import { type Api, defineApi } from '../protocol/api.ts'
import { int8, int16, int32, int64, list, string } from '../protocol/schema.ts'

const listRequest = {
  replicaId: int32,
  isolationLevel: int8.since(2),
  topics: list({
    name: string,
    partitions: list({
      partitionIndex: int32,
      currentLeaderEpoch: int32.since(4).or(-1),
      timestamp: int64,
    }),
  }),
  timeoutMs: int32.since(10),
}

const listResponse = {
  throttleTimeMs: int32.since(2).or(0),
  topics: list({
    name: string,
    partitions: list({
      partitionIndex: int32,
      errorCode: int16,
      timestamp: int64.or(-1n),
      offset: int64.or(-1n),
      leaderEpoch: int32.since(4).or(-1),
    }),
  }),
}

/** Kafka protocol: ListOffsets v1–v10. */
export const listOffsetsApi: Api<typeof listRequest, typeof listResponse> = defineApi({
  key: 2,
  name: 'ListOffsets',
  versions: [1, 10],
  flexible: 6,
  request: listRequest,
  response: listResponse,
})

const epochRequest = {
  replicaId: int32.since(3).or(-2),
  topics: list({
    topic: string,
    partitions: list({
      partition: int32,
      currentLeaderEpoch: int32.since(2).or(-1),
      leaderEpoch: int32,
    }),
  }),
}

const epochResponse = {
  throttleTimeMs: int32.since(2).or(0),
  topics: list({
    topic: string,
    partitions: list({
      errorCode: int16,
      partition: int32,
      leaderEpoch: int32.since(1).or(-1),
      endOffset: int64.or(-1n),
    }),
  }),
}

/** Kafka protocol: OffsetForLeaderEpoch v2–v4. */
export const offsetForLeaderEpochApi: Api<typeof epochRequest, typeof epochResponse> = defineApi({
  key: 23,
  name: 'OffsetForLeaderEpoch',
  versions: [2, 4],
  flexible: 4,
  request: epochRequest,
  response: epochResponse,
})

const deleteRequest = {
  topics: list({ name: string, partitions: list({ partitionIndex: int32, offset: int64 }) }),
  timeoutMs: int32,
}

const deleteResponse = {
  throttleTimeMs: int32.or(0),
  topics: list({
    name: string,
    partitions: list({ partitionIndex: int32, lowWatermark: int64, errorCode: int16 }),
  }),
}

/** Kafka protocol: DeleteRecords v0–v2. */
export const deleteRecordsApi: Api<typeof deleteRequest, typeof deleteResponse> = defineApi({
  key: 21,
  name: 'DeleteRecords',
  versions: [0, 2],
  flexible: 2,
  request: deleteRequest,
  response: deleteResponse,
})
