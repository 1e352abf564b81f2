import { type Api, defineApi } from '../protocol/api.ts'
import {
  array,
  int8,
  int16,
  int32,
  int64,
  list,
  records,
  string,
  uuid,
} from '../protocol/schema.ts'

const fetchRequest = {
  replicaId: int32.until(14).or(-1),
  maxWaitMs: int32,
  minBytes: int32,
  maxBytes: int32.since(3).or(0x7fffffff),
  isolationLevel: int8.since(4),
  sessionId: int32.since(7).or(0),
  sessionEpoch: int32.since(7).or(-1),
  topics: list({
    topic: string.until(12),
    topicId: uuid.since(13),
    partitions: list({
      partition: int32,
      currentLeaderEpoch: int32.since(9).or(-1),
      fetchOffset: int64,
      lastFetchedEpoch: int32.since(12).or(-1),
      logStartOffset: int64.since(5).or(-1n),
      partitionMaxBytes: int32,
    }),
  }),
  forgottenTopicsData: list({
    topic: string.until(12),
    topicId: uuid.since(13),
    partitions: array(int32),
  }).since(7),
  rackId: string.since(11).or(''),
}

const fetchResponse = {
  throttleTimeMs: int32.since(1).or(0),
  errorCode: int16.since(7).or(0),
  sessionId: int32.since(7).or(0),
  responses: list({
    topic: string.until(12),
    topicId: uuid.since(13),
    partitions: list({
      partitionIndex: int32,
      errorCode: int16,
      highWatermark: int64,
      lastStableOffset: int64.since(4).or(-1n),
      logStartOffset: int64.since(5).or(-1n),
      abortedTransactions: list({ producerId: int64, firstOffset: int64 })
        .since(4)
        .nullable(4)
        .or(null),
      preferredReadReplica: int32.since(11).or(-1),
      records,
    }),
  }),
}

/** Kafka protocol: Fetch v4–v17. */
export const fetchApi: Api<typeof fetchRequest, typeof fetchResponse> = defineApi({
  key: 1,
  name: 'Fetch',
  versions: [4, 17],
  flexible: 12,
  request: fetchRequest,
  response: fetchResponse,
})
