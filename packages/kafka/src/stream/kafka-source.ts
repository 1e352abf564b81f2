import {
  type BytesBatch,
  type Header,
  isAbort,
  keyBytes,
  messageOf,
  offsetOf,
  type Props,
  type SourceBatch,
  type SourceReader,
  type SplitEnumerator,
  type StreamContext,
  type StreamSource,
  type StreamSplit,
  valueBytes,
} from '@tidewire/core'
import type { Kafka, PartitionReader, TopicPartition } from '../api.ts'
import { raise } from '../errors.ts'
import { offsetSpec } from '../fetch/list-offsets.ts'
import { openKafka } from '../kafka.ts'

/** A record as a deserializer sees it. Its bytes are valid until the deserializer returns. */
export interface KafkaStreamRecord {
  readonly topic: string
  readonly partition: number
  readonly offset: bigint
  /** Milliseconds since the epoch; -1n when it has none. */
  readonly timestamp: bigint
  readonly key: Buffer | null
  readonly value: Buffer | null
  /** Decoded when asked for. */
  headers(): readonly Header[]
}

/** How elements are made: the value as text, as parsed JSON, or by a function; undefined leaves a record out. */
export type KafkaDeserializer<T> = 'text' | 'json' | ((record: KafkaStreamRecord) => T | undefined)

/** Where to read and from where. */
export interface KafkaSourceOptions<T> {
  readonly topics: readonly string[]
  readonly deserializer: KafkaDeserializer<T>
  /** Where partitions begin that no checkpoint knows: `earliest` when absent; `committed` by `groupId`, else earliest. */
  readonly startingOffsets?: 'earliest' | 'latest' | 'committed'
  /** Ends at what the partitions hold when the job starts, instead of reading for ever. */
  readonly bounded?: boolean
  /** Group whose offsets are committed when a checkpoint is durable, so that Kafka's tools show the lag. */
  readonly groupId?: string
}

/** Milliseconds after which a bounded read looks whether it stands behind the end. */
const endCheckMs = 200

/** A partition that is read. */
export type KafkaSplit = StreamSplit &
  TopicPartition & {
    readonly next: bigint
    /** Offset at which the split ends; null for never. */
    readonly end: bigint | null
  }

/**
 * Reads topics of Kafka (Flink's `KafkaSource`). `config` has Kafka's consumer keys, with `bootstrap.servers`. Partitions
 * that appear later are read after the next restart. Positions are in the checkpoints; the group's offsets only show them.
 */
export class KafkaSource<T> implements StreamSource<T, KafkaSplit> {
  readonly name = 'kafka-source'
  readonly bounded: boolean
  readonly #config: Props
  readonly #options: KafkaSourceOptions<T>

  constructor(config: Props, options: KafkaSourceOptions<T>) {
    this.bounded = options.bounded ?? false
    this.#config = config
    this.#options = options
  }

  async createEnumerator(
    { parallelism, log }: StreamContext,
    state: unknown,
    signal: AbortSignal,
  ): Promise<SplitEnumerator<KafkaSplit>> {
    await using kafka = await openKafka(this.#config, { clientId: 'tidewire-job', log })
    const { topics, startingOffsets = 'earliest', groupId, bounded = false } = this.#options
    const described = await kafka.admin.describeTopics(topics, signal)
    const partitions = described.flatMap(({ name, partitions: all }) =>
      all.map(({ partition }) => ({ topic: name, partition })),
    )
    const spec = startingOffsets === 'latest' ? offsetSpec.latest : offsetSpec.earliest
    const starts = await kafka.admin.listOffsets(partitions, spec, signal)
    const ends = bounded
      ? await kafka.admin.listOffsets(partitions, offsetSpec.latest, signal)
      : null
    const committed =
      startingOffsets === 'committed' && groupId !== undefined
        ? await kafka.admin.committedOffsets(groupId, signal)
        : []
    const at = (
      list: readonly (TopicPartition & { readonly offset: bigint })[],
      p: TopicPartition,
    ) => list.find(({ topic, partition }) => topic === p.topic && partition === p.partition)?.offset
    const splits = partitions.map(
      (p): KafkaSplit => ({
        ...p,
        id: `${p.topic}-${p.partition}`,
        next: at(committed, p) ?? at(starts, p) ?? 0n,
        end: ends === null ? null : (at(ends, p) ?? 0n),
      }),
    )
    const known = state as readonly KafkaSplit[] | null
    if (known === null) return new PartitionEnumerator(splits, parallelism, bounded)
    if (bounded) return new PartitionEnumerator(known, parallelism, bounded)
    // What the job did not know is new since: it is read from its beginning (Flink's discovery of partitions).
    const earliest =
      startingOffsets === 'latest'
        ? await kafka.admin.listOffsets(partitions, offsetSpec.earliest, signal)
        : starts
    const resumed = splits.map(
      (split): KafkaSplit =>
        known.find(({ id }) => id === split.id) ?? {
          ...split,
          next: at(committed, split) ?? at(earliest, split) ?? 0n,
        },
    )
    return new PartitionEnumerator(resumed, parallelism, bounded)
  }

  createReader(context: StreamContext): SourceReader<T, KafkaSplit> {
    return new PartitionSplitReader(this.#config, this.#options, context)
  }
}

/** Deals all partitions out at once: each reader has its share until the end. */
class PartitionEnumerator implements SplitEnumerator<KafkaSplit> {
  #splits: readonly KafkaSplit[]
  readonly #readers: number
  readonly #bounded: boolean
  readonly #served = new Set<number>()

  constructor(splits: readonly KafkaSplit[], readers: number, bounded: boolean) {
    this.#splits = splits
    this.#readers = readers
    this.#bounded = bounded
  }

  async next(reader: number, signal: AbortSignal): Promise<readonly KafkaSplit[] | null> {
    if (!this.#served.has(reader)) {
      this.#served.add(reader)
      const share = this.#splits.filter((_, i) => i % this.#readers === reader)
      if (share.length > 0) return share
    }
    if (this.#bounded) return null
    // More readers than partitions: this one stays, as others do whose stream never ends.
    await new Promise<void>(resolve => {
      if (signal.aborted) resolve()
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
    return null
  }

  /** Positions of a checkpoint go before those that Kafka told. What it has read to the end is read no more. */
  giveBack(known: readonly KafkaSplit[]): void {
    const byId = new Map(known.map(split => [split.id, split]))
    this.#splits = this.#bounded
      ? [...known, ...this.#splits]
      : this.#splits.map(split => byId.get(split.id) ?? split)
  }

  /** Partitions that no reader has. */
  snapshot(): readonly KafkaSplit[] {
    return this.#splits.filter((_, i) => !this.#served.has(i % this.#readers))
  }

  progress(): { readonly total: number | null; readonly assigned: number } {
    const assigned = this.#splits.filter((_, i) => this.#served.has(i % this.#readers)).length
    return { total: this.#bounded ? this.#splits.length : null, assigned }
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

class PartitionSplitReader<T> implements SourceReader<T, KafkaSplit> {
  readonly #config: Props
  readonly #options: KafkaSourceOptions<T>
  readonly #context: StreamContext
  readonly #splits = new Map<string, KafkaSplit>()
  #kafka: Kafka | null = null
  #reader: PartitionReader | null = null
  #assigned = false
  readonly #ready: SourceBatch<T, KafkaSplit>[] = []

  constructor(config: Props, options: KafkaSourceOptions<T>, context: StreamContext) {
    this.#config = config
    this.#options = options
    this.#context = context
  }

  addSplit(split: KafkaSplit): void {
    this.#splits.set(split.id, split)
    this.#assigned = false
  }

  async poll(signal: AbortSignal): Promise<SourceBatch<T, KafkaSplit> | null> {
    for (;;) {
      const ready = this.#ready.shift()
      if (ready !== undefined) return ready
      if (this.#splits.size === 0) return null
      this.#kafka ??= await openKafka(this.#config, {
        clientId: 'tidewire-job',
        log: this.#context.log,
      })
      this.#reader ??= this.#kafka.reader()
      if (!this.#assigned) this.#assign(this.#reader)
      if (this.#ready.length > 0) continue
      const batches = await this.#next(this.#reader, signal)
      for (const batch of batches) this.#take(batch)
      this.#reader.release(batches)
      if (this.#options.bounded === true) this.#finishPassed(this.#reader)
    }
  }

  /** A bounded read comes round now and then, also where nothing comes any more. */
  async #next(reader: PartitionReader, signal: AbortSignal): Promise<readonly BytesBatch[]> {
    if (this.#options.bounded !== true) return await reader.next(signal)
    try {
      return await reader.next(AbortSignal.any([signal, AbortSignal.timeout(endCheckMs)]))
    } catch (error) {
      if (!isAbort(error) || signal.aborted) throw error
      return []
    }
  }

  /** The last offsets of a partition may hold no records: markers of transactions, or what compaction took away. */
  #finishPassed(reader: PartitionReader): void {
    for (const { topic, partition, offset } of reader.positions()) {
      const split = this.#splits.get(`${topic}-${partition}`)
      if (split !== undefined && split.end !== null && offset >= split.end) this.#finish(split, [])
    }
  }

  async checkpointed(splits: readonly KafkaSplit[], signal: AbortSignal): Promise<void> {
    const { groupId } = this.#options
    if (groupId === undefined || this.#kafka === null || splits.length === 0) return
    try {
      const offsets = splits.map(({ topic, partition, next }) => ({
        topic,
        partition,
        offset: next,
      }))
      await this.#kafka.admin.alterGroupOffsets(groupId, offsets, signal)
    } catch (error) {
      if (signal.aborted) throw error
      // A restart goes by the checkpoint; the next one commits again.
      this.#context.metrics.add('commits_failed', 1)
      this.#context.log.warn('offsets were not committed to the group', {
        group: groupId,
        reason: messageOf(error),
      })
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#reader?.[Symbol.asyncDispose]()
    await this.#kafka?.[Symbol.asyncDispose]()
  }

  #assign(reader: PartitionReader): void {
    for (const split of this.#splits.values()) {
      if (split.end !== null && split.next >= split.end) this.#finish(split, [])
    }
    reader.assign(
      [...this.#splits.values()].map(({ topic, partition, next }) => ({
        topic,
        partition,
        offset: next,
      })),
    )
    this.#assigned = true
  }

  #finish(split: KafkaSplit, rows: readonly T[], times?: Float64Array): void {
    this.#splits.delete(split.id)
    this.#assigned = false
    this.#ready.push({
      rows,
      split,
      finished: true,
      ...(times === undefined ? {} : { eventTimes: times }),
    })
  }

  #take(batch: BytesBatch): void {
    const split = this.#splits.get(`${batch.topic}-${batch.partition}`)
    if (split === undefined) return
    const rows: T[] = []
    const times: number[] = []
    let next = split.next
    for (let i = 0; i < batch.count; i += 1) {
      const offset = offsetOf(batch, i)
      if (offset < split.next) continue
      if (split.end !== null && offset >= split.end) break
      next = offset + 1n
      const row = this.#element(batch, i, offset)
      if (row === undefined) continue
      rows.push(row)
      times.push(Number(batch.timestamp(i)))
    }
    const after = { ...split, next }
    const eventTimes = Float64Array.from(times)
    if (split.end !== null && next >= split.end) {
      this.#finish(after, rows, eventTimes)
      return
    }
    this.#splits.set(split.id, after)
    this.#ready.push({ rows, split: after, eventTimes })
  }

  #element(batch: BytesBatch, i: number, offset: bigint): T | undefined {
    const { deserializer } = this.#options
    const value = valueBytes(batch, i)
    if (typeof deserializer !== 'function') {
      if (value === null) return undefined
      const text = value.toString('utf8')
      // T is what the caller declares for text or for his JSON.
      if (deserializer === 'text') return text as T
      try {
        return JSON.parse(text) as T
      } catch (error) {
        throw raise('KAFKA_STREAM_RECORD', {
          topic: batch.topic,
          partition: batch.partition,
          offset,
          reason: messageOf(error),
        })
      }
    }
    return deserializer({
      topic: batch.topic,
      partition: batch.partition,
      offset,
      timestamp: batch.timestamp(i),
      key: keyBytes(batch, i),
      value,
      headers: () => batch.headers(i),
    })
  }
}
