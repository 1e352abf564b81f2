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
  if (catalog.user(user)?.admin || holds(on.grants, user, privilege)) return
  const kind = 'databaseId' in on ? 'relation' : 'database'
  throw new SqlError(
    '42501',
    `user ${user} does not have ${privilege} privilege on ${kind} ${on.name}`,
  )
}

function holds(grants: Grants, user: string, privilege: Privilege): boolean {
  const own = [...(grants[user] ?? []), ...(grants.public ?? [])]
  return own.includes('ALL') || own.includes(privilege)
}

const every: readonly Privilege[] = [
  ...(['CREATE', 'DROP', 'GRANT', 'SELECT', 'INSERT', 'DELETE', 'UPDATE', 'ZONECONFIG'] as const),
]

/** The grants with these privileges given. */
export function grant(
  grants: Grants,
  users: readonly string[],
  privileges: readonly Privilege[],
): Grants {
  const changed: Record<string, readonly Privilege[]> = { ...grants }
  for (const user of users) {
    const before = changed[user] ?? []
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
    const before = changed[user] ?? []
    const spelledOut = before.includes('ALL') ? every : before
    const left = privileges.includes('ALL')
      ? []
      : spelledOut.filter(privilege => !privileges.includes(privilege))
    if (left.length > 0) changed[user] = left
    else delete changed[user]
  }
  return changed
}
