import type { FromItem, FunctionCall, Join, TableAlias } from './ast.ts'
import { parseExpression } from './parse-expression.ts'
import { parseOperand } from './parse-operand.ts'
import { parseQuery, seesQuery, tryParseSubquery } from './parse-query.ts'
import { parsePreparable } from './parse-statement.ts'
import { seesBareCall } from './special-calls.ts'
import type { TokenStream } from './token-stream.ts'

/** What stands behind FROM. */
export function parseFromList(t: TokenStream): FromItem[] {
  return t.commaList(() => parseFromItem(t))
}

/** One table of FROM, with the joins behind it. */
export function parseFromItem(t: TokenStream): FromItem {
  let left = parseSource(t)
  for (;;) {
    const joined = parseJoin(t, left)
    if (!joined) return left
    left = joined
  }
}

function parseJoin(t: TokenStream, left: FromItem): FromItem | undefined {
  if (t.accept('CROSS')) {
    parseJoinHint(t)
    t.expect('JOIN')
    const right = parseSource(t)
    return { kind: 'join', type: 'CROSS', natural: false, left, right, using: [] }
  }
  const natural = t.accept('NATURAL')
  const type = parseJoinType(t)
  if (type === undefined) {
    if (natural) throw t.unexpected()
    return undefined
  }
  const right = parseSource(t)
  const join: Join = { kind: 'join', type, natural, left, right, using: [] }
  if (natural) return join
  if (t.accept('USING')) return { ...join, using: t.bracketedList(() => t.name()) }
  // `a JOIN b JOIN c ON … ON …`: the first condition belongs to the inner join.
  let inner = right
  while (!t.accept('ON')) {
    const joined = parseJoin(t, inner)
    if (!joined) throw t.unexpected()
    inner = joined
  }
  return { ...join, right: inner, on: parseExpression(t) }
}

function parseJoinType(t: TokenStream): Join['type'] | undefined {
  const side = t.acceptAny('LEFT', 'RIGHT', 'FULL')
  if (side) t.accept('OUTER')
  const inner = !side && t.accept('INNER')
  if (side || inner) parseJoinHint(t)
  if (t.accept('JOIN')) return side ?? 'INNER'
  if (side || inner) throw t.unexpected()
  return undefined
}

function parseJoinHint(t: TokenStream): void {
  t.acceptAny('HASH', 'MERGE', 'LOOKUP')
}

function parseSource(t: TokenStream): FromItem {
  if (t.seesSymbol('[')) return parseStatementSource(t)
  const lateral = t.accept('LATERAL')
  if (t.seesSymbol('(')) return parseBracketed(t)
  if (t.sees('ROWS', 'FROM') && t.seesSymbol('(', 2)) return parseRowsFrom(t)
  if (t.accept('ONLY')) {
    const bracket = t.acceptSymbol('(')
    const name = t.tableName()
    if (bracket) t.expectSymbol(')')
    return { kind: 'table', name, ...parseAlias(t) }
  }
  const call = tryFunction(t)
  if (call) return { kind: 'function', call, ...parseAlias(t) }
  if (lateral) throw t.unexpected()
  const name = t.tableName()
  t.acceptSymbol('*')
  parseIndexHint(t)
  return { kind: 'table', name, ...parseAlias(t) }
}

/** `@index`, `@[1]`, `@{…}`. */
export function parseIndexHint(t: TokenStream): void {
  if (!t.acceptSymbol('@')) return
  t.leaveOut('An index hint')
  if (t.acceptSymbol('[')) {
    t.integer(64)
    t.expectSymbol(']')
  } else if (t.acceptSymbol('{')) {
    t.commaList(() => {
      t.anyWord()
      if (t.acceptSymbol('=')) t.anyWord()
    })
    t.expectSymbol('}')
  } else t.anyWord()
}

/** `ROWS FROM (f(), g())`. */
function parseRowsFrom(t: TokenStream): FromItem {
  t.leaveOut('ROWS FROM')
  t.expect('ROWS', 'FROM')
  const [call] = t.bracketedList(() => tryFunction(t))
  if (!call) throw t.unexpected()
  return { kind: 'function', call, ...parseAlias(t) }
}

/** A call in place of a table; undefined, and nothing taken, when there is none. */
function tryFunction(t: TokenStream): FunctionCall | undefined {
  let ahead = 1
  while (t.seesSymbol('.', ahead)) ahead += 2
  if (!t.seesSymbol('(', ahead) && !seesBareCall(t)) {
    if (t.seesTableName()) return undefined
    throw t.unexpected()
  }
  const call = parseOperand(t)
  if (call.kind !== 'call') throw t.unexpected()
  return call
}

/** `(query) AS a`, or a join in brackets. */
function parseBracketed(t: TokenStream): FromItem {
  const query = tryParseSubquery(t)
  if (query) return { kind: 'query', query, ...parseAlias(t) }
  t.expectSymbol('(')
  const inner = parseFromItem(t)
  t.expectSymbol(')')
  if (inner.kind !== 'join') throw t.unexpected()
  if (parseAlias(t).alias) t.leaveOut('An alias of a join')
  return inner
}

/** `[SHOW …]`, `[1 AS t]`. */
function parseStatementSource(t: TokenStream): FromItem {
  t.expectSymbol('[')
  if (t.peek().kind === 'integer') return parseNumberedTable(t)
  const item: FromItem = seesQuery(t)
    ? { kind: 'query', query: parseQuery(t) }
    : { kind: 'statement', statement: parsePreparable(t) }
  t.expectSymbol(']')
  return { ...item, ...parseAlias(t) }
}

/** The rest of `[id (column ids) AS name]`. */
function parseNumberedTable(t: TokenStream): FromItem {
  t.leaveOut('A table by its number')
  t.integer(64)
  if (t.seesSymbol('(') && t.seesSymbol(')', 1)) {
    t.take()
    t.take()
  } else if (t.seesSymbol('(')) t.bracketedList(() => t.integer(64))
  t.accept('AS')
  const name = { parts: [t.name()] }
  t.expectSymbol(']')
  return { kind: 'table', name, ...parseAlias(t) }
}

/** `[WITH ORDINALITY] [[AS] name [(columns)]]`. */
function parseAlias(t: TokenStream): { readonly alias?: TableAlias } {
  if (t.accept('WITH', 'ORDINALITY')) t.leaveOut('WITH ORDINALITY')
  // `AS OF SYSTEM TIME` is no alias.
  const as = !t.sees('AS', 'OF') && t.accept('AS')
  if (!as && !t.seesName()) return {}
  const name = t.name()
  const columns = t.seesSymbol('(') ? t.bracketedList(() => t.name()) : []
  return { alias: { name, columns } }
}
