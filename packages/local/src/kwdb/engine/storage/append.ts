import {
  blobValue,
  type DuckDBConnection,
  DuckDBDataChunk,
  type DuckDBType,
  type DuckDBVector,
  INTEGER,
} from '@duckdb/node-api'
import type { Cells } from './cells.ts'

/** Rows that one data chunk of the store holds. */
const chunkRows = 2048

/** A column to append: `null` is NULL in every row. */
export interface AppendColumn {
  readonly type: DuckDBType
  readonly cells: Cells | null
}

interface Validity {
  setItemValid(index: number, valid: boolean): void
}

/** The parts of a vector that make bulk writing fast: the typed array behind it, and which items are valid. */
interface BulkVector {
  readonly items: { set(values: ArrayLike<unknown>): void }
  readonly validity: Validity
}

function fill(vector: DuckDBVector, cells: Cells, from: number, count: number): void {
  const { values, nulls } = cells
  const bulk = vector as unknown as Partial<BulkVector>
  if (
    ArrayBuffer.isView(values) &&
    bulk.items !== undefined &&
    bulk.items.constructor === values.constructor
  ) {
    bulk.items.set((values as Float64Array).subarray(from, from + count))
    if (cells.nullCount > 0 && bulk.validity !== undefined) {
      for (let i = 0; i < count; i++) {
        if (nulls[from + i] === 1) bulk.validity.setItemValid(i, false)
      }
    }
  } else {
    for (let i = 0; i < count; i++) {
      const value = nulls[from + i] === 1 ? null : (values[from + i] ?? null)
      vector.setItem(i, value instanceof Uint8Array ? blobValue(value) : value)
    }
  }
  vector.flush()
}

function fillNull(vector: DuckDBVector, count: number): void {
  for (let i = 0; i < count; i++) vector.setItem(i, null)
  vector.flush()
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
  const seriesCells: Cells = { values: series, nulls: new Uint8Array(0), nullCount: 0 }
  const appender = await connection.createAppender(table)
  try {
    for (let from = 0; from < rows; from += chunkRows) {
      const count = Math.min(chunkRows, rows - from)
      const chunk = DuckDBDataChunk.create(types, count)
      fill(chunk.getColumnVector(0), seriesCells, from, count)
      for (const [i, { cells }] of columns.entries()) {
        const vector = chunk.getColumnVector(i + 1)
        if (cells === null) fillNull(vector, count)
        else fill(vector, cells, from, count)
      }
      appender.appendDataChunk(chunk)
    }
  } finally {
    // Also flushes.
    appender.closeSync()
  }
}
