import type { DuckDBValue, DuckDBVector } from '@duckdb/node-api'

/** Values of one column, row after row, as a caller keeps them. */
export interface ColumnSource<T> {
  readonly values: ArrayLike<T>
  /** Not 0 where a row has no value; absent when every row has one. */
  readonly absent: Uint8Array | undefined
  /** A value as the store takes it. */
  toStore(value: T | undefined): DuckDBValue
}

/** The parts of a vector that make bulk writing fast: the typed array behind it, and which items are valid. */
interface BulkVector {
  readonly items: { set(values: ArrayLike<unknown>): void }
  readonly validity: { setItemValid(index: number, valid: boolean): void }
}

/** Fills a vector of a data chunk with `count` values from a row on; typed arrays are copied as a whole. */
export function fillVector<T>(
  vector: DuckDBVector,
  source: ColumnSource<T>,
  from: number,
  count: number,
): void {
  const { values, absent } = source
  const bulk = vector as unknown as Partial<BulkVector>
  if (
    ArrayBuffer.isView(values) &&
    bulk.items !== undefined &&
    bulk.items.constructor === values.constructor
  ) {
    bulk.items.set((values as unknown as Float64Array).subarray(from, from + count))
    if (absent !== undefined) {
      for (let i = 0; i < count; i += 1) {
        if (absent[from + i] !== 0) bulk.validity?.setItemValid(i, false)
      }
    }
  } else {
    for (let i = 0; i < count; i += 1) {
      const row = from + i
      const isAbsent = absent !== undefined && absent[row] !== 0
      vector.setItem(i, isAbsent ? null : source.toStore(values[row]))
    }
  }
  vector.flush()
}

/** Fills a vector with NULL. */
export function fillNull(vector: DuckDBVector, count: number): void {
  for (let i = 0; i < count; i += 1) vector.setItem(i, null)
  vector.flush()
}
