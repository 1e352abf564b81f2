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
