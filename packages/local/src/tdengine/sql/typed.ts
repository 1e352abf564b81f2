import { quoteText } from '../../storage/store.ts'
import type { DataType, TypeName } from '../engine/api.ts'
import { dataType, decimalType, isInteger, isText, isUnsigned } from '../engine/data-type.ts'

/** An expression of the store with its TDengine type. */
export interface Typed {
  readonly sql: string
  readonly type: DataType
  /** Value of a literal, or of what has been computed from literals and the clock. */
  readonly constant?: Constant
  /** True for results of comparisons, which are never NULL. */
  readonly isCondition?: boolean
  /** A condition that may be NULL in place of false: enough for a filter, and open to joins and pruning. */
  readonly plain?: string
}

/** A literal's value. Times and integers are bigint. */
export type Constant =
  | { readonly kind: 'null' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'integer'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'time'; readonly value: bigint }
  /** A duration; months and years have no fixed length. */
  | { readonly kind: 'duration'; readonly amount: bigint; readonly unit: string }

/** The type of counts and whole numbers. */
export const bigintType: DataType = dataType('BIGINT')
/** The type of numbers with a fraction. */
export const doubleType: DataType = dataType('DOUBLE')
/** The type of conditions. */
export const boolType: DataType = dataType('BOOL')
/** The type of times, in the precision of the database. */
export const timestampType: DataType = dataType('TIMESTAMP')

/** NULL as a literal: a text of length 0. */
export const nullTyped: Typed = {
  sql: 'NULL',
  type: dataType('VARCHAR', 0),
  constant: { kind: 'null' },
}

/** Whether an expression is the literal NULL. */
export function isNull(typed: Typed): boolean {
  return typed.constant?.kind === 'null'
}

/** A text literal. */
export function textTyped(value: string): Typed {
  return {
    sql: quoteText(value),
    type: dataType('VARCHAR', Buffer.byteLength(value, 'utf8')),
    constant: { kind: 'text', value },
  }
}

/** An integer literal. */
export function integerTyped(value: bigint): Typed {
  const big = value > 0x7fff_ffff_ffff_ffffn
  return {
    sql: value < 0n ? `(${value})` : `${value}::${big ? 'UBIGINT' : 'BIGINT'}`,
    type: dataType(big ? 'BIGINT UNSIGNED' : 'BIGINT'),
    constant: { kind: 'integer', value },
  }
}

/** A floating-point literal. */
export function floatTyped(value: number): Typed {
  return { sql: `${value}::DOUBLE`, type: doubleType, constant: { kind: 'float', value } }
}

/** A boolean literal. */
export function boolTyped(value: boolean): Typed {
  return { sql: String(value), type: boolType, constant: { kind: 'bool', value } }
}

/** A time that is known now. */
export function timeTyped(value: bigint): Typed {
  return { sql: `${value}::BIGINT`, type: timestampType, constant: { kind: 'time', value } }
}

/** The expression as a DOUBLE; text is read as far as it is a number, else 0. */
export function asDouble(typed: Typed): string {
  const { type, sql } = typed
  if (isNull(typed)) return 'NULL::DOUBLE'
  if (type.name === 'DOUBLE') return sql
  if (isText(type.name)) return `td_number(${sql})`
  if (type.name === 'JSON') return `td_number(json_extract_string(${sql}, '$'))`
  return `(${sql})::DOUBLE`
}

/** The expression as a BIGINT. */
export function asBigint(typed: Typed): string {
  const { type, sql } = typed
  if (isNull(typed)) return 'NULL::BIGINT'
  if (isText(type.name)) return `td_number(${sql})::BIGINT`
  if (type.name === 'BIGINT' || type.name === 'TIMESTAMP') return sql
  if (type.name === 'FLOAT' || type.name === 'DOUBLE') return `trunc(${sql})::BIGINT`
  return `(${sql})::BIGINT`
}

/** The expression as a text. */
export function asText(typed: Typed): string {
  return isText(typed.type.name) ? typed.sql : `(${typed.sql})::VARCHAR`
}

const order: readonly TypeName[] = [
  'BOOL',
  'TINYINT',
  'TINYINT UNSIGNED',
  'SMALLINT',
  'SMALLINT UNSIGNED',
  'INT',
  'INT UNSIGNED',
  'BIGINT',
  'BIGINT UNSIGNED',
  'FLOAT',
  'DOUBLE',
]

/** The type that holds values of both (CASE, COALESCE, UNION). */
export function commonType(a: DataType, b: DataType): DataType {
  if (a.name === b.name) {
    if (a.name !== 'DECIMAL') return a.length >= b.length ? a : b
    const scale = Math.max(a.scale, b.scale)
    const whole = Math.max(a.precision - a.scale, b.precision - b.scale)
    return decimalType(Math.min(38, whole + scale), scale)
  }
  if (a.length === 0 && a.name === 'VARCHAR') return b
  if (b.length === 0 && b.name === 'VARCHAR') return a
  if (isText(a.name) || isText(b.name)) {
    const nchar = a.name === 'NCHAR' || b.name === 'NCHAR'
    const width = (type: DataType) => (isText(type.name) ? type.length : numberWidth(type))
    return dataType(nchar ? 'NCHAR' : 'VARCHAR', Math.max(width(a), width(b)))
  }
  if (a.name === 'TIMESTAMP' || b.name === 'TIMESTAMP') {
    const other = a.name === 'TIMESTAMP' ? b : a
    return isInteger(other.name) ? timestampType : other
  }
  if (a.name === 'DECIMAL' || b.name === 'DECIMAL') {
    const [decimal, other] = a.name === 'DECIMAL' ? [a, b] : [b, a]
    if (other.name === 'FLOAT' || other.name === 'DOUBLE') return other
    return decimalType(Math.min(38, Math.max(decimal.precision, 19 + decimal.scale)), decimal.scale)
  }
  const [i, j] = [order.indexOf(a.name), order.indexOf(b.name)]
  const [low, high] = i <= j ? [a, b] : [b, a]
  // A signed and an unsigned integer need a signed type that is wider than both.
  if (isUnsigned(high.name) && isInteger(low.name) && !isUnsigned(low.name)) {
    const wider = { 1: 'SMALLINT', 2: 'INT', 4: 'BIGINT', 8: 'DOUBLE' } as const
    return dataType(wider[high.length as 1 | 2 | 4 | 8])
  }
  return high
}

/** Characters that a number takes as text. */
function numberWidth(type: DataType): number {
  switch (type.name) {
    case 'BOOL':
      return 5
    case 'TINYINT':
    case 'TINYINT UNSIGNED':
      return 4
    case 'SMALLINT':
    case 'SMALLINT UNSIGNED':
      return 6
    case 'INT':
    case 'INT UNSIGNED':
      return 11
    default:
      return 24
  }
}

const storeNames: Readonly<Partial<Record<TypeName, string>>> = {
  BOOL: 'BOOLEAN',
  TINYINT: 'TINYINT',
  SMALLINT: 'SMALLINT',
  INT: 'INTEGER',
  BIGINT: 'BIGINT',
  TIMESTAMP: 'BIGINT',
  FLOAT: 'FLOAT',
  DOUBLE: 'DOUBLE',
  'TINYINT UNSIGNED': 'UTINYINT',
  'SMALLINT UNSIGNED': 'USMALLINT',
  'INT UNSIGNED': 'UINTEGER',
  'BIGINT UNSIGNED': 'UBIGINT',
  VARCHAR: 'VARCHAR',
  NCHAR: 'VARCHAR',
  JSON: 'VARCHAR',
  VARBINARY: 'BLOB',
  GEOMETRY: 'BLOB',
  BLOB: 'BLOB',
}

/** The expression converted to a type, for branches that must agree. */
export function convertTo(typed: Typed, type: DataType): string {
  if (isNull(typed)) return 'NULL'
  if (typed.type.name === type.name) return typed.sql
  if (isText(type.name)) return asText(typed)
  if (isText(typed.type.name)) {
    return type.name === 'BOOL'
      ? `td_number(${typed.sql}) <> 0`
      : `td_number(${typed.sql})::${storeNames[type.name]}`
  }
  if (type.name === 'DECIMAL') return `(${typed.sql})::DECIMAL(${type.precision},${type.scale})`
  return `(${typed.sql})::${storeNames[type.name] ?? 'VARCHAR'}`
}
