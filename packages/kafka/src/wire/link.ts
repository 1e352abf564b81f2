import { messageOf, TidewireError, tidewireVersion } from '@tidewire/core'
import { raise } from '../errors.ts'
import { abortable } from './abortable.ts'
import type { Request } from './apis.ts'
import type { Connection, Library, SASLOptions } from './library.ts'
import { logIn } from './login.ts'
import { type Server, Transport, TransportError, type TransportOptions } from './transport.ts'

/** What a link needs to be opened. */
export type LinkOptions = TransportOptions & { readonly sasl?: SASLOptions }

const saslAuthenticateKey = 36

/** True for a handshake that fails again whenever it is tried: no certificate, a wrong one, or no TLS on that port. */
function isTlsFailure(error: unknown): boolean {
  if (!(error instanceof Error) || !(error.cause instanceof Error)) return false
  const code = 'code' in error.cause ? String(error.cause.code) : ''
  return /^(ERR_SSL_|ERR_TLS_|EPROTO|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/.test(code)
}

/** A connection to one broker, logged in, with the versions of the protocol that it speaks. */
export class Link {
  readonly #lib: Library
  readonly #transport: Transport
  readonly #requestTimeoutMs: number
  #ranges = new Map<number, readonly [min: number, max: number]>()
  #expiresAt = Number.POSITIVE_INFINITY

  private constructor(lib: Library, transport: Transport, requestTimeoutMs: number) {
    this.#lib = lib
    this.#transport = transport
    this.#requestTimeoutMs = requestTimeoutMs
  }

  /** Connects, asks for versions and logs in; throws `KAFKA_CONNECT` or `KAFKA_AUTHENTICATION`. */
  static async open(
    lib: Library,
    server: Server,
    options: LinkOptions,
    signal?: AbortSignal,
  ): Promise<Link> {
    let link: Link | undefined
    try {
      const transport = await Transport.open(lib, server, options, signal)
      link = new Link(lib, transport, options.requestTimeoutMs)
      await abortable(link.#begin(options.sasl), signal)
      return link
    } catch (error) {
      link?.close()
      signal?.throwIfAborted()
      if (error instanceof TidewireError) throw error
      const reason = messageOf(error).trim()
      const servers = `${server.host}:${server.port}`
      const code = isTlsFailure(error) ? 'KAFKA_TLS' : 'KAFKA_CONNECT'
      throw raise(code, { servers, reason }, { cause: error })
    }
  }

  async #begin(sasl: SASLOptions | undefined): Promise<void> {
    const connection = this.#transport as unknown as Connection
    const answer = await this.#lib.apiVersionsV3.api.async(connection, 'tidewire', tidewireVersion)
    for (const api of answer.apiKeys) {
      this.#ranges.set(api.apiKey, [api.minVersion, api.maxVersion])
    }
    if (sasl === undefined) return
    const offer = this.#ranges.get(saslAuthenticateKey)
    const lifetimeMs = await logIn(this.#transport, sasl, offer)
    // Instead of logging in again on this connection, another one takes over in time.
    if (lifetimeMs > 0) this.#expiresAt = Date.now() + lifetimeMs * 0.8
  }

  get server(): string {
    return this.#transport.server
  }

  get connected(): boolean {
    return this.#transport.connected && Date.now() < this.#expiresAt
  }

  /** The newest version that both sides speak; throws `KAFKA_UNSUPPORTED_API`. */
  #versionOf<A extends unknown[], R>(request: Request<A, R>, doing: string) {
    const range = this.#ranges.get(request.key)
    const found = request.versions.find(
      v => range !== undefined && v.version >= range[0] && v.version <= range[1],
    )
    if (found !== undefined) return found
    throw raise('KAFKA_UNSUPPORTED_API', {
      doing,
      server: this.server,
      api: request.name,
      wanted: `versions ${request.versions.map(v => v.version).join(', ')}`,
      offered: range === undefined ? 'none' : `${range[0]} to ${range[1]}`,
    })
  }

  /**
   * Sends a request and resolves with the response, also when it carries error codes: the caller reads them.
   * Throws `KAFKA_NETWORK`, `KAFKA_TIMEOUT`, `KAFKA_UNSUPPORTED_API`, or the signal's reason.
   */
  async call<A extends unknown[], R>(
    request: Request<A, R>,
    doing: string,
    args: NoInfer<A>,
    signal?: AbortSignal,
  ): Promise<R> {
    const version = this.#versionOf(request, doing)
    const connection = this.#transport as unknown as Connection
    try {
      return await abortable(version.async(connection, ...args), signal)
    } catch (error) {
      signal?.throwIfAborted()
      if (error instanceof this.#lib.ResponseError && 'response' in error) {
        return error.response as R
      }
      if (!(error instanceof TransportError)) throw error
      const facts = { doing, cause: error }
      if (error.kind === 'timeout') {
        throw raise('KAFKA_TIMEOUT', { doing, ms: this.#requestTimeoutMs }, facts)
      }
      throw raise('KAFKA_NETWORK', { doing, server: this.server, reason: error.message }, facts)
    }
  }

  /** Closes when what is under way is answered. */
  retire(): void {
    this.#transport.retire()
  }

  close(): void {
    this.#transport.close()
  }
}
