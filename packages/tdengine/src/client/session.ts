import { setTimeout as delay } from 'node:timers/promises'
import { isAbort, isRetriable, type Logger, TidewireError } from '@tidewire/core'
import { raise } from '../errors.ts'
import type { AdapterEndpoint, TDengineAddress } from './api.ts'
import { endpointText } from './endpoint-text.ts'
import { errorKind, serverError } from './server-error.ts'
import { featuresOf, type ServerFeatures } from './server-version.ts'
import { UpgradeRefused, WsConnection } from './ws-connection.ts'
import type { Reply } from './ws-reply.ts'

/** A socket on which `conn` has succeeded. */
export interface ReadySocket {
  readonly ws: WsConnection
  readonly endpoint: AdapterEndpoint
  readonly version: string
  readonly features: ServerFeatures
}

/** What a session needs to know beside the address. */
export interface SessionOptions {
  readonly maxFrameBytes: number
  readonly log: Logger | null
  /** Which of the hosts to try first, counted on after the last one; at random when absent. */
  readonly firstHost?: number
}

/** The endpoint of all actions, and the older one for statements only. */
const paths = ['/ws', '/rest/ws'] as const
const appName = 'tidewire'

/** The items in random order. */
export function shuffled<T>(items: readonly T[]): T[] {
  const order = [...items]
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = Math.floor(Math.random() * (i + 1))
    const a = order[i] as T
    order[i] = order[j] as T
    order[j] = a
  }
  return order
}

/** The text of a reply that must be one; a reply with another code than 0 becomes the server's error. */
export function successOf(reply: Reply, doing: string): Readonly<Record<string, unknown>> {
  if (reply.kind === 'binary') {
    throw raise('TDENGINE_FRAME', { reason: 'a binary frame where text was expected' }, { doing })
  }
  const { code, message } = reply.json
  if (code !== 0) throw serverError(code, message, { doing })
  return reply.json
}

/**
 * A logged-in WebSocket that is made anew when it was lost: the next request after a loss connects again, to the hosts in
 * random order, and selects the database that was in use.
 */
export class Session implements AsyncDisposable {
  readonly #address: TDengineAddress
  readonly #options: SessionOptions
  readonly #stop = new AbortController()
  #socket: ReadySocket | null = null
  #opening: Promise<ReadySocket> | null = null
  #database: string | null
  #connectedBefore = false

  constructor(address: TDengineAddress, database: string | null, options: SessionOptions) {
    this.#address = address
    this.#database = database
    this.#options = options
  }

  /** The database to select after a reconnect, when a statement chose another one. */
  set database(name: string) {
    this.#database = name
  }

  /** The endpoint in use, or null when there is no connection. */
  get endpoint(): AdapterEndpoint | null {
    return this.#socket?.endpoint ?? null
  }

  /** A ready socket; connects when there is none. One attempt serves all that wait for it. */
  async socket(signal?: AbortSignal): Promise<ReadySocket> {
    signal?.throwIfAborted()
    if (this.#stop.signal.aborted) throw raise('TDENGINE_CLOSED')
    const socket = this.#socket
    if (socket?.ws.open === true) {
      if (!socket.ws.deaf) return socket
      this.discard(socket)
    }
    if (this.#opening === null) {
      this.#opening = this.#connect().finally(() => {
        this.#opening = null
      })
      // Every waiter may be gone before it fails.
      this.#opening.catch(() => {})
    }
    if (signal === undefined) return this.#opening
    const aborted = Promise.withResolvers<never>()
    const abort = () => aborted.reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    try {
      return await Promise.race([this.#opening, aborted.promise])
    } finally {
      signal.removeEventListener('abort', abort)
    }
  }

  /** Gives up a socket that the server no longer serves. */
  discard(socket: ReadySocket): void {
    if (this.#socket === socket) this.#socket = null
    socket.ws.close().catch(() => {})
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort(raise('TDENGINE_CLOSED'))
    await this.#opening?.catch(() => {})
    await this.#socket?.ws.close()
    this.#socket = null
  }

  async #connect(): Promise<ReadySocket> {
    const { reconnect } = this.#address
    const again = this.#connectedBefore && reconnect.enabled ? reconnect.attempts : 0
    for (let attempt = 0; ; attempt += 1) {
      try {
        const socket = await this.#connectAny()
        this.#socket = socket
        this.#connectedBefore = true
        return socket
      } catch (error) {
        if (attempt >= again || !isRetriable(error)) throw error
        this.#options.log?.warn('TDengine cannot be reached; it is tried again', {
          reason: (error as Error).message,
          inMs: reconnect.intervalMs,
        })
        await delay(reconnect.intervalMs, undefined, { signal: this.#stop.signal })
      }
    }
  }

  #hosts(): readonly AdapterEndpoint[] {
    const { hosts } = this.#address
    const { firstHost } = this.#options
    if (firstHost === undefined) return shuffled(hosts)
    const from = firstHost % hosts.length
    return [...hosts.slice(from), ...hosts.slice(0, from)]
  }

  async #connectAny(): Promise<ReadySocket> {
    const endpoints = [...this.#hosts(), ...this.#address.standby]
    let failure: unknown = raise('TDENGINE_CONNECT', {
      address: 'no host',
      reason: 'none is named',
    })
    for (const endpoint of endpoints) {
      try {
        return await this.#connectTo(endpoint)
      } catch (error) {
        if (isAbort(error) || this.#stop.signal.aborted) throw error
        // What the cluster decides (user, database, version) would be the same on another adapter.
        if (error instanceof TidewireError && error.code === 'TDENGINE_VERSION') throw error
        if (errorKind(error) !== null && !isRetriable(error)) throw error
        failure = error
      }
    }
    throw failure
  }

  async #connectTo(endpoint: AdapterEndpoint): Promise<ReadySocket> {
    const ws = await this.#open(endpoint)
    try {
      return await this.#logIn(ws, endpoint)
    } catch (error) {
      await ws.close()
      throw error
    }
  }

  async #open(endpoint: AdapterEndpoint): Promise<WsConnection> {
    const address = this.#address
    let status = 0
    for (const path of paths) {
      try {
        const options = {
          ...endpoint,
          path,
          tls: address.tls,
          verifyCertificate: address.verifyCertificate,
          token: address.token?.reveal() ?? null,
          compression: address.compression,
          connectTimeoutMs: address.connectTimeoutMs,
          requestTimeoutMs: address.messageTimeoutMs,
          maxFrameBytes: this.#options.maxFrameBytes,
        }
        return await WsConnection.open(options, this.#stop.signal)
      } catch (error) {
        if (!(error instanceof UpgradeRefused)) throw error
        status = error.status
        if (status !== 404) break
      }
    }
    throw upgradeError(endpointText(endpoint), status)
  }

  async #logIn(ws: WsConnection, endpoint: AdapterEndpoint): Promise<ReadySocket> {
    const address = this.#address
    const doing = `logging in to TDengine at ${ws.address}`
    const { signal } = this.#stop
    const anonymous = address.token === null ? { user: 'root', password: 'taosdata' } : null
    const args = {
      user: address.user ?? anonymous?.user ?? '',
      password: address.password?.reveal() ?? anonymous?.password ?? '',
      db: this.#database ?? '',
      app: address.appName ?? appName,
      ...(address.biMode ? { mode: 0 } : {}),
      ...(address.timezone === null ? {} : { tz: address.timezone }),
      ...(address.appIp === null ? {} : { ip: address.appIp }),
    }
    const reply = successOf(await ws.request('conn', args, { signal }), doing)
    let version = reply.version
    if (typeof version !== 'string' || version === '') {
      version = successOf(await ws.request('version', {}, { signal }), doing).version
    }
    const text = typeof version === 'string' ? version : 'unknown'
    const features = featuresOf(text)
    if (features === null) {
      throw raise('TDENGINE_VERSION', { version: text, address: ws.address }, { doing })
    }
    return { ws, endpoint, version: text, features }
  }
}

/** The error of an upgrade that was answered with another HTTP status. */
export function upgradeError(address: string, status: number): TidewireError {
  if (status === 401 || status === 403) {
    const words = `HTTP ${status} from ${address}`
    return raise('TDENGINE_ACCESS', { words, code: String(status) }, { serverCode: String(status) })
  }
  if (status === 502 || status === 503 || status === 504) {
    return raise('TDENGINE_BUSY', { address, status })
  }
  return raise('TDENGINE_ENDPOINT', { address, status })
}
