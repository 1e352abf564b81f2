import { isAbort, isRetriable, type Logger, messageOf, retry } from '@tidewire/core'
import type { TDengineClient } from '../client/api.ts'

/** Opens a connection; throws a retriable error while the server cannot be reached. */
export type OpenClient = (signal: AbortSignal) => Promise<TDengineClient>

/** How often opening is tried and how long the pause between two attempts is, in milliseconds. */
export interface ConnectPolicy {
  readonly attempts: number
  readonly backoffMs: number
}

/** The one connection of a task, opened when it is first needed and again after a failed opening. */
export class SinkConnection implements AsyncDisposable {
  readonly #open: OpenClient
  readonly #policy: ConnectPolicy
  readonly #log: Logger
  readonly #retrying: (error: unknown) => void
  #client: Promise<TDengineClient> | null = null
  /** True when the client is open: it has been, at least. */
  isOpen = false

  /** `retrying` is told of each attempt that failed and is repeated. */
  constructor(
    open: OpenClient,
    policy: ConnectPolicy,
    log: Logger,
    retrying: (error: unknown) => void,
  ) {
    this.#open = open
    this.#policy = policy
    this.#log = log
    this.#retrying = retrying
  }

  /** The open client; all callers wait for the same attempt. Throws what the last attempt threw. */
  client(signal: AbortSignal, attempts = this.#policy.attempts): Promise<TDengineClient> {
    this.#client ??= this.#connect(signal, attempts).then(
      client => {
        this.isOpen = true
        return client
      },
      error => {
        this.#client = null
        throw error
      },
    )
    return this.#client
  }

  #connect(signal: AbortSignal, attempts: number): Promise<TDengineClient> {
    const ms = Math.max(0, this.#policy.backoffMs)
    return retry(() => this.#open(signal), {
      policy: { attempts, baseMs: ms, maxMs: ms, factor: 1, jitter: 0 },
      signal,
      again: error => isRetriable(error) && !isAbort(error),
      onRetry: (error, attempt) => {
        this.#retrying(error)
        this.#log.warn('cannot connect to TDengine, trying again', {
          attempt,
          attempts,
          delayMs: ms,
          reason: messageOf(error),
        })
      },
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const client = this.#client
    this.#client = null
    const opened = await client?.catch(() => null)
    await opened?.[Symbol.asyncDispose]()
  }
}
