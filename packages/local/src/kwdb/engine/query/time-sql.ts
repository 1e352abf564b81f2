import { printOffset } from '../values/print-time.ts'
import { unitsPerSecond } from '../values/stored-time.ts'
import { type Context, zoneOffset } from './context.ts'
import type { Interval } from './interval.ts'
import { hasZone, type SqlType, sqlTypes, timeType } from './sql-type.ts'
import { floorDivSql, type Typed, timeAt } from './typed.ts'

/** Seconds to add to a time for what a clock in the session's zone shows. */
function localShift(type: SqlType, context: Context): bigint {
  return hasZone(type) ? BigInt(zoneOffset(context.env)) : 0n
}

/** The time on the session's clock, in the time's own unit. */
function localSql(time: Typed, context: Context): string {
  const shift = localShift(time.type, context) * unitsPerSecond(time.type.precision)
  return shift === 0n ? time.sql : `(${time.sql} + ${shift})`
}

/** The time on the session's clock as storage's TIMESTAMP, in microseconds. */
export function localTimestampSql(time: Typed, context: Context): string {
  const local = { sql: localSql(time, context), type: time.type }
  return `make_timestamp(CAST(${timeAt(local, 6).sql} AS BIGINT))`
}

/** A TIMESTAMP of storage on the session's clock, back as a time of this type. */
export function timeOfTimestampSql(sql: string, type: SqlType, context: Context): Typed {
  const shift = localShift(type, context) * 1_000_000n
  const micros = shift === 0n ? `epoch_us(${sql})` : `(epoch_us(${sql}) - ${shift})`
  const at = timeAt({ sql: micros, type: timeType(6, hasZone(type)) }, type.precision)
  return { sql: `CAST(${at.sql} AS BIGINT)`, type }
}

/** A time as text, as the client would see it. */
export function timeTextSql(time: Typed, context: Context): string {
  const { precision } = time.type
  const perSecond = unitsPerSecond(precision)
  const rest = `((${time.sql}) % ${perSecond} + ${perSecond}) % ${perSecond}`
  const fraction =
    `CASE WHEN ${rest} = 0 THEN '' ELSE '.' || ` +
    `rtrim(lpad(CAST(${rest} AS VARCHAR), ${precision}, '0'), '0') END`
  const east = hasZone(time.type) ? printOffset(zoneOffset(context.env)) : ''
  const clock = `strftime(${localTimestampSql(time, context)}, '%Y-%m-%d %H:%M:%S')`
  return `(${clock} || ${fraction} || '${east}')`
}

/** A time and an interval; whole months go by the calendar. */
export function addIntervalSql(
  time: Typed,
  interval: string,
  sign: '+' | '-',
  context: Context,
): Typed {
  const { type } = time
  if (type.precision !== 9) {
    return timeOfTimestampSql(
      `(${localTimestampSql(time, context)} ${sign} ${interval})`,
      type,
      context,
    )
  }
  const moved = timeOfTimestampSql(
    `(${localTimestampSql(time, context)} ${sign} ${interval})`,
    timeType(6, hasZone(type)),
    context,
  )
  return { sql: `(${moved.sql} * 1000 + ((${time.sql}) % 1000 + 1000) % 1000)`, type }
}

/** The beginning of the bucket that a time is in; buckets of days and longer begin at midnight of the session's zone. */
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
  const perSecond = unitsPerSecond(type.precision)
  const micros = BigInt(width.days) * 86_400_000_000n + width.micros
  const size = (micros * perSecond) / 1_000_000n
  const shift = localShift(type, context) * perSecond
  const local = localSql(time, context)
  const begin = `(${local} - ((${local}) % ${size} + ${size}) % ${size})`
  return { sql: shift === 0n ? begin : `(${begin} - ${shift})`, type }
}

/** Days since 1970 on the session's clock as a DATE. */
export function dateOfTimeSql(time: Typed, context: Context): Typed {
  const day = 86_400n * unitsPerSecond(time.type.precision)
  const days = floorDivSql(localSql(time, context), day)
  return { sql: `(DATE '1970-01-01' + CAST(${days} AS INTEGER))`, type: sqlTypes.date }
}

/** Microseconds between two times as an interval. */
export function differenceSql(a: Typed, b: Typed): Typed {
  const precision = Math.max(a.type.precision, b.type.precision)
  const units = `(${timeAt(a, precision).sql} - ${timeAt(b, precision).sql})`
  const micros = timeAt({ sql: units, type: timeType(precision, false) }, 6).sql
  return { sql: `to_microseconds(CAST(${micros} AS BIGINT))`, type: sqlTypes.interval }
}
