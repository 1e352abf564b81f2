import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Store } from '../../storage/store.ts'
import type {
  ColumnBatch,
  ColumnValues,
  EngineValue,
  TableBatch,
  TableChange,
  TableSchema,
} from './api.ts'
import type { ChildState } from './catalog.ts'
import { DatabaseLog, type LogRetention } from './database-log.ts'

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

/** The database that a vgroup belongs to. */
export interface VgroupOwner {
  /** Number of the database's first vgroup: the name of its log. */
  readonly firstVgroup: number
  readonly retention: LogRetention
}

/** Bytes of entries that one read gives at most, besides the first. */
const readLimit = 4 * 1024 * 1024

/**
 * The durable log of every vgroup: what subscriptions read. Entries are kept in files beside the store, one log per
 * database. They are written inside the transaction of the change that they tell of, which also counts the
 * transactions of the log; so a log never tells of a change that was not committed, and misses none.
 */
export class ChangeLog {
  readonly #folder: string
  readonly #ownerOf: (vgroup: number) => VgroupOwner | undefined
  /** By the first vgroup of the database. */
  readonly #logs = new Map<number, DatabaseLog>()
  readonly #listeners = new Set<(vgroup: number) => void>()
  #transaction: number
  #removing: Promise<void> = Promise.resolve()

  private constructor(
    folder: string,
    ownerOf: (vgroup: number) => VgroupOwner | undefined,
    transaction: number,
  ) {
    this.#folder = folder
    this.#ownerOf = ownerOf
    this.#transaction = transaction
  }

  /** Opens the logs in a folder, and makes it when it is absent; logs of databases that are gone are removed. */
  static async open(
    store: Store,
    folder: string,
    ownerOf: (vgroup: number) => VgroupOwner | undefined,
  ): Promise<ChangeLog> {
    await store.changeAlone(async connection => {
      await connection.run('CREATE TABLE IF NOT EXISTS change_log_transaction (number BIGINT)')
    })
    const [row] = await store.rows('SELECT number FROM change_log_transaction')
    if (row === undefined) {
      await store.changeAlone(async connection => {
        await connection.run('INSERT INTO change_log_transaction VALUES (0)')
      })
    }
    const log = new ChangeLog(folder, ownerOf, Number(row?.number ?? 0))
    await mkdir(folder, { recursive: true })
    for (const name of await readdir(folder)) {
      const vgroup = Number(name)
      const path = join(folder, name)
      if (ownerOf(vgroup)?.firstVgroup === vgroup) {
        log.#logs.set(vgroup, await DatabaseLog.open(path, log.#transaction))
      } else await rm(path, { recursive: true, force: true })
    }
    return log
  }

  /** The versions that a vgroup's log holds. */
  range(vgroup: number): LogRange {
    return this.#find(vgroup)?.range(vgroup) ?? { first: 1n, next: 1n }
  }

  /** Reads entries of a vgroup from a version on, oldest first: at most `limit`, and few when they are large. */
  async read(vgroup: number, from: bigint, limit: number): Promise<readonly LogEntry[]> {
    const entries: LogEntry[] = []
    let bytes = 0
    await this.#find(vgroup)?.read(vgroup, from, ({ time, body }, version) => {
      entries.push({ version, time, change: deserialize(body) as LoggedChange })
      bytes += body.length
      return entries.length < limit && bytes < readLimit
    })
    return entries
  }

  /** Calls back after each commit, once for every vgroup that has new entries. Returns how to stop that. */
  listen(listener: (vgroup: number) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Adds an entry to vgroups of one database; part of a change of the store. Values are copied. */
  async append(vgroups: Iterable<number>, change: LoggedChange): Promise<void> {
    const all = [...new Set(vgroups)]
    const owner = this.#ownerOf(all[0] ?? 0)
    // Without retention nobody can read the log: such a database can have no topics (TDengine: 0x0389).
    if (owner === undefined || owner.retention.seconds === 0) return
    let log = this.#logs.get(owner.firstVgroup)
    if (log === undefined) {
      const folder = join(this.#folder, String(owner.firstVgroup))
      log = await DatabaseLog.open(folder, this.#transaction)
      this.#logs.set(owner.firstVgroup, log)
    }
    log.stage(all, serialize(change))
  }

  /** Writes what the transaction has added; called before its commit. */
  async write(connection: DuckDBConnection): Promise<void> {
    const staged = [...this.#logs].filter(([, log]) => log.hasStaged)
    if (staged.length === 0) return
    for (const log of this.#logs.values()) await log.clean()
    this.#transaction += 1
    const time = Date.now()
    for (const [first, log] of staged) {
      const owner = this.#ownerOf(first)
      await log.write(
        this.#transaction,
        time,
        owner?.retention ?? { seconds: -1, bytes: 0, sync: false },
      )
    }
    await connection.run(`UPDATE change_log_transaction SET number = ${this.#transaction}`)
  }

  /** Makes the entries visible and tells the listeners; called after a commit. */
  committed(): void {
    for (const log of this.#logs.values()) {
      for (const vgroup of log.commit()) for (const listener of this.#listeners) listener(vgroup)
    }
  }

  /** Forgets what was not committed. */
  rolledBack(): void {
    for (const log of this.#logs.values()) log.rollback()
  }

  /** Forgets the log of a database that is gone. */
  drop(firstVgroup: number): void {
    const log = this.#logs.get(firstVgroup)
    this.#logs.delete(firstVgroup)
    if (log === undefined) return
    // What cannot be removed now is removed at the next start.
    this.#removing = this.#removing.then(() => log.remove()).catch(() => undefined)
  }

  /** Closes the files. */
  async close(): Promise<void> {
    await this.#removing
    for (const log of this.#logs.values()) await log.close()
  }

  #find(vgroup: number): DatabaseLog | undefined {
    const owner = this.#ownerOf(vgroup)
    return owner === undefined ? undefined : this.#logs.get(owner.firstVgroup)
  }
}

/** A batch as the log keeps it: views of its values, which may be in buffers that are longer than it. */
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
    childOf: batch.childOf?.subarray(0, rows),
    rows,
    timestamps: batch.timestamps.subarray(0, rows),
    columns: batch.columns.map(column => ({
      columnId: column.columnId,
      values: firstOf(column.values, rows),
      ...(column.states === undefined ? {} : { states: column.states.subarray(0, rows) }),
    })),
  }
}

function firstOf(values: ColumnValues, rows: number): ColumnValues {
  return ArrayBuffer.isView(values) ? values.subarray(0, rows) : values.slice(0, rows)
}
