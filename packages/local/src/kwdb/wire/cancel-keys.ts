import { randomInt } from 'node:crypto'

/** What a client needs to cancel a statement of another connection (BackendKeyData, CancelRequest). */
export interface CancelKey {
  readonly processId: number
  readonly secret: number
}

/** The connections of a server by the keys that their clients hold. */
export class CancelKeys {
  readonly #holders = new Map<number, { readonly secret: number; readonly cancel: () => void }>()
  #last = 0

  /** A key for a new connection. */
  issue(cancel: () => void): CancelKey {
    do {
      this.#last = (this.#last % 0x7fffffff) + 1
    } while (this.#holders.has(this.#last))
    const key = { processId: this.#last, secret: randomInt(-0x80000000, 0x80000000) }
    this.#holders.set(key.processId, { secret: key.secret, cancel })
    return key
  }

  revoke(key: CancelKey): void {
    this.#holders.delete(key.processId)
  }

  /** Cancels what the holder of this key is doing; a wrong key does nothing, and nobody is told. */
  cancel(key: CancelKey): void {
    const holder = this.#holders.get(key.processId)
    if (holder?.secret === key.secret) holder.cancel()
  }
}
