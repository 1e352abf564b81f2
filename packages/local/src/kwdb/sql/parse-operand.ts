import type {
  CaseExpression,
  Expression,
  FunctionCall,
  OrderItem,
  WindowSpecification,
} from './ast.ts'
import { durationUnits } from './keyword.ts'
import {
  call,
  parseExpression,
  parseExpressions,
  parseRestrictedExpression,
  parseTuple,
} from './parse-expression.ts'
import { parseOrderBy, parseSubquery, tryParseSubquery } from './parse-query.ts'
import {
  intervalPrecision,
  parseIntervalQualifier,
  parseLiteralType,
  parseType,
} from './parse-type.ts'
import { parseWindow } from './parse-window.ts'
import type { TokenStream } from './token-stream.ts'

/** What stands between operators: a literal, a column, a call, something in brackets. */
export function parseOperand(t: TokenStream): Expression {
  if (t.sees('CASE')) return parseCase(t)
  if (t.sees('EXISTS') && t.seesSymbol('(', 1)) {
    t.take()
    return { kind: 'exists', query: parseSubquery(t) }
  }
  let operand = parseSimpleOperand(t)
  while (t.acceptSymbol('[')) operand = parseSubscript(t, operand)
  return operand
}

function parseSubscript(t: TokenStream, operand: Expression): Expression {
  const index = t.seesSymbol(':') ? undefined : parseExpression(t)
  if (t.acceptSymbol(':')) {
    const to = t.seesSymbol(']') ? undefined : parseExpression(t)
    t.expectSymbol(']')
    return call('array_slice', [operand, index ?? { kind: 'null' }, to ?? { kind: 'null' }])
  }
  t.expectSymbol(']')
  return { kind: 'subscript', operand, index: index ?? { kind: 'null' } }
}

function parseSimpleOperand(t: TokenStream): Expression {
  const token = t.peek()
  switch (token.kind) {
    case 'integer':
    case 'decimal':
      return parseNumber(t)
    case 'string':
      return { kind: 'string', value: t.take().text }
    case 'bytes':
      return { kind: 'bytes', value: t.take().bytes ?? new Uint8Array() }
    case 'bits':
      return { kind: 'bits', digits: t.take().text }
    case 'placeholder':
      return { kind: 'placeholder', index: Number(t.take().text) }
    case 'symbol':
      return parseSymbolOperand(t)
    case 'name':
      return parseNamed(t)
    case 'keyword':
      return parseKeywordOperand(t, token.keyword?.name ?? '')
    default:
      throw t.unexpected()
  }
}

/** `1`, `1.5`, or `1h`, which is an interval. */
function parseNumber(t: TokenStream): Expression {
  const { kind, text } = t.take()
  const unit = t.peek()
  if (kind === 'integer' && unit.keyword && durationUnits.has(unit.text)) {
    t.take()
    return interval(`${text} ${intervalUnits[unit.text] ?? unit.text}`)
  }
  return { kind: 'number', text, integer: kind === 'integer' }
}

const intervalUnits: Readonly<Record<string, string>> = {
  us: 'microseconds',
  ns: 'nanoseconds',
  ms: 'milliseconds',
  s: 'seconds',
  m: 'minutes',
  h: 'hours',
  d: 'days',
  w: 'weeks',
  mon: 'months',
  y: 'years',
}

function interval(text: string): Expression {
  return {
    kind: 'cast',
    operand: { kind: 'string', value: text },
    type: { name: 'INTERVAL', array: false, spelling: 'INTERVAL' },
  }
}

function parseSymbolOperand(t: TokenStream): Expression {
  if (t.acceptSymbol('@')) {
    if (t.peek().kind !== 'integer') return { kind: 'variable', name: t.name() }
    const ordinal = t.integer(64)
    if (ordinal < 1n) throw t.invalidBefore(`invalid column ordinal: @${ordinal}`)
    return { kind: 'variable', name: ordinal.toString() }
  }
  if (!t.seesSymbol('(')) throw t.unexpected()
  const query = tryParseSubquery(t)
  return query ? { kind: 'subquery', query } : parseBrackets(t)
}

/** `(a)`, `(a, b)`, `()`, `(a).b`, `((a, b) AS x, y)`. */
function parseBrackets(t: TokenStream): Expression {
  const place = t.place
  t.expectSymbol('(')
  if (t.acceptSymbol(')')) return withoutOverlaps(t, { kind: 'tuple', items: [] })
  const first = parseExpression(t)
  if (first.kind === 'tuple' && t.accept('AS')) {
    t.names()
    t.expectSymbol(')')
    return first
  }
  if (t.seesSymbol(',')) {
    t.returnTo(place)
    return withoutOverlaps(t, { kind: 'tuple', items: parseTuple(t) })
  }
  t.expectSymbol(')')
  if (!t.acceptSymbol('.')) return first
  if (t.acceptSymbol('*')) return call('tuple_star', [first])
  if (t.acceptSymbol('@')) {
    const index = t.integer()
    return call('tuple_item', [first, { kind: 'number', text: index.toString(), integer: true }])
  }
  return call('tuple_item', [first, { kind: 'string', value: t.anyWord() }])
}

function withoutOverlaps(t: TokenStream, row: Expression): Expression {
  if (t.sees('OVERLAPS')) throw t.unimplemented()
  return row
}

// ---------------------------------------------------------------- names and calls

/** A column, a call, or a literal of a named type. */
function parseNamed(t: TokenStream): Expression {
  if (t.peek(1).kind === 'string') return parseTypedLiteral(t)
  return parsePath(t)
}

function parseTypedLiteral(t: TokenStream): Expression {
  const type = parseLiteralType(t)
  return { kind: 'cast', operand: { kind: 'string', value: t.string() }, type }
}

/** `c`, `t.c`, `t.*`, `f(…)`, `schema.f(…)`. */
function parsePath(t: TokenStream): Expression {
  const single = t.seesFunctionName()
  if (!single && !t.seesTableName()) throw t.unexpected()
  const column = t.seesName()
  const prefix = t.seesTableName()
  const parts = [t.take().text]
  while (parts.length < 4 && prefix && t.acceptSymbol('.')) {
    if (t.acceptSymbol('*')) return { kind: 'star', table: parts }
    parts.push(t.anyWord())
  }
  const callable = parts.length > 1 || single
  if (t.seesSymbol('(') && callable) return parseCall(t, parts)
  if (parts.length === 1 && !column) throw t.unexpected()
  return { kind: 'column', parts }
}

/** The arguments of a call and what may follow them. */
function parseCall(t: TokenStream, name: readonly string[]): Expression {
  t.expectSymbol('(')
  const parts: {
    arguments: readonly Expression[]
    distinct: boolean
    orderBy?: readonly OrderItem[]
  } = { arguments: [], distinct: false }
  if (t.acceptSymbol('*')) parts.arguments = [{ kind: 'star', table: [] }]
  else if (!t.seesSymbol(')')) {
    if (t.accept('DISTINCT')) parts.distinct = true
    else t.accept('ALL')
    parts.arguments = parseArguments(t)
    if (!parts.distinct && t.sees('ORDER')) parts.orderBy = parseOrderBy(t)
  }
  t.expectSymbol(')')
  if (t.peek().kind === 'string') throw t.unimplemented()
  return withSuffixes(t, { kind: 'call', name, ...parts })
}

function parseArguments(t: TokenStream): Expression[] {
  return t.commaList(() => {
    if (t.sees('VARIADIC')) throw t.unimplemented()
    return parseExpression(t)
  })
}

/** FILTER and OVER. */
function withSuffixes(t: TokenStream, plain: FunctionCall): FunctionCall {
  if (t.sees('WITHIN', 'GROUP')) throw t.unimplemented()
  let made = plain
  if (t.accept('FILTER')) {
    t.expectSymbol('(')
    t.expect('WHERE')
    made = { ...made, filter: parseExpression(t) }
    t.expectSymbol(')')
  }
  if (!t.accept('OVER')) return made
  const over: WindowSpecification = t.seesSymbol('(')
    ? parseWindow(t)
    : { name: t.name(), partitionBy: [], orderBy: [] }
  return { ...made, over }
}

// ---------------------------------------------------------------- keywords

const literalTypes: ReadonlySet<string> = new Set([
  ...['INT', 'INTEGER', 'INT1', 'TINYINT', 'INT2', 'SMALLINT', 'INT4', 'INT8', 'INT64', 'BIGINT'],
  ...['REAL', 'FLOAT4', 'FLOAT8', 'FLOAT', 'DOUBLE', 'DECIMAL', 'DEC', 'NUMERIC', 'BOOLEAN'],
  ...['BOOL', 'BIT', 'VARBIT', 'CHAR', 'CHARACTER', 'NCHAR', 'VARCHAR', 'NVARCHAR', 'STRING'],
  ...['GEOMETRY', 'DATE', 'TIME', 'TIMETZ', 'TIMESTAMP', 'TIMESTAMPTZ', 'JSON', 'JSONB', 'BLOB'],
  ...['CLOB', 'CITEXT', 'BYTES', 'VARBYTES', 'BYTEA', 'TEXT', 'NAME', 'SERIAL', 'SERIAL2'],
  ...['SMALLSERIAL', 'SERIAL4', 'SERIAL8', 'BIGSERIAL', 'UUID', 'INET', 'OID', 'OIDVECTOR'],
  ...['INT2VECTOR'],
])

/** `TIMESTAMP(3) '…'`, `DOUBLE PRECISION '…'`: undefined when no literal stands here. */
function tryTypedLiteral(t: TokenStream, word: string): Expression | undefined {
  if (!literalTypes.has(word)) return undefined
  if (t.peek(1).kind === 'string') return parseTypedLiteral(t)
  if (!t.seesSymbol('(', 1) && t.peek(1).keyword === undefined) return undefined
  const place = t.place
  try {
    const type = parseLiteralType(t)
    if (t.peek().kind === 'string') {
      // A length in brackets makes it a call, but a precision does not.
      const sized = type.width !== undefined && !/^(TIME|DEC|NUM)/.test(type.spelling)
      if (!sized) return { kind: 'cast', operand: { kind: 'string', value: t.string() }, type }
    }
  } catch {
    // It is a name after all.
  }
  t.returnTo(place)
  return undefined
}

function parseKeywordOperand(t: TokenStream, word: string): Expression {
  const literal = tryTypedLiteral(t, word)
  if (literal) return literal
  switch (word) {
    case 'TRUE':
    case 'FALSE':
      t.take()
      return { kind: 'boolean', value: word === 'TRUE' }
    case 'NULL':
      t.take()
      return { kind: 'null' }
    case 'INTERVAL':
      return parseInterval(t)
    case 'ARRAY':
      t.take()
      return parseArray(t)
    case 'ROW':
      if (!t.seesSymbol('(', 1)) return parsePath(t)
      t.take()
      t.expectSymbol('(')
      return withoutOverlaps(t, { kind: 'tuple', items: callArguments(t) })
    case 'GROUPING':
      if (t.seesSymbol('(', 1)) throw t.unimplemented()
      return parsePath(t)
    case 'CAST':
    case 'CAST_CHECK':
    case 'ANNOTATE_TYPE':
      return parseCast(t, word)
    default:
      return parseSpecialCall(t, word) ?? parsePath(t)
  }
}

function parseInterval(t: TokenStream): Expression {
  if (t.peek(1).kind === 'string') {
    t.take()
    const text = t.string()
    const qualifier = parseIntervalQualifier(t)
    return interval(/^\s*[-+]?\d+(\.\d+)?\s*$/.test(text) ? `${text} ${qualifier}` : text)
  }
  const place = t.place
  t.take()
  if (t.acceptSymbol('(') && t.peek().kind === 'integer') {
    intervalPrecision(t)
    return interval(t.string())
  }
  t.returnTo(place)
  return parsePath(t)
}

function parseArray(t: TokenStream): Expression {
  if (t.seesSymbol('[')) return parseArrayItems(t)
  const query = tryParseSubquery(t)
  if (query) return { kind: 'arrayQuery', query }
  if (t.accept('ROW')) {
    t.expectSymbol('(')
    return { kind: 'array', items: callArguments(t) }
  }
  const items = parseTuple(t)
  // One item needs a comma behind it to be a row.
  if (items.length === 1 && !t.tookTrailingComma) throw t.unexpected()
  return { kind: 'array', items }
}

function parseArrayItems(t: TokenStream): Expression {
  t.expectSymbol('[')
  const items: Expression[] = []
  if (t.seesSymbol('[')) items.push(...t.commaList(() => parseArrayItems(t)))
  else if (!t.seesSymbol(']')) items.push(...parseExpressions(t))
  t.expectSymbol(']')
  return { kind: 'array', items }
}

function parseCast(t: TokenStream, word: string): Expression {
  if (word === 'ANNOTATE_TYPE' && !t.seesSymbol('(', 1)) return parsePath(t)
  t.take()
  t.expectSymbol('(')
  const operand = parseExpression(t)
  if (word === 'ANNOTATE_TYPE') t.expectSymbol(',')
  else t.expect('AS')
  const type = parseType(t)
  t.expectSymbol(')')
  return { kind: 'cast', operand, type }
}

function parseCase(t: TokenStream): Expression {
  t.expect('CASE')
  const operand = t.sees('WHEN') ? undefined : parseExpression(t)
  const branches: CaseExpression['branches'][number][] = []
  do {
    t.expect('WHEN')
    const when = parseExpression(t)
    t.expect('THEN')
    branches.push({ when, result: parseExpression(t) })
  } while (t.sees('WHEN'))
  const otherwise = t.accept('ELSE') ? parseExpression(t) : undefined
  t.expect('END')
  return {
    kind: 'case',
    branches,
    ...(operand && { operand }),
    ...(otherwise && { otherwise }),
  }
}

// ---------------------------------------------------------------- calls with a grammar of their own

/** True when a word is next that is a call even without brackets, e.g. CURRENT_USER. */
export function seesBareCall(t: TokenStream): boolean {
  return bareCalls[t.peek().keyword?.name ?? ''] !== undefined
}

/** Words that are calls without brackets; the list says which may have them, and an argument. */
const bareCalls: Readonly<Record<string, 'never' | 'empty' | 'argument'>> = {
  CURRENT_DATE: 'empty',
  CURRENT_SCHEMA: 'empty',
  CURRENT_CATALOG: 'never',
  CURRENT_TIMESTAMP: 'argument',
  CURRENT_TIME: 'argument',
  LOCALTIMESTAMP: 'argument',
  LOCALTIME: 'argument',
  CURRENT_USER: 'empty',
  CURRENT_ROLE: 'never',
  SESSION_USER: 'never',
  USER: 'never',
}

/** Calls with a fixed number of arguments: least and most. */
const fixedCalls: Readonly<Record<string, readonly [number, number]>> = {
  IF: [3, 3],
  IFERROR: [2, 3],
  ISERROR: [1, 2],
  NULLIF: [2, 2],
  IFNULL: [2, 2],
  COALESCE: [1, Number.MAX_SAFE_INTEGER],
  GREATEST: [1, Number.MAX_SAFE_INTEGER],
  LEAST: [1, Number.MAX_SAFE_INTEGER],
}

/** Newest and oldest values: a column or `*`, and perhaps a bound of time. */
const endCalls: ReadonlySet<string> = new Set([
  ...['LAST', 'LASTTS', 'LAST_ROW', 'LAST_ROW_TS', 'FIRST', 'FIRSTTS', 'FIRST_ROW', 'FIRST_ROW_TS'],
])

function parseSpecialCall(t: TokenStream, word: string): Expression | undefined {
  const bare = bareCalls[word]
  if (bare !== undefined) return parseBareCall(t, word, bare)
  if (word === 'COLLATION' && t.peek(1).keyword?.name === 'FOR') return parseCollationFor(t)
  if (!t.seesSymbol('(', 1)) return undefined
  const bounds = fixedCalls[word]
  if (bounds) {
    const name = takeCallName(t)
    const args = parseExpressions(t)
    if (args.length < bounds[0] || args.length > bounds[1]) throw t.unexpected()
    t.expectSymbol(')')
    return call(name, args)
  }
  if (endCalls.has(word)) return parseEndCall(t)
  return parseOddCall(t, word)
}

function takeCallName(t: TokenStream): string {
  const name = t.take().text
  t.expectSymbol('(')
  return name
}

function parseBareCall(t: TokenStream, word: string, brackets: string): Expression {
  const name = t.take().text
  if (brackets === 'never' || !t.acceptSymbol('(')) return call(bareName(word, name), [])
  const args = brackets === 'argument' && !t.seesSymbol(')') ? [parseExpression(t)] : []
  t.expectSymbol(')')
  return call(name, args)
}

function bareName(word: string, name: string): string {
  if (word === 'CURRENT_CATALOG') return 'current_database'
  return ['USER', 'SESSION_USER', 'CURRENT_ROLE'].includes(word) ? 'current_user' : name
}

function parseCollationFor(t: TokenStream): Expression {
  t.expect('COLLATION', 'FOR')
  t.expectSymbol('(')
  const operand = parseExpression(t)
  t.expectSymbol(')')
  return call('pg_collation_for', [operand])
}

function parseEndCall(t: TokenStream): Expression {
  const name = takeCallName(t)
  const column: Expression = t.acceptSymbol('*') ? { kind: 'star', table: [] } : parseColumn(t)
  const args = t.acceptSymbol(',') ? [column, parseExpression(t)] : [column]
  t.expectSymbol(')')
  return call(name, args)
}

/** `c`, `t.c` or `t.*`, nothing else. */
function parseColumn(t: TokenStream): Expression {
  if (!t.seesTableName()) throw t.unexpected()
  const path = parsePath(t)
  if (path.kind === 'column' || path.kind === 'star') return path
  throw t.unexpected()
}

function parseOddCall(t: TokenStream, word: string): Expression | undefined {
  switch (word) {
    case 'EXTRACT':
    case 'EXTRACT_DURATION':
      return parseExtract(t)
    case 'OVERLAY':
      return parseOverlay(t)
    case 'POSITION': {
      takeCallName(t)
      const needle = parseRestrictedExpression(t)
      t.expect('IN')
      const haystack = parseRestrictedExpression(t)
      t.expectSymbol(')')
      return call('strpos', [haystack, needle])
    }
    case 'SUBSTRING':
      return parseSubstring(t)
    case 'TRIM':
      return parseTrim(t)
    case 'TREAT':
      throw t.unimplemented()
    case 'INTERPOLATE':
      return parseInterpolate(t)
    default:
      return undefined
  }
}

const extractFields: ReadonlySet<string> = new Set([
  ...['YEAR', 'MONTH', 'DAY', 'HOUR', 'MILLISECOND', 'MICROSECOND', 'NANOSECOND', 'MINUTE'],
  ...['SECOND', 'WEEK'],
])

function parseExtract(t: TokenStream): Expression {
  const name = takeCallName(t)
  const { kind, keyword, text } = t.peek()
  const field = kind === 'name' || kind === 'string' || extractFields.has(keyword?.name ?? '')
  if (field && t.peek(1).keyword?.name === 'FROM') {
    t.take()
    t.take()
    const from = parseExpression(t)
    t.expectSymbol(')')
    return call(name, [{ kind: 'string', value: text }, from])
  }
  const args = parseExpressions(t)
  t.expectSymbol(')')
  return call(name, args)
}

function parseOverlay(t: TokenStream): Expression {
  const name = takeCallName(t)
  const args = parseExpressions(t)
  if (args.length === 1 && t.accept('PLACING')) {
    args.push(parseExpression(t))
    t.expect('FROM')
    args.push(parseExpression(t))
    if (t.accept('FOR')) args.push(parseExpression(t))
  }
  t.expectSymbol(')')
  return call(name, args)
}

/** `substring(x FROM a FOR b)` in either order, or plain arguments. */
function parseSubstring(t: TokenStream): Expression {
  const name = takeCallName(t)
  if (t.acceptSymbol(')')) return call(name, [])
  const args = parseExpressions(t)
  let from: Expression | undefined
  let length: Expression | undefined
  if (args.length === 1) {
    if (t.accept('FROM')) from = parseExpression(t)
    if (t.accept('FOR')) length = parseExpression(t)
    if (!from && length && t.accept('FROM')) from = parseExpression(t)
  }
  t.expectSymbol(')')
  if (!from && !length) return call(name, args)
  const start: Expression = from ?? { kind: 'number', text: '1', integer: true }
  return call(name, length ? [...args, start, length] : [...args, start])
}

const trimNames: Readonly<Record<string, string>> = {
  BOTH: 'btrim',
  LEADING: 'ltrim',
  TRAILING: 'rtrim',
}

function parseTrim(t: TokenStream): Expression {
  takeCallName(t)
  const side = t.acceptAny('BOTH', 'LEADING', 'TRAILING') ?? 'BOTH'
  const first = t.sees('FROM') ? [] : parseExpressions(t)
  let args = first
  if (first.length <= 1 && t.accept('FROM')) args = [...parseExpressions(t), ...first]
  t.expectSymbol(')')
  return call(trimNames[side] ?? 'btrim', args)
}

function parseInterpolate(t: TokenStream): Expression {
  const name = takeCallName(t)
  const value = parseExpression(t)
  t.expectSymbol(',')
  const method = t.acceptAny('LINEAR', 'NEXT', 'PREV')
  const fill: Expression = method ? { kind: 'string', value: method } : parseExpression(t)
  t.expectSymbol(')')
  return call(name, [value, fill])
}

function callArguments(t: TokenStream): Expression[] {
  const args = t.seesSymbol(')') ? [] : parseExpressions(t)
  t.expectSymbol(')')
  return args
}
