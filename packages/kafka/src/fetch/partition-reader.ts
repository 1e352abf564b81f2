import { type BytesBatch, type ConfigOf, isRetriable, messageOf, retryDelay } from '@tidewire/core'
import type { PartitionPosition, PartitionReader, TopicPartition } from '../api.ts'
import type { consumerConfig } from '../config/client-config.ts'
import { raise } from '../errors.ts'
import { partitionKey } from '../partition-key.ts'
import { abortable } from '../wire/abortable.ts'
import type { Request } from '../wire/apis.ts'
import type { Cluster } from '../wire/cluster.ts'
import type { Links } from '../wire/links.ts'
import { protocolCode } from '../wire/protocol-error.ts'
import { FetchMemory } from './fetch-memory.ts'
import {
  type FetchedPartition,
  type FetchOptions,
  type FetchResponse,
  fetchRequestOf,
} from './fetch-request.ts'
import { listOffsets, offsetSpec } from './list-offsets.ts'
import { Reading, type ReadingOptions } from './reading.ts'

/** Parsed consumer keys. */
export type ConsumerValues = ConfigOf<(typeof consumerConfig)['keys']>

/**
 * Reads partitions as bytes, one fetch under way per leader while the caller works on the last one. In memory are at
 * most about twice `fetch.max.bytes`: what was handed over last and what is fetched or buffered. Fetching, resetting and
 * relocating stand together: each changes when a partition is asked for next.
 */
export class FetchingReader implements PartitionReader {
  readonly #cluster: Cluster
  readonly #config: ConsumerValues
  readonly #links: Links
  readonly #fetch: Request<[FetchOptions], FetchResponse>
  readonly #committed: boolean
  readonly #memory: FetchMemory
  readonly #readingOptions: ReadingOptions
  /** Batches handed over and not given back. */
  readonly #lent = new WeakSet<BytesBatch>()
  #readings = new Map<string, Reading>()
  readonly #busyNodes = new Set<number>()
  #wake = Promise.withResolvers<void>()
  #refreshing = false
  #timer: NodeJS.Timeout | undefined
  #closed = false
  #broken: { readonly error: unknown } | null = null

  constructor(cluster: Cluster, config: ConsumerValues) {
    this.#cluster = cluster
    this.#config = config
    this.#committed = config['isolation.level'] === 'read_committed'
    const requestTimeoutMs = Math.max(
      cluster.options.link.requestTimeoutMs,
      config['fetch.max.wait.ms'] + 5000,
    )
    this.#readingOptions = {
      committed: this.#committed,
      checkCrcs: config['check.crcs'],
      maxPartitionBytes: config['max.partition.fetch.bytes'],
    }
    this.#memory = new FetchMemory(2 * config['fetch.max.bytes'])
    this.#links = cluster.newLinks({
      requestTimeoutMs,
      allocate: size => this.#memory.bytes(size),
    })
    this.#fetch = fetchRequestOf(cluster.lib)
  }

  assign(positions: readonly PartitionPosition[]): void {
    const next = new Map<string, Reading>()
    for (const wanted of positions) {
      const known = this.#readings.get(partitionKey(wanted))
      next.set(
        partitionKey(wanted),
        known !== undefined && known.position === wanted.offset
          ? known
          : new Reading(wanted, this.#readingOptions, this.#memory),
      )
    }
    this.#readings = next
    this.#schedule()
  }

  pause(partitions: readonly TopicPartition[]): void {
    for (const p of partitions) {
      const reading = this.#readings.get(partitionKey(p))
      if (reading !== undefined) reading.paused = true
    }
  }

  resume(partitions: readonly TopicPartition[]): void {
    for (const p of partitions) {
      const reading = this.#readings.get(partitionKey(p))
      if (reading !== undefined) reading.paused = false
    }
    this.#awaken()
    this.#schedule()
  }

  /** The id of the topic that a partition is read from; null when unknown. */
  topicId(partition: TopicPartition): string | null {
    return this.#readings.get(partitionKey(partition))?.topicId ?? null
  }

  async next(signal: AbortSignal): Promise<readonly BytesBatch[]> {
    for (;;) {
      signal.throwIfAborted()
      if (this.#broken !== null) throw this.#broken.error
      if (this.#closed) throw raise('KAFKA_CLOSED', { doing: 'reading records' })
      const wake = this.#wake.promise
      const batches = this.#take()
      this.#schedule()
      if (batches.length > 0) return batches
      await abortable(wake, signal)
    }
  }

  /** Hands over what is buffered, up to the limits; throws the error of a partition that failed. */
  #take(): BytesBatch[] {
    const batches: BytesBatch[] = []
    let records = this.#config['max.poll.records'] ?? Number.POSITIVE_INFINITY
    let bytes = this.#config['fetch.max.bytes']
    for (const [key, reading] of this.#readings) {
      if (reading.paused) continue
      if (reading.failed !== null) {
        if (batches.length > 0) break
        const error = reading.failed
        reading.failed = null
        throw error
      }
      if (!reading.decode()) {
        // Come round again for the error, once what is here is handed over.
        this.#awaken()
        continue
      }
      while (records > 0 && bytes > 0) {
        const batch = reading.take(records)
        if (batch === null) break
        batches.push(batch)
        this.#lent.add(batch)
        records -= batch.count
        bytes -= sizeOf(batch)
      }
      if (records <= 0 || bytes <= 0) {
        // The partition that was cut short goes to the end, so that the others get their turn.
        this.#readings.delete(key)
        this.#readings.set(key, reading)
        break
      }
    }
    return batches
  }

  /** Makes every `next` throw from now on, e.g. because the membership that the assignment came from ended. */
  fail(error: unknown): void {
    this.#broken = { error }
    this.#awaken()
  }

  release(batches: readonly BytesBatch[]): void {
    for (const batch of batches) {
      if (!this.#lent.delete(batch)) continue
      this.#memory.drop(batch.bytes)
      this.#memory.drop(batch.offsetDeltas)
    }
  }

  positions(): readonly PartitionPosition[] {
    return [...this.#readings.values()].map(r => ({
      topic: r.topic,
      partition: r.partition,
      offset: r.position,
    }))
  }

  lag(): readonly (TopicPartition & { readonly lag: bigint })[] {
    const known = [...this.#readings.values()].filter(r => r.end >= 0n)
    return known.map(({ topic, partition, end, position }) => ({
      topic,
      partition,
      lag: end > position ? end - position : 0n,
    }))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    this.#readings.clear()
    this.#cluster.release(this.#links)
    this.#awaken()
  }

  #awaken(): void {
    const { resolve } = this.#wake
    this.#wake = Promise.withResolvers()
    resolve()
  }

  /** Starts a fetch from every leader that has none under way and nothing buffered. */
  #schedule(): void {
    if (this.#closed) return
    const now = Date.now()
    const wanted = new Map<number, Reading[]>()
    const full = new Set<number>()
    const leaderless = new Set<string>()
    let wait = Number.POSITIVE_INFINITY
    for (const reading of this.#readings.values()) {
      const leader = this.#cluster.leaderOf(reading)
      if (reading.buffered && !reading.paused && leader !== null) full.add(leader.nodeId)
      if (reading.buffered || reading.paused || reading.inFlight) continue
      if (reading.failed !== null) continue
      if (reading.notBefore > now) {
        wait = Math.min(wait, reading.notBefore - now)
        continue
      }
      if (leader === null) {
        leaderless.add(reading.topic)
        continue
      }
      const topicId = this.#cluster.topicIdOf(reading.topic)
      reading.topicId ??= topicId
      if (topicId !== null && reading.topicId !== topicId) {
        void this.#startOver(reading, topicId)
        continue
      }
      const list = wanted.get(leader.nodeId) ?? []
      wanted.set(leader.nodeId, list)
      list.push(reading)
    }
    for (const [nodeId, readings] of wanted) {
      if (full.has(nodeId) || this.#busyNodes.has(nodeId)) continue
      void this.#fetchFrom(nodeId, readings, Math.max(1, wanted.size))
    }
    if (leaderless.size > 0) void this.#refresh([...leaderless])
    if (wait !== Number.POSITIVE_INFINITY) this.#later(wait)
  }

  #later(ms: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#schedule(), ms)
  }

  async #refresh(topics: readonly string[]): Promise<void> {
    if (this.#refreshing) return
    this.#refreshing = true
    let failure: unknown = null
    try {
      const infos = await this.#cluster.metadata(topics)
      const refused = infos.find(
        i => i.code !== protocolCode.none && !isRetriable(this.#metadataError(i.code, i.name)),
      )
      if (refused !== undefined) failure = this.#metadataError(refused.code, refused.name)
    } catch (error) {
      if (!isRetriable(error)) failure = error
    }
    this.#refreshing = false
    for (const reading of this.#readings.values()) {
      if (!topics.includes(reading.topic) || this.#cluster.leaderOf(reading) !== null) continue
      if (failure === null) this.#postpone(reading)
      else reading.failed = failure
    }
    if (failure !== null) this.#awaken()
    this.#schedule()
  }

  #metadataError(code: number, topic: string) {
    return this.#cluster.error(code, { doing: `reading topic ${topic}`, topic })
  }

  /** Leaves a partition alone for a moment that grows with every failure in a row. */
  #postpone(reading: Reading): void {
    reading.failures += 1
    reading.notBefore = Date.now() + retryDelay(this.#cluster.backoff, reading.failures)
  }

  async #fetchFrom(nodeId: number, readings: readonly Reading[], nodes: number): Promise<void> {
    this.#busyNodes.add(nodeId)
    const partitions = readings.map(reading => {
      reading.inFlight = true
      return {
        topic: reading.topic,
        partition: reading.partition,
        leaderEpoch: this.#cluster.leaderOf(reading)?.epoch ?? -1,
        offset: reading.fetchOffset,
        maxBytes: reading.maxBytes,
      }
    })
    const doing = 'fetching records'
    try {
      const link = await this.#cluster.node(nodeId, this.#links)
      const answer = await link.call(this.#fetch, doing, [
        {
          maxWaitMs: this.#config['fetch.max.wait.ms'],
          minBytes: this.#config['fetch.min.bytes'],
          // All leaders together stay within the limit, not each of them.
          maxBytes: Math.max(65_536, Math.floor(this.#config['fetch.max.bytes'] / nodes)),
          committed: this.#committed,
          partitions,
        },
      ])
      if (answer.code !== protocolCode.none) throw this.#cluster.error(answer.code, { doing })
      const byKey = new Map(readings.map(reading => [partitionKey(reading), reading]))
      for (const fetched of answer.partitions) {
        const reading = byKey.get(partitionKey(fetched))
        // Records of a partition that is no longer assigned are left to the garbage collector.
        if (fetched.records !== null) this.#memory.hold(fetched.records)
        if (reading !== undefined) this.#receive(reading, fetched)
      }
      this.#memory.drop(answer.bytes)
    } catch (error) {
      if (this.#closed) return
      for (const reading of readings) this.#fail(reading, error)
    }
    for (const reading of readings) reading.inFlight = false
    this.#busyNodes.delete(nodeId)
    if (this.#closed) return
    this.#awaken()
    this.#schedule()
  }

  #receive(reading: Reading, fetched: FetchedPartition): void {
    if (fetched.code === protocolCode.none) {
      reading.receive(fetched)
    } else if (fetched.code === protocolCode.offsetOutOfRange) {
      this.#postpone(reading)
      void this.#reset(reading)
    } else {
      const { topic, partition } = reading
      const doing = `reading topic ${topic}, partition ${partition}`
      this.#fail(reading, this.#cluster.error(fetched.code, { doing, topic }))
    }
  }

  /** Tries again with fresh metadata, unless that cannot help. */
  #fail(reading: Reading, error: unknown): void {
    if (!isRetriable(error)) {
      reading.failed = error
      return
    }
    this.#cluster.options.log?.debug('fetch failed, trying again', {
      topic: reading.topic,
      partition: reading.partition,
      error: messageOf(error),
    })
    this.#cluster.forget(reading.topic)
    this.#postpone(reading)
  }

  /** The position is gone: goes to where `auto.offset.reset` says, or fails. */
  #reset(reading: Reading): Promise<void> {
    const policy = this.#config['auto.offset.reset'] ?? 'none'
    return this.#relocate(reading, 'offset out of range, reset by auto.offset.reset', async at => {
      if (policy === 'earliest' || policy === 'latest') return await at(offsetSpec[policy])
      const { topic, partition, fetchOffset: offset } = reading
      const range = {
        earliest: await at(offsetSpec.earliest),
        latest: await at(offsetSpec.latest),
      }
      throw raise('KAFKA_OFFSET_OUT_OF_RANGE', { topic, partition, offset, ...range })
    })
  }

  /** Another topic has taken the name: none of its records was read, whatever the position in the old one. */
  #startOver(reading: Reading, topicId: string): Promise<void> {
    const why = 'the topic was deleted and created again, reading starts at its beginning'
    return this.#relocate(reading, why, async at => {
      const start = await at(offsetSpec.earliest)
      reading.topicId = topicId
      return start
    })
  }

  /** Moves a partition to the offset that `find` gives; keeps it out of fetches meanwhile. */
  async #relocate(
    reading: Reading,
    why: string,
    find: (at: (timestamp: bigint) => Promise<bigint>) => Promise<bigint>,
  ): Promise<void> {
    reading.notBefore = Number.POSITIVE_INFINITY
    try {
      const offset = await find(async timestamp => {
        const found = await listOffsets(this.#cluster, this.#links, [reading], timestamp, {
          committed: this.#committed,
        })
        return found[0]?.offset ?? 0n
      })
      this.#cluster.options.log?.warn(why, {
        topic: reading.topic,
        partition: reading.partition,
        from: reading.fetchOffset,
        to: offset,
      })
      reading.fetchOffset = offset
      reading.position = offset
    } catch (error) {
      if (isRetriable(error)) this.#postpone(reading)
      else reading.failed = error
    }
    if (reading.notBefore === Number.POSITIVE_INFINITY) reading.notBefore = 0
    if (this.#closed) return
    this.#awaken()
    this.#schedule()
  }
}

/** Bytes that a batch keeps in memory, roughly: its records and their positions. */
function sizeOf(batch: BytesBatch): number {
  const first = batch.keyStarts[0] ?? 0
  const last = batch.count - 1
  const end = (batch.valueStarts[last] ?? 0) + Math.max(0, batch.valueLengths[last] ?? 0)
  return end - first + batch.count * 24
}
