import { describeError, type TaskMetrics } from '@tidewire/core'

/** What passes sooner is nobody's concern, in milliseconds. */
const shownAfterMs = 3_000

/** Why a task that runs is not getting on, as its status shows it. */
export interface Retrying {
  /** When the first of these attempts failed, in milliseconds since the epoch. */
  readonly since: number
  /** Attempts that failed since then. */
  readonly attempts: number
  /** The error card of the last one. */
  readonly reason: string
}

/**
 * Notes failures that pass by themselves, such as a database that is away: the task goes on trying and is RUNNING, so
 * that only this tells why nothing arrives.
 */
export class RetryNote {
  readonly #metrics: TaskMetrics
  readonly #mask: (text: string) => string
  #since = 0
  #attempts = 0
  #error: unknown = null

  constructor(metrics: TaskMetrics, mask: (text: string) => string) {
    this.#metrics = metrics
    this.#mask = mask
  }

  /** What is being tried again for some seconds; null when all is well. */
  get current(): Retrying | null {
    if (this.#attempts === 0 || Date.now() - this.#since < shownAfterMs) return null
    const reason = this.#mask(describeError(this.#error))
    return { since: this.#since, attempts: this.#attempts, reason }
  }

  /** Failed attempts so far. */
  get attempts(): number {
    return this.#attempts
  }

  /** An attempt failed and is repeated. */
  failed(error: unknown): void {
    if (this.#attempts === 0) {
      this.#since = Date.now()
      this.#metrics.set('retrying', 1)
      this.#metrics.set('retrying_since_timestamp_seconds', Math.floor(this.#since / 1000))
    }
    this.#attempts += 1
    this.#error = error
  }

  /** The attempt that failed was noted already; this is what it amounts to. */
  amounts(error: unknown): void {
    this.#error = error
  }

  /** All is well again. */
  clear(): void {
    if (this.#attempts === 0) return
    this.#attempts = 0
    this.#error = null
    this.#metrics.set('retrying', 0)
    this.#metrics.set('retrying_since_timestamp_seconds', 0)
  }
}
