import type { DuckEngine } from '../engine/duck-engine.ts'
import { engineError, engineErrorAbout } from '../engine/error-code.ts'
import type { Statement } from './ast.ts'
import { databaseOf } from './name-lookup.ts'
import { type StatementResult, updated } from './result.ts'
import type { Session } from './session.ts'

type Of<K extends Statement['kind']> = Extract<Statement, { readonly kind: K }>

const minimumPassword = 8
const maximumPassword = 255
const userLimit = 23

function checkPassword(password: string): void {
  if (password.length < minimumPassword) throw engineError('PASSWORD_TOO_SHORT')
  if (password.length > maximumPassword) throw engineError('PASSWORD_TOO_LONG')
  const kinds = [/[A-Z]/, /[a-z]/, /[0-9]/, /[^A-Za-z0-9]/].filter(kind => kind.test(password))
  if (kinds.length < 3) throw engineError('PASSWORD_FORMAT')
}

/** CREATE USER. */
export async function createUser(
  engine: DuckEngine,
  statement: Of<'create-user'>,
): Promise<StatementResult> {
  const { name, password, sysinfo, createDatabase } = statement
  if (Buffer.byteLength(name) > userLimit) throw engineErrorAbout('INVALID_IDENTIFIER', name)
  checkPassword(password)
  if (engine.catalog.users.has(name)) throw engineError('USER_EXISTS')
  await engine.saveUser({
    name,
    password,
    enabled: true,
    sysinfo,
    createDatabase,
    createdAt: Date.now(),
  })
  return updated()
}

/** ALTER USER. */
export async function alterUser(
  engine: DuckEngine,
  statement: Of<'alter-user'>,
): Promise<StatementResult> {
  const user = engine.catalog.users.get(statement.name)
  if (user === undefined) throw engineError('USER_NOT_EXIST')
  if (statement.change.password !== undefined) checkPassword(statement.change.password)
  await engine.saveUser({ ...user, ...statement.change })
  return updated()
}

/**
 * GRANT and REVOKE: the names are checked as TDengine checks them; nothing else follows, for every user may do
 * everything here.
 */
export function grant(
  engine: DuckEngine,
  session: Session,
  statement: Of<'grant'>,
): StatementResult {
  const { database, table, user } = statement
  if (database !== undefined) {
    const name = databaseOf(engine, session, database === '' ? undefined : database)
    const isKnown =
      table === undefined ||
      engine.table(name, table) !== undefined ||
      engine.child(name, table) !== undefined
    if (!isKnown) throw engineError('TABLE_NOT_EXIST')
  }
  if (!engine.catalog.users.has(user)) throw engineError('USER_NOT_EXIST')
  return updated()
}

/** DROP USER. */
export async function dropUser(
  engine: DuckEngine,
  statement: Of<'drop-user'>,
): Promise<StatementResult> {
  if (statement.name === 'root') throw engineError('NO_RIGHTS')
  if (!engine.catalog.users.has(statement.name)) throw engineError('USER_NOT_EXIST')
  await engine.dropUser(statement.name)
  return updated()
}
