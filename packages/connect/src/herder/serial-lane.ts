/** Runs jobs one after the other; a failing job does not stop those behind it. */
export class SerialLane {
  #last: Promise<unknown> = Promise.resolve()

  /** Resolves or rejects as the job does. */
  run<T>(job: () => Promise<T>): Promise<T> {
    const result = this.#last.then(job)
    this.#last = result.catch(() => {})
    return result
  }

  /** Resolves when all jobs given so far are done. */
  async settled(): Promise<void> {
    await this.#last
  }
}
