import type {
  Expression,
  OrderItem,
  Query,
  QueryBody,
  SelectCore,
  SelectItem,
  SetOperation,
} from '../../sql/ast.ts'
import { notCarriedOut, SqlError } from '../../sql/sql-error.ts'
import { compileCondition, compileExpression, orderSql, windowSql } from './compile-expression.ts'
import { compileFrom } from './compile-from.ts'
import type { CommonTables, CompiledQuery, Context, QueryEnvironment } from './context.ts'
import { unify } from './functions.ts'
import { Scope } from './scope.ts'
import { type SqlType, sqlTypes } from './sql-type.ts'
import { resolve, type Typed } from './typed.ts'

/** Numbers the aliases of one statement. */
class Aliases {
  #last = 0

  next(): string {
    this.#last += 1
    return `t${this.#last}`
  }
}

interface Around {
  readonly env: QueryEnvironment
  readonly outer: Scope | undefined
  readonly commonTables: CommonTables
  readonly aliases: Aliases
}

/** A query in storage's SQL; its columns are named `o1`, `o2`, … there. Throws `SqlError`. */
export function compileQuery(query: Query, env: QueryEnvironment): CompiledQuery {
  return compileNested(query, {
    env,
    outer: undefined,
    commonTables: new Map(),
    aliases: new Aliases(),
  })
}

function compileNested(query: Query, around: Around): CompiledQuery {
  const commonTables = new Map(around.commonTables)
  for (const { name, columns, query: common } of query.with) {
    const compiled = compileNested(common, { ...around, commonTables })
    commonTables.set(name, {
      sql: compiled.sql,
      columns: compiled.columns.map((column, i) => ({
        ...column,
        name: columns[i] ?? column.name,
      })),
    })
  }
  const inner = { ...around, commonTables }
  const limits = limitSql(query, around.env)
  if (query.body.kind === 'core') return compileCore(query.body, query.orderBy, limits, inner)
  const body = compileBody(query.body, inner)
  const order = query.orderBy.map(item => orderSql(outputPosition(item, body.columns), item))
  const sql = order.length > 0 ? ` ORDER BY ${order.join(', ')}` : ''
  return {
    sql: `SELECT * FROM (${body.sql}) AS ${around.aliases.next()}${sql}${limits}`,
    columns: body.columns,
  }
}

function compileBody(body: Exclude<QueryBody, SelectCore>, around: Around): CompiledQuery {
  switch (body.kind) {
    case 'values':
      return compileValues(body.rows, around)
    case 'set':
      return compileSet(body, around)
    case 'nested':
      return compileNested(body.query, around)
  }
}

function makeContext(around: Around): Context {
  const scope = new Scope(around.outer)
  return {
    env: around.env,
    scope,
    commonTables: around.commonTables,
    subquery: query => compileNested(query, { ...around, outer: scope }),
    nextAlias: () => around.aliases.next(),
  }
}

function compileValues(rows: readonly (readonly Expression[])[], around: Around): CompiledQuery {
  const context = makeContext(around)
  const typed = rows.map(row => row.map(item => compileExpression(item, context)))
  const width = typed[0]?.length ?? 0
  if (typed.some(row => row.length !== width)) {
    throw new SqlError('42601', 'VALUES lists must all be the same length')
  }
  const columns = Array.from({ length: width }, (_, i) =>
    unify(
      typed.map(row => row[i] as Typed),
      context,
    ),
  )
  const lines = typed.map((_, row) => `(${columns.map(column => column[row]?.sql).join(', ')})`)
  const names = columns.map((_, i) => `o${i + 1}`)
  return {
    sql: `SELECT * FROM (VALUES ${lines.join(', ')}) AS ${context.nextAlias()}(${names.join(', ')})`,
    columns: columns.map((column, i) => ({
      name: `column${i + 1}`,
      type: column[0]?.type ?? sqlTypes.text,
    })),
  }
}

function compileSet(body: SetOperation, around: Around): CompiledQuery {
  const left = compileNested(body.left, around)
  const right = compileNested(body.right, around)
  if (left.columns.length !== right.columns.length) {
    throw new SqlError(
      '42601',
      `each ${body.operator} query must have the same number of columns: ${left.columns.length} vs ${right.columns.length}`,
    )
  }
  const context = makeContext(around)
  const types: SqlType[] = []
  const lists = [left, right].map(() => [] as string[])
  for (const [i, column] of left.columns.entries()) {
    const both = [column, right.columns[i] ?? column].map(({ type }) => ({
      sql: `o${i + 1}`,
      type,
    }))
    for (const [side, { sql, type }] of unify(both, context).entries()) {
      types[i] = type
      lists[side]?.push(`${sql} AS o${i + 1}`)
    }
  }
  const selects = [left, right].map(
    ({ sql }, side) =>
      `(SELECT ${lists[side]?.join(', ')} FROM (${sql}) AS ${around.aliases.next()})`,
  )
  return {
    sql: selects.join(` ${body.operator}${body.all ? ' ALL' : ''} `),
    columns: left.columns.map(({ name }, i) => ({ name, type: types[i] ?? sqlTypes.text })),
  }
}

interface Output extends Typed {
  readonly name: string
  readonly expression: Expression | undefined
}

function compileCore(
  core: SelectCore,
  orderBy: readonly OrderItem[],
  limits: string,
  around: Around,
): CompiledQuery {
  if (core.asOf !== undefined) throw notCarriedOut('AS OF SYSTEM TIME')
  const context = makeContext(around)
  const from = core.from.map(item => compileFrom(item, context))
  const windows = core.windows.map(
    ({ name, window }) => `"${name.replaceAll('"', '""')}" AS ${windowSql(window, context)}`,
  )
  const outputs = core.items.flatMap(item => compileItem(item, context))
  const where = core.where === undefined ? '' : ` WHERE ${compileCondition(core.where, context)}`
  const groups = core.groupBy.map(item => groupSql(item, outputs, context))
  const having =
    core.having === undefined ? '' : ` HAVING ${compileCondition(core.having, context)}`
  const order = orderBy.map(item => orderSql(orderTarget(item, outputs, context), item))
  const distinctOn = core.distinctOn.map(item => groupSql(item, outputs, context))
  const list = outputs.map(({ sql }, i) => `${sql} AS o${i + 1}`).join(', ')
  const distinct =
    distinctOn.length > 0
      ? `DISTINCT ON (${distinctOn.join(', ')}) `
      : core.distinct
        ? 'DISTINCT '
        : ''
  const tables = from.length === 0 ? '' : ` FROM ${from.map(render => render()).join(', ')}`
  return {
    sql:
      `SELECT ${distinct}${list}${tables}${where}` +
      `${groups.length > 0 ? ` GROUP BY ${groups.join(', ')}` : ''}${having}` +
      `${windows.length > 0 ? ` WINDOW ${windows.join(', ')}` : ''}` +
      `${order.length > 0 ? ` ORDER BY ${order.join(', ')}` : ''}${limits}`,
    columns: outputs.map(({ name, type }) => ({ name, type })),
  }
}

const endCalls: ReadonlySet<string> = new Set([
  ...['last', 'last_row', 'first', 'first_row', 'lastts', 'last_row_ts', 'firstts', 'first_row_ts'],
])

function compileItem(item: SelectItem, context: Context): readonly Output[] {
  const { expression, alias } = item
  if (expression.kind === 'star') return starOutputs(expression.table, context)
  if (expression.kind === 'call' && endCalls.has(expression.name.join('.'))) {
    const [argument] = expression.arguments
    if (argument?.kind === 'star') {
      return starColumns(argument.table, context).map(parts => {
        const one: Expression = { ...expression, arguments: [{ kind: 'column', parts }] }
        const name = `${expression.name.join('.')}(${parts.at(-1)})`
        return { ...compileExpression(one, context), name, expression: one }
      })
    }
  }
  const typed = resolve(compileExpression(expression, context), sqlTypes.text, context.env.now)
  return [{ ...typed, name: alias ?? outputName(expression), expression }]
}

function starOutputs(qualifier: readonly string[], context: Context): readonly Output[] {
  const relations = context.scope.starRelations(qualifier)
  if (relations.length === 0) throw new SqlError('42602', 'cannot use "*" without a FROM clause')
  const seen = new Set<string>()
  return relations.flatMap(({ columns }) =>
    columns.flatMap(column => {
      // Columns of USING and NATURAL come once.
      if (qualifier.length === 0 && context.scope.merged.has(column.name)) {
        if (seen.has(column.name)) return []
        seen.add(column.name)
      }
      column.use?.()
      return [{ sql: column.sql, type: column.type, name: column.name, expression: undefined }]
    }),
  )
}

function starColumns(qualifier: readonly string[], context: Context): readonly string[][] {
  return context.scope
    .starRelations(qualifier)
    .flatMap(({ name, columns }) =>
      columns.map(column => (name === undefined ? [column.name] : [name, column.name])),
    )
}

/** The name of a column without an alias. */
function outputName(expression: Expression): string {
  switch (expression.kind) {
    case 'column':
      return expression.parts.at(-1) ?? '?column?'
    case 'call':
      return expression.name.at(-1) ?? '?column?'
    case 'cast': {
      const inner = outputName(expression.operand)
      return inner === '?column?' ? expression.type.spelling.toLowerCase() : inner
    }
    case 'collate':
      return outputName(expression.operand)
    case 'case':
      return 'case'
    case 'exists':
      return 'exists'
    case 'array':
      return 'array'
    default:
      return '?column?'
  }
}

/** An ordinal of the select list; undefined when the expression is none. */
function ordinal(expression: Expression, count: number, clause: string): number | undefined {
  if (expression.kind !== 'number' || !expression.integer) return undefined
  const position = Number(expression.text)
  if (position < 1 || position > count) {
    throw new SqlError('42P10', `${clause} position ${expression.text} is not in select list`)
  }
  return position
}

function groupSql(expression: Expression, outputs: readonly Output[], context: Context): string {
  const position = ordinal(expression, outputs.length, 'GROUP BY')
  if (position !== undefined) return outputs[position - 1]?.sql ?? ''
  if (expression.kind === 'column' && context.scope.tryFind(expression.parts) === undefined) {
    const named = outputs.find(({ name }) => name === expression.parts.join('.'))
    if (named !== undefined) return named.sql
  }
  return compileExpression(expression, context).sql
}

function orderTarget(item: OrderItem, outputs: readonly Output[], context: Context): string {
  const { expression } = item
  const position = ordinal(expression, outputs.length, 'ORDER BY')
  if (position !== undefined) return `o${position}`
  if (expression.kind === 'column' && expression.parts.length === 1) {
    const at = outputs.findIndex(({ name }) => name === expression.parts[0])
    if (at >= 0) return `o${at + 1}`
  }
  return compileExpression(expression, context).sql
}

/** What ORDER BY of a set operation names: a column of the result. */
function outputPosition(item: OrderItem, columns: CompiledQuery['columns']): string {
  const { expression } = item
  const position = ordinal(expression, columns.length, 'ORDER BY')
  if (position !== undefined) return `o${position}`
  if (expression.kind === 'column') {
    const at = columns.findIndex(({ name }) => name === expression.parts.at(-1))
    if (at >= 0) return `o${at + 1}`
    throw new SqlError('42703', `column "${expression.parts.join('.')}" does not exist`)
  }
  throw notCarriedOut('ORDER BY of an expression behind UNION and kin')
}

function limitSql(query: Query, env: QueryEnvironment): string {
  const limit = countOf(query.limit, 'LIMIT', env)
  const offset = countOf(query.offset, 'OFFSET', env)
  return `${limit === null ? '' : ` LIMIT ${limit}`}${offset === null ? '' : ` OFFSET ${offset}`}`
}

function countOf(
  expression: Expression | undefined,
  clause: string,
  env: QueryEnvironment,
): bigint | null {
  if (expression === undefined || expression.kind === 'null') return null
  const context = makeContext({
    env,
    outer: undefined,
    commonTables: new Map(),
    aliases: new Aliases(),
  })
  const typed = resolve(compileExpression(expression, context), sqlTypes.int8, env.now)
  if (typed.literal === null) return null
  if (typed.integer === undefined) throw notCarriedOut(`${clause} of an expression`)
  if (typed.integer < 0n) throw new SqlError('22023', `negative value for ${clause}`)
  return typed.integer
}
