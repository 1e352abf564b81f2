import type {
  CaseExpression,
  Expression,
  FunctionCall,
  OrderItem,
  WindowSpecification,
} from './ast.ts'
import { durationUnits } from './keyword.ts'
import { call, parseExpression, parseExpressions, parseTuple } from './parse-expression.ts'
import { parseOrderBy, parseSubquery, tryParseSubquery } from './parse-query.ts'
import {
  intervalPrecision,
  parseIntervalQualifier,
  parseLiteralType,
  parseType,
} from './parse-type.ts'
import { parseWindow } from './parse-window.ts'
import { parseSpecialCall } from './special-calls.ts'
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
export function parsePath(t: TokenStream): Expression {
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

function callArguments(t: TokenStream): Expression[] {
  const args = t.seesSymbol(')') ? [] : parseExpressions(t)
  t.expectSymbol(')')
  return args
}
