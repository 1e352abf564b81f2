import { quoteText } from '../../../storage/store.ts'
import { printOffset } from '../values/print-time.ts'
import { unitsPerSecond } from '../values/stored-time.ts'
import type { Context } from './context.ts'
import type { Interval } from './interval.ts'
import { hasZone, type SqlType, sqlTypes, timeType } from './sql-type.ts'
import { floorDivSql, type Typed, timeAt } from './typed.ts'

/** Microseconds since 1970. */
function microsSql(time: Typed): string {
  return `CAST(${timeAt(time, 6).sql} AS BIGINT)`
}

/** Microseconds, of a number of seconds or less, in the unit of a precision. */
function inUnits(micros: string, precision: number): string {
  if (precision === 6) return `(${micros})`
  return precision === 3 ? `(${micros}) // 1000` : `(${micros}) * 1000`
}

/** The time on the session's clock, in the time's own unit. */
export function localSql(time: Typed, context: Context): string {
  if (!hasZone(time.type)) return time.sql
  const { zone } = context.env
  const { precision } = time.type
  if (zone.fixed !== null) {
    const shift = BigInt(zone.fixed) * unitsPerSecond(precision)
    return shift === 0n ? time.sql : `(${time.sql} + ${shift})`
  }
  const micros = microsSql(time)
  const local = `epoch_us(timezone(${quoteText(zone.name)}, make_timestamptz(${micros})))`
  return `(${time.sql} + ${inUnits(`${local} - ${micros}`, precision)})`
}

/** A time on the session's clock, in the unit of the type, as the time that it is. */
export function zonedSql(local: string, type: SqlType, context: Context): string {
  const { zone } = context.env
  const { precision } = type
  if (zone.fixed !== null) {
    const shift = BigInt(zone.fixed) * unitsPerSecond(precision)
    return shift === 0n ? local : `(${local} - ${shift})`
  }
  const micros = microsSql({ sql: local, type })
  const zoned = `epoch_us(timezone(${quoteText(zone.name)}, make_timestamp(${micros})))`
  return `(${local} - ${inUnits(`${micros} - ${zoned}`, precision)})`
}

/** The time on the session's clock as storage's TIMESTAMP, in microseconds. */
export function localTimestampSql(time: Typed, context: Context): string {
  const local = { sql: localSql(time, context), type: time.type }
  return `make_timestamp(${microsSql(local)})`
}

/** A TIMESTAMP of storage on the session's clock, back as a time of this type. */
export function timeOfTimestampSql(sql: string, type: SqlType, context: Context): Typed {
  const local = timeAt(
    { sql: `epoch_us(${sql})`, type: timeType(6, hasZone(type)) },
    type.precision,
  )
  const number = `CAST(${local.sql} AS BIGINT)`
  return { sql: hasZone(type) ? zonedSql(number, type, context) : number, type }
}

/** A time as text, as the client would see it. */
export function timeTextSql(time: Typed, context: Context): string {
  const { precision } = time.type
  const perSecond = unitsPerSecond(precision)
  const rest = `((${time.sql}) % ${perSecond} + ${perSecond}) % ${perSecond}`
  const fraction =
    `CASE WHEN ${rest} = 0 THEN '' ELSE '.' || ` +
    `rtrim(lpad(CAST(${rest} AS VARCHAR), ${precision}, '0'), '0') END`
  const clock = `strftime(${localTimestampSql(time, context)}, '%Y-%m-%d %H:%M:%S')`
  return `(${clock} || ${fraction} || ${offsetTextSql(time, context)})`
}

function offsetTextSql(time: Typed, context: Context): string {
  if (!hasZone(time.type)) return "''"
  const { zone } = context.env
  if (zone.fixed !== null) return `'${printOffset(zone.fixed)}'`
  const perSecond = unitsPerSecond(time.type.precision)
  const minutes = `(${localSql(time, context)} - ${time.sql}) // ${perSecond * 60n}`
  return `printf('%s%02d:%02d', CASE WHEN ${minutes} < 0 THEN '-' ELSE '+' END, abs(${minutes}) // 60, abs(${minutes}) % 60)`
}

/** A time and an interval; whole months go by the calendar. */
export function addIntervalSql(
  time: Typed,
  interval: string,
  sign: '+' | '-',
  context: Context,
): Typed {
  const { type } = time
  const moved = timeOfTimestampSql(
    `(${localTimestampSql(time, context)} ${sign} ${interval})`,
    timeType(Math.min(type.precision, 6), hasZone(type)),
    context,
  )
  if (type.precision !== 9) return { sql: moved.sql, type }
  return { sql: `(${moved.sql} * 1000 + ((${time.sql}) % 1000 + 1000) % 1000)`, type }
}

/** Zones differ from UTC by whole quarters of an hour. */
const quarterMicros = 900_000_000n

/** The beginning of the bucket that a time is in; buckets begin where the session's clock says so. */
export function bucketSql(time: Typed, width: Interval, context: Context): Typed {
  const { type } = time
  if (width.months > 0) {
    const local = localTimestampSql(time, context)
    const month = `(date_part('year', ${local}) * 12 + date_part('month', ${local}) - 1)`
    const first = floorDivSql(month, BigInt(width.months))
    const begin = `(${first} * ${width.months})`
    return timeOfTimestampSql(
      `make_timestamp(${begin} // 12, ${begin} % 12 + 1, 1, 0, 0, 0)`,
      type,
      context,
    )
  }
  const micros = BigInt(width.days) * 86_400_000_000n + width.micros
  const size = (micros * unitsPerSecond(type.precision)) / 1_000_000n || 1n
  const isZoned = hasZone(type) && quarterMicros % micros !== 0n
  const local = isZoned ? localSql(time, context) : time.sql
  const begin = `(${local} - ((${local}) % ${size} + ${size}) % ${size})`
  return { sql: isZoned ? zonedSql(begin, type, context) : begin, type }
}

/** The date on the session's clock. */
export function dateOfTimeSql(time: Typed, context: Context): Typed {
  const day = 86_400n * unitsPerSecond(time.type.precision)
  const days = floorDivSql(localSql(time, context), day)
  return { sql: `(DATE '1970-01-01' + CAST(${days} AS INTEGER))`, type: sqlTypes.date }
}

/** The time between two times as an interval. */
export function differenceSql(a: Typed, b: Typed): Typed {
  const precision = Math.max(a.type.precision, b.type.precision)
  const units = `(${timeAt(a, precision).sql} - ${timeAt(b, precision).sql})`
  const micros = timeAt({ sql: units, type: timeType(precision, false) }, 6).sql
  return { sql: `to_microseconds(CAST(${micros} AS BIGINT))`, type: sqlTypes.interval }
}
