import type { BinaryOperator, Expression } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { isReserved } from './keyword.ts'
import { parseQuery } from './parse-query.ts'
import { parseType } from './parse-type.ts'
import { stringText } from './token.ts'

/** Pseudo columns: names that are read as functions without parentheses. */
const pseudoColumns: ReadonlySet<string> = new Set([
  'tbname',
  '_c0',
  '_rowts',
  '_qstart',
  '_qend',
  '_qduration',
  '_wstart',
  '_wend',
  '_wduration',
  '_irowts',
  '_irowts_origin',
  '_isfilled',
  '_tags',
])

/** Reserved words that are functions when a parenthesis follows. */
const functionWords: ReadonlySet<string> = new Set([
  'first',
  'last',
  'last_row',
  'count',
  'substr',
  'substring',
  'replace',
  'trim',
  'position',
  'now',
  'today',
  'timezone',
  'client_version',
  'server_version',
  'server_status',
  'current_user',
  'database',
  'user',
  'rand',
  'pi',
  'left',
  'right',
  'if',
  'isnull',
  'char',
  'statement',
  'cols',
])

const comparisons: Readonly<Record<string, BinaryOperator>> = {
  '=': '=',
  '==': '=',
  '<>': '<>',
  '!=': '<>',
  '<': '<',
  '>': '>',
  '<=': '<=',
  '>=': '>=',
}

/** Parses an expression; OR binds least. */
export function parseExpression(cursor: Cursor): Expression {
  let left = parseAnd(cursor)
  while (cursor.takeWord('or')) left = binary(cursor, 'or', left, parseAnd(cursor))
  return left
}

function binary(
  cursor: Cursor,
  operator: BinaryOperator,
  left: Expression,
  right: Expression,
): Expression {
  return { kind: 'binary', operator, left, right, start: left.start, end: cursor.previousEnd }
}

function parseAnd(cursor: Cursor): Expression {
  let left = parseNot(cursor)
  while (cursor.takeWord('and')) left = binary(cursor, 'and', left, parseNot(cursor))
  return left
}

function parseNot(cursor: Cursor): Expression {
  const { start } = cursor.token
  if (!cursor.takeWord('not')) return parseComparison(cursor)
  const operand = parseNot(cursor)
  return { kind: 'unary', operator: 'not', operand, start, end: cursor.previousEnd }
}

function parseComparison(cursor: Cursor): Expression {
  const left = parseBits(cursor)
  const { start } = left
  if (cursor.token.kind === 'symbol') {
    const operator = comparisons[cursor.token.text]
    if (operator !== undefined) {
      cursor.advance()
      return binary(cursor, operator, left, parseBits(cursor))
    }
  }
  if (cursor.takeWord('is')) {
    const not = cursor.takeWord('not')
    cursor.expectWord('null')
    return { kind: 'is-null', operand: left, not, start, end: cursor.previousEnd }
  }
  const not = cursor.isWord('not')
  if (not) cursor.advance()
  if (cursor.takeWord('between')) {
    const low = parseBits(cursor)
    cursor.expectWord('and')
    const high = parseBits(cursor)
    return { kind: 'between', operand: left, low, high, not, start, end: cursor.previousEnd }
  }
  if (cursor.takeWord('in')) {
    cursor.expectSymbol('(')
    const items = parseList(cursor)
    cursor.expectSymbol(')')
    return { kind: 'in', operand: left, items, not, start, end: cursor.previousEnd }
  }
  if (cursor.takeWord('like')) {
    return binary(cursor, not ? 'not like' : 'like', left, parseBits(cursor))
  }
  if (not) throw cursor.unexpected()
  if (cursor.takeWord('match') || cursor.takeWord('regexp')) {
    return binary(cursor, 'match', left, parseBits(cursor))
  }
  if (cursor.takeWord('nmatch')) return binary(cursor, 'nmatch', left, parseBits(cursor))
  if (cursor.takeWord('contains')) return binary(cursor, 'contains', left, parseBits(cursor))
  return left
}

function parseBits(cursor: Cursor): Expression {
  let left = parseSum(cursor)
  for (;;) {
    if (cursor.takeSymbol('&')) left = binary(cursor, '&', left, parseSum(cursor))
    else if (cursor.takeSymbol('|')) left = binary(cursor, '|', left, parseSum(cursor))
    else return left
  }
}

function parseSum(cursor: Cursor): Expression {
  let left = parseProduct(cursor)
  for (;;) {
    if (cursor.takeSymbol('+')) left = binary(cursor, '+', left, parseProduct(cursor))
    else if (cursor.takeSymbol('-')) left = binary(cursor, '-', left, parseProduct(cursor))
    else return left
  }
}

function parseProduct(cursor: Cursor): Expression {
  let left = parseUnary(cursor)
  for (;;) {
    if (cursor.takeSymbol('*')) left = binary(cursor, '*', left, parseUnary(cursor))
    else if (cursor.takeSymbol('/')) left = binary(cursor, '/', left, parseUnary(cursor))
    else if (cursor.takeSymbol('%')) left = binary(cursor, '%', left, parseUnary(cursor))
    else return left
  }
}

function parseUnary(cursor: Cursor): Expression {
  const { start } = cursor.token
  if (cursor.isSymbol('-') || cursor.isSymbol('+')) {
    const operator = cursor.advance().text as '-' | '+'
    const operand = parseUnary(cursor)
    return { kind: 'unary', operator, operand, start, end: cursor.previousEnd }
  }
  let value = parsePrimary(cursor)
  while (cursor.takeSymbol('->')) {
    const key = parsePrimary(cursor)
    value = binary(cursor, '->', value, key)
  }
  return value
}

function parsePrimary(cursor: Cursor): Expression {
  const { token } = cursor
  const span = { start: token.start, end: token.end }
  switch (token.kind) {
    case 'integer':
      cursor.advance()
      return { kind: 'integer', text: token.text, ...span }
    case 'hex':
    case 'binary':
      cursor.advance()
      return { kind: 'integer', text: BigInt(token.text).toString(), ...span }
    case 'float':
      cursor.advance()
      return { kind: 'float', text: token.text, ...span }
    case 'variable':
      cursor.advance()
      return {
        kind: 'duration',
        amount: token.text.slice(0, -1),
        unit: token.text.slice(-1),
        ...span,
      }
    case 'string':
      cursor.advance()
      return { kind: 'string', text: stringText(token.text), ...span }
    case 'symbol':
      return parseSymbol(cursor)
    case 'word':
    case 'quoted':
      return parseWord(cursor)
    default:
      throw cursor.unexpected()
  }
}

function parseSymbol(cursor: Cursor): Expression {
  const { start, end, text } = cursor.token
  if (text === '?') {
    cursor.advance()
    cursor.parameters += 1
    return { kind: 'parameter', index: cursor.parameters - 1, start, end }
  }
  if (text === '*') {
    cursor.advance()
    return { kind: 'star', table: undefined, start, end }
  }
  if (text !== '(') throw cursor.unexpected()
  cursor.advance()
  if (cursor.isWord('select')) {
    const query = parseQuery(cursor)
    cursor.expectSymbol(')')
    return { kind: 'query', query, start, end: cursor.previousEnd }
  }
  const inner = parseExpression(cursor)
  cursor.expectSymbol(')')
  return { ...inner, start, end: cursor.previousEnd }
}

function parseWord(cursor: Cursor): Expression {
  const { token } = cursor
  const { start } = token
  const ended = <T extends object>(expression: T) => ({
    ...expression,
    start,
    end: cursor.previousEnd,
  })
  if (token.kind === 'word') {
    const word = token.text
    const call = cursor.peek().kind === 'symbol' && cursor.peek().text === '('
    if (word === 'null') {
      cursor.advance()
      return ended({ kind: 'null' as const })
    }
    if (word === 'true' || word === 'false') {
      cursor.advance()
      return ended({ kind: 'bool' as const, value: word === 'true' })
    }
    if (word === 'case') return parseCase(cursor)
    if (word === 'cast' && call) return parseCast(cursor)
    if (word === 'trim' && call) return parseTrim(cursor)
    if (word === 'position' && call) return parsePosition(cursor)
    if (word === 'now' && !call) {
      cursor.advance()
      return ended({ kind: 'function' as const, name: 'now', args: [] })
    }
    if (word === 'today' && !call) {
      cursor.advance()
      return ended({ kind: 'function' as const, name: 'today', args: [] })
    }
    if (pseudoColumns.has(word)) {
      cursor.advance()
      return ended({ kind: 'function' as const, name: word, args: [] })
    }
    if (call && (functionWords.has(word) || !isReserved(word))) return parseCall(cursor)
  }
  const name = cursor.name()
  if (!cursor.takeSymbol('.')) return ended({ kind: 'column' as const, table: undefined, name })
  if (cursor.takeSymbol('*')) return ended({ kind: 'star' as const, table: name })
  if (cursor.token.kind === 'word' && pseudoColumns.has(cursor.token.text)) {
    const { text } = cursor.advance()
    return ended({ kind: 'function' as const, name: text, args: [], table: name })
  }
  const column = cursor.name()
  return ended({ kind: 'column' as const, table: name, name: column })
}

function parseCall(cursor: Cursor): Expression {
  const { start, text } = cursor.advance()
  cursor.expectSymbol('(')
  const args = cursor.isSymbol(')') ? [] : parseList(cursor)
  if (text === 'substr' || text === 'substring') {
    if (args.length === 1 && cursor.takeWord('from')) {
      args.push(parseExpression(cursor))
      if (cursor.takeWord('for')) args.push(parseExpression(cursor))
    }
  }
  cursor.expectSymbol(')')
  return { kind: 'function', name: text, args, start, end: cursor.previousEnd }
}

function parseList(cursor: Cursor): Expression[] {
  const items = [parseExpression(cursor)]
  while (cursor.takeSymbol(',')) items.push(parseExpression(cursor))
  return items
}

function parseTrim(cursor: Cursor): Expression {
  const { start } = cursor.advance()
  cursor.expectSymbol('(')
  let name = 'trim'
  const side = cursor.isAny('both', 'leading', 'trailing')
  if (side)
    name = { both: 'trim', leading: 'ltrim', trailing: 'rtrim' }[cursor.advance().text] ?? name
  const args: Expression[] = []
  if (side && cursor.takeWord('from')) args.push(parseExpression(cursor))
  else {
    const first = parseExpression(cursor)
    if (cursor.takeWord('from')) args.push(parseExpression(cursor), first)
    else if (side) throw cursor.unexpected()
    else args.push(first)
  }
  cursor.expectSymbol(')')
  return { kind: 'function', name, args, start, end: cursor.previousEnd }
}

function parsePosition(cursor: Cursor): Expression {
  const { start } = cursor.advance()
  cursor.expectSymbol('(')
  const needle = parseBits(cursor)
  cursor.expectWord('in')
  const hay = parseExpression(cursor)
  cursor.expectSymbol(')')
  return {
    kind: 'function',
    name: 'position',
    args: [needle, hay],
    start,
    end: cursor.previousEnd,
  }
}

function parseCase(cursor: Cursor): Expression {
  const { start } = cursor.advance()
  const operand = cursor.isWord('when') ? undefined : parseExpression(cursor)
  const branches: { when: Expression; result: Expression }[] = []
  do {
    cursor.expectWord('when')
    const when = parseExpression(cursor)
    cursor.expectWord('then')
    branches.push({ when, result: parseExpression(cursor) })
  } while (cursor.isWord('when'))
  const otherwise = cursor.takeWord('else') ? parseExpression(cursor) : undefined
  cursor.expectWord('end')
  return { kind: 'case', operand, branches, otherwise, start, end: cursor.previousEnd }
}

function parseCast(cursor: Cursor): Expression {
  const { start } = cursor.advance()
  cursor.expectSymbol('(')
  const operand = parseExpression(cursor)
  cursor.expectWord('as')
  const type = parseType(cursor)
  cursor.expectSymbol(')')
  return { kind: 'cast', operand, type, start, end: cursor.previousEnd }
}
