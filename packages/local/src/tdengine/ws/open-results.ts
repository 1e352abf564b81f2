import { type ColumnToEncode, encodeBlock, type TDengineType } from '@tidewire/tdengine/wire'
import { type DataType, typeIds } from '../engine/api.ts'
import type { ResultColumn, RowBlock, RowsResult } from '../sql/result.ts'

/** A query result that a socket reads. */
export interface OpenResult {
  readonly id: number
  readonly rows: RowsResult
  /** Block that the last `fetch` announced. */
  announced: RowBlock | undefined
}

/** The wire id of a type: DECIMAL has two, by its precision. */
export function wireTypeId(type: DataType): number {
  return type.name === 'DECIMAL' && type.precision <= 18 ? 21 : typeIds[type.name]
}

/** The fields of a `query` reply for a statement that changes something. */
export function updateFields(affectedRows: number): Record<string, unknown> {
  return {
    id: 0,
    is_update: true,
    affected_rows: affectedRows,
    fields_count: 0,
    fields_names: null,
    fields_types: null,
    fields_lengths: null,
    precision: 0,
    fields_precisions: null,
    fields_scales: null,
  }
}

/** The description of a result that `query` answers. */
export function fieldsOf(result: RowsResult): Record<string, unknown> {
  const { columns } = result
  return {
    fields_count: columns.length,
    fields_names: columns.map(({ name }) => name),
    fields_types: columns.map(({ type }) => wireTypeId(type)),
    fields_lengths: columns.map(({ type }) => type.length),
    precision: result.precision,
    fields_precisions: columns.map(({ type }) => type.precision),
    fields_scales: columns.map(({ type }) => type.scale),
  }
}

/** Encodes rows as a raw block. */
export function blockOf(
  columns: readonly ResultColumn[],
  block: RowBlock,
  version: 1 | 2 = 1,
): Buffer {
  const encoded: ColumnToEncode[] = columns.map(({ type }, i) => ({
    type: type.name as TDengineType,
    length: type.length,
    precision: type.precision,
    scale: type.scale,
    values: block.columns[i] ?? [],
  }))
  return encodeBlock(encoded, { version })
}

/** Results of one socket, numbered from 1. */
export class OpenResults {
  readonly #open = new Map<bigint, OpenResult>()
  #next = 1

  /** Adds a result. */
  add(rows: RowsResult): OpenResult {
    const result: OpenResult = { id: this.#next, rows, announced: undefined }
    this.#next += 1
    this.#open.set(BigInt(result.id), result)
    return result
  }

  get(id: bigint): OpenResult | undefined {
    return this.#open.get(id)
  }

  /** Frees one result. */
  async free(id: bigint): Promise<void> {
    const result = this.#open.get(id)
    this.#open.delete(id)
    await result?.rows.close()
  }

  /** Frees all results. */
  async freeAll(): Promise<void> {
    const all = [...this.#open.values()]
    this.#open.clear()
    for (const { rows } of all) await rows.close()
  }
}
