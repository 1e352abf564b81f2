import { asciiText } from './ascii.ts'
import {
  type IntegerRange,
  integerRanges,
  type LineFlavour,
  maxFloat,
  readNumberText,
} from './number-text.ts'
import type { PointColumn } from './points/point-column.ts'
import { type ServerCode, serverCodes, serverLimits } from './server-code.ts'
import { type ValueTypeId, valueTypes } from './value-type.ts'
import { wktToWkb } from './wkt.ts'

const powersOfTen = [
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
  1e18, 1e19, 1e20, 1e21, 1e22,
] as const

/** How the value that was read is held. */
const forms = {
  small: 0,
  double: 1,
  safe: 2,
  parts: 3,
  big: 4,
  span: 5,
  escaped: 6,
  bytes: 7,
} as const
type Form = (typeof forms)[keyof typeof forms]

const minus = 45
const plus = 43
const point = 46
const quote = 34
const backslash = 92

const signedBySize: readonly (IntegerRange | undefined)[] = bySize('i')
const unsignedBySize: readonly (IntegerRange | undefined)[] = bySize('u')

function bySize(letter: string): (IntegerRange | undefined)[] {
  const found = new Array<IntegerRange | undefined>(100).fill(undefined)
  for (const size of [8, 16, 32]) found[size] = integerRanges[`${letter}${size}`]
  return found
}

/**
 * Reads one field value of line protocol or telnet and holds it until the next call, without making an object. Numbers
 * in their usual forms are read in one pass; everything else goes the slow way, which follows TDengine's rules to the
 * letter (TDengine schemaless writing; InfluxDB line protocol).
 */
export class FieldValue {
  type: ValueTypeId = valueTypes.DOUBLE
  /** Why the last value was refused. */
  code: ServerCode = serverCodes.invalidValue
  /** The server's words for it, before the quoted rest; '' where it quotes nothing. */
  reason = ''
  readonly #flavour: LineFlavour
  #form: Form = forms.double
  /** Not an integer at first: the engine compiles what it sees. */
  #number = Number.NaN
  #high = 0
  #low = 0
  #negative = false
  #big = 0n
  #start = 0
  #length = 0
  #bytes: Uint8Array = new Uint8Array(0)

  constructor(flavour: LineFlavour) {
    this.#flavour = flavour
  }

  /**
   * Reads a plain number with its suffix from `at`. Returns where it ends, or -1 when the slow way has to read it; the
   * caller looks whether a value may end there.
   */
  quickNumber(bytes: Uint8Array, at: number, end: number): number {
    let p = at
    let c = bytes[p] as number
    const negative = c === minus
    if (negative) c = ++p < end ? (bytes[p] as number) : 0
    const first = p
    let mantissa = 0
    while (c >= 48 && c <= 57) {
      mantissa = mantissa * 10 + (c - 48)
      p += 1
      c = p < end ? (bytes[p] as number) : 0
    }
    let digits = p - first
    let fraction = 0
    if (c === point) {
      p += 1
      c = p < end ? (bytes[p] as number) : 0
      const from = p
      while (c >= 48 && c <= 57) {
        mantissa = mantissa * 10 + (c - 48)
        p += 1
        c = p < end ? (bytes[p] as number) : 0
      }
      fraction = p - from
      digits += fraction
    }
    if (digits === 0) return -1
    if (digits > 15 || (c | 0x20) === 0x65) {
      return this.#longNumber(bytes, at, p, end, digits, fraction, negative)
    }
    const value = fraction === 0 ? mantissa : mantissa / (powersOfTen[fraction] as number)
    if (c > 57) {
      if (bytes[p - 1] === point) return -1
      return this.#suffix(bytes, p, end, negative ? -value : value, fraction)
    }
    if (c === minus || c === plus) return -1
    this.type = valueTypes.DOUBLE
    this.#form = forms.double
    this.#number = negative ? -value : value
    return p
  }

  /** Reads the suffix of a number of at most 15 digits; -1 leaves the number to the slow way. */
  #suffix(bytes: Uint8Array, at: number, end: number, value: number, fraction: number): number {
    const letter = bytes[at]
    const first = at + 1 < end ? (bytes[at + 1] as number) : 0
    const isPlain = first < 48 || first > 57
    if (letter === 105 || letter === 117) {
      if (fraction > 0) return -1
      if (isPlain) {
        if (letter === 117 && value < 0) return -1
        this.type = letter === 105 ? valueTypes.BIGINT : valueTypes['BIGINT UNSIGNED']
        this.#form = forms.safe
        this.#number = value + 0
        return at + 1
      }
    } else if (letter !== 102) return -1
    if (isPlain || this.#flavour === 'influxdb') return -1
    const second = first === 56 ? 0 : at + 2 < end ? (bytes[at + 2] as number) : 0
    // The size as its two digits: 8, 16, 32 or 64.
    const size = first === 56 ? 8 : (first - 48) * 10 + second - 48
    const stop = at + (first === 56 ? 2 : 3)
    const next = stop < end ? (bytes[stop] as number) : 0
    if (next >= 48) return -1
    if (letter === 102) {
      if (size === 32 && Math.abs(value) <= maxFloat) {
        this.type = valueTypes.FLOAT
        this.#form = forms.small
      } else if (size === 64) {
        this.type = valueTypes.DOUBLE
        this.#form = forms.double
      } else return -1
    } else if (size === 64) {
      if (letter === 117 && value < 0) return -1
      this.type = letter === 105 ? valueTypes.BIGINT : valueTypes['BIGINT UNSIGNED']
      this.#form = forms.safe
    } else {
      const sizes = letter === 105 ? signedBySize : unsignedBySize
      const range = sizes[size]
      if (range === undefined || value < range.min || value > range.max) return -1
      this.type = range.type
      this.#form = forms.small
    }
    this.#number = value
    return stop
  }

  /** Goes on with a number of many digits or with an exponent; `at` is after its digits. */
  #longNumber(
    bytes: Uint8Array,
    start: number,
    at: number,
    end: number,
    digits: number,
    fraction: number,
    negative: boolean,
  ): number {
    let p = at
    let c = p < end ? (bytes[p] as number) : 0
    if (c === 105 || c === 117) {
      const next = p + 1 < end ? (bytes[p + 1] as number) : 0
      if (fraction > 0 || digits > 18 || bytes[p - 1] === point || (next >= 48 && next <= 57)) {
        return -1
      }
      if (c === 117 && negative) return -1
      this.type = c === 105 ? valueTypes.BIGINT : valueTypes['BIGINT UNSIGNED']
      this.#form = forms.parts
      this.#negative = negative
      this.#high = digitsValue(bytes, p - digits, p - 9)
      this.#low = digitsValue(bytes, p - 9, p)
      return p + 1
    }
    if ((c | 0x20) === 0x65) {
      p += 1
      c = p < end ? (bytes[p] as number) : 0
      if (c === minus || c === plus) c = ++p < end ? (bytes[p] as number) : 0
      const from = p
      while (c >= 48 && c <= 57) {
        p += 1
        c = p < end ? (bytes[p] as number) : 0
      }
      if (p === from) return -1
    }
    if (c > 57 || c === minus || c === plus) return -1
    this.type = valueTypes.DOUBLE
    this.#form = forms.double
    this.#number = Number(asciiText(bytes, start, p))
    return p
  }

  /** Takes the content `bytes[start..start+length)` of a plain string. */
  takeText(start: number, length: number, escaped: boolean): void {
    this.type = valueTypes.VARCHAR
    this.#form = escaped ? forms.escaped : forms.span
    this.#start = start
    this.#length = length
  }

  /** Reads the value `bytes[start..end)`; false when it is none, see {@link code} and {@link reason}. */
  read(bytes: Uint8Array, start: number, end: number, escaped: boolean): boolean {
    this.code = serverCodes.invalidValue
    this.reason = ''
    const first = bytes[start] as number
    if (first === quote) {
      return this.#text(bytes, start, end, 1, valueTypes.VARCHAR, serverLimits.varchar, escaped)
    }
    switch (first | 0x20) {
      case 0x74: // t
        return this.#boolean(bytes, start, end, 'true', 1)
      case 0x66: // f
        return this.#boolean(bytes, start, end, 'false', 0)
      default:
    }
    if (this.#flavour === 'tdengine') {
      switch (first | 0x20) {
        case 0x6c: // l
          return this.#text(bytes, start, end, 2, valueTypes.NCHAR, serverLimits.nchar, escaped)
        case 0x62: // b
          return this.#binary(bytes, start, end, escaped)
        case 0x67: // g
          return this.#geometry(bytes, start, end)
        default:
      }
    }
    return this.#slowNumber(bytes, start, end)
  }

  /** Stores the value that was read. */
  store(column: PointColumn, row: number): void {
    switch (this.#form) {
      case forms.double:
        column.setDouble(row, this.#number)
        return
      case forms.safe:
        column.setSafe(row, this.#number)
        return
      case forms.small:
        column.setSmall(row, this.#number)
        return
      case forms.parts:
        column.setParts(row, this.#high, this.#low, this.#negative)
        return
      case forms.big:
        column.setBigInt(row, this.#big)
        return
      case forms.span:
        column.setSpan(row, this.#start, this.#length)
        return
      case forms.escaped:
        column.setEscaped(row, this.#start, this.#length)
        return
      case forms.bytes:
        column.setBytes(row, this.#bytes)
    }
  }

  #isQuoted(bytes: Uint8Array, start: number, end: number, prefix: number): boolean {
    return (
      end - start >= prefix + 1 &&
      bytes[start + prefix - 1] === quote &&
      end - 1 > start + prefix - 1 &&
      bytes[end - 1] === quote
    )
  }

  #text(
    bytes: Uint8Array,
    start: number,
    end: number,
    prefix: number,
    type: ValueTypeId,
    limit: number,
    escaped: boolean,
  ): boolean {
    if (!this.#isQuoted(bytes, start, end, prefix)) return false
    const length = end - start - prefix - 1
    if (length > limit) {
      this.code = serverCodes.invalidLength
      return false
    }
    this.type = type
    this.#form = escaped ? forms.escaped : forms.span
    this.#start = start + prefix
    this.#length = length
    return true
  }

  #binary(bytes: Uint8Array, start: number, end: number, escaped: boolean): boolean {
    if (!this.#isQuoted(bytes, start, end, 2)) return false
    const from = start + 2
    const to = end - 1
    if (bytes[from] === backslash && bytes[from + 1] === 0x78 && to - from >= 2) {
      const hex = asciiText(bytes, from + 2, to)
      if (!/^(?:[0-9a-f]{2})*$/i.test(hex)) {
        this.code = serverCodes.invalidVarbinary
        return false
      }
      this.#bytes = Buffer.from(hex, 'hex')
    } else {
      this.#bytes = escaped ? unescapeString(bytes, from, to) : bytes.subarray(from, to)
    }
    if (this.#bytes.length > serverLimits.varchar) {
      this.code = serverCodes.invalidLength
      return false
    }
    this.type = valueTypes.VARBINARY
    this.#form = forms.bytes
    return true
  }

  #geometry(bytes: Uint8Array, start: number, end: number): boolean {
    if (!this.#isQuoted(bytes, start, end, 2)) return false
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + start + 2, end - start - 3).toString()
    const wkb = wktToWkb(text)
    if (wkb === null || wkb.length > serverLimits.varchar) {
      this.code = wkb === null ? serverCodes.invalidGeometry : serverCodes.invalidLength
      return false
    }
    this.type = valueTypes.GEOMETRY
    this.#form = forms.bytes
    this.#bytes = wkb
    return true
  }

  #boolean(bytes: Uint8Array, start: number, end: number, word: string, value: number): boolean {
    const length = end - start
    if (length !== 1) {
      if (length !== word.length) return false
      for (let i = 0; i < length; i += 1) {
        if (((bytes[start + i] as number) | 0x20) !== word.charCodeAt(i)) return false
      }
    }
    this.type = valueTypes.BOOL
    this.#form = forms.small
    this.#number = value
    return true
  }

  #slowNumber(bytes: Uint8Array, start: number, end: number): boolean {
    const read = readNumberText(asciiText(bytes, start, end), this.#flavour)
    if (!read.ok) {
      this.reason = read.reason
      return false
    }
    this.type = read.type
    if (typeof read.value === 'bigint') {
      this.#form = forms.big
      this.#big = read.value
    } else {
      this.#form = read.type === valueTypes.DOUBLE ? forms.double : forms.small
      this.#number = read.value
    }
    return true
  }
}

/** The number that ASCII digits write; exact up to 15 of them. */
export function digitsValue(bytes: Uint8Array, start: number, end: number): number {
  let value = 0
  for (let i = start; i < end; i += 1) value = value * 10 + ((bytes[i] as number) - 48)
  return value
}

/** Undoes the escapes of a quoted string: `\"` and `\\`; a backslash before anything else stays. */
function unescapeString(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const out = new Uint8Array(end - start)
  let length = 0
  for (let p = start; p < end; p += 1) {
    const c = bytes[p] as number
    const next = bytes[p + 1]
    if (c === backslash && p + 1 < end && (next === quote || next === backslash)) {
      p += 1
      out[length++] = next
    } else out[length++] = c
  }
  return out.subarray(0, length)
}
