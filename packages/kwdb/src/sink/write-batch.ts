import type { RecordPlace } from '@tidewire/core'
import { InsertStatement, type InsertTarget } from './insert-statement.ts'

/** How large batches and statements may grow. */
export interface BatchLimits {
  readonly records: number
  readonly rows: number
  readonly statementBytes: number
}

/** Memory of statements that is kept for use again, in the size of one. */
const keptPerBatch = 6
/** Bytes of all statements of a batch, in the size of one. */
const statementsPerBatch = 4
/** Statements of a batch: each is a round trip, and holds memory of its own. */
const mostStatements = 256

/** The rows of some records, as statements in the order in which they were begun. */
export class WriteBatch {
  readonly statements: InsertStatement[] = []
  readonly places: RecordPlace[] = []
  /** Rows that leave out columns: another row of the same series and time may have them. */
  partialRows = 0
  rows = 0
  /** Rows that were merged with others. */
  merged = 0
  readonly #limits: BatchLimits
  readonly #current = new Map<InsertTarget, InsertStatement>()
  readonly #free: InsertStatement[] = []
  #last: InsertStatement | null = null
  #sealedBytes = 0

  constructor(limits: BatchLimits) {
    this.#limits = limits
  }

  /** Starts over; memory that a giant statement needed is given back. */
  clear(): void {
    const most = this.#limits.statementBytes
    let kept = 0
    for (const statement of this.#free) kept += statement.sql.bytes.length
    for (const statement of this.statements) {
      const { length } = statement.sql.bytes
      if (length > most * 2 || kept + length > most * keptPerBatch) continue
      kept += length
      this.#free.push(statement)
    }
    this.statements.length = 0
    this.places.length = 0
    this.partialRows = 0
    this.rows = 0
    this.merged = 0
    this.#current.clear()
    this.#last = null
    this.#sealedBytes = 0
  }

  /** Whether it takes no more records. */
  get isFull(): boolean {
    const { records, statementBytes } = this.#limits
    return (
      this.places.length >= records ||
      this.statements.length >= mostStatements ||
      this.#sealedBytes + (this.#last?.bytes ?? 0) >= statementBytes * statementsPerBatch
    )
  }

  /** The statement that takes the next row for a target. */
  statementFor(target: InsertTarget): InsertStatement {
    const last = this.#last
    const found = last?.target === target ? last : this.#current.get(target)
    const { rows, statementBytes } = this.#limits
    if (found !== undefined && found.rows < rows && found.bytes < statementBytes) {
      if (found !== last) this.#switchTo(found)
      return found
    }
    const statement = this.#free.pop() ?? new InsertStatement()
    statement.begin(target)
    this.statements.push(statement)
    this.#current.set(target, statement)
    this.#switchTo(statement)
    return statement
  }

  #switchTo(statement: InsertStatement): void {
    // The bytes of all but the last are known; it grows with every row.
    this.#sealedBytes += this.#last?.bytes ?? 0
    this.#sealedBytes -= statement.rows > 0 ? statement.bytes : 0
    this.#last = statement
  }

  /** Begins a record; answers its ordinal. */
  openRecord(place: RecordPlace): number {
    this.places.push(place)
    return this.places.length - 1
  }

  /** Takes the last record out again, with all its rows. */
  dropRecord(): void {
    const ordinal = this.places.length - 1
    for (const statement of this.statements) {
      const before = statement.rows
      statement.dropRecord(ordinal)
      this.rows -= before - statement.rows
    }
    this.places.pop()
  }

  /** Statements that have rows. */
  filled(): InsertStatement[] {
    return this.statements.filter(statement => statement.rows > 0)
  }
}
