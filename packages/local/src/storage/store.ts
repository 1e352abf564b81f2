import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import dataAccessors from '@duckdb/node-api/lib/vectors/dataAccessors.js'

// The binding reads texts with a decoder that drops a byte order mark, which is a character of the text here.
Object.assign(dataAccessors, { textDecoder: new TextDecoder('utf-8', { ignoreBOM: true }) })

/** Memory and threads of the store. */
export interface StoreOptions {
  /** File of the database. */
  readonly path: string
  /** DuckDB's own memory, e.g. `128MB`. */
  readonly memoryLimit: string
  readonly threads: number
  /** Called after each commit, before its changes resolve. */
  readonly onCommit?: () => void
  /** Called after each rollback, before its changes run again or reject. */
  readonly onRollback?: () => void
  /** Called before each commit; may throw to make it fail, as a full disk does. */
  readonly beforeCommit?: () => void
  /** The last part of each transaction. */
  readonly prepare?: Change<void>
}

/** A change that runs inside a transaction of the write connection. It may run twice, so it must have no effect outside. */
export type Change<T> = (connection: DuckDBConnection) => Promise<T>

interface Waiting {
  readonly change: Change<unknown>
  readonly alone: boolean
  readonly resolve: (value: never) => void
  readonly reject: (cause: unknown) => void
}

/** Changes that share one commit, at most. */
const groupLimit = 64
/** Idle connections kept for reading. */
const idleLimit = 4

/**
 * One DuckDB file. All changes go through one connection, one transaction at a time; changes that wait together share a
 * commit. Reading happens on connections of its own and sees committed data only.
 */
export class Store {
  #instance: DuckDBInstance
  #writer: DuckDBConnection
  readonly #options: StoreOptions
  readonly #idle: DuckDBConnection[] = []
  /** Connections that were given back and are not idle yet. */
  readonly #returning = new Set<Promise<void>>()
  readonly #waiting: Waiting[] = []
  #working: Promise<void> | undefined
  #closed = false

  private constructor(instance: DuckDBInstance, writer: DuckDBConnection, options: StoreOptions) {
    this.#instance = instance
    this.#writer = writer
    this.#options = options
  }

  /** Opens the file, making it when it is absent; replays what was committed but not yet in the file. */
  static async open(options: StoreOptions): Promise<Store> {
    const instance = await openInstance(options)
    return new Store(instance, await instance.connect(), options)
  }

  /** Runs a change in a transaction, together with others that wait, and resolves when it is durable. */
  change<T>(change: Change<T>): Promise<T> {
    return this.#enqueue(change, false)
  }

  /** Runs a change in a transaction of its own: for schema changes. */
  changeAlone<T>(change: Change<T>): Promise<T> {
    return this.#enqueue(change, true)
  }

  /**
   * Takes a connection for reading, with a transaction begun; give it back with {@link release}. The transaction keeps a
   * query from being planned for the rows of one moment and run over those of a later one: DuckDB plans with the least
   * and greatest values there are, and reads others wrongly.
   */
  async acquire(): Promise<DuckDBConnection> {
    const connection = this.#idle.pop() ?? (await this.#instance.connect())
    try {
      await connection.run('BEGIN TRANSACTION')
      return connection
    } catch (cause) {
      connection.closeSync()
      throw cause
    }
  }

  /** Gives a reading connection back. */
  release(connection: DuckDBConnection): void {
    const returned = this.#takeBack(connection).finally(() => this.#returning.delete(returned))
    this.#returning.add(returned)
  }

  async #takeBack(connection: DuckDBConnection): Promise<void> {
    const isWanted = !this.#closed && this.#idle.length < idleLimit
    const isClean = isWanted && (await connection.run('ROLLBACK').then(yes, no))
    if (isClean && !this.#closed && this.#idle.length < idleLimit) this.#idle.push(connection)
    else connection.closeSync()
  }

  /** Runs a query on a reading connection and returns its rows as objects of DuckDB values. */
  async rows(sql: string): Promise<Record<string, unknown>[]> {
    const connection = await this.acquire()
    try {
      const reader = await connection.runAndReadAll(sql)
      return reader.getRowObjects()
    } finally {
      this.release(connection)
    }
  }

  /** Finishes the changes under way and closes the file. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#working
    await Promise.all(this.#returning)
    for (const connection of this.#idle) connection.closeSync()
    this.#writer.closeSync()
    this.#instance.closeSync()
  }

  #enqueue<T>(change: Change<T>, alone: boolean): Promise<T> {
    if (this.#closed) return Promise.reject(new Error('the store is closed'))
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ change, alone, resolve: resolve as (value: never) => void, reject })
      this.#working ??= this.#work()
    })
  }

  async #work(): Promise<void> {
    // One turn later, so that writes that arrive together share the first commit too.
    await null
    while (this.#waiting.length > 0) {
      const group = this.#take()
      const failed = await this.#commit(group)
      if (failed === undefined) continue
      if (group.length === 1) group[0]?.reject(failed)
      else {
        for (const one of group) {
          const cause = await this.#commit([one])
          if (cause !== undefined) one.reject(cause)
        }
      }
    }
    this.#working = undefined
  }

  /**
   * Ends a transaction that failed; true when it was committed all the same. After a fatal error, e.g. of a checkpoint
   * behind a commit, DuckDB serves nothing more until the file is opened again.
   */
  async #isCommitted(cause: unknown): Promise<boolean> {
    const text = cause instanceof Error ? cause.message : ''
    if (!text.startsWith('FATAL') && !text.includes('database has been invalidated')) {
      await this.#writer.run('ROLLBACK').catch(() => undefined)
      return false
    }
    for (const connection of this.#idle.splice(0)) connection.closeSync()
    this.#writer.closeSync()
    this.#instance.closeSync()
    for (let tries = 1; ; tries += 1) {
      try {
        this.#instance = await openInstance(this.#options)
        break
      } catch (failure) {
        // Readers that are under way hold the file; they end soon, for the database is invalid for them too.
        if (tries === reopenTries) throw failure
        await new Promise(resolve => setTimeout(resolve, reopenPauseMs))
      }
    }
    this.#writer = await this.#instance.connect()
    return text.includes('COMMIT succeeded')
  }

  #take(): Waiting[] {
    const first = this.#waiting[0]
    if (first === undefined || first.alone) return this.#waiting.splice(0, 1)
    let count = 1
    while (count < groupLimit && this.#waiting[count]?.alone === false) count += 1
    return this.#waiting.splice(0, count)
  }

  /** Returns the cause when the group was rolled back. */
  async #commit(group: readonly Waiting[]): Promise<unknown> {
    const results: unknown[] = []
    try {
      await this.#writer.run('BEGIN TRANSACTION')
      for (const { change } of group) results.push(await change(this.#writer))
      await this.#options.prepare?.(this.#writer)
      this.#options.beforeCommit?.()
      await this.#writer.run('COMMIT')
    } catch (cause) {
      if (!(await this.#isCommitted(cause))) {
        this.#options.onRollback?.()
        return cause ?? new Error('unknown failure')
      }
    }
    this.#options.onCommit?.()
    for (const [i, { resolve }] of group.entries()) resolve(results[i] as never)
    return undefined
  }
}

const yes = () => true
const no = () => false

const reopenTries = 50
const reopenPauseMs = 100

async function openInstance(options: StoreOptions): Promise<DuckDBInstance> {
  return await DuckDBInstance.create(options.path, {
    memory_limit: options.memoryLimit,
    threads: String(options.threads),
    preserve_insertion_order: 'true',
    // Freed memory goes back to the system soon: the process shares its machine with a broker and a worker.
    allocator_flush_threshold: '1MB',
    allocator_background_threads: 'true',
    default_null_order: 'nulls_first',
  })
}

/** Quotes a text for the store. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
