import type { Schema } from './schema.ts'

/** A record header: a name and the bytes of its value, `null` when the value is absent (Kafka protocol). */
export interface Header {
  readonly key: string
  readonly value: Uint8Array | null
  /**
   * The value in Connect's data model: what the header converter read, in records that a sink is given; what it has to
   * write, in records of a source. Absent where bytes are handed on as they are.
   */
  readonly data?: { readonly schema: Schema | null; readonly value: unknown }
}

/** The text of a header: what its converter read, when that is text, else its bytes; null when it has no value. */
export function headerText({ value, data }: Header): string | null {
  if (typeof data?.value === 'string') return data.value
  return value === null ? null : Buffer.from(value).toString('utf8')
}

/** Who set a record's timestamp, in Kafka Connect's words. */
export type TimestampType = 'CreateTime' | 'LogAppendTime' | 'NoTimestampType'

/**
 * Records of one topic partition as they came from Kafka: one buffer and arrays of positions, no object per record.
 *
 * Record `i` has its value at `bytes[valueStarts[i] .. valueStarts[i] + valueLengths[i]]`; a length of -1 means null
 * (a tombstone). Keys are laid out the same way. Its Kafka offset is `baseOffset + BigInt(offsetDeltas[i])`.
 */
export interface BytesBatch {
  readonly form: 'bytes'
  readonly topic: string
  readonly partition: number
  readonly count: number
  readonly bytes: Buffer
  readonly baseOffset: bigint
  readonly offsetDeltas: Int32Array
  readonly valueStarts: Int32Array
  readonly valueLengths: Int32Array
  readonly keyStarts: Int32Array
  readonly keyLengths: Int32Array
  /** Timestamp of record `i` in milliseconds since the epoch; -1n when it has none. */
  timestamp(i: number): bigint
  /** Who set the timestamps of this batch. */
  readonly timestampType: TimestampType
  /** Headers of record `i`, decoded on demand. */
  headers(i: number): readonly Header[]
}

/** One record after converters and transforms, as Kafka Connect's `SinkRecord`. */
export interface SinkRecord {
  readonly topic: string
  readonly partition: number
  readonly offset: bigint
  readonly timestamp: bigint | null
  readonly timestampType: TimestampType
  readonly keySchema: Schema | null
  readonly key: unknown
  readonly valueSchema: Schema | null
  readonly value: unknown
  readonly headers: readonly Header[]
}

/** Converted records of one topic partition, with the bytes they came from (for dead letters). */
export interface RecordsBatch {
  readonly form: 'records'
  readonly topic: string
  readonly partition: number
  readonly count: number
  readonly records: readonly SinkRecord[]
  /** The batch the records were made from, and the index in it of each record. */
  readonly source: BytesBatch
  readonly sourceIndex: Int32Array
}

/**
 * What a sink task is given: raw bytes when no conversion is configured (StringConverter or ByteArrayConverter without
 * transforms), converted records otherwise.
 */
export type SinkBatch = BytesBatch | RecordsBatch

/** The Kafka offset of record `i` of a batch. */
export function offsetOf(batch: SinkBatch, i: number): bigint {
  if (batch.form === 'records') return offsetOf(batch.source, batch.sourceIndex[i] ?? 0)
  return batch.baseOffset + BigInt(batch.offsetDeltas[i] ?? 0)
}

/** The bytes of the value of record `i`, without a copy; `null` for a tombstone. */
export function valueBytes(batch: BytesBatch, i: number): Buffer | null {
  const length = batch.valueLengths[i] ?? -1
  if (length < 0) return null
  const start = batch.valueStarts[i] ?? 0
  return batch.bytes.subarray(start, start + length)
}

/** The bytes of the key of record `i`, without a copy; `null` when it has none. */
export function keyBytes(batch: BytesBatch, i: number): Buffer | null {
  const length = batch.keyLengths[i] ?? -1
  if (length < 0) return null
  const start = batch.keyStarts[i] ?? 0
  return batch.bytes.subarray(start, start + length)
}

/** One record that a source task hands to the worker (Kafka Connect's `SourceRecord`). */
export interface SourceRecord {
  readonly sourcePartition: Readonly<Record<string, unknown>>
  /** The position after the record; null when a restart must begin where the records before said. */
  readonly sourceOffset: Readonly<Record<string, unknown>> | null
  readonly topic: string
  readonly partition: number | null
  readonly timestamp: bigint | null
  readonly keySchema: Schema | null
  readonly key: unknown
  readonly valueSchema: Schema | null
  readonly value: unknown
  readonly headers: readonly Header[]
}

/**
 * Records that a source task hands over as bytes that need no converter: one buffer and arrays of positions, no object
 * per record. Record `i` has its value at `bytes[valueStarts[i] .. valueStarts[i] + valueLengths[i]]` and its key at
 * `keyStarts[i]` with `keyLengths[i]` in `keyBytes`; a length of -1 means null. All of it is valid until the next poll.
 */
export interface SourceBytesBatch {
  readonly form: 'bytes'
  readonly topic: string
  readonly count: number
  readonly bytes: Buffer
  readonly valueStarts: Int32Array
  readonly valueLengths: Int32Array
  readonly keyBytes: Buffer
  readonly keyStarts: Int32Array
  readonly keyLengths: Int32Array
  /** Milliseconds since the epoch. */
  readonly timestamps: Float64Array
  /** Headers that records share; record `i` has those at `headerSetOf[i]`. */
  readonly headerSets: readonly (readonly Header[])[]
  readonly headerSetOf: Int32Array
  readonly sourcePartition: Readonly<Record<string, unknown>>
  /** The position after the batch; null when a restart must begin where the batches before said. */
  readonly sourceOffset: Readonly<Record<string, unknown>> | null
  /**
   * True: the next poll may come while Kafka has not yet acknowledged this batch; its memory is left alone until the poll
   * after that. So the source reads while the batch is on its way.
   */
  readonly ahead?: boolean
}

/** The schema of keys and values that are text. */
export const textSchema: Schema = { type: 'string', optional: true }

/**
 * The records of a batch one by one, for converters that want them so: keys as text, values as `read` makes them of
 * their text. Nothing of the batch is kept.
 */
export function sourceRecords(
  batch: SourceBytesBatch,
  valueSchema: Schema,
  read: (text: string) => unknown,
): SourceRecord[] {
  const { topic, count, sourcePartition, sourceOffset } = batch
  return Array.from({ length: count }, (_, i) => {
    const key = textAt(batch.keyBytes, batch.keyStarts[i], batch.keyLengths[i])
    const value = textAt(batch.bytes, batch.valueStarts[i], batch.valueLengths[i])
    return {
      sourcePartition,
      sourceOffset,
      topic,
      partition: null,
      timestamp: BigInt(batch.timestamps[i] ?? 0),
      keySchema: textSchema,
      key,
      valueSchema,
      value: value === null ? null : read(value),
      headers: batch.headerSets[batch.headerSetOf[i] ?? 0] ?? [],
    }
  })
}

function textAt(bytes: Buffer, start = 0, length = -1): string | null {
  return length < 0 ? null : bytes.toString('utf8', start, start + length)
}
