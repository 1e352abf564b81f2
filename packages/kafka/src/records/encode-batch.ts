import type { Header } from '@tidewire/core'
import { batchAttribute, batchField, batchHeaderSize, batchPrefixSize } from './batch-header.ts'
import { type Compression, compress, compressions } from './compression.ts'
import { crc32c } from './crc32c.ts'
import { RecordSlice } from './record-slice.ts'
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
  /** Gives the memory of the batch, at least so many bytes; new memory when absent. */
  readonly allocate?: (bytes: number) => Buffer
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

/** Records of one batch: objects, or positions in a batch of bytes. */
export type RecordList = readonly PlainRecord[] | RecordSlice

/**
 * Builds a record batch (message format 2) with its checksum. Headers, keys and values are copied.
 * Throws `RangeError` when there is no record.
 */
export function encodeBatch(records: readonly PlainRecord[], options: EncodeOptions = {}): Buffer {
  return encodeLists([records], options)
}

/** As `encodeBatch`, for several lists of records one after the other. */
export function encodeLists(lists: readonly RecordList[], options: EncodeOptions = {}): Buffer {
  const now = options.now ?? BigInt(Date.now())
  let bound = batchHeaderSize
  let count = 0
  for (const list of lists) {
    count += list.length
    bound += listSizeBound(list)
  }
  if (count === 0) throw new RangeError('a record batch needs at least one record')
  const bytes = options.allocate?.(bound) ?? Buffer.allocUnsafe(bound)
  const baseTimestamp = firstTimestamp(lists, now)
  const state: WriteState = {
    bytes,
    at: batchHeaderSize,
    index: 0,
    baseTimestamp,
    maxTimestamp: baseTimestamp,
    lastDelta: 0,
  }
  for (const list of lists) {
    if (list instanceof RecordSlice) writeSlice(state, list)
    else writeRecords(state, list, now)
  }
  return finish(state, count, options)
}

interface WriteState {
  readonly bytes: Buffer
  at: number
  /** Records written. */
  index: number
  readonly baseTimestamp: bigint
  maxTimestamp: bigint
  lastDelta: number
}

function listSizeBound(list: RecordList): number {
  if (list instanceof RecordSlice) return list.sizeBound
  let bound = 0
  for (const record of list) bound += recordSizeBound(record)
  return bound
}

function firstTimestamp(lists: readonly RecordList[], now: bigint): bigint {
  const first = lists.find(list => list.length > 0)
  if (first instanceof RecordSlice) {
    return BigInt(first.of.batch.timestamps[first.indices[0] ?? 0] ?? 0)
  }
  return first?.[0]?.timestamp ?? now
}

function writeRecords(state: WriteState, records: readonly PlainRecord[], now: bigint): void {
  for (const record of records) {
    const timestamp = record.timestamp ?? now
    if (timestamp > state.maxTimestamp) state.maxTimestamp = timestamp
    state.lastDelta = record.offsetDelta ?? state.index
    const delta = timestamp - state.baseTimestamp
    state.at = writeRecord(state.bytes, state.at, record, delta, state.lastDelta)
    state.index += 1
  }
}

const int32Max = 0x7fff_ffff

function writeSlice(state: WriteState, { of, indices }: RecordSlice): void {
  const { bytes: values, valueStarts, valueLengths, timestamps, headerSetOf } = of.batch
  const { keyBytes, keyStarts, keyLengths } = of.batch
  const { bytes } = state
  const base = Number(state.baseTimestamp)
  let max = Number(state.maxTimestamp)
  let at = state.at
  let offsetDelta = state.index
  for (const i of indices) {
    const timestamp = timestamps[i] as number
    if (timestamp > max) max = timestamp
    const delta = timestamp - base
    const short = delta <= int32Max && delta >= -int32Max
    const keyLength = keyLengths[i] as number
    const valueLength = valueLengths[i] as number
    const headers = of.headers[headerSetOf[i] as number] as Buffer
    const length =
      1 +
      (short ? varintSize(delta) : varlongSize(BigInt(delta))) +
      varintSize(offsetDelta) +
      varintSize(keyLength) +
      Math.max(keyLength, 0) +
      varintSize(valueLength) +
      Math.max(valueLength, 0) +
      headers.length
    at = writeVarint(bytes, at, length)
    bytes[at] = 0
    at = short ? writeVarint(bytes, at + 1, delta) : writeVarlong(bytes, at + 1, BigInt(delta))
    at = writeVarint(bytes, at, offsetDelta)
    at = writeVarint(bytes, at, keyLength)
    at = copyShort(keyBytes, keyStarts[i] as number, keyLength, bytes, at)
    at = writeVarint(bytes, at, valueLength)
    at = copyShort(values, valueStarts[i] as number, valueLength, bytes, at)
    at = copyShort(headers, 0, headers.length, bytes, at)
    offsetDelta += 1
  }
  state.at = at
  state.lastDelta = offsetDelta - 1
  state.index = offsetDelta
  state.maxTimestamp = BigInt(max)
}

/** Up to so many bytes a loop is quicker than a call. */
const loopBytes = 16

function copyShort(from: Buffer, start: number, length: number, to: Buffer, at: number): number {
  if (length <= 0) return at
  if (length > loopBytes) {
    from.copy(to, at, start, start + length)
    return at + length
  }
  for (let i = 0; i < length; i += 1) to[at + i] = from[start + i] as number
  return at + length
}

/** Compresses the records, fills in the header. */
function finish(state: WriteState, count: number, options: EncodeOptions): Buffer {
  const { bytes, baseTimestamp, maxTimestamp, lastDelta } = state
  const compression = options.compression ?? 'none'
  let batch = bytes.subarray(0, state.at)
  if (compression !== 'none') {
    const packed = compress(compression, bytes.subarray(batchHeaderSize, state.at))
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
  batch.writeInt32BE(count, batchField.recordCount)
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
