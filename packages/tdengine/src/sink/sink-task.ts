import { setImmediate as sent } from 'node:timers/promises'
import {
  isRetriable,
  type Logger,
  type Props,
  type SinkBatch,
  type SinkTask,
  type SinkTaskContext,
} from '@tidewire/core'
import type { SchemalessProtocol } from '../client/api.ts'
import { type SinkConfig, sinkConfig } from '../config.ts'
import { ColumnPath } from './column-path.ts'
import { databaseOf } from './database-name.ts'
import { DatabaseWriter, type PlannedRequest } from './database-writer.ts'
import { type MappingFile, readMapping } from './mapping-file.ts'
import { RequestBuffer, type RequestLimits } from './request-buffer.ts'
import { type OpenClient, SinkConnection } from './sink-connection.ts'
import { mappedField } from './typed-row.ts'
import { TypedWriter } from './typed-writer.ts'
import { plainLines } from './write-steps.ts'

/** Makes the way to the server that a configuration names; throws `TDENGINE_URL` for a URL of no known form. */
export type SinkOpener = (config: SinkConfig, log: Logger) => OpenClient

/** Databases written at the same time; each has one request in flight and one being built. */
const parallelDatabases = 4
/** Rows of typed writes that are held as values. */
const maximumTypedRows = 10_000
/** Frames of different super tables that one request is made for. */
const maximumFrames = 16

interface Running {
  readonly config: SinkConfig
  readonly limits: RequestLimits
  readonly connection: SinkConnection
  readonly writer: DatabaseWriter
  readonly path: ColumnPath | null
  readonly typed: TypedWriter | null
}

/** The precision that a configuration asks for; null for the server's default, nanoseconds. */
function precisionOf(text: string): 'ms' | 'us' | 'ns' | null {
  const unit = text.toLowerCase()
  return unit === 'ms' || unit === 'us' || unit === 'ns' ? unit : null
}

/**
 * The task of the TDengine sink connector: joins record values into requests, one target database beside the other,
 * and writes the requests of a database strictly one after another. `open` makes the connection from a configuration.
 */
export class TDengineSinkTask implements SinkTask {
  readonly #open: SinkOpener
  readonly #databases = new Map<string, string>()
  readonly #free: RequestBuffer[] = []
  #running: Running | null = null

  constructor(open: SinkOpener) {
    this.#open = open
  }

  async start(props: Props, context: SinkTaskContext, signal: AbortSignal): Promise<void> {
    const config = sinkConfig.parse(sinkConfig.resolveAliases(props).props)
    const format = config['db.schemaless'].toLowerCase() as SchemalessProtocol
    const attempts = config['connection.attempts']
    const backoffMs = config['connection.backoff.ms']
    const connection = new SinkConnection(
      this.#open(config, context.log),
      { attempts, backoffMs },
      context.log,
      error => context.retrying?.(error),
    )
    const batchSize = config['batch.size'] === 0 ? Number.POSITIVE_INFINITY : config['batch.size']
    const precision = precisionOf(config['data.precision'])
    const ttlDays = config['table.ttl.days']
    const nameTag = config['child.table.name.tag']
    const tableNameTag = nameTag === '' ? null : nameTag
    const method = config['write.method'].toLowerCase()
    const path =
      method !== 'auto'
        ? null
        : new ColumnPath({
            format,
            precision,
            nameTag: tableNameTag,
            ttlDays,
            lanes: config['write.connections'],
            maxRows: batchSize,
            takeRequest: () => this.#take(),
            log: context.log,
          })
    const writer = new DatabaseWriter(
      connection,
      {
        user: config['connection.user'],
        format,
        precision,
        maxRetries: config['max.retries'],
        retryBackoffMs: config['retry.backoff.ms'],
        ttlDays,
        tableNameTag,
        databaseOptions: config['database.create.options'],
        batchSize,
      },
      context,
      path,
    )
    const limits = { format, maxRecords: batchSize, maxBytes: config['request.max.bytes'] }
    const file = config['mapping.file']
    const mapping = method === 'typed' && file !== '' ? await readMapping(file) : {}
    const typed = method === 'typed' ? typedWriter(config, mapping, format, writer, context) : null
    this.#running = { config, limits, connection, writer, path, typed }
    if (!/^utf-?8$/i.test(config['db.charset'])) {
      context.log.warn('db.charset has no effect: text goes to TDengine as UTF-8', {
        'db.charset': config['db.charset'],
      })
    }
    // A wrong password shows now; a server that is not there yet is tried again with the first records.
    try {
      await connection.client(signal, 1)
    } catch (error) {
      signal.throwIfAborted()
      if (!isRetriable(error)) throw error
      context.retrying?.(error)
      context.log.warn('TDengine is not reachable yet', { reason: (error as Error).message })
    }
  }

  async put(batches: readonly SinkBatch[], signal: AbortSignal): Promise<void> {
    const queues = [...this.#byDatabase(batches)]
    if (queues.length === 1) {
      const [first] = queues
      if (first !== undefined) await this.#writeAll(first[0], first[1], signal)
      return
    }
    const failures: unknown[] = []
    const lane = async () => {
      for (let next = queues.shift(); next !== undefined; next = queues.shift()) {
        try {
          await this.#writeAll(next[0], next[1], signal)
        } catch (error) {
          failures.push(error)
          queues.length = 0
        }
      }
    }
    await Promise.all(Array.from({ length: Math.min(parallelDatabases, queues.length) }, lane))
    // A failure for good must not hide behind one that may pass.
    if (failures.length > 0) throw failures.find(error => !isRetriable(error)) ?? failures[0]
  }

  async stop(): Promise<void> {
    const running = this.#running
    this.#running = null
    await running?.path?.[Symbol.asyncDispose]()
    await running?.typed?.[Symbol.asyncDispose]()
    await running?.connection[Symbol.asyncDispose]()
  }

  get #state(): Running {
    if (this.#running === null) throw new Error('the task is not started')
    return this.#running
  }

  #byDatabase(batches: readonly SinkBatch[]): Map<string, SinkBatch[]> {
    const { config } = this.#state
    const naming = {
      database: config['connection.database'],
      prefix: config['connection.database.prefix'],
    }
    const queues = new Map<string, SinkBatch[]>()
    for (const batch of batches) {
      let database = this.#databases.get(batch.topic)
      if (database === undefined) {
        database = databaseOf(batch.topic, naming)
        this.#databases.set(batch.topic, database)
      }
      const queue = queues.get(database)
      if (queue === undefined) queues.set(database, [batch])
      else queue.push(batch)
    }
    return queues
  }

  /**
   * Writes batches to one database. The next request is built while one is in flight, and sent when that one is
   * settled: a later row of a series never overtakes an earlier one.
   */
  async #writeAll(
    database: string,
    batches: readonly SinkBatch[],
    signal: AbortSignal,
  ): Promise<void> {
    const { writer, limits, typed } = this.#state
    if (typed !== null) {
      await typed.write(database, batches, signal)
      return
    }
    await writer.open(database, signal)
    let inFlight: Promise<void> = Promise.resolve()
    let tables = 1
    const take = () => {
      const request = this.#take()
      // A frame holds rows of one super table: with many of them a request of many records still fills its frames.
      request.maxRecords = limits.maxRecords * Math.min(tables, maximumFrames)
      return request
    }
    for (const request of joinRequests(batches, take)) {
      const planned = this.#plan(database, request)
      tables = planned.tables
      await inFlight
      inFlight = writer.write(database, planned, signal).finally(() => this.#release(planned))
      inFlight.catch(() => {}) // handled by the next await
      await sent() // let the bytes leave before the next request is built
    }
    await inFlight
  }

  #plan(database: string, request: RequestBuffer): PlannedRequest & { readonly tables: number } {
    const { path } = this.#state
    if (path !== null) return { request, ...path.plan(database, request) }
    const steps = request.count === 0 ? [] : [plainLines(0, request.count)]
    return { request, steps, tables: 1 }
  }

  #take(): RequestBuffer {
    return this.#free.pop() ?? new RequestBuffer(this.#state.limits)
  }

  #release({ request, steps }: PlannedRequest): void {
    this.#running?.path?.release(steps)
    const done = [request, ...steps.map(step => (step.kind === 'columns' ? step.rest : null))]
    for (const one of done) {
      if (one === null) continue
      one.clear()
      this.#free.push(one)
    }
  }
}

function typedWriter(
  config: SinkConfig,
  mapping: MappingFile,
  format: SchemalessProtocol,
  writer: DatabaseWriter,
  context: SinkTaskContext,
): TypedWriter {
  const fields = (key: 'columns.map' | 'tags.map') =>
    mapping[key] ?? config[key].map(mappedField).filter(field => field !== null)
  const text = (key: 'table.name' | 'child.table.name' | 'time.field' | 'tags.field') =>
    mapping[key] ?? config[key]
  const nameTag = mapping['child.table.name.tag'] ?? config['child.table.name.tag']
  const size = config['batch.size']
  return new TypedWriter(
    writer,
    {
      format: format === 'json' ? 'json' : 'line',
      unit: precisionOf(config['data.precision']) ?? (format === 'json' ? 'ms' : 'ns'),
      maxRows: size === 0 ? maximumTypedRows : Math.min(size, maximumTypedRows),
      mayChange: config['table.grow'],
      mapping: {
        table: text('table.name'),
        child: text('child.table.name'),
        childTag: nameTag === '' ? null : nameTag,
        timeField: text('time.field'),
        tagsField: text('tags.field'),
        columns: fields('columns.map'),
        tags: fields('tags.map'),
      },
    },
    context,
  )
}

/** Joins the records of batches, in order, into sealed requests; each is filled when it is asked for. */
function* joinRequests(
  batches: readonly SinkBatch[],
  take: () => RequestBuffer,
): Generator<RequestBuffer> {
  let request = take()
  for (const batch of batches) {
    for (let at = request.fill(batch, 0); at < batch.count; at = request.fill(batch, at)) {
      request.seal()
      yield request
      request = take()
    }
  }
  request.seal()
  yield request
}
