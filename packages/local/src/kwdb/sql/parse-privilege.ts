import type { GrantTarget, ObjectName, Privilege, Statement, UserStatement } from './ast.ts'
import type { TokenStream } from './token-stream.ts'

const privileges: ReadonlySet<string> = new Set([
  ...['ALL', 'CREATE', 'DROP', 'GRANT', 'SELECT', 'INSERT', 'DELETE', 'UPDATE', 'ZONECONFIG'],
  'EXECUTE',
])

/** GRANT or REVOKE: of privileges on something, or of roles. */
export function parseGrant(t: TokenStream): Statement {
  const kind = t.take().keyword?.name === 'GRANT' ? 'grant' : 'revoke'
  const preposition = kind === 'grant' ? 'TO' : 'FROM'
  const admin = kind === 'revoke' && t.accept('ADMIN', 'OPTION', 'FOR')
  const all = !admin && t.accept('ALL')
  const words = all ? ['ALL'] : t.commaList(() => parsePrivilege(t))
  if (!all && t.accept(preposition)) {
    t.names()
    if (kind === 'grant' && t.accept('WITH')) t.expect('ADMIN', 'OPTION')
    return { kind: 'unsupported', construct: `${kind.toUpperCase()} of a role` }
  }
  if (admin) throw t.unexpected()
  const bad = words.find(word => !privileges.has(word.toUpperCase()))
  if (bad !== undefined) throw t.invalid(`not a valid privilege: ${JSON.stringify(bad)}`)
  t.expect('ON')
  const on = parseTargets(t)
  t.expect(preposition)
  const users = t.names()
  return { kind, privileges: words.map(word => word.toUpperCase() as Privilege), on, users }
}

function parsePrivilege(t: TokenStream): string {
  return t.seesAny('CREATE', 'GRANT', 'SELECT') ? t.take().text : t.name()
}

/** `DATABASE a, b`, `TABLE a, b.*`, or tables alone. */
export function parseTargets(t: TokenStream): GrantTarget {
  if (t.sees('DATABASE') && t.seesName(1)) {
    t.take()
    return { kind: 'databases', names: t.names() }
  }
  if (t.sees('SCHEMA') && t.seesName(1)) {
    t.take()
    t.names()
    t.leaveOut('A privilege on a schema')
    return { kind: 'databases', names: [] }
  }
  if (t.sees('PROCEDURE') && t.seesTableName(1)) {
    t.take()
    t.commaList(() => t.tableName())
    t.leaveOut('A privilege on a procedure')
    return { kind: 'databases', names: [] }
  }
  t.accept('TABLE')
  return { kind: 'tables', names: t.commaList(() => parsePattern(t)) }
}

/** A table, `db.*`, `db.schema.*` or `*`. */
function parsePattern(t: TokenStream): ObjectName {
  if (t.acceptSymbol('*')) return { parts: ['*'] }
  const { parts } = t.tableName()
  if (parts.length < 3 && t.acceptSymbol('.')) {
    t.expectSymbol('*')
    return { parts: [...parts, '*'] }
  }
  return { parts }
}

/** What stands behind `CREATE | ALTER USER` (or ROLE, GROUP). */
export function parseUser(t: TokenStream, kind: UserStatement['kind'], role: boolean): Statement {
  const create = kind === 'createUser'
  const ifNotExists = create && t.accept('IF', 'NOT', 'EXISTS')
  const ifExists = !create && t.accept('IF', 'EXISTS')
  const name = wordOrPlaceholder(t)
  const options = parseUserOptions(t)
  return { kind, name, ifNotExists, ifExists, role, ...options }
}

type UserOptions = Pick<UserStatement, 'password' | 'validUntil' | 'login'>

function parseUserOptions(t: TokenStream): UserOptions {
  let options: UserOptions = {}
  const withWord = t.accept('WITH')
  for (let first = true; ; first = false) {
    if (t.accept('PASSWORD')) options = { ...options, password: parseUserValue(t) }
    else if (t.accept('VALID')) {
      t.expect('UNTIL')
      options = { ...options, validUntil: parseUserValue(t) }
    } else {
      const word = t.acceptAny('LOGIN', 'NOLOGIN', 'CREATEROLE', 'NOCREATEROLE')
      if (word === undefined) {
        if (first && withWord) throw t.unexpected()
        return options
      }
      if (word === 'LOGIN' || word === 'NOLOGIN') options = { ...options, login: word === 'LOGIN' }
    }
  }
}

function parseUserValue(t: TokenStream): NonNullable<UserOptions['password']> {
  if (t.accept('NULL')) return { kind: 'null' }
  if (t.peek().kind === 'placeholder') {
    return { kind: 'placeholder', index: Number(t.take().text) }
  }
  return { kind: 'string', value: t.wordOrString() }
}

/** A name, a string, or `$1`, which no statement can have in place of a name here. */
function wordOrPlaceholder(t: TokenStream): string {
  if (t.peek().kind !== 'placeholder') return t.wordOrString()
  t.leaveOut('A user named by a parameter')
  return t.take().text
}

/** What stands behind `DROP USER` (or ROLE, GROUP). */
export function parseDropUser(t: TokenStream): Statement {
  const ifExists = t.accept('IF', 'EXISTS')
  return { kind: 'dropUser', ifExists, names: t.commaList(() => wordOrPlaceholder(t)) }
}
