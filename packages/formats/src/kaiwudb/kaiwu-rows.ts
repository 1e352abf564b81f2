import type { KaiwuTable } from './kaiwu-table.ts'
import { TextValues } from './text-values.ts'

const noTable: KaiwuTable = { name: '', columns: [], tags: null }

/**
 * The rows of one json_kaiwudb record. The value of row `r` for column `c` has the index `r * width + c`; tags come after
 * the columns. A value that a row leaves out is `absent`, which means NULL (KaiwuDB JSON format).
 */
export class KaiwuRows extends TextValues {
  table: KaiwuTable = noTable
  rows = 0
  /** Columns and tags of the table together. */
  width = 0
}
