import type { Logger } from '@tidewire/core'
import type { Checkpoint } from '../checkpoint/checkpoint.ts'
import type { InitialState } from '../checkpoint/redistribution.ts'
import { streamError } from '../errors.ts'
import type { Plan } from '../graph/plan.ts'
import { CheckpointRound } from './checkpoint-round.ts'
import { Enumerators } from './enumerators.ts'
import { errorOf } from './failure.ts'
import type {
  Deployment,
  OperatorCounts,
  SubtaskId,
  SubtaskState,
  ToCoordinator,
  ToHost,
} from './message.ts'
import type { Threads } from './threads.ts'

/** What an attempt needs. */
export interface AttemptOptions {
  readonly job: string
  readonly plan: Plan
  readonly state: InitialState
  readonly threads: Threads
  readonly log: Logger
}

/** How a checkpoint came out: stored with everything before it, or given up. */
export type StoreCheckpoint = (checkpoint: Checkpoint) => Promise<void>

interface PendingRound {
  readonly round: CheckpointRound
  readonly done: PromiseWithResolvers<void>
}

/** One run of a job's subtasks, from a given state to the end, the first failure, or a stop. */
export class Attempt {
  readonly #options: AttemptOptions
  readonly #end = Promise.withResolvers<void>()
  readonly #running = Promise.withResolvers<void>()
  readonly #stopped: PromiseWithResolvers<void>[]
  /** Last state of finished subtasks; null for those that run. */
  readonly #finished: (SubtaskState | null)[][]
  readonly #cancel = new AbortController()
  readonly #counts: (readonly OperatorCounts[])[]
  #threadsRunning = 0
  #splitsBefore = 0
  #deployed = false
  /** The checkpoint of a stop is durable. */
  #stopStored = false
  #enumerators: Enumerators | null = null
  #pending: PendingRound | null = null

  constructor(options: AttemptOptions) {
    this.#options = options
    this.#finished = options.plan.stages.map(stage =>
      new Array<SubtaskState | null>(stage.parallelism).fill(null),
    )
    this.#stopped = options.threads.links.map(() => Promise.withResolvers<void>())
    this.#counts = options.threads.links.map(() => [])
    // Whoever waits for these comes later; a failure before that is no unhandled one.
    this.#end.promise.catch(() => undefined)
    this.#running.promise.catch(() => undefined)
  }

  /** Counters and gauges as the threads last reported them. */
  get counts(): readonly OperatorCounts[] {
    return this.#counts.flat()
  }

  /** Splits in all and given out. */
  get splits(): { readonly total: number | null; readonly assigned: number } {
    return this.#enumerators?.progress() ?? { total: null, assigned: 0 }
  }

  /** Splits that were read to their end before the state that it began with. */
  get splitsBefore(): number {
    return this.#splitsBefore
  }

  /** Opens sources and sinks and starts everything; resolves when all subtasks run. */
  async start(): Promise<void> {
    const { plan, state, threads, log } = this.#options
    for (const [thread, link] of threads.links.entries()) {
      link.listen(message => this.#receive(thread, message))
    }
    this.#enumerators = await Enumerators.open(
      plan,
      state,
      log,
      ({ to, splits }) => this.#post(this.#threadOf(to), { kind: 'splits', to, splits }),
      this.#cancel.signal,
    )
    if (this.#cancel.signal.aborted) {
      await this.#enumerators[Symbol.asyncDispose]()
      throw this.#cancel.signal.reason
    }
    this.#splitsBefore = this.#enumerators.progress().assigned
    const placement = plan.stages.map(stage =>
      Array.from({ length: stage.parallelism }, (_, index) => index % threads.links.length),
    )
    this.#deployed = true
    for (const [thread, link] of threads.links.entries()) {
      const subtasks = plan.stages.flatMap((stage): Deployment[] =>
        (state.subtasks[stage.id] ?? [])
          .map((own, index) => ({ stage: stage.id, index, state: own }))
          .filter(({ index }) => placement[stage.id]?.[index] === thread),
      )
      const peers = threads.peers[thread] ?? []
      link.post(
        { kind: 'deploy', subtasks, placement, peers },
        peers.filter(port => port !== null),
      )
    }
    await this.#running.promise
  }

  /** Resolves when all subtasks have come to their end; rejects with the first failure. */
  get finished(): Promise<void> {
    return this.#end.promise
  }

  /** A thread has ended by itself: the attempt fails, and nobody waits for what the thread had open. */
  threadEnded(thread: number, error: Error): void {
    this.#stopped[thread]?.resolve()
    this.fail(error)
  }

  /** Reports a failure from outside. */
  fail(error: Error): void {
    this.#running.reject(error)
    this.#end.reject(error)
    this.#pending?.done.reject(error)
  }

  /**
   * Takes a checkpoint: sources stop, sinks flush, `store` makes the whole durable, sources are told and go on; or end,
   * with `stop`. Rejects when it is not complete within `timeoutMs` or cannot be stored; then sources go on.
   */
  async checkpoint(
    id: number,
    options: {
      readonly timeoutMs: number
      readonly stop: boolean
      readonly store: StoreCheckpoint
    },
  ): Promise<void> {
    this.#throwIfOver(id)
    const enumerators = this.#enumerators
    if (enumerators === null || this.#pending !== null) {
      throw streamError('STREAM_CHECKPOINT', { id, reason: 'another one is being taken' })
    }
    const round = new CheckpointRound(id, this.#options.plan, this.#finished)
    const pending = { round, done: Promise.withResolvers<void>() }
    this.#pending = pending
    enumerators.hold()
    const timer = setTimeout(
      () =>
        pending.done.reject(
          streamError('STREAM_CHECKPOINT', {
            id,
            reason: `not all operators answered within ${options.timeoutMs} ms`,
          }),
        ),
      options.timeoutMs,
    )
    let durable = false
    try {
      this.#broadcast({ kind: 'checkpoint', id })
      if (round.complete) pending.done.resolve()
      await pending.done.promise
      // What an enumerator gives out in this moment is counted before its state is taken.
      await new Promise(resolve => setImmediate(resolve))
      this.#throwIfOver(id)
      const { states, underway } = enumerators.snapshot()
      await options.store(round.result(this.#options.job, states, underway))
      durable = true
      this.#stopStored = options.stop
    } finally {
      clearTimeout(timer)
      this.#pending = null
      enumerators.release()
      this.#broadcast({ kind: 'resume', id, durable, stop: options.stop && durable })
    }
  }

  /** A checkpoint behind the last one would have the state of a job that is being taken apart. */
  #throwIfOver(id: number): void {
    if (!this.#stopStored && !this.#cancel.signal.aborted) return
    throw streamError('STREAM_CHECKPOINT', { id, reason: 'the job has ended' })
  }

  /** Stops everything and waits until the threads have closed what they opened, at most `closingMs`. */
  async cancel(closingMs: number): Promise<void> {
    this.#cancel.abort()
    const { id } = this.#pending?.round ?? {}
    this.#pending?.done.reject(
      streamError('STREAM_CHECKPOINT', { id, reason: 'the job has ended' }),
    )
    if (this.#deployed) await this.#stopThreads(closingMs)
    await this.#enumerators?.[Symbol.asyncDispose]()
  }

  async #stopThreads(closingMs: number): Promise<void> {
    this.#broadcast({ kind: 'cancel' })
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<void>(resolve => {
      timer = setTimeout(resolve, closingMs)
    })
    await Promise.race([Promise.all(this.#stopped.map(({ promise }) => promise)), late])
    clearTimeout(timer)
  }

  #receive(thread: number, message: ToCoordinator): void {
    switch (message.kind) {
      case 'running':
        this.#threadsRunning += 1
        if (this.#threadsRunning === this.#options.threads.links.length) this.#running.resolve()
        return
      case 'splits-wanted':
        this.#enumerators?.serve(message.from).catch((error: Error) => {
          if (!this.#cancel.signal.aborted) this.fail(error)
        })
        return
      case 'ack':
        if (this.#pending?.round.id === message.id) this.#answer(message.from, message.state)
        return
      case 'finished': {
        const states = this.#finished[message.from.stage]
        if (states !== undefined) states[message.from.index] = message.state
        this.#answer(message.from, message.state)
        if (this.#finished.every(all => all.every(state => state !== null))) this.#end.resolve()
        return
      }
      case 'failed':
        this.fail(errorOf(message.failure))
        // A thread that could not even build the job has nothing to close.
        if (message.from === null) this.#stopped[thread]?.resolve()
        return
      case 'stopped':
        this.#stopped[thread]?.resolve()
        return
      case 'counts':
        this.#counts[thread] = message.counts
        return
      case 'log':
        this.#options.log[message.level](message.message, message.fields)
        return
    }
  }

  #answer(from: SubtaskId, state: SubtaskState): void {
    this.#pending?.round.add(from, state)
    if (this.#pending?.round.complete === true) this.#pending.done.resolve()
  }

  #threadOf({ index }: SubtaskId): number {
    return index % this.#options.threads.links.length
  }

  #post(thread: number, message: ToHost): void {
    this.#options.threads.links[thread]?.post(message)
  }

  #broadcast(message: ToHost): void {
    for (const link of this.#options.threads.links) link.post(message)
  }
}
