import { availableParallelism } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { type Logger, TidewireError } from '@tidewire/core'
import type { Checkpoint } from './checkpoint/checkpoint.ts'
import { CheckpointStore, readCheckpoint, writeCheckpoint } from './checkpoint/checkpoint-store.ts'
import { emptyState, type InitialState, redistribute } from './checkpoint/redistribution.ts'
import { messageOf, streamError } from './errors.ts'
import type { Plan } from './graph/plan.ts'
import { JobMeter, type JobMetrics } from './job-meter.ts'
import {
  checkpointDefaults,
  type JobOptions,
  type JobProgress,
  jobDefaults,
  silentLog,
} from './job-options.ts'
import { exponentialDelay, Restarts } from './restart-strategy.ts'
import { Attempt } from './runtime/attempt.ts'
import { type Threads, thisThread, type WarmThreads, workerThreads } from './runtime/threads.ts'

/** Longest time that timers know, in milliseconds. */
const longestTimer = 2 ** 31 - 1

/** Milliseconds that threads get to close what they have opened, and in a stop that has taken too long already. */
const patientMs = 5_000
const hurriedMs = 500

/** How a job ended. */
export interface JobResult {
  /** `finished`: all sources came to their end. `stopped`: it was asked to, and can be resumed. */
  readonly state: 'finished' | 'stopped'
  readonly restarts: number
  readonly metrics: JobMetrics
}

/** States of a job (Flink's words). */
export type JobState = 'created' | 'running' | 'restarting' | 'finished' | 'stopped' | 'failed'

/** Where the worker threads of a job find it, and those that have begun to load it. */
export interface JobFile {
  readonly path: string
  readonly warm: WarmThreads
}

/** A running job. */
export class Job {
  readonly name: string
  readonly #plan: Plan
  readonly #options: JobOptions
  readonly #jobFile: JobFile | null
  readonly #log: Logger
  readonly #store: CheckpointStore | null
  readonly #restarts: Restarts
  readonly #meter = new JobMeter()
  readonly #stop = new AbortController()
  #attempt: Attempt | null = null
  #nextCheckpoint = 1
  #state: JobState = 'created'
  /** Checkpoints run one after the other. */
  #checkpointing: Promise<unknown> = Promise.resolve()
  #failures = 0

  /** `jobFile` is where worker threads find the job; without it everything runs in the calling thread. */
  constructor(plan: Plan, options: JobOptions, jobFile: JobFile | null) {
    this.name = options.name ?? jobDefaults.name
    this.#plan = plan
    this.#options = options
    this.#jobFile = jobFile
    this.#log = options.log ?? silentLog
    const { checkpoint } = options
    this.#store =
      checkpoint === undefined
        ? null
        : new CheckpointStore(
            checkpoint.directory,
            checkpoint.retained ?? checkpointDefaults.retained,
          )
    this.#restarts = new Restarts(
      options.restart ?? (checkpoint === undefined ? { kind: 'none' } : exponentialDelay),
    )
  }

  get state(): JobState {
    return this.#state
  }

  /** How far the job is. */
  get progress(): JobProgress {
    return { ...this.#meter.progress(), restarts: this.#restarts.count }
  }

  /** Counters of all operators. */
  get metrics(): JobMetrics {
    return this.#meter.snapshot()
  }

  /**
   * Runs to the end. An aborted signal stops the job in good order: sources stop, sinks flush, a last checkpoint is
   * stored when there is a folder. Throws `STREAM_RESTARTS` when it failed for good, `STREAM_STOP` when it did not stop
   * in time.
   */
  async run(signal?: AbortSignal): Promise<JobResult> {
    const stop = (): void => this.#stop.abort()
    signal?.addEventListener('abort', stop)
    if (signal?.aborted === true) stop()
    const reporter = setInterval(() => {
      this.#meter.tick()
      this.#report()
    }, 1_000)
    try {
      using _ = (await this.#store?.open()) ?? null
      let state = await this.#initialState()
      for (;;) {
        const startedAt = Date.now()
        try {
          const finished = await this.#runOnce(state)
          if (finished) await this.#store?.clear()
          this.#state = finished ? 'finished' : 'stopped'
          this.#report()
          return { state: this.#state, restarts: this.#restarts.count, metrics: this.metrics }
        } catch (error) {
          if (this.#stop.signal.aborted) throw error
          const wait = isFinal(error) ? null : this.#restarts.next(Date.now() - startedAt)
          if (wait === null) throw this.#gaveUp(error)
          this.#state = 'restarting'
          this.#log.warn('the job failed and is restarted', {
            job: this.name,
            error: messageOf(error),
            restart: this.#restarts.count,
            inMs: Math.round(wait),
          })
          try {
            await delay(wait, undefined, { signal: this.#stop.signal })
          } catch {
            this.#state = 'stopped'
            return { state: 'stopped', restarts: this.#restarts.count, metrics: this.metrics }
          }
          state = await this.#stateToResume()
        }
      }
    } catch (error) {
      this.#state = 'failed'
      throw error
    } finally {
      clearInterval(reporter)
      signal?.removeEventListener('abort', stop)
    }
  }

  /** Stops in good order; `run` resolves then. */
  stop(): void {
    this.#stop.abort()
  }

  /** Stores a savepoint as the folder `path`; the job goes on. Throws `STREAM_CHECKPOINT` when it does not run. */
  async savepoint(path: string): Promise<void> {
    await this.#takeCheckpoint(checkpoint => writeCheckpoint(path, checkpoint), false)
  }

  async #runOnce(state: InitialState): Promise<boolean> {
    let attempt: Attempt | null = null
    await using threads = this.#openThreads((thread, error) => attempt?.threadEnded(thread, error))
    attempt = new Attempt({ job: this.name, plan: this.#plan, state, threads, log: this.#log })
    this.#meter.begin(attempt)
    const timers = new AbortController()
    let stopStored = false
    let stopTimer: NodeJS.Timeout | undefined
    let closingMs = patientMs
    const stop = (): void => {
      const limitMs = this.#options.stopTimeoutMs ?? jobDefaults.stopTimeoutMs
      stopTimer = setTimeout(() => {
        closingMs = hurriedMs
        attempt?.fail(streamError('STREAM_STOP', { limitMs }))
      }, limitMs)
      this.#stopAttempt().then(
        () => {
          stopStored = true
        },
        (error: Error) => attempt?.fail(error),
      )
    }
    try {
      if (!(await unlessAborted(attempt.start(), this.#stop.signal))) return false
      this.#attempt = attempt
      this.#state = 'running'
      this.#stop.signal.addEventListener('abort', stop)
      if (this.#stop.signal.aborted) stop()
      this.#checkpointRegularly(attempt, timers.signal)
      await attempt.finished
      // A job that came to its end while it was asked to stop has finished.
      return !stopStored
    } finally {
      timers.abort()
      clearTimeout(stopTimer)
      this.#stop.signal.removeEventListener('abort', stop)
      this.#attempt = null
      await attempt.cancel(closingMs)
      // A checkpoint that is still being written must not appear behind what comes next.
      await this.#checkpointing
      this.#meter.end()
    }
  }

  /** The last checkpoint of a job that is asked to stop; without a folder the sinks are flushed all the same. */
  async #stopAttempt(): Promise<void> {
    const store = this.#store
    await this.#takeCheckpoint(async checkpoint => {
      await store?.save(checkpoint)
    }, true)
  }

  #checkpointRegularly(attempt: Attempt, signal: AbortSignal): void {
    const { checkpoint } = this.#options
    const store = this.#store
    if (checkpoint === undefined || store === null) return
    const loop = async (): Promise<void> => {
      for (;;) {
        const pause = Math.max(checkpoint.intervalMs, checkpoint.minPauseMs ?? 0)
        await delay(Math.min(pause, longestTimer), undefined, { signal })
        try {
          await this.#takeCheckpoint(async taken => {
            await store.save(taken)
          }, false)
          this.#failures = 0
        } catch (error) {
          if (signal.aborted || this.#stop.signal.aborted) return
          this.#failures += 1
          this.#log.warn('a checkpoint failed', { job: this.name, error: messageOf(error) })
          if (this.#failures > (checkpoint.tolerableFailures ?? 0)) {
            attempt.fail(error instanceof Error ? error : new Error(messageOf(error)))
            return
          }
        }
      }
    }
    loop().catch(() => undefined)
  }

  #takeCheckpoint(
    store: (checkpoint: Checkpoint) => Promise<void>,
    stop: boolean,
  ): Promise<unknown> {
    const take = async (): Promise<void> => {
      const attempt = this.#attempt
      const id = this.#nextCheckpoint
      if (attempt === null) {
        throw streamError('STREAM_CHECKPOINT', { id, reason: 'the job does not run' })
      }
      this.#nextCheckpoint += 1
      await attempt.checkpoint(id, {
        timeoutMs: this.#options.checkpoint?.timeoutMs ?? checkpointDefaults.timeoutMs,
        stop,
        store,
      })
      this.#meter.checkpoints += 1
    }
    const next = this.#checkpointing.then(take, take)
    this.#checkpointing = next.catch(() => undefined)
    return next
  }

  async #initialState(): Promise<InitialState> {
    const restore = this.#options.restore ?? jobDefaults.restore
    if (restore === 'none') {
      await this.#store?.clear()
      return emptyState(this.#plan)
    }
    if (restore === 'latest') return this.#stateToResume()
    const savepoint = await readCheckpoint(restore.savepoint)
    if (savepoint.job !== this.name) {
      this.#log.warn('the savepoint is of a job with another name', {
        job: this.name,
        savepointOf: savepoint.job,
      })
    }
    const state = this.#stateOf(savepoint, restore.savepoint)
    // From here on this is the newest checkpoint: a restart must not go on where a later one stands.
    const adopted = await this.#store?.adopt(savepoint)
    this.#nextCheckpoint = (adopted ?? savepoint).id + 1
    return state
  }

  async #stateToResume(): Promise<InitialState> {
    const latest =
      (await this.#store?.latest((path, reason) =>
        this.#log.warn('a damaged checkpoint is passed over', { path, reason }),
      )) ?? null
    if (latest !== null) {
      const state = this.#stateOf(latest, this.#store?.directory ?? '')
      this.#nextCheckpoint = Math.max(
        this.#nextCheckpoint,
        ((await this.#store?.highestId()) ?? 0) + 1,
      )
      return state
    }
    const restore = this.#options.restore ?? jobDefaults.restore
    // A restart before the first checkpoint begins where the job began.
    if (typeof restore === 'object') {
      return this.#stateOf(await readCheckpoint(restore.savepoint), restore.savepoint)
    }
    return emptyState(this.#plan)
  }

  #stateOf(checkpoint: Checkpoint, path: string): InitialState {
    this.#log.info('the job resumes', { job: this.name, checkpoint: checkpoint.id, path })
    this.#options.onResume?.(path, new Date(checkpoint.time))
    return redistribute(
      checkpoint,
      this.#plan,
      path,
      this.#options.allowDroppedState ?? jobDefaults.allowDroppedState,
    )
  }

  #openThreads(ended: (thread: number, error: Error) => void): Threads {
    const most = Math.max(...this.#plan.stages.map(stage => stage.parallelism))
    const wanted = Math.min(this.#options.threads ?? availableParallelism(), most)
    if (this.#jobFile === null) {
      if (wanted > 1) {
        const reason = 'it was built in a program, not in a job file'
        this.#log.info(`the job runs on one thread: ${reason}`, { job: this.name })
      }
      return thisThread(this.#plan)
    }
    // Also a single one: this thread must hear of signals and questions while functions of the job work.
    const parallelism = this.#options.parallelism ?? jobDefaults.parallelism
    const { path, warm } = this.#jobFile
    return workerThreads(warm.take(path, Math.max(1, wanted)), parallelism, ended)
  }

  #gaveUp(error: unknown): Error {
    if (isFinal(error)) return error
    const card = error instanceof TidewireError ? error.card : null
    return streamError(
      'STREAM_RESTARTS',
      { attempts: this.#restarts.count, reason: messageOf(error) },
      { cause: error, ...(card?.hint === undefined ? {} : { hint: card.hint }) },
    )
  }

  #report(): void {
    this.#options.onProgress?.(this.progress)
  }
}

/** Errors that no restart mends: a wrong configuration, a job that cannot be built or resumed. */
function isFinal(error: unknown): error is TidewireError {
  return error instanceof TidewireError && !error.retriable && error.code !== 'STREAM_RESTARTS'
}

/** Waits for work; false when the signal was aborted before. */
async function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<boolean> {
  const aborted = Promise.withResolvers<boolean>()
  const stop = (): void => aborted.resolve(false)
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop)
  // What fails after the abort is nobody's concern.
  work.catch(() => undefined)
  try {
    return await Promise.race([aborted.promise, work.then(() => true)])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
