import { convertTime, type TimeUnit } from '@tidewire/core'
import { wktToWkb } from '@tidewire/formats'
import type { TDengineType, TDengineValue } from '../wire/data-type.ts'
import type { StoredColumn } from './super-table.ts'

/** A value of a record before it is known what column it goes to. Objects and lists become JSON text. */
export type RecordValue = null | boolean | number | bigint | string | Uint8Array | object

/** A value with the type that the record or the mapping gives it, if they give one. */
export interface TypedValue {
  readonly value: RecordValue
  readonly type: TDengineType | null
  /** The type with its length or digits, for a new column: `DECIMAL(10,2)`; absent where they follow from the values. */
  readonly declaration?: string | null
}

/** Units of times: those in records and those of the database. */
export interface TimeUnits {
  readonly record: TimeUnit
  readonly database: TimeUnit
}

/** Why a value does not fit its column. */
export class Misfit extends Error {
  override readonly name = 'Misfit'
}

const ranges: Readonly<Record<string, readonly [min: bigint, max: bigint]>> = {
  TINYINT: [-128n, 127n],
  SMALLINT: [-32_768n, 32_767n],
  INT: [-2_147_483_648n, 2_147_483_647n],
  BIGINT: [-(2n ** 63n), 2n ** 63n - 1n],
  'TINYINT UNSIGNED': [0n, 255n],
  'SMALLINT UNSIGNED': [0n, 65_535n],
  'INT UNSIGNED': [0n, 4_294_967_295n],
  'BIGINT UNSIGNED': [0n, 2n ** 64n - 1n],
}

/** Text as it is stored: what is no text is printed, objects as JSON with all digits of their integers. */
export function textOf(value: Exclude<RecordValue, null>): string {
  if (typeof value === 'string') return value
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8')
  if (typeof value !== 'object') return String(value)
  const plain = value instanceof Map ? Object.fromEntries(value) : value
  return JSON.stringify(plain, (_, item: unknown) =>
    typeof item === 'bigint'
      ? rawJson(String(item))
      : item instanceof Map
        ? Object.fromEntries(item)
        : item,
  )
}

const rawJson = (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON

/**
 * A value as its column stores it. A value that would lose something (a fraction, digits beyond the range) does not fit,
 * and neither does a text longer than the column: `Misfit` says why.
 */
export function storedValue(
  value: RecordValue,
  column: StoredColumn,
  units: TimeUnits,
): TDengineValue {
  if (value === null) return null
  const { name } = column.type
  switch (name) {
    case 'BOOL':
      return booleanOf(value)
    case 'FLOAT':
    case 'DOUBLE':
      return numberOf(value)
    case 'TIMESTAMP':
      return timeOf(value, units)
    case 'VARCHAR':
    case 'NCHAR':
    case 'JSON':
      return fitting(textOf(value), column)
    case 'DECIMAL':
      return decimalOf(value)
    case 'VARBINARY':
    case 'BLOB':
      return bytesOf(value, column)
    case 'GEOMETRY':
      return geometryOf(value)
    default: {
      const integer = integerOf(value)
      const [min, max] = ranges[name] ?? [0n, 0n]
      if (integer < min || integer > max)
        throw new Misfit(`${integer} is out of the range of ${name}`)
      return name.startsWith('BIGINT') ? integer : Number(integer)
    }
  }
}

function shown(value: RecordValue): string {
  const text = value === null ? 'null' : textOf(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

function booleanOf(value: RecordValue): boolean {
  if (typeof value === 'boolean') return value
  if (value === 0 || value === 0n) return false
  if (value === 1 || value === 1n) return true
  if (typeof value === 'string') {
    if (/^(t|true|1)$/i.test(value)) return true
    if (/^(f|false|0)$/i.test(value)) return false
  }
  throw new Misfit(`${shown(value)} is no truth value`)
}

function numberOf(value: RecordValue): number {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'string' && value.trim() !== '') {
    if (/^nan$/i.test(value)) return Number.NaN
    const number = Number(value)
    if (!Number.isNaN(number)) return number
  }
  throw new Misfit(`${shown(value)} is no number`)
}

function integerOf(value: RecordValue): bigint {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value)
  if (typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value))
    return BigInt(value.trim().replace(/^\+/, ''))
  throw new Misfit(`${shown(value)} is no integer`)
}

/** A time: a number in the unit of the records, or a date with an offset or in UTC. */
function timeOf(value: RecordValue, { record, database }: TimeUnits): bigint {
  if (value instanceof Date) return convertTime(BigInt(value.getTime()), 'ms', database)
  if (typeof value === 'string' && !/^\s*[+-]?\d+\s*$/.test(value)) {
    const match =
      /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,9})\d*)?(Z|[+-]\d\d:?\d\d)?$/.exec(
        value.trim(),
      )
    const seconds =
      match === null ? Number.NaN : Date.parse(`${match[1]}T${match[2]}${match[4] ?? 'Z'}`) / 1000
    if (!Number.isInteger(seconds)) throw new Misfit(`${shown(value)} is no time`)
    const nanos = BigInt((match?.[3] ?? '').padEnd(9, '0'))
    return convertTime(BigInt(seconds) * 1_000_000_000n + nanos, 'ns', database)
  }
  return convertTime(integerOf(value), record, database)
}

function decimalOf(value: RecordValue): string {
  const text = value === null ? '' : textOf(value).trim()
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) {
    throw new Misfit(`${shown(value)} is no decimal number`)
  }
  return text
}

function fitting(text: string, { type, length }: StoredColumn): string {
  const size = type.name === 'NCHAR' ? [...text].length : Buffer.byteLength(text)
  if (type.name !== 'JSON' && size > length) {
    throw new Misfit(`${shown(text)} is longer than ${type.name}(${length})`)
  }
  return text
}

/** TDengine SQL, data types: a BLOB has at most 4 MiB. */
const longestBlob = 4_194_304

/** Bytes, or text; text that begins with `\\x` is hexadecimal. */
function bytesOf(value: RecordValue, { type, length }: StoredColumn): Buffer {
  const text = typeof value === 'string' ? /^\\x((?:[0-9a-f]{2})*)$/i.exec(value) : null
  const bytes =
    value instanceof Uint8Array
      ? Buffer.from(value)
      : text !== null
        ? Buffer.from(text[1] ?? '', 'hex')
        : Buffer.from(value === null ? '' : textOf(value))
  // BLOB has no declared length; what DESCRIBE says there is none of its content.
  const most = type.name === 'BLOB' ? longestBlob : length
  if (bytes.length > most) {
    throw new Misfit(`${bytes.length} bytes are more than ${type.name}(${most})`)
  }
  return bytes
}

function geometryOf(value: RecordValue): Buffer {
  if (value instanceof Uint8Array) return Buffer.from(value)
  const wkb = typeof value === 'string' ? wktToWkb(value) : null
  if (wkb === null) throw new Misfit(`${shown(value)} is no geometry`)
  return Buffer.from(wkb)
}
