import {
  BIGINT,
  BLOB,
  BOOLEAN,
  DOUBLE,
  type DuckDBType,
  FLOAT,
  INTEGER,
  SMALLINT,
  VARCHAR,
} from '@duckdb/node-api'
import type { ColumnType } from '../../catalog/column-type.ts'

/** How storage keeps a column: its type in DDL and in data chunks. Times are numbers in the column's unit. */
export interface StoredType {
  readonly ddl: string
  readonly duck: DuckDBType
}

/** The stored type of a column type. */
export function storedType({ name }: ColumnType): StoredType {
  switch (name) {
    case 'TIMESTAMP':
    case 'TIMESTAMPTZ':
    case 'INT8':
      return { ddl: 'BIGINT', duck: BIGINT }
    case 'INT4':
      return { ddl: 'INTEGER', duck: INTEGER }
    case 'INT2':
      return { ddl: 'SMALLINT', duck: SMALLINT }
    case 'FLOAT4':
      return { ddl: 'FLOAT', duck: FLOAT }
    case 'FLOAT8':
      return { ddl: 'DOUBLE', duck: DOUBLE }
    case 'BOOL':
      return { ddl: 'BOOLEAN', duck: BOOLEAN }
    case 'VARBYTES':
      return { ddl: 'BLOB', duck: BLOB }
    case 'CHAR':
    case 'NCHAR':
    case 'VARCHAR':
    case 'NVARCHAR':
    case 'GEOMETRY':
      return { ddl: 'VARCHAR', duck: VARCHAR }
  }
}
