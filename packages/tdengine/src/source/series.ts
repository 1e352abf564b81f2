import { type Header, mix, seriesGroups } from '@tidewire/core'
import { Stamp } from './stamp.ts'

/** Header with the name of the child table (or normal table) that a record's row is from. */
const tableHeader = 'tdengine.table'
/** Header with the name of the super table; absent for normal tables and in line protocol, which names it. */
const superTableHeader = 'tdengine.stable'

/** One child table, or a normal table: the series that its rows are one of. */
export class Series {
  readonly name: Buffer
  /** The name, for comparing. */
  readonly stamp: Stamp
  readonly first: number
  readonly second: number
  readonly group: number
  readonly headers: readonly Header[]
  /** The tags as they lay in the block when `prefix` was made. */
  tags: Buffer | null = null
  /** What every record of the series begins or ends with, as the printer made it. */
  printed = new Stamp(Buffer.alloc(0))

  constructor(name: Buffer, first: number, second: number, headers: readonly Header[]) {
    this.name = name
    this.stamp = new Stamp(name)
    this.first = first
    this.second = second
    this.group = (first >>> 0) % seriesGroups
    this.headers = headers
  }
}

/** Series that are known at a time; more of them begin anew. */
const maxSeries = 50_000

/** The series of a table by their names, found from bytes. */
export class SeriesCache {
  readonly #superTable: Buffer | null
  #byHash = new Map<number, Series[]>()
  #size = 0

  constructor(superTable: string | null) {
    this.#superTable = superTable === null ? null : Buffer.from(superTable)
  }

  /** The series whose name lies at `start` to `end`. */
  find(view: DataView, start: number, end: number): Series {
    let first = 0x811c_9dc5
    let second = 0x1b87_3593
    for (let i = start; i < end; i += 1) {
      const byte = view.getUint8(i)
      first = Math.imul(first ^ byte, 0x0100_0193)
      second = Math.imul((second << 5) ^ (second >>> 27) ^ byte, 0x85eb_ca6b)
    }
    const key = mix(first)
    let bucket = this.#byHash.get(key)
    if (bucket !== undefined) {
      for (const series of bucket) if (series.stamp.isAt(view, start, end)) return series
    }
    if (this.#size >= maxSeries) {
      this.#byHash = new Map()
      this.#size = 0
      bucket = undefined
    }
    const name = Buffer.from(new Uint8Array(view.buffer, view.byteOffset + start, end - start))
    const headers = [
      { key: tableHeader, value: name },
      ...(this.#superTable === null ? [] : [{ key: superTableHeader, value: this.#superTable }]),
    ]
    const made = new Series(name, key, mix(second), headers)
    if (bucket === undefined) this.#byHash.set(key, [made])
    else bucket.push(made)
    this.#size += 1
    return made
  }
}
