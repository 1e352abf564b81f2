import { type LineFlavour, maxFloat } from './number-text.ts'
import { unprintable } from './unprintable.ts'
import { type ValueTypeId, valueTypes } from './value-type.ts'
import { wkbToWkt } from './wkb.ts'

/**
 * A value to print. BIGINT and BIGINT UNSIGNED are bigint, VARBINARY and GEOMETRY (little-endian well-known binary) are
 * bytes, VARCHAR and NCHAR are text, the others number or boolean.
 */
export type PrintValue = boolean | number | bigint | string | Uint8Array

const suffixes: Readonly<Partial<Record<ValueTypeId, string>>> = {
  [valueTypes.TINYINT]: 'i8',
  [valueTypes.SMALLINT]: 'i16',
  [valueTypes.INT]: 'i32',
  [valueTypes.BIGINT]: 'i64',
  [valueTypes['TINYINT UNSIGNED']]: 'u8',
  [valueTypes['SMALLINT UNSIGNED']]: 'u16',
  [valueTypes['INT UNSIGNED']]: 'u32',
  [valueTypes['BIGINT UNSIGNED']]: 'u64',
}

function isUnsigned(type: ValueTypeId): boolean {
  return type >= valueTypes['TINYINT UNSIGNED'] && type <= valueTypes['BIGINT UNSIGNED']
}

/**
 * The shortest decimal that reads back as the same 32-bit float and is not beyond the greatest one, which readers refuse
 * even where it rounds to it.
 */
export function floatText(value: number): string {
  for (let digits = 1; digits < 12; digits += 1) {
    const read = Number(value.toPrecision(digits))
    if (Math.fround(read) === Math.fround(value) && Math.abs(read) <= maxFloat) return String(read)
  }
  return String(value)
}

function finite(text: string, value: number, flavour: LineFlavour, format: string): string {
  if (Number.isFinite(value)) return text
  if (flavour === 'influxdb') throw unprintable(format, String(value), 'it has no such number')
  return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'
}

/** A number or boolean as line protocol writes it; undefined for texts and binary values. */
export function scalarText(
  type: ValueTypeId,
  value: PrintValue,
  flavour: LineFlavour,
  format: string,
): string | undefined {
  switch (type) {
    case valueTypes.BOOL:
      return value === true ? 'true' : 'false'
    case valueTypes.DOUBLE:
      return finite(doubleText(Number(value)), Number(value), flavour, format)
    case valueTypes.FLOAT: {
      const text = finite(floatText(Number(value)), Number(value), flavour, format)
      if (flavour === 'influxdb') return text
      if (!Number.isFinite(value)) throw unprintable(format, text, 'a FLOAT has to be finite there')
      return `${text}f32`
    }
    default: {
      const suffix = suffixes[type]
      if (suffix === undefined) return undefined
      if (flavour === 'influxdb') return `${value}${isUnsigned(type) ? 'u' : 'i'}`
      return `${value}${suffix}`
    }
  }
}

/** JavaScript's shortest decimal, with the sign of a negative zero. */
function doubleText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}

/** Prefix and content of a text or binary value, before escapes. */
export function quotedParts(
  type: ValueTypeId,
  value: PrintValue,
  flavour: LineFlavour,
  format: string,
): readonly [prefix: string, content: string] {
  if (type === valueTypes.VARCHAR && typeof value === 'string') return ['', value]
  if (flavour === 'influxdb') {
    if (typeof value === 'string') return ['', value]
    throw unprintable(format, 'a binary value', 'it has texts only')
  }
  if (type === valueTypes.NCHAR && typeof value === 'string') return ['L', value]
  if (type === valueTypes.VARBINARY && value instanceof Uint8Array) {
    return ['B', `\\x${Buffer.from(value).toString('hex')}`]
  }
  if (type === valueTypes.GEOMETRY && value instanceof Uint8Array) {
    const text = wkbToWkt(value)
    if (text !== null) return ['G', text]
  }
  throw unprintable(format, `a ${typeof value} as type ${type}`, 'the value is not of its type')
}
