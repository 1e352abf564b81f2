import { isAbort, type RecordPlace, reportRecord, type SinkTaskContext } from '@tidewire/core'
import { isOutOfMemory } from '../client/server-error.ts'
import { insertHead } from '../dialect/ddl.ts'
import { raise } from '../errors.ts'
import type { BatchBuilder } from './batch-builder.ts'
import type { InsertStatement } from './insert-statement.ts'
import { mergeRows } from './row-merge.ts'
import { isAboutRows, type StatementSender } from './statement-sender.ts'
import type { TableCatalog } from './table-catalog.ts'
import type { WriteBatch } from './write-batch.ts'

/** Statements that are sent without waiting for the answer to the one before, and their bytes. */
const messagesUnderWay = 64
const bytesUnderWay = 256 * 1024

/** What a delivery works with. */
export interface DeliveryParts {
  readonly database: string
  readonly builder: BatchBuilder
  readonly sender: StatementSender
  readonly tables: TableCatalog
  readonly newBatch: () => WriteBatch
}

/** Brings the statements of a batch to the server, and finds the records that it refuses. */
export class BatchDelivery {
  readonly #parts: DeliveryParts
  readonly #context: SinkTaskContext
  #saidMerge = false

  constructor(parts: DeliveryParts, context: SinkTaskContext) {
    this.#parts = parts
    this.#context = context
  }

  /** Sends all statements; answers what went wrong instead of throwing it, since nobody may be waiting yet. */
  async send(batch: WriteBatch, signal: AbortSignal): Promise<unknown> {
    const { sender } = this.#parts
    try {
      let messages: Buffer[] = []
      let rows = 0
      let bytes = 0
      const flush = async () => {
        if (messages.length > 0) await sender.send(messages, rows, signal)
        messages = []
        rows = 0
        bytes = 0
      }
      // Small statements, of many tables, go together: each would cost a way there and back.
      for (const statement of batch.filled()) {
        messages.push(statement.message())
        rows += statement.rows
        bytes += statement.bytes
        if (bytes >= bytesUnderWay || messages.length >= messagesUnderWay) await flush()
      }
      await flush()
      return null
    } catch (error) {
      return error
    }
  }

  merge(batch: WriteBatch): void {
    const { database } = this.#parts
    const merged = mergeRows(batch, (table, columns) => ({
      table,
      columns,
      head: insertHead(database, table, columns),
    }))
    if (merged === 0) return
    this.#context.metrics.add('merged_rows', merged)
    if (this.#saidMerge) return
    this.#saidMerge = true
    this.#context.log.warn(
      'rows of one series and time name different columns; those of one batch are merged, but across batches the server decides: with ts.dedup.rule=override a later row makes null what it does not name, with ts.dedup.rule=merge it keeps it',
      { database },
    )
  }

  /** Writes a batch that the server refused: with the tables as they are now, without the records that it refuses. */
  async recover(batch: WriteBatch, failure: unknown, signal: AbortSignal): Promise<void> {
    if (isOutOfMemory(failure)) {
      for (const statement of batch.filled()) {
        await this.#sendSmaller(batch, statement, rowsOf(statement), signal)
      }
      return
    }
    if (isAbort(failure) || !isAboutRows(failure)) throw failure
    const { tables } = this.#parts
    for (const { target } of batch.statements) tables.forget(target.table)
    const again = await this.#rebuild(batch.places, signal)
    this.merge(again)
    const refused = await this.send(again, signal)
    if (refused === null) return
    if (!isAboutRows(refused)) throw refused
    // A row that is made of several records says nothing about which of them is to blame.
    const hadMerged = again.merged > 0
    const apart = hadMerged ? await this.#rebuild(again.places, signal) : again
    const dead = new Set<number>()
    await this.#bisectAll(apart, dead, signal)
    if (hadMerged) {
      const alive = apart.places.filter((_, i) => !dead.has(i))
      const last = await this.#rebuild(alive, signal)
      this.merge(last)
      await this.#bisectAll(last, new Set(), signal)
    }
  }

  /** Sends rows in ever smaller statements, until the server has memory enough for one. */
  async #sendSmaller(
    batch: WriteBatch,
    statement: InsertStatement,
    rows: readonly number[],
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await this.#parts.sender.send([statement.part(rows)], rows.length, signal)
    } catch (error) {
      if (isAboutRows(error)) await this.#bisect(batch, statement, rows, new Set(), signal)
      else if (isOutOfMemory(error) && rows.length > 1) {
        const middle = rows.length >>> 1
        await this.#sendSmaller(batch, statement, rows.slice(0, middle), signal)
        await this.#sendSmaller(batch, statement, rows.slice(middle), signal)
      } else throw error
    }
  }

  async #rebuild(places: readonly RecordPlace[], signal: AbortSignal): Promise<WriteBatch> {
    const { builder, newBatch } = this.#parts
    const batch = newBatch()
    for (const place of places) await builder.add(batch, place, signal)
    return batch
  }

  async #bisectAll(batch: WriteBatch, dead: Set<number>, signal: AbortSignal): Promise<void> {
    for (const statement of batch.filled()) {
      await this.#bisect(batch, statement, rowsOf(statement), dead, signal)
    }
  }

  /** Writes rows of a statement; those that the server refuses are halved until the bad records are found. */
  async #bisect(
    batch: WriteBatch,
    statement: InsertStatement,
    all: readonly number[],
    dead: Set<number>,
    signal: AbortSignal,
  ): Promise<void> {
    const { sender } = this.#parts
    const rows = all.filter(row => !dead.has(statement.records[row] as number))
    if (rows.length === 0) return
    try {
      await sender.send([statement.part(rows)], rows.length, signal)
      return
    } catch (error) {
      if (isAbort(error) || !isAboutRows(error)) throw error
      const records = [...new Set(rows.map(row => statement.records[row] as number))]
      const [first = 0] = records
      if (records.length === 1) {
        await this.#report(batch, first, statement, error)
        dead.add(first)
        return
      }
      this.#context.metrics.add('bisections', 1)
      const middle = records[records.length >>> 1] as number
      const isLow = (row: number) => (statement.records[row] as number) < middle
      await this.#bisect(batch, statement, rows.filter(isLow), dead, signal)
      await this.#bisect(
        batch,
        statement,
        rows.filter(row => !isLow(row)),
        dead,
        signal,
      )
    }
  }

  async #report(
    batch: WriteBatch,
    record: number,
    statement: InsertStatement,
    error: unknown,
  ): Promise<void> {
    const place = batch.places[record]
    if (place === undefined) return
    const { card } = error as { readonly card: { serverCode?: string; serverMessage?: string } }
    const { serverCode = '', serverMessage = '' } = card
    const { database } = this.#parts
    const { table } = statement.target
    const facts = { serverCode, serverMessage, cause: error }
    await reportRecord(this.#context, place, raise('KWDB_BAD_RECORD', { table, database }, facts))
  }
}

function rowsOf(statement: InsertStatement): readonly number[] {
  return [...Array(statement.rows).keys()]
}
