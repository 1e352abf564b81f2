import type { Header } from '@tidewire/core'
import { batchAttribute, batchField, batchHeaderSize, batchPrefixSize } from './batch-header.ts'
import { type Compression, compress, compressions } from './compression.ts'
import { crc32c } from './crc32c.ts'
import { varintSize, varlongSize, writeVarint, writeVarlong } from './varint.ts'

/** A record to be put into a batch; timestamps in milliseconds since the epoch, now when absent. */
export interface PlainRecord {
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
  readonly timestamp?: bigint
  readonly headers?: readonly Header[]
  /** Offset delta in the batch; the index when absent. */
  readonly offsetDelta?: number
}

/** How a batch is built. */
export interface EncodeOptions {
  readonly baseOffset?: bigint
  readonly leaderEpoch?: number
  readonly compression?: Compression
  /** -1n when the producer is not idempotent. */
  readonly producerId?: bigint
  readonly producerEpoch?: number
  readonly baseSequence?: number
  readonly transactional?: boolean
  readonly control?: boolean
  /** Timestamp of records that carry none, in milliseconds since the epoch. */
  readonly now?: bigint
}

/** An upper bound of the bytes of a record in an uncompressed batch. */
export function recordSizeBound(record: PlainRecord): number {
  // Length, attributes, timestamp delta, offset delta, key length, value length, header count.
  let size = 5 + 1 + 10 + 5 + 5 + 5 + 5
  size += (record.key?.length ?? 0) + (record.value?.length ?? 0)
  for (const header of record.headers ?? []) {
    // A UTF-16 unit takes at most three bytes of UTF-8.
    size += 10 + header.key.length * 3 + (header.value?.length ?? 0)
  }
  return size
}

/**
 * Builds a record batch (message format 2) with its checksum. Headers, keys and values are copied.
 * Throws `RangeError` when there is no record.
 */
export function encodeBatch(records: readonly PlainRecord[], options: EncodeOptions = {}): Buffer {
  const first = records[0]
  if (first === undefined) throw new RangeError('a record batch needs at least one record')
  const now = options.now ?? BigInt(Date.now())
  const baseTimestamp = first.timestamp ?? now
  let bound = batchHeaderSize
  for (const record of records) bound += recordSizeBound(record)
  const bytes = Buffer.allocUnsafe(bound)
  let maxTimestamp = baseTimestamp
  let lastDelta = 0
  let at = batchHeaderSize
  for (let i = 0; i < records.length; i += 1) {
    const record = records[i] as PlainRecord
    const timestamp = record.timestamp ?? now
    if (timestamp > maxTimestamp) maxTimestamp = timestamp
    lastDelta = record.offsetDelta ?? i
    at = writeRecord(bytes, at, record, timestamp - baseTimestamp, lastDelta)
  }
  const compression = options.compression ?? 'none'
  let batch = bytes.subarray(0, at)
  if (compression !== 'none') {
    const packed = compress(compression, bytes.subarray(batchHeaderSize, at))
    batch = Buffer.allocUnsafe(batchHeaderSize + packed.length)
    batch.set(packed, batchHeaderSize)
  }
  const attributes =
    compressions.indexOf(compression) |
    (options.transactional ? batchAttribute.transactional : 0) |
    (options.control ? batchAttribute.control : 0)
  batch.writeBigInt64BE(options.baseOffset ?? 0n, batchField.baseOffset)
  batch.writeInt32BE(batch.length - batchPrefixSize, batchField.batchLength)
  batch.writeInt32BE(options.leaderEpoch ?? -1, batchField.leaderEpoch)
  batch.writeInt8(2, batchField.magic)
  batch.writeInt16BE(attributes, batchField.attributes)
  batch.writeInt32BE(lastDelta, batchField.lastOffsetDelta)
  batch.writeBigInt64BE(baseTimestamp, batchField.baseTimestamp)
  batch.writeBigInt64BE(maxTimestamp, batchField.maxTimestamp)
  batch.writeBigInt64BE(options.producerId ?? -1n, batchField.producerId)
  batch.writeInt16BE(options.producerEpoch ?? -1, batchField.producerEpoch)
  batch.writeInt32BE(options.baseSequence ?? -1, batchField.baseSequence)
  batch.writeInt32BE(records.length, batchField.recordCount)
  batch.writeUInt32BE(crc32c(batch, batchField.attributes), batchField.crc)
  return batch
}

function writeRecord(
  bytes: Buffer,
  start: number,
  record: PlainRecord,
  timestampDelta: bigint,
  offsetDelta: number,
): number {
  const { key, value } = record
  const headers = record.headers ?? []
  let length =
    1 +
    varlongSize(timestampDelta) +
    varintSize(offsetDelta) +
    varintSize(key?.length ?? -1) +
    (key?.length ?? 0) +
    varintSize(value?.length ?? -1) +
    (value?.length ?? 0) +
    varintSize(headers.length)
  for (const header of headers) {
    const name = Buffer.byteLength(header.key)
    length += varintSize(name) + name
    length += varintSize(header.value?.length ?? -1) + (header.value?.length ?? 0)
  }
  let at = writeVarint(bytes, start, length)
  bytes[at] = 0
  at = writeVarlong(bytes, at + 1, timestampDelta)
  at = writeVarint(bytes, at, offsetDelta)
  at = writeBytes(bytes, at, key)
  at = writeBytes(bytes, at, value)
  at = writeVarint(bytes, at, headers.length)
  for (const header of headers) {
    at = writeVarint(bytes, at, Buffer.byteLength(header.key))
    at += bytes.write(header.key, at)
    at = writeBytes(bytes, at, header.value)
  }
  return at
}

function writeBytes(bytes: Buffer, start: number, value: Uint8Array | null): number {
  if (value === null) return writeVarint(bytes, start, -1)
  const at = writeVarint(bytes, start, value.length)
  bytes.set(value, at)
  return at + value.length
}
