import type { ColumnType } from '../dialect/column-type.ts'
import type { TableShape } from '../dialect/table-shape.ts'
import type { Rows } from './table-queries.ts'

/** Most values of a page, since each of them is an object in memory. */
const mostValues = 400_000
/** Bytes that a page should have. */
const goalBytes = 8 * 1024 * 1024
/** Bytes that a page would have if all texts were as long as they may be. */
const mostBytes = 64 * 1024 * 1024
/** Text of a number, bool or time. */
const scalarBytes = 16

/** Bytes of a value of a type, when it is as long as it may be. */
function widthOf(type: ColumnType): number {
  return 'length' in type ? type.length : scalarBytes
}

/**
 * How many whole rows of a table a statement asks for: the usual number, unless the table has very many columns or very
 * long texts, for a result is held in memory whole. Texts that may be long and are short let it grow.
 */
export class PageSize {
  /** Rows of the next page. */
  rows: number
  #most: number
  readonly #adapts: boolean

  /** `most` is the usual number. */
  constructor({ columns, tags }: TableShape, most: number) {
    const all = [...columns, ...tags]
    const width = all.reduce((sum, { type }) => sum + widthOf(type), 0)
    const byValues = Math.min(most, Math.floor(mostValues / all.length))
    this.#most = Math.max(1, Math.min(byValues, Math.floor(mostBytes / width)))
    this.rows = Math.max(1, Math.min(this.#most, Math.floor(goalBytes / width)))
    this.#adapts = this.rows < byValues
  }

  /** Learns from a page how long rows are. */
  saw(page: Rows): void {
    if (!this.#adapts || page.length === 0) return
    let bytes = 0
    for (const row of page) for (const value of row) bytes += value?.length ?? 0
    const fitting = Math.floor(goalBytes / (bytes / page.length + 1))
    this.rows = Math.max(1, Math.min(this.#most, this.rows * 2, fitting))
  }

  /** Makes pages half as large from now on; false when they have one row. */
  halve(): boolean {
    if (this.rows === 1) return false
    this.rows = this.rows >>> 1
    this.#most = this.rows
    return true
  }
}
