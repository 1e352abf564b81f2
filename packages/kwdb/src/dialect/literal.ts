import type { TimeUnit } from '@tidewire/core'
import type { ColumnType } from './column-type.ts'
import { Misfit } from './misfit.ts'
import { textLiteral } from './text-literal.ts'
import { type ColumnTime, columnTime, columnTimeOfText } from './time-literal.ts'

/** What a value is in the text it comes from. Numbers and booleans are given as their text. */
export type ScalarKind = 'number' | 'text' | 'boolean'

const integerRanges = {
  INT2: [-32_768n, 32_767n],
  INT4: [-2_147_483_648n, 2_147_483_647n],
  INT8: [-9_223_372_036_854_775_808n, 9_223_372_036_854_775_807n],
} as const

const largestFloat4 = 3.4028234663852886e38
const smallestFloat4 = 1.401298464324817e-45
const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i
const geometry = /^\s*(?:multi)?(?:point|linestring|polygon)\b|^\s*geometrycollection\b/i

/** Called with a time that had more digits than its column keeps. */
export type OnCut = (time: ColumnTime) => void

/**
 * A value as the literal that a column of that type takes in an INSERT (KWDB: values of a direct insert), always the same
 * text for the same value. `unit` is the unit of times given as whole numbers. Throws {@link Misfit}.
 */
export function literalOf(
  type: ColumnType,
  kind: ScalarKind,
  text: string,
  unit: TimeUnit,
  onCut: OnCut,
): string {
  switch (type.name) {
    case 'INT2':
    case 'INT4':
    case 'INT8':
      return String(wholeNumber(type.name, kind, text))
    case 'FLOAT4':
    case 'FLOAT8':
      return floatLiteral(type.name, kind, text)
    case 'BOOL':
      return boolLiteral(kind, text)
    case 'TIMESTAMPTZ':
    case 'TIMESTAMP': {
      const time =
        kind === 'text' && !/^[+-]?\d{5,}$/.test(text)
          ? columnTimeOfText(text, type.precision)
          : columnTime(wholeNumber('INT8', kind, text), unit, type.precision)
      if (time.cut) onCut(time)
      return String(time.value)
    }
    case 'VARBYTES':
      return bytesLiteral(bytesOf(text), type.length)
    case 'GEOMETRY':
      if (!geometry.test(text)) throw new Misfit(`${shown(text)} is no geometry in WKT`)
      return checkedText(text, type)
    default:
      return checkedText(text, type)
  }
}

function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
}

function wholeNumber(name: 'INT2' | 'INT4' | 'INT8', kind: ScalarKind, text: string): bigint {
  if (kind === 'boolean') throw new Misfit(`${text} is no ${name}`)
  const plain = /^([+-]?\d+)(?:\.0*)?$/.exec(text)?.[1]
  let value: bigint
  if (plain !== undefined) value = BigInt(plain.replace(/^\+/, ''))
  else {
    // 1e3 and 1.5e1 are whole numbers too, as long as a double holds them.
    const double = number.test(text) ? Number(text) : Number.NaN
    if (!Number.isSafeInteger(double)) throw new Misfit(`${shown(text)} is no ${name}`)
    value = BigInt(double)
  }
  const [low, high] = integerRanges[name]
  if (value < low || value > high) throw new Misfit(`${value} is out of the range of ${name}`)
  return value
}

function floatLiteral(name: 'FLOAT4' | 'FLOAT8', kind: ScalarKind, text: string): string {
  const value = kind !== 'boolean' && number.test(text) ? Number(text) : Number.NaN
  if (Number.isNaN(value)) throw new Misfit(`${shown(text)} is no ${name}`)
  const size = Math.abs(value)
  const fits =
    name === 'FLOAT8'
      ? Number.isFinite(value)
      : size <= largestFloat4 && (size === 0 || size >= smallestFloat4)
  if (!fits) throw new Misfit(`${shown(text)} is out of the range of ${name}`)
  return text.replace(/^\+/, '')
}

function boolLiteral(kind: ScalarKind, text: string): string {
  if (/^true$/i.test(text) || (kind === 'number' && text === '1')) return 'true'
  if (/^false$/i.test(text) || (kind === 'number' && text === '0')) return 'false'
  throw new Misfit(`${shown(text)} is no BOOL`)
}

/** Characters of a text: code points, as KWDB counts them. */
export function codePoints(text: string): number {
  let count = text.length
  for (let i = 0; i < text.length; i += 1) if ((text.charCodeAt(i) & 0xfc00) === 0xdc00) count -= 1
  return count
}

/** The length of a text in the unit of a type. */
function lengthIn(type: ColumnType, text: string): number {
  return type.name === 'NCHAR' || type.name === 'NVARCHAR'
    ? codePoints(text)
    : Buffer.byteLength(text)
}

function checkedText(text: string, type: ColumnType & { readonly length: number }): string {
  if (text.includes('\0')) throw new Misfit('the text has a NUL character')
  if (!text.isWellFormed()) throw new Misfit('the text has half a character')
  const length = lengthIn(type, text)
  if (length > type.length) throw new TooLong(type.name, type.length, length)
  return textLiteral(text)
}

/** A text or binary value that is longer than its column. */
export class TooLong extends Misfit {
  readonly length: number

  constructor(type: string, most: number, length: number, field: string | null = null) {
    super(`the value is ${length} long, ${type}(${most}) takes ${most}`, field)
    this.length = length
  }
}

/** The bytes that a text means: hexadecimal after `\x`, else its UTF-8. */
function bytesOf(text: string): Buffer {
  const hex = /^\\x((?:[0-9a-f]{2})*)$/i.exec(text)?.[1]
  return hex === undefined ? Buffer.from(text) : Buffer.from(hex, 'hex')
}

/** Bytes as `b'\xHH…'`. Of no bytes the server would make NULL, so they are written as an empty text. */
function bytesLiteral(bytes: Buffer, most: number): string {
  if (bytes.length > most) throw new TooLong('VARBYTES', most, bytes.length)
  if (bytes.length === 0) return "''"
  return `b'${bytes.toString('hex').replace(/../g, '\\x$&')}'`
}
