import { batchHeaderSize } from '@tidewire/kafka/records'
import type { FileRegion } from '../protocol/wire-writer.ts'
import { scanBatches } from './batch-scan.ts'
import type { Segment } from './segment.ts'

/** What a reader sees of a log. */
export interface ReadableLog {
  readonly segments: readonly Segment[]
  readonly nextOffset: bigint
}

/** Finds offsets in the segments of a log and gives regions of their files. */
export class LogReader {
  readonly #log: ReadableLog
  /** Where reading went on last: offset → place, so that a reader in sequence needs no search. */
  readonly #places = new Map<bigint, { readonly segment: Segment; readonly position: number }>()

  constructor(log: ReadableLog) {
    this.#log = log
  }

  /** The segment that holds `offset`, which lies in the log. */
  #segmentAt(offset: bigint): Segment {
    let low = 0
    let high = this.#log.segments.length - 1
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if ((this.#log.segments[middle]?.baseOffset ?? 0n) <= offset) low = middle
      else high = middle - 1
    }
    return this.#log.segments[low] ?? emptyLog()
  }

  /** Bytes that a reader at `offset` has before it, at least; exact enough for `min.bytes`. */
  bytesFrom(offset: bigint): number {
    if (offset >= this.#log.nextOffset) return 0
    const segment = this.#segmentAt(offset)
    const place = this.#places.get(offset)
    const position =
      place?.segment === segment
        ? place.position
        : segment.index.floorOffset(Number(offset - segment.baseOffset)).position
    let bytes = Math.max(1, segment.size - position)
    for (let i = this.#log.segments.length - 1; i >= 0; i -= 1) {
      const later = this.#log.segments[i]
      if (later === undefined || later.baseOffset <= segment.baseOffset) break
      bytes += later.size
    }
    return bytes
  }

  /**
   * Batches from the one that holds `offset` on, at most `maxBytes`; whole batches only, the first one even when it is
   * larger if `firstAlways`. Null when there is nothing (that fits). The caller must release the region.
   */
  async read(offset: bigint, maxBytes: number, firstAlways: boolean): Promise<FileRegion | null> {
    if (offset >= this.#log.nextOffset) return null
    for (let segment = this.#segmentAt(offset); ; ) {
      await segment.acquire()
      const region = await this.#regionOf(segment, offset, maxBytes, firstAlways).catch(
        (error: unknown) => {
          segment.release()
          throw error
        },
      )
      if (region !== 'past') {
        if (region === null) segment.release()
        return region
      }
      segment.release()
      const next = this.#log.segments.find(later => later.baseOffset > segment.baseOffset)
      if (next === undefined) return null
      segment = next
    }
  }

  async #regionOf(
    segment: Segment,
    offset: bigint,
    maxBytes: number,
    firstAlways: boolean,
  ): Promise<FileRegion | null | 'past'> {
    // The end is fixed before the first await: what is appended meanwhile belongs to the next fetch.
    const { size } = segment
    const isActive = segment === this.#log.segments.at(-1)
    const endOffset = isActive ? this.#log.nextOffset : null
    const found = await this.#locate(segment, offset, size)
    if (found === null) return 'past'
    const { position } = found
    let end = size
    if (size - position > maxBytes) {
      const entry = segment.index.floorPosition(position + maxBytes)
      end = entry.position
      if (end > position) {
        this.#remember(segment.baseOffset + BigInt(entry.delta), segment, end)
      } else {
        const first = found.size ?? (await this.#batchSize(segment, position))
        if (first > maxBytes && !firstAlways) return null
        end = position + first
      }
    } else if (endOffset !== null) this.#remember(endOffset, segment, end)
    const length = end - position
    return {
      size: length,
      read: (target, from) =>
        segment.read(target.subarray(0, Math.min(target.length, length - from)), position + from),
      release: () => segment.release(),
    }
  }

  #remember(offset: bigint, segment: Segment, position: number): void {
    this.#places.delete(offset)
    this.#places.set(offset, { segment, position })
    if (this.#places.size <= 32) return
    const oldest = this.#places.keys().next()
    if (!oldest.done) this.#places.delete(oldest.value)
  }

  /** The first batch whose last offset is not below `offset`. */
  async #locate(
    segment: Segment,
    offset: bigint,
    size: number,
  ): Promise<{ readonly position: number; readonly size: number | null } | null> {
    const known = this.#places.get(offset)
    if (known !== undefined && known.segment === segment && known.position < size) {
      return { position: known.position, size: null }
    }
    const delta = Number(offset - segment.baseOffset)
    const from = segment.index.floorOffset(delta).position
    let found: { position: number; size: number } | null = null
    await scanBatches(segment, { from, to: size, chunk: 32 * 1024 }, batch => {
      if (batch.lastOffset < offset) return true
      found = { position: batch.position, size: batch.size }
      return false
    })
    return found
  }

  async #batchSize(segment: Segment, position: number): Promise<number> {
    let size = 0
    const to = Math.max(position + batchHeaderSize, segment.size)
    await scanBatches(segment, { from: position, to, chunk: batchHeaderSize }, batch => {
      size = batch.size
      return false
    })
    return size
  }

  forget(segment: Segment): void {
    for (const [offset, place] of this.#places) {
      if (place.segment === segment) this.#places.delete(offset)
    }
  }
}

function emptyLog(): never {
  throw new Error('a log has at least one segment')
}
