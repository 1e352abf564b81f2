import type { TimeUnit } from '@tidewire/core'
import type { Format } from '../config.ts'

/** How records become rows. */
export interface RowOptions {
  readonly database: string
  readonly format: Format
  /** Unit of the times in the records. */
  readonly unit: TimeUnit
  /** Whether tables that are missing are made. */
  readonly mayCreate: boolean
  /** Whether tables get new columns and wider types. */
  readonly mayChange: boolean
  /** Whether times lose digits that their column does not keep. */
  readonly mayCut: boolean
  /** Type of the values in tables made for OpenTSDB points. */
  readonly valueType: 'VARCHAR' | 'FLOAT8'
  /** Tags that are primary in tables made for points; none for one with the hash of all tags. */
  readonly primaryTags: readonly string[]
  /** Whether a metric `table.column` may mean a column of a table. */
  readonly metricColumns: boolean
}
