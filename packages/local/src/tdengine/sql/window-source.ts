import { isInteger, isVariable } from '../engine/data-type.ts'
import { engineError, unsupported } from '../engine/error-code.ts'
import type { Expression, WindowClause } from './ast.ts'
import { type CompileContext, localStamp, offsetSql, unitsPerSecond } from './compile-context.ts'
import { durationUnits } from './time-literal.ts'
import type { Typed } from './typed.ts'

/** What a window clause makes of its source. */
export interface WindowSource {
  /** The source with the columns `wstart`, `wend` and `wkey`, by which rows are grouped. */
  readonly sql: string
  /** First window start and step of INTERVAL, for FILL. */
  readonly grid:
    | { readonly start: (time: bigint) => bigint; readonly step: bigint; readonly width: bigint }
    | undefined
  /** Expression of `_wend` for a window without rows. */
  readonly isInterval: boolean
}

/** What a window needs to know of its query. */
export interface WindowInput {
  /** A SELECT with the columns of the query's source. */
  readonly source: string
  readonly time: string
  /** `PARTITION BY …`, or empty. */
  readonly partition: string
  readonly compile: (expression: Expression) => Typed
  readonly condition: (expression: Expression) => string
  /** Whether an expression is the name of a tag. */
  readonly isTag: (expression: Expression) => boolean
  readonly context: CompileContext
}

function floorTo(value: bigint, step: bigint, offset: bigint): bigint {
  const shifted = value - offset
  const rest = ((shifted % step) + step) % step
  return value - rest
}

function duration(expression: Expression | undefined, input: WindowInput): bigint | undefined {
  if (expression === undefined) return undefined
  if (expression.kind === 'integer') return BigInt(expression.text)
  if (expression.kind !== 'duration') throw engineError('INVALID_DURATION')
  const units = durationUnits(expression.amount, expression.unit, input.context.precision)
  if (units === undefined) throw unsupported('windows of calendar months or years')
  return units
}

/** Adds window columns to the source of a query. */
export function windowSource(window: WindowClause, input: WindowInput): WindowSource {
  switch (window.kind) {
    case 'interval':
      return intervalSource(window, input)
    case 'session': {
      if (calendarMonths(window.gap) !== undefined) throw engineError('SESSION_GAP')
      const gap = duration(window.gap, input) ?? 0n
      if (gap <= 0n) throw engineError('SESSION_GAP')
      if (input.compile(window.column).sql !== input.time) throw engineError('SESSION_COLUMN')
      const { time, partition } = input
      const order = `OVER (${partition} ORDER BY ${time})`
      return grouped(
        `SELECT *, sum(td_new) OVER (${partition} ORDER BY ${time} ROWS UNBOUNDED PRECEDING) AS wkey FROM ` +
          `(SELECT *, CASE WHEN ${time} - lag(${time}) ${order} > ${gap} THEN 1 ELSE 0 END AS td_new FROM (${input.source}))`,
        input,
      )
    }
    case 'state': {
      if (window.trueFor !== undefined) throw unsupported('STATE_WINDOW with TRUE_FOR')
      const { sql: state, type } = input.compile(window.expression)
      if (!isInteger(type.name) && type.name !== 'BOOL' && !isVariable(type.name)) {
        throw engineError('STATE_TYPE')
      }
      if (input.isTag(window.expression)) throw engineError('STATE_TAG')
      const { time, partition } = input
      const order = `OVER (${partition} ORDER BY ${time})`
      return grouped(
        `SELECT *, sum(td_new) OVER (${partition} ORDER BY ${time} ROWS UNBOUNDED PRECEDING) AS wkey FROM ` +
          `(SELECT *, CASE WHEN (${state}) IS DISTINCT FROM lag(${state}) ${order} THEN 1 ELSE 0 END AS td_new FROM (${input.source}) WHERE (${state}) IS NOT NULL)`,
        input,
      )
    }
    case 'count': {
      const { time, partition } = input
      const { count, sliding = count } = window
      if (count < 2 || sliding < 1 || sliding > count) throw engineError('INVALID_COUNT_WINDOW')
      if (sliding !== count) {
        // A row is in every window that begins at most `count` - 1 rows before it.
        const row = `(row_number() OVER (${partition} ORDER BY ${time}) - 1)`
        const first = `greatest(0, td_floor(td_row - ${count}, ${sliding}) + 1)`
        return grouped(
          `SELECT *, unnest(range(${first}, td_row // ${sliding} + 1)) AS wkey FROM (SELECT *, ${row} AS td_row FROM (${input.source}))`,
          input,
        )
      }
      return grouped(
        `SELECT *, (row_number() OVER (${partition} ORDER BY ${time}) - 1) // ${window.count} AS wkey FROM (${input.source})`,
        input,
      )
    }
    case 'event':
      return eventSource(window, input)
  }
}

/** Windows whose bounds are their first and last row. */
function grouped(sql: string, input: WindowInput): WindowSource {
  const { time, partition } = input
  const over = partition === '' ? 'OVER (PARTITION BY wkey)' : `OVER (${partition}, wkey)`
  return {
    sql: `SELECT *, min(${time}) ${over} AS wstart, max(${time}) ${over} AS wend FROM (${sql})`,
    grid: undefined,
    isInterval: false,
  }
}

function intervalSource(
  window: Extract<WindowClause, { readonly kind: 'interval' }>,
  input: WindowInput,
): WindowSource {
  const months = calendarMonths(window.interval)
  if (months !== undefined) return calendarSource(window, months, input)
  const width = duration(window.interval, input) ?? 0n
  const offset = duration(window.offset, input) ?? 0n
  const step = duration(window.sliding, input) ?? width
  if (width <= 0n) throw engineError('INTERVAL_TOO_SMALL')
  if (step <= 0n) throw engineError('SLIDING_TOO_SMALL')
  if (step > width) throw engineError('SLIDING_TOO_BIG')
  const least = (unitsPerSecond(input.context.precision) * 10n) / 1000n
  if (window.sliding !== undefined && (step < least || width / step > 100n)) {
    throw engineError('SLIDING_TOO_SMALL')
  }
  if (offset >= width && offset > 0n) throw engineError('OFFSET_TOO_BIG')
  const { time } = input
  const unit = window.interval.kind === 'duration' ? window.interval.unit : ''
  const local = unit === 'd' || unit === 'w'
  const now = Date.now()
  const shift = local
    ? BigInt(input.context.zone.offsetAt(now)) * unitsPerSecond(input.context.precision)
    : 0n
  const base = offset - shift
  const grid = { start: (value: bigint) => floorTo(value, step, base), step, width }
  const floor = (value: string) =>
    `(td_floor((${value}) - (${base}), ${step}) * ${step} + (${base}))`
  const source =
    step === width
      ? `SELECT *, ${floor(time)} AS wstart FROM (${input.source})`
      : `SELECT *, unnest(range(${floor(`${time} - ${width}`)} + ${step}, ${floor(time)} + 1, ${step})) AS wstart FROM (${input.source})`
  return {
    sql: `SELECT *, wstart + ${width} AS wend, wstart AS wkey FROM (${source})`,
    grid,
    isInterval: true,
  }
}

/** Months of an INTERVAL in months (`n`) or years (`y`). */
function calendarMonths(expression: Expression): number | undefined {
  if (expression.kind !== 'duration') return undefined
  if (expression.unit !== 'n' && expression.unit !== 'y') return undefined
  return Number(expression.amount) * (expression.unit === 'y' ? 12 : 1)
}

/** Windows of calendar months or years, in the session's zone. */
function calendarSource(
  window: Extract<WindowClause, { readonly kind: 'interval' }>,
  months: number,
  input: WindowInput,
): WindowSource {
  if (months <= 0) throw engineError('INTERVAL_TOO_SMALL')
  const { sliding } = window
  if (sliding !== undefined && calendarMonths(sliding) === undefined) {
    throw engineError('SLIDING_UNIT')
  }
  if (window.sliding !== undefined || window.offset !== undefined) {
    throw unsupported('windows of calendar months or years with SLIDING or an offset')
  }
  if (window.fill !== undefined && window.fill.mode !== 'none') {
    throw unsupported('FILL of windows of calendar months or years')
  }
  const { context, time } = input
  const stamp = localStamp(time, context)
  const units = unitsPerSecond(context.precision)
  const offset = offsetSql(time, context)
  const index = `(extract(year FROM ${stamp}) * 12 + extract(month FROM ${stamp}) - 1)`
  const begin = (bucket: string) =>
    `((epoch(make_date((${bucket}) // 12, ((${bucket}) % 12) + 1, 1))::BIGINT - ${offset}) * ${units})`
  const bucket = `td_floor(${index}, ${months}) * ${months}`
  return {
    sql:
      `SELECT *, wstart AS wkey FROM (SELECT *, ${begin('td_bucket')} AS wstart, ${begin(`td_bucket + ${months}`)} AS wend ` +
      `FROM (SELECT *, ${bucket} AS td_bucket FROM (${input.source})))`,
    grid: undefined,
    isInterval: true,
  }
}

function eventSource(
  window: Extract<WindowClause, { readonly kind: 'event' }>,
  input: WindowInput,
): WindowSource {
  if (window.trueFor !== undefined) throw unsupported('EVENT_WINDOW with TRUE_FOR')
  const { time, partition } = input
  const start = input.condition(window.start)
  const end = input.condition(window.end)
  const before = `OVER (${partition} ORDER BY ${time} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)`
  // A window begins at the first start after the last end and ends at the next end.
  const within = partition === '' ? 'PARTITION BY td_part' : `${partition}, td_part`
  const marked = `SELECT *, ${start} AS td_start, ${end} AS td_end FROM (${input.source})`
  const opened = `SELECT *, bool_or(td_start) OVER (${within} ORDER BY ${time} ROWS UNBOUNDED PRECEDING) AS td_open FROM (SELECT *, coalesce(sum(CASE WHEN td_end THEN 1 ELSE 0 END) ${before}, 0) AS td_part FROM (${marked}))`
  const closed = `SELECT *, td_part AS wkey FROM (${opened}) WHERE td_open QUALIFY bool_or(td_end) OVER (${within})`
  return grouped(closed, input)
}
