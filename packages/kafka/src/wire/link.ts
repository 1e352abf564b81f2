import { isIP } from 'node:net'
import { raise } from '../errors.ts'
import type { Request } from './apis.ts'
import type { Connection, ConnectionOptions, Library } from './library.ts'

/** The address of a broker. */
export interface Server {
  readonly host: string
  readonly port: number
}

/** What a link needs to be opened. */
export interface LinkOptions {
  readonly clientId: string
  readonly connection: ConnectionOptions
}

/** A rejected promise when the signal aborts first; the work itself goes on and its result is dropped. */
export async function abortable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await work
  signal.throwIfAborted()
  let onAbort = () => {}
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', onAbort)
    work.catch(() => {})
  }
}

/** The innermost words of an error of the client library. */
function reasonOf(error: unknown): string {
  let reason = error instanceof Error ? error.message : String(error)
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof AggregateError && cause.errors.length > 0) {
      const first = cause.errors[0] as { serverErrorMessage?: string; message?: string }
      return first.serverErrorMessage ?? first.message ?? reason
    }
    if (cause.message !== '') reason = cause.message
  }
  return reason
}

function isAuthentication(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && cause.code === 'PLT_KFK_AUTHENTICATION') return true
  }
  return false
}

/** A connection to one broker, with the versions of the protocol that it speaks. */
export class Link {
  readonly server: string
  readonly #lib: Library
  readonly #connection: Connection
  readonly #requestTimeoutMs: number
  #ranges = new Map<number, readonly [min: number, max: number]>()

  private constructor(lib: Library, connection: Connection, server: Server, timeoutMs: number) {
    this.#lib = lib
    this.#connection = connection
    this.#requestTimeoutMs = timeoutMs
    this.server = `${server.host}:${server.port}`
  }

  /** Connects, authenticates and asks for versions; throws `KAFKA_CONNECT` or `KAFKA_AUTHENTICATION`. */
  static async open(
    lib: Library,
    server: Server,
    options: LinkOptions,
    signal?: AbortSignal,
  ): Promise<Link> {
    const connection = new lib.Connection(options.clientId, {
      ...options.connection,
      // Servers behind one address are told apart by name; an address is no name.
      tlsServerName: isIP(server.host) === 0,
    })
    // An unheard 'error' event would end the process; the failure reaches us through the callbacks as well.
    connection.on('error', () => {})
    const timeoutMs = options.connection.requestTimeout ?? 30_000
    const link = new Link(lib, connection, server, timeoutMs)
    try {
      await abortable(Promise.resolve(connection.connect(server.host, server.port)), signal)
      await link.#learnVersions(signal)
      return link
    } catch (error) {
      link.close()
      signal?.throwIfAborted()
      const servers = link.server
      const reason = reasonOf(error)
      if (isAuthentication(error)) {
        throw raise('KAFKA_AUTHENTICATION', { servers, reason }, { cause: error })
      }
      throw raise('KAFKA_CONNECT', { servers, reason }, { cause: error })
    }
  }

  async #learnVersions(signal: AbortSignal | undefined): Promise<void> {
    const request = this.#lib.apiVersionsV3.api
    const answer = await abortable(request.async(this.#connection, 'tidewire', '1.0.0'), signal)
    for (const api of answer.apiKeys) {
      this.#ranges.set(api.apiKey, [api.minVersion, api.maxVersion])
    }
  }

  get connected(): boolean {
    return this.#connection.isConnected()
  }

  /** The newest version that both sides speak; throws `KAFKA_UNSUPPORTED_API`. */
  versionOf<A extends unknown[], R>(request: Request<A, R>, doing: string) {
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

  /** True when the broker offers a version we speak. */
  offers<A extends unknown[], R>(request: Request<A, R>): boolean {
    const range = this.#ranges.get(request.key)
    return (
      range !== undefined &&
      request.versions.some(v => v.version >= range[0] && v.version <= range[1])
    )
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
    const version = this.versionOf(request, doing)
    try {
      return await abortable(version.async(this.#connection, ...args), signal)
    } catch (error) {
      signal?.throwIfAborted()
      if (error instanceof this.#lib.ResponseError && 'response' in error) {
        return error.response as R
      }
      if (error instanceof this.#lib.TimeoutError) {
        this.close()
        const ms = this.#requestTimeoutMs
        throw raise('KAFKA_TIMEOUT', { doing, ms, detail: '' }, { doing, cause: error })
      }
      if (error instanceof this.#lib.NetworkError) {
        this.close()
        const reason = reasonOf(error)
        throw raise(
          'KAFKA_NETWORK',
          { doing, server: this.server, reason },
          { doing, cause: error },
        )
      }
      throw error
    }
  }

  close(): void {
    void Promise.resolve(this.#connection.close()).catch(() => {})
  }
}
