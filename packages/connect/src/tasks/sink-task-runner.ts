import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises'
import {
  type BytesBatch,
  defaultRetry,
  describeError,
  isRetriable,
  type Logger,
  type Props,
  retryDelay,
  type SinkBatch,
  type SinkPlugin,
  type SinkTask,
  type TaskMetrics,
} from '@tidewire/core'
import type { GroupConsumer, Kafka, ReadPosition, TopicPartition } from '@tidewire/kafka'
import { atMost } from '../at-most.ts'
import type { Conversion } from './conversion.ts'
import type { ErrorHandling } from './error-handling.ts'
import { PauseGate } from './pause-gate.ts'
import { type Retrying, RetryNote } from './retry-note.ts'
import type { TaskRunner } from './task-runner.ts'

/** What running one sink task needs. */
export interface SinkTaskOptions {
  readonly connector: string
  readonly task: number
  readonly plugin: SinkPlugin
  readonly taskProps: Props
  readonly topics: readonly string[] | RegExp
  readonly groupId: string
  readonly consumer: Props
  readonly kafka: Kafka
  readonly conversion: Conversion
  readonly errors: ErrorHandling
  readonly log: Logger
  readonly metrics: TaskMetrics
  /** Blots out secrets. */
  readonly mask: (text: string) => string
  readonly commitIntervalMs: number
  readonly graceMs: number
  /** The task has started and is a member of its group. */
  onRunning(): void
  /** First records of a topic were delivered. */
  onTopic(topic: string): void
  /** A delivery succeeded. */
  onProgress(): void
}

/** How long a delivery may go on when a rebalance takes its partitions, in milliseconds; the others wait meanwhile. */
const rebalancePatienceMs = 30_000

const keyOf = ({ topic, partition }: TopicPartition) => `${partition}:${topic}`

/** Where a batch comes from: the assignment, and the topic, which may give way to another one of its name. */
interface Origin {
  readonly mark: symbol | undefined
  readonly topicId: string | null
}

type Acknowledged = ReadPosition & Origin

/** The offset after the last record of a batch. */
function endOf(batch: BytesBatch): bigint {
  return batch.baseOffset + BigInt(batch.offsetDeltas[batch.count - 1] ?? 0) + 1n
}

/**
 * Runs one sink task: reads its share of the topics, delivers batches in order, commits what the task has acknowledged.
 * Work is per batch; no record is touched unless a converter must.
 */
export class SinkTaskRunner implements TaskRunner {
  readonly #options: SinkTaskOptions
  readonly #gate = new PauseGate()
  /** Partitions that are ours, each with a mark that changes whenever it is assigned anew. */
  #owned = new Map<string, symbol>()
  /** Partitions that are about to go: what is under way may finish, nothing new begins. */
  readonly #leaving = new Set<string>()
  /** Acknowledged positions that are not committed yet, with the mark of the assignment they belong to. */
  #acknowledged = new Map<string, Acknowledged>()
  readonly #seenTopics = new Set<string>()
  #consumer: GroupConsumer | null = null
  #inFlight: Promise<unknown> | null = null
  #committing: Promise<void> = Promise.resolve()
  #abandon: AbortController = new AbortController()
  #retryAfterMs: number | null = null
  readonly #note: RetryNote
  /** Aborted when a stopping task must not wait for its delivery any longer. */
  readonly #giveUp = new AbortController()

  constructor(options: SinkTaskOptions) {
    this.#options = options
    this.#note = new RetryNote(options.metrics, options.mask)
  }

  /** Stops or resumes delivery; the task stays a member of its group. */
  setPaused(paused: boolean): void {
    if (paused) this.#gate.close()
    else this.#gate.open()
  }

  /** Resolves when no delivery is under way. */
  async idle(): Promise<void> {
    await this.#inFlight?.catch(() => {})
  }

  /** Records between what was read and the end of the partitions, as far as known. */
  lag(): readonly (TopicPartition & { readonly lag: bigint })[] {
    return this.#consumer?.lag() ?? []
  }

  get retrying(): Retrying | null {
    return this.#note.current
  }

  /** Runs until `signal` is aborted (resolves) or the task fails (rejects). */
  async run(signal: AbortSignal): Promise<void> {
    const { plugin, taskProps, connector, task, log, metrics, errors, graceMs } = this.#options
    const instance = plugin.newTask()
    // A stop lets the delivery under way end, so that it is committed; most of the grace time is for that.
    const lastCall = () =>
      setTimeout(() => this.#giveUp.abort(signal.reason), graceMs * 0.8).unref()
    signal.addEventListener('abort', lastCall, { once: true })
    try {
      await instance.start(
        taskProps,
        {
          connector,
          task,
          log,
          metrics,
          errantRecords: errors.reporter(),
          retryAfter: ms => {
            this.#retryAfterMs = ms
          },
          retrying: error => this.#note.failed(error),
        },
        signal,
      )
      await this.#consume(instance, signal)
    } catch (error) {
      if (!signal.aborted) throw error
    } finally {
      this.#note.clear()
      await instance.stop().catch(error => {
        log.warn('the task did not stop cleanly', { reason: describeError(error) })
      })
    }
  }

  async #consume(instance: SinkTask, signal: AbortSignal): Promise<void> {
    const { kafka, groupId, topics, consumer, commitIntervalMs, onRunning } = this.#options
    const member = await kafka.groupConsumer(
      {
        groupId,
        topics,
        config: consumer,
        onAssigned: async partitions => this.#assigned(partitions),
        onRevoked: async partitions => await this.#revoked(partitions),
        onLost: async partitions => this.#lost(partitions),
      },
      signal,
    )
    this.#consumer = member
    const timer = setInterval(() => void this.#commit(), commitIntervalMs)
    try {
      onRunning()
      while (!signal.aborted) {
        await this.#gate.passed(signal)
        const fetched = await member.next(signal)
        if (fetched.length === 0) continue
        await this.#handle(instance, fetched, signal)
        // Acknowledged, converted and reported: nothing looks at these bytes any more.
        member.release(fetched)
      }
    } finally {
      clearInterval(timer)
      await this.#commit(AbortSignal.timeout(this.#options.graceMs))
      await member[Symbol.asyncDispose]()
      this.#consumer = null
    }
  }

  async #handle(
    instance: SinkTask,
    fetched: readonly BytesBatch[],
    signal: AbortSignal,
  ): Promise<void> {
    const origins = fetched.map(
      (batch): Origin => ({
        mark: this.#owned.get(keyOf(batch)),
        topicId: this.#consumer?.topicId(batch) ?? null,
      }),
    )
    const { conversion, metrics } = this.#options
    let records = 0
    for (const batch of fetched) {
      records += batch.count
      this.#used(batch.topic)
    }
    metrics.add('records_read', records)
    // Batches of one fetch share their buffer.
    const buffers = new Set(fetched.map(batch => batch.bytes))
    metrics.set(
      'queued_bytes',
      [...buffers].reduce((sum, buffer) => sum + buffer.length, 0),
    )
    try {
      const batches: SinkBatch[] = conversion.untouched
        ? [...fetched]
        : await Promise.all(fetched.map(batch => conversion.convert(batch, signal)))
      await this.#deliver(instance, fetched, batches, origins, signal)
    } finally {
      metrics.set('queued_bytes', 0)
    }
  }

  /** Delivers until the task has acknowledged; batches of partitions that went to another member are dropped. */
  async #deliver(
    instance: SinkTask,
    fetched: readonly BytesBatch[],
    batches: readonly SinkBatch[],
    origins: readonly Origin[],
    signal: AbortSignal,
  ): Promise<void> {
    const { metrics, log, onProgress } = this.#options
    const isOurs = (i: number) => {
      const batch = fetched[i]
      return batch !== undefined && this.#owned.get(keyOf(batch)) === origins[i]?.mark
    }
    const mayBegin = (i: number) => {
      const batch = fetched[i]
      return batch !== undefined && isOurs(i) && !this.#leaving.has(keyOf(batch))
    }
    for (let attempt = 1; ; attempt += 1) {
      await this.#gate.passed(signal)
      signal.throwIfAborted()
      const indexes = [...fetched.keys()].filter(mayBegin)
      if (indexes.length === 0) return
      // A batch of which every record was skipped has nothing to deliver, but its offsets count.
      const mine = indexes.flatMap(i => batches[i] ?? []).filter(batch => batch.count > 0)
      this.#abandon = new AbortController()
      const limits = AbortSignal.any([this.#giveUp.signal, this.#abandon.signal])
      const started = performance.now()
      const noted = this.#note.attempts
      try {
        const put = mine.length === 0 ? Promise.resolve() : instance.put(mine, limits)
        this.#inFlight = put
        await put
        metrics.add('put_batches', 1)
        metrics.add('put_seconds', (performance.now() - started) / 1000)
        metrics.add(
          'records_written',
          mine.reduce((sum, batch) => sum + batch.count, 0),
        )
        for (const i of indexes) if (isOurs(i)) this.#acknowledge(fetched[i], origins[i])
        this.#note.clear()
        onProgress()
        return
      } catch (error) {
        if (signal.aborted) throw error
        if (!this.#abandon.signal.aborted && !isRetriable(error)) throw error
        if (!this.#abandon.signal.aborted) {
          metrics.add('retries', 1)
          if (this.#note.attempts > noted) this.#note.amounts(error)
          else this.#note.failed(error)
          const ms = this.#retryAfterMs ?? retryDelay(defaultRetry, attempt)
          this.#retryAfterMs = null
          log.warn(
            `delivery failed; the same records are delivered again in ${Math.round(ms)} ms`,
            {
              attempt,
              reason: describeError(error),
            },
          )
          this.#inFlight = null
          const wait = AbortSignal.any([signal, this.#abandon.signal])
          await delay(ms, undefined, { signal: wait }).catch(() => {})
        }
      } finally {
        this.#inFlight = null
      }
    }
  }

  #acknowledge(batch: BytesBatch | undefined, origin: Origin | undefined): void {
    if (batch === undefined || origin === undefined) return
    const { topic, partition } = batch
    this.#acknowledged.set(keyOf(batch), { topic, partition, offset: endOf(batch), ...origin })
  }

  #used(topic: string): void {
    if (this.#seenTopics.has(topic)) return
    this.#seenTopics.add(topic)
    this.#options.onTopic(topic)
  }

  /** Forgets which topics were seen, so that the next records of each are told again. */
  forgetTopics(): void {
    this.#seenTopics.clear()
  }

  /** Commits what has been acknowledged, one commit after the other. */
  #commit(signal?: AbortSignal): Promise<void> {
    this.#committing = this.#committing.then(() => this.#commitNow(signal))
    return this.#committing
  }

  async #commitNow(signal: AbortSignal | undefined): Promise<void> {
    const consumer = this.#consumer
    if (consumer === null || this.#acknowledged.size === 0) return
    const positions = this.#acknowledged
    this.#acknowledged = new Map()
    try {
      await consumer.commit([...positions.values()], signal)
      this.#options.metrics.add('commits', 1)
    } catch (error) {
      for (const [key, position] of positions) {
        const still = position.mark !== undefined && this.#owned.get(key) === position.mark
        if (still && !this.#acknowledged.has(key)) {
          this.#acknowledged.set(key, position)
        }
      }
      this.#options.metrics.add('commit_failures', 1)
      this.#options.log.warn('offsets could not be committed; trying again later', {
        reason: describeError(error),
      })
    }
  }

  #assigned(partitions: readonly TopicPartition[]): void {
    const owned = new Map(this.#owned)
    for (const partition of partitions) {
      const key = keyOf(partition)
      if (!owned.has(key)) owned.set(key, Symbol(key))
    }
    this.#owned = owned
    this.#options.metrics.add('rebalances', 1)
    this.#options.metrics.set('assigned_partitions', owned.size)
    this.#options.log.info('partitions assigned', { partitions: partitions.map(keyOf).join(' ') })
  }

  /** Lets the delivery under way finish, within the grace time, and commits before the partitions go. */
  async #revoked(partitions: readonly TopicPartition[]): Promise<void> {
    // Batches that were handed out just now become a delivery first.
    await nextTurn()
    for (const partition of partitions) this.#leaving.add(keyOf(partition))
    const put = this.#inFlight
    if (put !== null) {
      if (!(await atMost(rebalancePatienceMs, put))) {
        this.#abandon.abort()
        await atMost(this.#options.graceMs, put)
      }
      await nextTurn()
    } else {
      // A delivery that waits for its next attempt is given up; it is not committed.
      this.#abandon.abort()
    }
    await this.#commit(AbortSignal.timeout(this.#options.graceMs))
    this.#lost(partitions)
  }

  #lost(partitions: readonly TopicPartition[]): void {
    const owned = new Map(this.#owned)
    for (const partition of partitions) {
      owned.delete(keyOf(partition))
      this.#leaving.delete(keyOf(partition))
      this.#acknowledged.delete(keyOf(partition))
    }
    this.#owned = owned
    this.#options.metrics.set('assigned_partitions', owned.size)
  }
}
