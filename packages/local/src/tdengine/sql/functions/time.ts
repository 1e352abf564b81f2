import { quoteText } from '../../../storage/store.ts'
import { offsetText } from '../../../time-zone.ts'
import { dataType, isText } from '../../engine/data-type.ts'
import { engineError, unsupported } from '../../engine/error-code.ts'
import { type CompileContext, localStamp, offsetSql, unitsPerSecond } from '../compile-context.ts'
import { durationUnits, nowUnits, parseTime, todayUnits } from '../time-literal.ts'
import {
  bigintType,
  isNull,
  nullTyped,
  type Typed,
  textTyped,
  timestampType,
  timeTyped,
} from '../typed.ts'
import { type Call, type ScalarFunction, wrongType, wrongValue } from './registry.ts'
import { time } from './time-argument.ts'
import { toChar, toTimestamp } from './time-text.ts'

/** Units of a duration argument such as `1s`. */
function unitOf(call: Call, index: number): bigint {
  const constant = call.args[index]?.constant
  if (constant?.kind !== 'duration') throw wrongType(call.name)
  const units = durationUnits(constant.amount.toString(), constant.unit, call.context.precision)
  if (units === undefined) throw wrongValue(call.name)
  return units === 0n ? 1n : units
}

const digits = [3, 6, 9] as const

/** `YYYY-MM-DDTHH:MM:SS.fff` of a time in the session's zone or with a fixed offset. */
function isoText(value: string, context: CompileContext, offset: number | undefined): string {
  const units = unitsPerSecond(context.precision)
  const stamp =
    offset === undefined
      ? localStamp(value, context)
      : `td_stamp((${value}) + ${BigInt(offset) * units}, ${units})`
  const fraction = `lpad(((((${value}) % ${units}) + ${units}) % ${units})::VARCHAR, ${digits[context.precision]}, '0')`
  return `strftime(${stamp}, '%Y-%m-%dT%H:%M:%S') || '.' || ${fraction}`
}

const zonePattern = /^(?:[zZ]|[+-]\d{2}(?::?\d{2})?)$/

const toIso8601: ScalarFunction = {
  min: 1,
  max: 2,
  compile(call) {
    const value = time(call, 0)
    const type = dataType('VARCHAR', 62)
    const given = call.args[1]
    if (given !== undefined) {
      const zone = given.constant?.kind === 'text' ? given.constant.value : undefined
      if (zone === undefined || !zonePattern.test(zone)) {
        throw engineError('INVALID_FUNC_TIMEZONE', `Invalid timzone format : ${call.name}`)
      }
      return {
        sql: `(${isoText(value, call.context, fixedOffset(zone))} || ${quoteText(zone)})`,
        type,
      }
    }
    const { zone } = call.context
    if (zone.isUtc) return { sql: `(${isoText(value, call.context, 0)} || '+0000')`, type }
    const offset = offsetSql(value, call.context)
    const suffix = `(CASE WHEN ${offset} < 0 THEN '-' ELSE '+' END || lpad((abs(${offset}) // 3600)::VARCHAR, 2, '0') || lpad(((abs(${offset}) % 3600) // 60)::VARCHAR, 2, '0'))`
    return { sql: `(${isoText(value, call.context, undefined)} || ${suffix})`, type }
  },
}

function fixedOffset(zone: string): number {
  if (zone === 'z' || zone === 'Z') return 0
  const numbers = zone.slice(1).replace(':', '').padEnd(4, '0')
  const seconds = Number(numbers.slice(0, 2)) * 3600 + Number(numbers.slice(2)) * 60
  return zone.startsWith('-') ? -seconds : seconds
}

const toUnixtimestamp: ScalarFunction = {
  min: 1,
  max: 2,
  compile(call) {
    const typed = call.args[0] as Typed
    if (isNull(typed)) return { sql: 'NULL::BIGINT', type: bigintType }
    if (typed.constant?.kind !== 'text') {
      if (isText(typed.type.name)) throw unsupported('TO_UNIXTIMESTAMP of a column')
      throw wrongType(call.name)
    }
    const value = parseTime(typed.constant.value, call.context.precision, call.context.zone)
    return { sql: value === undefined ? 'NULL::BIGINT' : `${value}::BIGINT`, type: bigintType }
  },
}

const timediff: ScalarFunction = {
  min: 2,
  max: 3,
  compile(call) {
    const difference = `(${time(call, 0)}) - (${time(call, 1)})`
    const unit = call.args[2] === undefined ? 1n : unitOf(call, 2)
    return { sql: `((${difference}) // ${unit})::BIGINT`, type: bigintType }
  },
}

const timetruncate: ScalarFunction = {
  min: 2,
  max: 3,
  compile(call) {
    const value = time(call, 0)
    const constant = call.args[1]?.constant
    const unit = unitOf(call, 1)
    const local = constant?.kind === 'duration' && (constant.unit === 'd' || constant.unit === 'w')
    const useZone = call.args[2]?.constant?.kind !== 'integer' || call.args[2].constant.value !== 0n
    if (local && useZone && !call.context.zone.isUtc) {
      const shift = `${offsetSql(value, call.context)} * ${unitsPerSecond(call.context.precision)}`
      return {
        sql: `(td_floor((${value}) + ${shift}, ${unit}) * ${unit} - ${shift})`,
        type: timestampType,
      }
    }
    return { sql: `(td_floor(${value}, ${unit}) * ${unit})`, type: timestampType }
  },
}

/** A part of the date in the session's zone. */
function part(build: (stamp: string, call: Call) => string): ScalarFunction {
  return {
    min: 1,
    max: 2,
    compile: call => ({
      sql: `(${build(localStamp(time(call, 0), call.context), call)})::BIGINT`,
      type: bigintType,
    }),
  }
}

/** Week of the year by MySQL's modes, of which TDengine has the same eight. */
function week(stamp: string, call: Call): string {
  const constant = call.args[1]?.constant
  const mode = constant?.kind === 'integer' ? Number(constant.value) : 0
  if (mode < 0 || mode > 7) throw wrongValue(call.name)
  const monday = mode % 2 === 1
  // Modes 1, 3, 4, 6 begin with the first week that has four days of the year.
  const fourDays = mode === 1 || mode === 3 || mode === 4 || mode === 6
  if (mode === 1 || mode === 3) return `weekofyear(${stamp})`
  if (fourDays) throw unsupported(`WEEK with mode ${mode}`)
  return `strftime(${stamp}, '${monday ? '%W' : '%U'}')`
}

/** Text of TIMEZONE(): `UTC (UTC, +0000)`. */
function timezoneText(context: CompileContext): string {
  const { zone } = context
  const now = Date.now()
  const offset = offsetText(zone.offsetAt(now), false)
  return `${zone.name} (${zone.abbreviation(now)}, ${offset})`
}

/** Time functions by name. */
export const timeFunctions: Readonly<Record<string, ScalarFunction>> = {
  now: { min: 0, max: 0, compile: ({ context }) => timeTyped(nowUnits(context.precision)) },
  today: {
    min: 0,
    max: 0,
    compile: ({ context }) => timeTyped(todayUnits(context.precision, context.zone)),
  },
  timezone: { min: 0, max: 0, compile: ({ context }) => textTyped(timezoneText(context)) },
  to_iso8601: toIso8601,
  to_unixtimestamp: toUnixtimestamp,
  to_char: toChar,
  to_timestamp: toTimestamp,
  timediff,
  timetruncate,
  weekday: part(stamp => `isodow(${stamp}) - 1`),
  dayofweek: part(stamp => `dayofweek(${stamp}) + 1`),
  week: part(week),
  weekofyear: part(stamp => `weekofyear(${stamp})`),
}

/** `user@host`; TDengine reports a length that is one less. */
function hostUser(context: CompileContext): Typed {
  const typed = textTyped(`${context.session.user}@dev`)
  return { ...typed, type: dataType('VARCHAR', typed.type.length - 1) }
}

/** Functions about the session and the server. */
export const sessionFunctions: Readonly<Record<string, ScalarFunction>> = {
  database: {
    min: 0,
    max: 0,
    compile({ context }) {
      const name = context.session.database
      return name === undefined
        ? { ...nullTyped, type: dataType('VARCHAR', 63) }
        : { ...textTyped(name) }
    },
  },
  server_version: { min: 0, max: 0, compile: () => textTyped('3.3.7.5') },
  client_version: { min: 0, max: 0, compile: () => textTyped('3.3.7.5') },
  server_status: { min: 0, max: 0, compile: () => ({ sql: '1::INTEGER', type: dataType('INT') }) },
  current_user: {
    min: 0,
    max: 0,
    compile: ({ context }) => hostUser(context),
  },
  user: {
    min: 0,
    max: 0,
    compile: ({ context }) => hostUser(context),
  },
}
