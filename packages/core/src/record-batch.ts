import type { Header, SourceBytesBatch } from './record.ts'

const initialRows = 4096

function grown<T extends Int32Array | Float64Array>(array: T, length: number): T {
  const next = new (array.constructor as new (length: number) => T)(length)
  next.set(array)
  return next
}

/** What printers write values into: bytes that grow. */
export interface PrintedBytes {
  readonly bytes: Buffer
  length: number
}

/** What the records of a series share. */
export interface RecordSeries {
  /** The key of its records. */
  readonly name: Uint8Array
  readonly headers: readonly Header[]
}

/** Where records come from, as positions are stored. */
export interface BatchOrigin {
  readonly topic: string
  readonly partition: Readonly<Record<string, unknown>>
}

/** Records of a source being printed: bytes and positions. Its memory is used again for the next batch. */
export class RecordBatch<T extends PrintedBytes = PrintedBytes> {
  readonly values: T
  #keys = Buffer.allocUnsafeSlow(64 * 1024)
  #keysEnd = 0
  #valueStarts = new Int32Array(initialRows)
  #valueLengths = new Int32Array(initialRows)
  #keyStarts = new Int32Array(initialRows)
  #keyLengths = new Int32Array(initialRows)
  #timestamps = new Float64Array(initialRows)
  #headerSetOf = new Int32Array(initialRows)
  #headerSets: (readonly Header[])[] = []
  /** Where the key of each header set lies. */
  #keyOf: number[] = []
  #sets = new Map<RecordSeries, number>()
  #lastSeries: RecordSeries | null = null
  #lastSet = 0
  #lastKey = 0
  #count = 0

  constructor(values: T) {
    this.values = values
  }

  get count(): number {
    return this.#count
  }

  /**
   * Adds the record whose value was printed from `start` on. Kafka knows no time before 1970 (its Java clients refuse such
   * records), so a time in milliseconds that is less than 0 becomes 0.
   */
  add(series: RecordSeries, start: number, timestamp: number): void {
    const at = this.#count
    if (at >= this.#valueStarts.length) this.#grow()
    if (series !== this.#lastSeries) this.#enter(series)
    this.#valueStarts[at] = start
    this.#valueLengths[at] = this.values.length - start
    this.#keyStarts[at] = this.#lastKey
    this.#keyLengths[at] = series.name.length
    this.#timestamps[at] = Math.max(timestamp, 0)
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
      keyBytes: this.#keys.subarray(0, this.#keysEnd),
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
    this.#keysEnd = 0
    this.#count = 0
    this.#lastSeries = null
    this.#headerSets = []
    this.#keyOf = []
    this.#sets = new Map()
  }

  #enter(series: RecordSeries): void {
    const known = this.#sets.get(series)
    this.#lastSeries = series
    if (known === undefined) {
      this.#lastSet = this.#headerSets.length
      this.#headerSets.push(series.headers)
      this.#sets.set(series, this.#lastSet)
      this.#keyOf.push(this.#keysEnd)
      this.#addKey(series.name)
    } else this.#lastSet = known
    this.#lastKey = this.#keyOf[this.#lastSet] ?? 0
  }

  #addKey(name: Uint8Array): void {
    const end = this.#keysEnd + name.length
    if (end > this.#keys.length) {
      const next = Buffer.allocUnsafeSlow(Math.max(end, this.#keys.length * 2))
      next.set(this.#keys.subarray(0, this.#keysEnd))
      this.#keys = next
    }
    this.#keys.set(name, this.#keysEnd)
    this.#keysEnd = end
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
