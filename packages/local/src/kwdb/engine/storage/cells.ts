import type { ColumnType } from '../../catalog/column-type.ts'
import type { StoredValue } from '../values/literal.ts'

/** Values of one column, row after row. Where `nulls` is 1 the value counts for nothing. */
export interface Cells {
  readonly values:
    | BigInt64Array
    | Int32Array
    | Int16Array
    | Float64Array
    | Float32Array
    | StoredValue[]
  readonly nulls: Uint8Array
  /** How many are NULL. */
  nullCount: number
}

/** Room for the values of a column, none of them NULL. */
export function makeCells(type: ColumnType, rows: number): Cells {
  return { values: makeValues(type, rows), nulls: new Uint8Array(rows), nullCount: 0 }
}

function makeValues(type: ColumnType, rows: number): Cells['values'] {
  switch (type.name) {
    case 'TIMESTAMP':
    case 'TIMESTAMPTZ':
    case 'INT8':
      return new BigInt64Array(rows)
    case 'INT4':
      return new Int32Array(rows)
    case 'INT2':
      return new Int16Array(rows)
    case 'FLOAT8':
      return new Float64Array(rows)
    case 'FLOAT4':
      return new Float32Array(rows)
    default:
      return new Array<StoredValue>(rows)
  }
}

/** Sets a value, NULL included. */
export function setCell(cells: Cells, row: number, value: StoredValue): void {
  if (value === null) {
    cells.nulls[row] = 1
    cells.nullCount++
  } else (cells.values as StoredValue[])[row] = value
}

/** The value of a row. */
export function cellAt(cells: Cells, row: number): StoredValue {
  if (cells.nulls[row] === 1) return null
  return (cells.values as readonly StoredValue[])[row] ?? null
}

/** The rows of these positions, in that order. */
export function pickCells(type: ColumnType, cells: Cells, rows: readonly number[]): Cells {
  const picked = makeCells(type, rows.length)
  for (const [at, row] of rows.entries()) setCell(picked, at, cellAt(cells, row))
  return picked
}
