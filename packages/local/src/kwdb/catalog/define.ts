import type { Statement } from '../sql/ast.ts'
import { SqlError } from '../sql/sql-error.ts'
import { alterTable } from './alter-table.ts'
import type { Catalog } from './catalog.ts'
import { setClusterSetting } from './cluster-setting.ts'
import { alterDatabase, createDatabase, dropDatabase, renameDatabase } from './define-database.ts'
import { createTable } from './define-table.ts'
import { alterUser, changeGrants, createUser, dropUser } from './define-user.ts'
import type { CatalogChange, Column } from './descriptor.ts'
import { requirePrivilege } from './privilege.ts'
import { findDatabase, findTable, lookUpTable } from './resolve.ts'

/** Who defines something, and from where. */
export interface DefinitionContext {
  readonly catalog: Catalog
  readonly user: string
  /** The current database; it need not exist. */
  readonly database: string
  /** A transaction was begun explicitly. */
  readonly inTransaction: boolean
  /** The server asks for passwords. */
  readonly secure: boolean
}

/** Statements that change the catalog. */
export type DefinitionStatement = Extract<
  Statement,
  {
    readonly kind:
      | 'createDatabase'
      | 'dropDatabase'
      | 'alterDatabase'
      | 'renameDatabase'
      | 'createTable'
      | 'alterTable'
      | 'dropTable'
      | 'comment'
      | 'createUser'
      | 'alterUser'
      | 'dropUser'
      | 'grant'
      | 'revoke'
      | 'setClusterSetting'
  }
>

/**
 * Checks a definition against the rules and answers the changes that it makes, none when
 * `IF [NOT] EXISTS` leaves nothing to do. The caller carries them out in storage, keeps them in
 * its journal, and applies them to the catalog. Throws `SqlError`.
 */
export function planDefinition(
  context: DefinitionContext,
  statement: DefinitionStatement,
): readonly CatalogChange[] {
  switch (statement.kind) {
    case 'createDatabase':
      return createDatabase(context, statement)
    case 'dropDatabase':
      return dropDatabase(context, statement)
    case 'alterDatabase':
      return alterDatabase(context, statement)
    case 'renameDatabase':
      return renameDatabase(context, statement)
    case 'createTable':
      checkNoTransaction(context, 'CREATE TABLE')
      return createTable(context, statement)
    case 'alterTable':
      return alterTable(context, statement)
    case 'dropTable':
      return dropTable(context, statement)
    case 'comment':
      return comment(context, statement)
    case 'createUser':
      return createUser(context, statement)
    case 'alterUser':
      return alterUser(context, statement)
    case 'dropUser':
      return dropUser(context, statement)
    case 'grant':
    case 'revoke':
      return changeGrants(context, statement)
    case 'setClusterSetting':
      return setClusterSetting(context, statement)
  }
}

function checkNoTransaction({ inTransaction }: DefinitionContext, verb: string): void {
  if (!inTransaction) return
  throw new SqlError('0A000', `${verb} of a timeseries table is not allowed in a transaction`)
}

function dropTable(
  context: DefinitionContext,
  { names, ifExists }: Extract<DefinitionStatement, { readonly kind: 'dropTable' }>,
): readonly CatalogChange[] {
  const { catalog, database } = context
  const known = names.filter(name => !ifExists || lookUpTable(catalog, name, database))
  const tables = known.map(name => findTable(catalog, name, database))
  if (tables.length > 1) {
    throw new SqlError('0A000', 'DROP of several timeseries tables is not supported')
  }
  for (const table of tables) {
    requirePrivilege(context, table, 'DROP')
    checkNoTransaction(context, 'DROP TABLE')
  }
  return tables.map(({ id }) => ({ kind: 'dropTable', tableId: id }))
}

type Comment = Extract<DefinitionStatement, { readonly kind: 'comment' }>

/** COMMENT ON; NULL takes the comment away. */
function comment(context: DefinitionContext, { on, text }: Comment): readonly CatalogChange[] {
  const { catalog } = context
  if (on.kind === 'database') {
    const database = findDatabase(catalog, on.name)
    requirePrivilege(context, database, 'CREATE')
    return [{ kind: 'putDatabase', database: commented(database, text) }]
  }
  const table = findTable(catalog, on.kind === 'table' ? on.name : on.table, context.database)
  requirePrivilege(context, table, 'CREATE')
  if (on.kind === 'table') return [{ kind: 'putTable', table: commented(table, text) }]
  const column = table.columns.find(({ name }) => name === on.name)
  if (!column) throw new SqlError('42703', `column "${on.name}" does not exist`)
  const change = (each: Column) => (each === column ? commented(each, text) : each)
  return [{ kind: 'putTable', table: { ...table, columns: table.columns.map(change) } }]
}

function commented<T extends { readonly comment?: string }>(thing: T, text: string | null): T {
  const { comment: _before, ...rest } = thing
  return (text === null ? rest : { ...rest, comment: text }) as T
}
