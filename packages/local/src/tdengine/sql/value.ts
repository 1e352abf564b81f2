import { wktToWkb } from '@tidewire/formats'
import { parseDecimal } from '@tidewire/tdengine/wire'
import type { TimeZone } from '../../time-zone.ts'
import { type ColumnSchema, EngineError, type EngineValue } from '../engine/api.ts'
import { integerRange, isInteger, isUnsigned } from '../engine/data-type.ts'
import { engineCode, engineError, engineErrorAbout } from '../engine/error-code.ts'
import type { Cursor } from './cursor.ts'
import {
  addMonths,
  durationUnits,
  nowUnits,
  type Precision,
  parseTime,
  todayUnits,
} from './time-literal.ts'
import { stringText, type Token } from './token.ts'

/** What decides how a literal is read. */
export interface ValueContext {
  readonly precision: Precision
  readonly zone: TimeZone
}

/** Longest text that an INSERT error quotes. */
const nearLimit = 63

/** INSERT's syntax error (0x0216): the text where it stopped and what was wrong. */
export function insertError(near: string, reason?: string): EngineError {
  const suffix = reason === undefined ? '' : ` (${reason})`
  return new EngineError(
    engineCode('INSERT_SYNTAX'),
    `syntax error near '${near.slice(0, nearLimit)}'${suffix}`,
  )
}

/** INSERT's syntax error at a token: quoted text is shown alone, anything else with what follows it. */
export function insertErrorAt(cursor: Cursor, token: Token, reason?: string): EngineError {
  if (token.kind === 'string') return insertError(stringText(token.text), reason)
  return insertError(cursor.sql.slice(token.start), reason)
}

/** Skips one value: a literal with sign, a bare word with dots, or a call such as `now() - 1d`. */
export function skipValue(cursor: Cursor): void {
  let depth = 0
  let some = false
  for (;;) {
    const { kind, text } = cursor.token
    if (kind === 'end' || kind === 'illegal') throw cursor.unexpected()
    if (kind === 'symbol') {
      if (depth === 0 && (text === ',' || text === ')')) {
        if (!some) throw cursor.unexpected()
        return
      }
      if (text === '(') depth += 1
      if (text === ')') depth -= 1
    }
    some = true
    cursor.advance()
  }
}

/** Reads one value for a column or tag. `undefined` stands for a `?`, which takes a parameter. */
export function readValue(
  cursor: Cursor,
  column: ColumnSchema,
  context: ValueContext,
): EngineValue | undefined {
  const { token } = cursor
  if (token.kind === 'symbol' && token.text === '?') {
    cursor.advance()
    cursor.parameters += 1
    return undefined
  }
  if (column.type.name === 'TIMESTAMP') return readTime(cursor, context)
  let sign = ''
  if (token.kind === 'symbol' && (token.text === '-' || token.text === '+')) {
    cursor.advance()
    sign = token.text === '-' ? '-' : ''
    if (!numeric.has(cursor.token.kind))
      throw insertErrorAt(cursor, token, 'invalid data or symbol')
  }
  const literal = cursor.token
  switch (literal.kind) {
    case 'integer':
    case 'float':
    case 'hex':
    case 'binary':
      cursor.advance()
      return fromNumber(cursor, token, sign + numberText(literal), column)
    case 'string':
      cursor.advance()
      return fromText(cursor, literal, stringText(literal.text), column, context)
    case 'word': {
      if (literal.text === 'null') {
        cursor.advance()
        return null
      }
      if (literal.text === 'true' || literal.text === 'false') {
        cursor.advance()
        return fromBool(cursor, literal, literal.text === 'true', column)
      }
      return bareWord(cursor, column)
    }
    case 'quoted':
      return bareWord(cursor, column)
    default:
      throw insertErrorAt(cursor, literal, 'invalid data or symbol')
  }
}

const numeric: ReadonlySet<string> = new Set(['integer', 'float', 'hex', 'binary'])

function numberText(token: Token): string {
  return token.kind === 'hex' || token.kind === 'binary'
    ? BigInt(token.text).toString()
    : token.text
}

/**
 * A bare word as the text of a tag (`California.SanFrancisco`): TDengine 2 took it, 3.3 does not; taken here, for tags
 * only, so that old scripts run.
 */
function bareWord(cursor: Cursor, column: ColumnSchema): EngineValue {
  const { token } = cursor
  const isText = column.type.name === 'VARCHAR' || column.type.name === 'NCHAR'
  if (!column.isTag || !isText) throw insertErrorAt(cursor, token, 'invalid data or symbol')
  cursor.advance()
  let end = token.end
  while (cursor.isSymbol('.') && cursor.token.start === end) {
    cursor.advance()
    end = cursor.advance().end
  }
  return checkedText(cursor.original.slice(token.start, end), column)
}

const typeWords: Readonly<Record<string, string>> = {
  TINYINT: 'tinyint',
  SMALLINT: 'smallint',
  INT: 'int',
  BIGINT: 'bigint',
  'TINYINT UNSIGNED': 'unsigned tinyint',
  'SMALLINT UNSIGNED': 'unsigned smallint',
  'INT UNSIGNED': 'unsigned int',
  'BIGINT UNSIGNED': 'unsigned bigint',
}

function fromNumber(cursor: Cursor, start: Token, text: string, column: ColumnSchema): EngineValue {
  const { type } = column
  const fail = (reason: string) => insertError(cursor.sql.slice(start.start), reason)
  if (isInteger(type.name)) return integerValue(text, column, fail)
  switch (type.name) {
    case 'BOOL': {
      const value = Number(text)
      if (Number.isNaN(value)) throw fail('invalid bool data')
      return value !== 0
    }
    case 'FLOAT':
    case 'DOUBLE':
      return floatValue(text, column, fail)
    case 'DECIMAL':
      return decimalValue(text, column, fail)
    case 'VARCHAR':
    case 'NCHAR':
      return checkedText(text, column)
    case 'VARBINARY':
    case 'BLOB':
      return checkedBytes(Buffer.from(text, 'utf8'), column)
    case 'GEOMETRY':
    case 'JSON':
      throw fail('invalid data or symbol')
    default:
      throw fail('invalid data or symbol')
  }
}

function fromText(
  cursor: Cursor,
  token: Token,
  text: string,
  column: ColumnSchema,
  context: ValueContext,
): EngineValue {
  return textValue(text, column, context, reason => insertErrorAt(cursor, token, reason))
}

/** Turns text into a column's value as INSERT does; `fail` words the error. */
export function textValue(
  text: string,
  column: ColumnSchema,
  context: ValueContext,
  fail: (reason: string) => EngineError,
): EngineValue {
  const { type } = column
  if (isInteger(type.name)) return integerValue(text.trim(), column, fail)
  switch (type.name) {
    case 'BOOL': {
      const lower = text.toLowerCase()
      if (lower === 'true' || lower === 'false') return lower === 'true'
      const value = text.trim() === '' ? Number.NaN : Number(text)
      if (Number.isNaN(value)) throw fail('invalid bool data')
      return value !== 0
    }
    case 'FLOAT':
    case 'DOUBLE':
      return floatValue(text.trim(), column, fail)
    case 'DECIMAL':
      return decimalValue(text.trim(), column, fail)
    case 'VARCHAR':
    case 'NCHAR':
      return checkedText(text, column)
    case 'VARBINARY':
    case 'BLOB':
      return checkedBytes(binaryBytes(text, column), column)
    case 'GEOMETRY': {
      if (text === '') return checkedBytes(Buffer.alloc(0), column)
      const bytes = wktToWkb(text)
      if (bytes === null) throw fail('Invalid function para value')
      return checkedBytes(bytes, column)
    }
    case 'JSON':
      return jsonValue(text, fail)
    case 'TIMESTAMP': {
      const value = timeOfText(text, context)
      if (value === undefined) throw fail('invalid timestamp')
      return value
    }
    default:
      throw fail('invalid data or symbol')
  }
}

function fromBool(cursor: Cursor, token: Token, value: boolean, column: ColumnSchema): EngineValue {
  const { type } = column
  const fail = (reason: string) => insertError(cursor.sql.slice(token.start), reason)
  if (type.name === 'BOOL') return value
  if (isInteger(type.name)) {
    return type.name.startsWith('BIGINT') ? BigInt(value) : Number(value)
  }
  switch (type.name) {
    case 'VARCHAR':
    case 'NCHAR':
      return checkedText(String(value), column)
    case 'FLOAT':
    case 'DOUBLE':
      return Number(value)
    default:
      throw fail('invalid data or symbol')
  }
}

const plainInteger = /^[+-]?\d+$/

function integerValue(
  text: string,
  column: ColumnSchema,
  fail: (reason: string) => EngineError,
): EngineValue {
  const { name } = column.type
  const word = typeWords[name] ?? 'int'
  let value: bigint
  if (plainInteger.test(text)) value = BigInt(text.startsWith('+') ? text.slice(1) : text)
  else {
    const number = text === '' ? Number.NaN : Number(text)
    if (!Number.isFinite(number)) throw fail(`invalid ${word} data`)
    value = BigInt(number < 0 ? -Math.round(-number) : Math.round(number))
  }
  const [low, high] = integerRange(name)
  if (isUnsigned(name) && value < 0n) throw fail(`invalid ${word} data`)
  if (value < low || value > high) throw fail(`${word} data overflow`)
  return name.startsWith('BIGINT') ? value : Number(value)
}

function floatValue(
  text: string,
  column: ColumnSchema,
  fail: (reason: string) => EngineError,
): EngineValue {
  const word = column.type.name.toLowerCase()
  const value = text === '' ? Number.NaN : Number(text)
  if (Number.isNaN(value)) throw fail(`illegal ${word} data`)
  if (!Number.isFinite(value)) throw fail(`illegal ${word} data`)
  if (column.type.name === 'DOUBLE') return value
  const single = Math.fround(value)
  if (!Number.isFinite(single)) throw fail('illegal float data')
  return single
}

function decimalValue(
  text: string,
  column: ColumnSchema,
  fail: (reason: string) => EngineError,
): EngineValue {
  const { precision, scale } = column.type
  const unscaled = parseDecimal(text, scale)
  if (unscaled === null) throw fail('invalid decimal data')
  const limit = 10n ** BigInt(precision)
  if (unscaled >= limit || unscaled <= -limit) throw engineError('DECIMAL_OVERFLOW')
  return unscaled
}

/** Checks text against the length of its column: bytes for VARCHAR, characters for NCHAR. */
function checkedText(text: string, column: ColumnSchema): string {
  const { name, length } = column.type
  const size = name === 'NCHAR' ? [...text].length : Buffer.byteLength(text, 'utf8')
  if (size > length) throw engineErrorAbout('VALUE_TOO_LONG', column.name)
  return text
}

function checkedBytes(bytes: Uint8Array, column: ColumnSchema): Uint8Array {
  if (bytes.length > column.type.length) throw engineErrorAbout('VALUE_TOO_LONG', column.name)
  return bytes
}

const hexPattern = /^(?:[0-9a-fA-F]{2})*$/

/** Bytes of a VARBINARY text: hexadecimal behind `\x`, otherwise the text itself. */
function binaryBytes(text: string, column: ColumnSchema): Uint8Array {
  if (!text.startsWith('\\x') && !text.startsWith('\\X')) return Buffer.from(text, 'utf8')
  const hex = text.slice(2)
  if (!hexPattern.test(hex)) throw engineErrorAbout('INVALID_VARBINARY', column.name)
  return Buffer.from(hex, 'hex')
}

/** A JSON tag in the engine's form: keys sorted, `null` for an empty object. */
function jsonValue(text: string, fail: (reason: string) => EngineError): EngineValue {
  if (text.trim() === '' || text.trim().toLowerCase() === 'null') return null
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw fail('json parse error')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw fail('json parse error')
  }
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  if (entries.length === 0) return null
  for (const [, item] of entries) {
    if (typeof item === 'object' && item !== null) throw fail('invalide json value')
  }
  return JSON.stringify(Object.fromEntries(entries))
}

/** A time from text: a date, or a number in the database's unit. */
function timeOfText(text: string, context: ValueContext): bigint | undefined {
  const trimmed = text.trim()
  if (plainInteger.test(trimmed)) return BigInt.asIntN(64, BigInt(trimmed))
  if (trimmed.toLowerCase() === 'now') return nowUnits(context.precision)
  return parseTime(trimmed, context.precision, context.zone)
}

function readTime(cursor: Cursor, context: ValueContext): EngineValue {
  const { token } = cursor
  let value: bigint | undefined
  if (token.kind === 'word' && token.text === 'null') {
    cursor.advance()
    return null
  }
  if (token.kind === 'word' && (token.text === 'now' || token.text === 'today')) {
    cursor.advance()
    if (cursor.takeSymbol('(')) cursor.expectSymbol(')')
    value =
      token.text === 'now'
        ? nowUnits(context.precision)
        : todayUnits(context.precision, context.zone)
  } else if (token.kind === 'string') {
    cursor.advance()
    value = timeOfText(stringText(token.text), context)
  } else {
    const negative = cursor.takeSymbol('-')
    if (!negative) cursor.takeSymbol('+')
    if (cursor.token.kind === 'word' || cursor.token.kind === 'quoted') {
      throw insertErrorAt(cursor, token, 'invalid data or symbol')
    }
    if (cursor.token.kind === 'integer' || cursor.token.kind === 'hex') {
      const number = BigInt(cursor.advance().text)
      value = BigInt.asIntN(64, negative ? -number : number)
    }
  }
  if (value === undefined) throw insertErrorAt(cursor, token, 'invalid timestamp')
  while (cursor.isSymbol('+') || cursor.isSymbol('-')) {
    const minus = cursor.advance().text === '-'
    const { kind, text } = cursor.token
    if (kind !== 'variable') throw insertErrorAt(cursor, cursor.token, 'invalid timestamp')
    cursor.advance()
    const amount = text.slice(0, -1)
    const unit = text.slice(-1)
    if (unit === 'n' || unit === 'y') {
      const months = Number(amount) * (unit === 'y' ? 12 : 1)
      value = addMonths(value, minus ? -months : months, context.precision, context.zone)
    } else {
      const units = durationUnits(amount, unit, context.precision) ?? 0n
      value += minus ? -units : units
    }
  }
  return value
}
