import { isRetriable, messageOf, ReusedMemory, retryDelay, TidewireError } from '@tidewire/core'
import { raise } from '../errors.ts'
import { partitionKey } from '../partition-key.ts'
import type { Compression } from '../records/compression.ts'
import { encodeLists } from '../records/encode-batch.ts'
import type { Request } from '../wire/apis.ts'
import type { Cluster } from '../wire/cluster.ts'
import type { Links } from '../wire/links.ts'
import { protocolCode } from '../wire/protocol-error.ts'
import { type Batch, type Identity, Line, type Segment, unsent } from './line.ts'
import {
  type ProducedPartition,
  type ProduceOptions,
  type ProduceResponse,
  produceRequestOf,
} from './produce-request.ts'

/** How batches are sent. Times in milliseconds, sizes in bytes. */
export interface SenderOptions {
  readonly acks: -1 | 0 | 1
  readonly idempotent: boolean
  readonly compression: Compression
  readonly lingerMs: number
  readonly batchSize: number
  readonly maxRequestSize: number
  readonly deliveryTimeoutMs: number
  readonly retries: number
  readonly requestTimeoutMs: number
}

/** Memory of record batches that is kept for the next ones, in bytes. */
const keptBytes = 8 * 1024 * 1024

/** Codes after which the broker no longer knows where our numbering stands. */
const lostSequence = new Set<number>([
  protocolCode.outOfOrderSequence,
  protocolCode.invalidProducerEpoch,
  protocolCode.unknownProducerId,
])

const tooLarge = new Set<number>([protocolCode.messageTooLarge, protocolCode.recordListTooLarge])

/**
 * Sends segments partition by partition: what waits for one partition goes into one record batch, one request is under
 * way per broker. Retries keep the batch with its sequence numbers, so that the broker stores it once.
 */
export class Sender {
  readonly #cluster: Cluster
  readonly #links: Links
  readonly #options: SenderOptions
  readonly #produce: Request<[ProduceOptions], ProduceResponse>
  readonly #lines = new Map<string, Line>()
  readonly #busyNodes = new Set<number>()
  readonly #memory = new ReusedMemory(keptBytes)
  #identity: Identity | null = null
  #identifying = false
  #refreshing = false
  #timer: NodeJS.Timeout | undefined
  #idle: PromiseWithResolvers<void> | null = null
  #closed = false

  constructor(cluster: Cluster, options: SenderOptions) {
    this.#cluster = cluster
    this.#options = options
    this.#links = cluster.newLinks()
    this.#produce = produceRequestOf(cluster.lib)
  }

  enqueue(topic: string, partition: number, segments: readonly Segment[]): void {
    const line =
      this.#lines.get(partitionKey({ topic, partition })) ??
      new Line(topic, partition, this.#options)
    this.#lines.set(line.key, line)
    if (!line.waiting && this.#options.lingerMs > 0) {
      line.notBefore = Math.max(line.notBefore, Date.now() + this.#options.lingerMs)
    }
    line.add(segments)
    if (line.waitingBytes >= this.#options.batchSize && line.batch === null) line.notBefore = 0
    this.pump()
  }

  /** Resolves when nothing waits and nothing is under way that anybody waits for. */
  async flush(): Promise<void> {
    if (this.#lines.size === 0) return
    const idle = this.#idle ?? Promise.withResolvers<void>()
    this.#idle = idle
    for (const line of this.#lines.values()) if (line.batch === null) line.notBefore = 0
    this.pump()
    await idle.promise
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
    this.#cluster.release(this.#links)
  }

  /** Sends what can be sent now. */
  pump(): void {
    if (this.#closed) return
    const now = Date.now()
    const groups = new Map<number, Line[]>()
    const leaderless = new Set<string>()
    let next = Number.POSITIVE_INFINITY
    for (const [key, line] of this.#lines) {
      if (line.inFlight) continue
      this.#expire(line, now)
      if (line.empty) {
        this.#lines.delete(key)
        continue
      }
      const { deadline } = line
      if (line.notBefore > now) {
        next = Math.min(next, line.notBefore, deadline)
        continue
      }
      const leader = this.#cluster.leaderOf(line)
      if (leader === null) {
        line.gather()
        leaderless.add(line.topic)
        next = Math.min(next, deadline)
        continue
      }
      const group = groups.get(leader.nodeId) ?? []
      groups.set(leader.nodeId, group)
      group.push(line)
    }
    if (this.#idle !== null && [...this.#lines.values()].every(line => line.unwanted)) {
      this.#idle.resolve()
      this.#idle = null
    }
    if (leaderless.size > 0) void this.#refresh([...leaderless])
    if (groups.size > 0 && this.#options.idempotent && this.#identity === null) {
      void this.#identify()
    } else {
      for (const [nodeId, lines] of groups) {
        if (!this.#busyNodes.has(nodeId)) void this.#send(nodeId, lines)
      }
    }
    this.#wakeAt(next)
  }

  #wakeAt(at: number): void {
    if (at === Number.POSITIVE_INFINITY) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.pump(), Math.max(1, at - Date.now()))
  }

  /** Drops what nobody waits for, and fails all whose time is over, also what waited behind a batch. */
  #expire(line: Line, now: number): void {
    line.dropUnwanted()
    if (line.batch?.segments.every(segment => segment.dropped())) {
      this.#abandon(line, line.batch, unsent())
    }
    let lastError: unknown = line.batch?.lastError ?? null
    for (let batch = line.expired(now); batch !== null; batch = line.expired(now)) {
      lastError = batch.lastError ?? lastError
      this.#abandon(line, batch, line.timedOut(batch, lastError))
    }
  }

  async #identify(): Promise<void> {
    if (this.#identifying) return
    this.#identifying = true
    const doing = 'getting a producer id'
    try {
      const link = await this.#cluster.any()
      // Producer id -1 asks for a new one: an id of 0 would be somebody else's.
      const args = [null, this.#options.requestTimeoutMs, -1n, -1] as const
      const answer = await link.call(this.#cluster.requests.initProducerId, doing, [...args])
      if (answer.errorCode !== protocolCode.none) {
        throw this.#cluster.error(answer.errorCode, { doing })
      }
      this.#identity = {
        producerId: answer.producerId,
        epoch: answer.producerEpoch,
        sequences: new Map(),
      }
    } catch (error) {
      for (const line of this.#lines.values()) this.#retryOrFail(line, error)
    }
    this.#identifying = false
    this.pump()
  }

  async #refresh(topics: readonly string[]): Promise<void> {
    if (this.#refreshing) return
    this.#refreshing = true
    let failure: unknown
    try {
      await this.#cluster.metadata(topics, undefined, { create: true })
    } catch (error) {
      failure = error
    }
    this.#refreshing = false
    for (const line of this.#lines.values()) {
      if (!topics.includes(line.topic) || this.#cluster.leaderOf(line) !== null) continue
      if (failure !== undefined) this.#retryOrFail(line, failure)
      else this.#postpone(line, line.batch)
    }
    this.pump()
  }

  #encode(line: Line, batch: Batch): Buffer {
    if (batch.encoded !== null) return batch.encoded
    const identity = this.#identity
    if (identity !== null && batch.identity === null) {
      const baseSequence = identity.sequences.get(line.key) ?? 0
      identity.sequences.set(line.key, (baseSequence + batch.count) % 2 ** 31)
      batch.identity = { of: identity, baseSequence }
    }
    const lists = batch.segments.map(segment => segment.records)
    batch.encoded = encodeLists(lists, {
      compression: this.#options.compression,
      allocate: bytes => {
        batch.memory = this.#memory.take(bytes)
        return batch.memory
      },
      ...(batch.identity === null
        ? {}
        : {
            producerId: batch.identity.of.producerId,
            producerEpoch: batch.identity.of.epoch,
            baseSequence: batch.identity.baseSequence,
          }),
    })
    return batch.encoded
  }

  async #send(nodeId: number, lines: readonly Line[]): Promise<void> {
    const doing = 'sending records'
    const sent: Line[] = []
    const partitions = []
    let bytes = 0
    for (const line of lines) {
      const batch = line.gather()
      if (batch === null) continue
      if (sent.length > 0 && bytes + batch.bytes > this.#options.maxRequestSize) continue
      bytes += batch.bytes
      line.inFlight = true
      batch.attempts += 1
      sent.push(line)
      try {
        const { topic, partition } = line
        partitions.push({ topic, partition, batch: this.#encode(line, batch) })
      } catch (error) {
        line.inFlight = false
        sent.pop()
        this.#abandon(line, batch, error)
      }
    }
    if (sent.length === 0) return
    this.#busyNodes.add(nodeId)
    // Whoever is served last comes first the next time.
    for (const line of sent) this.#toTheEnd(line)
    try {
      const link = await this.#cluster.node(nodeId, this.#links)
      const { acks, requestTimeoutMs: timeoutMs } = this.#options
      const answer = await link.call(this.#produce, doing, [{ acks, timeoutMs, partitions }])
      for (const line of sent) {
        line.inFlight = false
        const found = acks === 0 ? stored(line) : answer.partitions.find(p => isOf(line, p))
        if (found !== undefined) this.#answered(line, found)
        else this.#retryOrFail(line, this.#cluster.error(-1, { doing, topic: line.topic }))
      }
    } catch (error) {
      for (const line of sent) {
        line.inFlight = false
        this.#retryOrFail(line, error)
      }
    }
    this.#busyNodes.delete(nodeId)
    this.pump()
  }

  #toTheEnd(line: Line): void {
    this.#lines.delete(line.key)
    this.#lines.set(line.key, line)
  }

  #answered(line: Line, answer: ProducedPartition): void {
    const { batch } = line
    if (batch === null) return
    if (answer.code === protocolCode.none || answer.code === protocolCode.duplicateSequence) {
      line.batch = null
      line.notBefore = 0
      // The broker has all of it, so nothing reads these bytes any more.
      if (batch.memory !== null && batch.attempts === 1) this.#memory.give(batch.memory)
      let offset = answer.code === protocolCode.none ? answer.baseOffset : -1n
      for (const segment of batch.segments) {
        segment.done(offset)
        if (offset >= 0n) offset += BigInt(segment.records.length)
      }
      return
    }
    const { topic, partition } = line
    const doing = `sending ${batch.count} record(s) to topic ${topic}, partition ${partition}`
    const error = this.#cluster.error(answer.code, { doing, topic, text: answer.text })
    if (tooLarge.has(answer.code)) this.#split(line, batch, error)
    else if (lostSequence.has(answer.code) && batch.identity !== null) {
      // The broker forgot us, e.g. because retention deleted our last records: go on under a new id.
      if (this.#identity === batch.identity.of) this.#identity = null
      batch.identity = null
      batch.encoded = null
      this.#retryOrFail(line, error.with({ retriable: true }), true)
    } else this.#retryOrFail(line, error)
  }

  /** The broker takes smaller batches than we made: send the halves. */
  #split(line: Line, batch: Batch, error: TidewireError): void {
    this.#takeBack(line, batch)
    if (batch.count === 1) {
      const { topic, partition } = line
      const reason = error.card.serverMessage ?? error.message
      const args = { topic, partition, bytes: batch.bytes, reason }
      this.#abandon(line, batch, raise('KAFKA_RECORD_TOO_LARGE', args, { cause: error }))
      return
    }
    line.split(batch)
  }

  /** The broker stored nothing of the batch: its sequence numbers are free again. */
  #takeBack(line: Line, batch: Batch): void {
    if (batch.identity === null) return
    batch.identity.of.sequences.set(line.key, batch.identity.baseSequence)
    batch.identity = null
  }

  #postpone(line: Line, batch: Batch | null): void {
    const attempts = Math.max(1, batch?.attempts ?? 1)
    line.notBefore = Date.now() + retryDelay(this.#cluster.backoff, attempts)
  }

  #retryOrFail(line: Line, error: unknown, keepMetadata = false): void {
    const batch = line.gather()
    if (batch === null) return
    if (!isRetriable(error)) {
      // Refused for good: nothing of it is stored, the numbering goes on from where it was.
      if (error instanceof TidewireError) this.#takeBack(line, batch)
      this.#abandon(line, batch, error)
      return
    }
    batch.lastError = error
    if (batch.attempts > this.#options.retries || Date.now() >= batch.deadline) {
      this.#abandon(line, batch, line.timedOut(batch))
      return
    }
    this.#cluster.options.log?.debug('sending records failed, trying again', {
      topic: line.topic,
      partition: line.partition,
      error: messageOf(error),
    })
    if (!keepMetadata) this.#cluster.forget(line.topic)
    this.#postpone(line, batch)
  }

  /** Gives a batch up. Whether the broker has it may be unknown, and then its numbers cannot be used again. */
  #abandon(line: Line, batch: Batch, error: unknown): void {
    line.batch = null
    line.notBefore = 0
    if (batch.identity !== null && this.#identity === batch.identity.of) this.#identity = null
    for (const segment of batch.segments) segment.failed(error)
  }
}

function isOf(line: Line, p: ProducedPartition): boolean {
  return p.partition === line.partition && p.topic === line.topic
}

function stored({ topic, partition }: Line): ProducedPartition {
  return { topic, partition, code: protocolCode.none, baseOffset: -1n, text: null }
}
