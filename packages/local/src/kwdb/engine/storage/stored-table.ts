import type { DuckDBConnection } from '@duckdb/node-api'
import type { Column, Table } from '../../catalog/descriptor.ts'
import { storedType } from './stored-type.ts'

/** Name of the table that holds the rows of a time-series table: `series`, then the data columns. */
export function rowTable(tableId: number): string {
  return `r${tableId}`
}

/** Name of the table that holds the tags: `series`, then the tags, one row for each series. */
export function seriesTable(tableId: number): string {
  return `s${tableId}`
}

/** Name of a column or tag in storage. */
export function columnName(columnId: number): string {
  return `c${columnId}`
}

/** Data columns of a table, the time column first. */
export function dataColumns(table: Table): readonly Column[] {
  return table.columns.filter(({ role }) => role === 'time' || role === 'column')
}

/** Tags of a table, in order of definition. */
export function tagColumns(table: Table): readonly Column[] {
  return table.columns.filter(({ role }) => role === 'tag' || role === 'primaryTag')
}

/** The time column of a table. */
export function timeColumn(table: Table): Column {
  const found = table.columns.find(({ role }) => role === 'time')
  if (found === undefined) throw new Error(`table ${table.name} has no time column`)
  return found
}

/** Tags that tell the series apart, in the order of PRIMARY TAGS (…). */
export function primaryTags(table: Table): readonly Column[] {
  return table.primaryTags.flatMap(name => table.columns.find(column => column.name === name) ?? [])
}

function definition(column: Column): string {
  return `${columnName(column.id)} ${storedType(column.type).ddl}`
}

/** Makes what stores a new table. */
export async function createStored(connection: DuckDBConnection, table: Table): Promise<void> {
  for (const [name, columns] of [
    [rowTable(table.id), dataColumns(table)],
    [seriesTable(table.id), tagColumns(table)],
  ] as const) {
    await connection.run(
      `CREATE TABLE ${name} (series INTEGER, ${columns.map(definition).join(', ')})`,
    )
  }
}

/** Drops what stores a table. */
export async function dropStored(connection: DuckDBConnection, tableId: number): Promise<void> {
  await connection.run(`DROP TABLE IF EXISTS ${rowTable(tableId)}`)
  await connection.run(`DROP TABLE IF EXISTS ${seriesTable(tableId)}`)
}

/** Adds, drops and retypes columns as a table has changed. */
export async function alterStored(
  connection: DuckDBConnection,
  before: Table,
  after: Table,
): Promise<void> {
  for (const [name, olds, news] of [
    [rowTable(after.id), dataColumns(before), dataColumns(after)],
    [seriesTable(after.id), tagColumns(before), tagColumns(after)],
  ] as const) {
    for (const column of news) {
      const old = olds.find(({ id }) => id === column.id)
      if (old === undefined) {
        await connection.run(`ALTER TABLE ${name} ADD COLUMN ${definition(column)}`)
        continue
      }
      const { ddl } = storedType(column.type)
      const stored = columnName(column.id)
      if (storedType(old.type).ddl !== ddl) {
        await connection.run(
          `ALTER TABLE ${name} ALTER ${stored} TYPE ${ddl} USING TRY_CAST(${stored} AS ${ddl})`,
        )
      } else if (needsCut(old, column)) {
        await connection.run(`UPDATE ${name} SET ${stored} = left(${stored}, ${column.type.width})`)
      }
    }
    for (const column of olds) {
      if (news.some(({ id }) => id === column.id)) continue
      await connection.run(`ALTER TABLE ${name} DROP COLUMN ${columnName(column.id)}`)
    }
  }
}

/** Only a change between bytes and characters could leave a value that is too long; lengths never shrink otherwise. */
function needsCut(before: Column, after: Column): boolean {
  const characters = ({ type }: Column) => type.name === 'NCHAR' || type.name === 'NVARCHAR'
  return !characters(before) && characters(after) && after.type.width < before.type.width
}
