import {
  isAbort,
  isRetriable,
  type RecordPlace,
  reportRecord,
  type SinkTaskContext,
  TidewireError,
} from '@tidewire/core'
import { TooLong } from '../dialect/literal.ts'
import { Misfit } from '../dialect/misfit.ts'
import { raise } from '../errors.ts'
import { recordValue } from './record-value.ts'
import type { RecordWriter } from './record-writer.ts'
import type { RowOptions } from './row-options.ts'
import { isAboutRows, type StatementSender } from './statement-sender.ts'
import type { ValueWriter } from './value-writer.ts'
import type { WriteBatch } from './write-batch.ts'

/** Turns records into rows of a batch, and reports those that cannot be rows. */
export class BatchBuilder {
  readonly #writer: RecordWriter
  readonly #values: ValueWriter
  readonly #options: RowOptions
  readonly #sender: StatementSender
  readonly #context: SinkTaskContext
  #saidCut = false

  constructor(
    writer: RecordWriter,
    values: ValueWriter,
    options: RowOptions,
    sender: StatementSender,
    context: SinkTaskContext,
  ) {
    this.#writer = writer
    this.#values = values
    this.#options = options
    this.#sender = sender
    this.#context = context
  }

  /** Adds a record; null when that is done, a promise when the server has to be asked or the record is refused. */
  add(batch: WriteBatch, place: RecordPlace, signal: AbortSignal): Promise<void> | null {
    const { metrics } = this.#context
    try {
      const value = recordValue(place.batch, place.index, this.#options.format.startsWith('json'))
      if (value === null) {
        metrics.add('tombstones', 1)
        return null
      }
      if (this.#writer.parse(value) === 0) {
        metrics.add('blank_records', 1)
        return null
      }
      const preparation = this.#writer.prepare(signal)
      if (preparation !== null) return this.#addLater(preparation, batch, place, signal)
      this.#write(batch, place)
      return null
    } catch (error) {
      return this.#refuse(error, batch, place, signal)
    }
  }

  async #addLater(
    preparation: Promise<void>,
    batch: WriteBatch,
    place: RecordPlace,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await preparation
      this.#write(batch, place)
    } catch (error) {
      await this.#refuse(error, batch, place, signal)
    }
  }

  #write(batch: WriteBatch, place: RecordPlace): void {
    const { timestamp } = recordTime(place)
    const cutsBefore = this.#values.cuts
    const record = batch.openRecord(place)
    try {
      this.#writer.write(batch, record, timestamp)
      if (this.#values.cuts > cutsBefore) this.#sayCut(this.#values.cuts - cutsBefore)
    } catch (error) {
      batch.dropRecord()
      throw error
    }
  }

  #sayCut(count: number): void {
    if (!this.#options.mayCut) {
      throw new Misfit('a time has more digits than its column keeps, and timestamp.cut is false')
    }
    this.#context.metrics.add('cut_times', count)
    if (this.#saidCut) return
    this.#saidCut = true
    this.#context.log.warn(
      'times have more digits than their column keeps and lose them; rows whose times become equal replace each other',
      {
        database: this.#options.database,
        table: this.#writer.table,
        'timestamp.precision': this.#options.unit,
      },
    )
  }

  async #refuse(
    error: unknown,
    batch: WriteBatch,
    place: RecordPlace,
    signal: AbortSignal,
  ): Promise<void> {
    let isOther = false
    try {
      isOther = await this.#changeTable(error, signal)
    } catch (problem) {
      await this.#refuse(problem, batch, place, signal)
      return
    }
    // The record is read again: its table is another one now.
    if (isOther) await this.add(batch, place, signal)
    else await reportRecord(this.#context, place, this.#refusal(error))
  }

  /** Whether the table that the record does not fit is another one by now, changed by others or for the record. */
  async #changeTable(error: unknown, signal: AbortSignal): Promise<boolean> {
    const isColumn = error instanceof TidewireError && error.code === 'KWDB_COLUMN'
    if (!isColumn && !(error instanceof Misfit)) return false
    if (await this.#writer.refresh(signal)) return true
    if (!(error instanceof TooLong) || error.field === null) return false
    return await this.#writer.widen(error.field, error.length, signal)
  }

  /** The error of a record for what is wrong with it; throws what is not about the record. */
  #refusal(error: unknown): TidewireError {
    const { database } = this.#options
    const { table } = this.#writer
    if (error instanceof Misfit) {
      const field = error.field === null ? {} : { field: error.field }
      const reason = error.field === null ? error.message : `${error.field}: ${error.message}`
      return raise('KWDB_ROW', { table, database, reason }, field)
    }
    if (isAbort(error) || !(error instanceof TidewireError)) throw error
    if (isRetriable(error)) throw this.#sender.failure(error, 1)
    if (isAboutRows(error)) {
      const { serverCode = '', serverMessage = '' } = error.card
      return raise(
        'KWDB_BAD_RECORD',
        { table, database },
        { serverCode, serverMessage, cause: error },
      )
    }
    const isOwn = error.code === 'FORMATS_INVALID' || ownRefusals.has(error.code)
    if (!isOwn) throw this.#sender.failure(error, 1)
    return error
  }
}

const ownRefusals = new Set(['KWDB_NO_TABLE', 'KWDB_COLUMN', 'KWDB_VALUE_TYPE', 'KWDB_RELATIONAL'])

/** The record's own time in milliseconds; now, where it has none. */
function recordTime({ batch, index }: RecordPlace): { readonly timestamp: bigint } {
  const time =
    batch.form === 'bytes' ? batch.timestamp(index) : (batch.records[index]?.timestamp ?? -1n)
  return { timestamp: time >= 0n ? time : BigInt(Date.now()) }
}
