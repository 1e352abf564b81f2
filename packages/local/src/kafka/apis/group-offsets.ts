import { type Api, defineApi } from '../protocol/api.ts'
import { array, bool, int16, int32, int64, list, string } from '../protocol/schema.ts'

const commitRequest = {
  groupId: string,
  generationId: int32.since(1).or(-1),
  memberId: string.since(1).or(''),
  groupInstanceId: string.since(7).nullable(7).or(null),
  retentionTimeMs: int64.since(2).until(4).or(-1n),
  topics: list({
    name: string,
    partitions: list({
      partitionIndex: int32,
      committedOffset: int64,
      committedLeaderEpoch: int32.since(6).or(-1),
      committedMetadata: string.nullable(),
    }),
  }),
}

const commitResponse = {
  throttleTimeMs: int32.since(3).or(0),
  topics: list({ name: string, partitions: list({ partitionIndex: int32, errorCode: int16 }) }),
}

/** Kafka protocol: OffsetCommit v2–v9. */
export const offsetCommitApi: Api<typeof commitRequest, typeof commitResponse> = defineApi({
  key: 8,
  name: 'OffsetCommit',
  versions: [2, 9],
  flexible: 8,
  request: commitRequest,
  response: commitResponse,
})

const fetchRequest = {
  groupId: string.until(7),
  topics: list({ name: string, partitionIndexes: array(int32) })
    .until(7)
    .nullable(2),
  groups: list({
    groupId: string,
    memberId: string.since(9).nullable(9).or(null),
    memberEpoch: int32.since(9).or(-1),
    topics: list({ name: string, partitionIndexes: array(int32) }).nullable(8),
  }).since(8),
  requireStable: bool.since(7).or(false),
}

const fetchResponse = {
  throttleTimeMs: int32.since(3).or(0),
  topics: list({
    name: string,
    partitions: list({
      partitionIndex: int32,
      committedOffset: int64,
      committedLeaderEpoch: int32.since(5).or(-1),
      metadata: string.nullable(),
      errorCode: int16,
    }),
  })
    .until(7)
    .or([]),
  errorCode: int16.since(2).until(7).or(0),
  groups: list({
    groupId: string,
    topics: list({
      name: string,
      partitions: list({
        partitionIndex: int32,
        committedOffset: int64,
        committedLeaderEpoch: int32.or(-1),
        metadata: string.nullable(),
        errorCode: int16,
      }),
    }),
    errorCode: int16.or(0),
  })
    .since(8)
    .or([]),
}

/** Kafka protocol: OffsetFetch v1–v9. */
export const offsetFetchApi: Api<typeof fetchRequest, typeof fetchResponse> = defineApi({
  key: 9,
  name: 'OffsetFetch',
  versions: [1, 9],
  flexible: 6,
  request: fetchRequest,
  response: fetchResponse,
})

const deleteRequest = {
  groupId: string,
  topics: list({ name: string, partitions: list({ partitionIndex: int32 }) }),
}

const deleteResponse = {
  errorCode: int16,
  throttleTimeMs: int32.or(0),
  topics: list({ name: string, partitions: list({ partitionIndex: int32, errorCode: int16 }) }),
}

/** Kafka protocol: OffsetDelete v0. */
export const offsetDeleteApi: Api<typeof deleteRequest, typeof deleteResponse> = defineApi({
  key: 47,
  name: 'OffsetDelete',
  versions: [0, 0],
  flexible: Number.POSITIVE_INFINITY,
  request: deleteRequest,
  response: deleteResponse,
})
