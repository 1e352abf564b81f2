import type { DataType } from '../../engine/api.ts'
import { dataType, decimalType, isInteger, isNumeric, isUnsigned } from '../../engine/data-type.ts'
import { unsupported } from '../../engine/error-code.ts'
import { type CompileContext, unitsPerSecond } from '../compile-context.ts'
import { durationUnits } from '../time-literal.ts'
import { asDouble, bigintType, doubleType, isNull, type Typed } from '../typed.ts'
import { modeSql } from './mode.ts'
import { wrongNumber, wrongType, wrongValue } from './registry.ts'

/** One call of an aggregate; `time` is the primary timestamp of the source. */
export interface AggregateCall {
  readonly name: string
  readonly args: readonly Typed[]
  /** COUNT(*). */
  readonly star: boolean
  readonly time: string | undefined
  readonly context: CompileContext
}

/** An aggregate that gives one value a group. */
export interface AggregateFunction {
  readonly min: number
  readonly max: number
  /** COUNT and its like give a row even when there is nothing to count. */
  readonly countsNothing?: boolean
  /** Reads one child table or normal table only. */
  readonly singleTable?: boolean
  /** Picks a row: columns beside it come from the same row. The order by which the row is picked. */
  readonly picks?: (call: AggregateCall) => {
    readonly arg: 'arg_min' | 'arg_max'
    readonly by: string
  }
  readonly compile: (call: AggregateCall) => Typed
}

function argument(call: AggregateCall, index = 0): Typed {
  const typed = call.args[index]
  if (typed === undefined) throw wrongNumber(call.name)
  return typed
}

function numeric(call: AggregateCall): Typed {
  const typed = argument(call)
  if (!isNull(typed) && !isNumeric(typed.type.name)) throw wrongType(call.name)
  return typed
}

function timeOf(call: AggregateCall): string {
  if (call.time === undefined) throw unsupported(`${call.name.toUpperCase()} without a time column`)
  return call.time
}

function constantNumber(call: AggregateCall, index: number): number {
  const constant = call.args[index]?.constant
  if (constant?.kind === 'integer') return Number(constant.value)
  if (constant?.kind === 'float') return constant.value
  throw wrongType(call.name)
}

function sumType(type: DataType): DataType {
  if (type.name === 'DECIMAL') return decimalType(38, type.scale)
  if (isUnsigned(type.name)) return dataType('BIGINT UNSIGNED')
  if (isInteger(type.name)) return bigintType
  return doubleType
}

function statistic(build: (x: string) => string): AggregateFunction {
  return {
    min: 1,
    max: 1,
    compile: call => ({ sql: `td_finite(${build(asDouble(numeric(call)))})`, type: doubleType }),
  }
}

/** FIRST and its like: by time, NULL left out or not. */
function byTime(arg: 'arg_min' | 'arg_max', nulls: boolean): AggregateFunction {
  return {
    min: 1,
    max: 1,
    picks: call => ({ arg, by: timeOf(call) }),
    compile(call) {
      const typed = argument(call)
      return {
        sql: `${arg}${nulls ? '_null' : ''}(${typed.sql}, ${timeOf(call)})`,
        type: typed.type,
      }
    },
  }
}

function extreme(name: 'min' | 'max'): AggregateFunction {
  return {
    min: 1,
    max: 1,
    picks: call => ({ arg: name === 'min' ? 'arg_min' : 'arg_max', by: argument(call).sql }),
    compile(call) {
      const typed = argument(call)
      if (
        typed.type.name === 'JSON' ||
        typed.type.name === 'BLOB' ||
        typed.type.name === 'GEOMETRY'
      ) {
        throw wrongType(call.name)
      }
      return { sql: `${name}(${typed.sql})`, type: typed.type }
    },
  }
}

/** Bounds of the bins that HISTOGRAM's description names; undefined when it is none. */
function histogramBounds(kind: string, description: string): readonly number[] | undefined {
  let parsed: unknown
  try {
    parsed = JSON.parse(description)
  } catch {
    return undefined
  }
  if (kind === 'user_input') {
    const isList = Array.isArray(parsed) && parsed.every(item => typeof item === 'number')
    const list = isList ? (parsed as number[]) : []
    const ascending = list.every((item, i) => i === 0 || item > (list[i - 1] ?? item))
    return list.length >= 2 && ascending ? list : undefined
  }
  if (typeof parsed !== 'object' || parsed === null) return undefined
  const { start, width, factor, count, infinity } = parsed as Record<string, unknown>
  if (typeof start !== 'number' || typeof count !== 'number' || count < 1 || count > 1000) {
    return undefined
  }
  let next: ((value: number, i: number) => number) | undefined
  if (kind === 'linear_bin' && typeof width === 'number' && width !== 0)
    next = (_, i) => start + width * i
  if (
    kind === 'log_bin' &&
    typeof factor === 'number' &&
    factor > 0 &&
    factor !== 1 &&
    start !== 0
  ) {
    next = (_, i) => start * factor ** i
  }
  if (next === undefined) return undefined
  const bounds = Array.from({ length: count + 1 }, (_, i) => next(start, i)).sort((a, b) => a - b)
  return infinity === true
    ? [Number.NEGATIVE_INFINITY, ...bounds, Number.POSITIVE_INFINITY]
    : bounds
}

/** A bound as the store compares it. */
function bound(value: number | undefined): string {
  if (value === Number.NEGATIVE_INFINITY) return `'-infinity'::DOUBLE`
  if (value === Number.POSITIVE_INFINITY) return `'infinity'::DOUBLE`
  return `${value ?? 0}::DOUBLE`
}

/** A bound as HISTOGRAM prints it. */
function binText(value: number | undefined): string {
  if (value === Number.NEGATIVE_INFINITY) return '-DBL_MAX'
  if (value === Number.POSITIVE_INFINITY) return 'DBL_MAX'
  return String(value ?? 0)
}

/** A list of {t, v} in time order, of the rows with a value. */
function timeList(call: AggregateCall): string {
  const typed = numeric(call)
  const time = timeOf(call)
  return `list({'t': ${time}, 'v': ${typed.sql}} ORDER BY ${time}) FILTER (WHERE (${typed.sql}) IS NOT NULL)`
}

/** TOP and BOTTOM of a group: several rows, in the order of time. */
function extremesOf(descending: boolean): (call: AggregateCall) => Typed {
  return call => {
    const typed = numeric(call)
    const k = constantNumber(call, 1)
    if (k < 1 || k > 100) throw wrongValue(call.name)
    const time = timeOf(call)
    const all = `list({'t': ${time}, 'v': ${typed.sql}} ORDER BY ${typed.sql}${descending ? ' DESC' : ''}, ${time}) FILTER (WHERE (${typed.sql}) IS NOT NULL)`
    return {
      sql: `unnest(list_transform(list_sort(list_slice(${all}, 1, ${k})), lambda s: s.v))`,
      type: typed.type,
    }
  }
}

/** Functions that give several rows of a group or window. */
export const groupWiseFunctions: Readonly<Record<string, (call: AggregateCall) => Typed>> = {
  top: extremesOf(true),
  bottom: extremesOf(false),
}

/** Aggregates by name. */
export const aggregateFunctions: Readonly<Record<string, AggregateFunction>> = {
  count: {
    min: 1,
    max: 1,
    countsNothing: true,
    compile: call => ({
      sql: call.star ? 'count(*)' : `count(${argument(call).sql})`,
      type: bigintType,
    }),
  },
  sum: {
    min: 1,
    max: 1,
    compile(call) {
      const typed = numeric(call)
      const type = sumType(typed.type)
      if (type.name === 'DECIMAL') {
        return { sql: `sum(${typed.sql})::DECIMAL(${type.precision},${type.scale})`, type }
      }
      if (type.name === 'DOUBLE') return { sql: `sum(${asDouble(typed)})`, type }
      const wrap = type.name === 'BIGINT' ? 'td_signed' : 'td_unsigned'
      return { sql: `${wrap}(sum(${typed.sql}))`, type }
    },
  },
  avg: {
    min: 1,
    max: 1,
    compile(call) {
      const typed = numeric(call)
      if (typed.type.name === 'DECIMAL') {
        const scale = Math.min(38, typed.type.scale + 4)
        const type = decimalType(38, scale)
        return { sql: `(sum(${typed.sql}) / count(${typed.sql}))::DECIMAL(38,${scale})`, type }
      }
      return { sql: `avg(${asDouble(typed)})`, type: doubleType }
    },
  },
  min: extreme('min'),
  max: extreme('max'),
  spread: {
    min: 1,
    max: 1,
    compile(call) {
      const typed = argument(call)
      if (typed.type.name !== 'TIMESTAMP') numeric(call)
      return { sql: `(max(${typed.sql}) - min(${typed.sql}))::DOUBLE`, type: doubleType }
    },
  },
  stddev: statistic(x => `stddev_pop(${x})`),
  stddev_pop: statistic(x => `stddev_pop(${x})`),
  std: statistic(x => `stddev_pop(${x})`),
  stddev_samp: statistic(x => `stddev_samp(${x})`),
  variance: statistic(x => `var_pop(${x})`),
  var_pop: statistic(x => `var_pop(${x})`),
  var_samp: statistic(x => `var_samp(${x})`),
  first: byTime('arg_min', false),
  last: byTime('arg_max', false),
  last_row: byTime('arg_max', true),
  mode: {
    min: 1,
    max: 1,
    picks: call => ({ arg: 'arg_max', by: timeOf(call) }),
    compile: call => ({ sql: modeSql(argument(call)), type: argument(call).type }),
  },
  hyperloglog: {
    min: 1,
    max: 1,
    countsNothing: true,
    compile: call => ({ sql: `count(DISTINCT ${argument(call).sql})`, type: bigintType }),
  },
  percentile: {
    min: 2,
    max: 11,
    singleTable: true,
    compile(call) {
      const x = asDouble(numeric(call))
      const points = call.args.slice(1).map((_, i) => constantNumber(call, i + 1))
      if (points.some(p => p < 0 || p > 100)) throw wrongValue(call.name)
      if (points.length === 1) {
        return { sql: `quantile_cont(${x}, ${(points[0] ?? 0) / 100})`, type: doubleType }
      }
      const parts = points.map(p => `printf('%.6f', quantile_cont(${x}, ${p / 100}))`)
      return {
        sql: `('[' || ${parts.join(` || ', ' || `)} || ']')`,
        type: dataType('VARCHAR', 510),
      }
    },
  },
  apercentile: {
    min: 2,
    max: 3,
    compile(call) {
      const x = asDouble(numeric(call))
      const p = constantNumber(call, 1)
      if (p < 0 || p > 100) throw wrongValue(call.name)
      const algorithm = call.args[2]?.constant
      if (algorithm !== undefined && algorithm.kind !== 'text') throw wrongType(call.name)
      if (algorithm?.kind === 'text' && algorithm.value.toLowerCase() === 't-digest') {
        return { sql: `quantile_cont(${x}, ${p / 100})`, type: doubleType }
      }
      const list = `list(${x} ORDER BY ${x}) FILTER (WHERE ${x} IS NOT NULL)`
      return { sql: `td_apercentile(${list}, ${p})`, type: doubleType }
    },
  },
  elapsed: {
    min: 1,
    max: 2,
    compile(call) {
      const typed = argument(call)
      if (typed.type.name !== 'TIMESTAMP') throw wrongType(call.name)
      const constant = call.args[1]?.constant
      let unit = 1n
      if (call.args.length > 1) {
        if (constant?.kind !== 'duration') throw wrongType(call.name)
        unit =
          durationUnits(constant.amount.toString(), constant.unit, call.context.precision) ?? 1n
      }
      return {
        sql: `((max(${typed.sql}) - min(${typed.sql}))::DOUBLE / ${unit})`,
        type: doubleType,
      }
    },
  },
  twa: {
    min: 1,
    max: 1,
    compile: call => ({ sql: `td_twa(td_distinct_times(${timeList(call)}))`, type: doubleType }),
  },
  irate: {
    min: 1,
    max: 1,
    compile: call => ({
      sql: `td_irate(td_distinct_times(${timeList(call)}), ${unitsPerSecond(call.context.precision)}.0)`,
      type: doubleType,
    }),
  },
  histogram: {
    min: 4,
    max: 4,
    compile(call) {
      const x = asDouble(numeric(call))
      const [, kind, description, normalized] = call.args
      if (kind?.constant?.kind !== 'text' || description?.constant?.kind !== 'text') {
        throw wrongType(call.name)
      }
      const bounds = histogramBounds(kind.constant.value.toLowerCase(), description.constant.value)
      if (bounds === undefined) throw wrongValue(call.name)
      const share = normalized?.constant?.kind === 'integer' && normalized.constant.value === 1n
      const whole = `count(*) FILTER (WHERE ${x} > ${bound(bounds[0])} AND ${x} <= ${bound(bounds.at(-1))})`
      const bins = bounds.slice(1).map((upper, i) => {
        const lower = bounds[i]
        const rows = `count(*) FILTER (WHERE ${x} > ${bound(lower)} AND ${x} <= ${bound(upper)})`
        const count = share
          ? `printf('%.6f', ${rows}::DOUBLE / greatest(${whole}, 1))`
          : `${rows}::VARCHAR`
        return `('{"lower_bin":${binText(lower)}, "upper_bin":${binText(upper)}, "count":' || ${count} || '}')`
      })
      return { sql: `unnest([${bins.join(', ')}])`, type: dataType('VARCHAR', 510) }
    },
  },
  leastsquares: {
    min: 3,
    max: 3,
    compile(call) {
      const y = asDouble(numeric(call))
      const list = `list(${y} ORDER BY ${timeOf(call)}) FILTER (WHERE (${y}) IS NOT NULL)`
      const [start, step] = [constantNumber(call, 1), constantNumber(call, 2)]
      return {
        sql: `td_leastsquares(${list}, ${start}, ${step})`,
        type: dataType('VARCHAR', 44),
      }
    },
  },
}
