import type { EngineValue, TableSchema } from '../engine/api.ts'
import { columnName, rowTable } from '../engine/catalog.ts'
import type { LoggedChild } from '../engine/change-log.ts'
import type { DuckEngine } from '../engine/duck-engine.ts'
import { fromStore } from '../engine/row-writer.ts'
import type { TableRows } from './table-rows.ts'

/** Rows that are read at once. */
const pageRows = 4096

/** A table of a vgroup as it is now. */
export interface StoredTable {
  readonly table: TableSchema
  /** With its tags; undefined for a normal table. */
  readonly child: LoggedChild | undefined
}

/** The tables that a vgroup has now: super tables' child tables and normal tables, of one database. */
export async function storedTables(
  engine: DuckEngine,
  database: string,
  vgroup: number,
  wanted: (table: TableSchema, child: LoggedChild | undefined) => boolean,
): Promise<readonly StoredTable[]> {
  const found: StoredTable[] = []
  for (const table of engine.tables(database)) {
    if (table.kind === 'normal') {
      if (table.vgroup === vgroup && wanted(table, undefined))
        found.push({ table, child: undefined })
      continue
    }
    const state = engine.catalog.tablesById.get(table.id)
    for (const { id, name, vgroup: own } of state?.children.values() ?? []) {
      const child: LoggedChild = { id, name, vgroup: own, created: true, tags: undefined }
      if (own === vgroup && wanted(table, child)) found.push({ table, child })
    }
  }
  return found
}

/** A child table with the tags that it has now. */
export async function withTags(engine: DuckEngine, stored: StoredTable): Promise<StoredTable> {
  const { table, child } = stored
  if (child === undefined) return stored
  const row = await engine.tagsOf(table, child.id)
  const tags = table.tags.map(tag => fromStore((row?.[columnName(tag.id)] ?? null) as never))
  return { table, child: { ...child, tags } }
}

/** The rows that a table has now, in order of time, page by page. */
export async function* storedRows(
  engine: DuckEngine,
  { table, child }: StoredTable,
): AsyncGenerator<TableRows> {
  const ts = columnName(table.columns[0]?.id ?? 1)
  const own = child === undefined ? 'true' : `tb = ${child.id}`
  const list = table.columns.map(({ id }) => columnName(id)).join(', ')
  let after: bigint | undefined
  for (;;) {
    const rest = after === undefined ? own : `${own} AND ${ts} > ${after}`
    const page = `SELECT ${ts} FROM ${rowTable(table.id)} WHERE ${rest} ORDER BY ${ts} LIMIT ${pageRows}`
    // Whole timestamps, as a table with a second key has several rows of one.
    const rows = await engine.store.rows(
      `SELECT ${list} FROM ${rowTable(table.id)} WHERE ${rest} AND ${ts} <= (SELECT max(${ts}) FROM (${page})) ORDER BY ${ts}`,
    )
    const last = rows.at(-1)?.[ts]
    if (typeof last !== 'bigint') return
    after = last
    yield {
      table,
      child,
      rows: rows.length,
      columns: table.columns.map(({ id }) =>
        rows.map((row): EngineValue => fromStore((row[columnName(id)] ?? null) as never)),
      ),
    }
  }
}
