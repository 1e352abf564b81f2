import { isUtf8 } from 'node:buffer'
import {
  type BytesBatch,
  isBytes,
  type RecordPlace,
  type RecordsBatch,
  type SinkBatch,
  type TidewireError,
} from '@tidewire/core'
import type { SchemalessProtocol } from '../client/api.ts'
import { raise } from '../errors.ts'
import { cutBlanks, isOnlyComments, skipBlanks, tidyLines } from './value-text.ts'

/** A record that cannot be part of any request, with the reason. */
export interface RefusedRecord extends RecordPlace {
  readonly error: TidewireError
}

/** Limits of one request. */
export interface RequestLimits {
  readonly format: SchemalessProtocol
  /** Most records, unless {@link RequestBuffer.maxRecords} is set; `Infinity` for no limit. */
  readonly maxRecords: number
  /** Most bytes; a single larger record makes a request of its own. */
  readonly maxBytes: number
}

const lineFeed = 0x0a
const comma = 0x2c
const hash = 0x23
const initialBytes = 256 * 1024
/** Room before the records, where the bracket of a JSON array goes. */
const lead = 1

function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2)
  larger.set(array)
  return larger
}

/**
 * The body of one request, joined from record values, and where each part came from. It is filled, sent and filled
 * again without new memory. Record `k` of the request is `bytes[starts[k] .. starts[k + 1] - 1]`, a separator follows.
 */
export class RequestBuffer {
  /** Records in the request. */
  count = 0
  /** Null values that were left out. */
  tombstones = 0
  /** Values without any data (blank, only comments, an empty JSON array) that were left out. */
  blanks = 0
  /** Records left out because no request can carry them. */
  refused: RefusedRecord[] = []
  /** Most records. */
  maxRecords: number

  readonly #limits: RequestLimits
  readonly #separator: number
  #bytes = Buffer.allocUnsafeSlow(initialBytes)
  #length = lead
  #starts = new Int32Array(4096)
  #batchOf = new Int32Array(4096)
  #indexOf = new Int32Array(4096)
  #batches: SinkBatch[] = []
  #isTidy = false

  constructor(limits: RequestLimits) {
    this.#limits = limits
    this.maxRecords = limits.maxRecords
    this.#separator = limits.format === 'json' ? comma : lineFeed
  }

  /** Forgets the records; keeps the memory unless a giant record had made it grow. */
  clear(): void {
    this.count = 0
    this.tombstones = 0
    this.blanks = 0
    this.refused = []
    this.maxRecords = this.#limits.maxRecords
    this.#length = lead
    this.#batches = []
    this.#isTidy = false
    if (this.#bytes.length > Math.max(this.#limits.maxBytes + 1 + lead, initialBytes)) {
      this.#bytes = Buffer.allocUnsafeSlow(initialBytes)
    }
  }

  /** Bytes of the joined records. */
  get byteLength(): number {
    return Math.max(0, this.#length - 1 - lead)
  }

  /** Takes records of a batch from index `from` on; returns the index of the first that found no room. */
  fill(batch: SinkBatch, from: number): number {
    this.#batches.push(batch)
    return isBytes(batch) ? this.#fillBytes(batch, from) : this.#fillRecords(batch, from)
  }

  /** Call once after filling: takes out records that are not UTF-8 text, which would spoil the whole request. */
  seal(): void {
    const body = this.#bytes.subarray(lead, this.#length)
    if (isUtf8(body) && !body.includes(0)) return
    this.#rewrite((value, place) => {
      const reason = isUtf8(value) ? (value.includes(0) ? 'it has a NUL byte' : null) : 'not UTF-8'
      if (reason === null) return value
      this.refused.push({ ...place, error: raise('TDENGINE_VALUE_TEXT', { reason }) })
      return null
    })
  }

  /** Leaves out blank lines and comments inside values; false when there was nothing to leave out (any more). */
  tidy(): boolean {
    const { format } = this.#limits
    if (format === 'json' || this.#isTidy) return false
    this.#isTidy = true
    let changed = false
    this.#rewrite(value => {
      const tidy = tidyLines(value, format === 'line')
      if (tidy !== null) changed = true
      return tidy ?? value
    })
    return changed
  }

  /** The body of a request with the records from `low` up to, not including, `high`; views, valid until `clear`. */
  body(low: number, high: number): readonly Uint8Array[] {
    const joined = this.#bytes.subarray(this.#start(low), this.#start(high) - 1)
    return this.#limits.format === 'json' ? [arrayStart, joined, arrayEnd] : [joined]
  }

  /**
   * Gives the text of the records from `low` up to `high` in one piece to a reader; JSON as an array. The text is
   * valid during the call only. Record `k` begins at `startIn(k, low)`.
   */
  read<T>(low: number, high: number, reader: (text: Buffer) => T): T {
    const start = this.#start(low)
    const end = this.#start(high) - 1
    if (this.#limits.format !== 'json') return reader(this.#bytes.subarray(start, end))
    const before = this.#bytes[start - 1] as number
    this.#bytes[start - 1] = arrayOpen
    this.#bytes[end] = arrayClose
    try {
      return reader(this.#bytes.subarray(start - 1, end + 1))
    } finally {
      this.#bytes[start - 1] = before
      this.#bytes[end] = comma
    }
  }

  /** Where record `k` begins in a text from record `low` on. */
  startIn(k: number, low: number): number {
    return this.#start(k) - this.#start(low) + (this.#limits.format === 'json' ? 1 : 0)
  }

  /** Takes over a record of another request of the same limits. */
  copy(from: RequestBuffer, k: number): void {
    const { batch, index } = from.place(k)
    if (this.#batches.at(-1) !== batch) this.#batches.push(batch)
    const value = from.value(k)
    this.#append(value, 0, value.length, index)
  }

  /** The bytes of record `k` as they are sent. */
  value(k: number): Buffer {
    return this.#bytes.subarray(this.#start(k), this.#start(k + 1) - 1)
  }

  /** Where record `k` came from. */
  place(k: number): RecordPlace {
    const batch = this.#batches[this.#batchOf[k] ?? -1]
    if (batch === undefined) throw new RangeError(`no record ${k} in a request of ${this.count}`)
    return { batch, index: this.#indexOf[k] ?? 0 }
  }

  #start(k: number): number {
    return k === this.count ? this.#length : (this.#starts[k] ?? 0)
  }

  #fillBytes(batch: BytesBatch, from: number): number {
    const { bytes, count, valueStarts, valueLengths } = batch
    const { maxRecords } = this
    const json = this.#limits.format === 'json'
    let i = from
    for (; i < count && this.count < maxRecords; i += 1) {
      const length = valueLengths[i] as number
      if (length < 0) {
        this.tombstones += 1
        continue
      }
      const start = valueStarts[i] as number
      const end = start + length
      // Only values that begin with a blank or a comment, or end with a blank, need a closer look.
      if (
        json ||
        length === 0 ||
        (bytes[start] as number) <= hash ||
        (bytes[end - 1] as number) <= 0x20
      ) {
        if (!this.#appendTrimmed(bytes, start, end, batch, i)) break
      } else if (!this.#append(bytes, start, end, i)) break
    }
    return i
  }

  #fillRecords(batch: RecordsBatch, from: number): number {
    let i = from
    for (; i < batch.count && this.count < this.maxRecords; i += 1) {
      const value = batch.records[i]?.value
      if (value === null || value === undefined) {
        this.tombstones += 1
      } else if (typeof value === 'string') {
        const bytes = Buffer.from(value)
        if (!this.#appendTrimmed(bytes, 0, bytes.length, batch, i)) break
      } else if (value instanceof Uint8Array) {
        const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
        if (!this.#appendTrimmed(bytes, 0, bytes.length, batch, i)) break
      } else {
        const type = Array.isArray(value) ? 'an array' : `of type ${typeof value}`
        this.refused.push({ batch, index: i, error: raise('TDENGINE_VALUE_TYPE', { type }) })
      }
    }
    return i
  }

  /** Appends a value without the blanks around it; true unless there is no room. */
  #appendTrimmed(
    bytes: Buffer,
    from: number,
    to: number,
    batch: SinkBatch,
    index: number,
  ): boolean {
    const start = skipBlanks(bytes, from, to)
    const end = cutBlanks(bytes, start, to)
    const { format } = this.#limits
    if (
      start === end ||
      (format === 'line' && bytes[start] === hash && isOnlyComments(bytes, start, end))
    ) {
      this.blanks += 1
      return true
    }
    if (format !== 'json') return this.#append(bytes, start, end, index)
    const open = bytes[start]
    const close = bytes[end - 1]
    if (open === objectOpen && close === objectClose) {
      return this.#append(bytes, start, end, index)
    }
    if (open === arrayOpen && close === arrayClose && end - start > 1) {
      const first = skipBlanks(bytes, start + 1, end - 1)
      const last = cutBlanks(bytes, first, end - 1)
      if (first < last) return this.#append(bytes, first, last, index)
      this.blanks += 1
      return true
    }
    this.refused.push({ batch, index, error: raise('TDENGINE_VALUE_JSON') })
    return true
  }

  #append(bytes: Buffer, start: number, end: number, index: number): boolean {
    const at = this.#length
    const next = at + (end - start) + 1
    if (next - 1 - lead > this.#limits.maxBytes && this.count > 0) return false
    if (next > this.#bytes.length) this.#grow(next)
    const k = this.count
    if (k === this.#starts.length) {
      this.#starts = grown(this.#starts)
      this.#batchOf = grown(this.#batchOf)
      this.#indexOf = grown(this.#indexOf)
    }
    bytes.copy(this.#bytes, at, start, end)
    this.#bytes[next - 1] = this.#separator
    this.#starts[k] = at
    this.#batchOf[k] = this.#batches.length - 1
    this.#indexOf[k] = index
    this.count = k + 1
    this.#length = next
    return true
  }

  #grow(needed: number): void {
    const doubled = Math.min(this.#bytes.length * 2, this.#limits.maxBytes + 1 + lead)
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, doubled))
    this.#bytes.copy(larger, 0, 0, this.#length)
    this.#bytes = larger
  }

  /** Replaces the value of every record by one of at most its length; null takes the record out. */
  #rewrite(change: (value: Buffer, place: RecordPlace) => Buffer | null): void {
    const total = this.count
    const end = this.#length
    let kept = 0
    let length = lead
    for (let k = 0; k < total; k += 1) {
      const next = k + 1 === total ? end : (this.#starts[k + 1] as number)
      const place = this.place(k)
      const value = change(this.#bytes.subarray(this.#starts[k], next - 1), place)
      if (value === null) continue
      value.copy(this.#bytes, length)
      this.#starts[kept] = length
      this.#batchOf[kept] = this.#batchOf[k] as number
      this.#indexOf[kept] = this.#indexOf[k] as number
      length += value.length
      this.#bytes[length] = this.#separator
      length += 1
      kept += 1
    }
    this.count = kept
    this.#length = length
  }
}

const objectOpen = 0x7b
const objectClose = 0x7d
const arrayOpen = 0x5b
const arrayClose = 0x5d
const arrayStart = Buffer.from('[')
const arrayEnd = Buffer.from(']')
