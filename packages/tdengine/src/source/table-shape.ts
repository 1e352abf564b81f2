import type { TDengineClient } from '../client/api.ts'
import { quoteName } from '../dialect/identifier.ts'

/** A table to read. Super tables stand for all their child tables. */
export interface SourceTable {
  readonly database: string
  readonly name: string
  readonly kind: 'super' | 'normal'
}

/** The columns of a table as DESCRIBE lists them. */
export interface TableShape {
  readonly table: SourceTable
  readonly time: string
  readonly tags: readonly string[]
  readonly columns: readonly string[]
  /** The type of each column and tag, as DESCRIBE names it. */
  readonly types: ReadonlyMap<string, string>
  /** `database`.`table`, quoted. */
  readonly from: string
  /** The time column, quoted. */
  readonly timeName: string
  /** What a query of whole rows selects: child table (super tables only), time, tags, columns. */
  readonly selected: string
}

/** Where the time is in a row that `selected` describes. */
export function timeIndex(shape: TableShape): number {
  return shape.table.kind === 'super' ? 1 : 0
}

/** Asks the server for the columns of a table. */
export async function describeTable(
  client: TDengineClient,
  table: SourceTable,
  signal: AbortSignal,
): Promise<TableShape> {
  const from = `${quoteName(table.database)}.${quoteName(table.name)}`
  const { rows } = await client.query(`DESCRIBE ${from}`, signal)
  const tags: string[] = []
  const columns: string[] = []
  const types = new Map<string, string>()
  for (const [field, type, , note] of rows) {
    types.set(String(field), String(type))
    const names = note === 'TAG' ? tags : columns
    names.push(String(field))
  }
  const [time = '_c0', ...others] = columns
  const child = table.kind === 'super' ? ['tbname'] : []
  const selected = [...child, ...[time, ...tags, ...others].map(quoteName)].join(',')
  return { table, time, tags, columns: others, types, from, timeName: quoteName(time), selected }
}
