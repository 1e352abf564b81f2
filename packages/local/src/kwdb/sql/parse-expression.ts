import type { BinaryOperator, DataType, Expression, IsTest, Query } from './ast.ts'
import { parseOperand } from './parse-operand.ts'
import { tryParseSubquery } from './parse-query.ts'
import { parseType } from './parse-type.ts'
import { compareRows, rowAmong } from './row-comparison.ts'
import type { TokenStream } from './token-stream.ts'

/** How tightly operators bind, loosest first. */
const level = {
  lowest: 0,
  or: 1,
  and: 2,
  not: 3,
  overlap: 4,
  is: 5,
  comparison: 6,
  like: 7,
  containment: 9,
  concatenation: 12,
  bitOr: 13,
  bitXor: 14,
  bitAnd: 15,
  shift: 16,
  sum: 17,
  product: 18,
  power: 19,
  atTimeZone: 20,
  collate: 21,
  sign: 22,
  cast: 24,
} as const

interface Operator {
  readonly operator: BinaryOperator
  readonly level: number
  /** `a < b < c` is an error. */
  readonly alone?: boolean
  /** Not where only a restricted expression may stand, as in BETWEEN and DEFAULT. */
  readonly restricted?: boolean
}

const symbolOperators: Readonly<Record<string, Operator>> = {
  '<': { operator: '<', level: level.comparison, alone: true },
  '>': { operator: '>', level: level.comparison, alone: true },
  '=': { operator: '=', level: level.comparison, alone: true },
  '<=': { operator: '<=', level: level.comparison, alone: true },
  '>=': { operator: '>=', level: level.comparison, alone: true },
  '<>': { operator: '<>', level: level.comparison, alone: true },
  '&&': { operator: '&&', level: level.overlap, restricted: true },
  '~': { operator: '~', level: level.like, alone: true, restricted: true },
  '!~': { operator: '!~', level: level.like, alone: true, restricted: true },
  '~*': { operator: '~*', level: level.like, alone: true, restricted: true },
  '!~*': { operator: '!~*', level: level.like, alone: true, restricted: true },
  '@>': { operator: '@>', level: level.containment, alone: true, restricted: true },
  '<@': { operator: '<@', level: level.containment, alone: true, restricted: true },
  '?': { operator: '?', level: level.containment, alone: true, restricted: true },
  '?|': { operator: '?|', level: level.containment, alone: true, restricted: true },
  '?&': { operator: '?&', level: level.containment, alone: true, restricted: true },
  '||': { operator: '||', level: level.concatenation },
  '->': { operator: '->', level: level.concatenation, restricted: true },
  '->>': { operator: '->>', level: level.concatenation, restricted: true },
  '#>': { operator: '#>', level: level.concatenation, restricted: true },
  '#>>': { operator: '#>>', level: level.concatenation, restricted: true },
  '#-': { operator: '#-', level: level.concatenation, restricted: true },
  '|': { operator: '|', level: level.bitOr },
  '#': { operator: '#', level: level.bitXor },
  '&': { operator: '&', level: level.bitAnd },
  '<<': { operator: '<<', level: level.shift },
  '>>': { operator: '>>', level: level.shift },
  '<<=': { operator: '<<=', level: level.shift, restricted: true },
  '>>=': { operator: '>>=', level: level.shift, restricted: true },
  '+': { operator: '+', level: level.sum },
  '-': { operator: '-', level: level.sum },
  '*': { operator: '*', level: level.product },
  '/': { operator: '/', level: level.product },
  '//': { operator: '//', level: level.product },
  '%': { operator: '%', level: level.product },
  '^': { operator: '^', level: level.power },
}

/** Symbols that may stand before ANY, SOME or ALL. */
const quantifiable: ReadonlySet<string> = new Set([
  '+',
  '-',
  '*',
  '/',
  '//',
  '%',
  '&',
  '|',
  '^',
  '#',
  '<',
  '>',
  '=',
  '<=',
  '>=',
  '<>',
])

const comparisons: ReadonlySet<string> = new Set(['<', '>', '=', '<=', '>=', '<>'])

/** An expression of any kind. */
export function parseExpression(t: TokenStream): Expression {
  return parseAbove(t, level.lowest, false)
}

/** An expression without AND, IN, LIKE and other words, as DEFAULT and BETWEEN take. */
export function parseRestrictedExpression(t: TokenStream): Expression {
  return parseAbove(t, level.lowest, true)
}

/** Expressions with commas between them. */
export function parseExpressions(t: TokenStream): Expression[] {
  return t.commaList(() => parseExpression(t))
}

/** What came of the last operator: it may forbid another one beside it. */
interface Step {
  readonly expression: Expression
  readonly alone?: number
}

function parseAbove(t: TokenStream, lowest: number, restricted: boolean): Expression {
  let left = parsePrefix(t, restricted)
  for (;;) {
    const step = parseNext(t, left, lowest, restricted)
    if (!step) return left
    left = step.expression
    if (step.alone !== undefined && nextLevel(t, restricted) === step.alone) throw t.unexpected()
  }
}

function parsePrefix(t: TokenStream, restricted: boolean): Expression {
  if (!restricted) {
    // `NOT IN` and kin cannot begin an expression.
    if (t.sees('NOT') && !seesNegatedTest(t)) {
      t.take()
      return { kind: 'not', operand: parseAbove(t, level.not, false) }
    }
    if (t.accept('DEFAULT')) return { kind: 'default' }
    if (t.sees('UNIQUE') && t.seesSymbol('(', 1)) throw t.unimplemented()
  }
  const { kind, text } = t.peek()
  if (kind === 'symbol' && (text === '+' || text === '-' || text === '~')) {
    t.take()
    const operand = parseAbove(t, level.sign, restricted)
    if (text === '-' && operand.kind === 'number') {
      const digits = operand.text
      return { ...operand, text: digits.startsWith('-') ? digits.slice(1) : `-${digits}` }
    }
    return { kind: 'unary', operator: text, operand }
  }
  return parseOperand(t)
}

function seesNegatedTest(t: TokenStream): boolean {
  const next = t.peek(1).keyword?.name ?? ''
  return t.sees('NOT') && ['BETWEEN', 'IN', 'LIKE', 'ILIKE', 'SIMILAR'].includes(next)
}

/** Level of the operator that is next, or undefined when none is. */
function nextLevel(t: TokenStream, restricted: boolean): number | undefined {
  const { kind, text, keyword } = t.peek()
  if (kind === 'symbol') {
    if (text === '::' || text === ':::') return level.cast
    const operator = symbolOperators[text]
    return operator && !(restricted && operator.restricted) ? operator.level : undefined
  }
  if (keyword?.name === 'IS') return level.is
  return restricted ? undefined : wordLevel(t, keyword?.name)
}

function wordLevel(t: TokenStream, word: string | undefined): number | undefined {
  switch (word) {
    case 'OR':
      return level.or
    case 'AND':
      return level.and
    case 'ISNULL':
    case 'NOTNULL':
      return level.is
    case 'LIKE':
    case 'ILIKE':
    case 'SIMILAR':
    case 'BETWEEN':
    case 'IN':
      return level.like
    case 'NOT':
      return seesNegatedTest(t) ? level.like : undefined
    case 'AT':
      return level.atTimeZone
    case 'COLLATE':
      return level.collate
    default:
      return undefined
  }
}

/** Takes the next operator and what belongs to it, unless it binds more loosely than `lowest`. */
function parseNext(
  t: TokenStream,
  left: Expression,
  lowest: number,
  restricted: boolean,
): Step | undefined {
  const next = nextLevel(t, restricted)
  if (next === undefined || next < lowest) return undefined
  const token = t.peek()
  if (token.kind === 'symbol') return parseSymbolOperator(t, left, restricted)
  switch (token.keyword?.name) {
    case 'OR':
      t.take()
      return { expression: { kind: 'or', left, right: parseAbove(t, level.or + 1, false) } }
    case 'AND':
      t.take()
      return { expression: { kind: 'and', left, right: parseAbove(t, level.and + 1, false) } }
    case 'IS':
      return parseIs(t, left, restricted)
    case 'ISNULL':
    case 'NOTNULL': {
      const not = t.take().keyword?.name === 'NOTNULL'
      return { expression: { kind: 'is', operand: left, not, what: 'NULL' } }
    }
    case 'AT': {
      t.expect('AT', 'TIME', 'ZONE')
      const zone = parseAbove(t, level.atTimeZone + 1, false)
      return { expression: call('timezone', [zone, left]) }
    }
    case 'COLLATE':
      t.take()
      return { expression: { kind: 'collate', operand: left, locale: t.anyWord() } }
    default:
      return parseWordTest(t, left)
  }
}

function parseSymbolOperator(t: TokenStream, left: Expression, restricted: boolean): Step {
  const { text } = t.take()
  if (text === '::' || text === ':::') {
    return { expression: { kind: 'cast', operand: left, type: parseType(t) } }
  }
  const operator = symbolOperators[text]
  if (!operator) throw t.unexpected()
  if (!restricted && quantifiable.has(text) && t.seesAny('ANY', 'SOME', 'ALL')) {
    return parseQuantified(t, left, operator.operator)
  }
  const right = parseAbove(t, operator.level + 1, restricted)
  const plain = { kind: 'binary', operator: operator.operator, left, right } as const
  const expression = compareRows(operator.operator, left, right) ?? plain
  return operator.alone ? { expression, alone: operator.level } : { expression }
}

function parseQuantified(t: TokenStream, left: Expression, operator: BinaryOperator): Step {
  const quantifier = t.take().keyword?.name === 'ALL' ? 'ALL' : 'ANY'
  const right = parseAbove(t, level.concatenation + 1, false)
  if (!comparisons.has(operator) && !operator.includes('LIKE')) {
    throw t.invalid(`${operator} ${quantifier} <array> is invalid: not a boolean operator`)
  }
  return { expression: { kind: 'quantified', operator, quantifier, left, right } }
}

function parseIs(t: TokenStream, operand: Expression, restricted: boolean): Step {
  t.expect('IS')
  const not = t.accept('NOT')
  if (t.accept('DISTINCT', 'FROM')) {
    const right = parseAbove(t, level.is + 1, restricted)
    const operator = not ? 'IS NOT DISTINCT FROM' : 'IS DISTINCT FROM'
    return { expression: { kind: 'binary', operator, left: operand, right }, alone: level.is }
  }
  if (t.accept('OF')) {
    const types = t.bracketedList(() => parseType(t))
    return { expression: isOf(operand, not, types) }
  }
  if (restricted) throw t.unexpected()
  const word = t.acceptAny('NULL', 'TRUE', 'FALSE', 'UNKNOWN', 'NAN')
  if (word === undefined) throw t.unexpected()
  const what: IsTest['what'] = word === 'UNKNOWN' ? 'NULL' : word
  return { expression: { kind: 'is', operand, not, what } }
}

/** `x IS OF (types)` asks for the type by name. */
function isOf(operand: Expression, not: boolean, types: readonly DataType[]): Expression {
  const among = types.map(type => ({ kind: 'string', value: type.spelling }) as const)
  return { kind: 'in', operand: call('pg_typeof', [operand]), not, among }
}

/** LIKE, ILIKE, SIMILAR TO, BETWEEN, IN, with or without NOT. */
function parseWordTest(t: TokenStream, left: Expression): Step {
  const not = t.accept('NOT')
  const word = t.take().keyword?.name
  if (word === 'IN') return { expression: parseIn(t, left, not) }
  if (word === 'BETWEEN') return parseBetween(t, left, not)
  if (word === 'SIMILAR') t.expect('TO')
  const name = word === 'SIMILAR' ? 'SIMILAR TO' : word === 'ILIKE' ? 'ILIKE' : 'LIKE'
  const operator = not ? (`NOT ${name}` as const) : name
  if (name !== 'SIMILAR TO' && t.seesAny('ANY', 'SOME', 'ALL')) {
    return parseQuantified(t, left, operator)
  }
  const right = parseAbove(t, level.like + 1, false)
  const pattern = { kind: 'binary', operator, left, right } as const
  if (!t.accept('ESCAPE')) return { expression: pattern, alone: level.like }
  const escapeCharacter = parseAbove(t, level.like + 2, false)
  return { expression: { ...pattern, escape: escapeCharacter } }
}

function parseBetween(t: TokenStream, operand: Expression, not: boolean): Step {
  const symmetric = t.accept('SYMMETRIC')
  if (!symmetric) t.accept('ASYMMETRIC')
  const low = parseRestrictedExpression(t)
  t.expect('AND')
  const high = parseAbove(t, level.like + 1, false)
  return {
    expression: { kind: 'between', operand, not, symmetric, low, high },
    alone: level.like,
  }
}

function parseIn(t: TokenStream, operand: Expression, not: boolean): Expression {
  const among = parseAmong(t)
  const rows = Array.isArray(among) ? rowAmong(operand, among) : undefined
  if (!rows) return { kind: 'in', operand, not, among }
  return not ? { kind: 'not', operand: rows } : rows
}

function parseAmong(t: TokenStream): readonly Expression[] | Query {
  return tryParseSubquery(t) ?? parseTuple(t)
}

/** `( )`, `(a)`, `(a,)`, `(a, b)`. */
export function parseTuple(t: TokenStream): Expression[] {
  t.expectSymbol('(')
  const items: Expression[] = []
  while (!t.acceptSymbol(')')) {
    if (items.length > 0) t.expectSymbol(',')
    // One item may have a comma after it, several may not.
    if (items.length === 1 && t.acceptSymbol(')')) break
    items.push(parseExpression(t))
  }
  return items
}

/** A call without any frills. */
export function call(name: string, args: readonly Expression[]): Expression {
  return { kind: 'call', name: [name], arguments: args, distinct: false }
}
