import { setImmediate as sent } from 'node:timers/promises'
import {
  isAbort,
  isRetriable,
  type Logger,
  type Props,
  type RecordPlace,
  reportRecord,
  type SinkBatch,
  type SinkTask,
  type SinkTaskContext,
} from '@tidewire/core'
import type { KwdbClient } from '../client/api.ts'
import { formatOf, type SinkConfig, sinkConfig, timeUnits } from '../config.ts'
import { insertHead } from '../dialect/ddl.ts'
import { raise } from '../errors.ts'
import { BatchBuilder } from './batch-builder.ts'
import type { InsertStatement } from './insert-statement.ts'
import { KaiwuWriter } from './kaiwu-writer.ts'
import { PointWriter } from './point-writer.ts'
import { mergeRows } from './row-merge.ts'
import type { RowOptions } from './row-options.ts'
import { isAboutRows, StatementSender } from './statement-sender.ts'
import { TableCatalog } from './table-catalog.ts'
import { ValueWriter } from './value-writer.ts'
import { WriteBatch } from './write-batch.ts'

/** Makes the client that a configuration names; `retrying` is told of failures that it tries again after. */
export type ClientMaker = (
  config: SinkConfig,
  log: Logger,
  retrying: (error: unknown) => void,
) => KwdbClient

/** Statements that are sent without waiting for the answer to the one before, and their bytes. */
const messagesUnderWay = 64
const bytesUnderWay = 256 * 1024

interface Running {
  readonly options: RowOptions
  readonly user: string
  readonly client: KwdbClient
  readonly tables: TableCatalog
  readonly builder: BatchBuilder
  readonly sender: StatementSender
  readonly newBatch: () => WriteBatch
}

function rowOptions(config: SinkConfig): RowOptions {
  const format = formatOf(config['protocol.type']) ?? 'json_kaiwudb'
  const given = config['timestamp.precision']?.toLowerCase()
  const unit = timeUnits[format].find(one => one === given) ?? timeUnits[format][0]
  return {
    database: config['connection.database'],
    format,
    unit,
    mayCreate: config['auto.create'] ?? format !== 'line_influxdb',
    mayChange: config['auto.evolve'],
    mayCut: config['timestamp.cut'],
    valueType: /^float8$/i.test(config['opentsdb.value.type']) ? 'FLOAT8' : 'VARCHAR',
    primaryTags: config['opentsdb.primary.tags'],
    metricColumns: config['opentsdb.metric.column'],
  }
}

/**
 * The task of the KWDB sink connector: records become rows of INSERT statements, which are sent one after another. The
 * next statements are built while the last ones are under way.
 */
export class KwdbSinkTask implements SinkTask {
  readonly #makeClient: ClientMaker
  #running: Running | null = null
  #context: SinkTaskContext | null = null
  #isDatabaseChecked = false
  #saidMerge = false
  readonly #free: WriteBatch[] = []

  constructor(makeClient: ClientMaker) {
    this.#makeClient = makeClient
  }

  async start(props: Props, context: SinkTaskContext, signal: AbortSignal): Promise<void> {
    const config = sinkConfig.parse(props)
    const options = rowOptions(config)
    const { database } = options
    const user = config['connection.user']
    const client = this.#makeClient(config, context.log, error => context.retrying?.(error))
    const tables = new TableCatalog(client, database, options.unit, context)
    const values = new ValueWriter()
    const Writer = options.format === 'json_kaiwudb' ? KaiwuWriter : PointWriter
    const writer = new Writer(tables, options, values)
    const sending = {
      database,
      user,
      maxRetries: config['max.retries'],
      retryBackoffMs: config['retry.backoff.ms'],
    }
    const sender = new StatementSender(client, sending, context)
    const builder = new BatchBuilder(writer, values, options, sender, context)
    const limits = {
      records: config['batch.size'],
      rows: config['insert.max.rows'],
      statementBytes: config['request.max.bytes'],
    }
    const newBatch = () => new WriteBatch(limits)
    this.#context = context
    this.#running = { options, user, client, tables, builder, sender, newBatch }
    // A wrong password shows now; a server that is not there yet is tried again with the first records.
    try {
      await client.connect(signal, 1)
      await this.#checkDatabase(signal)
    } catch (error) {
      signal.throwIfAborted()
      if (!isRetriable(error)) throw sender.failure(error, 0)
      context.retrying?.(error)
      context.log.warn('KWDB is not reachable yet', { reason: (error as Error).message })
    }
  }

  async put(batches: readonly SinkBatch[], signal: AbortSignal): Promise<void> {
    const { builder, sender, tables } = this.#state
    if (batches.every(batch => batch.count === 0)) return
    try {
      if (!this.#isDatabaseChecked) await this.#checkDatabase(signal)
    } catch (error) {
      throw sender.failure(error, 0)
    }
    tables.beginDelivery()
    let batch = this.#take()
    let underWay: { readonly batch: WriteBatch; readonly done: Promise<unknown> } | null = null
    const finish = async () => {
      if (underWay === null) return
      const { batch: written, done } = underWay
      underWay = null
      const failure = await done
      if (failure !== null) await this.#recover(written, failure, signal)
      this.#give(written)
    }
    const begin = async () => {
      await finish()
      if (batch.places.length === 0) return
      this.#merge(batch)
      underWay = { batch, done: this.#send(batch, signal) }
      batch = this.#take()
      await sent() // let the bytes leave before the next statements are built
    }
    try {
      for (const source of batches) {
        for (let index = 0; index < source.count; index += 1) {
          const waiting = builder.add(batch, { batch: source, index }, signal)
          if (waiting !== null) await waiting
          if (batch.isFull) await begin()
        }
      }
      await begin()
      await finish()
    } finally {
      await (underWay as { readonly done: Promise<unknown> } | null)?.done
      this.#give(batch)
    }
  }

  async stop(): Promise<void> {
    const running = this.#running
    this.#running = null
    await running?.client[Symbol.asyncDispose]()
  }

  get #state(): Running {
    if (this.#running === null) throw new Error('the task is not started')
    return this.#running
  }

  async #checkDatabase(signal: AbortSignal): Promise<void> {
    const { tables, user } = this.#state
    await tables.checkDatabase(user, signal)
    this.#isDatabaseChecked = true
  }

  /** Sends all statements; answers what went wrong instead of throwing it, since nobody may be waiting yet. */
  async #send(batch: WriteBatch, signal: AbortSignal): Promise<unknown> {
    const { sender } = this.#state
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

  #merge(batch: WriteBatch): void {
    const { database } = this.#state.options
    const merged = mergeRows(batch, (table, columns) => ({
      table,
      columns,
      head: insertHead(database, table, columns),
    }))
    if (merged === 0) return
    this.#context?.metrics.add('merged_rows', merged)
    if (this.#saidMerge) return
    this.#saidMerge = true
    this.#context?.log.warn(
      'rows of one series and time name different columns; those of one batch are merged, but across batches the server decides: with ts.dedup.rule=override a later row makes null what it does not name, with ts.dedup.rule=merge it keeps it',
      { database },
    )
  }

  /** Writes a batch that the server refused: with the tables as they are now, without the records that it refuses. */
  async #recover(batch: WriteBatch, failure: unknown, signal: AbortSignal): Promise<void> {
    if (isAbort(failure) || !isAboutRows(failure)) throw failure
    const { tables } = this.#state
    for (const { target } of batch.statements) tables.forget(target.table)
    const again = await this.#rebuild(batch.places, signal)
    this.#merge(again)
    const refused = await this.#send(again, signal)
    if (refused === null) {
      this.#give(again)
      return
    }
    if (!isAboutRows(refused)) throw refused
    // A row that is made of several records says nothing about which of them is to blame.
    const hadMerged = again.merged > 0
    const apart = hadMerged ? await this.#rebuild(again.places, signal) : again
    const dead = new Set<number>()
    await this.#bisectAll(apart, dead, signal)
    if (hadMerged) {
      const alive = apart.places.filter((_, i) => !dead.has(i))
      const last = await this.#rebuild(alive, signal)
      this.#merge(last)
      await this.#bisectAll(last, new Set(), signal)
      this.#give(last)
      this.#give(again)
    }
    this.#give(apart)
  }

  async #rebuild(places: readonly RecordPlace[], signal: AbortSignal): Promise<WriteBatch> {
    const { builder, newBatch } = this.#state
    const batch = newBatch()
    for (const place of places) await builder.add(batch, place, signal)
    return batch
  }

  async #bisectAll(batch: WriteBatch, dead: Set<number>, signal: AbortSignal): Promise<void> {
    for (const statement of batch.filled()) {
      await this.#bisect(batch, statement, [...Array(statement.rows).keys()], dead, signal)
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
    const { sender } = this.#state
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
      this.#context?.metrics.add('bisections', 1)
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
    const context = this.#context
    const place = batch.places[record]
    if (context === null || place === undefined) return
    const { card } = error as { readonly card: { serverCode?: string; serverMessage?: string } }
    const { serverCode = '', serverMessage = '' } = card
    const { database } = this.#state.options
    const { table } = statement.target
    const facts = { serverCode, serverMessage, cause: error }
    await reportRecord(context, place, raise('KWDB_BAD_RECORD', { table, database }, facts))
  }

  #take(): WriteBatch {
    return this.#free.pop() ?? this.#state.newBatch()
  }

  #give(batch: WriteBatch): void {
    batch.clear()
    if (this.#free.length < 2) this.#free.push(batch)
  }
}
