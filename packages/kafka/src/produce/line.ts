import type { TidewireError } from '@tidewire/core'
import { raise } from '../errors.ts'
import { partitionKey } from '../partition-key.ts'
import type { RecordList } from '../records/encode-batch.ts'

/** Some records of one call for one partition, in order; a call may consist of several. */
export interface Segment {
  readonly records: RecordList
  /** An upper bound of the bytes they take in a batch. */
  readonly bytes: number
  /** Acknowledged with the offset of the first record; -1n when the broker does not tell. */
  done(baseOffset: bigint): void
  failed(error: unknown): void
  /** True when nobody waits any more: it is dropped if it was not sent yet. */
  dropped(): boolean
}

/** The producer id and the next sequence number of every partition. */
export interface Identity {
  readonly producerId: bigint
  readonly epoch: number
  readonly sequences: Map<string, number>
}

/** Segments that travel as one record batch, again and again until it is stored. */
export interface Batch {
  readonly segments: readonly Segment[]
  readonly count: number
  readonly bytes: number
  readonly deadline: number
  identity: { readonly of: Identity; readonly baseSequence: number } | null
  encoded: Buffer | null
  /** The memory that `encoded` was built in, to be used again once the batch is stored. */
  memory: Buffer | null
  attempts: number
  /** Why it is not stored yet. */
  lastError: unknown
}

function sum<T>(list: readonly T[], of: (item: T) => number): number {
  return list.reduce((total, item) => total + of(item), 0)
}

/** The reason that nobody hears: the call was aborted before its records were sent. */
function unsent() {
  return raise('KAFKA_CLOSED', { doing: 'sending records' })
}

/** What waits for one partition, and the batch under way. */
export class Line {
  readonly topic: string
  readonly partition: number
  readonly key: string
  /** One at a time, so that a retry can never change the order. */
  batch: Batch | null = null
  inFlight = false
  /** Not sent before this time, in milliseconds since the epoch. */
  notBefore = 0
  waitingBytes = 0
  readonly #waiting: Segment[] = []
  readonly #deliveryTimeoutMs: number
  /** Largest batch that the broker takes, as far as known. */
  #maxBytes: number

  constructor(
    topic: string,
    partition: number,
    limits: { readonly maxRequestSize: number; readonly deliveryTimeoutMs: number },
  ) {
    this.topic = topic
    this.partition = partition
    this.key = partitionKey(this)
    this.#maxBytes = limits.maxRequestSize
    this.#deliveryTimeoutMs = limits.deliveryTimeoutMs
  }

  get empty(): boolean {
    return this.batch === null && this.#waiting.length === 0
  }

  get waiting(): boolean {
    return this.#waiting.length > 0
  }

  add(segments: readonly Segment[]): void {
    for (const segment of segments) {
      this.#waiting.push(segment)
      this.waitingBytes += segment.bytes
    }
  }

  /** Drops what nobody waits for from the front. */
  dropUnwanted(): void {
    for (let first = this.#waiting[0]; first?.dropped(); first = this.#waiting[0]) {
      this.#shift(first)
      first.failed(unsent())
    }
  }

  #shift(first: Segment): void {
    this.#waiting.shift()
    this.waitingBytes -= first.bytes
  }

  /** The batch under way, or a new one of what waits; null when nothing does. */
  gather(): Batch | null {
    if (this.batch !== null) return this.batch
    const segments: Segment[] = []
    let bytes = 0
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      if (segments.length > 0 && bytes + first.bytes > this.#maxBytes) break
      this.#shift(first)
      if (first.dropped()) {
        first.failed(unsent())
        continue
      }
      segments.push(first)
      bytes += first.bytes
    }
    if (segments.length > 0) this.batch = this.#batchOf(segments)
    return this.batch
  }

  #batchOf(segments: readonly Segment[]): Batch {
    return {
      segments,
      count: sum(segments, s => s.records.length),
      bytes: sum(segments, s => s.bytes),
      deadline: Date.now() + this.#deliveryTimeoutMs,
      identity: null,
      encoded: null,
      memory: null,
      attempts: 0,
      lastError: null,
    }
  }

  /** Goes on with the first half of a batch that is too large, and the second half behind it. */
  split(batch: Batch): void {
    const parts = batch.segments.length === 1 ? halve(batch.segments[0]) : [...batch.segments]
    const middle = Math.ceil(parts.length / 2)
    this.#waiting.unshift(...parts.slice(middle))
    this.waitingBytes = sum(this.#waiting, s => s.bytes)
    this.batch = this.#batchOf(parts.slice(0, middle))
    this.#maxBytes = Math.ceil(batch.bytes / 2)
  }

  /** The error of a batch whose `delivery.timeout.ms` is over. */
  timedOut(batch: Batch): TidewireError {
    const { topic, partition } = this
    const cause = batch.lastError ?? undefined
    const reason = cause instanceof Error ? cause.message : 'the partition has no leader'
    const ms = this.#deliveryTimeoutMs
    const args = { count: batch.count, topic, partition, ms, reason }
    return raise('KAFKA_DELIVERY_TIMEOUT', args, { cause })
  }
}

/** Two segments in place of one; the call is done when both are. */
function halve(segment: Segment | undefined): Segment[] {
  if (segment === undefined) return []
  const middle = Math.ceil(segment.records.length / 2)
  let open = 2
  let base = -1n
  const half = (records: RecordList, first: boolean): Segment => ({
    records,
    bytes: Math.ceil(segment.bytes / 2),
    done(offset) {
      if (first) base = offset
      open -= 1
      if (open === 0) segment.done(base)
    },
    failed: error => segment.failed(error),
    dropped: () => segment.dropped(),
  })
  return [half(segment.records.slice(0, middle), true), half(segment.records.slice(middle), false)]
}
