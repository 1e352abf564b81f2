import { isTime, typeText } from '../../catalog/column-type.ts'
import type { Column } from '../../catalog/descriptor.ts'
import type { Expression } from '../../sql/ast.ts'
import { DirectKind } from '../../sql/direct-insert.ts'
import { SqlError } from '../../sql/sql-error.ts'
import type { ParameterValue } from '../query/context.ts'
import { parseBytesText } from '../values/bytes-text.ts'
import { literalConverter, mismatch, notALiteral, type StoredValue } from '../values/literal.ts'
import type { Moment } from '../values/timestamp-text.ts'
import { nullViolation } from './insert-plan.ts'

/** What values may refer to. */
export interface ValueContext {
  readonly now: Moment
  readonly parameters: readonly ParameterValue[]
  /** Declared types of parameters; 0 for none. */
  readonly parameterOids: readonly number[]
}

function unsupported(what: string): SqlError {
  return new SqlError('42601', `unsupported input type ${what}`)
}

/** Digits of a hexadecimal or decimal number as a decimal one. */
function integerText(text: string): string {
  return /^[+-]?0x/i.test(text) ? signedHex(text) : text
}

function signedHex(text: string): string {
  const isNegative = text.startsWith('-')
  const value = BigInt(text.replace(/^[+-]/, ''))
  return String(isNegative ? -value : value)
}

/** `1.0` and `1e3` are whole numbers for the ordinary path. */
function wholeNumber(text: string): string | null {
  const match = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text)
  if (match === null) return null
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  const digits = whole + fraction
  const point = whole.length + Number(exponent)
  if (Math.abs(point) > 400) return null
  if (/[1-9]/.test(digits.slice(Math.max(point, 0)))) return null
  const kept = point <= 0 ? '0' : digits.slice(0, point).padEnd(point, '0')
  return `${sign === '-' ? '-' : ''}${kept === '' ? '0' : kept}`
}

function numberValue(text: string, column: Column, now: Moment): StoredValue {
  const { name } = column.type
  const isWhole = /^INT|^BOOL$/.test(name) || isTime(column.type)
  const decimal = integerText(text)
  const shown = isWhole ? (wholeNumber(decimal) ?? decimal) : decimal
  return literalConverter(column, now)(DirectKind.number, shown)
}

function textValue(text: string, column: Column, now: Moment): StoredValue {
  if (column.type.name !== 'VARBYTES') return literalConverter(column, now)(DirectKind.string, text)
  const bytes = parseBytesText(text)
  if (bytes === null) throw mismatch(text, column)
  return bytesValue(bytes, column, now)
}

function bytesValue(bytes: Uint8Array, column: Column, now: Moment): StoredValue {
  const { type } = column
  if (/^(INT|FLOAT|TIMESTAMP)/.test(type.name)) throw mismatch(bytes, column)
  if (type.name === 'VARBYTES' && bytes.length > type.width) {
    throw new SqlError(
      '22001',
      `value '${Buffer.from(bytes).toString()}' too long for type ${typeText(type)} (column ${column.name})`,
    )
  }
  return literalConverter(column, now)(DirectKind.bytes, bytes)
}

function parameterValue(index: number, column: Column, context: ValueContext): StoredValue {
  const value = context.parameters[index - 1]
  if (value === undefined) {
    throw new SqlError('42P02', `no value provided for placeholder: $${index}`)
  }
  if (value === null) return null
  if (typeof value !== 'string') return bytesValue(value, column, context.now)
  const { name } = column.type
  const isNumber = [20, 21, 23, 700, 701, 1700].includes(context.parameterOids[index - 1] ?? 0)
  if (/^(INT|FLOAT)/.test(name) || (isTime(column.type) && isNumber)) {
    const text = value.trim()
    if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) {
      return numberValue(text, column, context.now)
    }
    if (/^FLOAT/.test(name)) {
      return literalConverter(column, context.now)(DirectKind.word, text.toLowerCase())
    }
    throw mismatch(value, column)
  }
  return textValue(value, column, context.now)
}

/** A sign may stand before a number as an operator. */
function signed(expression: Expression): string | null {
  if (expression.kind === 'number') return expression.text
  if (expression.kind !== 'unary' || expression.operator === '~') return null
  if (expression.operand.kind !== 'number') return null
  const { text } = expression.operand
  return expression.operator === '-' ? `-${text}` : text
}

/**
 * What the ordinary path makes of one value of VALUES in a column: a literal, NULL, `now()`, or a
 * parameter. Throws `SqlError`, 42601 for everything else.
 */
export function ordinaryValue(
  expression: Expression,
  column: Column,
  context: ValueContext,
): StoredValue {
  const value = literalValue(expression, column, context)
  if (value === null && !column.nullable) throw nullViolation(column)
  return value
}

function literalValue(expression: Expression, column: Column, context: ValueContext): StoredValue {
  const { now } = context
  const number = signed(expression)
  if (number !== null) return numberValue(number, column, now)
  switch (expression.kind) {
    case 'null':
      return null
    case 'string':
      return textValue(expression.value, column, now)
    case 'bytes':
      return bytesValue(expression.value, column, now)
    case 'boolean':
      if (column.type.name === 'BOOL') return expression.value
      return literalConverter(column, now)(DirectKind.number, String(expression.value))
    case 'placeholder':
      return parameterValue(expression.index, column, context)
    case 'call': {
      const name = expression.name.join('.')
      if (name !== 'now') {
        throw new SqlError('42601', `unsupported function input "${name}"`)
      }
      if (!isTime(column.type)) throw mismatch('now()', column)
      return literalConverter(column, now)(DirectKind.word, 'now')
    }
    case 'column':
      throw notALiteral(expression.parts.join('.'), column)
    case 'binary':
      throw unsupported('BinaryOperator')
    default:
      throw unsupported(`of ${expression.kind}`)
  }
}
