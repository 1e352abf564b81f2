import type { WriteBatch } from './write-batch.ts'

/** Reads records of one format and writes their rows into statements. */
export interface RecordWriter {
  /** Reads a record and answers how many rows it has; throws for a text that is not of the format. */
  parse(value: Buffer): number
  /**
   * Makes sure that the tables of the record are known and fit; null when they are known already, else a promise that
   * rejects with what is wrong with the record, or with what the server says.
   */
  prepare(signal: AbortSignal): Promise<void> | null
  /**
   * Adds the rows of the record; throws {@link Misfit} for a value that does not fit, and then some rows may have been
   * added. `time` is the record's own, in milliseconds, for points without one.
   */
  write(batch: WriteBatch, record: number, time: bigint): void
  /** Widens the table for a text that is too long for a column; false when it may not or cannot. */
  widen(field: string, length: number, signal: AbortSignal): Promise<boolean>
  /** Looks whether the table of the record has been changed by others; true when it has. */
  refresh(signal: AbortSignal): Promise<boolean>
  /** Table that the last record, or its row in question, is for. */
  readonly table: string
}
