import type { DuckDBConnection } from '@duckdb/node-api'
import type { ChildRef, TableSchema } from './api.ts'
import {
  type ChildState,
  columnName,
  removeEntry,
  rowTable,
  type TableState,
  tagTable,
} from './catalog.ts'
import { storeType } from './data-type.ts'
import { duckType, duckValue } from './row-append.ts'

/** Makes the tables of the store behind a table. */
export async function createStored(
  connection: DuckDBConnection,
  schema: TableSchema,
): Promise<void> {
  const column = ({ id, type }: TableSchema['columns'][number]) =>
    `${columnName(id)} ${storeType(type)}`
  const own = schema.columns.map(column).join(', ')
  const owner = schema.kind === 'super' ? 'tb INTEGER, ' : ''
  await connection.run(`CREATE TABLE ${rowTable(schema.id)} (${owner}${own})`)
  if (schema.kind === 'super') {
    await connection.run(
      `CREATE TABLE ${tagTable(schema.id)} (tb INTEGER, name VARCHAR, created BIGINT, ttl INTEGER, ` +
        `comment VARCHAR, vgroup INTEGER, named VARCHAR, ${schema.tags.map(column).join(', ')})`,
    )
  }
}

/** Drops them. */
export async function dropStored(connection: DuckDBConnection, table: TableState): Promise<void> {
  await connection.run(`DROP TABLE ${rowTable(table.schema.id)}`)
  if (table.schema.kind === 'super') {
    await connection.run(`DROP TABLE ${tagTable(table.schema.id)}`)
  }
  await removeEntry(connection, 'table', String(table.schema.id))
}

/** Adds and drops columns as a schema has changed. */
export async function alterStored(
  connection: DuckDBConnection,
  before: TableSchema,
  after: TableSchema,
): Promise<void> {
  for (const [table, olds, news] of [
    [rowTable(after.id), before.columns, after.columns],
    [tagTable(after.id), before.tags, after.tags],
  ] as const) {
    const oldIds = new Set(olds.map(column => column.id))
    const newIds = new Set(news.map(column => column.id))
    for (const column of news) {
      if (oldIds.has(column.id)) continue
      await connection.run(
        `ALTER TABLE ${table} ADD COLUMN ${columnName(column.id)} ${storeType(column.type)}`,
      )
    }
    for (const column of olds) {
      if (newIds.has(column.id)) continue
      await connection.run(`ALTER TABLE ${table} DROP COLUMN ${columnName(column.id)}`)
    }
  }
}

/** Writes new child tables with their tags. */
export async function insertChildren(
  connection: DuckDBConnection,
  schema: TableSchema,
  made: readonly { readonly child: ChildState; readonly ref: ChildRef }[],
): Promise<void> {
  const appender = await connection.createAppender(tagTable(schema.id))
  try {
    for (const { child, ref } of made) {
      appender.appendInteger(child.id)
      appender.appendVarchar(child.name)
      appender.appendBigInt(BigInt(child.createdAt))
      appender.appendInteger(child.ttl)
      if (child.comment === null) appender.appendNull()
      else appender.appendVarchar(child.comment)
      appender.appendInteger(child.vgroup)
      if (ref.namedTags === undefined) appender.appendNull()
      else appender.appendVarchar(ref.namedTags.join(','))
      for (const [i, tag] of schema.tags.entries()) {
        const value = duckValue(tag.type, ref.tags[i])
        if (value === null) appender.appendNull()
        else appender.appendValue(value, duckType(tag.type))
      }
      appender.endRow()
    }
  } finally {
    appender.closeSync()
  }
}
