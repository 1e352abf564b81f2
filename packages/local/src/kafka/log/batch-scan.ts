import {
  batchField,
  batchHeaderSize,
  batchPrefixSize,
  readBatchHeader,
} from '@tidewire/kafka/records'
import { readFully } from './file-io.ts'
import type { SequencedBatch } from './producer-states.ts'
import type { Segment } from './segment.ts'

const defaultChunk = 256 * 1024

/** A batch found in a segment. `bytes` is the whole batch when contents were asked for, else its header. */
export interface FoundBatch {
  readonly position: number
  readonly size: number
  readonly baseOffset: bigint
  readonly lastOffset: bigint
  readonly maxTimestamp: bigint
  readonly bytes: Buffer
}

/** How a segment is scanned. */
export interface ScanOptions {
  readonly from: number
  readonly to: number
  /** Read whole batches, and check their checksums. */
  readonly whole?: boolean
  /** Bytes read from the file at once. */
  readonly chunk?: number
}

/**
 * Walks the batches of a segment from `from`, which is the beginning of one, up to `to`. Ends before the first batch
 * that is cut off or broken; the returned position is the end of the last good one.
 */
export async function scanBatches(
  segment: Segment,
  options: ScanOptions,
  visit: (batch: FoundBatch) => boolean | undefined | Promise<boolean | undefined>,
): Promise<number> {
  const fd = await segment.acquire()
  try {
    const chunk = options.chunk ?? defaultChunk
    let buffer = Buffer.allocUnsafe(Math.min(chunk, Math.max(options.to - options.from, 1)))
    let start = options.from
    let filled = 0
    let position = options.from
    const load = async (at: number, size: number): Promise<boolean> => {
      if (at >= start && at + size <= start + filled) return true
      if (at + size > options.to) return false
      if (size > buffer.length) buffer = Buffer.allocUnsafe(size)
      start = at
      filled = await readFully(fd, buffer, Math.min(buffer.length, options.to - at), at)
      return size <= filled
    }
    while (await load(position, batchHeaderSize)) {
      const at = position - start
      const size = buffer.readInt32BE(at + batchField.batchLength) + batchPrefixSize
      if (size < batchHeaderSize || buffer.readInt8(at + batchField.magic) !== 2) break
      if (position + size > options.to) break
      if (options.whole === true && !(await load(position, size))) break
      const view = position - start
      const end = options.whole === true ? view + size : view + batchHeaderSize
      const bytes = buffer.subarray(view, end)
      if (options.whole === true && !isIntact(bytes)) break
      const baseOffset = bytes.readBigInt64BE(batchField.baseOffset)
      const more = await visit({
        position,
        size,
        baseOffset,
        lastOffset: baseOffset + BigInt(bytes.readInt32BE(batchField.lastOffsetDelta)),
        maxTimestamp: bytes.readBigInt64BE(batchField.maxTimestamp),
        bytes,
      })
      position += size
      if (more === false) break
    }
    return position
  } finally {
    segment.release()
  }
}

function isIntact(bytes: Buffer): boolean {
  try {
    readBatchHeader(bytes)
    return true
  } catch {
    return false
  }
}

/** What the producer sequence rules need of a found batch. */
export function sequencedBatch(batch: FoundBatch): SequencedBatch {
  const { bytes } = batch
  return {
    producerId: bytes.readBigInt64BE(batchField.producerId),
    producerEpoch: bytes.readInt16BE(batchField.producerEpoch),
    baseSequence: bytes.readInt32BE(batchField.baseSequence),
    recordCount: bytes.readInt32BE(batchField.recordCount),
    maxTimestamp: batch.maxTimestamp,
  }
}
