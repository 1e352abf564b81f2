import type { DuckEngine } from '../engine/duck-engine.ts'
import type { TopicMessage } from './message.ts'
import type { ConsumerOptions } from './subscribe-options.ts'
import type { Assigned, Subscriptions } from './subscriptions.ts'
import { nothingCommitted, tmqError } from './tmq-error.ts'
import { TopicReader } from './topic-reader.ts'

/** A vgroup that a consumer reads, with what its client library knows of it. */
interface Share extends Assigned {
  readonly reader: TopicReader
  /** Version to read on from; undefined until the first poll. */
  position: bigint | undefined
  /** Where the last message began. */
  request: bigint | undefined
  /** Whether the bounds of the log are known: after a message, or after `assignment`. */
  known: boolean
  /** Whether the position comes from a poll or a seek, so that it can be committed. */
  moved: boolean
  /** What the tables held when the consumer began, before the log is read from `position` on. */
  snapshot: AsyncGenerator<TopicMessage> | undefined
}

/** A polled message and where it comes from. */
export interface Polled {
  readonly message: TopicMessage
  readonly topic: string
  readonly database: string
  readonly vgroup: number
}

/** What `assignment` answers for a vgroup. */
export interface AssignmentRow {
  readonly vgroup: number
  readonly offset: bigint
  readonly begin: bigint
  readonly end: bigint
}

/** A member of a consumer group: positions, polls and commits, as TDengine's client library keeps them. */
export class Consumer {
  readonly id: bigint
  readonly options: ConsumerOptions
  readonly createdAt = Date.now()
  topics: readonly string[] = []
  subscribedAt = Date.now()
  rebalancedAt = 0
  /** When the last poll began or ended, in ms. */
  polledAt = Date.now()
  polling = false
  /** True when it was put out of its group because it did not poll. */
  lost = false
  readonly #engine: DuckEngine
  readonly #subscriptions: Subscriptions
  #shares: Share[] = []
  #turn = 0
  #wake: (() => void) | undefined
  /** Whether rows or vgroups have come since the last look at the logs began. */
  #changed = false
  /** Whether the last look at the logs came further without finding a message. */
  #advanced = false

  constructor(engine: DuckEngine, subscriptions: Subscriptions, options: ConsumerOptions) {
    this.#engine = engine
    this.#subscriptions = subscriptions
    this.options = options
    this.id = subscriptions.newConsumerId()
  }

  get group(): string {
    return this.options.group
  }

  /** The vgroups that it reads. */
  assigned(): readonly Assigned[] {
    return this.#shares.map(({ topic, vgroup }) => ({ topic, vgroup }))
  }

  /** Takes a new assignment: what it keeps goes on where it was, what is new begins at the committed offset. */
  assign(assigned: readonly Assigned[]): void {
    const before = this.#shares
    const same =
      before.length === assigned.length &&
      assigned.every(({ topic, vgroup }) =>
        before.some(share => share.topic === topic && share.vgroup === vgroup),
      )
    if (same) return
    this.#shares = assigned.flatMap(({ topic, vgroup }) => {
      const kept = before.find(share => share.topic === topic && share.vgroup === vgroup)
      // As in the client library: after a rebalance the log's bounds are unknown until the next message.
      if (kept !== undefined) return [{ ...kept, known: false }]
      const definition = this.#subscriptions.topic(topic)
      if (definition === undefined) return []
      const reader = new TopicReader(this.#engine, definition, vgroup)
      return [
        {
          topic,
          vgroup,
          reader,
          position: undefined,
          request: undefined,
          known: false,
          moved: false,
          snapshot: undefined,
        },
      ]
    })
    this.rebalancedAt = Date.now()
    this.#changed = true
    this.#wake?.()
  }

  /** Waits up to `waitMs` for a message; negative waits without end. Undefined when none came. */
  async poll(waitMs: number, signal: AbortSignal): Promise<Polled | undefined> {
    if (this.lost) throw tmqError('CONSUMER_NOT_EXIST')
    const end = waitMs < 0 ? Number.POSITIVE_INFINITY : performance.now() + waitMs
    this.polling = true
    const stop = this.#engine.log.listen(vgroup => {
      if (!this.#shares.some(share => share.vgroup === vgroup)) return
      this.#changed = true
      this.#wake?.()
    })
    try {
      for (;;) {
        this.#changed = false
        const found = await this.#next()
        if (found !== undefined) return found
        const rest = end - performance.now()
        if (rest <= 0 || signal.aborted) return undefined
        if (!this.#changed && !this.#advanced) await this.#wait(rest, signal)
      }
    } finally {
      stop()
      this.polling = false
      this.polledAt = Date.now()
    }
  }

  async #next(): Promise<Polled | undefined> {
    const shares = this.#shares
    this.#advanced = false
    for (let i = 0; i < shares.length; i += 1) {
      const share = shares[(this.#turn + i) % shares.length]
      if (share === undefined || !this.#shares.includes(share)) continue
      const from = this.#start(share)
      if (from === undefined) continue
      const { snapshot } = share
      if (snapshot !== undefined) {
        const { value } = await snapshot.next()
        if (value === undefined) {
          for (const own of this.#shares) {
            if (own.snapshot !== snapshot) continue
            own.snapshot = undefined
            own.known = true
            own.moved = true
          }
          this.#advanced = true
          continue
        }
        // A share that was kept in a rebalance has the same snapshot.
        if (!this.#shares.some(own => own.snapshot === snapshot)) continue
        if (value.kind === 'data' && value.blocks.length === 0) {
          this.#advanced = true
          continue
        }
        const { topic, vgroup } = share
        return { message: value, topic, database: share.reader.topic.database, vgroup }
      }
      const { message, position } = await share.reader.read(from, this.options)
      // The vgroup may have gone to another consumer, or the client may have sought, while the log was read.
      if (!this.#shares.includes(share) || share.position !== from) continue
      share.position = position
      if (position > from) {
        share.known = true
        share.moved = true
        this.#advanced = true
      }
      if (message === undefined) continue
      share.request = message.request
      this.#turn = (this.#turn + i + 1) % shares.length
      const database = share.reader.topic.database
      return { message, topic: share.topic, database, vgroup: share.vgroup }
    }
    return undefined
  }

  /** Where a vgroup is read from; undefined when there is nowhere to begin. */
  #start(share: Share): bigint | undefined {
    if (share.position !== undefined) return share.position
    const { begin, next } = this.#bounds(share.vgroup)
    const committed = this.#subscriptions.committed(share.topic, this.group, share.vgroup)
    if (committed !== undefined) {
      share.position = committed
      if (committed < begin) share.position = begin
      if (committed > next) share.position = next
    } else if (this.options.reset === 'earliest') {
      share.position = this.options.snapshot ? next : begin
      if (this.options.snapshot) share.snapshot = share.reader.snapshot(this.options)
    } else if (this.options.reset === 'latest') {
      share.position = next
      share.known = true
      share.moved = true
    }
    return share.position
  }

  /** First version that is kept, 0 while all are; and the next one. */
  #bounds(vgroup: number): { readonly begin: bigint; readonly next: bigint } {
    const { first, next } = this.#engine.log.range(vgroup)
    return { begin: first <= 1n ? 0n : first, next }
  }

  async #wait(ms: number, signal: AbortSignal): Promise<void> {
    await new Promise<void>(resolve => {
      const done = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', done)
        this.#wake = undefined
        resolve()
      }
      const timer = setTimeout(done, Math.min(ms, 0x7fff_ffff))
      this.#wake = done
      signal.addEventListener('abort', done, { once: true })
    })
  }

  /** Commits the position of everything polled so far. */
  async commit(): Promise<void> {
    const offsets = this.#shares.flatMap(({ topic, vgroup, position, moved }) =>
      position === undefined || !moved || this.#committed(topic, vgroup) === position
        ? []
        : [{ topic, vgroup, offset: position }],
    )
    if (offsets.length > 0) await this.#subscriptions.commit(this.group, offsets)
  }

  /** Commits one offset. */
  async commitOffset(topic: string, vgroup: number, offset: bigint): Promise<void> {
    this.#checkRange(this.#share(topic, vgroup), offset)
    await this.#subscriptions.commit(this.group, [{ topic, vgroup, offset }])
  }

  /** Moves the position. */
  seek(topic: string, vgroup: number, offset: bigint): void {
    const share = this.#share(topic, vgroup)
    this.#checkRange(share, offset)
    share.position = offset < 0n ? this.#bounds(vgroup).begin : offset
    share.request = share.position
    share.moved = true
  }

  /** The committed offset, or that there is none. */
  committed(topic: string, vgroup: number): bigint {
    this.#share(topic, vgroup)
    const offset = this.#committed(topic, vgroup) ?? nothingCommitted
    if (offset < 0n && offset !== nothingCommitted) throw tmqError('FAIL')
    return offset
  }

  /** The version that is read next. */
  position(topic: string, vgroup: number): bigint {
    const share = this.#share(topic, vgroup)
    if (!share.known) throw tmqError('POLL_FIRST')
    const { begin, next } = this.#bounds(vgroup)
    return (
      share.position ??
      this.#committed(topic, vgroup) ??
      (this.options.reset === 'latest' ? next : begin)
    )
  }

  /** The vgroups of a topic with where their last message began and the bounds of their logs. */
  assignment(topic: string): readonly AssignmentRow[] {
    const shares = this.#shares.filter(share => share.topic === topic)
    if (!this.topics.includes(topic)) throw tmqError('TOPIC_NOT_OWNED')
    if (shares.some(share => share.snapshot !== undefined)) throw tmqError('IN_SNAPSHOT')
    if (shares.some(share => share.request === undefined)) {
      for (const share of shares) {
        const from = share.request ?? this.#start(share)
        if (from === undefined) throw tmqError('NO_COMMITTED_OFFSET')
        share.request = from
        share.known = true
      }
    }
    return shares.map(share => {
      const { begin, next } = this.#bounds(share.vgroup)
      return {
        vgroup: share.vgroup,
        offset: share.request ?? 0n,
        begin: share.known ? begin : -1n,
        end: share.known ? next : -1n,
      }
    })
  }

  #committed(topic: string, vgroup: number): bigint | undefined {
    return this.#subscriptions.committed(topic, this.group, vgroup)
  }

  #share(topic: string, vgroup: number): Share {
    if (!this.topics.includes(topic)) throw tmqError('TOPIC_NOT_OWNED')
    const share = this.#shares.find(own => own.topic === topic && own.vgroup === vgroup)
    if (share === undefined) throw tmqError('VGROUP_NOT_OWNED')
    if (share.snapshot !== undefined) throw tmqError('IN_SNAPSHOT')
    return share
  }

  #checkRange(share: Share, offset: bigint): void {
    if (!share.known) throw tmqError('POLL_FIRST')
    const { begin, next } = this.#bounds(share.vgroup)
    if (offset !== -1n && (offset < begin || offset > next)) throw tmqError('OFFSET_OUT_OF_RANGE')
  }
}
