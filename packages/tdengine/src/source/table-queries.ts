import { earliest, seriesGroups, type TimeSpan } from '@tidewire/core'
import type { ResultBlock, TDengineClient } from '../client/api.ts'
import { textLiteral } from '../dialect/text-literal.ts'
import type { TableShape } from './table-shape.ts'

/** Names in one `IN` list. */
const namesAtOnce = 200

/** The queries that reading a table takes; times are numbers in the unit of the database, so no time zone matters. */
export class TableQueries {
  readonly #client: TDengineClient
  readonly #shape: TableShape

  constructor(client: TDengineClient, shape: TableShape) {
    this.#client = client
    this.#shape = shape
  }

  /** Whole rows. */
  rows(span: TimeSpan, signal: AbortSignal): AsyncIterable<ResultBlock> {
    const { selected, from } = this.#shape
    return this.#blocks(`SELECT ${selected} FROM ${from}${this.#where(span)}`, signal)
  }

  /** Whole rows of some child tables. */
  async *rowsOf(
    names: readonly string[],
    span: TimeSpan,
    signal: AbortSignal,
  ): AsyncGenerator<ResultBlock> {
    const { selected, from } = this.#shape
    for (let at = 0; at < names.length; at += namesAtOnce) {
      const list = names
        .slice(at, at + namesAtOnce)
        .map(textLiteral)
        .join(',')
      const where = this.#where(span, `tbname IN (${list})`)
      yield* this.#blocks(`SELECT ${selected} FROM ${from}${where}`, signal)
    }
  }

  /** Child tables (for super tables) and times. */
  identities(span: TimeSpan, signal: AbortSignal): AsyncIterable<ResultBlock> {
    const { from, timeName, table } = this.#shape
    const selected = table.kind === 'super' ? `tbname,${timeName}` : timeName
    return this.#blocks(`SELECT ${selected} FROM ${from}${this.#where(span)}`, signal)
  }

  /** The blocks of a result, each valid until the next is asked for. */
  #blocks(sql: string, signal: AbortSignal): AsyncIterable<ResultBlock> {
    return this.#client.stream(sql, signal, { lent: true })
  }

  /** The number of rows. */
  async count(span: TimeSpan, signal: AbortSignal): Promise<number> {
    const { from } = this.#shape
    const sql = `SELECT COUNT(*) FROM ${from}${this.#where(span)}`
    const { rows } = await this.#client.query(sql, signal)
    return Number(rows[0]?.[0] ?? 0)
  }

  /** The time of the first row; null when there is none. */
  async first(span: TimeSpan, signal: AbortSignal): Promise<bigint | null> {
    const { from, timeName } = this.#shape
    const sql = `SELECT FIRST(${timeName}) FROM ${from}${this.#where(span)}`
    const { rows } = await this.#client.query(sql, signal)
    const value = rows[0]?.[0]
    return typeof value === 'bigint' ? value : null
  }

  /** The numbers of rows by slices of `ms` milliseconds, each with the time that it begins at; slices without rows lack. */
  async countsBySlice(
    span: TimeSpan,
    ms: number,
    signal: AbortSignal,
  ): Promise<{ readonly start: bigint; readonly count: number }[]> {
    const { from } = this.#shape
    const sql = `SELECT _wstart, COUNT(*) FROM ${from}${this.#where(span)} INTERVAL(${ms}a)`
    const { rows } = await this.#client.query(sql, signal)
    return rows.map(row => ({ start: row[0] as bigint, count: Number(row[1]) }))
  }

  /** The numbers of rows by series group, and the child tables of each group. */
  async countsByGroup(
    span: TimeSpan,
    groupOf: (name: string) => number,
    signal: AbortSignal,
  ): Promise<{ readonly groups: Float64Array; readonly names: readonly string[][] }> {
    const groups = new Float64Array(seriesGroups)
    const names = Array.from({ length: seriesGroups }, (): string[] => [])
    const { from, table } = this.#shape
    if (table.kind === 'normal') {
      const group = groupOf(table.name)
      groups[group] = await this.count(span, signal)
      return { groups, names }
    }
    const sql = `SELECT tbname, COUNT(*) FROM ${from}${this.#where(span)} PARTITION BY tbname`
    for await (const block of this.#blocks(sql, signal)) {
      for (let row = 0; row < block.rows; row += 1) {
        const name = String(block.value(row, 0))
        const group = groupOf(name)
        groups[group] = (groups[group] as number) + Number(block.value(row, 1))
        names[group]?.push(name)
      }
    }
    return { groups, names }
  }

  #where({ start, end }: TimeSpan, also?: string): string {
    const { timeName } = this.#shape
    const terms = [`${timeName} < ${end}`]
    if (start !== earliest) terms.unshift(`${timeName} >= ${start}`)
    if (also !== undefined) terms.push(also)
    return ` WHERE ${terms.join(' AND ')}`
  }
}
