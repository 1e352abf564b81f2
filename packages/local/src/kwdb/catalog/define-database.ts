import type { CreateDatabase, Statement } from '../sql/ast.ts'
import { SqlError } from '../sql/sql-error.ts'
import type { CatalogChange, Database } from './descriptor.ts'
import { checkPartitionInterval, retentionSeconds, storedDuration } from './duration.ts'
import { checkName } from './names.ts'
import { type Actor, requireAdmin, requirePrivilege } from './privilege.ts'
import { findDatabase } from './resolve.ts'

type Of<K extends Statement['kind']> = Extract<Statement, { readonly kind: K }>

/** CREATE DATABASE and CREATE TS DATABASE. */
export function createDatabase(actor: Actor, statement: CreateDatabase): readonly CatalogChange[] {
  const { catalog } = actor
  const { name, timeSeries, retentions, partitionInterval, comment } = statement
  checkDatabaseName(name, timeSeries)
  requireAdmin(actor, 'CREATE DATABASE')
  if (retentions) retentionSeconds(retentions)
  if (partitionInterval) checkPartitionInterval(partitionInterval)
  if (catalog.database(name)) {
    if (statement.ifNotExists) return []
    throw new SqlError('42P04', `database "${name}" already exists`)
  }
  const database: Database = {
    ...{ id: catalog.newId(), name, timeSeries, grants: {} },
    ...(retentions && { retentions: storedDuration(retentions) }),
    ...(partitionInterval && { partitionInterval: storedDuration(partitionInterval) }),
    ...(comment !== undefined && { comment }),
  }
  return [{ kind: 'putDatabase', database }]
}

function checkDatabaseName(name: string, timeSeries: boolean): void {
  if (timeSeries) checkName('database', name)
  if (name === '') throw new SqlError('42601', 'empty database name')
}

/** DROP DATABASE; its tables go with it unless RESTRICT was said. */
export function dropDatabase(
  actor: Actor,
  { name, ifExists, behavior }: Of<'dropDatabase'>,
): readonly CatalogChange[] {
  const { catalog } = actor
  if (name === '') throw new SqlError('42601', 'empty database name')
  if (ifExists && !catalog.database(name)) return []
  const database = findDatabase(catalog, name)
  requirePrivilege(actor, database, 'DROP')
  if (name === 'system') {
    throw new SqlError(
      '42501',
      `user ${actor.user} does not have DROP privilege on database system`,
    )
  }
  if (behavior === 'RESTRICT' && catalog.tablesOf(database.id).length > 0) {
    throw new SqlError('2BP01', `database "${name}" is not empty and RESTRICT was specified`)
  }
  return [{ kind: 'dropDatabase', databaseId: database.id }]
}

/** ALTER TS DATABASE … SET RETENTIONS. */
export function alterDatabase(
  actor: Actor,
  { name, retentions }: Of<'alterDatabase'>,
): readonly CatalogChange[] {
  const database = findDatabase(actor.catalog, name)
  requirePrivilege(actor, database, 'CREATE')
  if (!database.timeSeries) {
    throw new SqlError('42809', `"${name}" is not a timeseries database`)
  }
  if (!retentions) return []
  retentionSeconds(retentions)
  const changed = { ...database, retentions: storedDuration(retentions) }
  return [{ kind: 'putDatabase', database: changed }]
}

/** ALTER DATABASE … RENAME TO. */
export function renameDatabase(
  actor: Actor,
  { name, to }: Of<'renameDatabase'>,
): readonly CatalogChange[] {
  const { catalog } = actor
  requireAdmin(actor, 'ALTER DATABASE ... RENAME')
  if (name === '' || to === '') throw new SqlError('42601', 'empty database name')
  const database = findDatabase(catalog, name)
  if (database.timeSeries) checkName('database', to)
  if (name === to) return []
  if (catalog.database(to))
    throw new SqlError('42P04', `the new database name "${to}" already exists`)
  return [{ kind: 'putDatabase', database: { ...database, name: to } }]
}
