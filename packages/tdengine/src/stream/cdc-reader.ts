import { setTimeout as delay } from 'node:timers/promises'
import type { SourceBatch, SourceReader, StreamContext, TimeUnit } from '@tidewire/core'
import { convertTime, isRetriable, nanosPer, TidewireError } from '@tidewire/core'
import type { ResultColumn } from '../client/api.ts'
import { connectTDengine } from '../client/client.ts'
import type { TmqConsumer, TmqMessage, TmqMetaEntry } from '../tmq/api.ts'
import { tmqConsumer } from '../tmq/consumer.ts'
import { userLength } from '../wire/data-type.ts'
import type { TmqBlock } from '../wire/tmq-message.ts'
import type { CdcChange, ConsumerRecords } from './cdc-record.ts'
import type { CdcReaderSettings } from './cdc-source.ts'
import type { CdcSplit } from './cdc-split.ts'
import { describeTopic } from './cdc-topic.ts'
import { ElementDecoder } from './element-decoder.ts'

const units: readonly TimeUnit[] = ['ms', 'us', 'ns']

/**
 * How long readers of one job wait for each other before they read, how long at least when a share is not what it should
 * be, and between two looks. Milliseconds; TDengine deals vgroups out every two seconds.
 */
const gatheringMs = 5_000
const steadyMs = 2_500
const gatheringStepMs = 20

/** TDengine's `session.timeout.ms`, in milliseconds. */
const defaultSessionMs = 12_000

interface KnownSchema {
  readonly key: string
  readonly decoder: ElementDecoder<unknown>
}

/** One consumer of a subscription. */
export class CdcReader implements SourceReader<unknown, CdcSplit> {
  readonly #settings: CdcReaderSettings
  readonly #context: StreamContext
  #split: CdcSplit | null = null
  #consumer: TmqConsumer | null = null
  #positions = new Map<number, bigint>()
  /** Positions of the checkpoint that this reader has not begun at yet. */
  readonly #restored = new Map<number, bigint>()
  readonly #committed = new Map<number, bigint>()
  #schema: KnownSchema | null = null
  /** When the last message came, or the topic was looked for. */
  #heardAt = Date.now()

  constructor(settings: CdcReaderSettings, context: StreamContext) {
    this.#settings = settings
    this.#context = context
  }

  addSplit(split: CdcSplit): void {
    this.#split = split
    for (const [vgroup, offset] of split.positions) this.#restored.set(vgroup, offset)
  }

  async poll(signal: AbortSignal): Promise<SourceBatch<unknown, CdcSplit> | null> {
    const split = this.#split
    if (split === null) return null
    this.#consumer ??= await this.#open(split, signal)
    for (;;) {
      const message = await this.#consumer.poll(this.#settings.pollMs, signal)
      signal.throwIfAborted()
      if (message === null) {
        await this.#checkTopic(signal)
        continue
      }
      this.#heardAt = Date.now()
      const rows = this.#elements(message)
      if (message.next !== null) {
        this.#positions = new Map(this.#positions).set(message.vgroup, message.next)
      }
      this.#context.metrics.add('messages_in', 1)
      const count = message.blocks.reduce((sum, { block }) => sum + block.rows, 0)
      return { rows, split: { ...split, positions: this.#allPositions() }, count }
    }
  }

  /**
   * A topic that is dropped by force is silent for ever. After the time of a session without a message the server is asked
   * whether it is still there. Throws `TDENGINE_STREAM_TOPIC`.
   */
  async #checkTopic(signal: AbortSignal): Promise<void> {
    const { address, topic, consumer } = this.#settings
    if (Date.now() - this.#heardAt < (consumer.sessionTimeoutMs ?? defaultSessionMs)) return
    this.#heardAt = Date.now()
    try {
      await using client = await connectTDengine(address, { log: this.#context.log }, signal)
      await describeTopic(client, topic, signal)
    } catch (error) {
      // Whoever polls sees by himself that the server is away.
      if (!signal.aborted && isRetriable(error)) return
      throw error
    }
  }

  /**
   * Where a restart goes on. A vgroup of the checkpoint that nobody has asked for yet keeps its place: without it a restart
   * would go on where the group has committed, which is further after an older savepoint.
   */
  #allPositions(): ReadonlyMap<number, bigint> {
    if (this.#restored.size === 0) return this.#positions
    return new Map([...this.#restored, ...this.#positions])
  }

  /**
   * Commits what the checkpoint has. A vgroup that went to another consumer is left to that one; a commit that fails
   * otherwise is made good by the next checkpoint, since a restart goes by the checkpoint and not by the group.
   */
  async checkpointed(splits: readonly CdcSplit[], signal: AbortSignal): Promise<void> {
    const consumer = this.#consumer
    if (consumer === null || this.#settings.consumer.autoCommit === true) return
    for (const { positions } of splits) {
      for (const [vgroup, offset] of positions) {
        // A vgroup that this consumer has not begun is for others to commit.
        if (!this.#positions.has(vgroup) || this.#committed.get(vgroup) === offset) continue
        try {
          const share = { topic: this.#settings.topic, vgroup }
          await consumer.commitOffset(share, offset, signal)
          this.#committed.set(vgroup, offset)
        } catch (error) {
          if (signal.aborted || !(error instanceof TidewireError)) throw error
          this.#context.metrics.add('commits_failed', 1)
          this.#context.log.debug('an offset was not committed', {
            vgroup,
            offset: String(offset),
            reason: error.message,
            retriable: isRetriable(error),
          })
        }
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const consumer = this.#consumer
    if (consumer === null) return
    // The group hears of it at once; what cannot be said now ends with the session.
    await consumer.unsubscribe(AbortSignal.timeout(1_000)).catch(() => undefined)
    await consumer[Symbol.asyncDispose]()
  }

  async #open(split: CdcSplit, signal: AbortSignal): Promise<TmqConsumer> {
    const { address, topic, group, consumer: options, snapshot } = this.#settings
    const { log, metrics, subtask } = this.#context
    const restored = this.#restored
    const consumer = tmqConsumer(
      address,
      {
        ...options,
        group,
        topics: [topic],
        clientId: `${split.id}-${subtask}`.slice(0, 192),
        withTableName: true,
        // Also after a restart: a vgroup without a position had not come to the end of its snapshot.
        snapshot,
        // After the checkpoint's own position the group's counts: another consumer may have read further.
        start: async ({ vgroup }) => {
          const wanted = restored.get(vgroup)
          restored.delete(vgroup)
          if (wanted !== undefined) {
            this.#positions = new Map(this.#positions).set(vgroup, wanted)
          }
          return this.#positions.get(vgroup) ?? null
        },
        lost: ({ vgroup, begin }, wanted) => {
          metrics.add('positions_lost', 1)
          log.error('the write-ahead log does not reach back to the position; rows are missing', {
            topic,
            vgroup,
            wanted: String(wanted),
            begin: String(begin),
            hint: 'Raise WAL_RETENTION_PERIOD of the database.',
          })
        },
      },
      log,
    )
    try {
      await consumer.connect(signal)
      await this.#gather(consumer, signal)
      if (options.reset === 'latest') await this.#holdPlace(consumer, signal)
      return consumer
    } catch (error) {
      await consumer[Symbol.asyncDispose]()
      throw error
    }
  }

  /** The end of today is kept in the group: who takes a vgroup over goes on there, not at the end of tomorrow. */
  async #holdPlace(consumer: TmqConsumer, signal: AbortSignal): Promise<void> {
    for (const share of await consumer.assignment(this.#settings.topic, signal)) {
      if ((await consumer.committed(share, signal)) !== null) continue
      await consumer.commitOffset(share, share.offset, signal)
    }
  }

  /**
   * Readers of one job subscribe at about the same time. Whoever read before the others have their share would read
   * messages that another one then reads again.
   */
  async #gather(consumer: TmqConsumer, signal: AbortSignal): Promise<void> {
    const { parallelism } = this.#context
    if (parallelism === 1) return
    const fair = Math.ceil((this.#split?.vgroups ?? 0) / parallelism)
    const until = Date.now() + gatheringMs
    let before = -1
    let since = Date.now()
    while (Date.now() < until) {
      const { length } = await consumer.assignment(this.#settings.topic, signal)
      // No more than its share: the others are there. Jobs of the same group may leave it less, or nothing.
      if (length > 0 && length <= fair) return
      if (length !== before) since = Date.now()
      else if (Date.now() - since >= steadyMs) return
      before = length
      await delay(gatheringStepMs, undefined, { signal })
    }
  }

  #elements(message: TmqMessage): unknown[] {
    const { elements } = this.#settings
    if (elements === 'rows') {
      if (message.kind === 'meta' || message.meta !== null) this.#report(message)
      return message.blocks.flatMap(block => this.#rows(block))
    }
    const changes: CdcChange<unknown>[] = []
    if (message.kind === 'meta' && message.meta === null) {
      changes.push({ kind: 'schema', change: null, database: message.database })
    }
    for (const change of message.meta?.metas ?? []) {
      if (change.type === 'delete') {
        changes.push(deleteOf(change, message.database, this.#split?.unit ?? 'ms'))
      } else {
        changes.push({ kind: 'schema', change, database: message.database })
      }
    }
    for (const block of message.blocks) {
      const table = block.tableName
      for (const row of this.#rows(block)) changes.push({ kind: 'insert', table, row })
    }
    if (elements === 'changes') return changes
    const records: ConsumerRecords<unknown> = {
      topic: message.topic,
      database: message.database,
      vgroup: message.vgroup,
      offset: message.next === null ? null : message.offset,
      changes,
    }
    return changes.length === 0 ? [] : [records]
  }

  #report(message: TmqMessage): void {
    const { metrics, log } = this.#context
    for (const { type, tableName, sql } of message.meta?.metas ?? [{ type: 'unknown' }]) {
      metrics.add(type === 'delete' ? 'deletes_in' : 'schema_changes_in', 1)
      if (type === 'delete') {
        log.warn('rows were deleted in TDengine; a stream of rows cannot say so', { sql })
      } else {
        log.info('a table was changed', { change: type, table: tableName })
      }
    }
  }

  #rows(block: TmqBlock): unknown[] {
    const columns = block.columns
    if (columns === null) return []
    const key = columns.map(({ name, type }) => `${name}\0${type.id}`).join('\0')
    if (this.#schema?.key !== key) {
      const described = columns.map(
        ({ name, type, bytes }): ResultColumn => ({
          name,
          type: type.name,
          length: userLength(type, bytes),
          precision: 0,
          scale: 0,
        }),
      )
      const decoder = new ElementDecoder<unknown>(described, units[block.precision] ?? 'ms', {
        deserializer: this.#settings.rowDeserializer,
        varcharAsString: this.#settings.varcharAsString,
      })
      this.#schema = { key, decoder }
    }
    return this.#schema.decoder.elements({ raw: block.block })
  }
}

/** TDengine tells a delete as a statement on one table with a closed range of times. */
function deleteOf(change: TmqMetaEntry, database: string, unit: TimeUnit): CdcChange<unknown> {
  const sql = typeof change.sql === 'string' ? change.sql : null
  const match = /^delete from `(.+)` where `.+` >= (-?\d+) and `.+` <= (-?\d+)$/.exec(sql ?? '')
  const [, table = null, from, to] = match ?? []
  const nanos = (text: string | undefined): bigint | null =>
    text === undefined ? null : convertTime(BigInt(text), unit, 'ns')
  const end = nanos(to)
  return {
    kind: 'delete',
    table,
    from: nanos(from),
    // The last moment that a time stamp of this precision stands for.
    to: end === null ? null : end + nanosPer(unit) - 1n,
    sql,
    database,
  }
}
