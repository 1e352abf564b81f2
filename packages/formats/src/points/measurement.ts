import type { ValueTypeId } from '../value-type.ts'
import type { ByteArena } from './byte-arena.ts'
import { ByteTable, copyBytes, hashBytes, sameBytes } from './byte-table.ts'
import { PointColumn } from './point-column.ts'
import type { PointClock } from './point-time.ts'
import type { Series } from './series.ts'

/** A tag as all rows of a batch have it together. */
export interface MeasurementTag {
  readonly name: string
  readonly type: ValueTypeId
  /** Length in bytes of the longest value. */
  maxLength: number
  /** Byte position of the key where it first comes up in the batch's text. */
  readonly firstAt: number
}

const equals = 61
const backslash = 92

/** A spelling of a field's key with its column. */
interface KnownKey {
  readonly key: Uint8Array
  readonly column: PointColumn
}

/**
 * The rows of one measurement in a batch: columns, the series of each row, and timestamps. What it knows about keys
 * stays from batch to batch, the rows do not.
 */
export class Measurement {
  readonly name: string
  /** The name as it stands in the text, escapes included. */
  readonly key: Uint8Array
  /** Number of the batch its rows belong to. */
  batch = 0
  rows = 0
  /** Fields of the batch in the order in which they first come up. */
  columns: PointColumn[] = []
  /** Tags of the batch in the order in which they first come up. */
  tags: MeasurementTag[] = []
  /** Series of the batch in the order in which they first come up. */
  series: Series[] = []
  /** Per row the index into `series`. */
  seriesOf = new Uint32Array(0)
  #times = new BigInt64Array(0)
  #halves = new Int32Array(0)
  /** Byte position of the line of each row. */
  lineOf = new Int32Array(0)
  #expected: PointColumn[] = []
  readonly #known = new ByteTable<KnownKey>()
  readonly #byName = new Map<string, PointColumn>()
  readonly #arena: ByteArena

  constructor(name: string, key: Uint8Array, arena: ByteArena) {
    this.name = name
    this.key = key
    this.#arena = arena
  }

  /** Timestamps in the parser's target unit; as long as the capacity, so use the first `rows`. */
  get times(): BigInt64Array {
    return this.#times
  }

  /** Starts a new batch. */
  begin(batch: number): void {
    this.batch = batch
    this.rows = 0
    for (const column of this.columns) column.reset()
    this.columns = []
    this.tags = []
    this.series = []
    // A measurement whose fields change without end must not keep them all.
    if (this.#known.size > 4096) {
      this.#known.clear()
      this.#byName.clear()
      this.#expected = []
    }
  }

  /** The column that stood at that place among the fields last, when its key stands here too, with `=` behind it. */
  expect(bytes: Uint8Array, at: number, end: number, position: number): PointColumn | undefined {
    const column = this.#expected[position]
    if (column === undefined) return undefined
    const { key } = column
    const { length } = key
    if (at + length >= end || bytes[at + length] !== equals) return undefined
    if (key[length - 1] === backslash) return undefined
    for (let i = 0; i < length; i += 1) if (key[i] !== bytes[at + i]) return undefined
    return column
  }

  /** The column of a field key as it stands in the text; `position` is where among the line's fields it stands. */
  find(bytes: Uint8Array, start: number, end: number, position: number): PointColumn | undefined {
    const expected = this.#expected[position]
    if (expected !== undefined && sameBytes(expected.key, bytes, start, end)) return expected
    const known = this.#known.find(bytes, start, end, hashBytes(bytes, start, end))
    if (known === undefined) return undefined
    this.#expected[position] = known.column
    return known.column
  }

  /** Adds the column of a key that is not known yet. */
  add(bytes: Uint8Array, start: number, end: number, name: string): PointColumn {
    // Two spellings of one name are one column.
    let column = this.#byName.get(name)
    if (column === undefined) {
      column = new PointColumn(name, copyBytes(bytes, start, end), this.#arena)
      this.#byName.set(name, column)
    }
    this.#known.add({ key: copyBytes(bytes, start, end), column }, hashBytes(bytes, start, end))
    return column
  }

  /** Adds the row whose values are set already. */
  finish(series: Series, line: number, clock: PointClock): void {
    const row = this.rows
    if (row >= this.seriesOf.length) this.#grow()
    this.seriesOf[row] = series.index
    this.lineOf[row] = line
    clock.store(this.#halves, row)
    this.rows = row + 1
  }

  #grow(): void {
    const length = Math.max(64, this.seriesOf.length * 2)
    const seriesOf = new Uint32Array(length)
    seriesOf.set(this.seriesOf)
    this.seriesOf = seriesOf
    const lineOf = new Int32Array(length)
    lineOf.set(this.lineOf)
    this.lineOf = lineOf
    const times = new BigInt64Array(length)
    times.set(this.#times)
    this.#times = times
    this.#halves = new Int32Array(times.buffer)
  }
}
