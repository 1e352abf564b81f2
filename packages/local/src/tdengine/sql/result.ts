import { decimalText, type TDengineValue } from '@tidewire/tdengine/wire'
import type { DataType, EngineValue } from '../engine/api.ts'

/** A column of a result. */
export interface ResultColumn {
  readonly name: string
  readonly type: DataType
}

/** Rows of a result, column by column. */
export interface RowBlock {
  readonly rows: number
  readonly columns: readonly (readonly TDengineValue[])[]
}

/** Rows that are read block by block. */
export interface RowsResult {
  readonly kind: 'rows'
  readonly columns: readonly ResultColumn[]
  /** Unit of every TIMESTAMP column: 0 ms, 1 us, 2 ns. */
  readonly precision: 0 | 1 | 2
  /** The next block of at most 4096 rows, in order; undefined at the end. */
  next(): Promise<RowBlock | undefined>
  /** Gives up the rest. */
  close(): Promise<void>
}

/** What a statement answers. */
export type StatementResult =
  | { readonly kind: 'update'; readonly affectedRows: number; readonly useDatabase?: string }
  | RowsResult

/** Rows that one block holds at most, as in TDengine. */
export const blockRows = 4096

/** The answer of a statement that changes something. */
export function updated(affectedRows = 0): StatementResult {
  return { kind: 'update', affectedRows }
}

/** An engine value as results carry it: DECIMAL as text, bytes as Buffer. */
export function resultValue(type: DataType, value: EngineValue): TDengineValue {
  if (value === null) return null
  if (type.name === 'DECIMAL') return decimalText(BigInt(value as bigint), type.scale)
  if (value instanceof Uint8Array) {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  }
  return value
}

/** A result from rows at hand. */
export function rowsResult(
  columns: readonly ResultColumn[],
  rows: readonly (readonly EngineValue[])[],
  precision: 0 | 1 | 2 = 0,
): RowsResult {
  let at = 0
  return {
    kind: 'rows',
    columns,
    precision,
    async next() {
      if (at >= rows.length) return undefined
      const part = rows.slice(at, at + blockRows)
      at += part.length
      return {
        rows: part.length,
        columns: columns.map((column, i) =>
          part.map(row => resultValue(column.type, row[i] ?? null)),
        ),
      }
    },
    async close() {
      at = rows.length
    },
  }
}
