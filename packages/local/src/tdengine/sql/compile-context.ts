import type { TimeZone } from '../../time-zone.ts'
import type { DuckEngine } from '../engine/duck-engine.ts'
import type { Session } from './session.ts'
import { type Precision, parseTime } from './time-literal.ts'
import { isNull, type Typed } from './typed.ts'

/** What the compilation of a query needs to know beside its tables. */
export interface CompileContext {
  readonly engine: DuckEngine
  readonly session: Session
  readonly zone: TimeZone
  /** Of the database that the query reads; ms without FROM. */
  readonly precision: Precision
  /** The statement, from which results take their names. */
  readonly sql: string
  /** Values of `?`, for prepared statements. */
  readonly parameters: readonly Typed[]
}

/** Units of a second, by precision. */
export function unitsPerSecond(precision: Precision): bigint {
  return ([1000n, 1_000_000n, 1_000_000_000n] as const)[precision]
}

/** Moves an integer that is a time into a precision: its digits tell its own (seconds, ms, us or ns). */
function timeFromDigits(value: bigint, precision: Precision): bigint {
  const digits = (value < 0n ? -value : value).toString().length
  const own = digits <= 10 ? 1n : digits <= 13 ? 1000n : digits <= 16 ? 1_000_000n : 1_000_000_000n
  return (value * unitsPerSecond(precision)) / own
}

/** A function argument that stands for a time, as a BIGINT in the context's precision; undefined for text that is no time. */
export function timeArgument(typed: Typed, context: CompileContext): string | undefined {
  const { constant } = typed
  if (isNull(typed)) return 'NULL::BIGINT'
  if (constant?.kind === 'text') {
    const value = parseTime(constant.value, context.precision, context.zone)
    return value === undefined ? undefined : `${value}::BIGINT`
  }
  if (constant?.kind === 'integer') {
    return `${timeFromDigits(constant.value, context.precision)}::BIGINT`
  }
  return `(${typed.sql})::BIGINT`
}

/** Seconds east of UTC for a time, as text of the store: fixed for fixed zones, asked of the store otherwise. */
export function offsetSql(time: string, context: CompileContext): string {
  const { zone } = context
  if (zone.isUtc) return '0'
  const units = unitsPerSecond(context.precision)
  const stamp = `td_stamp(${time}, ${units})`
  return `epoch(timezone('${zone.name.replaceAll("'", "''")}', timezone('UTC', ${stamp})) - ${stamp})::BIGINT`
}

/** The TIMESTAMP of the store that shows a time in the session's zone. */
export function localStamp(time: string, context: CompileContext): string {
  const units = unitsPerSecond(context.precision)
  if (context.zone.isUtc) return `td_stamp(${time}, ${units})`
  return `td_stamp((${time}) + ${offsetSql(time, context)} * ${units}, ${units})`
}
