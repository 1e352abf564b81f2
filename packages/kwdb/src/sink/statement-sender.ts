import {
  isAbort,
  isRetriable,
  messageOf,
  retry,
  type SinkTaskContext,
  TidewireError,
} from '@tidewire/core'
import type { KwdbClient } from '../client/api.ts'
import { kindOf } from '../client/server-error.ts'
import { raise } from '../errors.ts'

/** How statements are sent. */
export interface SendOptions {
  readonly database: string
  readonly user: string
  readonly maxRetries: number
  readonly retryBackoffMs: number
}

/** Sends statements, again and again while the failure may pass. */
export class StatementSender {
  readonly #client: KwdbClient
  readonly #options: SendOptions
  readonly #context: SinkTaskContext

  constructor(client: KwdbClient, options: SendOptions, context: SinkTaskContext) {
    this.#client = client
    this.#options = options
    this.#context = context
  }

  /**
   * Sends messages with so many rows in all. A failure that passes with none of the retries becomes `KWDB_SINK_UNAVAILABLE`,
   * one that is not about the rows fails the task; one that is stays as the server said it.
   */
  async send(messages: readonly Uint8Array[], rows: number, signal: AbortSignal): Promise<void> {
    const { maxRetries, retryBackoffMs: ms } = this.#options
    const { log, metrics } = this.#context
    try {
      const results = await retry(() => this.#client.send(messages, signal), {
        policy: { attempts: maxRetries + 1, baseMs: ms, maxMs: ms, factor: 1, jitter: 0 },
        signal,
        onRetry: (error, attempt) => {
          metrics.add('retries', 1)
          this.#context.retrying?.(error)
          log.warn('statements failed and are sent again', {
            attempt,
            delayMs: ms,
            reason: messageOf(error),
          })
        },
      })
      metrics.add('requests', messages.length)
      let bytes = 0
      for (const message of messages) bytes += message.length
      metrics.add('bytes_written', bytes)
      metrics.add('rows_written', rows)
      for (const { message, severity } of results.flatMap(result => result.notices)) {
        log.debug('KWDB says', { severity, message })
      }
    } catch (error) {
      throw this.failure(error, rows)
    }
  }

  /** What a failure means for the task; one that is about the rows themselves stays as it is. */
  failure(error: unknown, rows: number): unknown {
    if (isAbort(error) || !(error instanceof TidewireError)) return error
    if (error.code.startsWith('KWDB_SINK_')) return error
    const { database, user } = this.#options
    const { serverCode, serverMessage } = error.card
    const facts = {
      cause: error,
      ...(serverCode === undefined ? {} : { serverCode }),
      serverMessage: serverMessage ?? error.message,
    }
    if (isRetriable(error)) {
      return raise('KWDB_SINK_UNAVAILABLE', { count: rows, database }, facts)
    }
    if (isAboutRows(error)) return error
    if (kindOf(error) === 'access') return raise('KWDB_SINK_ACCESS', { user, database }, facts)
    if (kindOf(error) === 'database') return raise('KWDB_SINK_DATABASE', { user, database }, facts)
    if (serverCode === undefined) return error
    return raise('KWDB_SINK_WRITE', { count: rows, database }, facts)
  }
}

/** True for an answer of the server that is about the rows or the table, and may differ for other rows. */
export function isAboutRows(error: unknown): boolean {
  const kind = kindOf(error)
  return kind === 'content' || kind === 'missing' || kind === 'exists'
}
