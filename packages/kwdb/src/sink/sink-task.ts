import { setImmediate as sent } from 'node:timers/promises'
import {
  isRetriable,
  type Logger,
  type Props,
  type SinkBatch,
  type SinkTask,
  type SinkTaskContext,
} from '@tidewire/core'
import type { KwdbClient } from '../client/api.ts'
import { formatOf, type SinkConfig, sinkConfig, timeUnits } from '../config.ts'
import { BatchBuilder } from './batch-builder.ts'
import { BatchDelivery } from './batch-delivery.ts'
import { KaiwuWriter } from './kaiwu-writer.ts'
import { PointWriter } from './point-writer.ts'
import type { RowOptions } from './row-options.ts'
import { StatementSender } from './statement-sender.ts'
import { TableCatalog } from './table-catalog.ts'
import { ValueWriter } from './value-writer.ts'
import { WriteBatch } from './write-batch.ts'

/** Makes the client that a configuration names; `retrying` is told of failures that it tries again after. */
export type ClientMaker = (
  config: SinkConfig,
  log: Logger,
  retrying: (error: unknown) => void,
) => KwdbClient

interface Running {
  readonly user: string
  readonly client: KwdbClient
  readonly tables: TableCatalog
  readonly builder: BatchBuilder
  readonly sender: StatementSender
  readonly delivery: BatchDelivery
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
  #isDatabaseChecked = false
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
    const delivery = new BatchDelivery({ builder, database, newBatch, sender, tables }, context)
    this.#running = { user, client, tables, builder, sender, delivery, newBatch }
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
    const { builder, delivery, sender, tables } = this.#state
    if (batches.every(batch => batch.count === 0)) return
    try {
      if (!this.#isDatabaseChecked) await this.#checkDatabase(signal)
    } catch (error) {
      throw sender.failure(error, 0)
    }
    tables.beginDelivery()
    await tables.checkOld(signal)
    let batch = this.#take()
    let underWay: { readonly batch: WriteBatch; readonly done: Promise<unknown> } | null = null
    const finish = async () => {
      if (underWay === null) return
      const { batch: written, done } = underWay
      underWay = null
      const failure = await done
      if (failure !== null) await delivery.recover(written, failure, signal)
      this.#give(written)
    }
    const begin = async () => {
      await finish()
      if (batch.places.length === 0) return
      delivery.merge(batch)
      underWay = { batch, done: delivery.send(batch, signal) }
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

  #take(): WriteBatch {
    return this.#free.pop() ?? this.#state.newBatch()
  }

  #give(batch: WriteBatch): void {
    batch.clear()
    if (this.#free.length < 2) this.#free.push(batch)
  }
}
