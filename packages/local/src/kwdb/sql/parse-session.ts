import type { Expression, SetVariable, Statement } from './ast.ts'
import { parseExpression } from './parse-expression.ts'
import { parseOperand } from './parse-operand.ts'
import { parseAsOf } from './parse-query.ts'
import type { TokenStream } from './token-stream.ts'

/** A statement that begins with SET. */
export function parseSet(t: TokenStream): Statement {
  t.expect('SET')
  if (t.accept('CLUSTER', 'SETTING')) return parseClusterSetting(t)
  if (t.sees('ROW') && t.seesSymbol('(', 1)) {
    t.take()
    t.bracketedList(() => parseExpression(t))
    return { kind: 'unsupported', construct: 'SET ROW' }
  }
  const assigned = seesAssignment(t)
  if (!assigned && t.seesAny('CONSTRAINTS', 'LOCAL')) {
    t.take()
    throw t.unimplemented()
  }
  if (!assigned && t.accept('TRANSACTION')) return parseTransactionModes(t)
  if (!assigned && t.accept('SESSION')) return parseSetSession(t)
  return parseSetRest(t)
}

/** True when a variable and `=` or TO are next: many keywords may be its name. */
function seesAssignment(t: TokenStream): boolean {
  return t.seesSymbol('=', 1) || t.seesSymbol('.', 1) || t.peek(1).keyword?.name === 'TO'
}

function parseSetSession(t: TokenStream): Statement {
  if (seesAssignment(t)) return parseSetRest(t)
  if (t.accept('CHARACTERISTICS')) {
    t.expect('AS', 'TRANSACTION')
    return parseTransactionModes(t)
  }
  if (t.accept('TRANSACTION')) return parseTransactionModes(t)
  if (t.sees('AUTHORIZATION')) return parseAuthorization(t)
  return parseSetRest(t)
}

/** The rest of `SET SESSION AUTHORIZATION`. */
function parseAuthorization(t: TokenStream): Statement {
  t.expect('AUTHORIZATION')
  if (t.accept('DEFAULT')) return { kind: 'unsupported', construct: 'SET SESSION AUTHORIZATION' }
  t.wordOrString()
  throw t.unimplemented()
}

function parseTransactionModes(t: TokenStream): Statement {
  parseModes(t, true)
  return { kind: 'setVariable', name: 'transaction_modes', values: [] }
}

function parseSetRest(t: TokenStream): Statement {
  if (t.acceptSymbol('@')) return parseUserVariable(t)
  if (!seesAssignment(t)) {
    const special = trySpecialSet(t)
    if (special) return special
  }
  const name = t.dottedName()
  if (t.sees('FROM', 'CURRENT')) throw t.unimplemented()
  parseEquals(t)
  return setVariable(
    name,
    t.commaList(() => parseValue(t)),
  )
}

function trySpecialSet(t: TokenStream): Statement | undefined {
  if (t.accept('TIME', 'ZONE')) return setVariable('timezone', [parseZone(t)])
  if (t.accept('SCHEMA')) return setVariable('search_path', [parseValue(t)])
  if (t.accept('NAMES')) return setVariable('client_encoding', t.atEnd ? [] : [parseValue(t)])
  return t.accept('SESSION') ? parseAuthorization(t) : undefined
}

function parseUserVariable(t: TokenStream): Statement {
  t.name()
  if (!t.acceptSymbol(':=')) parseEquals(t)
  parseValue(t)
  return { kind: 'unsupported', construct: 'A user variable' }
}

function parseEquals(t: TokenStream): void {
  if (!t.acceptSymbol('=')) t.expect('TO')
}

function setVariable(name: string, values: readonly Expression[]): SetVariable {
  const reset = values.length === 1 && values[0]?.kind === 'default'
  return { kind: 'setVariable', name: name.toLowerCase(), values: reset ? [] : values }
}

/** The value of a variable; ON, INDEX and NOTHING are words like others here. */
function parseValue(t: TokenStream): Expression {
  if (t.seesAny('ON', 'INDEX', 'NOTHING') && !t.seesSymbol('.', 1)) {
    return { kind: 'column', parts: [t.take().text] }
  }
  return parseExpression(t)
}

function parseZone(t: TokenStream): Expression {
  const { kind, keyword } = t.peek()
  if (kind === 'string' || kind === 'name') return { kind: 'string', value: t.take().text }
  if (keyword?.name === 'DEFAULT') {
    t.take()
    return { kind: 'default' }
  }
  if (keyword?.name === 'LOCAL') return { kind: 'string', value: t.take().text }
  if (keyword?.name === 'INTERVAL') {
    const interval = parseOperand(t)
    if (interval.kind === 'cast') return interval
    throw t.unexpected()
  }
  const negative = t.acceptSymbol('-')
  if (!negative) t.acceptSymbol('+')
  const sign = negative ? '-' : ''
  const number = t.peek()
  if (number.kind !== 'integer' && number.kind !== 'decimal') throw t.unexpected()
  t.take()
  return { kind: 'number', text: sign + number.text, integer: number.kind === 'integer' }
}

function parseClusterSetting(t: TokenStream): Statement {
  const name = t.dottedName()
  parseEquals(t)
  const value = parseValue(t)
  return { kind: 'setClusterSetting', name, ...(value.kind !== 'default' && { value }) }
}

/** A statement that begins with RESET. */
export function parseReset(t: TokenStream): Statement {
  t.expect('RESET')
  if (t.accept('CLUSTER')) {
    t.expect('SETTING')
    return { kind: 'setClusterSetting', name: t.dottedName() }
  }
  t.accept('SESSION')
  if (t.accept('ALL')) return { kind: 'setVariable', name: 'all', values: [] }
  const name = parseSessionVariable(t)
  if (name === undefined) throw t.unexpected()
  return { kind: 'setVariable', name, values: [] }
}

/** A variable as SHOW and RESET take it: no keyword but a few. Undefined when none is next. */
export function parseSessionVariable(t: TokenStream): string | undefined {
  if (t.peek().kind === 'name') return t.take().text.toLowerCase()
  if (t.accept('TIME', 'ZONE')) return 'timezone'
  return t.acceptAny('DATABASE', 'NAMES', 'SESSION_USER')?.toLowerCase()
}

/** `USE db`. */
export function parseUse(t: TokenStream): Statement {
  t.expect('USE')
  return setVariable('database', [parseValue(t)])
}

// ---------------------------------------------------------------- transactions

/** BEGIN, START TRANSACTION, COMMIT, END, ABORT, ROLLBACK, SAVEPOINT, RELEASE. */
export function parseTransaction(t: TokenStream): Statement {
  const word = t.take().keyword?.name
  switch (word) {
    case 'START':
      t.expect('TRANSACTION')
      parseModes(t, false)
      return { kind: 'begin' }
    case 'BEGIN':
      t.accept('TRANSACTION')
      parseModes(t, false)
      return { kind: 'begin' }
    case 'COMMIT':
    case 'END':
      t.accept('TRANSACTION')
      return { kind: 'commit' }
    case 'ABORT':
      t.acceptAny('TRANSACTION', 'WORK')
      return { kind: 'rollback' }
    case 'SAVEPOINT':
      return { kind: 'savepoint', name: t.name() }
    case 'RELEASE':
      return { kind: 'releaseSavepoint', name: savepointName(t) }
    default:
      t.accept('TRANSACTION')
      if (!t.accept('TO')) return { kind: 'rollback' }
      return { kind: 'rollbackToSavepoint', name: savepointName(t) }
  }
}

function savepointName(t: TokenStream): string {
  if (t.sees('SAVEPOINT') && t.seesName(1)) t.take()
  return t.name()
}

/** Modes of a transaction, each at most once, with or without commas. */
function parseModes(t: TokenStream, needed: boolean): void {
  const seen = new Set<string>()
  for (;;) {
    const mode = tryMode(t)
    if (mode === undefined) {
      if (needed && seen.size === 0) throw t.unexpected()
      return
    }
    if (seen.has(mode)) throw t.invalid(`${mode} specified multiple times`)
    seen.add(mode)
    if (t.acceptSymbol(',') && !seesMode(t)) throw t.unexpected()
  }
}

function seesMode(t: TokenStream): boolean {
  return t.seesAny('ISOLATION', 'PRIORITY', 'READ', 'NAME') || t.sees('AS', 'OF')
}

function tryMode(t: TokenStream): string | undefined {
  if (t.accept('ISOLATION')) {
    t.expect('LEVEL')
    if (t.accept('READ')) t.expect('COMMITTED')
    else if (t.accept('REPEATABLE')) t.expect('READ')
    else t.expect('SERIALIZABLE')
    return 'isolation level'
  }
  if (t.accept('PRIORITY')) {
    if (t.acceptAny('LOW', 'NORMAL', 'HIGH') === undefined) throw t.unexpected()
    return 'user priority'
  }
  if (t.accept('READ')) {
    if (t.acceptAny('ONLY', 'WRITE') === undefined) throw t.unexpected()
    return 'read mode'
  }
  if (t.sees('AS', 'OF')) {
    parseAsOf(t)
    t.leaveOut('AS OF SYSTEM TIME of a transaction')
    return 'AS OF SYSTEM TIME clause'
  }
  if (t.accept('NAME')) {
    t.anyWord()
    return 'transaction name'
  }
  return undefined
}
