import type { BytesBatch } from '@tidewire/core'
import { raise } from '../errors.ts'
import {
  type BatchHeader,
  type BatchOrigin,
  batchHeaderSize,
  batchSize,
  readBatchHeader,
  whereOf,
} from './batch-header.ts'
import { type AllocateInts, bytesBatchOf, readPositions, type Segment } from './bytes-batch.ts'
import { decompress } from './compression.ts'

/** A transaction that was rolled back, as a fetch response lists it. */
export interface AbortedTransaction {
  readonly producerId: bigint
  readonly firstOffset: bigint
}

/** How a record set is read. */
export interface ReadOptions extends BatchOrigin {
  /** Records before this offset are left out: a broker answers with the whole batch that holds the offset. */
  readonly fromOffset?: bigint
  /** The transactions to leave out (`isolation.level=read_committed`); absent: everything but control records is read. */
  readonly aborted?: readonly AbortedTransaction[] | null
  /** Verify checksums (`check.crcs`, true by default). */
  readonly checkCrcs?: boolean
  /** Where the arrays of positions come from; new ones when absent. */
  readonly allocate?: AllocateInts
}

/** What a record set holds. */
export interface RecordSet {
  readonly batches: readonly BytesBatch[]
  /** Offset after the last whole batch, records left out included; `fromOffset` when there is none. */
  readonly nextOffset: bigint
  readonly count: number
}

const maxDelta = 0x7fff_ffffn

/**
 * Reads the record batches of a fetch response's partition into arrays of positions, without an object per record.
 *
 * Control batches are left out, and so are the records of aborted transactions; a last batch that is cut off is left
 * for the next fetch. Uncompressed batches that follow each other share one `BytesBatch`.
 * What lies before a damaged batch is returned first; a set that begins with one throws `KAFKA_CORRUPT_RECORDS` or
 * `KAFKA_OLD_RECORDS`. Rule: Kafka protocol, Fetch and message format 2.
 */
export function readRecordSet(bytes: Buffer, options: ReadOptions): RecordSet {
  const reading = new SetReading(bytes, options)
  try {
    reading.readAll()
  } catch (error) {
    if (!reading.advanced) throw error
  }
  return reading.result()
}

class SetReading {
  readonly #bytes: Buffer
  readonly #options: ReadOptions
  readonly #fromOffset: bigint
  readonly #isAborted: ReturnType<typeof abortedFilter>
  readonly #batches: BytesBatch[] = []
  #run: Segment[] = []
  #count = 0
  #nextOffset: bigint

  constructor(bytes: Buffer, options: ReadOptions) {
    this.#bytes = bytes
    this.#options = options
    this.#fromOffset = options.fromOffset ?? 0n
    this.#nextOffset = this.#fromOffset
    this.#isAborted = abortedFilter(options.aborted ?? null)
  }

  get advanced(): boolean {
    return this.#nextOffset > this.#fromOffset
  }

  result(): RecordSet {
    return { batches: this.#batches, nextOffset: this.#nextOffset, count: this.#count }
  }

  /** Reads batch by batch; on an error everything before the damaged batch is in the result. */
  readAll(): void {
    try {
      for (let at = 0; ; ) {
        const size = batchSize(this.#bytes, at, this.#options)
        if (size === null) break
        this.#read(at)
        at += size
      }
    } finally {
      this.#flush()
    }
  }

  #read(at: number): void {
    const checkCrc = this.#options.checkCrcs !== false
    const header = readBatchHeader(this.#bytes, at, { checkCrc, origin: this.#options })
    const lastOffset = header.baseOffset + BigInt(header.lastOffsetDelta)
    if (lastOffset < this.#fromOffset) return
    const aborted = this.#isAborted(header, this.#bytes, at)
    if (!aborted && !header.control && header.recordCount > 0) {
      const segment = segmentOf(header, this.#bytes, at, this.#options)
      const first = this.#run[0]
      if (
        first !== undefined &&
        (first.bytes !== segment.bytes ||
          first.timestampType !== segment.timestampType ||
          lastOffset - first.baseOffset > maxDelta)
      ) {
        this.#flush()
      }
      this.#run.push(segment)
    }
    this.#nextOffset = lastOffset + 1n
  }

  #flush(): void {
    const run = this.#run
    this.#run = []
    try {
      this.#add(run)
    } catch (error) {
      if (run.length > 1) for (const segment of run) this.#addOrStop(segment)
      const first = run[0]
      if (first !== undefined && run.length === 1) this.#stopAt(first)
      throw error
    }
  }

  #addOrStop(segment: Segment): void {
    try {
      this.#add([segment])
    } catch (error) {
      this.#stopAt(segment)
      throw error
    }
  }

  /** What follows a damaged segment is not handed over: the next fetch begins with it. */
  #stopAt(segment: Segment): void {
    // The first batch may begin before the offset that was asked for.
    this.#nextOffset = this.#fromOffset
    if (segment.baseOffset > this.#fromOffset) this.#nextOffset = segment.baseOffset
  }

  #add(run: readonly Segment[]): void {
    const batch = bytesBatchOf(run, this.#fromOffset, this.#options, this.#options.allocate)
    if (batch === null) return
    this.#batches.push(batch)
    this.#count += batch.count
  }
}

function segmentOf(header: BatchHeader, bytes: Buffer, at: number, origin: BatchOrigin): Segment {
  const plain = {
    baseOffset: header.baseOffset,
    recordCount: header.recordCount,
    timestampType: header.timestampType,
    baseTimestamp: header.baseTimestamp,
    maxTimestamp: header.maxTimestamp,
  }
  const start = at + batchHeaderSize
  const end = at + header.size
  if (header.compression === 'none') return { ...plain, bytes, start, end }
  let records: Buffer
  try {
    records = decompress(header.compression, bytes.subarray(start, end))
  } catch (error) {
    throw raise(
      'KAFKA_CORRUPT_RECORDS',
      {
        where: whereOf(origin, header.baseOffset),
        problem: `its ${header.compression} data cannot be decompressed`,
      },
      { cause: error },
    )
  }
  return { ...plain, bytes: records, start: 0, end: records.length }
}

/** Type of a control record, the second half of its key: 0 ends an aborted transaction, 1 a committed one. */
const abortMarker = 0

/**
 * Decides batch by batch, in log order, whether it belongs to an aborted transaction. The list names a producer once
 * per transaction, so a producer's entry opens at its first offset and is closed by its own abort marker.
 */
function abortedFilter(
  aborted: readonly AbortedTransaction[] | null,
): (header: BatchHeader, bytes: Buffer, at: number) => boolean {
  if (aborted === null || aborted.length === 0) return () => false
  const queue = [...aborted].sort((a, b) =>
    a.firstOffset < b.firstOffset ? -1 : a.firstOffset > b.firstOffset ? 1 : 0,
  )
  const open = new Set<bigint>()
  let next = 0
  return (header, bytes, at) => {
    if (header.producerId < 0n) return false
    const lastOffset = header.baseOffset + BigInt(header.lastOffsetDelta)
    for (;;) {
      const transaction = queue[next]
      if (transaction === undefined || transaction.firstOffset > lastOffset) break
      open.add(transaction.producerId)
      next += 1
    }
    if (header.control) {
      if (controlType(header, bytes, at) === abortMarker) open.delete(header.producerId)
      return false
    }
    return header.transactional && open.has(header.producerId)
  }
}

/** The type of the control record in a control batch (version int16, type int16 in its key); null for none. */
function controlType(header: BatchHeader, bytes: Buffer, at: number): number | null {
  const segment = segmentOf(header, bytes, at, { topic: '', partition: -1 })
  const { count, keyStarts, keyLengths } = readPositions([segment], 0n)
  if (count === 0 || (keyLengths[0] ?? 0) < 4) return null
  return segment.bytes.readInt16BE((keyStarts[0] ?? 0) + 2)
}
