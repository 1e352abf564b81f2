import { type ColumnType, typeOid } from '../../catalog/column-type.ts'
import type { DataType } from '../../sql/ast.ts'
import { notCarriedOut } from '../../sql/sql-error.ts'

/**
 * How a value of a query is kept in storage's SQL:
 * `time` is a BIGINT in the unit of `precision`; `date` a DATE; `interval` an INTERVAL; `list` a
 * list of texts; `unknown` a text literal or NULL whose type the context decides.
 */
export type Family =
  | 'bool'
  | 'int'
  | 'float'
  | 'decimal'
  | 'text'
  | 'bytes'
  | 'time'
  | 'date'
  | 'interval'
  | 'list'
  | 'unknown'

/** Type of an expression: how storage keeps it and how the client is told of it. */
export interface SqlType {
  readonly family: Family
  readonly oid: number
  readonly size: number
  readonly modifier: number
  /** Digits of the fraction of a time: 3, 6, 9. */
  readonly precision: number
}

function make(
  family: Family,
  oid: number,
  size: number,
  details: { readonly modifier?: number; readonly precision?: number } = {},
): SqlType {
  return {
    family,
    oid,
    size,
    modifier: details.modifier ?? -1,
    precision: details.precision ?? 0,
  }
}

/** Types that expressions have by themselves. */
export const sqlTypes = {
  bool: make('bool', 16, 1),
  int2: make('int', 21, 2),
  int4: make('int', 23, 4),
  int8: make('int', 20, 8),
  float4: make('float', 700, 4),
  float8: make('float', 701, 8),
  decimal: make('decimal', 1700, -1),
  text: make('text', 25, -1),
  varchar: make('text', 1043, -1),
  bytes: make('bytes', 17, -1),
  date: make('date', 1082, 4),
  interval: make('interval', 1186, 16),
  textList: make('list', 1009, -1),
  oid: make('int', 26, 4),
  unknown: make('unknown', 25, -1),
} as const

/** TIMESTAMPTZ or TIMESTAMP of a precision. */
export function timeType(precision: number, withZone: boolean): SqlType {
  return make('time', withZone ? 1184 : 1114, 8, { precision })
}

/** Whether a time has a zone. */
export function hasZone(type: SqlType): boolean {
  return type.oid === 1184
}

/** The type of a stored column. */
export function columnSqlType(type: ColumnType): SqlType {
  const oid = typeOid(type)
  switch (type.name) {
    case 'TIMESTAMP':
    case 'TIMESTAMPTZ':
      return timeType(type.width, type.name === 'TIMESTAMPTZ')
    case 'INT2':
      return sqlTypes.int2
    case 'INT4':
      return sqlTypes.int4
    case 'INT8':
      return sqlTypes.int8
    case 'FLOAT4':
      return sqlTypes.float4
    case 'FLOAT8':
      return sqlTypes.float8
    case 'BOOL':
      return sqlTypes.bool
    case 'VARBYTES':
      return make('bytes', oid, -1)
    case 'CHAR':
    case 'NCHAR':
    case 'VARCHAR':
    case 'NVARCHAR':
    case 'GEOMETRY':
      // As in PostgreSQL, the modifier is the length and four.
      return make('text', oid, -1, { modifier: type.width > 0 ? type.width + 4 : -1 })
  }
}

/** The type that a cast names; throws `SqlError` for those that are not carried out. */
export function castType(type: DataType): SqlType {
  if (type.array) {
    if (type.name === 'STRING' || type.name === 'VARCHAR') return sqlTypes.textList
    throw notCarriedOut(`a cast to ${type.spelling}[]`)
  }
  switch (type.name) {
    case 'BOOL':
      return sqlTypes.bool
    case 'INT1':
    case 'INT2':
      return sqlTypes.int2
    case 'INT4':
      return sqlTypes.int4
    case 'INT8':
    case 'SERIAL':
      return sqlTypes.int8
    case 'FLOAT4':
      return sqlTypes.float4
    case 'FLOAT8':
      return sqlTypes.float8
    case 'DECIMAL':
      return sqlTypes.decimal
    case 'CHAR':
      return make('text', 1042, -1)
    case 'NCHAR':
      return make('text', 91002, -1)
    case 'VARCHAR':
      return sqlTypes.varchar
    case 'NVARCHAR':
      return make('text', 91004, -1)
    case 'STRING':
    case 'CLOB':
      return sqlTypes.text
    case 'BYTES':
    case 'BLOB':
      return sqlTypes.bytes
    case 'VARBYTES':
      return make('bytes', 91006, -1)
    case 'GEOMETRY':
      return make('text', 91008, -1)
    case 'DATE':
      return sqlTypes.date
    case 'TIMESTAMP':
    case 'TIMESTAMPTZ':
      return timeType(castPrecision(type.width), type.name === 'TIMESTAMPTZ')
    case 'INTERVAL':
      return sqlTypes.interval
    case 'OTHER':
      if (/^(REGCLASS|REGTYPE|REGPROC|REGNAMESPACE|OID)$/i.test(type.spelling)) return sqlTypes.text
      if (/^NAME$/i.test(type.spelling)) return sqlTypes.text
      throw notCarriedOut(`a cast to ${type.spelling}`)
    default:
      throw notCarriedOut(`a cast to ${type.spelling}`)
  }
}

/** A cast keeps all digits unless it says otherwise. */
function castPrecision(width: number | undefined): number {
  if (width === undefined) return 9
  return width <= 3 ? 3 : width <= 6 ? 6 : 9
}
