import type { DataType, TypeName } from './api.ts'

/** Widths in bytes of the fixed types. */
const widths: Readonly<Partial<Record<TypeName, number>>> = {
  BOOL: 1,
  TINYINT: 1,
  SMALLINT: 2,
  INT: 4,
  BIGINT: 8,
  FLOAT: 4,
  DOUBLE: 8,
  TIMESTAMP: 8,
  'TINYINT UNSIGNED': 1,
  'SMALLINT UNSIGNED': 2,
  'INT UNSIGNED': 4,
  'BIGINT UNSIGNED': 8,
}

/** Length that TDengine reports for JSON tags and for BLOB columns. */
const jsonLength = 4095
const blobLength = 4_194_304

/** A data type; `length` is needed for VARCHAR, NCHAR, VARBINARY and GEOMETRY only. */
export function dataType(name: TypeName, length?: number): DataType {
  const fixed = name === 'JSON' ? jsonLength : name === 'BLOB' ? blobLength : widths[name]
  return { name, length: fixed ?? length ?? 0, precision: 0, scale: 0 }
}

/** DECIMAL(precision, scale). */
export function decimalType(precision: number, scale: number): DataType {
  return { name: 'DECIMAL', length: precision > 18 ? 16 : 8, precision, scale }
}

/** True for types with a declared length. */
export function isVariable(name: TypeName): boolean {
  return name === 'VARCHAR' || name === 'NCHAR' || name === 'VARBINARY' || name === 'GEOMETRY'
}

/** True for the text types. */
export function isText(name: TypeName): boolean {
  return name === 'VARCHAR' || name === 'NCHAR'
}

const integers: ReadonlySet<TypeName> = new Set([
  'TINYINT',
  'SMALLINT',
  'INT',
  'BIGINT',
  'TINYINT UNSIGNED',
  'SMALLINT UNSIGNED',
  'INT UNSIGNED',
  'BIGINT UNSIGNED',
])

/** True for the integer types, signed or not. */
export function isInteger(name: TypeName): boolean {
  return integers.has(name)
}

/** True for integers, FLOAT, DOUBLE and DECIMAL. */
export function isNumeric(name: TypeName): boolean {
  return integers.has(name) || name === 'FLOAT' || name === 'DOUBLE' || name === 'DECIMAL'
}

/** True for unsigned integers. */
export function isUnsigned(name: TypeName): boolean {
  return name.endsWith('UNSIGNED')
}

/** Least and greatest value of an integer type. */
export function integerRange(name: TypeName): readonly [bigint, bigint] {
  const bits = BigInt((widths[name] ?? 8) * 8)
  return isUnsigned(name)
    ? [0n, (1n << bits) - 1n]
    : [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n]
}

/** The type as DDL prints it: `VARCHAR(10)`, `DECIMAL(10, 2)`, `INT`. */
export function typeText(type: DataType): string {
  if (isVariable(type.name)) return `${type.name}(${type.length})`
  if (type.name === 'DECIMAL') return `DECIMAL(${type.precision}, ${type.scale})`
  return type.name
}

/** The column type of the store. */
export function storeType(type: DataType): string {
  switch (type.name) {
    case 'BOOL':
      return 'BOOLEAN'
    case 'TINYINT':
    case 'SMALLINT':
    case 'BIGINT':
    case 'FLOAT':
    case 'DOUBLE':
      return type.name
    case 'INT':
      return 'INTEGER'
    case 'TINYINT UNSIGNED':
      return 'UTINYINT'
    case 'SMALLINT UNSIGNED':
      return 'USMALLINT'
    case 'INT UNSIGNED':
      return 'UINTEGER'
    case 'BIGINT UNSIGNED':
      return 'UBIGINT'
    case 'TIMESTAMP':
      return 'BIGINT'
    case 'VARCHAR':
    case 'NCHAR':
    case 'JSON':
      return 'VARCHAR'
    case 'VARBINARY':
    case 'BLOB':
    case 'GEOMETRY':
      return 'BLOB'
    case 'DECIMAL':
      return `DECIMAL(${type.precision},${type.scale})`
  }
}

/** Bytes that a column takes in a row of TDengine (what limits row and tag length). */
export function rowBytes(type: DataType): number {
  if (type.name === 'NCHAR') return type.length * 4 + 2
  if (isVariable(type.name)) return type.length + 2
  if (type.name === 'BLOB') return 12
  return type.length
}

interface Encoding {
  readonly encode: string
  readonly compress: string
  readonly level: string
}

/** Encoding that a column of this type has when DDL names none, as DESCRIBE prints it. */
export function defaultEncoding(type: DataType, isTag: boolean): Encoding {
  if (isTag) return { encode: 'disabled', compress: 'disabled', level: 'disabled' }
  switch (type.name) {
    case 'TIMESTAMP':
      return { encode: 'delta-i', compress: 'lz4', level: 'medium' }
    case 'FLOAT':
    case 'DOUBLE':
      return { encode: 'delta-d', compress: 'lz4', level: 'medium' }
    case 'BOOL':
      return { encode: 'bit-packing', compress: 'zstd', level: 'medium' }
    case 'TINYINT':
    case 'SMALLINT':
    case 'TINYINT UNSIGNED':
    case 'SMALLINT UNSIGNED':
      return { encode: 'simple8b', compress: 'zlib', level: 'medium' }
    case 'INT':
    case 'BIGINT':
    case 'INT UNSIGNED':
    case 'BIGINT UNSIGNED':
      return { encode: 'simple8b', compress: 'lz4', level: 'medium' }
    case 'GEOMETRY':
    case 'BLOB':
      return { encode: 'disabled', compress: 'lz4', level: 'medium' }
    default:
      return { encode: 'disabled', compress: 'zstd', level: 'medium' }
  }
}
