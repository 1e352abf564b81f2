import { SqlError } from '../../sql/sql-error.ts'
import type { Context } from './context.ts'
import { wrongArguments } from './functions.ts'
import { isNumeric } from './operators.ts'
import { type SqlType, sqlTypes } from './sql-type.ts'
import { resolve, type Typed } from './typed.ts'

const { int8, float8, decimal, bool, text } = sqlTypes

/** How an aggregate is written in storage's SQL. */
export interface Aggregate {
  /** The call up to its closing bracket; DISTINCT, FILTER and OVER are added by the caller. */
  readonly call: (args: readonly string[], time: string) => string
  readonly type: (value: SqlType) => SqlType
  readonly args: number
  readonly accepts: (value: SqlType) => boolean
  /** Goes by the time column of the table. */
  readonly byTime?: boolean
  /** Only rows count in which the argument is not NULL. */
  readonly skipsNull?: boolean
}

const any = (): boolean => true
const own = (type: SqlType): SqlType => type
const plain = (name: string) => (args: readonly string[]) => `${name}(${args.join(', ')}`

function numeric(name: string, type: (value: SqlType) => SqlType): Aggregate {
  return { call: plain(name), type, args: 1, accepts: isNumeric }
}

const sumType = (value: SqlType): SqlType => (value.family === 'int' ? decimal : own(value))
const meanType = (value: SqlType): SqlType => (value.family === 'float' ? float8 : decimal)

const aggregates: Readonly<Record<string, Aggregate>> = {
  count: { call: plain('count'), type: () => int8, args: 1, accepts: any },
  sum: {
    ...numeric('sum', value => (value.family === 'float' ? float8 : sumType(value))),
  },
  avg: numeric('avg', meanType),
  min: { call: plain('min'), type: own, args: 1, accepts: any },
  max: { call: plain('max'), type: own, args: 1, accepts: any },
  stddev: numeric('stddev_samp', meanType),
  stddev_samp: numeric('stddev_samp', meanType),
  stddev_pop: numeric('stddev_pop', meanType),
  variance: numeric('var_samp', meanType),
  var_samp: numeric('var_samp', meanType),
  var_pop: numeric('var_pop', meanType),
  bool_and: { call: plain('bool_and'), type: () => bool, args: 1, accepts: isBool },
  every: { call: plain('bool_and'), type: () => bool, args: 1, accepts: isBool },
  bool_or: { call: plain('bool_or'), type: () => bool, args: 1, accepts: isBool },
  string_agg: { call: plain('string_agg'), type: () => text, args: 2, accepts: isText },
  last: end('arg_max', { skipsNull: true }),
  last_row: end('arg_max_null', {}),
  first: end('arg_min', { skipsNull: true }),
  first_row: end('arg_min_null', {}),
  lastts: endTime('max', { skipsNull: true }),
  last_row_ts: endTime('max', {}),
  firstts: endTime('min', { skipsNull: true }),
  first_row_ts: endTime('min', {}),
}

function isBool({ family }: SqlType): boolean {
  return family === 'bool'
}

function isText({ family }: SqlType): boolean {
  return family === 'text'
}

/** Value at the newest or oldest time. */
function end(name: string, details: { readonly skipsNull?: boolean }): Aggregate {
  return {
    call: ([value], time) => `${name}(${value}, ${time}`,
    type: own,
    args: 1,
    accepts: any,
    byTime: true,
    ...details,
  }
}

/** The newest or oldest time itself. */
function endTime(name: string, details: { readonly skipsNull?: boolean }): Aggregate {
  return {
    call: (_args, time) => `${name}(${time}`,
    type: own,
    args: 1,
    accepts: any,
    byTime: true,
    ...details,
  }
}

/** The aggregate of that name; undefined when there is none. */
export function findAggregate(name: readonly string[]): Aggregate | undefined {
  const last = name.at(-1) ?? ''
  return name.length === 1 && Object.hasOwn(aggregates, last) ? aggregates[last] : undefined
}

/** Aggregates that answer a time, whatever their argument is. */
export const timeAnswers: ReadonlySet<string> = new Set([
  'lastts',
  'last_row_ts',
  'firstts',
  'first_row_ts',
])

/** Checks the arguments of an aggregate and gives literals a type. Throws `SqlError` (42883). */
export function aggregateArguments(
  name: string,
  aggregate: Aggregate,
  args: readonly Typed[],
  context: Context,
): readonly Typed[] {
  if (args.length !== aggregate.args) throw wrongArguments(name, args)
  const typed = args.map(arg => resolve(arg, text, context.env.now))
  const [value] = typed
  if (value !== undefined && !aggregate.accepts(value.type)) {
    throw new SqlError('42883', `unknown signature: ${name}(${value.type.family})`)
  }
  return typed
}
