import { quoteText } from '../../../storage/store.ts'
import { notCarriedOut, SqlError } from '../../sql/sql-error.ts'
import { parseBytesText } from '../values/bytes-text.ts'
import { floorDiv } from '../values/calendar.ts'
import { parseBooleanText, parseFloatText } from '../values/number-text.ts'
import { storeText } from '../values/raw-text.ts'
import { unitsPerSecond } from '../values/stored-time.ts'
import { type Moment, parseTimestamp } from '../values/timestamp-text.ts'
import { utc } from '../values/zone.ts'
import { parseInterval } from './interval.ts'
import { hasZone, type SqlType, sqlTypes, timeType } from './sql-type.ts'

/** An expression in storage's SQL. */
export interface Typed {
  readonly sql: string
  readonly type: SqlType
  /** The text of a literal whose type the context decides; null for NULL. */
  readonly literal?: string | null
  /** A whole number that was written as such. */
  readonly integer?: bigint
  /** Told the type that the context gives a parameter. */
  readonly inferred?: (oid: number) => void
}

/** A text in storage's SQL; characters that its literals cannot hold go around them. */
export function textSql(text: string): string {
  const stored = storeText(text)
  if (!stored.includes('\0')) return quoteText(stored)
  return `(${stored.split('\0').map(quoteText).join(' || chr(0) || ')})`
}

/** Bytes in storage's SQL. */
export function bytesSql(bytes: Uint8Array): string {
  return `unhex('${Buffer.from(bytes).toString('hex')}')`
}

/** NULL of a type. */
export function nullOf(type: SqlType): Typed {
  return { sql: `CAST(NULL AS ${storageType(type)})`, type, literal: null }
}

/** Name of the type in storage. */
export function storageType(type: SqlType): string {
  switch (type.family) {
    case 'bool':
      return 'BOOLEAN'
    case 'int':
      return type.size === 2 ? 'SMALLINT' : type.size === 4 ? 'INTEGER' : 'BIGINT'
    case 'float':
      return type.size === 4 ? 'FLOAT' : 'DOUBLE'
    case 'decimal':
      return 'DOUBLE'
    case 'text':
    case 'unknown':
      return 'VARCHAR'
    case 'bytes':
      return 'BLOB'
    case 'time':
      return 'BIGINT'
    case 'date':
      return 'DATE'
    case 'interval':
      return 'INTERVAL'
    case 'list':
      return 'VARCHAR[]'
  }
}

/** A text literal, whose type the context decides. */
export function unknownText(text: string): Typed {
  return { sql: textSql(text), type: sqlTypes.unknown, literal: text }
}

/** NULL, whose type the context decides. */
export const unknownNull: Typed = { sql: 'NULL', type: sqlTypes.unknown, literal: null }

function unreadable(text: string, what: string): SqlError {
  return new SqlError('22P02', `could not parse "${text}" as type ${what}`)
}

/** A moment in the unit of a precision; a part that is finer is cut off. */
export function momentIn(moment: Moment, precision: number, withZone: boolean): bigint {
  const seconds = withZone
    ? moment.seconds
    : moment.seconds + BigInt(moment.zone.offsetAt(moment.seconds))
  const perSecond = unitsPerSecond(precision)
  return seconds * perSecond + floorDiv(BigInt(moment.nanos) * perSecond, 1_000_000_000n)
}

const greatest64 = 2n ** 63n - 1n

/**
 * A text as a time: in the unit of the precision if it holds it exactly, else in the finest unit.
 * Throws `SqlError` (22007).
 */
function timeLiteral(text: string, type: SqlType, now: Moment): Typed {
  const withZone = hasZone(type)
  const moment = parseTimestamp(text, withZone ? now : { ...now, zone: utc })
  if (moment === null) {
    throw new SqlError(
      '22007',
      `could not parse "${text}" as type timestamp${withZone ? 'tz' : ''}`,
    )
  }
  const { precision } = type
  const exact = momentIn(moment, 9, withZone)
  const stored = momentIn(moment, precision, withZone)
  const unit = 1_000_000_000n / unitsPerSecond(precision)
  if (stored * unit === exact) return timeNumber(stored, type)
  return timeNumber(exact, timeType(9, withZone))
}

/** A number that is a time. */
export function timeNumber(stored: bigint, type: SqlType): Typed {
  const isWide = stored > greatest64 || stored < -greatest64
  return { sql: `CAST(${stored} AS ${isWide ? 'HUGEINT' : 'BIGINT'})`, type }
}

/** The same instant in the unit of another precision; a finer one may need more than 64 bits. */
export function timeAt(time: Typed, precision: number): Typed {
  const from = unitsPerSecond(time.type.precision)
  const to = unitsPerSecond(precision)
  const type = timeType(precision, hasZone(time.type))
  if (from === to) return time
  if (from < to) return { sql: `(CAST(${time.sql} AS HUGEINT) * ${to / from})`, type }
  const factor = from / to
  return { sql: floorDivSql(time.sql, factor), type }
}

/** Quotient toward negative infinity in storage's SQL. */
export function floorDivSql(sql: string, divisor: bigint): string {
  return `((${sql} - (((${sql}) % ${divisor} + ${divisor}) % ${divisor})) // ${divisor})`
}

/** A literal of unknown type as one of this type; other expressions as they are. Throws `SqlError`. */
export function resolve(typed: Typed, type: SqlType, now: Moment): Typed {
  const { literal } = typed
  if (literal === undefined) return typed
  typed.inferred?.(type.oid)
  if (literal === null) return nullOf(type)
  switch (type.family) {
    case 'unknown':
    case 'text':
      return { sql: typed.sql, type: type.family === 'unknown' ? sqlTypes.text : type }
    case 'bool': {
      const value = parseBooleanText(literal)
      if (value === null) throw unreadable(literal, 'bool')
      return { sql: String(value), type }
    }
    case 'int': {
      const text = literal.trim()
      if (!/^[+-]?\d+$/.test(text)) throw unreadable(literal, 'int')
      const integer = BigInt(text.replace('+', ''))
      if (integer > greatest64 || integer < -greatest64 - 1n) {
        throw new SqlError('22003', `"${literal}" is out of range for type int`)
      }
      return { sql: `(${integer})`, type: sqlTypes.int8, integer }
    }
    case 'float':
    case 'decimal': {
      const value = parseFloatText(literal.trim())
      if (value === null || value === 'overflow') throw unreadable(literal, 'float')
      return { sql: floatSql(value), type: type.family === 'float' ? sqlTypes.float8 : type }
    }
    case 'bytes': {
      const bytes = parseBytesText(literal)
      if (bytes === null) throw unreadable(literal, 'bytes')
      return { sql: bytesSql(bytes), type }
    }
    case 'time':
      return timeLiteral(literal, type, now)
    case 'date': {
      const moment = parseTimestamp(literal, now)
      if (moment === null) throw unreadable(literal, 'date')
      const local = moment.seconds + BigInt(moment.zone.offsetAt(moment.seconds))
      return { sql: `(DATE '1970-01-01' + INTEGER '${floorDiv(local, 86_400n)}')`, type }
    }
    case 'interval': {
      const interval = parseInterval(literal)
      if (interval === null) throw unreadable(literal, 'interval')
      const { months, days, micros } = interval
      const parts = `to_months(${months}) + to_days(${days}) + to_microseconds(${micros})`
      return { sql: `(${parts})`, type }
    }
    case 'list':
      throw notCarriedOut('a text as an array')
  }
}

/** A floating-point number in storage's SQL. */
export function floatSql(value: number): string {
  if (Number.isFinite(value)) return `CAST(${value} AS DOUBLE)`
  return `CAST('${value}' AS DOUBLE)`
}
