/** Bytes of an index entry on disk: offset delta u32, position u32, largest timestamp before it i64. */
export const indexEntrySize = 16

/** A place in a segment: the batch that begins at `position` has base offset `segment base + delta`. */
export interface IndexEntry {
  readonly delta: number
  readonly position: number
}

/**
 * Sparse index of one segment, by offset, position and time at once: every entry is the beginning of a batch, with the
 * largest timestamp of all batches before it. Growing typed arrays, no object per entry.
 */
export class SegmentIndex {
  #deltas = new Float64Array(64)
  #positions = new Float64Array(64)
  #timesBefore = new Float64Array(64)
  #length = 0

  get length(): number {
    return this.#length
  }

  /** Bytes of the segment that are covered: the position of the last entry. */
  get lastPosition(): number {
    return this.#length === 0 ? 0 : (this.#positions[this.#length - 1] ?? 0)
  }

  /** The largest timestamp before the last entry; -1 when there is none. */
  get lastTimeBefore(): number {
    return this.#length === 0 ? -1 : (this.#timesBefore[this.#length - 1] ?? -1)
  }

  add(delta: number, position: number, timeBefore: number): void {
    if (this.#length === this.#deltas.length) {
      this.#deltas = grown(this.#deltas)
      this.#positions = grown(this.#positions)
      this.#timesBefore = grown(this.#timesBefore)
    }
    this.#deltas[this.#length] = delta
    this.#positions[this.#length] = position
    this.#timesBefore[this.#length] = timeBefore
    this.#length += 1
  }

  /** The last entry whose batch begins at or before `delta`; the segment's beginning when there is none. */
  floorOffset(delta: number): IndexEntry {
    return this.#entry(upperBound(this.#deltas, this.#length, delta) - 1)
  }

  /** The last entry at or before `position`. */
  floorPosition(position: number): IndexEntry {
    return this.#entry(upperBound(this.#positions, this.#length, position) - 1)
  }

  /** The last entry before which every timestamp is below `time` (milliseconds). */
  floorTime(time: number): IndexEntry {
    return this.#entry(lowerBound(this.#timesBefore, this.#length, time) - 1)
  }

  #entry(i: number): IndexEntry {
    if (i < 0) return { delta: 0, position: 0 }
    return { delta: this.#deltas[i] ?? 0, position: this.#positions[i] ?? 0 }
  }

  /** Drops the entries at or after `position`. */
  cut(position: number): void {
    this.#length = lowerBound(this.#positions, this.#length, position)
  }

  /** Entries from number `from` on, as they are stored. */
  encode(from: number): Buffer {
    const bytes = Buffer.allocUnsafe((this.#length - from) * indexEntrySize)
    for (let i = from, at = 0; i < this.#length; i += 1, at += indexEntrySize) {
      bytes.writeUInt32BE(this.#deltas[i] ?? 0, at)
      bytes.writeUInt32BE(this.#positions[i] ?? 0, at + 4)
      bytes.writeBigInt64BE(BigInt(this.#timesBefore[i] ?? -1), at + 8)
    }
    return bytes
  }

  /** Reads stored entries; stops at the first that cannot follow the one before it or lies beyond `size`. */
  static decode(bytes: Buffer, size: number): SegmentIndex {
    const index = new SegmentIndex()
    let delta = -1
    let position = -1
    for (let at = 0; at + indexEntrySize <= bytes.length; at += indexEntrySize) {
      const nextDelta = bytes.readUInt32BE(at)
      const nextPosition = bytes.readUInt32BE(at + 4)
      if (nextDelta <= delta || nextPosition <= position || nextPosition >= size) break
      delta = nextDelta
      position = nextPosition
      index.add(delta, position, Number(bytes.readBigInt64BE(at + 8)))
    }
    return index
  }
}

function grown(array: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(array.length * 2)
  larger.set(array)
  return larger
}

/** The first of `length` sorted values that is greater than `value`. */
function upperBound(values: Float64Array, length: number, value: number): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((values[middle] ?? 0) > value) high = middle
    else low = middle + 1
  }
  return low
}

/** The first of `length` sorted values that is not below `value`. */
function lowerBound(values: Float64Array, length: number, value: number): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((values[middle] ?? 0) >= value) high = middle
    else low = middle + 1
  }
  return low
}
