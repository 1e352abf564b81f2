import type { TimeUnit } from '@tidewire/core'
import type { ResultBlock, ResultColumn } from '../client/api.ts'
import { raise } from '../errors.ts'
import { type Row, RowDecoder, type RowValue } from './row-decoder.ts'

/** One row for a decoder of the user's (Flink connector `SplitResultRecord`). */
export interface SplitResultRecord {
  readonly columns: readonly ResultColumn[]
  /** In the order of the columns. */
  readonly values: readonly RowValue[]
}

/** Makes an element from a row (Flink connector `TDengineRecordDeserialization`). */
export type RecordDeserializer<T> = (record: SplitResultRecord) => T

/** How elements are made: rows by column name, or by a function. */
export type Deserializer<T> = 'RowData' | RecordDeserializer<T>

/** The deserializer that a property names; a function can only be given as an option. */
export function deserializerOf<T>(
  property: string | null,
  option: Deserializer<T> | undefined,
): Deserializer<T> {
  if (option !== undefined) return option
  if (property === null || property === 'RowData') return 'RowData'
  throw raise('TDENGINE_STREAM_DESERIALIZER', {
    reason: `${property} names a class; give the function itself in the option deserializer`,
  })
}

/** Makes the elements of one result, block by block. */
export class ElementDecoder<T> {
  readonly #columns: readonly ResultColumn[]
  readonly #rows: RowDecoder
  readonly #deserializer: Deserializer<T>

  constructor(
    columns: readonly ResultColumn[],
    unit: TimeUnit,
    options: { readonly deserializer: Deserializer<T>; readonly varcharAsString: boolean },
  ) {
    this.#columns = columns
    this.#rows = new RowDecoder(columns, unit, options.varcharAsString)
    this.#deserializer = options.deserializer
  }

  /** The elements of a block. */
  elements(block: Pick<ResultBlock, 'raw'>): T[] {
    const rows = this.#rows.rows(block.raw)
    const deserialize = this.#deserializer
    // Who asks for RowData declares T as the type of its rows.
    if (deserialize === 'RowData') return rows as unknown as T[]
    const columns = this.#columns
    return rows.map(row =>
      deserialize({ columns, values: columns.map(({ name }) => valueIn(row, name)) }),
    )
  }
}

function valueIn(row: Row, name: string): RowValue {
  return row[name] ?? null
}
