import {
  blobValue,
  type DuckDBConnection,
  DuckDBDataChunk,
  type DuckDBType,
  type DuckDBValue,
  INTEGER,
} from '@duckdb/node-api'
import { type ColumnSource, fillNull, fillVector } from '../../../storage/chunk-column.ts'
import type { StoredValue } from '../values/literal.ts'
import type { Cells } from './cells.ts'

/** Rows that one data chunk of the store holds. */
const chunkRows = 2048

/** A column to append: `null` is NULL in every row. */
export interface AppendColumn {
  readonly type: DuckDBType
  readonly cells: Cells | null
}

function toStore(value: StoredValue | undefined): DuckDBValue {
  return value instanceof Uint8Array ? blobValue(value) : (value ?? null)
}

function sourceOf({ values, nulls, nullCount }: Cells): ColumnSource<StoredValue> {
  return { values, absent: nullCount > 0 ? nulls : undefined, toStore }
}

/** Appends rows, column by column, to a table of the store whose first column is `series INTEGER`. */
export async function appendRows(
  connection: DuckDBConnection,
  table: string,
  series: Int32Array,
  columns: readonly AppendColumn[],
): Promise<void> {
  const rows = series.length
  const types = [INTEGER, ...columns.map(column => column.type)]
  const ids: ColumnSource<StoredValue> = { values: series, absent: undefined, toStore }
  const sources = columns.map(({ cells }) => (cells === null ? null : sourceOf(cells)))
  const appender = await connection.createAppender(table)
  try {
    for (let from = 0; from < rows; from += chunkRows) {
      const count = Math.min(chunkRows, rows - from)
      const chunk = DuckDBDataChunk.create(types, count)
      fillVector(chunk.getColumnVector(0), ids, from, count)
      for (const [i, source] of sources.entries()) {
        const vector = chunk.getColumnVector(i + 1)
        if (source === null) fillNull(vector, count)
        else fillVector(vector, source, from, count)
      }
      appender.appendDataChunk(chunk)
    }
  } finally {
    // Also flushes.
    appender.closeSync()
  }
}
