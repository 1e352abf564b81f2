import type { Logger } from '@tidewire/core'
import { raise } from '../errors.ts'
import type { StoredColumn } from '../sink/super-table.ts'
import type { StoredRow } from '../sink/typed-rows.ts'
import { Misfit, type RecordValue, storedValue } from '../sink/typed-value.ts'
import type { TDengineValue } from '../wire/data-type.ts'
import type { SinkTable } from './sink-table.ts'

/** Values of a row: by field name, or a list in the order of the fields. */
export type SinkRow = Readonly<Record<string, unknown>> | readonly unknown[]

/** Bytes that the name of a table may have in TDengine. */
const longestName = 192

/** Converts rows to what their columns store; counts rows so that an error can name one. */
export class RowConverter {
  readonly #target: SinkTable
  readonly #isSuperTable: boolean
  readonly #log: Logger
  #row = 0

  constructor(target: SinkTable, isSuperTable: boolean, log: Logger) {
    this.#target = target
    this.#isSuperTable = isSuperTable
    this.#log = log
  }

  /** Throws `TDENGINE_STREAM_VALUE` (0x2303), which names row, field and type. */
  convert(row: SinkRow): StoredRow {
    this.#row += 1
    if (this.#row === 1) this.#reportUnknown(row)
    const { fields, columns, table } = this.#target
    if (Array.isArray(row) && row.length !== fields.length) {
      throw this.#misfit('row', 'list', `it has ${row.length} values for ${fields.length} fields`)
    }
    const time = table.columns[0]
    const tags = new Map<string, TDengineValue>()
    const values = new Map<string, TDengineValue>()
    let child: string | null = null
    let moment: TDengineValue = null
    for (let i = 0; i < fields.length; i += 1) {
      const field = fields[i] ?? ''
      const value = Array.isArray(row)
        ? (row as readonly unknown[])[i]
        : (row as Readonly<Record<string, unknown>>)[field]
      const column = columns[i] ?? null
      if (column === null) child = this.#child(value)
      else if (column === time) moment = this.#value(value, column)
      else if (column.isTag) tags.set(column.name, this.#value(value, column))
      // A field that the row does not have leaves its column alone; null sets NULL.
      else if (value !== undefined) values.set(column.name, this.#value(value, column))
    }
    if (typeof moment !== 'bigint') {
      throw this.#misfit(time?.name ?? 'ts', 'TIMESTAMP', 'a row needs a time')
    }
    return { child: this.#isSuperTable ? child : null, time: moment, tags, columns: values }
  }

  /** A field that is not written may be one that was misspelt. Rows of a stream are alike: the first one tells. */
  #reportUnknown(row: SinkRow): void {
    if (Array.isArray(row)) return
    const unknown = Object.keys(row).filter(name => !this.#target.fields.includes(name))
    if (unknown.length === 0) return
    this.#log.warn('rows have fields that are not written', {
      table: this.#target.table.name,
      fields: unknown.join(', '),
    })
  }

  #child(value: unknown): string {
    if (
      typeof value === 'string' &&
      value !== '' &&
      !/[`.]/.test(value) &&
      Buffer.byteLength(value) <= longestName
    ) {
      return value
    }
    throw this.#misfit('tbname', 'VARCHAR(192)', `${shown(value)} is no name of a sub-table`)
  }

  #value(value: unknown, column: StoredColumn): TDengineValue {
    try {
      return storedValue(recordValue(value, column), column, {
        record: 'ns',
        database: this.#target.unit,
      })
    } catch (error) {
      if (!(error instanceof Misfit)) throw error
      throw this.#misfit(column.name, column.type.name, error.message)
    }
  }

  #misfit(field: string, type: string, reason: string): Error {
    return raise('TDENGINE_STREAM_VALUE', { row: this.#row, field, type, reason }, { field })
  }
}

function recordValue(value: unknown, column: StoredColumn): RecordValue {
  if (value === null || value === undefined) return null
  // JavaScript's own times are milliseconds; ours are bigint in nanoseconds.
  if (column.type.name === 'TIMESTAMP' && typeof value === 'number' && Number.isInteger(value)) {
    return BigInt(value) * 1_000_000n
  }
  switch (typeof value) {
    case 'boolean':
    case 'number':
    case 'bigint':
    case 'string':
    case 'object':
      return value
    default:
      throw new Misfit(`${typeof value} is no value of a column`)
  }
}

function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}
