import type { DuckDBConnection } from '@duckdb/node-api'
import type { Table } from '../../catalog/descriptor.ts'
import type { StoredValue } from '../values/literal.ts'
import { columnName, primaryTags, rowTable, seriesTable, timeColumn } from './stored-table.ts'

/** One series: the rows of one combination of primary tag values. */
export interface Series {
  readonly id: number
  /** Newest time stored, or later; undefined when it has no rows. */
  newest: bigint | undefined
}

/** What the engine remembers of a table's series, for writing. */
export class TableState {
  readonly series = new Map<string, Series>()
  #lastId = 0

  /** Reads the series of a table and their newest rows. */
  static async load(connection: DuckDBConnection, table: Table): Promise<TableState> {
    const state = new TableState()
    const keys = primaryTags(table).map(({ id }) => `s.${columnName(id)}`)
    const time = columnName(timeColumn(table).id)
    const result = await connection.stream(
      `SELECT s.series, n.newest, ${keys.join(', ')} FROM ${seriesTable(table.id)} s LEFT JOIN ` +
        `(SELECT series, max(${time}) AS newest FROM ${rowTable(table.id)} GROUP BY series) n ` +
        'ON n.series = s.series',
    )
    for (;;) {
      const chunk = await result.fetchChunk()
      if (chunk === null || chunk.rowCount === 0) break
      for (const [id, newest, ...values] of chunk.getRows()) {
        state.#add(seriesKey(values as StoredValue[]), {
          id: Number(id),
          newest: typeof newest === 'bigint' ? newest : undefined,
        })
      }
    }
    return state
  }

  /** A new series; forget it again when it is rolled back. */
  add(key: string): Series {
    const series = { id: this.#lastId + 1, newest: undefined }
    this.#add(key, series)
    return series
  }

  #add(key: string, series: Series): void {
    this.series.set(key, series)
    this.#lastId = Math.max(this.#lastId, series.id)
  }
}

/** The values of the primary tags as one text. */
export function seriesKey(values: readonly StoredValue[]): string {
  if (values.length === 1) return String(values[0])
  let key = ''
  for (const value of values) {
    const text = String(value)
    key += `${text.length}:${text}`
  }
  return key
}
