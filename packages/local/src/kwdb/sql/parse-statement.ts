import type { CommentTarget, DataType, ParsedStatement, Statement } from './ast.ts'
import { parseOtherStatement } from './other-statements.ts'
import { parseAlterTable } from './parse-alter.ts'
import {
  parseAlterTsDatabase,
  parseCreateDatabase,
  parseCreateTsDatabase,
  parseDropDatabase,
} from './parse-database.ts'
import { parseExpression } from './parse-expression.ts'
import { parseDropUser, parseGrant, parseUser } from './parse-privilege.ts'
import { parseQuery, parseWith, seesQuery } from './parse-query.ts'
import { parseReset, parseSet, parseTransaction, parseUse } from './parse-session.ts'
import { tryShow } from './parse-show.ts'
import { parseCreateTable } from './parse-table.ts'
import { parseType } from './parse-type.ts'
import { parseWithStatement } from './parse-write.ts'
import { SqlError } from './sql-error.ts'
import { statementTag } from './statement-tag.ts'
import type { TokenStream } from './token-stream.ts'

/** Parses one statement of any kind. */
export function parseStatement(t: TokenStream): Statement {
  switch (t.peek().keyword?.name) {
    case 'BEGIN':
    case 'START':
    case 'COMMIT':
    case 'END':
    case 'ABORT':
    case 'ROLLBACK':
    case 'SAVEPOINT':
    case 'RELEASE':
      return parseTransaction(t)
    case 'GRANT':
    case 'REVOKE':
      return parseGrant(t)
    case 'COMMENT':
      return parseCommentOn(t)
    case 'PREPARE':
      return parsePrepare(t)
    case 'EXECUTE':
      return parseExecute(t)
    case 'DEALLOCATE':
      return parseDeallocate(t)
    case 'DISCARD':
      return parseDiscard(t)
    case 'COPY':
    case 'VACUUM':
    case 'REBALANCE':
    case 'REFRESH':
      return parseOtherStatement(t)
    default:
      return parsePreparable(t)
  }
}

/** Parses one of the statements that may stand behind PREPARE … AS and EXPLAIN. */
export function parsePreparable(t: TokenStream): Statement {
  switch (t.peek().keyword?.name) {
    case 'SELECT':
    case 'VALUES':
    case 'TABLE':
      return { kind: 'select', query: parseQuery(t) }
    case 'WITH':
      return parseWithStatement(t, parseWith(t))
    case 'INSERT':
    case 'UPSERT':
    case 'UPDATE':
    case 'DELETE':
      return parseWithStatement(t, [])
    case 'SET':
      return parseSet(t)
    case 'RESET':
      return parseReset(t)
    case 'USE':
      return parseUse(t)
    case 'SHOW':
      return tryShow(t) ?? parseOtherStatement(t)
    case 'DESCRIBE':
      t.take()
      return { kind: 'show', what: 'columns', table: t.tableName(), comment: false }
    case 'EXPLAIN':
      return parseExplain(t)
    case 'TRUNCATE':
      return parseTruncate(t)
    default:
      return parseDefinition(t)
  }
}

/** A query in brackets, CREATE, DROP, ALTER, and what is only recognised. */
function parseDefinition(t: TokenStream): Statement {
  if (t.seesSymbol('(') && seesQuery(t)) return { kind: 'select', query: parseQuery(t) }
  const place = t.place
  for (const attempt of [tryCreate, tryDrop, tryAlter]) {
    const made = attempt(t)
    if (made) return made
    t.returnTo(place)
  }
  return parseOtherStatement(t)
}

function tryCreate(t: TokenStream): Statement | undefined {
  if (!t.accept('CREATE')) return undefined
  if (t.accept('TS')) {
    t.expect('DATABASE')
    return parseCreateTsDatabase(t)
  }
  if (t.accept('DATABASE')) return parseCreateDatabase(t)
  const role = t.acceptAny('USER', 'ROLE', 'GROUP')
  if (role) return parseUser(t, 'createUser', role !== 'USER')
  if (t.sees('UNLOGGED')) throw t.unimplemented()
  const scoped = t.acceptAny('LOCAL', 'GLOBAL')
  const temporary = t.acceptAny('TEMPORARY', 'TEMP')
  if (scoped && !temporary) throw t.unexpected()
  const sparse = t.accept('SPARSE')
  if (!t.accept('TABLE')) return undefined
  if (temporary) t.leaveOut('A temporary table')
  return parseCreateTable(t, sparse)
}

function tryDrop(t: TokenStream): Statement | undefined {
  if (!t.accept('DROP')) return undefined
  if (t.accept('DATABASE')) return parseDropDatabase(t)
  if (t.acceptAny('USER', 'ROLE', 'GROUP')) return parseDropUser(t)
  if (!t.accept('TABLE')) return undefined
  const ifExists = t.accept('IF', 'EXISTS')
  const names = t.commaList(() => t.tableName())
  const behavior = t.acceptAny('CASCADE', 'RESTRICT')
  return { kind: 'dropTable', names, ifExists, ...(behavior && { behavior }) }
}

function tryAlter(t: TokenStream): Statement | undefined {
  const place = t.place
  if (!t.accept('ALTER')) return undefined
  if (t.accept('TS')) {
    t.expect('DATABASE')
    return parseAlterTsDatabase(t)
  }
  const role = t.acceptAny('USER', 'ROLE', 'GROUP')
  if (role) return parseUser(t, 'alterUser', role !== 'USER')
  if (t.accept('DATABASE')) {
    const name = t.name()
    if (!t.accept('RENAME', 'TO')) return undefined
    return { kind: 'renameDatabase', name, to: t.name() }
  }
  if (!t.accept('TABLE')) return undefined
  try {
    return parseAlterTable(t)
  } catch (error) {
    if (!(error instanceof SqlError) || error.sqlState !== '42601') throw error
    t.returnTo(place)
    return parseAlterTableOtherwise(t, error)
  }
}

/** ALTER TABLE … SPLIT and kin; else the error stands. */
function parseAlterTableOtherwise(t: TokenStream, error: SqlError): Statement {
  try {
    return parseOtherStatement(t)
  } catch {
    throw error
  }
}

function parseExplain(t: TokenStream): Statement {
  t.expect('EXPLAIN')
  const analyze = t.acceptAny('ANALYZE', 'ANALYSE')
  if (t.seesSymbol('(') && !seesQuery(t)) {
    t.bracketedList(() => t.word())
    t.leaveOut('EXPLAIN with options')
  }
  if (analyze) t.leaveOut('EXPLAIN ANALYZE')
  return { kind: 'explain', statement: parsePreparable(t) }
}

function parseTruncate(t: TokenStream): Statement {
  t.expect('TRUNCATE')
  t.accept('TABLE')
  const names = t.commaList(() => t.tableName())
  t.acceptAny('CASCADE', 'RESTRICT')
  return { kind: 'truncate', names }
}

function parseCommentOn(t: TokenStream): Statement {
  const place = t.place
  t.expect('COMMENT', 'ON')
  const on = tryCommentTarget(t)
  if (!on) {
    t.returnTo(place)
    return parseOtherStatement(t)
  }
  t.expect('IS')
  return { kind: 'comment', on, text: t.accept('NULL') ? null : t.string() }
}

function tryCommentTarget(t: TokenStream): CommentTarget | undefined {
  if (t.accept('DATABASE')) return { kind: 'database', name: t.name() }
  if (t.accept('TABLE')) return { kind: 'table', name: t.tableName() }
  if (!t.accept('COLUMN')) return undefined
  const parts = [t.name()]
  while (parts.length < 4 && t.acceptSymbol('.')) parts.push(t.anyWord())
  return { kind: 'column', table: { parts: parts.slice(0, -1) }, name: parts.at(-1) ?? '' }
}

function parsePrepare(t: TokenStream): Statement {
  t.expect('PREPARE')
  const name = t.name()
  const types: DataType[] = t.seesSymbol('(') ? t.bracketedList(() => parseType(t)) : []
  t.expect('AS')
  if (t.sees('OPT', 'PLAN')) {
    t.expect('OPT', 'PLAN')
    t.string()
    return { kind: 'unsupported', construct: 'PREPARE AS OPT PLAN' }
  }
  if (t.acceptSymbol('@')) {
    t.name()
    return { kind: 'unsupported', construct: 'PREPARE of a user variable' }
  }
  const from = t.peek().start
  const inner = parsePreparable(t)
  const statement: ParsedStatement = {
    statement: inner,
    text: t.textFrom(from),
    tag: statementTag(inner),
    parameterCount: t.parameterCount,
  }
  // The parameters belong to the prepared statement, not to PREPARE.
  t.parameterCount = 0
  return { kind: 'prepare', name, types, statement }
}

function parseExecute(t: TokenStream): Statement {
  t.expect('EXECUTE')
  const name = t.name()
  const parameters = t.seesSymbol('(') ? t.bracketedList(() => parseExpression(t)) : []
  if (t.accept('DISCARD')) {
    t.expect('ROWS')
    t.leaveOut('EXECUTE … DISCARD ROWS')
  }
  return { kind: 'execute', name, parameters }
}

function parseDeallocate(t: TokenStream): Statement {
  t.expect('DEALLOCATE')
  if (t.sees('PREPARE') && (t.seesName(1) || t.peek(1).keyword?.name === 'ALL')) t.take()
  return t.accept('ALL') ? { kind: 'deallocate' } : { kind: 'deallocate', name: t.name() }
}

function parseDiscard(t: TokenStream): Statement {
  t.expect('DISCARD')
  if (t.seesAny('PLANS', 'SEQUENCES', 'TEMP', 'TEMPORARY')) {
    t.take()
    throw t.unimplemented()
  }
  t.expect('ALL')
  return { kind: 'discard' }
}
