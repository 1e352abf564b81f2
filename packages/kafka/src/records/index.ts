/** The record batch codec (Kafka message format 2), for clients and for servers; loads no Kafka client. */
export {
  type BatchHeader,
  type BatchOrigin,
  batchAttribute,
  batchField,
  batchHeaderSize,
  batchPrefixSize,
  placeBatch,
  readBatchHeader,
  stampAppendTime,
} from './batch-header.ts'
export type { Compression } from './compression.ts'
export { crc32c } from './crc32c.ts'
export { type EncodeOptions, encodeBatch, type PlainRecord } from './encode-batch.ts'
export {
  type AbortedTransaction,
  type ReadOptions,
  type RecordSet,
  readRecordSet,
} from './record-set.ts'
