import { utc } from '../../time-zone.ts'
import type { ColumnSchema, EngineValue } from '../engine/api.ts'
import { integerRange, isInteger } from '../engine/data-type.ts'
import { type Precision, parseTime } from '../sql/time-literal.ts'
import { type Json, NotInteger } from '../ws/json-frame.ts'

/** What is wrong with a value that came as JSON; the adapter puts its own words in front. */
export class BadJsonValue extends Error {}

const hexPattern = /^(?:[0-9a-fA-F]{2})*$/
const zonedTime = /(?:[zZ]|[+-]\d{2}:\d{2})$/

/** Reads a bound value from JSON by the type of its column or tag (taosAdapter: statements, version 1). */
export function jsonValue(column: ColumnSchema, value: Json, precision: Precision): EngineValue {
  const { name } = column.type
  if (value === null) return null
  if (isInteger(name)) return integer(name, value)
  switch (name) {
    case 'BOOL':
      if (typeof value !== 'boolean') throw unexpected('ReadBool', 'expect t or f', value)
      return value
    case 'FLOAT':
    case 'DOUBLE':
      return float(name, value)
    case 'TIMESTAMP':
      return time(value, precision)
    case 'VARCHAR':
    case 'NCHAR':
    case 'JSON':
      return text(value)
    case 'VARBINARY':
    case 'GEOMETRY':
      return bytes(name, text(value))
    default:
      throw new BadJsonValue(`unknown column types: ${name}`)
  }
}

function unexpected(reader: string, expected: string, value: Json): BadJsonValue {
  const first = JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'bigint' ? item.toString() : item,
  ).slice(0, 1)
  return new BadJsonValue(`${reader}: ${expected}, but found ${first}`)
}

function asNumber(value: Json): number | undefined {
  if ((value as unknown) instanceof NotInteger) return (value as unknown as NotInteger).value
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined
}

function integer(name: Parameters<typeof integerRange>[0], value: Json): EngineValue {
  const [low, high] = integerRange(name)
  if (typeof value !== 'number' && typeof value !== 'bigint') {
    throw unexpected('readUint64', 'unexpected character', value)
  }
  const whole = BigInt(value)
  if (whole < low || whole > high) throw new BadJsonValue(`readInt: overflow: ${whole}`)
  return name.startsWith('BIGINT') ? whole : Number(whole)
}

function float(name: 'FLOAT' | 'DOUBLE', value: Json): number {
  const number = asNumber(value)
  if (number === undefined) throw unexpected('readFloat64', 'unexpected character', value)
  return name === 'FLOAT' ? Math.fround(number) : number
}

/** A number in the database's unit, or RFC 3339 text. */
function time(value: Json, precision: Precision): bigint {
  if (typeof value === 'string') {
    const parsed = zonedTime.test(value) ? parseTime(value, precision, utc) : undefined
    if (parsed === undefined) throw new BadJsonValue(`parse time: parsing time "${value}"`)
    return parsed
  }
  if (typeof value === 'number' || typeof value === 'bigint') return BigInt(value)
  throw unexpected('readUint64', 'unexpected character', value)
}

function text(value: Json): string {
  if (typeof value !== 'string') throw unexpected('ReadString', 'expects " or n', value)
  return value
}

function bytes(name: string, value: string): Uint8Array {
  if (!hexPattern.test(value)) {
    throw new BadJsonValue(`parse ${name.toLowerCase()}: strToHex: ${value} is not hex string`)
  }
  return Buffer.from(value, 'hex')
}
