import type { Header, SourceBytesBatch } from '@tidewire/core'
import { ByteOutput } from './byte-output.ts'
import type { Series } from './series.ts'

const initialRows = 4096
const initialBytes = 1 << 20

function grown<T extends Int32Array | Float64Array>(array: T, length: number): T {
  const next = new (array.constructor as new (length: number) => T)(length)
  next.set(array)
  return next
}

/** Where records come from, as positions are stored. */
export interface BatchOrigin {
  readonly topic: string
  readonly partition: Readonly<Record<string, unknown>>
}

/** Records being printed: bytes and positions. Its memory is used again for the next batch. */
export class RecordBatch {
  readonly values = new ByteOutput(initialBytes)
  readonly #keys = new ByteOutput(64 * 1024)
  #valueStarts = new Int32Array(initialRows)
  #valueLengths = new Int32Array(initialRows)
  #keyStarts = new Int32Array(initialRows)
  #keyLengths = new Int32Array(initialRows)
  #timestamps = new Float64Array(initialRows)
  #headerSetOf = new Int32Array(initialRows)
  #headerSets: (readonly Header[])[] = []
  /** Where the key of each header set lies. */
  #keyOf: number[] = []
  #sets = new Map<Series, number>()
  #lastSeries: Series | null = null
  #lastSet = 0
  #lastKey = 0
  #count = 0

  get count(): number {
    return this.#count
  }

  /** Adds the record whose value was printed from `start` on. */
  add(series: Series, start: number, timestamp: number): void {
    const at = this.#count
    if (at >= this.#valueStarts.length) this.#grow()
    if (series !== this.#lastSeries) this.#enter(series)
    this.#valueStarts[at] = start
    this.#valueLengths[at] = this.values.length - start
    this.#keyStarts[at] = this.#lastKey
    this.#keyLengths[at] = series.name.length
    this.#timestamps[at] = timestamp
    this.#headerSetOf[at] = this.#lastSet
    this.#count = at + 1
  }

  /** The records; their bytes are valid until `clear`. */
  batch(
    origin: BatchOrigin,
    sourceOffset: Readonly<Record<string, unknown>> | null,
  ): SourceBytesBatch {
    return {
      form: 'bytes',
      topic: origin.topic,
      count: this.#count,
      bytes: this.values.bytes.subarray(0, this.values.length),
      valueStarts: this.#valueStarts,
      valueLengths: this.#valueLengths,
      keyBytes: this.#keys.bytes.subarray(0, this.#keys.length),
      keyStarts: this.#keyStarts,
      keyLengths: this.#keyLengths,
      timestamps: this.#timestamps,
      headerSets: this.#headerSets,
      headerSetOf: this.#headerSetOf,
      sourcePartition: origin.partition,
      sourceOffset,
    }
  }

  clear(): void {
    this.values.length = 0
    this.#keys.length = 0
    this.#count = 0
    this.#lastSeries = null
    this.#headerSets = []
    this.#keyOf = []
    this.#sets = new Map()
  }

  #enter(series: Series): void {
    const known = this.#sets.get(series)
    this.#lastSeries = series
    if (known === undefined) {
      this.#lastSet = this.#headerSets.length
      this.#headerSets.push(series.headers)
      this.#sets.set(series, this.#lastSet)
      this.#keys.reserve(series.name.length)
      this.#keyOf.push(this.#keys.length)
      this.#keys.raw(series.name)
    } else this.#lastSet = known
    this.#lastKey = this.#keyOf[this.#lastSet] ?? 0
  }

  #grow(): void {
    const length = this.#count * 2
    this.#valueStarts = grown(this.#valueStarts, length)
    this.#valueLengths = grown(this.#valueLengths, length)
    this.#keyStarts = grown(this.#keyStarts, length)
    this.#keyLengths = grown(this.#keyLengths, length)
    this.#timestamps = grown(this.#timestamps, length)
    this.#headerSetOf = grown(this.#headerSetOf, length)
  }
}
