import {
  BIGINT,
  BLOB,
  BOOLEAN,
  blobValue,
  DECIMAL,
  DOUBLE,
  type DuckDBConnection,
  DuckDBDataChunk,
  DuckDBDecimalValue,
  type DuckDBType,
  type DuckDBValue,
  type DuckDBVector,
  FLOAT,
  INTEGER,
  SMALLINT,
  TINYINT,
  UBIGINT,
  UINTEGER,
  USMALLINT,
  UTINYINT,
  VARCHAR,
} from '@duckdb/node-api'
import { fillNull, fillVector } from '../../storage/chunk-column.ts'
import type { ColumnBatch, ColumnSchema, ColumnValues, DataType, EngineValue } from './api.ts'

/** Rows that one data chunk of the store holds. */
const chunkRows = 2048

/** The store's type object for a data type. */
export function duckType(type: DataType): DuckDBType {
  switch (type.name) {
    case 'BOOL':
      return BOOLEAN
    case 'TINYINT':
      return TINYINT
    case 'SMALLINT':
      return SMALLINT
    case 'INT':
      return INTEGER
    case 'BIGINT':
    case 'TIMESTAMP':
      return BIGINT
    case 'FLOAT':
      return FLOAT
    case 'DOUBLE':
      return DOUBLE
    case 'TINYINT UNSIGNED':
      return UTINYINT
    case 'SMALLINT UNSIGNED':
      return USMALLINT
    case 'INT UNSIGNED':
      return UINTEGER
    case 'BIGINT UNSIGNED':
      return UBIGINT
    case 'VARCHAR':
    case 'NCHAR':
    case 'JSON':
      return VARCHAR
    case 'VARBINARY':
    case 'BLOB':
    case 'GEOMETRY':
      return BLOB
    case 'DECIMAL':
      return DECIMAL(type.precision, type.scale)
  }
}

/** An engine value as the store takes it. */
export function duckValue(type: DataType, value: EngineValue | undefined): DuckDBValue {
  if (value === null || value === undefined) return null
  if (value instanceof Uint8Array) return blobValue(value)
  if (type.name === 'DECIMAL' && typeof value === 'bigint') {
    return new DuckDBDecimalValue(value, type.precision, type.scale)
  }
  return value
}

function fill(
  vector: DuckDBVector,
  type: DataType,
  values: ColumnValues,
  states: Uint8Array | undefined,
  from: number,
  count: number,
): void {
  const toStore = (value: EngineValue | undefined) => duckValue(type, value)
  fillVector<EngineValue | undefined>(vector, { values, absent: states, toStore }, from, count)
}

/** Rows to append: columns that are absent become NULL. */
export interface RowsToAppend {
  readonly rows: number
  /** Child table ids; absent for a normal table. */
  readonly children: Int32Array | undefined
  readonly timestamps: BigInt64Array
  readonly columns: ReadonlyMap<number, ColumnBatch>
}

/** Appends rows to a table of the store: `[tb,] first column, other columns …`. */
export async function appendRows(
  connection: DuckDBConnection,
  table: string,
  columns: readonly Pick<ColumnSchema, 'id' | 'type'>[],
  source: RowsToAppend,
): Promise<void> {
  const [first, ...others] = columns
  if (first === undefined || source.rows === 0) return
  const withChild = source.children !== undefined
  const types = columns.map(column => duckType(column.type))
  const appender = await connection.createAppender(table)
  try {
    for (let from = 0; from < source.rows; from += chunkRows) {
      const count = Math.min(chunkRows, source.rows - from)
      const chunk = DuckDBDataChunk.create(withChild ? [INTEGER, ...types] : types, count)
      let at = 0
      if (source.children !== undefined) {
        fill(chunk.getColumnVector(at), childIdType, source.children, undefined, from, count)
        at += 1
      }
      fill(chunk.getColumnVector(at), first.type, source.timestamps, undefined, from, count)
      for (const column of others) {
        at += 1
        const batch = source.columns.get(column.id)
        const vector = chunk.getColumnVector(at)
        if (batch === undefined) fillNull(vector, count)
        else fill(vector, column.type, batch.values, batch.states, from, count)
      }
      appender.appendDataChunk(chunk)
    }
  } finally {
    // Also flushes.
    appender.closeSync()
  }
}

const childIdType: DataType = { name: 'INT', length: 4, precision: 0, scale: 0 }
