import { setTimeout as delay } from 'node:timers/promises'
import {
  earliest,
  isRetriable,
  messageOf,
  type Props,
  readTime,
  rowFaults,
  type SourceBytesBatch,
  type SourceRecord,
  type SourceTask,
  type SourceTaskContext,
} from '@tidewire/core'
import type { TDengineClient } from '../client/api.ts'
import { serverCodeOf } from '../client/server-error.ts'
import { type SourceConfig, sourceConfig } from '../source-config.ts'
import { fromMillis, fromNanos, partitionOf, restore } from './position.ts'
import { PrintedBatches } from './printed-batch.ts'
import { settingsOf, topicOf } from './profile.ts'
import { configuredDatabase, openSource, sourceError } from './source-access.ts'
import { structRecords } from './struct-records.ts'
import { createdAt, findDatabase } from './table-list.ts'
import { splitTables } from './table-names.ts'
import { sliceMs, TableReader } from './table-reader.ts'

type Batches = AsyncGenerator<SourceBytesBatch, void, undefined>

/** The longest a poll waits before it tells the worker that there is nothing, in milliseconds. */
const longestWaitMs = 1000

/** Server codes for a table that is gone, or whose columns are not what they were. */
const tableGone = new Set([0x2603, 0x0362, 0x0618, 0x2662])
const columnsChanged = new Set([0x2602])

interface Running {
  readonly config: SourceConfig
  readonly context: SourceTaskContext
  readonly client: TDengineClient
  readonly readers: readonly TableReader[]
  readonly batches: PrintedBatches
  /** True when flat JSON is handed over as structures, for converters that want them. */
  readonly structures: boolean
}

/** The task of the TDengine source connector: reads its tables in turn, one window at a time. */
export class TDengineSourceTask implements SourceTask {
  #running: Running | null = null
  #current: { readonly reader: TableReader; readonly batches: Batches } | null = null
  #failures = 0

  async start(props: Props, context: SourceTaskContext, signal: AbortSignal): Promise<void> {
    const { props: resolved } = sourceConfig.resolveAliases(props)
    const config = sourceConfig.parse(resolved)
    const settings = settingsOf(config, resolved)
    const client = await openSource(config, context.log, signal)
    try {
      const { name: database, unit } = await findDatabase(
        client,
        configuredDatabase(config),
        signal,
      )
      const zone = config['connection.timezone']
      const time = (text: string | null) => {
        const nanos = text === null ? null : readTime(text, zone)
        return nanos === null ? null : fromNanos(nanos, unit)
      }
      const lookBackMs = config['look.back.ms']
      const faults = rowFaults(context, props['errors.tolerance'] === 'all')
      const batches = new PrintedBatches()
      const width = fromMillis(sliceMs(lookBackMs), unit)
      const readers: TableReader[] = []
      for (const table of splitTables(database, config.tables)) {
        const offset = await context.offsets.offset(partitionOf(table.name))
        const created = await createdAt(client, table, signal)
        const ledger = restore(offset, { database, unit, width, created })
        if (offset !== null && ledger === null) {
          context.log.warn(
            'the stored position is not of this database and table; reading begins anew',
            {
              table: table.name,
            },
          )
        }
        readers.push(
          new TableReader(client, batches, ledger, created, {
            table,
            unit,
            topic: topicOf(settings.naming, database, table.name),
            output: settings.output,
            initial: time(config['timestamp.initial']) ?? earliest,
            end: time(config['timestamp.end']),
            fetchRows: config['fetch.max.rows'],
            pollMs: config['poll.interval.ms'],
            lookBackMs,
            lookBackRows: config['look.back.max.rows'],
            lateCheckMs: config['late.rows.check.interval.ms'],
            queryMs: config['query.interval.ms'],
            faults,
            log: context.log,
          }),
        )
      }
      const structures = settings.output.format === 'flat-json' && !context.textValues
      this.#running = { config, context, client, readers, batches, structures }
    } catch (error) {
      await client[Symbol.asyncDispose]()
      throw sourceError(error, config)
    }
  }

  async poll(signal: AbortSignal): Promise<readonly SourceRecord[] | SourceBytesBatch> {
    const { config, context, readers, batches: printed, structures } = this.#state
    for (;;) {
      if (this.#current === null) {
        const reader = next(readers)
        const wait = reader === null ? longestWaitMs : reader.due - Date.now()
        if (reader === null || wait > 0) {
          await delay(Math.min(wait, longestWaitMs), undefined, { signal })
          if (wait > longestWaitMs || reader === null) return []
        }
        printed.current.clear()
        this.#current = { reader, batches: reader.round(signal) }
      }
      const { reader, batches } = this.#current
      try {
        const { done, value } = await batches.next()
        if (done !== true) return structures ? structRecords(value, reader.schema) : value
        this.#current = null
        this.#failures = 0
        // The worker hears of every quiet round, so that it can pause or stop the task.
        if (next(readers)?.behind !== true) return []
      } catch (thrown) {
        this.#current = null
        signal.throwIfAborted()
        const error = sourceError(thrown, config)
        const code = serverCodeOf(thrown)
        if (code !== null && tableGone.has(code)) {
          context.log.debug('the table is gone', { table: reader.table.name })
          reader.gone()
          return []
        }
        if (code !== null && columnsChanged.has(code)) reader.forgetShape()
        else if (!isRetriable(error)) throw error
        this.#failures += 1
        context.metrics.add('read_failures', 1)
        if (this.#failures >= config['connection.attempts']) throw error
        context.log.warn('reading failed, trying again', {
          table: reader.table.name,
          reason: messageOf(error),
        })
        reader.due = Date.now() + Math.max(0, config['connection.backoff.ms'])
        return []
      }
    }
  }

  async stop(): Promise<void> {
    const running = this.#running
    this.#running = null
    await this.#current?.batches.return()
    this.#current = null
    await running?.client[Symbol.asyncDispose]()
  }

  get #state(): Running {
    if (this.#running === null) throw new Error('the task is not started')
    return this.#running
  }
}

/** The reader that is due first; null when there is none. */
function next(readers: readonly TableReader[]): TableReader | null {
  let best: TableReader | null = null
  for (const reader of readers) if (best === null || reader.due < best.due) best = reader
  return best
}
