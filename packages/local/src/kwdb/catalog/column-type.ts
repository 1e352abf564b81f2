/** Types that a column or tag of a time-series table can have. */
export type ColumnTypeName =
  | 'TIMESTAMP'
  | 'TIMESTAMPTZ'
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

/** A column's type with every default filled in. */
export interface ColumnType {
  readonly name: ColumnTypeName
  /**
   * Times: digits of the fraction (3, 6, 9). CHAR, VARCHAR, VARBYTES, GEOMETRY: bytes. NCHAR,
   * NVARCHAR: characters. All others: 0.
   */
  readonly width: number
}

const oids: Readonly<Record<ColumnTypeName, number>> = {
  TIMESTAMP: 1114,
  TIMESTAMPTZ: 1184,
  INT2: 21,
  INT4: 23,
  INT8: 20,
  FLOAT4: 700,
  FLOAT8: 701,
  BOOL: 16,
  CHAR: 1042,
  NCHAR: 91002,
  VARCHAR: 1043,
  NVARCHAR: 91004,
  VARBYTES: 91006,
  GEOMETRY: 91008,
}

/** Type OID as RowDescription carries it; KWDB's own types begin at 91000. */
export function typeOid(type: ColumnType): number {
  return oids[type.name]
}

/** The type as DDL writes it and SHOW COLUMNS prints it, e.g. `VARCHAR(64)`; length 1 is left out. */
export function typeText(type: ColumnType): string {
  switch (type.name) {
    case 'TIMESTAMP':
    case 'TIMESTAMPTZ':
      return `${type.name}(${type.width})`
    case 'CHAR':
    case 'NCHAR':
      return type.width === 1 ? type.name : `${type.name}(${type.width})`
    case 'VARCHAR':
    case 'NVARCHAR':
    case 'VARBYTES':
      return `${type.name}(${type.width})`
    default:
      return type.name
  }
}

/** True for the types whose values are times. */
export function isTime(type: ColumnType): boolean {
  return type.name === 'TIMESTAMP' || type.name === 'TIMESTAMPTZ'
}
