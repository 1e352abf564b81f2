import type {
  Expression,
  FillClause,
  InterpClause,
  Limit,
  OrderItem,
  Query,
  Select,
  SelectItem,
  TableReference,
  WindowClause,
} from './ast.ts'
import type { Cursor } from './cursor.ts'
import { parseExpression } from './parse-expression.ts'

/** Parses SELECT … [UNION [ALL] SELECT …] [ORDER BY …] [LIMIT …]. */
export function parseQuery(cursor: Cursor): Query {
  let left = parseOperand(cursor)
  while (cursor.takeWord('union')) {
    const all = cursor.takeWord('all')
    const right = parseOperand(cursor)
    left = { kind: 'union', all, left, right, orderBy: [], limit: undefined }
  }
  const orderBy = parseOrderBy(cursor)
  const slimit = parseLimit(cursor, 'slimit', 'soffset')
  const limit = parseLimit(cursor, 'limit', 'offset')
  if (orderBy.length === 0 && limit === undefined && slimit === undefined) return left
  if (left.kind === 'union') return { ...left, orderBy, limit }
  return { ...left, orderBy, slimit, limit }
}

function parseOperand(cursor: Cursor): Query {
  if (!cursor.isSymbol('(')) return parseSelect(cursor)
  cursor.advance()
  const query = parseQuery(cursor)
  cursor.expectSymbol(')')
  return query
}

function parseSelect(cursor: Cursor): Select {
  cursor.expectWord('select')
  let distinct = false
  let tagsOnly = false
  if (cursor.takeWord('distinct')) distinct = true
  else cursor.takeWord('all')
  if (cursor.takeWord('tags')) tagsOnly = true
  const items = parseItems(cursor)
  const from = cursor.takeWord('from') ? parseFrom(cursor) : undefined
  const where = cursor.takeWord('where') ? parseExpression(cursor) : undefined
  const partitionBy = cursor.takeWords('partition', 'by') ? parseItems(cursor) : []
  const interp = parseInterp(cursor)
  const window = parseWindow(cursor)
  const groupBy: Expression[] = []
  if (cursor.takeWords('group', 'by')) {
    do groupBy.push(parseExpression(cursor))
    while (cursor.takeSymbol(','))
  }
  const having = cursor.takeWord('having') ? parseExpression(cursor) : undefined
  return {
    kind: 'select',
    distinct,
    tagsOnly,
    items,
    from,
    where,
    partitionBy,
    interp,
    window,
    groupBy,
    having,
    orderBy: [],
    slimit: undefined,
    limit: undefined,
  }
}

/** Parses a list of `expression [[AS] alias]`. */
export function parseItems(cursor: Cursor): SelectItem[] {
  const items: SelectItem[] = []
  do {
    const expression = parseExpression(cursor)
    let alias: string | undefined
    if (cursor.takeWord('as')) alias = cursor.name()
    else if (cursor.isName()) alias = cursor.name()
    items.push({ expression, alias })
  } while (cursor.takeSymbol(','))
  return items
}

function parseFrom(cursor: Cursor): TableReference {
  let left = parseJoins(cursor)
  while (cursor.takeSymbol(',')) {
    const right = parseJoins(cursor)
    left = {
      kind: 'join',
      type: 'inner',
      subtype: undefined,
      left,
      right,
      on: undefined,
      jlimit: undefined,
      windowOffset: undefined,
    }
  }
  return left
}

function parseJoins(cursor: Cursor): TableReference {
  let left = parseTable(cursor)
  for (;;) {
    const type = cursor.isAny('inner', 'left', 'right', 'full')
      ? (cursor.advance().text as 'inner' | 'left' | 'right' | 'full')
      : 'inner'
    const subtype = cursor.isAny('outer', 'semi', 'anti', 'asof', 'window')
      ? (cursor.advance().text as 'outer' | 'semi' | 'anti' | 'asof' | 'window')
      : undefined
    if (!cursor.takeWord('join')) {
      if (type !== 'inner' || subtype !== undefined) throw cursor.unexpected()
      return left
    }
    const right = parseTable(cursor)
    const on = cursor.takeWord('on') ? parseExpression(cursor) : undefined
    let windowOffset: readonly [Expression, Expression] | undefined
    if (cursor.takeWord('window_offset')) {
      cursor.expectSymbol('(')
      const start = parseExpression(cursor)
      cursor.expectSymbol(',')
      windowOffset = [start, parseExpression(cursor)]
      cursor.expectSymbol(')')
    }
    const jlimit = cursor.takeWord('jlimit') ? cursor.integer() : undefined
    left = { kind: 'join', type, subtype, left, right, on, jlimit, windowOffset }
  }
}

function parseTable(cursor: Cursor): TableReference {
  if (cursor.isSymbol('(')) {
    const next = cursor.peek()
    cursor.advance()
    if ((next.kind === 'word' && next.text === 'select') || next.text === '(') {
      const query = parseQuery(cursor)
      cursor.expectSymbol(')')
      return { kind: 'query', query, alias: parseAlias(cursor) }
    }
    const inner = parseJoins(cursor)
    cursor.expectSymbol(')')
    return inner
  }
  const table = cursor.tableName()
  return { kind: 'table', table, alias: parseAlias(cursor) }
}

function parseAlias(cursor: Cursor): string | undefined {
  if (cursor.takeWord('as')) return cursor.name()
  return cursor.isName() ? cursor.name() : undefined
}

function parseWindow(cursor: Cursor): WindowClause | undefined {
  if (cursor.takeWord('interval')) return parseInterval(cursor)
  if (cursor.takeWord('session')) {
    cursor.expectSymbol('(')
    const column = parseExpression(cursor)
    cursor.expectSymbol(',')
    const gap = parseExpression(cursor)
    cursor.expectSymbol(')')
    return { kind: 'session', column, gap }
  }
  if (cursor.takeWord('state_window')) {
    cursor.expectSymbol('(')
    const expression = parseExpression(cursor)
    cursor.expectSymbol(')')
    return { kind: 'state', expression, trueFor: parseTrueFor(cursor) }
  }
  if (cursor.takeWord('event_window')) {
    cursor.expectWord('start')
    cursor.expectWord('with')
    const start = parseExpression(cursor)
    cursor.expectWord('end')
    cursor.expectWord('with')
    const end = parseExpression(cursor)
    return { kind: 'event', start, end, trueFor: parseTrueFor(cursor) }
  }
  if (cursor.takeWord('count_window')) {
    cursor.expectSymbol('(')
    const count = cursor.integer()
    const sliding = cursor.takeSymbol(',') ? cursor.integer() : undefined
    cursor.expectSymbol(')')
    return { kind: 'count', count, sliding }
  }
  if (cursor.isWord('anomaly_window')) throw cursor.refuse('ANOMALY_WINDOW')
  return undefined
}

function parseTrueFor(cursor: Cursor): Expression | undefined {
  if (!cursor.takeWord('true_for')) return undefined
  cursor.expectSymbol('(')
  const duration = parseExpression(cursor)
  cursor.expectSymbol(')')
  return duration
}

function parseInterval(cursor: Cursor): WindowClause {
  cursor.expectSymbol('(')
  const interval = parseExpression(cursor)
  const offset = cursor.takeSymbol(',') ? parseExpression(cursor) : undefined
  cursor.expectSymbol(')')
  let sliding: Expression | undefined
  if (cursor.takeWord('sliding')) {
    cursor.expectSymbol('(')
    sliding = parseExpression(cursor)
    cursor.expectSymbol(')')
  }
  return { kind: 'interval', interval, offset, sliding, fill: parseFill(cursor, windowFills) }
}

/** Modes of FILL behind INTERVAL. */
const windowFills: ReadonlySet<string> = new Set([
  'none',
  'null',
  'null_f',
  'value',
  'value_f',
  'prev',
  'next',
  'linear',
])

/** Modes of FILL behind RANGE and EVERY. */
const interpFills: ReadonlySet<string> = new Set([...windowFills, 'near'])

function parseFill(cursor: Cursor, fillModes: ReadonlySet<string>): FillClause | undefined {
  if (!cursor.takeWord('fill')) return undefined
  cursor.expectSymbol('(')
  if (cursor.token.kind !== 'word' || !fillModes.has(cursor.token.text)) throw cursor.unexpected()
  const mode = cursor.advance().text as FillClause['mode']
  const values: Expression[] = []
  while (cursor.takeSymbol(',')) values.push(parseExpression(cursor))
  cursor.expectSymbol(')')
  return { mode, values }
}

function parseInterp(cursor: Cursor): InterpClause | undefined {
  const range: Expression[] = []
  let every: Expression | undefined
  if (cursor.takeWord('range')) {
    cursor.expectSymbol('(')
    do range.push(parseExpression(cursor))
    while (cursor.takeSymbol(','))
    cursor.expectSymbol(')')
  }
  if (cursor.takeWord('every')) {
    cursor.expectSymbol('(')
    every = parseExpression(cursor)
    cursor.expectSymbol(')')
  }
  const fill = parseFill(cursor, interpFills)
  if (range.length === 0 && every === undefined && fill === undefined) return undefined
  return { range, every, fill }
}

function parseOrderBy(cursor: Cursor): OrderItem[] {
  const items: OrderItem[] = []
  if (!cursor.takeWords('order', 'by')) return items
  do {
    const expression = parseExpression(cursor)
    let descending = false
    if (cursor.takeWord('desc')) descending = true
    else cursor.takeWord('asc')
    let nulls: OrderItem['nulls']
    if (cursor.takeWord('nulls')) {
      if (cursor.takeWord('first')) nulls = 'first'
      else {
        cursor.expectWord('last')
        nulls = 'last'
      }
    }
    items.push({ expression, descending, nulls })
  } while (cursor.takeSymbol(','))
  return items
}

function parseLimit(cursor: Cursor, word: string, offsetWord: string): Limit | undefined {
  if (!cursor.takeWord(word)) return undefined
  const first = cursor.integer()
  if (cursor.takeSymbol(',')) return { limit: cursor.integer(), offset: first }
  return { limit: first, offset: cursor.takeWord(offsetWord) ? cursor.integer() : 0 }
}
