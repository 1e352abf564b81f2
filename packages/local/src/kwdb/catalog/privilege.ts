import type { Privilege } from '../sql/ast.ts'
import { SqlError } from '../sql/sql-error.ts'
import type { Catalog } from './catalog.ts'
import type { Database, Grants, Table } from './descriptor.ts'

/** Who asks. */
export interface Actor {
  readonly catalog: Catalog
  readonly user: string
}

/** Throws `SqlError` 42501 unless the user is an administrator. */
export function requireAdmin({ catalog, user }: Actor, action: string): void {
  if (catalog.user(user)?.admin) return
  throw new SqlError('42501', `only users with the admin role are allowed to ${action}`)
}

/** Throws `SqlError` 42501 unless the user has this privilege on the database or table. */
export function requirePrivilege(
  { catalog, user }: Actor,
  on: Database | Table,
  privilege: Privilege,
): void {
  if (hasPrivilege({ catalog, user }, on, privilege)) return
  const kind = 'databaseId' in on ? 'relation' : 'database'
  throw new SqlError(
    '42501',
    `user ${user} does not have ${privilege} privilege on ${kind} ${on.name}`,
  )
}

/** Whether the user has this privilege on the database or table; administrators have all. */
export function hasPrivilege(
  { catalog, user }: Actor,
  on: Database | Table,
  privilege: Privilege,
): boolean {
  if (catalog.user(user)?.admin) return true
  const held = [...heldBy(on.grants, user), ...heldBy(on.grants, 'public')]
  return held.includes('ALL') || held.includes(privilege)
}

/** Whether the user has any privilege on the table, which is what seeing it takes. */
export function maySee({ catalog, user }: Actor, table: Table): boolean {
  if (catalog.user(user)?.admin) return true
  return heldBy(table.grants, user).length > 0 || heldBy(table.grants, 'public').length > 0
}

/** A user may be called like a member of every object. */
function heldBy(grants: Grants, user: string): readonly Privilege[] {
  return Object.hasOwn(grants, user) ? (grants[user] ?? []) : []
}

/** What ALL stands for. */
const every: readonly Privilege[] = [
  'CREATE',
  'DROP',
  'GRANT',
  'SELECT',
  'INSERT',
  'DELETE',
  'UPDATE',
  'ZONECONFIG',
]

/** The grants with these privileges given. */
export function grant(
  grants: Grants,
  users: readonly string[],
  privileges: readonly Privilege[],
): Grants {
  const changed: Record<string, readonly Privilege[]> = { ...grants }
  for (const user of users) {
    const before = heldBy(grants, user)
    const all = before.includes('ALL') || privileges.includes('ALL')
    changed[user] = all ? ['ALL'] : [...new Set([...before, ...privileges])].sort()
  }
  return changed
}

/** The grants with these privileges taken away. */
export function revoke(
  grants: Grants,
  users: readonly string[],
  privileges: readonly Privilege[],
): Grants {
  const changed: Record<string, readonly Privilege[]> = { ...grants }
  for (const user of users) {
    const before = heldBy(grants, user)
    const spelledOut = before.includes('ALL') ? every : before
    const left = privileges.includes('ALL')
      ? []
      : spelledOut.filter(privilege => !privileges.includes(privilege))
    if (left.length > 0) changed[user] = left
    else delete changed[user]
  }
  return changed
}
