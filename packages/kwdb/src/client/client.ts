import { isAbort, isRetriable, type Logger, messageOf, retry } from '@tidewire/core'
import { raise } from '../errors.ts'
import type { KwdbAddress, KwdbClient, QueryResult } from './api.ts'
import { PgSession } from './pg-session.ts'
import { kindOf } from './server-error.ts'

/** How often a connection is tried and how long the pause between two attempts is, in milliseconds. */
export interface ConnectPolicy {
  readonly attempts: number
  readonly backoffMs: number
}

/** How a client works beside what the address says. */
export interface ClientOptions {
  /** One attempt when absent. */
  readonly connect?: ConnectPolicy
  readonly log?: Logger
  /** Told of each attempt to connect that failed and is repeated. */
  readonly retrying?: (error: unknown) => void
}

/** A client for an address; it connects with its first statement, or by `connect`. */
export function kwdbClient(address: KwdbAddress, options: ClientOptions = {}): KwdbClient {
  return new Client(address, options)
}

class Client implements KwdbClient {
  readonly #address: KwdbAddress
  readonly #options: ClientOptions
  #session: PgSession | null = null
  #turn: Promise<unknown> = Promise.resolve()
  #isClosed = false
  #version = ''

  constructor(address: KwdbAddress, options: ClientOptions) {
    this.#address = address
    this.#options = options
  }

  get server(): string {
    return this.#session?.server ?? ''
  }

  get serverVersion(): string {
    return this.#version
  }

  async connect(signal?: AbortSignal, attempts?: number): Promise<void> {
    await this.#inTurn(() => this.#ready(signal, attempts))
  }

  query(sql: string, signal?: AbortSignal): Promise<QueryResult> {
    return this.#inTurn(async () => (await this.#ready(signal)).query(sql, signal))
  }

  send(messages: readonly Uint8Array[], signal?: AbortSignal): Promise<readonly QueryResult[]> {
    return this.#inTurn(async () => (await this.#ready(signal)).send(messages, signal))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true
    const session = this.#session
    this.#session = null
    await session?.close().catch(() => {})
  }

  /** One call at a time: what waits here has not been sent. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work, work)
    this.#turn = turn.catch(() => {})
    return turn
  }

  async #ready(
    signal: AbortSignal | undefined,
    attempts = this.#options.connect?.attempts ?? 1,
  ): Promise<PgSession> {
    if (this.#isClosed) throw raise('KWDB_CLOSED')
    if (this.#session?.isOpen) return this.#session
    this.#session?.destroy()
    this.#session = null
    const ms = Math.max(0, this.#options.connect?.backoffMs ?? 0)
    const session = await retry(() => this.#open(signal), {
      policy: { attempts, baseMs: ms, maxMs: ms, factor: 1, jitter: 0 },
      ...(signal === undefined ? {} : { signal }),
      again: error => isRetriable(error) && !isAbort(error),
      onRetry: (error, attempt) => {
        this.#options.retrying?.(error)
        this.#options.log?.warn('cannot connect to KWDB, trying again', {
          attempt,
          attempts,
          delayMs: ms,
          reason: messageOf(error),
        })
      },
    })
    if (this.#isClosed) {
      await session.close().catch(() => {})
      throw raise('KWDB_CLOSED')
    }
    this.#session = session
    return session
  }

  /** Tries the hosts one after another; the last error stands for all. */
  async #open(signal: AbortSignal | undefined): Promise<PgSession> {
    const hosts = [...this.#address.hosts]
    if (this.#address.randomHosts) shuffle(hosts)
    let failure: unknown = null
    for (const host of hosts) {
      try {
        return await this.#start(await PgSession.open(this.#address, host, signal), signal)
      } catch (error) {
        if (isAbort(error) || !isRetriable(error)) throw error
        failure = error
      }
    }
    throw failure
  }

  async #start(session: PgSession, signal: AbortSignal | undefined): Promise<PgSession> {
    try {
      // Times without a zone mean UTC, and results are printed in it.
      await session.query("SET TIME ZONE 'UTC'", signal)
      // A server begins with 0, which prints FLOAT8 with 15 digits: numbers would come back changed.
      await session.query('SET extra_float_digits = 3', signal)
      this.#version = await this.#versionOf(session, signal)
      return session
    } catch (error) {
      session.destroy()
      throw error
    }
  }

  async #versionOf(session: PgSession, signal: AbortSignal | undefined): Promise<string> {
    for (const variable of ['kwdb_version', 'server_version']) {
      try {
        const { rows } = await session.query(`SHOW ${variable}`, signal)
        const version = rows[0]?.[0]
        if (typeof version === 'string' && version !== '') {
          if (variable === 'server_version') {
            this.#options.log?.warn('the server does not call itself KWDB', { version })
          }
          return version
        }
      } catch (error) {
        if (isAbort(error) || kindOf(error) === null || isRetriable(error)) throw error
      }
    }
    return ''
  }
}

function shuffle(hosts: unknown[]): void {
  for (let i = hosts.length - 1; i > 0; i -= 1) {
    const j = Math.floor(Math.random() * (i + 1))
    const swapped = hosts[i]
    hosts[i] = hosts[j]
    hosts[j] = swapped
  }
}
