import type { BytesBatch, Header, TimestampType } from '@tidewire/core'
import { raise } from '../errors.ts'
import { type BatchOrigin, leastRecordSize, whereOf } from './batch-header.ts'
import { readVarlong, VarintCursor } from './varint.ts'

/** The records of one batch, decompressed, and what its header says about them. */
export interface Segment {
  readonly bytes: Buffer
  readonly start: number
  readonly end: number
  readonly baseOffset: bigint
  readonly recordCount: number
  readonly timestampType: TimestampType
  readonly baseTimestamp: bigint
  readonly maxTimestamp: bigint
}

/** A run of segments in one buffer, read into arrays of positions. */
export interface PositionArrays {
  readonly count: number
  readonly offsetDeltas: Int32Array
  readonly valueStarts: Int32Array
  readonly valueLengths: Int32Array
  readonly keyStarts: Int32Array
  readonly keyLengths: Int32Array
  /** Position of the timestamp delta of each record, for `timestamp(i)`. */
  readonly timestampStarts: Int32Array
  /** Index of the first record of each segment. */
  readonly firstOfSegment: Int32Array
}

/** Makes an array of 32-bit numbers; it need not be cleared. */
export type AllocateInts = (length: number) => Int32Array

/**
 * Reads the records of segments that share one buffer, leaving out those before `fromOffset`.
 * Throws `KAFKA_CORRUPT_RECORDS` when a record does not lie within its bounds; headers are checked when asked for.
 */
export function readPositions(
  segments: readonly Segment[],
  fromOffset: bigint,
  origin?: BatchOrigin,
  allocate: AllocateInts = length => new Int32Array(length),
): PositionArrays {
  let capacity = 0
  for (const segment of segments) {
    if (segment.recordCount * leastRecordSize > segment.end - segment.start) {
      throw corrupt(origin, segment, `it counts ${segment.recordCount} records`)
    }
    capacity += segment.recordCount
  }
  const baseOffset = segments[0]?.baseOffset ?? 0n
  // One block for all, as large blocks are few.
  const block = allocate(capacity * 6)
  const part = (index: number) => block.subarray(index * capacity, (index + 1) * capacity)
  const offsetDeltas = part(0)
  const valueStarts = part(1)
  const valueLengths = part(2)
  const keyStarts = part(3)
  const keyLengths = part(4)
  const timestampStarts = part(5)
  const firstOfSegment = new Int32Array(segments.length)
  let n = 0
  for (let s = 0; s < segments.length; s += 1) {
    const segment = segments[s] as Segment
    firstOfSegment[s] = n
    const segmentDelta = Number(segment.baseOffset - baseOffset)
    const leastDelta = Number(fromOffset - segment.baseOffset)
    const { end } = segment
    const cursor = new VarintCursor(segment.bytes, segment.start, end)
    for (let i = 0; i < segment.recordCount; i += 1) {
      const length = cursor.next()
      const recordEnd = cursor.position + length
      const timestampStart = cursor.position + 1
      cursor.position = timestampStart
      cursor.skip()
      const offsetDelta = cursor.next()
      const keyLength = cursor.next()
      const keyStart = cursor.position
      if (keyLength > 0) cursor.position += keyLength
      const valueLength = cursor.next()
      const valueStart = cursor.position
      const valueEnd = valueLength > 0 ? valueStart + valueLength : valueStart
      if (
        cursor.bad ||
        length < leastRecordSize - 1 ||
        recordEnd > end ||
        valueEnd > recordEnd ||
        keyLength < -1 ||
        valueLength < -1 ||
        offsetDelta < 0
      ) {
        throw corrupt(origin, segment, `record ${i} does not lie within its bounds`)
      }
      cursor.position = recordEnd
      if (offsetDelta < leastDelta) continue
      offsetDeltas[n] = segmentDelta + offsetDelta
      keyStarts[n] = keyStart
      keyLengths[n] = keyLength
      valueStarts[n] = valueStart
      valueLengths[n] = valueLength
      timestampStarts[n] = timestampStart
      n += 1
    }
    if (cursor.position !== end) {
      throw corrupt(origin, segment, `${end - cursor.position} bytes follow its last record`)
    }
  }
  const cut = (array: Int32Array) => (n === capacity ? array : array.subarray(0, n))
  return {
    count: n,
    offsetDeltas: cut(offsetDeltas),
    valueStarts: cut(valueStarts),
    valueLengths: cut(valueLengths),
    keyStarts: cut(keyStarts),
    keyLengths: cut(keyLengths),
    timestampStarts: cut(timestampStarts),
    firstOfSegment,
  }
}

function corrupt(origin: BatchOrigin | undefined, segment: Segment, problem: string) {
  return raise('KAFKA_CORRUPT_RECORDS', { where: whereOf(origin, segment.baseOffset), problem })
}

/** Makes the batch of a run of segments; null when no record is left. */
export function bytesBatchOf(
  segments: readonly Segment[],
  fromOffset: bigint,
  origin: BatchOrigin,
  allocate?: AllocateInts,
): BytesBatch | null {
  const first = segments[0]
  if (first === undefined) return null
  const positions = readPositions(segments, fromOffset, origin, allocate)
  if (positions.count === 0) return null
  return {
    form: 'bytes',
    topic: origin.topic,
    partition: origin.partition,
    count: positions.count,
    bytes: first.bytes,
    baseOffset: first.baseOffset,
    offsetDeltas: positions.offsetDeltas,
    valueStarts: positions.valueStarts,
    valueLengths: positions.valueLengths,
    keyStarts: positions.keyStarts,
    keyLengths: positions.keyLengths,
    timestampType: first.timestampType,
    timestamp: i => timestampOf(segments, positions, i),
    headers: i => headersOf(segments, positions, i, origin),
  }
}

/** The segment that holds record `i`. */
function segmentOf(segments: readonly Segment[], positions: PositionArrays, i: number): Segment {
  let low = 0
  let high = segments.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((positions.firstOfSegment[middle] ?? 0) <= i) low = middle
    else high = middle - 1
  }
  return segments[low] as Segment
}

function timestampOf(segments: readonly Segment[], positions: PositionArrays, i: number): bigint {
  const segment = segmentOf(segments, positions, i)
  if (segment.timestampType === 'NoTimestampType') return -1n
  if (segment.timestampType === 'LogAppendTime') return segment.maxTimestamp
  const delta = readVarlong(segment.bytes, positions.timestampStarts[i] ?? 0, segment.end)
  return segment.baseTimestamp + (delta ?? 0n)
}

function headersOf(
  segments: readonly Segment[],
  positions: PositionArrays,
  i: number,
  origin: BatchOrigin,
): readonly Header[] {
  const segment = segmentOf(segments, positions, i)
  const { bytes, end } = segment
  const start = (positions.valueStarts[i] ?? 0) + Math.max(0, positions.valueLengths[i] ?? 0)
  const cursor = new VarintCursor(bytes, start, end)
  const count = cursor.next()
  const bad = () =>
    corrupt(origin, segment, `the headers of record ${i} do not lie within its bounds`)
  // A header takes two bytes at least.
  if (cursor.bad || count < 0 || count * 2 > end - cursor.position) throw bad()
  const headers: Header[] = []
  for (let h = 0; h < count; h += 1) {
    const keyLength = cursor.next()
    const keyStart = cursor.position
    cursor.position = keyStart + Math.max(0, keyLength)
    const valueLength = cursor.next()
    const valueStart = cursor.position
    cursor.position = valueStart + Math.max(0, valueLength)
    if (cursor.bad || keyLength < 0 || valueLength < -1 || cursor.position > end) throw bad()
    headers.push({
      key: bytes.toString('utf8', keyStart, keyStart + keyLength),
      value: valueLength < 0 ? null : bytes.subarray(valueStart, valueStart + valueLength),
    })
  }
  return headers
}

/** Records `from` up to `to` (exclusive) of a batch, sharing its bytes and arrays. */
export function sliceBatch(batch: BytesBatch, from: number, to: number): BytesBatch {
  if (from === 0 && to >= batch.count) return batch
  return {
    form: 'bytes',
    topic: batch.topic,
    partition: batch.partition,
    count: Math.max(0, Math.min(to, batch.count) - from),
    bytes: batch.bytes,
    baseOffset: batch.baseOffset,
    offsetDeltas: batch.offsetDeltas.subarray(from, to),
    valueStarts: batch.valueStarts.subarray(from, to),
    valueLengths: batch.valueLengths.subarray(from, to),
    keyStarts: batch.keyStarts.subarray(from, to),
    keyLengths: batch.keyLengths.subarray(from, to),
    timestampType: batch.timestampType,
    timestamp: i => batch.timestamp(from + i),
    headers: i => batch.headers(from + i),
  }
}
