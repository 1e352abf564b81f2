import type {
  CommonTable,
  Expression,
  OrderItem,
  Query,
  QueryBody,
  SelectCore,
  SelectItem,
} from './ast.ts'
import { parseExpression, parseExpressions, parseRestrictedExpression } from './parse-expression.ts'
import { parseFromItem, parseFromList } from './parse-from.ts'
import { parseOperand } from './parse-operand.ts'
import { parsePreparable } from './parse-statement.ts'
import { parseWindow } from './parse-window.ts'
import { SqlError } from './sql-error.ts'
import type { TokenStream } from './token-stream.ts'

/** True when a query may begin here: SELECT, VALUES, TABLE, WITH, or a bracket before them. */
export function seesQuery(t: TokenStream): boolean {
  let ahead = 0
  while (t.seesSymbol('(', ahead)) ahead++
  const word = t.peek(ahead).keyword?.name ?? ''
  // VALUES may be the name of a column.
  if (word === 'VALUES') return t.seesSymbol('(', ahead + 1)
  return ['SELECT', 'TABLE', 'WITH'].includes(word)
}

/** A query in brackets; undefined, and nothing taken, when there is none. */
export function tryParseSubquery(t: TokenStream): Query | undefined {
  if (!t.seesSymbol('(') || !seesQuery(t)) return undefined
  if (!t.seesSymbol('(', 1)) return parseSubquery(t)
  const place = t.place
  try {
    return parseSubquery(t)
  } catch (error) {
    // `((SELECT 1) + 2)` is no query, although it begins like one.
    if (!(error instanceof SqlError)) throw error
    t.returnTo(place)
    return undefined
  }
}

/** A query in brackets. */
export function parseSubquery(t: TokenStream): Query {
  t.expectSymbol('(')
  const query = parseQuery(t)
  t.expectSymbol(')')
  return query
}

/** `[WITH …] select [ORDER BY …] [LIMIT …] [OFFSET …] [FOR UPDATE …]`. */
export function parseQuery(t: TokenStream): Query {
  return parseQueryBehind(t, parseWith(t))
}

/** The same when WITH was read already. */
export function parseQueryBehind(t: TokenStream, common: readonly CommonTable[]): Query {
  const body = parseSetOperations(t, 0)
  if (body.kind === 'core' && body.where && t.sees('FILL')) parseFill(t)
  const orderBy = t.sees('ORDER') ? parseOrderBy(t) : []
  const lockedFirst = parseLocking(t)
  const { limited, ...bounds } = parseLimits(t)
  const locking = lockedFirst || (limited && parseLocking(t))
  const plain = common.length === 0 && orderBy.length === 0 && !locking && !limited
  if (body.kind === 'nested' && plain) return body.query
  return { with: common, body, orderBy, locking, ...bounds }
}

/** `WITH a AS (…), …`, if it is next. */
export function parseWith(t: TokenStream): CommonTable[] {
  if (!t.accept('WITH')) return []
  // RECURSIVE may be the name itself.
  if (t.sees('RECURSIVE') && t.seesName(1)) t.take()
  return t.commaList(() => {
    const name = t.name()
    const columns = t.seesSymbol('(') ? t.bracketedList(() => t.name()) : []
    t.expect('AS')
    if (t.seesSymbol('(') && seesQuery(t)) return { name, columns, query: parseSubquery(t) }
    t.expectSymbol('(')
    parsePreparable(t)
    t.leaveOut('WITH … AS (a statement that is no query)')
    t.expectSymbol(')')
    return { name, columns, query: noRows }
  })
}

const noRows: Query = {
  with: [],
  body: { kind: 'values', rows: [] },
  orderBy: [],
  locking: false,
}

const looseOperators = ['UNION', 'EXCEPT'] as const
const tightOperators = ['INTERSECT'] as const

/** UNION and EXCEPT bind alike, INTERSECT more tightly; all from the left. */
function parseSetOperations(t: TokenStream, depth: 0 | 1): QueryBody {
  const next = () => (depth === 0 ? parseSetOperations(t, 1) : parseSelectClause(t))
  let left = next()
  for (;;) {
    const operator = t.acceptAny(...(depth === 0 ? looseOperators : tightOperators))
    if (operator === undefined) return left
    const all = t.accept('ALL')
    if (!all) t.accept('DISTINCT')
    left = { kind: 'set', operator, all, left: asQuery(left), right: asQuery(next()) }
  }
}

function asQuery(body: QueryBody): Query {
  return body.kind === 'nested' ? body.query : { with: [], body, orderBy: [], locking: false }
}

function parseSelectClause(t: TokenStream): QueryBody {
  if (t.seesSymbol('(')) return { kind: 'nested', query: parseSubquery(t) }
  if (t.accept('VALUES')) {
    return { kind: 'values', rows: t.commaList(() => t.bracketedList(() => parseExpression(t))) }
  }
  if (t.accept('TABLE')) return { ...emptyCore, items: [allColumns], from: [parseFromItem(t)] }
  return parseCore(t)
}

const allColumns: SelectItem = { expression: { kind: 'star', table: [] } }

const emptyCore = {
  kind: 'core',
  distinct: false,
  distinctOn: [],
  groupBy: [],
  windows: [],
} as const

function parseCore(t: TokenStream): SelectCore {
  t.expect('SELECT')
  skipHint(t)
  const distinct = t.accept('DISTINCT')
  if (!distinct) t.accept('ALL')
  const distinctOn = distinct && t.accept('ON') ? t.bracketedList(() => parseExpression(t)) : []
  const items = t.commaList(() => parseSelectItem(t))
  if (t.accept('INTO')) {
    t.leaveOut('SELECT INTO')
    t.commaList(() => (t.acceptSymbol('@') ? t.name() : t.dottedName()))
  }
  const from = t.accept('FROM') ? parseFromList(t) : []
  const asOf = from.length > 0 ? parseAsOf(t) : undefined
  const where = t.accept('WHERE') ? parseExpression(t) : undefined
  const groupBy = t.accept('GROUP', 'BY') ? parseExpressions(t) : []
  const having = t.accept('HAVING') ? parseExpression(t) : undefined
  const windows = t.accept('WINDOW') ? t.commaList(() => parseNamedWindow(t)) : []
  return {
    ...{ kind: 'core', distinct, distinctOn, items, from, groupBy, windows },
    ...(where && { where }),
    ...(having && { having }),
    ...(asOf && { asOf }),
  }
}

/** `/*+ … *\/` is advice to KWDB's planner, of no effect here. */
function skipHint(t: TokenStream): void {
  if (!t.seesSymbol('/') || !t.seesSymbol('*', 1)) return
  do t.take()
  while (!t.atEnd && !(t.seesSymbol('*') && t.seesSymbol('/', 1)))
  t.expectSymbol('*')
  t.expectSymbol('/')
}

function parseSelectItem(t: TokenStream): SelectItem {
  if (t.acceptSymbol('*')) return allColumns
  const expression = parseExpression(t)
  if (t.accept('AS')) return { expression, alias: t.anyWord() }
  return t.peek().kind === 'name' ? { expression, alias: t.name() } : { expression }
}

function parseNamedWindow(t: TokenStream): SelectCore['windows'][number] {
  const name = t.name()
  t.expect('AS')
  return { name, window: parseWindow(t) }
}

/** `AS OF SYSTEM TIME …`, if it is next. */
export function parseAsOf(t: TokenStream): Expression | undefined {
  if (!t.accept('AS', 'OF')) return undefined
  t.expect('SYSTEM', 'TIME')
  return parseExpression(t)
}

/** `ORDER BY item, …`. */
export function parseOrderBy(t: TokenStream): OrderItem[] {
  t.expect('ORDER', 'BY')
  return t.commaList(() => {
    if (seesIndexOrder(t)) return parseIndexOrder(t)
    const expression = parseExpression(t)
    const descending = t.accept('DESC')
    if (!descending) t.accept('ASC')
    if (!t.accept('NULLS')) return { expression, descending }
    const nulls = t.acceptAny('FIRST', 'LAST')
    if (nulls === undefined) throw t.unexpected()
    // KWDB has NULL as the smallest value; it does not know the other order.
    if (descending === (nulls === 'FIRST')) throw t.unimplemented()
    return { expression, descending, nulls }
  })
}

function seesIndexOrder(t: TokenStream): boolean {
  return t.sees('PRIMARY', 'KEY') || (t.sees('INDEX') && !t.seesSymbol('.', 1))
}

function parseIndexOrder(t: TokenStream): OrderItem {
  t.leaveOut('ORDER BY an index')
  if (t.accept('PRIMARY', 'KEY')) t.tableName()
  else {
    t.expect('INDEX')
    t.tableName()
    t.expectSymbol('@')
    t.anyWord()
  }
  t.acceptAny('ASC', 'DESC')
  return { expression: { kind: 'null' }, descending: false }
}

interface Limits {
  readonly limit?: Expression
  readonly offset?: Expression
  /** Something was written, if only LIMIT ALL. */
  readonly limited: boolean
}

/** LIMIT and OFFSET in either order. */
function parseLimits(t: TokenStream): Limits {
  const first = parseLimit(t)
  const offset = parseOffset(t)
  const limit = first ?? (offset ? parseLimit(t) : undefined)
  return {
    limited: limit !== undefined || offset !== undefined,
    ...(limit && limit !== 'all' && { limit }),
    ...(offset && { offset }),
  }
}

/** The limit of a DELETE or UPDATE or query, if it is next. */
export function parseLimit(t: TokenStream): Expression | 'all' | undefined {
  if (t.accept('LIMIT')) return t.accept('ALL') ? 'all' : parseExpression(t)
  if (!t.accept('FETCH')) return undefined
  if (t.acceptAny('FIRST', 'NEXT') === undefined) throw t.unexpected()
  const limit = tryRows(t) ?? { kind: 'number', text: '1', integer: true }
  if (t.acceptAny('ROW', 'ROWS') === undefined) throw t.unexpected()
  t.expect('ONLY')
  return limit
}

/** A count before ROW or ROWS: a number or a simple operand. Undefined, and nothing taken, else. */
function tryRows(t: TokenStream): Expression | undefined {
  if (t.seesAny('ROW', 'ROWS')) return undefined
  const place = t.place
  const signed = t.seesSymbol('-') || t.seesSymbol('+')
  const number = ['integer', 'decimal'].includes(t.peek(signed ? 1 : 0).kind)
  const count = signed && number ? parseSigned(t) : signed ? undefined : parseOperand(t)
  if (count && t.seesAny('ROW', 'ROWS')) return count
  t.returnTo(place)
  return undefined
}

function parseSigned(t: TokenStream): Expression {
  const sign = t.take().text === '-' ? '-' : ''
  const { kind, text } = t.take()
  return { kind: 'number', text: sign + text, integer: kind === 'integer' }
}

function parseOffset(t: TokenStream): Expression | undefined {
  if (!t.accept('OFFSET')) return undefined
  const rows = tryRows(t)
  if (!rows) return parseExpression(t)
  t.take()
  return rows
}

/** FOR UPDATE and kin; true when there is one. */
function parseLocking(t: TokenStream): boolean {
  if (t.accept('FOR', 'READ', 'ONLY')) return true
  let found = false
  while (t.accept('FOR')) {
    found = true
    if (t.accept('NO')) t.expect('KEY', 'UPDATE')
    else if (t.accept('KEY')) t.expect('SHARE')
    else if (t.acceptAny('UPDATE', 'SHARE') === undefined) throw t.unexpected()
    if (t.accept('OF')) t.commaList(() => t.tableName())
    if (t.accept('SKIP')) t.expect('LOCKED')
    else t.accept('NOWAIT')
  }
  return found
}

/** `FILL (method [, value …])`. */
function parseFill(t: TokenStream): void {
  t.leaveOut('FILL')
  t.expect('FILL')
  t.expectSymbol('(')
  const method = t.acceptAny('EXACT', 'PREVIOUS', 'NEXT', 'CLOSER', 'LINEAR', 'CONSTANT')
  if (method === undefined) throw t.unexpected()
  if (method === 'CONSTANT') {
    t.expectSymbol(',')
    parseRestrictedExpression(t)
  }
  while (method !== 'EXACT' && t.acceptSymbol(',')) t.signedInteger()
  t.expectSymbol(')')
}
