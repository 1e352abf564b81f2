import type { BlockView, ColumnView } from './block-view.ts'
import type { ByteOutput } from './byte-output.ts'
import type { Series } from './series.ts'
import type { Stamp } from './stamp.ts'

/** Prints rows of one table in one format, straight from the bytes of blocks. */
export interface RowPrinter {
  /** Takes the layout of a block; its rows follow. */
  begin(block: BlockView): void
  /** What the records of a series have in common, made from the tags of a row. Throws `Unprintable`. */
  printSeries(row: number, series: Series): Stamp
  /** Prints a row; false when it has no values that the format could carry. Throws `Unprintable`. */
  printRow(out: ByteOutput, row: number, series: Series): boolean
}

/** Columns of a block with the bytes that name them in the output. */
export interface NamedColumn {
  readonly name: string
  readonly label: Stamp
  readonly view: ColumnView
}
