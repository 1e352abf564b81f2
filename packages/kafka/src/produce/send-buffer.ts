import { raise } from '../errors.ts'
import { abortable } from '../wire/abortable.ts'

/** The memory of records that wait for the broker (`buffer.memory`): taken before sending, given back afterwards. */
export class SendBuffer {
  readonly #limit: number
  readonly #waiting: { readonly bytes: number; readonly go: () => void }[] = []
  #used = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  /**
   * Takes room, first come first served. One call may take more than there is at all, once nothing else is there.
   * Throws `KAFKA_BUFFER_FULL` after `ms` (what is left of `max.block.ms`), or the signal's reason.
   */
  async take(bytes: number, ms: number, signal?: AbortSignal): Promise<void> {
    if (this.#waiting.length === 0 && this.#fits(bytes)) {
      this.#used += bytes
      return
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const place = { bytes, go: resolve }
    this.#waiting.push(place)
    const timer = setTimeout(
      () => reject(raise('KAFKA_BUFFER_FULL', { bytes, limit: this.#limit })),
      Math.max(0, ms),
    )
    try {
      await abortable(promise, signal)
    } catch (error) {
      const at = this.#waiting.indexOf(place)
      // Its turn may have come in the same moment.
      if (at >= 0) this.#waiting.splice(at, 1)
      else this.give(bytes)
      throw error
    } finally {
      clearTimeout(timer)
    }
  }

  give(bytes: number): void {
    this.#used -= bytes
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      if (!this.#fits(first.bytes)) return
      this.#waiting.shift()
      this.#used += first.bytes
      first.go()
    }
  }

  #fits(bytes: number): boolean {
    return this.#used === 0 || this.#used + bytes <= this.#limit
  }
}
