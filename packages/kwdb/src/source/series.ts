import { type Header, mix, seriesGroups } from '@tidewire/core'
import type { TextValue } from '../client/api.ts'
import type { TableShape } from '../dialect/table-shape.ts'

/** Headers with the database and the table that a record's row is from. */
const databaseHeader = 'kwdb.database'
const tableHeader = 'kwdb.table'

/** Series that are known at a time; more of them begin anew. */
const maxSeries = 50_000

/** The rows of a table with the same primary tags. */
export interface RowSeries {
  /** `table,tag=value,…` with the primary tags, escaped as line protocol does: the key of its records. */
  readonly name: Buffer
  readonly headers: readonly Header[]
  /** Halves of a hash of its primary tags. */
  readonly first: number
  readonly second: number
  /** The group that its rows are counted in. */
  readonly group: number
}

/** The series of one table. */
export class SeriesOfTable {
  readonly #table: string
  /** Names of the primary tags, and where they are in a row. */
  readonly #tags: readonly { readonly label: string; readonly at: number }[]
  readonly #headers: readonly Header[]
  readonly #known = new Map<string, RowSeries>()
  #lastKey = ''
  #last: RowSeries | null = null

  constructor(database: string, { name, columns, tags }: TableShape) {
    this.#table = escaped(name)
    this.#tags = tags.flatMap((tag, i) =>
      tag.primary ? [{ label: `,${escaped(tag.name)}=`, at: columns.length + i }] : [],
    )
    this.#headers = [
      { key: databaseHeader, value: Buffer.from(database) },
      { key: tableHeader, value: Buffer.from(name) },
    ]
  }

  /** The series of a row of columns and tags. */
  ofRow(row: readonly TextValue[]): RowSeries {
    const tags = this.#tags
    let key = row[tags[0]?.at ?? 0] ?? ''
    for (let i = 1; i < tags.length; i += 1) {
      const value = row[(tags[i] as { at: number }).at] ?? ''
      key += `\0${value}`
    }
    return this.#find(key)
  }

  /** The series of primary tag values, in the order of the tags. */
  ofTags(values: readonly TextValue[]): RowSeries {
    return this.#find(values.map(value => value ?? '').join('\0'))
  }

  #find(key: string): RowSeries {
    if (this.#last !== null && key === this.#lastKey) return this.#last
    let series = this.#known.get(key)
    if (series === undefined) {
      if (this.#known.size >= maxSeries) this.#known.clear()
      series = this.#make(key)
      this.#known.set(key, series)
    }
    this.#lastKey = key
    this.#last = series
    return series
  }

  #make(key: string): RowSeries {
    let first = 0x811c_9dc5
    let second = 0x1b87_3593
    for (let i = 0; i < key.length; i += 1) {
      const code = key.charCodeAt(i)
      first = Math.imul(first ^ code, 0x0100_0193)
      second = Math.imul((second << 5) ^ (second >>> 27) ^ code, 0x85eb_ca6b)
    }
    const values = key.split('\0')
    const tags = this.#tags.map(({ label }, i) => label + escaped(values[i] ?? ''))
    const half = mix(first)
    return {
      name: Buffer.from(this.#table + tags.join('')),
      headers: this.#headers,
      first: half,
      second: mix(second),
      group: (half >>> 0) % seriesGroups,
    }
  }
}

function escaped(text: string): string {
  return text.replace(/[\\,= ]/g, '\\$&')
}
