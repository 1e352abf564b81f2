import { setTimeout as delay } from 'node:timers/promises'
import {
  defaultRetry,
  isRetriable,
  keyBytes,
  type Logger,
  messageOf,
  type Props,
  retryDelay,
  valueBytes,
} from '@tidewire/core'
import {
  type Kafka,
  offsetSpec,
  type PartitionPosition,
  type PartitionReader,
  type Producer,
} from '@tidewire/kafka'
import { raise } from '../raise.ts'
import type { ApplyRecord, LogRecord, RecordLog } from './record-log.ts'

/** How to follow one internal topic. */
export interface KafkaLogOptions {
  readonly kafka: Kafka
  readonly topic: string
  readonly producer: Props
  readonly consumer: Props
  readonly log: Logger
  /** How long reading to the end, or reading back one's own records, may take. */
  readonly timeoutMs: number
}

interface Waiter {
  readonly ends: ReadonlyMap<number, bigint>
  readonly resolve: () => void
}

/** An internal topic of a Connect cluster: read from the start, then followed, all partitions, no group. */
export class KafkaLog implements RecordLog {
  readonly #options: KafkaLogOptions
  readonly #consumed = new Map<number, bigint>()
  readonly #stop = new AbortController()
  #reader: PartitionReader | null = null
  #producer: Producer | null = null
  #apply: ApplyRecord = () => {}
  #waiters: Waiter[] = []
  #tail: Promise<void> = Promise.resolve()
  #sawRecords = false

  constructor(options: KafkaLogOptions) {
    this.#options = options
  }

  get position(): bigint {
    return this.#sawRecords ? (this.#consumed.get(0) ?? -1n) : -1n
  }

  async start(apply: ApplyRecord, signal: AbortSignal): Promise<void> {
    const { kafka, topic, consumer, producer } = this.#options
    this.#apply = apply
    const [description] = await kafka.admin.describeTopics([topic], signal)
    const partitions = (description?.partitions ?? []).map(({ partition }) => ({
      topic,
      partition,
    }))
    const [starts, ends] = await Promise.all([
      kafka.admin.listOffsets(partitions, offsetSpec.earliest, signal),
      kafka.admin.listOffsets(partitions, offsetSpec.latest, signal),
    ])
    for (const { partition, offset } of starts) this.#consumed.set(partition, offset)
    this.#producer = kafka.producer(producer)
    this.#reader = kafka.reader(consumer)
    this.#reader.assign(starts)
    this.#tail = this.#follow(this.#reader)
    await this.#reach(offsetsByPartition(ends), 'read to its end', signal)
  }

  async #follow(reader: PartitionReader): Promise<void> {
    const { signal } = this.#stop
    for (let failures = 0; !signal.aborted; ) {
      try {
        for (const batch of await reader.next(signal)) {
          for (let i = 0; i < batch.count; i += 1) {
            const key = keyBytes(batch, i)
            if (key === null) continue
            const value = valueBytes(batch, i)
            this.#take({ key: key.toString('utf8'), value: value?.toString('utf8') ?? null })
          }
          this.#sawRecords = true
          const last = batch.baseOffset + BigInt(batch.offsetDeltas[batch.count - 1] ?? 0)
          this.#consumed.set(batch.partition, last + 1n)
        }
        failures = 0
        this.#advance(reader.positions())
      } catch (error) {
        if (signal.aborted) return
        failures += 1
        this.#options.log.warn('an internal topic cannot be read at the moment', {
          topic: this.#options.topic,
          reason: messageOf(error),
        })
        await delay(retryDelay(defaultRetry, failures), undefined, { signal }).catch(() => {})
      }
    }
  }

  #take(record: LogRecord): void {
    try {
      this.#apply(record)
    } catch (error) {
      this.#options.log.error('a record of an internal topic was not understood', {
        topic: this.#options.topic,
        key: record.key,
        reason: messageOf(error),
      })
    }
  }

  #advance(positions: readonly PartitionPosition[]): void {
    for (const { partition, offset } of positions) {
      if (offset > (this.#consumed.get(partition) ?? -1n)) this.#consumed.set(partition, offset)
    }
    this.#waiters = this.#waiters.filter(waiter => {
      if (!this.#reached(waiter.ends)) return true
      waiter.resolve()
      return false
    })
  }

  #reached(ends: ReadonlyMap<number, bigint>): boolean {
    for (const [partition, end] of ends) {
      if ((this.#consumed.get(partition) ?? 0n) < end) return false
    }
    return true
  }

  async #reach(
    ends: ReadonlyMap<number, bigint>,
    action: string,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    if (this.#reached(ends)) return
    const { timeoutMs, topic } = this.#options
    const timeout = AbortSignal.timeout(timeoutMs)
    // Transaction markers move the position without a record, so the position is looked at now and then as well.
    const look = setInterval(() => this.#advance(this.#reader?.positions() ?? []), 50)
    const limits = AbortSignal.any(
      signal === undefined ? [timeout, this.#stop.signal] : [timeout, this.#stop.signal, signal],
    )
    let onAbort = () => {}
    try {
      await new Promise<void>((resolve, reject) => {
        const waiter: Waiter = { ends, resolve }
        this.#waiters.push(waiter)
        onAbort = () => {
          this.#waiters = this.#waiters.filter(other => other !== waiter)
          reject(
            timeout.aborted
              ? raise('CONNECT_STORE_TIMEOUT', { topic, action, ms: timeoutMs })
              : limits.reason,
          )
        }
        limits.addEventListener('abort', onAbort, { once: true })
      })
    } finally {
      limits.removeEventListener('abort', onAbort)
      clearInterval(look)
    }
  }

  async #produce(
    records: readonly LogRecord[],
    signal: AbortSignal | undefined,
  ): Promise<Map<number, bigint>> {
    const { topic } = this.#options
    if (this.#producer === null) throw new Error(`the log of ${topic} was not started`)
    const ends = new Map<number, bigint>()
    const limits =
      signal === undefined ? this.#stop.signal : AbortSignal.any([signal, this.#stop.signal])
    // One after the other: a reader must see them in this order, also when a send is repeated.
    for (const { key, value } of records) {
      const sent = await this.#producer.send(
        [
          {
            topic,
            key: Buffer.from(key, 'utf8'),
            value: value === null ? null : Buffer.from(value, 'utf8'),
          },
        ],
        limits,
      )
      for (const { partition, baseOffset } of sent) ends.set(partition, baseOffset + 1n)
    }
    return ends
  }

  async append(records: readonly LogRecord[], signal?: AbortSignal): Promise<void> {
    const ends = await this.#produce(records, signal)
    await this.#reach(ends, 'read back', signal)
  }

  async send(records: readonly LogRecord[], signal?: AbortSignal): Promise<void> {
    for (let failures = 1; ; failures += 1) {
      try {
        await this.#produce(records, signal)
        return
      } catch (error) {
        if (!isRetriable(error) || failures >= 5) throw error
        await delay(retryDelay(defaultRetry, failures), undefined, { signal: this.#stop.signal })
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    await this.#reader?.[Symbol.asyncDispose]()
    await this.#tail
    await this.#producer?.[Symbol.asyncDispose]()
  }
}

function offsetsByPartition(positions: readonly PartitionPosition[]): Map<number, bigint> {
  return new Map(positions.map(({ partition, offset }) => [partition, offset]))
}
