import { raise } from '../errors.ts'
import type { Link } from './link.ts'
import type { Server } from './transport.ts'

/** The connections of one purpose: a long poll on one must not hold up the requests of another. */
export class Links {
  readonly #open: (server: Server, signal?: AbortSignal) => Promise<Link>
  readonly #links = new Map<string, Promise<Link>>()
  #closed = false

  constructor(open: (server: Server, signal?: AbortSignal) => Promise<Link>) {
    this.#open = open
  }

  /** The connection to a broker, opened when there is none. */
  async get(server: Server, signal?: AbortSignal): Promise<Link> {
    signal?.throwIfAborted()
    if (this.#closed) throw raise('KAFKA_CLOSED', { doing: 'connecting' })
    const key = `${server.host}:${server.port}`
    const known = this.#links.get(key)
    if (known !== undefined) {
      const link = await known
      if (link.connected) return link
      link.retire()
      if (this.#links.get(key) === known) this.#links.delete(key)
      return await this.get(server, signal)
    }
    const opening = this.#open(server, signal)
    this.#links.set(key, opening)
    try {
      const link = await opening
      if (this.#closed) {
        link.close()
        throw raise('KAFKA_CLOSED', { doing: 'connecting' })
      }
      return link
    } catch (error) {
      if (this.#links.get(key) === opening) this.#links.delete(key)
      throw error
    }
  }

  close(): void {
    this.#closed = true
    for (const link of this.#links.values()) {
      link.then(
        l => l.close(),
        () => {},
      )
    }
    this.#links.clear()
  }
}
