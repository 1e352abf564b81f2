/** The record batch codec (Kafka message format 2), for clients and for servers; loads no Kafka client. */
export {
  type BatchHeader,
  type BatchOrigin,
  batchAttribute,
  batchField,
  batchHeaderSize,
  batchPrefixSize,
  batchSize,
  placeBatch,
  readBatchHeader,
  stampAppendTime,
} from './batch-header.ts'
export { sliceBatch } from './bytes-batch.ts'
export {
  type Compression,
  compress,
  compressions,
  decompress,
  maxDecompressedBytes,
} from './compression.ts'
export { crc32c } from './crc32c.ts'
export { type EncodeOptions, encodeBatch, type PlainRecord } from './encode-batch.ts'
export {
  type AbortedTransaction,
  type ReadOptions,
  type RecordSet,
  readRecordSet,
  validateProduced,
} from './record-set.ts'
