import type { ResultColumn } from './result.ts'
import type { SystemTable } from './system-table.ts'

/** A query translated for the store: its columns are `o0`, `o1`, …. */
export interface CompiledQuery {
  readonly sql: string
  readonly columns: readonly ResultColumn[]
  readonly precision: 0 | 1 | 2
  /**
   * Set when ORDER BY sorts the rows of several tables by time: behind the outputs stand then the table and the time of
   * each row, by which small results are put into TDengine's order (see merge-order.ts).
   */
  readonly merge?: 'ascending' | 'descending'
  /** Output column that is a primary timestamp. */
  readonly timeIndex: number | undefined
  /** Tables that must be at hand as temporary tables. */
  readonly systemTables: readonly SystemTable[]
}
