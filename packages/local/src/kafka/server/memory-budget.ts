/**
 * Bytes of requests that may be in memory at once. A request is let in while anything is left, so the total exceeds the
 * limit by one request at most and a large one can never be shut out for ever.
 */
export class MemoryBudget {
  #left: number
  readonly #waiting = new Set<() => void>()

  constructor(limit: number) {
    this.#left = limit < 0 ? Number.POSITIVE_INFINITY : limit
  }

  /** Takes `bytes` if anything is left. */
  take(bytes: number): boolean {
    if (this.#left <= 0) return false
    this.#left -= bytes
    return true
  }

  giveBack(bytes: number): void {
    this.#left += bytes
    if (this.#left <= 0) return
    for (const wake of [...this.#waiting]) {
      if (this.#left <= 0) return
      this.#waiting.delete(wake)
      wake()
    }
  }

  /** Calls `wake` once when something is given back; the returned function gives the place in the queue up. */
  wait(wake: () => void): () => void {
    this.#waiting.add(wake)
    return () => this.#waiting.delete(wake)
  }
}
