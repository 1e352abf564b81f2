import { isRetriable, messageOf, retry, type StreamContext, TidewireError } from '@tidewire/core'
import type { ColumnInserter, TDengineClient } from '../client/api.ts'
import { quoted } from '../dialect/identifier.ts'
import { raise } from '../errors.ts'
import { bindRows, type StoredRow } from '../sink/typed-rows.ts'
import { insertStatements, needsSql } from '../sink/typed-sql.ts'
import type { CdcChange } from './cdc-record.ts'
import { RowConverter, type SinkRow } from './sink-row.ts'
import { type SinkSettings, sinkOwnKeys } from './sink-settings.ts'
import type { SinkTable } from './sink-table.ts'
import { inUnit } from './split-sql.ts'

/** Most rows of one request, whatever the batch size. */
const requestRows = 10_000

/** Writes rows of one table in batches: prepared statements where the server has them, else INSERT text. */
export class TableWriter implements AsyncDisposable {
  readonly #client: TDengineClient
  readonly #settings: SinkSettings
  readonly #target: SinkTable
  readonly #context: StreamContext
  readonly #converter: RowConverter
  #inserter: ColumnInserter | null
  #rows: StoredRow[] = []
  /** Writes run one after the other: the timer's and the job's. */
  #writing: Promise<void> = Promise.resolve()
  #failure: unknown = null
  readonly #failed = Promise.withResolvers<never>()
  #timer: NodeJS.Timeout | null = null
  readonly #closing = new AbortController()

  constructor(
    client: TDengineClient,
    settings: SinkSettings,
    target: SinkTable,
    context: StreamContext,
  ) {
    this.#client = client
    this.#settings = settings
    this.#target = target
    this.#context = context
    this.#converter = new RowConverter(target, settings.isSuperTable, context.log)
    this.#failed.promise.catch(() => undefined)
    this.#inserter = settings.asText ? null : client.columnInserter(settings.database)
  }

  /** Rejects when a write by the timer failed: the next row may be long in coming. */
  get failed(): Promise<never> {
    return this.#failed.promise
  }

  /** Converts a row and keeps it for the next write. */
  add(row: SinkRow): void {
    this.#rows.push(this.#converter.convert(row))
  }

  /** Writes when a batch is full; else sees to it that rows do not wait for ever. */
  async writeFull(signal: AbortSignal): Promise<void> {
    if (this.#failure !== null) throw this.#failure
    if (this.#rows.length >= this.#settings.batchSize) {
      await this.flush(signal)
      return
    }
    const { flushIntervalMs } = this.#settings
    if (this.#timer !== null || this.#rows.length === 0 || flushIntervalMs === 0) return
    this.#timer = setTimeout(() => {
      this.flush(this.#closing.signal).catch(error => {
        if (this.#closing.signal.aborted) return
        this.#failure ??= error
        this.#failed.reject(error)
      })
    }, flushIntervalMs)
  }

  /** Writes everything that waits. */
  async flush(signal: AbortSignal): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    const rows = this.#rows
    this.#rows = []
    const before = this.#writing
    this.#writing = before.then(() => this.#write(rows, signal))
    this.#writing.catch(() => undefined)
    await this.#writing
    if (this.#failure !== null) throw this.#failure
  }

  /** Deletes a range of times of one table, or refuses, as configured. What waits is written before. */
  async remove(
    change: CdcChange<unknown> & { readonly kind: 'delete' },
    signal: AbortSignal,
  ): Promise<void> {
    const { deletes, database } = this.#settings
    if (deletes === 'ignore') {
      this.#context.metrics.add('deletes_ignored', 1)
      return
    }
    const name = change.table === null ? null : quoted(change.table)
    if (deletes === 'refuse' || name === null || change.from === null || change.to === null) {
      throw raise(
        'TDENGINE_STREAM_DELETE',
        { table: change.table ?? database },
        { sample: change.sql ?? '', key: sinkOwnKeys.deletes },
      )
    }
    await this.flush(signal)
    const { database: quotedDatabase, table, unit } = this.#target
    const time = `\`${table.columns[0]?.name ?? ''}\``
    const target = this.#settings.isSuperTable ? name : `\`${table.name}\``
    const from = inUnit(change.from, unit)
    const end = inUnit(change.to + 1n, unit)
    await this.#retrying('deleting rows', signal, () =>
      this.#client.execute(
        `DELETE FROM ${quotedDatabase}.${target} WHERE ${time} >= ${from} AND ${time} < ${end}`,
        signal,
      ),
    )
    this.#context.metrics.add('deletes_applied', 1)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#closing.abort()
    await this.#writing.catch(() => undefined)
    await this.#inserter?.[Symbol.asyncDispose]()
    await this.#client[Symbol.asyncDispose]()
  }

  async #write(rows: readonly StoredRow[], signal: AbortSignal): Promise<void> {
    for (let from = 0; from < rows.length; from += requestRows) {
      const part = rows.slice(from, from + requestRows)
      const doing = `writing ${part.length} rows to ${this.#settings.database}.${this.#target.table.name}`
      await this.#retrying(doing, signal, () => this.#send(part, signal))
      this.#context.metrics.add('rows_written', part.length)
    }
  }

  async #send(rows: readonly StoredRow[], signal: AbortSignal): Promise<void> {
    const { table, database } = this.#target
    const inserter = this.#inserter
    if (inserter !== null && !needsSql(rows, table)) {
      try {
        const { statement, frame } = bindRows(rows, table)
        await inserter.insert(statement, frame, signal)
        return
      } catch (error) {
        if (!(error instanceof TidewireError) || error.code !== 'TDENGINE_STATEMENTS') throw error
        this.#context.log.info('the server has no prepared statements: rows go as text', {})
        this.#inserter = null
        await inserter[Symbol.asyncDispose]()
      }
    }
    for (const statement of insertStatements(database, rows, table)) {
      await this.#client.execute(statement, signal)
    }
  }

  async #retrying(doing: string, signal: AbortSignal, work: () => Promise<unknown>): Promise<void> {
    const { maxRetries, retryMs } = this.#settings
    try {
      await retry(work, {
        signal,
        policy: {
          attempts: maxRetries + 1,
          baseMs: Math.min(100, retryMs),
          maxMs: Math.max(1, retryMs),
          factor: 2,
          jitter: 0.2,
        },
        again: isRetriable,
        onRetry: (error, attempt, delayMs) => {
          this.#context.metrics.add('write_retries', 1)
          this.#context.log.warn('a write is tried again', {
            doing,
            attempt,
            inMs: Math.round(delayMs),
            reason: messageOf(error),
          })
        },
      })
    } catch (error) {
      throw error instanceof TidewireError ? error.with({ doing }) : error
    }
  }
}
