import { setTimeout as delay } from 'node:timers/promises'
import {
  chooser,
  isRetriable,
  messageOf,
  type Props,
  rowFaults,
  type SourceBytesBatch,
  type SourceRecord,
  type SourceTask,
  type SourceTaskContext,
} from '@tidewire/core'
import type { TDengineClient } from '../client/api.ts'
import { serverCodeOf } from '../client/server-error.ts'
import { type SourceConfig, sourceConfig } from '../source-config.ts'
import type { TmqConsumer, TmqMessage, TmqShare } from '../tmq/api.ts'
import { tmqCode } from '../tmq/tmq-error.ts'
import { printedBatch } from './printed-batch.ts'
import { settingsOf } from './profile.ts'
import { configuredDatabase, openSource, sourceError } from './source-access.ts'
import { structRecords } from './struct-records.ts'
import { ChangeReport } from './subscription-changes.ts'
import { openSubscription } from './subscription-consumer.ts'
import { shareOffset, sharePartition, storedOffset } from './subscription-position.ts'
import { type RowTable, SubscriptionTables } from './subscription-tables.ts'
import { ensureTopics, type SourceTopic } from './subscription-topics.ts'
import { isNewer, type Layout, SubscriptionWriter } from './subscription-writer.ts'
import { findDatabase } from './table-list.ts'
import { splitTables } from './table-names.ts'

/** The longest a poll waits before it tells the worker that there is nothing, in milliseconds. */
const longestWaitMs = 1000
/** The longest wait of the server, in milliseconds: commits wait for it. */
const serverWaitMs = 200
/** A batch is handed over when it has so many bytes. */
const batchBytes = 4 << 20

/** A message whose blocks from `at` on are not handed over yet. */
interface Open {
  readonly message: TmqMessage
  readonly topic: SourceTopic
  at: number
}

interface Running {
  readonly config: SourceConfig
  readonly context: SourceTaskContext
  readonly client: TDengineClient
  readonly consumer: TmqConsumer
  readonly topics: ReadonlyMap<string, SourceTopic>
  readonly tables: SubscriptionTables
  readonly writer: SubscriptionWriter
  readonly changes: ChangeReport
  readonly wanted: (table: string) => boolean
  readonly structures: boolean
}

/** An offset that is read up to, for one share. */
interface Reached {
  readonly share: TmqShare
  readonly next: bigint
}

function keyOf({ topic, vgroup }: TmqShare): string {
  return `${vgroup} ${topic}`
}

/**
 * The task of the TDengine source connector in subscription mode: one consumer of all topics. Several tasks share the
 * vgroups of the group. An offset is committed to TDengine only after Kafka has acknowledged everything before it.
 */
export class SubscriptionTask implements SourceTask {
  readonly #batch = printedBatch()
  #running: Running | null = null
  #open: Open | null = null
  /** What the last poll brought up to; acknowledged when the next one comes. */
  #handed: Reached | null = null
  #acknowledged = new Map<string, Reached>()
  /** What was acknowledged since the last commit. */
  #uncommitted = new Map<string, Reached>()
  #failures = 0

  async start(props: Props, context: SourceTaskContext, signal: AbortSignal): Promise<void> {
    const { props: resolved } = sourceConfig.resolveAliases(props)
    const config = sourceConfig.parse(resolved)
    const { naming, output } = settingsOf(config, resolved)
    const client = await openSource(config, context.log, signal)
    let consumer: TmqConsumer | null = null
    try {
      const { name: database } = await findDatabase(client, configuredDatabase(config), signal)
      const listed = splitTables(database, config.tables)
      const topics = await ensureTopics(client, naming, database, listed, signal)
      consumer = openSubscription(
        config,
        topics,
        {
          reset: 'earliest',
          start: async share => {
            const stored = storedOffset(await context.offsets.offset(sharePartition(share)))
            const own = this.#acknowledged.get(keyOf(share))?.next ?? null
            return stored === null || (own !== null && own > stored) ? own : stored
          },
          lost(share, wanted) {
            context.metrics.add('log_gaps', 1)
            context.log.error(
              'the write-ahead log does not reach back to the position; rows may be lost',
              {
                topic: share.topic,
                vgroup: share.vgroup,
                position: wanted,
                begin: share.begin,
                hint: 'WAL_RETENTION_PERIOD of the database must be longer than the connector may stand still.',
              },
            )
          },
        },
        context.log,
      )
      await consumer.connect(signal)
      const faults = rowFaults(context, props['errors.tolerance'] === 'all')
      const changes = new ChangeReport(context)
      const choice = { include: config['tables.include'], exclude: config['tables.exclude'] }
      this.#running = {
        config,
        context,
        client,
        consumer,
        topics: new Map(topics.map(topic => [topic.name, topic])),
        tables: new SubscriptionTables(client, database, table => changes.withoutTags(table)),
        writer: new SubscriptionWriter(output, faults),
        changes,
        wanted: chooser(choice),
        structures: output.format === 'flat-json' && !context.textValues,
      }
    } catch (error) {
      await consumer?.[Symbol.asyncDispose]()
      await client[Symbol.asyncDispose]()
      throw sourceError(error, config)
    }
  }

  async poll(signal: AbortSignal): Promise<readonly SourceRecord[] | SourceBytesBatch> {
    const running = this.#state
    const { config, context } = running
    this.#acknowledge()
    const end = performance.now() + longestWaitMs
    try {
      while (performance.now() < end) {
        this.#open ??= await this.#next(running, signal)
        if (this.#open === null) continue
        const batch = await this.#print(running, this.#open, signal)
        this.#failures = 0
        if (batch !== null) return batch
      }
      return []
    } catch (thrown) {
      signal.throwIfAborted()
      const error = sourceError(thrown, config)
      if (!isRetriable(error)) throw error
      this.#failures += 1
      context.metrics.add('read_failures', 1)
      if (this.#failures >= config['connection.attempts']) throw error
      context.log.warn('the subscription failed, trying again', {
        reason: messageOf(error),
      })
      await delay(Math.max(0, config['connection.backoff.ms']), undefined, { signal })
      return []
    }
  }

  /** Kafka has acknowledged what was polled before the last poll: TDengine is told so. */
  async commit(signal: AbortSignal): Promise<void> {
    const { consumer } = this.#state
    const reached = this.#uncommitted
    this.#uncommitted = new Map()
    for (const [key, { share, next }] of reached) {
      try {
        await consumer.commitOffset(share, next, signal)
        reached.delete(key)
      } catch (error) {
        const code = serverCodeOf(error)
        // The share went to another consumer, which commits its own.
        if (code === tmqCode.otherShare || code === tmqCode.otherTopic) {
          reached.delete(key)
          continue
        }
        // After a rebalance nothing can be committed until the next message: then it is.
        if (code === tmqCode.pollFirst) continue
        this.#keep(reached)
        throw error
      }
    }
    this.#keep(reached)
  }

  /** Keeps what could not be committed, unless there is something newer. */
  #keep(reached: ReadonlyMap<string, Reached>): void {
    for (const [key, one] of reached) {
      if (!this.#uncommitted.has(key)) this.#uncommitted.set(key, one)
    }
  }

  async stop(): Promise<void> {
    const running = this.#running
    this.#running = null
    this.#open = null
    await running?.consumer[Symbol.asyncDispose]()
    await running?.client[Symbol.asyncDispose]()
  }

  get #state(): Running {
    if (this.#running === null) throw new Error('the task is not started')
    return this.#running
  }

  #acknowledge(): void {
    const handed = this.#handed
    if (handed === null) return
    this.#handed = null
    const key = keyOf(handed.share)
    this.#acknowledged.set(key, handed)
    this.#uncommitted.set(key, handed)
  }

  /** The next message with what it says about tables reported. */
  async #next(running: Running, signal: AbortSignal): Promise<Open | null> {
    const { consumer, topics, changes, tables } = running
    const message = await consumer.poll(serverWaitMs, signal)
    const topic = message === null ? undefined : topics.get(message.topic)
    if (message === null || topic === undefined) return null
    if (message.kind === 'meta') changes.report(message)
    for (const entry of message.meta?.metas ?? []) tables.noteChange(entry)
    const names = message.blocks.flatMap(({ tableName }) => tableName ?? topic.table?.name ?? [])
    const open = { message, topic, at: 0 }
    this.#open = open
    await tables.learn(names, topic.table, signal)
    return open
  }

  /** Prints blocks of a message until it is done or the batch is full; null when it had no rows. */
  async #print(
    running: Running,
    open: Open,
    signal: AbortSignal,
  ): Promise<readonly SourceRecord[] | SourceBytesBatch | null> {
    const { message, topic } = open
    const { blocks } = message
    const batch = this.#batch
    batch.clear()
    let printed: Layout | null = null
    let at = open.at
    for (; at < blocks.length; at += 1) {
      const found = await this.#tableOf(running, open, at, signal)
      if (found === null) continue
      const { block, table, layout } = found
      // Structures have one schema; another one begins a batch of its own.
      const other = running.structures && printed !== null && printed !== layout
      if (batch.values.length >= batchBytes || (other && batch.count > 0)) break
      printed = layout
      running.writer.write(block, table, layout, batch)
    }
    const done = at >= blocks.length
    // All of it is printed.
    if (done) message.release()
    const { next } = message
    const reached = done && next !== null ? { share: message, next } : null
    const origin = { topic: topic.kafkaTopic, partition: sharePartition(message) }
    const bytes = batch.batch(origin, reached === null ? null : shareOffset(reached.next))
    this.#open = done ? null : open
    open.at = at
    if (reached !== null) this.#handed = reached
    if (batch.count === 0 || printed === null) {
      // Nothing to wait for: the position goes on at once.
      this.#acknowledge()
      return null
    }
    return running.structures ? structRecords(bytes, printed.schema) : bytes
  }

  /** A block of a message with its table and how its rows are printed; null when they are not wanted. */
  async #tableOf(
    running: Running,
    { message, topic }: Open,
    at: number,
    signal: AbortSignal,
  ): Promise<{ block: TmqMessage['blocks'][number]; table: RowTable; layout: Layout } | null> {
    const { tables, writer, wanted, changes } = running
    const block = message.blocks[at]
    const name = block?.tableName ?? topic.table?.name
    if (block === undefined || name === undefined || block.block.rows === 0) return null
    await tables.learn([name], topic.table, signal)
    let table = tables.get(name)
    if (table !== null && !writer.knows(block, table.shape) && isNewer(block, table.shape)) {
      tables.forgetShape(table.shape.table.name)
      await tables.learn([name], topic.table, signal)
      table = tables.get(name)
    }
    if (table === null) {
      changes.unknownTable(name, block.block.rows)
      return null
    }
    if (!wanted(table.shape.table.name)) return null
    return { block, table, layout: writer.layoutOf(block, table.shape) }
  }
}
