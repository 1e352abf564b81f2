import { type Api, defineApi } from '../protocol/api.ts'
import { array, int16, int32, int64, list, records, string, uuid } from '../protocol/schema.ts'

const produceRequest = {
  transactionalId: string.since(3).nullable(3).or(null),
  acks: int16,
  timeoutMs: int32,
  topicData: list({
    name: string.until(12),
    topicId: uuid.since(13),
    partitionData: list({ index: int32, records }),
  }),
}

const produceResponse = {
  responses: list({
    name: string.until(12),
    topicId: uuid.since(13),
    partitionResponses: list({
      index: int32,
      errorCode: int16,
      baseOffset: int64,
      logAppendTimeMs: int64.since(2).or(-1n),
      logStartOffset: int64.since(5).or(-1n),
      recordErrors: list({
        batchIndex: int32,
        batchIndexErrorMessage: string.nullable().or(null),
      })
        .since(8)
        .or([]),
      errorMessage: string.since(8).nullable(8).or(null),
    }),
  }),
  throttleTimeMs: int32.since(1).or(0),
}

/** Kafka protocol: Produce v3–v13 (record batches of version 2 only). */
export const produceApi: Api<typeof produceRequest, typeof produceResponse> = defineApi({
  key: 0,
  name: 'Produce',
  versions: [3, 13],
  flexible: 9,
  request: produceRequest,
  response: produceResponse,
})

const initRequest = {
  transactionalId: string.nullable(),
  transactionTimeoutMs: int32,
  producerId: int64.since(3).or(-1n),
  producerEpoch: int16.since(3).or(-1),
}

const initResponse = {
  throttleTimeMs: int32.or(0),
  errorCode: int16,
  producerId: int64.or(-1n),
  producerEpoch: int16.or(-1),
}

/** Kafka protocol: InitProducerId v0–v5. */
export const initProducerIdApi: Api<typeof initRequest, typeof initResponse> = defineApi({
  key: 22,
  name: 'InitProducerId',
  versions: [0, 5],
  flexible: 2,
  request: initRequest,
  response: initResponse,
})

const producersRequest = { topics: list({ name: string, partitionIndexes: array(int32) }) }

const producersResponse = {
  throttleTimeMs: int32.or(0),
  topics: list({
    name: string,
    partitions: list({
      partitionIndex: int32,
      errorCode: int16,
      errorMessage: string.nullable().or(null),
      activeProducers: list({
        producerId: int64,
        producerEpoch: int32,
        lastSequence: int32.or(-1),
        lastTimestamp: int64.or(-1n),
        coordinatorEpoch: int32,
        currentTxnStartOffset: int64.or(-1n),
      }),
    }),
  }),
}

/** Kafka protocol: DescribeProducers v0. */
export const describeProducersApi: Api<typeof producersRequest, typeof producersResponse> =
  defineApi({
    key: 61,
    name: 'DescribeProducers',
    versions: [0, 0],
    flexible: 0,
    request: producersRequest,
    response: producersResponse,
  })
