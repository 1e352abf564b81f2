import { setTimeout as delay } from 'node:timers/promises'
import {
  describeError,
  type Header,
  type Logger,
  messageOf,
  type Props,
  type SourceBytesBatch,
  type SourcePlugin,
  type SourceRecord,
  type SourceTask,
  sourceRecords,
  type TaskMetrics,
  textSchema,
} from '@tidewire/core'
import type { Producer, ProducerRecord } from '@tidewire/kafka'
import { printJson } from '../converters/lossless-json.ts'
import { raise } from '../raise.ts'
import type { OffsetStore } from '../stores/offset-store.ts'
import type { NamedConverter } from './conversion.ts'
import type { ErrorPolicy } from './error-handling.ts'
import { headerFromConnect } from './header-conversion.ts'
import { PauseGate } from './pause-gate.ts'
import type { SourceTopics } from './source-topics.ts'
import type { TaskRunner } from './task-runner.ts'

/** Pause after an empty poll, in milliseconds, so that a source that answers at once does not spin. */
const emptyPollMs = 100

/** What running one source task needs. */
export interface SourceTaskOptions {
  readonly connector: string
  readonly task: number
  readonly plugin: SourcePlugin
  readonly taskProps: Props
  readonly producer: Producer
  readonly key: NamedConverter
  readonly value: NamedConverter
  readonly header: NamedConverter
  readonly offsets: OffsetStore
  /** Creates topics before their first records; null leaves that to the broker. */
  readonly topics: SourceTopics | null
  readonly policy: ErrorPolicy
  readonly log: Logger
  readonly metrics: TaskMetrics
  readonly commitIntervalMs: number
  onRunning(): void
  onTopic(topic: string): void
  onProgress(): void
}

/** Runs one source task: polls, converts, produces, and stores positions after Kafka has acknowledged. */
export class SourceTaskRunner implements TaskRunner {
  readonly #options: SourceTaskOptions
  readonly #gate = new PauseGate()
  readonly #seenTopics = new Set<string>()
  readonly #convertedHeaders = new WeakMap<readonly Header[], readonly Header[]>()
  /** Acknowledged positions that are not stored yet, by partition text. */
  #acknowledged = new Map<string, { partition: unknown; offset: unknown }>()
  #inFlight: Promise<unknown> | null = null
  /** The batch that is on its way while the task reads on. */
  #ahead: Promise<void> = Promise.resolve()
  #committing: Promise<void> = Promise.resolve()

  constructor(options: SourceTaskOptions) {
    this.#options = options
  }

  setPaused(paused: boolean): void {
    if (paused) this.#gate.close()
    else this.#gate.open()
  }

  async idle(): Promise<void> {
    await this.#inFlight?.catch(() => {})
  }

  /** A source that cannot go on fails, and is started again. */
  readonly retrying = null

  lag(): readonly never[] {
    return []
  }

  forgetTopics(): void {
    this.#seenTopics.clear()
  }

  /** Runs until `signal` is aborted (resolves) or the task fails (rejects). */
  async run(signal: AbortSignal): Promise<void> {
    const { plugin, taskProps, connector, task, log, metrics, offsets, commitIntervalMs } =
      this.#options
    const instance = plugin.newTask()
    const timer = setInterval(() => void this.#commit(instance), commitIntervalMs)
    try {
      const reader = {
        offset: async (partition: Readonly<Record<string, unknown>>) =>
          offsets.get(connector, partition) as Readonly<Record<string, unknown>> | null,
      }
      const textValues = this.#options.value.converter.keepsBytes
      const context = { connector, task, log, metrics, offsets: reader, textValues }
      await instance.start(taskProps, context, signal)
      this.#options.onRunning()
      while (!signal.aborted) {
        const passed = this.#gate.passed(signal)
        // A batch that cannot be sent fails the task also while it is paused.
        await Promise.race([passed, this.#ahead.then(() => passed)])
        const polled = await instance.poll(signal)
        await this.#ahead
        if ('form' in polled) {
          this.#ahead = this.#produceBytes(polled, signal)
          // A failure that comes while the task reads on shows after that.
          this.#ahead.catch(() => {})
          if (polled.ahead !== true) await this.#ahead
        } else if (polled.length > 0) await this.#produce(polled, signal)
        else await delay(emptyPollMs, undefined, { signal })
      }
    } catch (error) {
      if (!signal.aborted) throw error
    } finally {
      clearInterval(timer)
      await this.#ahead.catch(() => {})
      await this.#commit(instance)
      await instance.stop().catch(error => {
        log.warn('the task did not stop cleanly', { reason: describeError(error) })
      })
    }
  }

  async #produce(records: readonly SourceRecord[], signal: AbortSignal): Promise<void> {
    const { producer, metrics, onProgress } = this.#options
    const converted = records.flatMap(record => this.#convert(record) ?? [])
    metrics.add('records_read', records.length)
    for (const topic of new Set(converted.map(record => record.topic))) {
      await this.#meetTopic(topic, signal)
    }
    await this.#sent(producer.send(converted))
    metrics.add('records_written', converted.length)
    for (const record of records) this.#acknowledge(record.sourcePartition, record.sourceOffset)
    onProgress()
  }

  /** A batch of bytes: as it is when the converters keep bytes, else record by record. */
  async #produceBytes(batch: SourceBytesBatch, signal: AbortSignal): Promise<void> {
    const { key, value, header, producer, metrics } = this.#options
    if (![key, value, header].every(({ converter }) => converter.keepsBytes)) {
      await this.#produce(
        sourceRecords(batch, textSchema, text => text),
        signal,
      )
      return
    }
    metrics.add('records_read', batch.count)
    await this.#meetTopic(batch.topic, signal)
    await this.#sent(producer.sendBytes(batch))
    metrics.add('records_written', batch.count)
    this.#acknowledge(batch.sourcePartition, batch.sourceOffset)
    this.#options.onProgress()
  }

  /** Before the first records of a topic: it is created if wanted, and remembered as the connector's. */
  async #meetTopic(topic: string, signal: AbortSignal): Promise<void> {
    if (this.#seenTopics.has(topic)) return
    await this.#options.topics?.ensure(topic, signal)
    this.#seenTopics.add(topic)
    this.#options.onTopic(topic)
  }

  /** Waits without the signal of a stop: what Kafka has should also be remembered as read. */
  async #sent(sending: Promise<unknown>): Promise<void> {
    this.#inFlight = sending
    try {
      await sending
    } finally {
      this.#inFlight = null
    }
  }

  #acknowledge(partition: SourceRecord['sourcePartition'], offset: SourceRecord['sourceOffset']) {
    if (offset !== null) this.#acknowledged.set(printJson(partition), { partition, offset })
  }

  /** The record as Kafka takes it; null when it was bad and errors are tolerated. */
  #convert(record: SourceRecord): ProducerRecord | null {
    const { key, value } = this.#options
    const { topic, partition, timestamp } = record
    const headers = this.#headers(topic, record.headers)
    if (headers === null) return null
    const run = (by: NamedConverter, part: 'key' | 'value') => {
      try {
        return part === 'key'
          ? by.converter.fromConnect(topic, headers, record.keySchema, record.key)
          : by.converter.fromConnect(topic, headers, record.valueSchema, record.value)
      } catch (error) {
        this.#refuse(by, part, error)
        return undefined
      }
    }
    const keyBytes = run(key, 'key')
    if (keyBytes === undefined) return null
    const valueBytes = run(value, 'value')
    if (valueBytes === undefined) return null
    return {
      topic,
      key: keyBytes,
      value: valueBytes,
      headers,
      ...(partition === null ? {} : { partition }),
      ...(timestamp === null ? {} : { timestamp }),
    }
  }

  /** The headers as Kafka takes them; null when one was bad and errors are tolerated. Many records share theirs. */
  #headers(topic: string, given: readonly Header[]): readonly Header[] | null {
    const { header } = this.#options
    const known = this.#convertedHeaders.get(given)
    if (known !== undefined) return known
    let name = ''
    try {
      const headers = given.map(one => {
        name = one.key
        return headerFromConnect(header, topic, one)
      })
      this.#convertedHeaders.set(given, headers)
      return headers
    } catch (error) {
      this.#refuse(header, `header ${name}`, error)
      return null
    }
  }

  #refuse(by: NamedConverter, part: string, cause: unknown): void {
    const { policy, metrics, log } = this.#options
    const reason = messageOf(cause)
    const error = raise(
      'CONNECT_CONVERSION',
      { part, converter: by.className, reason },
      { doing: 'converting a source record', cause },
    )
    metrics.add('record_failures', 1)
    if (!policy.tolerant) throw error
    metrics.add('records_skipped', 1)
    if (policy.log) log.error('a source record was skipped', { reason: describeError(error) })
  }

  #commit(instance: SourceTask): Promise<void> {
    this.#committing = this.#committing.then(() => this.#store(instance))
    return this.#committing
  }

  async #store(instance: SourceTask): Promise<void> {
    if (this.#acknowledged.size === 0) return
    const { offsets, connector, metrics, log } = this.#options
    const positions = this.#acknowledged
    this.#acknowledged = new Map()
    try {
      await offsets.put(connector, [...positions.values()])
      await instance.commit?.(AbortSignal.timeout(30_000))
      metrics.add('commits', 1)
    } catch (error) {
      for (const [key, entry] of positions) {
        if (!this.#acknowledged.has(key)) this.#acknowledged.set(key, entry)
      }
      metrics.add('commit_failures', 1)
      log.warn('positions could not be stored; trying again later', {
        reason: describeError(error),
      })
    }
  }
}
