import type { TimestampType } from '@tidewire/core'
import { raise } from '../errors.ts'
import { type Compression, compressionOf } from './compression.ts'
import { crc32c } from './crc32c.ts'

/** Bytes of a record batch before its first record (Kafka message format, version 2). */
export const batchHeaderSize = 61

/** Bytes before the part that `batchLength` counts: base offset and the length itself. */
export const batchPrefixSize = 12

/** Smallest size of a record: its length, attributes, two deltas, key, value and header count, a byte each. */
export const leastRecordSize = 7

/** Byte positions in a record batch header. */
export const batchField = {
  baseOffset: 0,
  batchLength: 8,
  leaderEpoch: 12,
  magic: 16,
  crc: 17,
  attributes: 21,
  lastOffsetDelta: 23,
  baseTimestamp: 27,
  maxTimestamp: 35,
  producerId: 43,
  producerEpoch: 51,
  baseSequence: 53,
  recordCount: 57,
} as const

/** Bits of the batch attributes. */
export const batchAttribute = {
  compression: 0x07,
  logAppendTime: 0x08,
  transactional: 0x10,
  control: 0x20,
} as const

/** The header of a record batch. */
export interface BatchHeader {
  readonly baseOffset: bigint
  /** Bytes of the whole batch, from the base offset on. */
  readonly size: number
  readonly leaderEpoch: number
  readonly crc: number
  readonly compression: Compression
  readonly timestampType: TimestampType
  readonly transactional: boolean
  readonly control: boolean
  readonly lastOffsetDelta: number
  readonly baseTimestamp: bigint
  readonly maxTimestamp: bigint
  /** -1n for a producer that is not idempotent. */
  readonly producerId: bigint
  readonly producerEpoch: number
  readonly baseSequence: number
  readonly recordCount: number
}

/** Where a batch came from, for the words of an error. */
export interface BatchOrigin {
  readonly topic: string
  readonly partition: number
}

/** ` of topic t, partition 0 at offset 5`, or nothing when unknown. */
export function whereOf(origin: BatchOrigin | undefined, offset?: bigint): string {
  const at = offset === undefined ? '' : ` at offset ${offset}`
  return origin === undefined ? at : ` of topic ${origin.topic}, partition ${origin.partition}${at}`
}

/**
 * The size in bytes of the record batch that begins at `at`, or null when the bytes end before it does.
 * Throws `KAFKA_CORRUPT_RECORDS` for an impossible length and `KAFKA_OLD_RECORDS` for message formats 0 and 1.
 */
export function batchSize(bytes: Buffer, at: number, origin?: BatchOrigin): number | null {
  if (bytes.length - at < batchPrefixSize) return null
  const length = bytes.readInt32BE(at + batchField.batchLength)
  const baseOffset = bytes.readBigInt64BE(at + batchField.baseOffset)
  if (length < 0) {
    throw raise('KAFKA_CORRUPT_RECORDS', {
      where: whereOf(origin, baseOffset),
      problem: `its length is ${length}`,
    })
  }
  if (bytes.length - at > batchField.magic) {
    const magic = bytes.readInt8(at + batchField.magic)
    if (magic === 0 || magic === 1) {
      throw raise('KAFKA_OLD_RECORDS', { where: whereOf(origin, baseOffset), magic })
    }
    if (magic !== 2) {
      throw raise('KAFKA_CORRUPT_RECORDS', {
        where: whereOf(origin, baseOffset),
        problem: `unknown message format ${magic}`,
      })
    }
    if (length < batchHeaderSize - batchPrefixSize) {
      throw raise('KAFKA_CORRUPT_RECORDS', {
        where: whereOf(origin, baseOffset),
        problem: `its length of ${length} bytes is less than a header`,
      })
    }
  }
  const size = length + batchPrefixSize
  return bytes.length - at < size ? null : size
}

/**
 * Reads and checks the header of the batch at `at`, which must lie whole in `bytes`; the checksum is verified unless
 * `checkCrc` is false. Throws `KAFKA_CORRUPT_RECORDS` or `KAFKA_OLD_RECORDS`.
 */
export function readBatchHeader(
  bytes: Buffer,
  at = 0,
  options: { readonly checkCrc?: boolean; readonly origin?: BatchOrigin } = {},
): BatchHeader {
  const size = batchSize(bytes, at, options.origin)
  const corrupt = (problem: string, offset?: bigint) =>
    raise('KAFKA_CORRUPT_RECORDS', { where: whereOf(options.origin, offset), problem })
  if (size === null) throw corrupt('it is cut off')
  const baseOffset = bytes.readBigInt64BE(at)
  const crc = bytes.readUInt32BE(at + batchField.crc)
  if (options.checkCrc !== false) {
    const actual = crc32c(bytes, at + batchField.attributes, at + size)
    if (actual !== crc) {
      throw corrupt(`its checksum is ${hex(actual)}, its header says ${hex(crc)}`, baseOffset)
    }
  }
  const attributes = bytes.readInt16BE(at + batchField.attributes)
  const compression = compressionOf(attributes & batchAttribute.compression)
  if (compression === null) {
    throw corrupt(`unknown compression ${attributes & batchAttribute.compression}`, baseOffset)
  }
  const lastOffsetDelta = bytes.readInt32BE(at + batchField.lastOffsetDelta)
  if (lastOffsetDelta < 0) throw corrupt(`last offset delta ${lastOffsetDelta}`, baseOffset)
  const recordCount = bytes.readInt32BE(at + batchField.recordCount)
  if (recordCount < 0) throw corrupt(`it counts ${recordCount} records`, baseOffset)
  if (compression === 'none' && recordCount * leastRecordSize > size - batchHeaderSize) {
    throw corrupt(`it counts ${recordCount} records in ${size} bytes`, baseOffset)
  }
  const baseTimestamp = bytes.readBigInt64BE(at + batchField.baseTimestamp)
  const maxTimestamp = bytes.readBigInt64BE(at + batchField.maxTimestamp)
  return {
    baseOffset,
    size,
    leaderEpoch: bytes.readInt32BE(at + batchField.leaderEpoch),
    crc,
    compression,
    timestampType: timestampTypeOf(attributes, maxTimestamp),
    transactional: (attributes & batchAttribute.transactional) !== 0,
    control: (attributes & batchAttribute.control) !== 0,
    lastOffsetDelta,
    baseTimestamp,
    maxTimestamp,
    producerId: bytes.readBigInt64BE(at + batchField.producerId),
    producerEpoch: bytes.readInt16BE(at + batchField.producerEpoch),
    baseSequence: bytes.readInt32BE(at + batchField.baseSequence),
    recordCount,
  }
}

function hex(crc: number): string {
  return `0x${crc.toString(16).padStart(8, '0')}`
}

function timestampTypeOf(attributes: number, maxTimestamp: bigint): TimestampType {
  if (attributes & batchAttribute.logAppendTime) return 'LogAppendTime'
  return maxTimestamp < 0n ? 'NoTimestampType' : 'CreateTime'
}

/**
 * Gives the batch at `at` its place in the log: base offset and leader epoch, which the checksum does not cover
 * (what a broker does with every batch it appends).
 */
export function placeBatch(
  bytes: Buffer,
  at: number,
  baseOffset: bigint,
  leaderEpoch: number,
): void {
  bytes.writeBigInt64BE(baseOffset, at + batchField.baseOffset)
  bytes.writeInt32BE(leaderEpoch, at + batchField.leaderEpoch)
}

/**
 * Stamps the batch at `at`, of `size` bytes, with the time it was appended (`message.timestamp.type=LogAppendTime`) and
 * renews its checksum. Milliseconds since the epoch.
 */
export function stampAppendTime(bytes: Buffer, at: number, size: number, time: bigint): void {
  const attributes = bytes.readInt16BE(at + batchField.attributes)
  bytes.writeInt16BE(attributes | batchAttribute.logAppendTime, at + batchField.attributes)
  bytes.writeBigInt64BE(time, at + batchField.maxTimestamp)
  const crc = crc32c(bytes, at + batchField.attributes, at + size)
  bytes.writeUInt32BE(crc, at + batchField.crc)
}
