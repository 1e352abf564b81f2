/** A gate that work passes while it is open and waits at while it is closed. */
export class PauseGate {
  #closed: { readonly promise: Promise<void>; readonly open: () => void } | null = null

  close(): void {
    if (this.#closed !== null) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#closed = { promise, open: resolve }
  }

  open(): void {
    this.#closed?.open()
    this.#closed = null
  }

  /** Resolves when the gate is open; rejects when the signal is aborted first. */
  async passed(signal: AbortSignal): Promise<void> {
    while (this.#closed !== null) {
      signal.throwIfAborted()
      const aborted = Promise.withResolvers<never>()
      const onAbort = () => aborted.reject(signal.reason)
      signal.addEventListener('abort', onAbort, { once: true })
      try {
        await Promise.race([this.#closed.promise, aborted.promise])
      } finally {
        signal.removeEventListener('abort', onAbort)
      }
    }
  }
}
