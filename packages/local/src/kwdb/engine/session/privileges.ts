import type { Catalog } from '../../catalog/catalog.ts'
import type { Table } from '../../catalog/descriptor.ts'
import type { Privilege } from '../../sql/ast.ts'
import { SqlError } from '../../sql/sql-error.ts'

/** Whether a user has a privilege on a table; administrators have all. */
export function mayUse(
  catalog: Catalog,
  user: string,
  table: Table,
  privilege: Privilege,
): boolean {
  if (catalog.user(user)?.admin) return true
  const own = [...(table.grants[user] ?? []), ...(table.grants.public ?? [])]
  return own.includes('ALL') || own.includes(privilege)
}

/** Whether a user has any privilege on a table, which is what seeing it takes. */
export function maySee(catalog: Catalog, user: string, table: Table): boolean {
  if (catalog.user(user)?.admin) return true
  return (table.grants[user] ?? []).length > 0 || (table.grants.public ?? []).length > 0
}

/** Throws `SqlError` (42501) when the user lacks the privilege. */
export function checkPrivilege(
  catalog: Catalog,
  user: string,
  table: Table,
  privilege: Privilege,
): void {
  if (mayUse(catalog, user, table, privilege)) return
  throw new SqlError(
    '42501',
    `user ${user} does not have ${privilege} privilege on relation ${table.name}`,
  )
}
