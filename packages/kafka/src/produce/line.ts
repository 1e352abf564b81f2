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
export function unsent() {
  return raise('KAFKA_CLOSED', { doing: 'sending records' })
}

/** A segment with the end of its time, in milliseconds since the epoch: waiting behind a batch counts too. */
interface Waiting {
  readonly segment: Segment
  readonly deadline: number
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
  readonly #waiting: Waiting[] = []
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
    const deadline = Date.now() + this.#deliveryTimeoutMs
    for (const segment of segments) {
      this.#waiting.push({ segment, deadline })
      this.waitingBytes += segment.bytes
    }
  }

  /** When the time of the oldest record is over, in milliseconds since the epoch; Infinity when there is none. */
  get deadline(): number {
    return this.batch?.deadline ?? this.#waiting[0]?.deadline ?? Number.POSITIVE_INFINITY
  }

  /** Drops what nobody waits for from the front. */
  dropUnwanted(): void {
    for (let first = this.#waiting[0]; first?.segment.dropped(); first = this.#waiting[0]) {
      this.#shift(first)
      first.segment.failed(unsent())
    }
  }

  #shift(first: Waiting): void {
    this.#waiting.shift()
    this.waitingBytes -= first.segment.bytes
  }

  /** True when nobody waits for anything of it any more. */
  get unwanted(): boolean {
    const dropped = (segment: Segment) => segment.dropped()
    return (
      (this.batch?.segments.every(dropped) ?? true) &&
      this.#waiting.every(({ segment }) => dropped(segment))
    )
  }

  /** The batch under way if its time ends by then, or one of what waits and is over by then; null when there is none. */
  expired(now: number): Batch | null {
    return this.deadline <= now ? this.gather(now) : null
  }

  /** The batch under way, or a new one of what waits and has its deadline by `until`; null when there is none. */
  gather(until = Number.POSITIVE_INFINITY): Batch | null {
    if (this.batch !== null) return this.batch
    const segments: Segment[] = []
    let bytes = 0
    let deadline = Number.POSITIVE_INFINITY
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      const { segment } = first
      if (first.deadline > until) break
      if (segments.length > 0 && bytes + segment.bytes > this.#maxBytes) break
      this.#shift(first)
      if (segment.dropped()) {
        segment.failed(unsent())
        continue
      }
      segments.push(segment)
      bytes += segment.bytes
      deadline = Math.min(deadline, first.deadline)
    }
    if (segments.length > 0) this.batch = this.#batchOf(segments, deadline)
    return this.batch
  }

  #batchOf(segments: readonly Segment[], deadline: number): Batch {
    return {
      segments,
      count: sum(segments, s => s.records.length),
      bytes: sum(segments, s => s.bytes),
      deadline,
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
    const { deadline } = batch
    this.#waiting.unshift(...parts.slice(middle).map(segment => ({ segment, deadline })))
    this.waitingBytes = sum(this.#waiting, w => w.segment.bytes)
    this.batch = this.#batchOf(parts.slice(0, middle), deadline)
    this.#maxBytes = Math.ceil(batch.bytes / 2)
  }

  /** The error of a batch whose `delivery.timeout.ms` is over. */
  timedOut(batch: Batch, lastError: unknown = batch.lastError): TidewireError {
    const { topic, partition } = this
    const cause = lastError ?? undefined
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
