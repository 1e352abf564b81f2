import type { ObjectName } from '../sql/ast.ts'
import { SqlError } from '../sql/sql-error.ts'
import type { Catalog } from './catalog.ts'
import type { Database, Table } from './descriptor.ts'

/** The one schema of a time-series database. */
export const publicSchema = 'public'

/** A name of one to three parts, spelled out. */
export interface FullName {
  readonly database: string
  readonly schema: string
  readonly name: string
}

/**
 * Spells a name out: `t` is in the current database; `a.t` is in schema `a` of the current
 * database when `a` is a schema, else in database `a`.
 */
export function fullName(name: ObjectName, currentDatabase: string): FullName {
  const [first = '', second, third] = name.parts
  if (third !== undefined) return { database: first, schema: second ?? publicSchema, name: third }
  if (second === undefined) return { database: currentDatabase, schema: publicSchema, name: first }
  return isSchema(first)
    ? { database: currentDatabase, schema: first, name: second }
    : { database: first, schema: publicSchema, name: second }
}

function isSchema(name: string): boolean {
  return [publicSchema, 'information_schema', 'kwdb_internal', 'pg_catalog'].includes(name)
}

/** The name as messages print it. */
export function printName(name: ObjectName): string {
  return name.parts.join('.')
}

/** The database of this name; throws `SqlError` 3D000. */
export function findDatabase(catalog: Catalog, name: string): Database {
  const database = catalog.database(name)
  if (!database) throw new SqlError('3D000', `database "${name}" does not exist`)
  return database
}

/** The time-series table of this name, or undefined. */
export function lookUpTable(
  catalog: Catalog,
  name: ObjectName,
  currentDatabase: string,
): Table | undefined {
  const full = fullName(name, currentDatabase)
  const database = catalog.database(full.database)
  if (!database || full.schema !== publicSchema) return undefined
  return catalog.table(database.id, full.name)
}

/** The time-series table of this name; throws `SqlError` 42P01. */
export function findTable(catalog: Catalog, name: ObjectName, currentDatabase: string): Table {
  const table = lookUpTable(catalog, name, currentDatabase)
  if (!table) throw new SqlError('42P01', `relation "${printName(name)}" does not exist`)
  return table
}
