import type { AbortedTransaction } from '../records/record-set.ts'
import { type Request, requestOf } from '../wire/apis.ts'
import { ByteCursor } from '../wire/byte-cursor.ts'
import type { Library, Reader } from '../wire/library.ts'

/** One partition to fetch. */
export interface FetchPartition {
  readonly topic: string
  readonly partition: number
  readonly leaderEpoch: number
  readonly offset: bigint
  readonly maxBytes: number
}

/** A fetch from one broker. */
export interface FetchOptions {
  readonly maxWaitMs: number
  readonly minBytes: number
  readonly maxBytes: number
  readonly committed: boolean
  readonly partitions: readonly FetchPartition[]
}

/** What the broker has of one partition; the records are a view of the response's bytes. */
export interface FetchedPartition {
  readonly topic: string
  readonly partition: number
  readonly code: number
  readonly highWatermark: bigint
  readonly lastStableOffset: bigint
  readonly logStartOffset: bigint
  readonly aborted: readonly AbortedTransaction[] | null
  readonly records: Buffer | null
}

/** A fetch response. */
export interface FetchResponse {
  readonly code: number
  readonly partitions: readonly FetchedPartition[]
  /** The bytes that the records are views of. */
  readonly bytes: Buffer
}

/**
 * The Fetch request with a parser of our own: the records of a partition stay bytes (Kafka protocol, Fetch versions 11
 * and 12; later versions name topics by id). No fetch session: every request names its partitions.
 */
export function fetchRequestOf(lib: Library): Request<[FetchOptions], FetchResponse> {
  const api = (version: number, compact: boolean) =>
    lib.createAPI<[FetchOptions], FetchResponse>(
      1,
      version,
      (options: FetchOptions) => encodeFetch(lib, options, compact),
      (_correlation, _key, _version, reader) => parseFetch(reader, compact),
      compact,
      compact,
    )
  return requestOf('Fetch', api(12, true), api(11, false))
}

function encodeFetch(lib: Library, options: FetchOptions, compact: boolean) {
  const topics = [...Map.groupBy(options.partitions, p => p.topic)]
  const writer = lib.Writer.create()
    .appendInt32(-1)
    .appendInt32(options.maxWaitMs)
    .appendInt32(options.minBytes)
    .appendInt32(options.maxBytes)
    .appendInt8(options.committed ? 1 : 0)
    .appendInt32(0)
    .appendInt32(-1)
    .appendArray(
      topics,
      (w, [topic, partitions]) => {
        w.appendString(topic, compact).appendArray(
          partitions,
          (w, p) => {
            w.appendInt32(p.partition).appendInt32(p.leaderEpoch).appendInt64(p.offset)
            if (compact) w.appendInt32(-1)
            w.appendInt64(-1n).appendInt32(p.maxBytes)
          },
          compact,
          compact,
        )
      },
      compact,
      compact,
    )
    .appendArray([], () => {}, compact, compact)
    .appendString('', compact)
  return compact ? writer.appendTaggedFields() : writer
}

function parseFetch(reader: Reader, compact: boolean): FetchResponse {
  const bytes = reader.buffer.slice(reader.position)
  const cursor = new ByteCursor(bytes, compact)
  cursor.int32()
  const code = cursor.int16()
  cursor.int32()
  const partitions: FetchedPartition[] = []
  const topics = cursor.arrayLength()
  for (let t = 0; t < topics; t += 1) {
    const topic = cursor.string() ?? ''
    const count = cursor.arrayLength()
    for (let p = 0; p < count; p += 1) partitions.push(parsePartition(cursor, topic))
    cursor.tags()
  }
  return { code, partitions, bytes }
}

function parsePartition(cursor: ByteCursor, topic: string): FetchedPartition {
  const partition = cursor.int32()
  const code = cursor.int16()
  const highWatermark = cursor.int64()
  const lastStableOffset = cursor.int64()
  const logStartOffset = cursor.int64()
  const count = cursor.arrayLength()
  const aborted: AbortedTransaction[] = []
  for (let i = 0; i < count; i += 1) {
    aborted.push({ producerId: cursor.int64(), firstOffset: cursor.int64() })
    cursor.tags()
  }
  cursor.int32()
  const records = cursor.byteString()
  cursor.tags()
  return {
    topic,
    partition,
    code,
    highWatermark,
    lastStableOffset,
    logStartOffset,
    aborted: count < 0 ? null : aborted,
    records,
  }
}
