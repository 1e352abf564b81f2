/** What happens after a failure (Flink's restart strategies). Times in milliseconds. */
export type RestartStrategy =
  | { readonly kind: 'none' }
  | { readonly kind: 'fixed-delay'; readonly attempts: number; readonly delayMs: number }
  | {
      readonly kind: 'exponential-delay'
      readonly initialMs: number
      readonly maxMs: number
      readonly factor: number
      /** Share of the delay that is random, 0 to 1. */
      readonly jitter: number
      /** A run of this length begins the delays anew. */
      readonly resetAfterMs: number
    }

/** Flink's default with checkpoints: 1 s to 60 s, without end. */
export const exponentialDelay: RestartStrategy = {
  kind: 'exponential-delay',
  initialMs: 1_000,
  maxMs: 60_000,
  factor: 1.5,
  jitter: 0.1,
  resetAfterMs: 3_600_000,
}

/** Counts the restarts of a job. */
export class Restarts {
  readonly #strategy: RestartStrategy
  readonly #random: () => number
  /** Restarts in all. */
  count = 0
  #inRow = 0

  constructor(strategy: RestartStrategy, random: () => number = Math.random) {
    this.#strategy = strategy
    this.#random = random
  }

  /** Milliseconds to wait before the next attempt after one of `ranMs`; null when there is none. */
  next(ranMs: number): number | null {
    const strategy = this.#strategy
    switch (strategy.kind) {
      case 'none':
        return null
      case 'fixed-delay':
        if (this.count >= strategy.attempts) return null
        this.count += 1
        return strategy.delayMs
      case 'exponential-delay': {
        if (ranMs >= strategy.resetAfterMs) this.#inRow = 0
        const grown = Math.min(strategy.maxMs, strategy.initialMs * strategy.factor ** this.#inRow)
        this.count += 1
        this.#inRow += 1
        return grown * (1 - strategy.jitter + 2 * strategy.jitter * this.#random())
      }
    }
  }
}
