import type { Expression } from './ast.ts'
import {
  call,
  parseExpression,
  parseExpressions,
  parseRestrictedExpression,
} from './parse-expression.ts'
import { parsePath } from './parse-operand.ts'
import type { TokenStream } from './token-stream.ts'

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

/**
 * A call that is more than a name and arguments in brackets, e.g. `extract(… FROM …)`; undefined, and
 * nothing taken, when `word` begins none.
 */
export function parseSpecialCall(t: TokenStream, word: string): Expression | undefined {
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
