import type { Expression, Grant, Statement, UserStatement } from '../sql/ast.ts'
import { SqlError } from '../sql/sql-error.ts'
import type { CatalogChange, User } from './descriptor.ts'
import { hashPassword } from './password.ts'
import { type Actor, grant, requireAdmin, requirePrivilege, revoke } from './privilege.ts'
import { findDatabase, findTable, printName } from './resolve.ts'

type Context = Actor & { readonly database: string; readonly secure: boolean }

const userName = /^[\p{Ll}0-9_][-\p{Ll}0-9_.]*$/u
const longestUserName = 63

/** The name as it is compared; throws `SqlError` 42602, 42622 or 42939. */
function checkUserName(name: string): string {
  const folded = name.toLowerCase().normalize('NFC')
  if (folded === 'public') throw new SqlError('42939', `role name "public" is reserved`)
  if (!userName.test(folded)) throw new SqlError('42602', `username "${folded}" invalid`)
  if (Buffer.byteLength(folded) > longestUserName) {
    throw new SqlError('42622', `username "${folded}" is too long`)
  }
  return folded
}

/** CREATE USER and CREATE ROLE. */
export function createUser(context: Context, statement: UserStatement): readonly CatalogChange[] {
  requireAdmin(context, 'CREATE USER')
  const name = checkUserName(statement.name)
  const credentials = readCredentials(context, statement)
  if (context.catalog.user(name)) {
    if (statement.ifNotExists) return []
    throw new SqlError('42710', `a user named ${name} already exists`)
  }
  // A role cannot log in unless it says so.
  const login = statement.login ?? !statement.role
  return [{ kind: 'putUser', user: { name, admin: false, login, ...credentials } }]
}

/** ALTER USER. */
export function alterUser(context: Context, statement: UserStatement): readonly CatalogChange[] {
  requireAdmin(context, 'ALTER USER')
  const name = checkUserName(statement.name)
  const user = context.catalog.user(name)
  if (!user) {
    if (statement.ifExists) return []
    throw noUser(name)
  }
  const { passwordHash, validUntil, ...rest } = user
  const changed: User = {
    ...rest,
    ...(passwordHash !== undefined && !statement.password && { passwordHash }),
    ...(validUntil !== undefined && !statement.validUntil && { validUntil }),
    ...readCredentials(context, statement),
    ...(statement.login !== undefined && { login: statement.login }),
  }
  return [{ kind: 'putUser', user: changed }]
}

function readCredentials(
  { secure }: Context,
  { password, validUntil }: UserStatement,
): Pick<User, 'passwordHash' | 'validUntil'> {
  const secret = textOf(password)
  if (password && !secure) {
    throw new SqlError('28P01', 'setting or updating a password is not supported in insecure mode')
  }
  if (secret === '') throw new SqlError('28P01', 'empty passwords are not permitted')
  const until = textOf(validUntil)
  const time = until === undefined ? undefined : Date.parse(until)
  if (time !== undefined && Number.isNaN(time)) {
    throw new SqlError('22007', `could not parse "${until}" as a time`)
  }
  return {
    ...(secret !== undefined && { passwordHash: hashPassword(secret) }),
    ...(time !== undefined && { validUntil: new Date(time).toISOString() }),
  }
}

function textOf(value: Expression | undefined): string | undefined {
  if (value?.kind === 'placeholder') {
    throw new SqlError('42P02', `no value provided for placeholder: $${value.index}`)
  }
  return value?.kind === 'string' ? value.value : undefined
}

function noUser(name: string): SqlError {
  return new SqlError('42704', `role/user ${name} does not exist`)
}

/** DROP USER; its privileges go with it. */
export function dropUser(
  context: Context,
  { names, ifExists }: Extract<Statement, { readonly kind: 'dropUser' }>,
): readonly CatalogChange[] {
  requireAdmin(context, 'DROP USER')
  const changes: CatalogChange[] = []
  for (const written of names) {
    const name = checkUserName(written)
    const user = context.catalog.user(name)
    if (user && (name === 'root' || name === 'admin')) {
      throw new SqlError('22023', `cannot drop special user ${name}`)
    }
    if (!user && !ifExists) throw noUser(name)
    if (user) changes.push(...forget(context, name), { kind: 'dropUser', name })
  }
  return changes
}

/** Takes every privilege from a user that is about to go. */
function forget({ catalog }: Context, user: string): CatalogChange[] {
  const changes: CatalogChange[] = []
  for (const database of catalog.databases()) {
    if (database.grants[user]) {
      const grants = revoke(database.grants, [user], ['ALL'])
      changes.push({ kind: 'putDatabase', database: { ...database, grants } })
    }
    for (const table of catalog.tablesOf(database.id)) {
      if (!table.grants[user]) continue
      const grants = revoke(table.grants, [user], ['ALL'])
      changes.push({ kind: 'putTable', table: { ...table, grants } })
    }
  }
  return changes
}

/** GRANT and REVOKE. */
export function changeGrants(context: Context, statement: Grant): readonly CatalogChange[] {
  const { catalog } = context
  const users = statement.users.map(name => name.toLowerCase())
  const unknown = users.find(name => name !== 'public' && !catalog.user(name))
  if (unknown !== undefined) throw noUser(unknown)
  const change = statement.kind === 'grant' ? grant : revoke
  if (statement.on.kind === 'databases') {
    return statement.on.names.map(name => {
      const database = findDatabase(catalog, name)
      requirePrivilege(context, database, 'GRANT')
      const grants = change(database.grants, users, statement.privileges)
      return { kind: 'putDatabase', database: { ...database, grants } }
    })
  }
  const tables = statement.on.names.flatMap(name => matchTables(context, name))
  return tables.map(table => {
    requirePrivilege(context, table, 'GRANT')
    const grants = change(table.grants, users, statement.privileges)
    return { kind: 'putTable', table: { ...table, grants } }
  })
}

/** The table of this name, or all tables of a database for `db.*`. */
function matchTables({ catalog, database }: Context, name: { readonly parts: readonly string[] }) {
  if (name.parts.at(-1) !== '*') return [findTable(catalog, name, database)]
  const [first = database] = name.parts.slice(0, -1)
  const within = first === 'public' ? database : first
  const found = catalog.database(within)
  if (!found)
    throw new SqlError('3D000', `database "${printName({ parts: [within] })}" does not exist`)
  return catalog.tablesOf(found.id)
}
