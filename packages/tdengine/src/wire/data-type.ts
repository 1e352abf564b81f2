/** TDengine's type names as DESCRIBE prints them. */
export type TDengineType =
  | 'NULL'
  | 'BOOL'
  | 'TINYINT'
  | 'SMALLINT'
  | 'INT'
  | 'BIGINT'
  | 'FLOAT'
  | 'DOUBLE'
  | 'VARCHAR'
  | 'TIMESTAMP'
  | 'NCHAR'
  | 'TINYINT UNSIGNED'
  | 'SMALLINT UNSIGNED'
  | 'INT UNSIGNED'
  | 'BIGINT UNSIGNED'
  | 'JSON'
  | 'VARBINARY'
  | 'DECIMAL'
  | 'BLOB'
  | 'GEOMETRY'

/**
 * A value of a result: BIGINT, BIGINT UNSIGNED and TIMESTAMP are bigint (TIMESTAMP in the result's unit); DECIMAL is
 * text with exactly `scale` digits; VARBINARY, BLOB and GEOMETRY are bytes; JSON is its text.
 */
export type TDengineValue = null | boolean | number | bigint | string | Buffer

/** One row of the type table. `width` is the fixed width in bytes, 0 for types of variable length. */
export interface DataType {
  readonly id: number
  readonly name: TDengineType
  readonly width: number
  /** Bytes of the length in front of a variable value: 2, for BLOB 4; 0 for fixed types. */
  readonly lengthBytes: 0 | 2 | 4
}

const fixed = (id: number, name: TDengineType, width: number): DataType => ({
  id,
  name,
  width,
  lengthBytes: 0,
})
const variable = (id: number, name: TDengineType, lengthBytes: 2 | 4 = 2): DataType => ({
  id,
  name,
  width: 0,
  lengthBytes,
})

/**
 * Every type of TDengine 3.3.7 by its id on the wire. DECIMAL has two ids: 17 with 16 bytes (precision 19 to 38) and 21
 * with 8 bytes (precision up to 18).
 */
export const dataTypes: readonly DataType[] = [
  fixed(0, 'NULL', 1),
  fixed(1, 'BOOL', 1),
  fixed(2, 'TINYINT', 1),
  fixed(3, 'SMALLINT', 2),
  fixed(4, 'INT', 4),
  fixed(5, 'BIGINT', 8),
  fixed(6, 'FLOAT', 4),
  fixed(7, 'DOUBLE', 8),
  variable(8, 'VARCHAR'),
  fixed(9, 'TIMESTAMP', 8),
  variable(10, 'NCHAR'),
  fixed(11, 'TINYINT UNSIGNED', 1),
  fixed(12, 'SMALLINT UNSIGNED', 2),
  fixed(13, 'INT UNSIGNED', 4),
  fixed(14, 'BIGINT UNSIGNED', 8),
  variable(15, 'JSON'),
  variable(16, 'VARBINARY'),
  fixed(17, 'DECIMAL', 16),
  variable(18, 'BLOB', 4),
  variable(20, 'GEOMETRY'),
  fixed(21, 'DECIMAL', 8),
]

const byId = new Map(dataTypes.map(type => [type.id, type]))
const byName = new Map(dataTypes.map(type => [type.name, type]))

/** Largest DECIMAL precision that fits 8 bytes. */
const decimal64Precision = 18

/** The type with this wire id, or undefined. */
export function dataTypeOf(id: number): DataType | undefined {
  return byId.get(id)
}

/** The wire type of a name; for DECIMAL its precision (digits in all) decides between 8 and 16 bytes. */
export function wireType(name: TDengineType, precision = 0): DataType {
  if (name === 'DECIMAL') {
    return byId.get(precision > decimal64Precision ? 17 : 21) as DataType
  }
  return byName.get(name) as DataType
}

const jsonSchemaBytes = 16_384
const jsonLength = 4095
const blobLength = 4_194_304
/** Blocks of 3.3.7 name 5 bytes for every BLOB column, whatever it holds. */
const blobSchemaBytes = 5

/**
 * The schema size of a column (what blocks and TMQ schemas carry) from its user length (what `fields_lengths` and the
 * REST `column_meta` carry): bytes for VARCHAR, VARBINARY and GEOMETRY, characters for NCHAR.
 */
export function schemaBytes(type: DataType, length: number): number {
  if (type.width > 0) return type.width
  if (type.name === 'NCHAR') return length * 4 + 2
  if (type.name === 'JSON') return length === jsonLength ? jsonSchemaBytes : length * 4 + 2
  if (type.name === 'BLOB') return blobSchemaBytes
  return length + type.lengthBytes
}

/** The user length of a column from its schema size: the inverse of `schemaBytes`. */
export function userLength(type: DataType, bytes: number): number {
  if (type.name === 'NULL') return 0
  if (type.width > 0) return type.width
  if (type.name === 'NCHAR' || type.name === 'JSON') return Math.max(0, (bytes - 2) >> 2)
  if (type.name === 'BLOB') return blobLength
  return Math.max(0, bytes - type.lengthBytes)
}

/** The user length that the server reports for types that are declared without one. */
export function defaultLength(type: DataType): number {
  if (type.name === 'JSON') return jsonLength
  if (type.name === 'BLOB') return blobLength
  return type.name === 'NULL' ? 0 : type.width
}
