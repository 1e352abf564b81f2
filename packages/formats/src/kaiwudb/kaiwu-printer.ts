import type { TextBuffer } from '../text-buffer.ts'

/**
 * A row to print: the values of the columns, then those of the tags, each as the text that KWDB writes for it (digits, `t`
 * and `f`, `\x…` for bytes), null for NULL. A time is digits in the unit of the record, or text that is printed as text.
 */
export type KaiwuValues = readonly (string | null)[]

/**
 * Prints rows of one table in one of KWDB's formats. What the format cannot carry is refused with FORMATS_UNPRINTABLE, and
 * then nothing is left of what was begun.
 */
export interface KaiwuPrinter {
  /** How many records a row can make; for each of them `print` is called with its number. */
  readonly parts: number
  /** Prints one record of a row; false when there is nothing to print: no value at all. */
  print(out: TextBuffer, values: KaiwuValues, part: number): boolean
}
