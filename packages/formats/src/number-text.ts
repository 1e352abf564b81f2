import { type ValueTypeId, valueTypes } from './value-type.ts'

/** Dialects of values: TDengine's with typed suffixes and prefixed strings, or InfluxDB's own. */
export type LineFlavour = 'tdengine' | 'influxdb'

/** An integer type below 64 bits with its range and what the server says of a number outside it. */
export interface IntegerRange {
  readonly type: ValueTypeId
  readonly min: number
  readonly max: number
  readonly text: string
}

/** By suffix. The texts are TDengine's, spelling included. */
export const integerRanges: Readonly<Record<string, IntegerRange>> = {
  i8: { type: valueTypes.TINYINT, min: -128, max: 127, text: 'tiny int out of range[-128,127]' },
  u8: {
    type: valueTypes['TINYINT UNSIGNED'],
    min: 0,
    max: 255,
    text: 'unsigned tiny int out of range[0,255]',
  },
  i16: {
    type: valueTypes.SMALLINT,
    min: -32_768,
    max: 32_767,
    text: 'small int our of range[-32768,32767]',
  },
  u16: {
    type: valueTypes['SMALLINT UNSIGNED'],
    min: 0,
    max: 65_535,
    text: 'unsigned small int out of rang[0,65535]',
  },
  i32: {
    type: valueTypes.INT,
    min: -2_147_483_648,
    max: 2_147_483_647,
    text: 'int out of range[-2147483648,2147483647]',
  },
  u32: {
    type: valueTypes['INT UNSIGNED'],
    min: 0,
    max: 4_294_967_295,
    text: 'unsigned int out of range[0,4294967295]',
  },
}

/** Greatest finite 32-bit float. */
export const maxFloat = 3.4028234663852886e38

/** How C's `strtod` begins a number (what TDengine reads values with), decimal, hexadecimal, infinite or not a number. */
const numberPattern =
  /^[\t\v\f\r ]*([+-]?)(?:(0x(?:[0-9a-f]+\.?[0-9a-f]*|\.[0-9a-f]+)(?:p[+-]?\d+)?)|(inf(?:inity)?)|(nan(?:\(\w*\))?)|((?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?))/i

/** A number that was read, or TDengine's words for why it is none. */
export type NumberRead =
  | { readonly ok: true; readonly type: ValueTypeId; readonly value: number | bigint }
  | { readonly ok: false; readonly reason: string }

function refuse(reason = 'invalid data'): NumberRead {
  return { ok: false, reason }
}

/** Reads a number with its suffix, in every form that the server takes; 64-bit integers are bigint. */
export function readNumberText(text: string, flavour: LineFlavour): NumberRead {
  const match = numberPattern.exec(text)
  if (match === null) return refuse()
  const [whole, sign, hex, infinite, , decimal] = match
  if (flavour === 'influxdb' && (decimal === undefined || /^\s/.test(text))) return refuse()
  const magnitude = magnitudeOf(decimal, hex, infinite)
  const value = sign === '-' ? -magnitude : magnitude
  const rest = text.slice(whole.length)
  const suffix = (rest[0] ?? '').toLowerCase() + rest.slice(1)
  if (suffix === '' || (suffix === 'f64' && flavour === 'tdengine')) {
    return { ok: true, type: valueTypes.DOUBLE, value }
  }
  if (suffix === 'i' || suffix === 'u') return integer64(text, value, suffix, flavour)
  if (flavour === 'influxdb') return refuse()
  if (suffix === 'i64') return integer64(text, value, 'i', flavour)
  if (suffix === 'u64') return integer64(text, value, 'u', flavour)
  if (suffix === 'f32') {
    return Math.abs(value) <= maxFloat
      ? { ok: true, type: valueTypes.FLOAT, value }
      : refuse('float out of range[-3.402823466e+38,3.402823466e+38]')
  }
  const range = Object.hasOwn(integerRanges, suffix) ? integerRanges[suffix] : undefined
  if (range === undefined) return refuse()
  if (!(value >= range.min && value <= range.max)) return refuse(range.text)
  return { ok: true, type: range.type, value: Math.trunc(value) }
}

function magnitudeOf(
  decimal: string | undefined,
  hex: string | undefined,
  infinite: string | undefined,
): number {
  if (decimal !== undefined) return Number(decimal)
  if (hex !== undefined) return hexadecimal(hex)
  return infinite === undefined ? Number.NaN : Number.POSITIVE_INFINITY
}

/** TDengine reads 64-bit integers with `strtoll`: exactly, and only up to a point or exponent. */
function integer64(
  text: string,
  value: number,
  suffix: 'i' | 'u',
  flavour: LineFlavour,
): NumberRead {
  const whole = /^[\t\v\f\r ]*([+-]?\d+)/.exec(text)?.[1]
  if (flavour === 'influxdb' && (whole === undefined || whole.length + 1 !== text.length)) {
    return refuse()
  }
  const integer = whole === undefined ? 0n : BigInt(whole.startsWith('+') ? whole.slice(1) : whole)
  if (suffix === 'i') {
    return integer === BigInt.asIntN(64, integer)
      ? { ok: true, type: valueTypes.BIGINT, value: integer }
      : refuse('big int out of range[-9223372036854775808,9223372036854775807]')
  }
  return value >= 0 && integer === BigInt.asUintN(64, integer)
    ? { ok: true, type: valueTypes['BIGINT UNSIGNED'], value: integer }
    : refuse('unsigned big int out of range[0,18446744073709551615]')
}

function hexadecimal(text: string): number {
  const [digits = '', exponent = '0'] = text.slice(2).toLowerCase().split('p')
  const [whole = '', fraction = ''] = digits.split('.')
  const mantissa = BigInt(`0x${whole}${fraction}`)
  return Number(mantissa) * 2 ** (Number(exponent) - 4 * fraction.length)
}
