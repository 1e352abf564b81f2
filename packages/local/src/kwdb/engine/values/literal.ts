import { wktToWkb } from '@tidewire/formats'
import { typeText } from '../../catalog/column-type.ts'
import type { Column } from '../../catalog/descriptor.ts'
import { DirectKind } from '../../sql/direct-insert.ts'
import { SqlError } from '../../sql/sql-error.ts'
import { characterCount, parseBytesText, utf8Length } from './bytes-text.ts'
import { float4Range, parseBooleanText, parseFloatText } from './number-text.ts'
import { rawCharacterCount, storeRawText, storeText } from './raw-text.ts'
import { outOfTimeRange, storedMoment, timeRange } from './stored-time.ts'
import { type Moment, parseTimestamp } from './timestamp-text.ts'
import { utc } from './zone.ts'

/** A value as storage keeps it: times and INT8 as bigint in the column's unit. */
export type StoredValue = bigint | number | boolean | string | Uint8Array | null

/** Converts one literal of the fast path; never asked for NULL. Throws `SqlError`. */
export type LiteralConverter = (kind: number, value: string | Uint8Array) => StoredValue

function textOf(value: string | Uint8Array): string {
  return typeof value === 'string' ? value : Buffer.from(value).toString()
}

/** 42804, as for `'abc'` in a column of numbers. */
export function mismatch(value: string | Uint8Array, column: Column): SqlError {
  return new SqlError(
    '42804',
    `could not resolve "${textOf(value)}" as ${typeText(column.type)} type (column ${column.name})`,
  )
}

/** 42601, as for a bare word. */
export function notALiteral(value: string | Uint8Array, column: Column): SqlError {
  return new SqlError(
    '42601',
    `unsupported input type relation "${textOf(value)}" (column ${column.name})`,
  )
}

function tooLong(value: string | Uint8Array, column: Column): SqlError {
  return new SqlError(
    '22001',
    `value '${textOf(value)}' too long for type ${typeText(column.type)} (column ${column.name})`,
  )
}

function floatOutOfRange(text: string, column: Column): SqlError {
  return new SqlError(
    '22003',
    `float "${text}" out of range for type ${typeText(column.type)} (column ${column.name})`,
  )
}

const least64 = -(2n ** 63n)
const greatest64 = 2n ** 63n - 1n

/** What the fast path makes of a literal in a column of this type; `now` is the session's clock. */
export function literalConverter(column: Column, now: Moment): LiteralConverter {
  const { name, width } = column.type
  switch (name) {
    case 'TIMESTAMP':
    case 'TIMESTAMPTZ':
      return timeConverter(column, now)
    case 'INT2':
      return smallIntConverter(column, -32_768, 32_767)
    case 'INT4':
      return smallIntConverter(column, -2_147_483_648, 2_147_483_647)
    case 'INT8':
      return (kind, value) => bigIntOf(kind, value, column)
    case 'FLOAT4':
    case 'FLOAT8':
      return (kind, value) => floatOf(kind, value, column)
    case 'BOOL':
      return (kind, value) => booleanOf(kind, value, column)
    case 'CHAR':
    case 'VARCHAR':
      return (kind, value) => {
        checkQuoted(kind, value, column)
        if (typeof value === 'string') {
          if (value.length > width || (value.length * 3 > width && utf8Length(value) > width)) {
            throw tooLong(value, column)
          }
          return storeText(value)
        }
        if (value.length > width) throw tooLong(value, column)
        return storeRawText(value)
      }
    case 'NCHAR':
    case 'NVARCHAR':
      return (kind, value) => {
        checkQuoted(kind, value, column)
        if (typeof value === 'string') {
          if (value.length > width && characterCount(value) > width) throw tooLong(value, column)
          return storeText(value)
        }
        if (value.length > width && rawCharacterCount(value) > width) throw tooLong(value, column)
        return storeRawText(value)
      }
    case 'VARBYTES':
      return (kind, value) => bytesOf(kind, value, column)
    case 'GEOMETRY':
      return (kind, value) => {
        checkQuoted(kind, value, column)
        return geometryOf(textOf(value), column)
      }
  }
}

function checkQuoted(kind: number, value: string | Uint8Array, column: Column): void {
  if (kind === DirectKind.number) throw mismatch(value, column)
  if (kind === DirectKind.word) throw notALiteral(value, column)
}

function timeConverter(column: Column, now: Moment): LiteralConverter {
  const { type, name } = column
  const [least, greatest] = timeRange(type.width)
  const clock = type.name === 'TIMESTAMP' ? { ...now, zone: utc } : now
  return (kind, value) => {
    const text = textOf(value)
    if (kind === DirectKind.string) return timeOfText(text, column, clock)
    if (text === 'now') return storedMoment(clock, type)
    if (!/^[+-]?[0-9]+$/.test(text)) {
      throw kind === DirectKind.word ? notALiteral(text, column) : mismatch(text, column)
    }
    const stored = BigInt(text.startsWith('+') ? text.slice(1) : text)
    if (stored < least64 || stored > greatest64) {
      throw new SqlError('XXUUU', `strconv.ParseInt: parsing "${text}": value out of range`)
    }
    if (stored < least || stored > greatest) throw outOfTimeRange(text, type, name)
    return stored
  }
}

/** The number that a time column stores for a text; 42804 when it is no time stamp, 22026 out of range. */
function timeOfText(text: string, column: Column, now: Moment): bigint {
  const moment = parseTimestamp(text, now)
  if (moment === null) throw mismatch(text, column)
  const stored = storedMoment(moment, column.type)
  const [least, greatest] = timeRange(column.type.width)
  if (stored < least || stored > greatest) throw outOfTimeRange(text, column.type, column.name)
  return stored
}

/** Digits that a number holds exactly. */
const exactDigits = 15

/** An integer that may be a boolean word; `null` when it is out of 64 bits. */
function integerText(kind: number, value: string | Uint8Array, column: Column): string {
  const text = textOf(value)
  if (kind === DirectKind.string) throw mismatch(text, column)
  if (/^[+-]?[0-9]+$/.test(text)) return text.startsWith('+') ? text.slice(1) : text
  if (text === 'true') return '1'
  if (text === 'false') return '0'
  throw kind === DirectKind.word ? notALiteral(text, column) : mismatch(text, column)
}

function bigIntOf(kind: number, value: string | Uint8Array, column: Column): bigint {
  const text = integerText(kind, value, column)
  const stored = text.length <= exactDigits ? BigInt(Number(text)) : BigInt(text)
  if (stored < least64 || stored > greatest64) {
    throw new SqlError('22003', 'numeric constant out of int64 range')
  }
  return stored
}

function smallIntConverter(column: Column, least: number, greatest: number): LiteralConverter {
  return (kind, value) => {
    const text = integerText(kind, value, column)
    const stored = Number(text)
    if (stored >= least && stored <= greatest) return stored
    bigIntOf(kind, text, column)
    throw new SqlError(
      '22003',
      `integer "${textOf(value)}" out of range for type ${typeText(column.type)} (column ${column.name})`,
    )
  }
}

function floatOf(kind: number, value: string | Uint8Array, column: Column): number {
  const text = textOf(value)
  if (kind === DirectKind.string) throw mismatch(text, column)
  const stored = parseFloatText(text)
  if (stored === null) throw mismatch(text, column)
  if (stored === 'overflow') throw floatOutOfRange(text, column)
  return checkFloat4(stored, text, column)
}

function checkFloat4(stored: number, text: string, column: Column): number {
  if (column.type.name === 'FLOAT4' && stored !== 0) {
    const magnitude = Math.abs(stored)
    if (magnitude < float4Range.least || magnitude > float4Range.greatest) {
      throw floatOutOfRange(text, column)
    }
  }
  return stored
}

function booleanOf(kind: number, value: string | Uint8Array, column: Column): boolean {
  if (kind === DirectKind.word) throw notALiteral(value, column)
  const stored = parseBooleanText(textOf(value))
  if (stored === null) throw mismatch(value, column)
  return stored
}

function bytesOf(kind: number, value: string | Uint8Array, column: Column): Uint8Array {
  checkQuoted(kind, value, column)
  const { width } = column.type
  if (typeof value !== 'string') {
    if (value.length > width) throw tooLong(value, column)
    return value
  }
  if (utf8Length(value) > width) throw tooLong(value, column)
  const stored = parseBytesText(value)
  if (stored === null) throw mismatch(value, column)
  return stored
}

function geometryOf(text: string, column: Column): string {
  if (wktToWkb(text) !== null) return storeText(text)
  throw new SqlError(
    '22000',
    `value '${text}' is invalid for type ${typeText(column.type)} (column ${column.name})`,
  )
}
