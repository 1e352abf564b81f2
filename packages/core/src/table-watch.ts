import { setTimeout as delay } from 'node:timers/promises'
import type { ConnectorContext } from './connector.ts'
import { isRetriable, messageOf, TidewireError } from './error.ts'

/** The shortest pause between two looks at the list of tables, in milliseconds. */
const shortestLookMs = 200

/** How a database is looked at for its tables. */
export interface TableLook<T> {
  /** The database, for the log. */
  readonly database: string
  /** Lists the tables, whole or not at all. */
  list(signal: AbortSignal): Promise<readonly T[]>
  /** What tells a table from another one; a list whose identities are the same has not changed. */
  identity(table: T): unknown
  /** Prepares for a list that has changed, before it counts; when it throws, the list before stays. */
  prepare?(tables: readonly T[], isFirst: boolean, signal: AbortSignal): Promise<void>
  /** Lets go of the database. */
  close(): Promise<void>
}

/**
 * The tables that a source connector reads: looked for from now on until it is stopped. The worker is asked for new
 * tasks when they change. An error while looking changes nothing: the tables that were known stay, and only a list that
 * was read whole can take one away. Before the first list, an error that no retry helps stops the connector.
 */
export class TableWatch<T> {
  readonly #context: ConnectorContext
  readonly #pauseMs: number
  readonly #look: TableLook<T>
  readonly #first = Promise.withResolvers<void>()
  readonly #stop = new AbortController()
  readonly #looking: Promise<void>
  #tables: readonly T[] | null = null

  constructor(context: ConnectorContext, pollMs: number, look: TableLook<T>) {
    this.#context = context
    this.#pauseMs = pollMs
    this.#look = look
    this.#looking = this.#watch(AbortSignal.any([context.signal, this.#stop.signal]))
  }

  /** The tables that are known. Waits shortly for the first list; when that takes longer, new tasks are asked for later. */
  async tables(signal: AbortSignal): Promise<readonly T[]> {
    const waitMs = Math.min(5000, Math.max(1000, this.#pauseMs))
    const pause = new AbortController()
    const waited = delay(waitMs, undefined, { signal: AbortSignal.any([signal, pause.signal]) })
    await Promise.race([this.#first.promise, waited.catch(() => {})])
    pause.abort()
    return this.#tables ?? []
  }

  /** Ends looking and closes the look. */
  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#looking
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { log } = this.#context
    const pauseMs = Math.max(shortestLookMs, this.#pauseMs)
    let said = ''
    try {
      while (!signal.aborted) {
        try {
          await this.#once(signal)
          if (said !== '') log.info('the tables of the database are known again')
          said = ''
        } catch (error) {
          if (signal.aborted) return
          if (!isRetriable(error) && this.#tables === null) {
            this.#context.raiseError(error)
            return
          }
          const reason = messageOf(error)
          if (reason !== said) {
            const hint = error instanceof TidewireError ? error.card.hint : undefined
            log.warn('the tables of the database cannot be listed; trying again', {
              reason,
              ...(hint === undefined ? {} : { hint }),
            })
          }
          said = reason
        }
        await delay(pauseMs, undefined, { signal }).catch(() => {})
      }
    } finally {
      await this.#look.close()
    }
  }

  async #once(signal: AbortSignal): Promise<void> {
    const look = this.#look
    const tables = await look.list(signal)
    const before = this.#tables
    const identities = (all: readonly T[]) => JSON.stringify(all.map(look.identity))
    const isChanged = before === null || identities(before) !== identities(tables)
    if (isChanged) await look.prepare?.(tables, before === null, signal)
    this.#tables = tables
    this.#first.resolve()
    if (!isChanged) return
    this.#context.log.info('tables to read', { database: look.database, tables: tables.length })
    this.#context.requestTaskReconfiguration()
  }
}
