import { earliest, type TimeSpan, type TimeUnit } from '@tidewire/core'
import type { KwdbClient, QueryResult, TextValue } from '../client/api.ts'
import { isOutOfMemory } from '../client/server-error.ts'
import { qualifiedName, quoteName } from '../dialect/identifier.ts'
import type { TableShape, Tag } from '../dialect/table-shape.ts'
import { textLiteral } from '../dialect/text-literal.ts'
import { PageSize } from './page-size.ts'
import { StoredTimes, timeTextOf } from './stored-time.ts'

/** Rows of a result, at most a page of them. */
export type Rows = readonly (readonly TextValue[])[]

/** Thrown when a query of whole rows finds other columns than are known. */
export class ColumnsChanged extends Error {}

/** Series in one condition. */
const seriesAtOnce = 100
/** Rows of a window, however few a page has: a window costs statements too. */
const leastWindowRows = 1000

/** What the source asks of one table; times are in the unit of its time column. */
export class TableQueries {
  readonly #client: KwdbClient
  readonly #from: string
  readonly #unit: TimeUnit
  readonly #pageRows: number
  /** Rows that a statement for whole rows asks for. */
  readonly #page: PageSize
  readonly #times: StoredTimes
  readonly #time: string
  /** Names of columns and tags, as whole rows have them. */
  readonly #names: readonly string[]
  /** Where FLOAT4 is in a whole row: the server prints it with six decimals, so it is asked for as FLOAT8 besides. */
  readonly #floats: readonly number[]
  readonly #all: string
  readonly #primary: readonly Tag[]
  readonly #primaryNames: readonly string[]
  /** Types of the fields of whole rows, as the first result told them; empty before. */
  #oids: readonly number[] = []
  /** Where the primary tags are in a whole row. */
  readonly #primaryAt: readonly number[]

  constructor(
    client: KwdbClient,
    database: string,
    shape: TableShape,
    unit: TimeUnit,
    pageRows: number,
  ) {
    const { name, columns, tags } = shape
    this.#client = client
    this.#from = qualifiedName(database, name)
    this.#unit = unit
    this.#pageRows = pageRows
    this.#page = new PageSize(shape, pageRows)
    this.#times = new StoredTimes(unit)
    this.#time = quoteName(columns[0]?.name ?? '')
    const all = [...columns, ...tags]
    this.#names = all.map(column => column.name)
    this.#floats = all.flatMap(({ type }, i) => (type.name === 'FLOAT4' ? [i] : []))
    const casts = this.#floats.map(i => `CAST(${quoteName(all[i]?.name ?? '')} AS FLOAT8)`)
    this.#all = ['*', ...casts].join(', ')
    this.#primary = tags.filter(tag => tag.primary)
    this.#primaryNames = this.#primary.map(tag => quoteName(tag.name))
    this.#primaryAt = this.#primary.map(tag => columns.length + tags.indexOf(tag))
  }

  /** Rows that a window over the history should have. */
  get windowRows(): number {
    return Math.max(leastWindowRows, this.#page.rows)
  }

  /**
   * Whole rows, columns then tags, by time and primary tags; page by page. Throws {@link ColumnsChanged} when there are
   * other columns by now: then no value of a new column is passed over.
   */
  rows(span: TimeSpan, signal: AbortSignal): AsyncGenerator<Rows> {
    return this.#pages(this.#all, this.#primaryAt, span, null, signal)
  }

  /** Whole rows of some series, given by their primary tags. */
  async *rowsOf(
    series: readonly Rows[number][],
    span: TimeSpan,
    signal: AbortSignal,
  ): AsyncGenerator<Rows> {
    for (let at = 0; at < series.length; at += seriesAtOnce) {
      const some = series.slice(at, at + seriesAtOnce).map(values => this.#isSeries(values))
      yield* this.#pages(this.#all, this.#primaryAt, span, `(${some.join(' OR ')})`, signal)
    }
  }

  /** Times and primary tags, page by page. */
  identities(span: TimeSpan, signal: AbortSignal): AsyncGenerator<Rows> {
    const selected = [this.#time, ...this.#primaryNames].join(', ')
    return this.#pages(
      selected,
      this.#primary.map((_, i) => i + 1),
      span,
      null,
      signal,
    )
  }

  /** The number of rows. */
  async count(span: TimeSpan, signal: AbortSignal): Promise<number> {
    const sql = `SELECT count(*) FROM ${this.#from}${this.#where(span)}`
    const { rows } = await this.#client.query(sql, signal)
    return Number(rows[0]?.[0] ?? 0)
  }

  /** The time of the first row; null when there is none. */
  async first(span: TimeSpan, signal: AbortSignal): Promise<bigint | null> {
    const sql = `SELECT min(${this.#time}) FROM ${this.#from}${this.#where(span)}`
    const { rows } = await this.#client.query(sql, signal)
    const value = rows[0]?.[0] ?? null
    return value === null ? null : this.#times.read(value)
  }

  /** The primary tags of each series with its number of rows, page by page. */
  async *countsBySeries(span: TimeSpan, signal: AbortSignal): AsyncGenerator<Rows> {
    const names = this.#primaryNames.join(', ')
    let after: readonly TextValue[] | null = null
    for (;;) {
      const more = after === null ? undefined : this.#behindSeries(after)
      const sql = `SELECT ${names}, count(*) FROM ${this.#from}${this.#where(span, more)} GROUP BY ${names} ORDER BY ${names} LIMIT ${this.#pageRows}`
      const { rows } = await this.#client.query(sql, signal)
      if (rows.length > 0) yield rows
      const last = rows.at(-1)
      if (last === undefined || rows.length < this.#pageRows) return
      after = last.slice(0, this.#primary.length)
    }
  }

  /**
   * The number that the server gives a table when it is made, so that one that was dropped and made again is told from the
   * first; null where the server does not show it.
   */
  async tableId(database: string, table: string, signal: AbortSignal): Promise<string | null> {
    const catalog = `${quoteName(database)}.pg_catalog`
    const sql = `SELECT c.oid FROM ${catalog}.pg_class AS c JOIN ${catalog}.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = ${textLiteral(table)} AND c.relkind = 'r'`
    const { rows } = await this.#client.query(sql, signal)
    return rows.length === 1 ? (rows[0]?.[0] ?? null) : null
  }

  /** Pages by time and primary tags, each beginning behind the last row of the one before. */
  async *#pages(
    selected: string,
    primaryAt: readonly number[],
    span: TimeSpan,
    also: string | null,
    signal: AbortSignal,
  ): AsyncGenerator<Rows> {
    const order = [this.#time, ...this.#primaryNames].join(', ')
    let start = span.start
    let behind: string | null = null
    const isWhole = selected === this.#all
    for (;;) {
      const limit = isWhole ? this.#page.rows : this.#pageRows
      const terms = [also, behind].filter(term => term !== null)
      const where = this.#where({ start, end: span.end }, ...terms)
      const sql = `SELECT ${selected} FROM ${this.#from}${where} ORDER BY ${order} LIMIT ${limit}`
      let result: QueryResult
      try {
        result = await this.#client.query(sql, signal)
      } catch (error) {
        if (isWhole && isOutOfMemory(error) && this.#page.halve()) continue
        throw error
      }
      const rows = isWhole ? this.#ordered(result) : result.rows
      if (isWhole) this.#page.saw(rows)
      if (rows.length > 0) yield rows
      const last = rows.at(-1)
      if (last === undefined || rows.length < limit) return
      start = this.#times.read(last[0] ?? '')
      const later = `${this.#time} > ${this.#literal(start)}`
      behind = `(${later} OR ${this.#behindSeries(primaryAt.map(at => last[at] ?? null))})`
    }
  }

  /** Rows in the order of columns and tags that is known, whatever the server's is, with exact floats. */
  #ordered({ fields, rows }: QueryResult): Rows {
    const names = this.#names
    const floats = this.#floats
    const { length } = names
    if (fields.length !== length + floats.length) throw new ColumnsChanged()
    const places = names.map((name, i) =>
      fields[i]?.name === name ? i : fields.findIndex(field => field.name === name),
    )
    if (places.some(place => place < 0 || place >= length)) throw new ColumnsChanged()
    // A column may keep its name and get another type.
    if (this.#oids.length === 0) this.#oids = fields.map(({ oid }) => oid)
    if (fields.some(({ oid }, i) => oid !== this.#oids[i])) throw new ColumnsChanged()
    for (const [i, at] of floats.entries()) places[at] = length + i
    if (floats.length === 0 && places.every((place, i) => place === i)) return rows
    return rows.map(row => places.map(place => row[place] ?? null))
  }

  #literal(time: bigint): string {
    return `'${timeTextOf(time, this.#unit)}+00:00'`.replace(/ BC\+00:00/, '+00:00 BC')
  }

  #where({ start, end }: TimeSpan, ...also: readonly (string | undefined)[]): string {
    const terms = [`${this.#time} < ${this.#literal(end)}`]
    if (start !== earliest) terms.unshift(`${this.#time} >= ${this.#literal(start)}`)
    for (const term of also) if (term !== undefined) terms.push(term)
    return ` WHERE ${terms.join(' AND ')}`
  }

  /** A condition for the series behind one in the order of the primary tags. */
  #behindSeries(values: readonly TextValue[]): string {
    const terms = this.#primary.map((tag, i) => {
      const equal = this.#primary
        .slice(0, i)
        .map((one, at) => `${this.#primaryNames[at]} = ${tagLiteral(one, values[at] ?? null)}`)
      return [...equal, `${this.#primaryNames[i]} > ${tagLiteral(tag, values[i] ?? null)}`].join(
        ' AND ',
      )
    })
    return `(${terms.join(' OR ')})`
  }

  #isSeries(values: readonly TextValue[]): string {
    const terms = this.#primary.map(
      (tag, i) => `${this.#primaryNames[i]} = ${tagLiteral(tag, values[i] ?? null)}`,
    )
    return `(${terms.join(' AND ')})`
  }
}

/** A value of a primary tag, as it came, as a literal. */
function tagLiteral({ type }: Tag, value: TextValue): string {
  if (value === null) return 'NULL'
  if (type.name === 'BOOL') return value === 't' ? 'true' : 'false'
  return 'length' in type ? textLiteral(value) : value
}
