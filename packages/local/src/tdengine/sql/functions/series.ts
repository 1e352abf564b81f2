import { dataType, isInteger, isNumeric, isUnsigned } from '../../engine/data-type.ts'
import type { CompileContext } from '../compile-context.ts'
import { duplicateTimes } from '../macros.ts'
import { durationUnits } from '../time-literal.ts'
import { asDouble, bigintType, doubleType, isNull, type Typed } from '../typed.ts'
import { wrongNumber, wrongType, wrongValue } from './registry.ts'

/** One call of a series function. */
export interface SeriesCall {
  readonly name: string
  readonly args: readonly Typed[]
  /** The primary timestamp of the source. */
  readonly time: string
  /** PARTITION BY of the query, as `PARTITION BY a, b` or empty. */
  readonly partition: string
  readonly context: CompileContext
}

/** What a series function makes of the rows of its source. */
export interface Series {
  readonly value: Typed
  /** Rows that it looks at. */
  readonly filter?: string
  /** Rows that it gives; may use window functions. */
  readonly keep?: string
}

/** A function over the rows of a table in time order. */
export interface SeriesFunction {
  readonly min: number
  readonly max: number
  readonly compile: (call: SeriesCall) => Series
}

function first(call: SeriesCall): Typed {
  const typed = call.args[0]
  if (typed === undefined) throw wrongNumber(call.name)
  return typed
}

function numeric(call: SeriesCall): Typed {
  const typed = first(call)
  if (!isNull(typed) && !isNumeric(typed.type.name)) throw wrongType(call.name)
  return typed
}

function count(call: SeriesCall, index: number, min: number, max: number): number {
  const constant = call.args[index]?.constant
  if (constant?.kind !== 'integer') throw wrongType(call.name)
  const value = Number(constant.value)
  if (value < min || value > max) throw wrongValue(call.name)
  return value
}

function window(call: SeriesCall, frame = ''): string {
  return `OVER (${call.partition} ORDER BY ${call.time}${frame === '' ? '' : ` ${frame}`})`
}

function notNull(x: string): string {
  return `(${x}) IS NOT NULL`
}

/** Whether the value before has the same time, which several child tables can bring about. */
function sameTime(call: SeriesCall, x: string): string {
  const time = `CASE WHEN ${notNull(x)} THEN ${call.time} END`
  return `${notNull(x)} AND lag(${time} IGNORE NULLS) ${window(call)} = ${call.time}`
}

const diff: SeriesFunction = {
  min: 1,
  max: 2,
  compile(call) {
    const typed = first(call)
    const name = typed.type.name
    if (!isNumeric(name) && name !== 'BOOL' && name !== 'TIMESTAMP') throw wrongType(call.name)
    const option = call.args.length > 1 ? count(call, 1, 0, 3) : 0
    const whole = isInteger(name) || name === 'BOOL' || name === 'TIMESTAMP'
    const x = whole ? `(${typed.sql})::BIGINT` : asDouble(typed)
    const previous = `lag(${x} IGNORE NULLS) ${window(call)}`
    const difference = `(CASE WHEN ${sameTime(call, x)} THEN error('${duplicateTimes}') ELSE ${x} - ${previous} END)`
    const type = whole ? bigintType : doubleType
    const ignoreNegative = option === 1 || option === 3
    const sql = ignoreNegative
      ? `(CASE WHEN ${difference} < 0 THEN NULL ELSE ${difference} END)`
      : difference
    const behindFirst = `row_number() ${window(call)} > 1`
    const keep = option >= 2 ? `${notNull(sql)}` : behindFirst
    return { value: { sql, type }, keep }
  },
}

const derivative: SeriesFunction = {
  min: 3,
  max: 3,
  compile(call) {
    const x = asDouble(numeric(call))
    const constant = call.args[1]?.constant
    if (constant?.kind !== 'duration') throw wrongType(call.name)
    const unit =
      durationUnits(constant.amount.toString(), constant.unit, call.context.precision) ?? 1n
    const ignoreNegative = count(call, 2, 0, 1) === 1
    const change = `(CASE WHEN ${sameTime(call, x)} THEN error('${duplicateTimes}') ELSE ${x} - lag(${x}) ${window(call)} END)`
    const span = `((${call.time} - lag(${call.time}) ${window(call)})::DOUBLE / ${unit})`
    const sql = `(${change} / ${span})`
    return {
      value: { sql, type: doubleType },
      filter: notNull(x),
      keep: ignoreNegative ? `${sql} >= 0` : notNull(sql),
    }
  },
}

const csum: SeriesFunction = {
  min: 1,
  max: 1,
  compile(call) {
    const typed = numeric(call)
    const whole = isInteger(typed.type.name)
    const type = !whole
      ? doubleType
      : isUnsigned(typed.type.name)
        ? dataType('BIGINT UNSIGNED')
        : bigintType
    const x = whole ? typed.sql : asDouble(typed)
    const sum = `sum(${x}) ${window(call, 'ROWS UNBOUNDED PRECEDING')}`
    return {
      value: {
        sql: !whole
          ? `(${sum})`
          : isUnsigned(typed.type.name)
            ? `td_unsigned(${sum})`
            : `td_signed(${sum})`,
        type,
      },
      filter: notNull(typed.sql),
    }
  },
}

const mavg: SeriesFunction = {
  min: 2,
  max: 2,
  compile(call) {
    const x = asDouble(numeric(call))
    const k = count(call, 1, 1, 1000)
    return {
      value: { sql: `(avg(${x}) ${window(call, `ROWS ${k - 1} PRECEDING`)})`, type: doubleType },
      filter: notNull(x),
      keep: `row_number() ${window(call)} >= ${k}`,
    }
  },
}

function extremes(descending: boolean): SeriesFunction {
  return {
    min: 2,
    max: 2,
    compile(call) {
      const typed = numeric(call)
      const k = count(call, 1, 1, 100)
      const rank = `row_number() OVER (${call.partition} ORDER BY ${typed.sql}${descending ? ' DESC' : ''}, ${call.time})`
      return { value: typed, filter: notNull(typed.sql), keep: `${rank} <= ${k}` }
    },
  }
}

const comparisons: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  le: '<=',
  ge: '>=',
  ne: '<>',
  eq: '=',
}

/** Whether the state holds, and the number of the run of equal answers that the row is in. */
function state(call: SeriesCall): { readonly x: string; readonly holds: string } {
  const x = asDouble(numeric(call))
  const operator = call.args[1]?.constant
  const limit = call.args[2]
  if (operator?.kind !== 'text' || limit === undefined) throw wrongType(call.name)
  const sql = comparisons[operator.value.toLowerCase()]
  if (sql === undefined) throw wrongValue(call.name)
  return { x, holds: `(${x} ${sql} ${asDouble(limit)})` }
}

const statecount: SeriesFunction = {
  min: 3,
  max: 3,
  compile(call) {
    const { x, holds } = state(call)
    const run = `(list_position(${reversed(call, holds)}, 0) - 1)::BIGINT`
    const sql = `(CASE WHEN ${notNull(x)} THEN CASE WHEN ${holds} THEN ${run} ELSE -1 END END)`
    return { value: { sql, type: bigintType } }
  },
}

/** Newest first, 1 for each row so far that holds and 0 for one that does not; a 0 stands behind the oldest. */
function reversed(call: SeriesCall, holds: string): string {
  const frame = window(call, 'ROWS UNBOUNDED PRECEDING')
  const list = `list(CASE WHEN ${holds} THEN 1 WHEN NOT ${holds} THEN 0 END) ${frame}`
  return `list_append(list_reverse(list_filter(${list}, lambda h: h IS NOT NULL)), 0)`
}

const stateduration: SeriesFunction = {
  min: 3,
  max: 4,
  compile(call) {
    const { x, holds } = state(call)
    let unit = 1n
    if (call.args.length > 3) {
      const constant = call.args[3]?.constant
      if (constant?.kind !== 'duration') throw wrongType(call.name)
      unit = durationUnits(constant.amount.toString(), constant.unit, call.context.precision) ?? 1n
    }
    const frame = window(call, 'ROWS UNBOUNDED PRECEDING')
    const lastOther = `max(CASE WHEN NOT ${holds} THEN ${call.time} END) ${frame}`
    const list = `list({'t': ${call.time}, 'h': ${holds}}) ${frame}`
    const begin = `list_min(list_transform(list_filter(${list}, lambda s: s.h AND s.t > coalesce(${lastOther}, -9223372036854775808)), lambda s: s.t))`
    const sql = `(CASE WHEN ${notNull(x)} THEN CASE WHEN ${holds} THEN ((${call.time} - ${begin}) // ${unit})::BIGINT ELSE -1 END END)`
    return { value: { sql, type: bigintType } }
  },
}

/** Functions over rows in time order, by name. */
export const seriesFunctions: Readonly<Record<string, SeriesFunction>> = {
  diff,
  derivative,
  csum,
  mavg,
  top: extremes(true),
  bottom: extremes(false),
  statecount,
  stateduration,
  unique: {
    min: 1,
    max: 1,
    compile(call) {
      const typed = first(call)
      const group =
        call.partition === '' ? `PARTITION BY ${typed.sql}` : `${call.partition}, ${typed.sql}`
      return { value: typed, keep: `row_number() OVER (${group} ORDER BY ${call.time}) = 1` }
    },
  },
  tail: {
    min: 2,
    max: 3,
    compile(call) {
      const k = count(call, 1, 1, 100)
      const offset = call.args.length > 2 ? count(call, 2, 0, 100) : 0
      const rank = `row_number() OVER (${call.partition} ORDER BY ${call.time} DESC)`
      return { value: first(call), keep: `${rank} BETWEEN ${offset + 1} AND ${offset + k}` }
    },
  },
  sample: {
    min: 2,
    max: 2,
    compile(call) {
      const typed = first(call)
      const k = count(call, 1, 1, 1000)
      return {
        value: typed,
        filter: notNull(typed.sql),
        keep: `row_number() OVER (${call.partition} ORDER BY random()) <= ${k}`,
      }
    },
  },
}
