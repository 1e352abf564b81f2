/** Types of time-series columns and tags (KWDB data types). */
export type TypeName =
  | 'TIMESTAMPTZ'
  | 'TIMESTAMP'
  | 'INT2'
  | 'INT4'
  | 'INT8'
  | 'FLOAT4'
  | 'FLOAT8'
  | 'BOOL'
  | 'CHAR'
  | 'NCHAR'
  | 'VARCHAR'
  | 'NVARCHAR'
  | 'VARBYTES'
  | 'GEOMETRY'

/** Decimal places of a time: milliseconds, microseconds or nanoseconds. */
export type TimePrecision = 3 | 6 | 9

/** A type with its length: bytes for CHAR, VARCHAR, VARBYTES and GEOMETRY, characters for NCHAR and NVARCHAR. */
export type ColumnType =
  | { readonly name: 'TIMESTAMPTZ' | 'TIMESTAMP'; readonly precision: TimePrecision }
  | {
      readonly name: 'CHAR' | 'NCHAR' | 'VARCHAR' | 'NVARCHAR' | 'VARBYTES' | 'GEOMETRY'
      readonly length: number
    }
  | { readonly name: 'INT2' | 'INT4' | 'INT8' | 'FLOAT4' | 'FLOAT8' | 'BOOL' }

/** Spellings of types, in capitals and with single blanks; bare INT is what the server's `default_int_size` says. */
const spellings: Readonly<Record<string, TypeName>> = {
  TIMESTAMPTZ: 'TIMESTAMPTZ',
  'TIMESTAMP WITH TIME ZONE': 'TIMESTAMPTZ',
  TIMESTAMP: 'TIMESTAMP',
  'TIMESTAMP WITHOUT TIME ZONE': 'TIMESTAMP',
  INT2: 'INT2',
  SMALLINT: 'INT2',
  INT4: 'INT4',
  INT: 'INT4',
  INTEGER: 'INT4',
  INT8: 'INT8',
  BIGINT: 'INT8',
  INT64: 'INT8',
  FLOAT4: 'FLOAT4',
  REAL: 'FLOAT4',
  FLOAT8: 'FLOAT8',
  FLOAT: 'FLOAT8',
  DOUBLE: 'FLOAT8',
  'DOUBLE PRECISION': 'FLOAT8',
  BOOL: 'BOOL',
  BOOLEAN: 'BOOL',
  CHAR: 'CHAR',
  CHARACTER: 'CHAR',
  NCHAR: 'NCHAR',
  VARCHAR: 'VARCHAR',
  'CHARACTER VARYING': 'VARCHAR',
  NVARCHAR: 'NVARCHAR',
  VARBYTES: 'VARBYTES',
  GEOMETRY: 'GEOMETRY',
}

/** Lengths that a type has when none is said. */
const defaultLengths = {
  CHAR: 1,
  NCHAR: 1,
  VARCHAR: 254,
  NVARCHAR: 63,
  VARBYTES: 254,
  GEOMETRY: 1023,
} as const

/** The kind of type that a word means, `null` for a word that names no time-series type. */
export function typeNameOf(word: string): TypeName | null {
  const plain = word.trim().toUpperCase().replace(/\s+/g, ' ')
  return Object.hasOwn(spellings, plain) ? (spellings[plain] as TypeName) : null
}

/** A type of that kind: with a length where it has one (its default for `null`), a time with its precision. */
export function columnType(
  name: TypeName,
  length: number | null,
  precision: TimePrecision,
): ColumnType {
  switch (name) {
    case 'TIMESTAMPTZ':
    case 'TIMESTAMP':
      return { name, precision }
    case 'CHAR':
    case 'NCHAR':
    case 'VARCHAR':
    case 'NVARCHAR':
    case 'VARBYTES':
    case 'GEOMETRY':
      return { name, length: length ?? defaultLengths[name] }
    default:
      return { name }
  }
}

/** Reads a type as the catalog prints it, e.g. `TIMESTAMPTZ(9)` or `VARCHAR(64)`; throws for what it does not know. */
export function parseColumnType(text: string): ColumnType {
  const match = /^([a-z0-9 ]+?)\s*(?:\(\s*(\d+)\s*\))?( with(?:out)? time zone)?$/i.exec(
    text.trim(),
  )
  const name = match === null ? null : typeNameOf(`${match[1]}${match[3] ?? ''}`)
  if (match === null || name === null) throw new RangeError(`${text} is no time-series type`)
  const number = match[2] === undefined ? null : Number(match[2])
  const precision = number === 9 ? 9 : number === 6 ? 6 : 3
  return columnType(name, number, precision)
}

/** A type as DDL writes it. */
export function printColumnType(type: ColumnType): string {
  if ('precision' in type) return `${type.name}(${type.precision})`
  // GEOMETRY takes no length in DDL.
  if ('length' in type && type.name !== 'GEOMETRY') return `${type.name}(${type.length})`
  return type.name
}
