import { type ColumnType, printColumnType } from './column-type.ts'
import { qualifiedName, quoteName } from './identifier.ts'
import type { Column, TableShape, Tag } from './table-shape.ts'

function definition(column: Column): string {
  const { name, nullable, type } = column
  return `${quoteName(name)} ${printColumnType(type)}${nullable ? '' : ' NOT NULL'}`
}

/** The statement that makes a table unless it is there (KWDB: CREATE TABLE, time series). */
export function createTable(database: string, table: TableShape): string {
  const columns = table.columns.map(definition).join(', ')
  const tags = table.tags.map(definition).join(', ')
  const primary = table.tags.filter(tag => tag.primary).map(tag => quoteName(tag.name))
  const place = qualifiedName(database, table.name)
  return `CREATE TABLE IF NOT EXISTS ${place} (${columns}) TAGS (${tags}) PRIMARY TAGS (${primary.join(', ')})`
}

/** The statement that adds a column; it is nullable, since the rows that are there have no value. */
export function addColumn(database: string, table: string, column: Column): string {
  const place = qualifiedName(database, table)
  return `ALTER TABLE ${place} ADD COLUMN IF NOT EXISTS ${definition({ ...column, nullable: true })}`
}

/** The statement that adds a tag; there is no IF NOT EXISTS for tags. */
export function addTag(database: string, table: string, tag: Tag): string {
  const place = qualifiedName(database, table)
  return `ALTER TABLE ${place} ADD TAG ${definition({ ...tag, nullable: true })}`
}

/** The statement that gives a column or tag another type, which must be a wider one. */
export function alterType(
  database: string,
  table: string,
  role: 'COLUMN' | 'TAG',
  name: string,
  type: ColumnType,
): string {
  const place = qualifiedName(database, table)
  return `ALTER TABLE ${place} ALTER ${role} ${quoteName(name)} TYPE ${printColumnType(type)}`
}

/** What stands before the rows of an INSERT: the columns are always named, so their order is free. */
export function insertHead(database: string, table: string, columns: readonly string[]): string {
  return `INSERT INTO ${qualifiedName(database, table)} (${columns.map(quoteName).join(', ')}) VALUES `
}
