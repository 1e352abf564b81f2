import { deserialize, serialize } from 'node:v8'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { ColumnBatch, EngineValue, TableBatch, TableChange, TableSchema } from './api.ts'
import type { ChildState } from './catalog.ts'
import type { Store } from './store.ts'

/** A child table as a log entry knows it. */
export interface LoggedChild {
  readonly id: number
  readonly name: string
  readonly vgroup: number
  /** Made by this very write. */
  readonly created: boolean
  /** Tags in the order of the super table's tags; only when `created`. */
  readonly tags: readonly EngineValue[] | undefined
}

/** Rows of one table in a log entry; the entry may hold rows of other vgroups, which readers skip by `children`. */
export interface LoggedRows {
  readonly tableId: number
  /** Schema of the table when the rows were written. */
  readonly version: number
  readonly tagVersion: number
  /** Empty for a normal table. */
  readonly children: readonly LoggedChild[]
  /** Per row the index into `children`; absent when there is one child table or none. */
  readonly childOf: Uint32Array | Int32Array | undefined
  readonly rows: number
  readonly timestamps: BigInt64Array
  readonly columns: readonly ColumnBatch[]
}

/** What happened to a vgroup. */
export type LoggedChange =
  | { readonly kind: 'rows'; readonly tables: readonly LoggedRows[] }
  | { readonly kind: 'create-table'; readonly table: TableSchema }
  | {
      readonly kind: 'create-children'
      readonly table: TableSchema
      readonly children: readonly LoggedChild[]
    }
  | {
      readonly kind: 'alter-table'
      readonly before: TableSchema
      readonly after: TableSchema
      readonly change: TableChange
    }
  | {
      readonly kind: 'set-tags'
      readonly table: TableSchema
      readonly child: string
      /** By tag id. */
      readonly values: ReadonlyMap<number, EngineValue>
    }
  | {
      readonly kind: 'alter-child'
      readonly table: TableSchema
      readonly child: string
      readonly ttl?: number
      readonly comment?: string
    }
  | { readonly kind: 'drop-table'; readonly table: TableSchema }
  | {
      readonly kind: 'drop-children'
      readonly table: TableSchema
      readonly names: readonly string[]
    }
  | {
      readonly kind: 'delete'
      readonly table: TableSchema
      /** The child table; null for a normal table or a whole super table. */
      readonly child: string | null
      /** Bounds of the timestamp, both included. */
      readonly from: bigint
      readonly to: bigint
    }

/** One entry of a vgroup's log. */
export interface LogEntry {
  readonly version: bigint
  /** Milliseconds since the epoch. */
  readonly time: number
  readonly change: LoggedChange
}

/** Versions that a vgroup's log holds: `first` up to but not including `next`. */
export interface LogRange {
  readonly first: bigint
  readonly next: bigint
}

interface State {
  first: bigint
  next: bigint
}

/** Appends between two looks for entries that have outlived their retention. */
const trimEvery = 2048

/**
 * The durable log of every vgroup: what subscriptions read. An entry is part of the transaction of the change that it
 * tells of; entries older than the database's WAL_RETENTION_PERIOD are forgotten.
 */
export class ChangeLog {
  readonly #store: Store
  readonly #vgroups = new Map<number, State>()
  readonly #listeners = new Set<(vgroup: number) => void>()
  #nextBody = 1n
  #appended = new Set<number>()
  #untilTrim = trimEvery

  private constructor(store: Store) {
    this.#store = store
  }

  /** Makes the log's tables when they are absent, and learns the versions that they hold. */
  static async load(store: Store): Promise<ChangeLog> {
    await store.changeAlone(async connection => {
      await connection.run(
        'CREATE TABLE IF NOT EXISTS change_log (vgroup INTEGER, version BIGINT, time BIGINT, body BIGINT)',
      )
      await connection.run('CREATE TABLE IF NOT EXISTS change_body (id BIGINT, body BLOB)')
    })
    const log = new ChangeLog(store)
    const rows = await store.rows(
      'SELECT vgroup, min(version) AS low, max(version) AS high FROM change_log GROUP BY vgroup',
    )
    for (const row of rows) {
      log.#vgroups.set(Number(row.vgroup), {
        first: row.low as bigint,
        next: (row.high as bigint) + 1n,
      })
    }
    const [last] = await store.rows('SELECT max(id) AS id FROM change_body')
    if (typeof last?.id === 'bigint') log.#nextBody = last.id + 1n
    return log
  }

  /** The versions that a vgroup's log holds. */
  range(vgroup: number): LogRange {
    const state = this.#vgroups.get(vgroup)
    return { first: state?.first ?? 1n, next: state?.next ?? 1n }
  }

  /** Reads entries of a vgroup from a version on, oldest first. */
  async read(vgroup: number, from: bigint, limit: number): Promise<readonly LogEntry[]> {
    const rows = await this.#store.rows(
      `SELECT l.version, l.time, b.body FROM (SELECT * FROM change_log WHERE vgroup = ${vgroup} AND version >= ${from} ` +
        `ORDER BY version LIMIT ${limit}) l JOIN change_body b ON l.body = b.id ORDER BY l.version`,
    )
    return rows.map(row => ({
      version: row.version as bigint,
      time: Number(row.time),
      change: deserialize(
        Buffer.from((row.body as { readonly bytes: Uint8Array }).bytes),
      ) as LoggedChange,
    }))
  }

  /** Calls back after each commit, once for every vgroup that has new entries. Returns how to stop that. */
  listen(listener: (vgroup: number) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Adds an entry to vgroups; part of a change of the store. */
  async append(
    connection: DuckDBConnection,
    vgroups: Iterable<number>,
    change: LoggedChange,
  ): Promise<void> {
    const body = this.#nextBody
    this.#nextBody += 1n
    const time = BigInt(Date.now())
    const bodies = await connection.createAppender('change_body')
    try {
      bodies.appendBigInt(body)
      bodies.appendBlob(serialize(change))
      bodies.endRow()
    } finally {
      bodies.closeSync()
    }
    const entries = await connection.createAppender('change_log')
    try {
      for (const vgroup of new Set(vgroups)) {
        const state = this.#vgroups.get(vgroup) ?? { first: 1n, next: 1n }
        this.#vgroups.set(vgroup, state)
        entries.appendInteger(vgroup)
        entries.appendBigInt(state.next)
        entries.appendBigInt(time)
        entries.appendBigInt(body)
        entries.endRow()
        state.next += 1n
        this.#appended.add(vgroup)
      }
    } finally {
      entries.closeSync()
    }
    this.#untilTrim -= 1
  }

  /** Tells the listeners; called after a commit. */
  committed(): void {
    if (this.#appended.size === 0) return
    const appended = this.#appended
    this.#appended = new Set()
    for (const vgroup of appended) for (const listener of this.#listeners) listener(vgroup)
  }

  /** Forgets what was not committed. Versions are not used again: a gap does no harm. */
  rolledBack(): void {
    this.#appended.clear()
  }

  /** Whether it is time to {@link trim}. */
  get wantsTrim(): boolean {
    return this.#untilTrim <= 0
  }

  /** Forgets entries of vgroups that are older than their retention (seconds; negative keeps all). */
  async trim(connection: DuckDBConnection, retention: ReadonlyMap<number, number>): Promise<void> {
    this.#untilTrim = trimEvery
    const now = Date.now()
    for (const [vgroup, seconds] of retention) {
      if (seconds < 0) continue
      await connection.run(
        `DELETE FROM change_log WHERE vgroup = ${vgroup} AND time < ${now - seconds * 1000}`,
      )
      const reader = await connection.runAndReadAll(
        `SELECT min(version) FROM change_log WHERE vgroup = ${vgroup}`,
      )
      const low = reader.getRows()[0]?.[0]
      const state = this.#vgroups.get(vgroup)
      if (state !== undefined) state.first = typeof low === 'bigint' ? low : state.next
    }
    await connection.run(
      'DELETE FROM change_body WHERE id < (SELECT coalesce(min(body), 9223372036854775807) FROM change_log)',
    )
  }

  /** Forgets the logs of vgroups that are gone. */
  async drop(connection: DuckDBConnection, vgroups: readonly number[]): Promise<void> {
    if (vgroups.length === 0) return
    await connection.run(`DELETE FROM change_log WHERE vgroup IN (${vgroups.join(', ')})`)
    for (const vgroup of vgroups) this.#vgroups.delete(vgroup)
  }
}

/** A batch as the log keeps it. Batches may lend buffers that are longer than they are, so values are copied. */
export function loggedRows(
  batch: TableBatch,
  children: readonly { readonly state: ChildState; readonly created: boolean }[],
): LoggedRows {
  const { rows, table } = batch
  return {
    tableId: table.id,
    version: table.version,
    tagVersion: table.tagVersion,
    children: children.map(({ state, created }, i) => ({
      id: state.id,
      name: state.name,
      vgroup: state.vgroup,
      created,
      tags: created ? batch.children[i]?.tags : undefined,
    })),
    childOf: batch.childOf?.slice(0, rows),
    rows,
    timestamps: batch.timestamps.slice(0, rows),
    columns: batch.columns.map(column => ({
      columnId: column.columnId,
      values: column.values.slice(0, rows),
      ...(column.states === undefined ? {} : { states: column.states.slice(0, rows) }),
    })),
  }
}
