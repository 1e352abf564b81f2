import { setTimeout as delay } from 'node:timers/promises'
import {
  isAbort,
  isRetriable,
  reportRecord,
  type SinkTaskContext,
  sampleOf,
  TidewireError,
} from '@tidewire/core'
import type { TDengineClient } from '../client/api.ts'
import { raise } from '../errors.ts'
import type { ColumnPath } from './column-path.ts'
import { createDatabase, selectPrecision } from './database-name.ts'
import type { RequestBuffer } from './request-buffer.ts'
import { serverVerdict } from './server-verdict.ts'
import type { SinkConnection } from './sink-connection.ts'
import { refusedRecord, serverFacts, stopped } from './write-error.ts'
import type { WriteOptions } from './write-options.ts'
import type { Lesson, ReadyBind, WriteStep } from './write-steps.ts'

/** A request with the steps in which it is written. */
export interface PlannedRequest {
  readonly request: RequestBuffer
  readonly steps: readonly WriteStep[]
}

type Step<K extends WriteStep['kind']> = Extract<WriteStep, { kind: K }>

/** Writes requests: makes databases, sends again what may pass, and isolates the records that the server refuses. */
export class DatabaseWriter {
  readonly #connection: SinkConnection
  readonly #options: WriteOptions
  readonly #context: SinkTaskContext
  readonly #path: ColumnPath | null
  /** Databases known to be there, or not to be ours to make (then the server's refusal). */
  readonly #databases = new Map<string, TidewireError | null>()
  readonly #told = new Set<string>()
  readonly #units = new Map<string, 'ms' | 'us' | 'ns'>()

  constructor(
    connection: SinkConnection,
    options: WriteOptions,
    context: SinkTaskContext,
    path: ColumnPath | null,
  ) {
    this.#connection = connection
    this.#options = options
    this.#context = context
    this.#path = path
  }

  /** Makes a database that is not known, so that requests can be planned; a failure shows when one is written. */
  async open(database: string, signal: AbortSignal): Promise<void> {
    if (this.#path === null || !this.#connection.isOpen || this.#databases.has(database)) return
    try {
      await this.ensure(database, signal)
    } catch (error) {
      signal.throwIfAborted()
      const reason = (error as Error).message
      this.#context.log.debug('cannot open the database yet', { database, reason })
    }
  }

  /** Writes all records of a sealed request; resolves when each is stored or reported as refused. */
  async write(
    database: string,
    { request, steps }: PlannedRequest,
    signal: AbortSignal,
  ): Promise<void> {
    const { metrics } = this.#context
    if (request.tombstones > 0) metrics.add('tombstones', request.tombstones)
    if (request.blanks > 0) metrics.add('blank_records', request.blanks)
    for (const { batch, index, error } of request.refused)
      await reportRecord(this.#context, { batch, index }, error)
    for (const step of steps) {
      if (step.kind === 'columns') await this.#writeColumns(database, request, step, signal)
      else await this.#writeLines(database, request, step, step.lesson, signal)
    }
  }

  /** Writes records as lines and learns from them; resolves with the refused ones. */
  async #writeLines(
    database: string,
    request: RequestBuffer,
    { low, high }: { readonly low: number; readonly high: number },
    lesson: Lesson,
    signal: AbortSignal,
  ): Promise<ReadonlySet<number>> {
    const { batchSize } = this.#options
    const refused = new Set<number>()
    for (let from = low; from < high; from += batchSize) {
      const to = Math.min(high, from + batchSize)
      await this.#settle(database, request, from, to, refused, signal)
    }
    if (this.#path !== null && (lesson.newChildren.length > 0 || lesson.changed.size > 0)) {
      const client = await this.#connection.client(signal)
      await this.#path.learn(client, database, lesson, refused, signal)
    }
    return refused
  }

  /** Writes frames, then the records that were left out of them. Frames that the server refuses are written as lines. */
  async #writeColumns(
    database: string,
    request: RequestBuffer,
    step: Step<'columns'>,
    signal: AbortSignal,
  ): Promise<void> {
    const { rest, lesson, binds } = step
    const failure = await this.#insertAll(database, binds, signal)
    if (failure !== null) {
      if (isRetriable(failure) || isAbort(failure))
        throw this.failure(failure, database, step.high - step.low)
      await this.#writeRefused(database, request, step, failure, signal)
      return
    }
    const { metrics } = this.#context
    metrics.add('rows_written', step.high - step.low - (rest?.count ?? 0))
    if (rest === null) return
    await this.#writeLines(database, rest, { low: 0, high: rest.count }, lesson, signal)
  }

  async #writeRefused(
    database: string,
    request: RequestBuffer,
    step: Step<'columns'>,
    failure: unknown,
    signal: AbortSignal,
  ): Promise<void> {
    const { log, metrics } = this.#context
    const reason = (failure as Error).message
    metrics.add('refused_frames', 1)
    log.debug('TDengine did not take columns, writing lines', { database, reason })
    if (failure instanceof TidewireError && failure.code === 'TDENGINE_STATEMENTS') {
      this.#path?.unavailable(failure.message)
    }
    const nothing = { newChildren: [], changed: new Set<never>() }
    const refused = await this.#writeLines(database, request, step, nothing, signal)
    const changed = this.#path?.refused(database, step.binds, refused.size === 0)
    if (changed === undefined) return
    const client = await this.#connection.client(signal)
    await this.#path?.learn(client, database, { newChildren: [], changed }, refused, signal)
  }

  /** Sends frames, those of different lanes side by side; resolves with the first failure. */
  async #insertAll(
    database: string,
    binds: readonly ReadyBind[],
    signal: AbortSignal,
  ): Promise<unknown> {
    const path = this.#path
    if (path === null) return null
    const lanes = new Map<number, ReadyBind[]>()
    for (const bind of binds) {
      const lane = lanes.get(bind.lane)
      if (lane === undefined) lanes.set(bind.lane, [bind])
      else lane.push(bind)
    }
    const { metrics } = this.#context
    const runs = [...lanes.values()].map(async lane => {
      for (const bind of lane) {
        await this.deliver(database, bind.rows, signal, async client => {
          metrics.add('requests', 1)
          await path.insert(client, database, bind, signal)
          metrics.add('bound_rows', bind.rows)
          metrics.add('bytes_written', bind.frame.length)
        })
      }
    })
    const failed = (await Promise.allSettled(runs)).filter(run => run.status === 'rejected')
    const errors: unknown[] = failed.map(run => run.reason)
    return errors.find(error => isRetriable(error) || isAbort(error)) ?? errors[0] ?? null
  }

  /** Writes a range of records; what the server refuses is tidied and halved until the bad records are found. */
  async #settle(
    database: string,
    request: RequestBuffer,
    low: number,
    high: number,
    refused: Set<number>,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await this.#send(database, request, low, high, signal)
    } catch (error) {
      if (serverVerdict(error) !== 'content') throw this.failure(error, database, high - low)
      // A request of one record is tried once more: the server may have judged it by tables that were just changing.
      const again = request.tidy() || request.count === 1
      await this.#half(database, request, low, high, again ? null : error, refused, signal)
    }
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
    refused: Set<number>,
    signal: AbortSignal,
  ): Promise<void> {
    let reason = refusal
    if (reason === null) {
      try {
        await this.#send(database, request, low, high, signal)
        return
      } catch (error) {
        if (serverVerdict(error) !== 'content') throw this.failure(error, database, high - low)
        reason = error
      }
    }
    if (high - low === 1) {
      const error = refusedRecord(reason, database, sampleOf(request.value(low)))
      await reportRecord(this.#context, request.place(low), error)
      refused.add(low)
      return
    }
    this.#context.metrics.add('bisections', 1)
    const middle = (low + high) >>> 1
    await this.#half(database, request, low, middle, null, refused, signal)
    await this.#half(database, request, middle, high, null, refused, signal)
  }

  /** Sends records as lines. */
  async #send(
    database: string,
    request: RequestBuffer,
    low: number,
    high: number,
    signal: AbortSignal,
  ): Promise<void> {
    const { metrics } = this.#context
    const { format, precision, ttlDays, tableNameTag } = this.#options
    const body = request.body(low, high)
    await this.deliver(database, high - low, signal, async client => {
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
    })
  }

  /** The unit of time stamps of a database that was opened; nanoseconds when the server does not tell. */
  unitOf(database: string): 'ms' | 'us' | 'ns' {
    return this.#units.get(database) ?? 'ns'
  }

  /** Makes one attempt after the other until the server has taken it or has a reason not to. */
  async deliver(
    database: string,
    records: number,
    signal: AbortSignal,
    attempt: (client: TDengineClient) => Promise<void>,
  ): Promise<void> {
    const { metrics, log } = this.#context
    const { maxRetries, retryBackoffMs } = this.#options
    let recreated = false
    for (let failures = 0; ; ) {
      const client = await this.#connection.client(signal)
      try {
        await this.ensure(database, signal)
        await attempt(client)
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
        this.#context.retrying?.(error)
        log.warn('TDengine did not take a request, sending it again', {
          database,
          records,
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
  async ensure(database: string, signal: AbortSignal): Promise<void> {
    if (this.#databases.has(database)) return
    const client = await this.#connection.client(signal)
    try {
      await client.execute(createDatabase(database, this.#options.databaseOptions), signal)
    } catch (error) {
      if (isRetriable(error) || isAbort(error)) throw error
      if (serverVerdict(error) !== 'access' || !(error instanceof TidewireError)) {
        throw stopped(error, database, 0)
      }
      this.#databases.set(database, error)
      await this.#readUnit(database, signal)
      return
    }
    this.#databases.set(database, null)
    await this.#readUnit(database, signal)
  }

  /** Reads the unit of time stamps, and says once when they are coarser than nanoseconds. */
  async #readUnit(database: string, signal: AbortSignal): Promise<void> {
    const client = await this.#connection.client(signal)
    try {
      const result = await client.query(selectPrecision(database), signal)
      const unit = result.rows[0]?.[0]
      const isUnit = unit === 'ms' || unit === 'us' || unit === 'ns'
      this.#path?.opened(database, isUnit ? unit : null)
      if (isUnit) this.#units.set(database, unit)
      if (!isUnit || unit === 'ns' || this.#told.has(database)) return
      this.#told.add(database)
      this.#context.log.info(
        `database ${database} keeps time stamps in ${unit}: TDengine converts them and cuts off what is finer`,
        { database, precision: unit },
      )
    } catch (error) {
      signal.throwIfAborted()
      this.#path?.opened(database, null)
      this.#context.log.debug('cannot read the precision of the database', {
        database,
        reason: (error as Error).message,
      })
    }
  }

  /** The error that `put` throws for a failure that is not about single records. */
  failure(error: unknown, database: string, count: number): unknown {
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
