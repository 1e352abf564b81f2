import type { Catalog } from '../../catalog/catalog.ts'
import type { Table } from '../../catalog/descriptor.ts'
import { requirePrivilege } from '../../catalog/privilege.ts'
import type { Privilege } from '../../sql/ast.ts'
import { SqlError } from '../../sql/sql-error.ts'

/** Whether a user has a privilege on a table; administrators have all. */
export function mayUse(
  catalog: Catalog,
  user: string,
  table: Table,
  privilege: Privilege,
): boolean {
  try {
    requirePrivilege({ catalog, user }, table, privilege)
    return true
  } catch (cause) {
    if (cause instanceof SqlError) return false
    throw cause
  }
}

/** Whether a user has any privilege on a table, which is what seeing it takes. */
export function maySee(catalog: Catalog, user: string, table: Table): boolean {
  if (catalog.user(user)?.admin) return true
  return (table.grants[user] ?? []).length > 0 || (table.grants.public ?? []).length > 0
}
