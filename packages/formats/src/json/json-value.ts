import type { PointColumn } from '../points/point-column.ts'
import type { SeriesTag } from '../points/series.ts'
import { type ServerCode, serverCodes, serverLimits } from '../server-code.ts'
import { type ValueTypeId, valueTypes } from '../value-type.ts'
import type { JsonMember, JsonScanner, JsonSpan } from './json-scanner.ts'

/** A value of an OpenTSDB JSON point, or the code that TDengine answers to it. */
export type JsonValue =
  | { readonly ok: true; readonly type: ValueTypeId; readonly value: SeriesTag['value'] | Buffer }
  | { readonly ok: false; readonly code: ServerCode }

const integers: Readonly<Record<string, readonly [ValueTypeId, number, number]>> = {
  i8: [valueTypes.TINYINT, -128, 127],
  tinyint: [valueTypes.TINYINT, -128, 127],
  i16: [valueTypes.SMALLINT, -32_768, 32_767],
  smallint: [valueTypes.SMALLINT, -32_768, 32_767],
  i32: [valueTypes.INT, -2_147_483_648, 2_147_483_647],
  int: [valueTypes.INT, -2_147_483_648, 2_147_483_647],
}

const texts: Readonly<Record<string, ValueTypeId>> = {
  binary: valueTypes.VARCHAR,
  varbinary: valueTypes.VARBINARY,
  nchar: valueTypes.NCHAR,
}

const maxFloat = 3.4028234663852886e38
const maxInt64 = 9_223_372_036_854_775_807n

function refuse(code: ServerCode): JsonValue {
  return { ok: false, code }
}

/** The member of that name, whatever the case of its letters; the first one counts. */
export function memberOf(members: readonly JsonMember[], name: string): JsonSpan | undefined {
  return members.find(member => member.key.toLowerCase() === name)?.value
}

/**
 * Reads a value or tag value: plain (number, string, boolean) or an object of `value` and `type`. With `exact` an i64
 * keeps all its digits; TDengine itself sends it through a double.
 */
export function readJsonValue(scanner: JsonScanner, span: JsonSpan, exact: boolean): JsonValue {
  switch (span.kind) {
    case 'true':
    case 'false':
      return { ok: true, type: valueTypes.BOOL, value: span.kind === 'true' }
    case 'number':
      return { ok: true, type: valueTypes.DOUBLE, value: Number(scanner.digits(span)) }
    case 'string':
      return text(scanner.string(span), valueTypes.VARCHAR)
    case 'object':
      return typed(scanner, span, exact)
    default:
      return refuse(serverCodes.invalidJson)
  }
}

function typed(scanner: JsonScanner, span: JsonSpan, exact: boolean): JsonValue {
  const members = scanner.members(span)
  const value = memberOf(members, 'value')
  const type = memberOf(members, 'type')
  if (members.length !== 2 || value === undefined || type?.kind !== 'string') {
    return refuse(serverCodes.invalidJson)
  }
  const name = scanner.string(type).toLowerCase()
  switch (value.kind) {
    case 'true':
    case 'false':
      return name === 'bool'
        ? { ok: true, type: valueTypes.BOOL, value: value.kind === 'true' }
        : refuse(serverCodes.invalidJsonType)
    case 'number':
      return number(scanner.digits(value), name, exact)
    case 'string': {
      const id = Object.hasOwn(texts, name) ? texts[name] : undefined
      return id === undefined
        ? refuse(serverCodes.invalidJsonType)
        : text(scanner.string(value), id)
    }
    default:
      return refuse(serverCodes.invalidJsonType)
  }
}

function number(digits: string, name: string, exact: boolean): JsonValue {
  const value = Number(digits)
  const range = Object.hasOwn(integers, name) ? integers[name] : undefined
  if (range !== undefined) {
    const [type, min, max] = range
    if (!(value >= min && value <= max)) return refuse(serverCodes.outOfRange)
    return { ok: true, type, value: Math.trunc(value) }
  }
  switch (name) {
    case 'i64':
    case 'bigint':
      return { ok: true, type: valueTypes.BIGINT, value: bigint(digits, value, exact) }
    case 'f32':
    case 'float':
      if (!(Math.abs(value) <= maxFloat)) return refuse(serverCodes.outOfRange)
      return { ok: true, type: valueTypes.FLOAT, value: Math.fround(value) }
    case 'f64':
    case 'double':
      return { ok: true, type: valueTypes.DOUBLE, value }
    default:
      return refuse(serverCodes.invalidJsonType)
  }
}

function bigint(digits: string, value: number, exact: boolean): bigint {
  const whole = exact && /^-?\d+$/.test(digits) ? BigInt(digits) : null
  if (whole !== null && BigInt.asIntN(64, whole) === whole) return whole
  if (value >= 2 ** 63) return maxInt64
  return value <= -(2 ** 63) ? -maxInt64 - 1n : BigInt(Math.trunc(value))
}

function text(value: string, type: ValueTypeId): JsonValue {
  // The parser inside TDengine ends a string at a zero character.
  const nul = value.indexOf('\0')
  const content = nul < 0 ? value : value.slice(0, nul)
  const length = Buffer.byteLength(content)
  const limit = type === valueTypes.NCHAR ? serverLimits.nchar : serverLimits.varchar
  if (length > limit) return refuse(serverCodes.invalidLength)
  if (type !== valueTypes.VARBINARY) return { ok: true, type, value: content }
  const hex = /^\\x((?:[0-9a-f]{2})*)$/i.exec(content)?.[1]
  return {
    ok: true,
    type,
    value: hex === undefined ? Buffer.from(content) : Buffer.from(hex, 'hex'),
  }
}

/** The bytes by which TDengine names a child table: UTF-8 of texts, the little-endian value of the others. */
export function valueBytes(type: ValueTypeId, value: SeriesTag['value'] | Buffer): Buffer {
  if (Buffer.isBuffer(value)) return value
  if (typeof value === 'string') return Buffer.from(value)
  if (typeof value === 'boolean') return Buffer.from([value ? 1 : 0])
  if (typeof value === 'bigint') {
    const wide = Buffer.alloc(8)
    wide.writeBigInt64LE(value)
    return wide
  }
  const bytes = Buffer.alloc(8)
  if (type === valueTypes.DOUBLE) bytes.writeDoubleLE(value)
  else if (type === valueTypes.FLOAT) bytes.writeFloatLE(value)
  else bytes.writeInt32LE(value)
  const width = {
    [valueTypes.DOUBLE]: 8,
    [valueTypes.TINYINT]: 1,
    [valueTypes.SMALLINT]: 2,
  } as const
  return bytes.subarray(0, width[type as keyof typeof width] ?? 4)
}

/** Stores a value in a column. */
export function storeJsonValue(
  column: PointColumn,
  row: number,
  type: ValueTypeId,
  value: SeriesTag['value'] | Buffer,
): void {
  if (Buffer.isBuffer(value)) column.setBytes(row, value)
  else if (typeof value === 'string') column.setBytes(row, Buffer.from(value))
  else if (typeof value === 'bigint') column.setBigInt(row, value)
  else if (type === valueTypes.DOUBLE) column.setDouble(row, Number(value))
  else column.setSmall(row, Number(value))
}
