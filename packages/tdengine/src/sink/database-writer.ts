import { setTimeout as delay } from 'node:timers/promises'
import { isAbort, isRetriable, type SinkTaskContext, sampleOf, TidewireError } from '@tidewire/core'
import type { SchemalessProtocol } from '../client/api.ts'
import { raise } from '../errors.ts'
import { createDatabase, selectPrecision } from './database-name.ts'
import { reportRecord } from './record-report.ts'
import type { RequestBuffer } from './request-buffer.ts'
import { serverVerdict } from './server-verdict.ts'
import type { SinkConnection } from './sink-connection.ts'

/** How requests are written. */
export interface WriteOptions {
  readonly user: string
  readonly format: SchemalessProtocol
  readonly precision: 'ms' | 'us' | 'ns' | null
  /** How often a request is sent again after a failure that may pass. */
  readonly maxRetries: number
  readonly retryBackoffMs: number
  readonly ttlDays: number
  readonly tableNameTag: string | null
}

/** Writes requests: makes databases, sends again what may pass, and isolates the records that the server refuses. */
export class DatabaseWriter {
  readonly #connection: SinkConnection
  readonly #options: WriteOptions
  readonly #context: SinkTaskContext
  /** Databases known to be there, or not to be ours to make (then the server's refusal). */
  readonly #databases = new Map<string, TidewireError | null>()
  readonly #told = new Set<string>()

  constructor(connection: SinkConnection, options: WriteOptions, context: SinkTaskContext) {
    this.#connection = connection
    this.#options = options
    this.#context = context
  }

  /** Writes all records of a sealed request; resolves when each is stored or reported as refused. */
  async write(database: string, request: RequestBuffer, signal: AbortSignal): Promise<void> {
    const { metrics } = this.#context
    if (request.tombstones > 0) metrics.add('tombstones', request.tombstones)
    if (request.blanks > 0) metrics.add('blank_records', request.blanks)
    for (const { batch, index, error } of request.refused)
      await reportRecord(this.#context, { batch, index }, error)
    if (request.count === 0) return
    try {
      await this.#send(database, request, 0, request.count, signal)
    } catch (error) {
      if (serverVerdict(error) !== 'content') throw this.#failure(error, database, request.count)
      await this.#isolate(database, request, error, signal)
    }
  }

  /** The server refused the whole request: leaves out what it never takes between lines, then halves it. */
  async #isolate(
    database: string,
    request: RequestBuffer,
    refusal: unknown,
    signal: AbortSignal,
  ): Promise<void> {
    // A single record is tried once more: the server may have judged it by tables that were just changing.
    const again = request.tidy() || request.count === 1
    await this.#half(database, request, 0, request.count, again ? null : refusal, signal)
  }

  /**
   * Writes the records from `low` up to `high`, of which the server has refused the whole when `refusal` is given.
   * The left half is always settled before the right half is sent, so that records are stored in their order and each
   * is judged by the tables that its predecessors left.
   */
  async #half(
    database: string,
    request: RequestBuffer,
    low: number,
    high: number,
    refusal: unknown,
    signal: AbortSignal,
  ): Promise<void> {
    let reason = refusal
    if (reason === null) {
      try {
        await this.#send(database, request, low, high, signal)
        return
      } catch (error) {
        if (serverVerdict(error) !== 'content') throw this.#failure(error, database, high - low)
        reason = error
      }
    }
    if (high - low === 1) {
      const error = refused(reason, database, sampleOf(request.value(low)))
      await reportRecord(this.#context, request.place(low), error)
      return
    }
    this.#context.metrics.add('bisections', 1)
    const middle = (low + high) >>> 1
    await this.#half(database, request, low, middle, null, signal)
    await this.#half(database, request, middle, high, null, signal)
  }

  async #send(
    database: string,
    request: RequestBuffer,
    low: number,
    high: number,
    signal: AbortSignal,
  ): Promise<void> {
    const { metrics, log } = this.#context
    const { format, precision, maxRetries, retryBackoffMs, ttlDays, tableNameTag } = this.#options
    const body = request.body(low, high)
    let recreated = false
    for (let failures = 0; ; ) {
      const client = await this.#connection.client(signal)
      try {
        await this.#ensure(database, signal)
        metrics.add('requests', 1)
        await client.writeSchemaless(
          {
            database,
            protocol: format,
            precision: format === 'line' ? precision : null,
            body,
            ...(ttlDays > 0 ? { ttlDays } : {}),
            ...(tableNameTag === null ? {} : { tableNameKey: tableNameTag }),
          },
          signal,
        )
        metrics.add('rows_written', high - low)
        let bytes = 0
        for (const part of body) bytes += part.length
        metrics.add('bytes_written', bytes)
        return
      } catch (error) {
        signal.throwIfAborted()
        const verdict = serverVerdict(error)
        const missing = verdict === 'database' && !this.#isDenied(database)
        if (missing) {
          this.#databases.delete(database)
          if (!recreated) {
            recreated = true
            continue
          }
        }
        if ((verdict !== 'retry' && !missing) || failures >= maxRetries) throw error
        failures += 1
        metrics.add('retries', 1)
        log.warn('TDengine did not take a request, sending it again', {
          database,
          records: high - low,
          retry: failures,
          retries: maxRetries,
          delayMs: retryBackoffMs,
          reason: (error as Error).message,
        })
        await delay(retryBackoffMs, undefined, { signal })
      }
    }
  }

  /** Makes the database once; a user who may not make databases can still write to one that is there. */
  async #ensure(database: string, signal: AbortSignal): Promise<void> {
    if (this.#databases.has(database)) return
    const client = await this.#connection.client(signal)
    try {
      await client.execute(createDatabase(database), signal)
    } catch (error) {
      if (isRetriable(error) || isAbort(error)) throw error
      if (serverVerdict(error) !== 'access' || !(error instanceof TidewireError)) {
        throw stopped(error, database, 0)
      }
      this.#databases.set(database, error)
      return
    }
    this.#databases.set(database, null)
    await this.#tellPrecision(database, signal)
  }

  /** Says once when a database that was there keeps coarser time stamps than nanoseconds. */
  async #tellPrecision(database: string, signal: AbortSignal): Promise<void> {
    if (this.#told.has(database)) return
    this.#told.add(database)
    const client = await this.#connection.client(signal)
    try {
      const result = await client.query(selectPrecision(database), signal)
      const unit = result.rows[0]?.[0]
      if (typeof unit === 'string' && unit !== 'ns') {
        this.#context.log.info(
          `database ${database} keeps time stamps in ${unit}: TDengine converts them and cuts off what is finer`,
          { database, precision: unit },
        )
      }
    } catch (error) {
      signal.throwIfAborted()
      this.#context.log.debug('cannot read the precision of the database', {
        database,
        reason: (error as Error).message,
      })
    }
  }

  /** The error that `put` throws for a failure that is not about single records. */
  #failure(error: unknown, database: string, count: number): unknown {
    if (isAbort(error) || !(error instanceof TidewireError)) return error
    const doing = `writing ${count} record(s) to database ${database}`
    switch (serverVerdict(error)) {
      case 'access':
        return this.#accessDenied(error, error, database, doing)
      case 'database': {
        const denied = this.#databases.get(database) ?? null
        if (denied !== null) return this.#accessDenied(denied, error, database, doing)
        return this.#unavailable(error, database, count, doing)
      }
      case 'retry':
        return this.#unavailable(error, database, count, doing)
      default:
        return error.code === 'TDENGINE_SINK_WRITE' ? error : stopped(error, database, count)
    }
  }

  #isDenied(database: string): boolean {
    return this.#databases.get(database) instanceof TidewireError
  }

  #accessDenied(words: TidewireError, cause: TidewireError, database: string, doing: string) {
    const { user } = this.#options
    const facts = { doing, ...serverFacts(words), cause }
    return raise('TDENGINE_SINK_ACCESS', { user, database }, facts)
  }

  #unavailable(error: TidewireError, database: string, count: number, doing: string) {
    this.#context.retryAfter(this.#options.retryBackoffMs)
    const facts = { doing, ...serverFacts(error), cause: error }
    return raise('TDENGINE_SINK_UNAVAILABLE', { count, database }, facts)
  }
}

function serverFacts(error: TidewireError): { serverCode?: string; serverMessage?: string } {
  const { serverCode, serverMessage } = error.card
  return {
    ...(serverCode === undefined ? {} : { serverCode }),
    serverMessage: serverMessage ?? error.message,
  }
}

function refused(reason: unknown, database: string, sample: string): TidewireError {
  const server = reason instanceof TidewireError ? serverFacts(reason) : {}
  const doing = `writing the record to database ${database}`
  return raise('TDENGINE_BAD_RECORD', { database }, { doing, sample, ...server, cause: reason })
}

function stopped(error: unknown, database: string, count: number): TidewireError {
  const server = error instanceof TidewireError ? serverFacts(error) : {}
  const doing =
    count === 0
      ? `creating database ${database}`
      : `writing ${count} record(s) to database ${database}`
  return raise('TDENGINE_SINK_WRITE', { count, database }, { doing, ...server, cause: error })
}
