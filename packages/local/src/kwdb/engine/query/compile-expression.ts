import type {
  CaseExpression,
  Expression,
  FunctionCall,
  InTest,
  OrderItem,
  WindowSpecification,
} from '../../sql/ast.ts'
import { notCarriedOut, SqlError } from '../../sql/sql-error.ts'
import { aggregateArguments, findAggregate, timeAnswers } from './aggregates.ts'
import { castTo } from './cast.ts'
import type { Context } from './context.ts'
import { findFunction, unify } from './functions.ts'
import { compare, isNumeric, operate } from './operators.ts'
import { castType, sqlTypes } from './sql-type.ts'
import { bytesSql, floatSql, resolve, type Typed, unknownNull, unknownText } from './typed.ts'

const greatest64 = 2n ** 63n - 1n
const greatest128 = 2n ** 127n - 1n

/** An expression in storage's SQL, with its type. Throws `SqlError`. */
export function compileExpression(expression: Expression, context: Context): Typed {
  switch (expression.kind) {
    case 'number':
      return numberOf(expression.text, expression.integer)
    case 'string':
      return unknownText(expression.value)
    case 'bytes':
      return { sql: bytesSql(expression.value), type: sqlTypes.bytes }
    case 'boolean':
      return { sql: String(expression.value), type: sqlTypes.bool }
    case 'null':
      return unknownNull
    case 'column': {
      const { sql, type } = context.scope.find(expression.parts)
      return { sql, type }
    }
    case 'placeholder':
      return placeholder(expression.index, context)
    case 'unary':
      return unary(expression.operator, compileExpression(expression.operand, context), context)
    case 'binary':
      return operate(
        expression,
        compileExpression(expression.left, context),
        compileExpression(expression.right, context),
        expression.escape === undefined ? null : compileExpression(expression.escape, context),
        context,
      )
    case 'and':
    case 'or': {
      const left = compileCondition(expression.left, context)
      const right = compileCondition(expression.right, context)
      return bool(`(${left} ${expression.kind.toUpperCase()} ${right})`)
    }
    case 'not':
      return bool(`(NOT ${compileCondition(expression.operand, context)})`)
    case 'is': {
      const { sql } = compileExpression(expression.operand, context)
      const not = expression.not ? 'NOT ' : ''
      if (expression.what === 'NAN') return bool(`(${not}isnan(${sql}))`)
      return bool(`(${sql} IS ${not}${expression.what})`)
    }
    case 'between': {
      const value = compileExpression(expression.operand, context)
      const low = compileExpression(expression.low, context)
      const high = compileExpression(expression.high, context)
      const test = (a: Typed, b: Typed) =>
        `(${compare('>=', value, a, context).sql} AND ${compare('<=', value, b, context).sql})`
      const sql = expression.symmetric
        ? `(${test(low, high)} OR ${test(high, low)})`
        : test(low, high)
      return bool(expression.not ? `(NOT ${sql})` : sql)
    }
    case 'in':
      return inTest(expression, context)
    case 'cast':
      return castTo(
        compileExpression(expression.operand, context),
        castType(expression.type),
        context,
      )
    case 'call':
      return compileCall(expression, context)
    case 'case':
      return caseOf(expression, context)
    case 'subquery': {
      const query = context.subquery(expression.query)
      const [column] = query.columns
      if (column === undefined || query.columns.length > 1) {
        throw new SqlError('42601', 'subquery must return only one column')
      }
      return { sql: `(${query.sql})`, type: column.type }
    }
    case 'exists':
      return bool(`EXISTS (${context.subquery(expression.query).sql})`)
    case 'array': {
      const items = expression.items.map(item =>
        resolve(compileExpression(item, context), sqlTypes.text, context.env.now),
      )
      return { sql: `[${items.map(({ sql }) => sql).join(', ')}]`, type: sqlTypes.textList }
    }
    case 'arrayQuery': {
      const query = context.subquery(expression.query)
      const list = `SELECT list(CAST(o1 AS VARCHAR)) FROM (${query.sql}) AS ${context.nextAlias()}`
      return { sql: `coalesce((${list}), [])`, type: sqlTypes.textList }
    }
    case 'quantified':
      return quantified(expression, context)
    case 'collate':
      return compileExpression(expression.operand, context)
    case 'variable':
      throw new SqlError('42704', `user variable @${expression.name} does not exist`)
    case 'star':
      throw new SqlError('42601', 'cannot use "*" in this context')
    case 'default':
      throw new SqlError('42601', 'DEFAULT can only appear in a VALUES list within INSERT')
    case 'tuple':
      throw notCarriedOut('a row of values')
    case 'bits':
      throw notCarriedOut('a bit literal')
    case 'subscript':
      throw notCarriedOut('a subscript')
  }
}

function bool(sql: string): Typed {
  return { sql, type: sqlTypes.bool }
}

/** A condition, e.g. of WHERE; throws `SqlError` (42804) when the expression is no boolean. */
export function compileCondition(expression: Expression, context: Context): string {
  const typed = resolve(compileExpression(expression, context), sqlTypes.bool, context.env.now)
  if (typed.type.family !== 'bool') {
    throw new SqlError('42804', `argument must be type bool, not type ${typed.type.family}`)
  }
  return typed.sql
}

function numberOf(text: string, isInteger: boolean): Typed {
  if (isInteger) {
    const integer = BigInt(text)
    if (integer <= greatest64) {
      return {
        sql: integer > 2n ** 31n ? `CAST(${integer} AS BIGINT)` : String(integer),
        type: sqlTypes.int8,
        integer,
      }
    }
    if (integer < greatest128) return { sql: `CAST(${integer} AS HUGEINT)`, type: sqlTypes.decimal }
  }
  return { sql: floatSql(Number(text)), type: sqlTypes.decimal }
}

function placeholder(index: number, context: Context): Typed {
  const { parameters, parameterOids } = context.env
  const value = parameters[index - 1]
  parameterOids[index - 1] ??= 0
  const inferred = (oid: number) => {
    if (parameterOids[index - 1] === 0) parameterOids[index - 1] = oid
  }
  if (value === undefined || value === null) return { ...unknownNull, inferred }
  if (typeof value === 'string') return { ...unknownText(value), inferred }
  return { sql: bytesSql(value), type: sqlTypes.bytes }
}

function unary(operator: '-' | '+' | '~', operand: Typed, context: Context): Typed {
  if (operand.integer !== undefined && operator !== '~') {
    const integer = operator === '-' ? -operand.integer : operand.integer
    return { sql: `(${integer})`, type: operand.type, integer }
  }
  const value = resolve(operand, sqlTypes.float8, context.env.now)
  if (operator === '+') return value
  if (value.type.family === 'interval' && operator === '-') {
    return { sql: `(-${value.sql})`, type: value.type }
  }
  if (!isNumeric(value.type)) {
    throw new SqlError('22023', `unsupported unary operator: ${operator} <${value.type.family}>`)
  }
  const type = value.type.family === 'int' ? sqlTypes.int8 : value.type
  return { sql: `(${operator}${value.sql})`, type }
}

function inTest(expression: InTest, context: Context): Typed {
  const not = expression.not ? 'NOT ' : ''
  const value = compileExpression(expression.operand, context)
  if (!('length' in expression.among)) {
    const query = context.subquery(expression.among)
    return bool(`(${value.sql} ${not}IN (${query.sql}))`)
  }
  const tests = expression.among.map(item => {
    const found = compileExpression(item, context)
    return found.literal === null ? 'NULL' : compare('=', value, found, context).sql
  })
  if (tests.length === 0) return bool(expression.not ? 'true' : 'false')
  return bool(`(${not}(${tests.join(' OR ')}))`)
}

function quantified(
  expression: Extract<Expression, { kind: 'quantified' }>,
  context: Context,
): Typed {
  const left = compileExpression(expression.left, context)
  const { right, operator, quantifier } = expression
  if (right.kind === 'subquery') {
    const query = context.subquery(right.query)
    const value = resolve(left, query.columns[0]?.type ?? sqlTypes.text, context.env.now)
    return bool(`(${value.sql} ${operator} ${quantifier} (${query.sql}))`)
  }
  const items = right.kind === 'array' || right.kind === 'tuple' ? right.items : null
  if (items !== null) {
    const tests = items.map(
      item => compare(operator, left, compileExpression(item, context), context).sql,
    )
    if (tests.length === 0) return bool(quantifier === 'ANY' ? 'false' : 'true')
    return bool(`(${tests.join(quantifier === 'ANY' ? ' OR ' : ' AND ')})`)
  }
  const list = compileExpression(right, context)
  if (list.type.family !== 'list') throw notCarriedOut(`${quantifier} of an array`)
  const value = resolve(left, sqlTypes.text, context.env.now)
  if (operator === '=' && quantifier === 'ANY') {
    return bool(`list_contains(${list.sql}, ${value.sql})`)
  }
  throw notCarriedOut(`${operator} ${quantifier} of an array`)
}

function caseOf(expression: CaseExpression, context: Context): Typed {
  const operand =
    expression.operand === undefined ? null : compileExpression(expression.operand, context)
  const whens = expression.branches.map(({ when }) =>
    operand === null
      ? compileCondition(when, context)
      : compare('=', operand, compileExpression(when, context), context).sql,
  )
  const results = [
    ...expression.branches.map(({ result }) => compileExpression(result, context)),
    ...(expression.otherwise === undefined
      ? []
      : [compileExpression(expression.otherwise, context)]),
  ]
  const typed = unify(results, context)
  const branches = whens.map((when, i) => `WHEN ${when} THEN ${typed[i]?.sql}`)
  const otherwise = expression.otherwise === undefined ? '' : ` ELSE ${typed.at(-1)?.sql}`
  return {
    sql: `CASE ${branches.join(' ')}${otherwise} END`,
    type: typed[0]?.type ?? sqlTypes.text,
  }
}

/** ORDER BY of a query, an aggregate or a window: NULL before everything else, as KWDB sorts. */
export function orderSql(sql: string, item: Pick<OrderItem, 'descending' | 'nulls'>): string {
  const nulls = item.nulls ?? (item.descending ? 'LAST' : 'FIRST')
  return `${sql} ${item.descending ? 'DESC' : 'ASC'} NULLS ${nulls}`
}

function orderList(items: readonly OrderItem[], context: Context): string {
  return items
    .map(item => orderSql(compileExpression(item.expression, context).sql, item))
    .join(', ')
}

const windowFunctions: Readonly<Record<string, { readonly least: number; readonly most: number }>> =
  {
    row_number: { least: 0, most: 0 },
    rank: { least: 0, most: 0 },
    dense_rank: { least: 0, most: 0 },
    percent_rank: { least: 0, most: 0 },
    cume_dist: { least: 0, most: 0 },
    ntile: { least: 1, most: 1 },
    lag: { least: 1, most: 3 },
    lead: { least: 1, most: 3 },
    first_value: { least: 1, most: 1 },
    last_value: { least: 1, most: 1 },
  }

function compileCall(call: FunctionCall, context: Context): Typed {
  const name = call.name.at(-1) ?? ''
  const aggregate = findAggregate(call.name)
  if (aggregate !== undefined) return compileAggregate(call, name, context)
  if (call.over !== undefined && Object.hasOwn(windowFunctions, name)) {
    return windowCall(call, call.over, name, context)
  }
  const found = findFunction(call.name)
  if (found === undefined) throw notCarriedOut(`the function ${call.name.join('.')}()`)
  if (call.over !== undefined || call.filter !== undefined || call.distinct) {
    throw new SqlError('42601', `${name} is not an aggregate function`)
  }
  const args = call.arguments.map(argument => compileExpression(argument, context))
  return found(args, context, name)
}

function windowCall(
  call: FunctionCall,
  over: WindowSpecification,
  name: string,
  context: Context,
): Typed {
  const bounds = windowFunctions[name]
  const args = call.arguments.map(argument => compileExpression(argument, context))
  if (bounds === undefined || args.length < bounds.least || args.length > bounds.most) {
    throw new SqlError('42883', `unknown signature: ${name}(${args.length})`)
  }
  const typed = args.map((arg, i) =>
    resolve(arg, i === 0 ? sqlTypes.text : (args[0]?.type ?? sqlTypes.text), context.env.now),
  )
  const type =
    name === 'percent_rank' || name === 'cume_dist'
      ? sqlTypes.float8
      : ['lag', 'lead', 'first_value', 'last_value'].includes(name)
        ? (typed[0]?.type ?? sqlTypes.text)
        : sqlTypes.int8
  const list = typed.map(({ sql }) => sql).join(', ')
  return { sql: `${name}(${list}) OVER ${windowSql(over, context)}`, type }
}

/** What stands behind OVER, or in WINDOW. */
export function windowSql(over: WindowSpecification, context: Context): string {
  const parts: string[] = []
  if (over.name !== undefined) parts.push(`"${over.name.replaceAll('"', '""')}"`)
  if (over.partitionBy.length > 0) {
    const list = over.partitionBy.map(item => compileExpression(item, context).sql)
    parts.push(`PARTITION BY ${list.join(', ')}`)
  }
  if (over.orderBy.length > 0) parts.push(`ORDER BY ${orderList(over.orderBy, context)}`)
  if (over.frame !== undefined) {
    if (!/^[A-Za-z0-9 ]+$/.test(over.frame)) throw notCarriedOut('this frame of a window')
    parts.push(over.frame)
  }
  return `(${parts.join(' ')})`
}

function compileAggregate(call: FunctionCall, name: string, context: Context): Typed {
  const aggregate = findAggregate(call.name)
  if (aggregate === undefined) throw notCarriedOut(`the function ${name}()`)
  const isStar = call.arguments[0]?.kind === 'star'
  const suffix = suffixSql(call, context)
  if (isStar && name === 'count') {
    for (const relation of context.scope.relations) relation.useRows?.()
    return { sql: `count(*)${suffix.filter([])}${suffix.over}`, type: sqlTypes.int8 }
  }
  if (isStar) throw notCarriedOut(`${name}(*)`)
  if (aggregate.byTime && call.arguments.length > 1) {
    throw notCarriedOut(`${name}() with a bound of time`)
  }
  const args = aggregateArguments(
    name,
    aggregate,
    call.arguments.map(argument => compileExpression(argument, context)),
    context,
  )
  const [value] = args
  if (value === undefined) throw notCarriedOut(`${name}()`)
  const time = aggregate.byTime ? context.scope.timeColumn() : undefined
  if (aggregate.byTime && time === undefined) {
    throw new SqlError('42883', `${name}() can only be used in timeseries table query`)
  }
  const list = args.map(({ sql }) => sql)
  if (call.distinct) list[0] = `DISTINCT ${list[0]}`
  const order = call.orderBy === undefined ? '' : ` ORDER BY ${orderList(call.orderBy, context)}`
  const filter = suffix.filter(aggregate.skipsNull ? [`${value.sql} IS NOT NULL`] : [])
  const sql = `${aggregate.call(list, time?.sql ?? '')}${order})${filter}${suffix.over}`
  if (timeAnswers.has(name) && time !== undefined) return { sql, type: time.type }
  return { sql, type: aggregate.type(value.type) }
}

function suffixSql(
  call: FunctionCall,
  context: Context,
): { readonly filter: (more: readonly string[]) => string; readonly over: string } {
  const own = call.filter === undefined ? [] : [compileCondition(call.filter, context)]
  return {
    filter(more) {
      const all = [...own, ...more]
      return all.length === 0 ? '' : ` FILTER (WHERE ${all.join(' AND ')})`
    },
    over: call.over === undefined ? '' : ` OVER ${windowSql(call.over, context)}`,
  }
}
