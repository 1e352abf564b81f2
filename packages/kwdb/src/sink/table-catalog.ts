import { isDeepStrictEqual } from 'node:util'
import {
  isAbort,
  isRetriable,
  messageOf,
  type RetryPolicy,
  retry,
  type SinkTaskContext,
  type TimeUnit,
} from '@tidewire/core'
import type { Catalog, KwdbClient } from '../client/api.ts'
import { catalogOf } from '../client/catalog.ts'
import { kindOf } from '../client/server-error.ts'
import type { ColumnType } from '../dialect/column-type.ts'
import { addColumn, addTag, alterType, createTable } from '../dialect/ddl.ts'
import { checkColumn, checkTable, checkTag } from '../dialect/limits.ts'
import { Misfit } from '../dialect/misfit.ts'
import type { Column, TableShape, Tag } from '../dialect/table-shape.ts'
import { raise } from '../errors.ts'
import { KnownTable } from './known-table.ts'

const mostTables = 10_000
/** How long a table is taken for what it was, in milliseconds, and how many are looked at again in a delivery. */
const shapeAgeMs = 1000
const checksPerDelivery = 4

/** While a table is being changed the server asks for patience; its own gateway waits as long. */
const patience: RetryPolicy = { attempts: 10, baseMs: 250, maxMs: 8000, factor: 2, jitter: 0.2 }

/** A change of a table. */
export type TableChange =
  | { readonly kind: 'column'; readonly column: Column }
  | { readonly kind: 'tag'; readonly tag: Tag }
  | {
      readonly kind: 'type'
      readonly role: 'COLUMN' | 'TAG'
      readonly name: string
      readonly type: ColumnType
    }

/** The tables of the sink's database: what is known of them, and how they are made and changed. */
export class TableCatalog {
  readonly #client: KwdbClient
  readonly #catalog: Catalog
  readonly #database: string
  readonly #timeUnit: TimeUnit
  readonly #context: SinkTaskContext
  /** Null for tables that are not there. */
  readonly #tables = new Map<string, KnownTable | null>()
  #hasMissing = false
  #delivery = 0
  /** Delivery in which each table was last read. */
  readonly #readIn = new Map<string, number>()
  /** When each table was last read, the one that has waited longest first. */
  readonly #readAt = new Map<string, number>()

  constructor(client: KwdbClient, database: string, timeUnit: TimeUnit, context: SinkTaskContext) {
    this.#client = client
    this.#catalog = catalogOf(client)
    this.#database = database
    this.#timeUnit = timeUnit
    this.#context = context
  }

  /** Throws unless the database is there and one of time series. */
  async checkDatabase(user: string, signal: AbortSignal): Promise<void> {
    const database = this.#database
    const engine = await this.#catalog.databaseEngine(database, signal)
    if (engine === null) throw raise('KWDB_SINK_DATABASE', { database, user })
    if (engine === 'relational') throw raise('KWDB_SINK_RELATIONAL', { database })
  }

  /** A table that is known already. */
  known(name: string): KnownTable | undefined {
    return this.#tables.get(name) ?? undefined
  }

  /** A table, null when there is none. */
  async table(name: string, signal: AbortSignal): Promise<KnownTable | null> {
    const known = this.#tables.get(name)
    if (known !== undefined) return known
    // A statement would end there: what is behind a NUL does not reach the server.
    if (name.includes('\0')) throw new Misfit('the name of its table has a NUL character')
    return await this.#read(name, signal)
  }

  /** Says that a delivery begins: what others may have changed since the last one is looked at again when it matters. */
  beginDelivery(): void {
    this.#delivery += 1
    if (!this.#hasMissing) return
    this.#hasMissing = false
    for (const [name, table] of this.#tables) if (table === null) this.#tables.delete(name)
  }

  /**
   * Looks at some tables again whose description has become old. One that was dropped and made again may count its times
   * in another unit, and the server takes whole numbers for what they are: rows would be of the year 1970. What goes wrong
   * here does so again when rows are sent, and is dealt with there.
   */
  async checkOld(signal: AbortSignal): Promise<void> {
    const old: string[] = []
    const now = performance.now()
    for (const [name, readAt] of this.#readAt) {
      if (now - readAt < shapeAgeMs || old.length >= checksPerDelivery) break
      old.push(name)
    }
    for (const name of old) {
      // Tables that are not known any more leave the list.
      this.#readAt.delete(name)
      try {
        await this.refresh(name, signal)
      } catch (error) {
        if (isAbort(error)) throw error
        this.forget(name)
        return
      }
    }
  }

  /**
   * Reads a table again, once a delivery, before a record is refused for it; true when it is another one than before.
   */
  async refresh(name: string, signal: AbortSignal): Promise<boolean> {
    const known = this.#tables.get(name)
    if (known == null || this.#readIn.get(name) === this.#delivery) return false
    const table = await this.#read(name, signal)
    if (table !== null && isDeepStrictEqual(table.shape, known.shape)) {
      this.#tables.set(name, known)
      return false
    }
    known.isCurrent = false
    return true
  }

  /** Forgets a table, which may have been changed by others. */
  forget(name: string): void {
    const table = this.#tables.get(name)
    if (table != null) table.isCurrent = false
    this.#tables.delete(name)
  }

  /** Makes a table unless another has made it, and answers it as the server describes it. */
  async create(shape: TableShape, signal: AbortSignal): Promise<KnownTable> {
    checkTable(shape)
    await this.#change(createTable(this.#database, shape), signal)
    this.#context.metrics.add('tables_created', 1)
    this.#context.log.info('table created', { database: this.#database, table: shape.name })
    return await this.#again(shape.name, signal)
  }

  /** Changes a table, one statement after another, and answers it as the server describes it then. */
  async change(
    name: string,
    changes: readonly TableChange[],
    signal: AbortSignal,
  ): Promise<KnownTable> {
    const database = this.#database
    for (const change of changes) {
      if (change.kind === 'column') checkColumn(change.column.name, change.column.type)
      else if (change.kind === 'tag') checkTag(change.tag)
    }
    for (const change of changes) {
      const sql =
        change.kind === 'column'
          ? addColumn(database, name, change.column)
          : change.kind === 'tag'
            ? addTag(database, name, change.tag)
            : alterType(database, name, change.role, change.name, change.type)
      await this.#change(sql, signal)
      this.#context.metrics.add('tables_changed', 1)
      this.#context.log.info('table changed', { database, table: name, sql })
    }
    return await this.#again(name, signal)
  }

  /** Reads a table that must be there now. */
  async #again(name: string, signal: AbortSignal): Promise<KnownTable> {
    this.forget(name)
    const table = await this.#read(name, signal)
    if (table === null) throw raise('KWDB_NO_TABLE', { table: name, database: this.#database })
    return table
  }

  async #read(name: string, signal: AbortSignal): Promise<KnownTable | null> {
    const shape = await this.#patiently(
      () => this.#catalog.table(this.#database, name, signal),
      signal,
    )
    if (this.#tables.size >= mostTables) {
      for (const known of this.#tables.keys()) this.forget(known)
      this.#readIn.clear()
      this.#readAt.clear()
    }
    const table = shape === null ? null : new KnownTable(shape, this.#timeUnit)
    this.#tables.set(name, table)
    this.#readIn.set(name, this.#delivery)
    this.#readAt.delete(name)
    this.#readAt.set(name, performance.now())
    if (table === null) this.#hasMissing = true
    return table
  }

  async #change(sql: string, signal: AbortSignal): Promise<void> {
    try {
      await this.#patiently(() => this.#client.query(sql, signal), signal)
    } catch (error) {
      // Another task was faster.
      if (kindOf(error) !== 'exists') throw error
    }
  }

  #patiently<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    return retry(work, {
      policy: patience,
      signal,
      again: error => isRetriable(error) && kindOf(error) === 'transient',
      onRetry: (error, attempt, delayMs) => {
        this.#context.retrying?.(error)
        this.#context.log.info('KWDB asks for patience', {
          attempt,
          delayMs,
          reason: messageOf(error),
        })
      },
    })
  }
}
