import type { ChildTable, TableSchema } from '../engine/api.ts'
import { type DuckEngine, systemDatabases } from '../engine/duck-engine.ts'
import { engineError } from '../engine/error-code.ts'
import type { TableName } from './ast.ts'
import type { Session } from './session.ts'

/** The database that a name means; fails when none is selected or it does not exist. */
export function databaseOf(engine: DuckEngine, session: Session, name: string | undefined): string {
  const database = name ?? session.database
  if (database === undefined || database === '') throw engineError('DB_NOT_SPECIFIED')
  if (engine.database(database) === undefined && !systemDatabases.includes(database)) {
    throw engineError('DB_NOT_EXIST')
  }
  return database
}

/** A table by name: super table, normal table, or child table with its super table. */
export interface FoundTable {
  readonly table: TableSchema
  readonly child: ChildTable | undefined
}

/** Looks a table up; undefined when the database has no such table. */
export function lookUpTable(
  engine: DuckEngine,
  session: Session,
  name: TableName,
): FoundTable | undefined {
  const database = databaseOf(engine, session, name.database)
  const table = engine.table(database, name.name)
  if (table !== undefined) return { table, child: undefined }
  const record = engine.child(database, name.name)
  return record === undefined ? undefined : { table: record.table, child: record.child }
}

/** Looks a table up; 0x2603 when there is none. */
export function findTable(engine: DuckEngine, session: Session, name: TableName): FoundTable {
  const found = lookUpTable(engine, session, name)
  if (found === undefined) throw engineError('TABLE_NOT_EXIST')
  return found
}
