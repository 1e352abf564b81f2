import { setTimeout as delay } from 'node:timers/promises'
import {
  isRetriable,
  messageOf,
  type Props,
  RecordBatch,
  rowFaults,
  type SourceBytesBatch,
  type SourceRecord,
  type SourceTask,
  type SourceTaskContext,
  type TimeUnit,
} from '@tidewire/core'
import { type PrimaryFlags, TextBuffer } from '@tidewire/formats'
import { kindOf } from '../client/server-error.ts'
import { formatOf } from '../config.ts'
import { type SourceConfig, sourceConfig, timeOf } from '../source-config.ts'
import { partitionOf } from './position.ts'
import type { ReadOptions } from './read-options.ts'
import { checkDatabase, openSource, type SourceAccess } from './source-access.ts'
import { splitTables } from './table-names.ts'
import { ColumnsChanged } from './table-queries.ts'
import { TableReader } from './table-reader.ts'
import { topicOf } from './topic-name.ts'

type Batches = AsyncGenerator<SourceBytesBatch, void, undefined>

/** The longest a poll waits before it tells the worker that there is nothing, in milliseconds. */
const longestWaitMs = 1000

interface Running {
  readonly config: SourceConfig
  readonly context: SourceTaskContext
  readonly access: SourceAccess
  readonly readers: readonly TableReader[]
  readonly batch: RecordBatch<TextBuffer>
}

/** The task of the KWDB source connector: reads its tables in turn, one window at a time. */
export class KwdbSourceTask implements SourceTask {
  #running: Running | null = null
  #current: { readonly reader: TableReader; readonly batches: Batches } | null = null
  #failures = 0

  async start(props: Props, context: SourceTaskContext, signal: AbortSignal): Promise<void> {
    const config = sourceConfig.parse(sourceConfig.resolveAliases(props).props)
    const access = openSource(config, context.log)
    try {
      const { client, catalog } = access
      const database = config['connection.database']
      await checkDatabase(catalog, database, signal)
      const common = readOptions(config, props, context)
      const batch = new RecordBatch(new TextBuffer())
      const readers: TableReader[] = []
      for (const table of splitTables(config.tables)) {
        const stored = await context.offsets.offset(partitionOf(database, table))
        const topic = topicOf(namingOf(config), database, table)
        readers.push(new TableReader(client, catalog, batch, stored, { ...common, table, topic }))
      }
      this.#running = { config, context, access, readers, batch }
    } catch (error) {
      await access[Symbol.asyncDispose]()
      throw error
    }
  }

  async poll(signal: AbortSignal): Promise<readonly SourceRecord[] | SourceBytesBatch> {
    const { config, context, readers, batch } = this.#state
    for (;;) {
      if (this.#current === null) {
        const reader = next(readers)
        const wait = reader === null ? longestWaitMs : reader.due - Date.now()
        if (reader === null || wait > 0) {
          await delay(Math.min(wait, longestWaitMs), undefined, { signal })
          if (wait > longestWaitMs || reader === null) return []
        }
        batch.clear()
        this.#current = { reader, batches: reader.round(signal) }
      }
      const { reader, batches } = this.#current
      try {
        const { done, value } = await batches.next()
        if (done !== true) return value
        this.#current = null
        this.#failures = 0
        // The worker hears of every quiet round, so that it can pause or stop the task.
        if (next(readers)?.behind !== true) return []
      } catch (error) {
        this.#current = null
        signal.throwIfAborted()
        if (error instanceof ColumnsChanged) {
          reader.forgetShape()
          reader.due = 0
          continue
        }
        // The table or one of its columns is gone: the next round looks at the table anew.
        const missing = kindOf(error) === 'missing'
        if (missing) reader.forgetShape()
        else if (!isRetriable(error)) throw error
        this.#failures += 1
        context.metrics.add('read_failures', 1)
        if (this.#failures >= Math.max(2, config['connection.attempts'])) throw error
        context.log.warn('reading failed, trying again', {
          table: reader.table,
          reason: messageOf(error),
        })
        reader.due = Date.now() + (missing ? 0 : config['connection.backoff.ms'])
        return []
      }
    }
  }

  async stop(): Promise<void> {
    const running = this.#running
    this.#running = null
    await this.#current?.batches.return()
    this.#current = null
    await running?.access[Symbol.asyncDispose]()
  }

  get #state(): Running {
    if (this.#running === null) throw new Error('the task is not started')
    return this.#running
  }
}

function formatIn(config: SourceConfig) {
  return formatOf(config['out.format']) ?? 'json_kaiwudb'
}

function namingOf(config: SourceConfig) {
  return {
    prefix: config['topic.prefix'],
    delimiter: config['topic.delimiter'],
    perTable: config['topic.per.stable'],
    withDatabase: !config['topic.ignore.db'],
    format: config['topic.append.format'] ? formatIn(config) : null,
  }
}

const flags: readonly PrimaryFlags[] = ['both', 'isPrimary', 'primary']

/** What all tables of a task have in common. */
function readOptions(
  config: SourceConfig,
  props: Props,
  context: SourceTaskContext,
): Omit<ReadOptions, 'table' | 'topic'> {
  const zone = config['connection.timezone']
  const flag = config['json.primary.flag'].toLowerCase()
  return {
    database: config['connection.database'],
    output: {
      format: formatIn(config),
      unit: (config['timestamp.precision']?.toLowerCase() ?? null) as TimeUnit | null,
      primaryFlags: flags.find(one => one.toLowerCase() === flag) ?? 'both',
    },
    initial: timeOf(config['timestamp.initial'], zone),
    end: timeOf(config['timestamp.end'], zone),
    fetchRows: config['fetch.max.rows'],
    pollMs: config['poll.interval.ms'],
    lookBackMs: config['look.back.ms'],
    lookBackRows: config['look.back.max.rows'],
    lateCheckMs: config['late.rows.check.interval.ms'],
    queryMs: config['query.interval.ms'],
    faults: rowFaults(context, props['errors.tolerance'] === 'all'),
    log: context.log,
  }
}

/** The reader that is due first; null when there is none. */
function next(readers: readonly TableReader[]): TableReader | null {
  let best: TableReader | null = null
  for (const reader of readers) if (best === null || reader.due < best.due) best = reader
  return best
}
