import { type RetryPolicy, retryDelay } from '@tidewire/core'

/** When a failed connector or task starts again by itself. */
export interface RestartPolicy {
  readonly enabled: boolean
  readonly baseMs: number
  readonly maxMs: number
}

/** Counts restarts that the worker makes by itself and waits longer before each next one. */
export class RestartBackoff {
  readonly #policy: RestartPolicy
  readonly #retry: RetryPolicy
  #timer: NodeJS.Timeout | null = null
  #inRow = 0
  /** Restarts so far. */
  count = 0
  /** When the last one was, in milliseconds since the epoch; null when there was none. */
  last: number | null = null

  constructor(policy: RestartPolicy) {
    this.#policy = policy
    this.#retry = {
      attempts: Number.POSITIVE_INFINITY,
      baseMs: policy.baseMs,
      maxMs: policy.maxMs,
      factor: 2,
      jitter: 0.2,
    }
  }

  /** Plans a restart; returns the delay in milliseconds, or null when restarts are switched off. */
  plan(restart: () => void): number | null {
    this.cancel()
    if (!this.#policy.enabled) return null
    this.#inRow += 1
    const ms = Math.round(retryDelay(this.#retry, this.#inRow))
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.count += 1
      this.last = Date.now()
      restart()
    }, ms)
    return ms
  }

  /** Things go well again: the next failure waits the shortest time. */
  succeeded(): void {
    this.#inRow = 0
  }

  cancel(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }
}
