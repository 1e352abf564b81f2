import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { Store } from '../../storage/store.ts'
import type { KwdbEngine, KwdbEngineOptions, Session, SessionOptions } from '../api.ts'
import { Catalog } from '../catalog/catalog.ts'
import { clusterSetting } from '../catalog/cluster-setting.ts'
import type { CatalogChange, Table } from '../catalog/descriptor.ts'
import { hashPassword, verifyPassword } from '../catalog/password.ts'
import { createJournal, journalChange, readJournal } from './journal.ts'
import { KwdbSession } from './session/session.ts'
import { alterStored, createStored, dropStored } from './storage/stored-table.ts'
import { TableState } from './storage/table-state.ts'
import { type DedupRule, type WriteBatch, type WriteResult, writeRows } from './storage/write.ts'

/** Rows that are ready for a table as it is. */
export interface ReadyRows {
  readonly table: Table
  readonly batch: WriteBatch
}

/** The engine on one DuckDB file. */
export class DuckKwdbEngine implements KwdbEngine {
  readonly catalog: Catalog
  readonly store: Store
  readonly secure: boolean
  /** Grows with every change of the catalog. */
  version = 0
  /** The last definition that was asked for; never rejects. */
  #defining: Promise<void> = Promise.resolve()
  readonly #states = new Map<number, TableState>()
  readonly #sessions = new Set<KwdbSession>()
  /** Takes back what a transaction did in memory. */
  readonly #undos: (() => void)[]
  /** Puts into effect in memory what a transaction did. */
  readonly #published: (() => void)[]

  private constructor(
    store: Store,
    catalog: Catalog,
    secure: boolean,
    hooks: Pick<Hooks, 'undos' | 'published'>,
  ) {
    this.store = store
    this.catalog = catalog
    this.secure = secure
    this.#undos = hooks.undos
    this.#published = hooks.published
  }

  /** Opens the files of a folder, making them when they are absent. */
  static async open(options: KwdbEngineOptions): Promise<DuckKwdbEngine> {
    await mkdir(options.dataDir, { recursive: true })
    const hooks = new Hooks()
    const store = await Store.open({
      path: join(options.dataDir, 'kwdb.duckdb'),
      memoryLimit: options.memoryLimit,
      threads: options.threads,
      onCommit: () => hooks.commit(),
      onRollback: () => hooks.rollback(),
      beforeCommit: options.beforeCommit,
    })
    await createJournal(store)
    const catalog = Catalog.create()
    const changes = await readJournal(store)
    for (const change of changes) catalog.apply(change)
    const engine = new DuckKwdbEngine(store, catalog, options.secure, hooks)
    if (changes.length === 0) await engine.define(() => [...catalog.snapshot()])
    await engine.#addAdmins(options)
    return engine
  }

  async #addAdmins({ admins }: KwdbEngineOptions): Promise<void> {
    for (const { name, password } of admins) {
      const passwordHash = password ? hashPassword(password) : undefined
      const user = { name: name.toLowerCase(), login: true, admin: true }
      if (this.catalog.user(user.name) !== undefined && passwordHash === undefined) continue
      await this.define(() => [
        { kind: 'putUser', user: passwordHash === undefined ? user : { ...user, passwordHash } },
      ])
    }
  }

  authenticate(user: string, password: string | null): boolean {
    const found = this.catalog.user(user.toLowerCase())
    if (!found?.login) return false
    if (!this.secure) return true
    if (found.passwordHash === undefined || password === null) return false
    if (found.validUntil !== undefined && Date.parse(found.validUntil) < Date.now()) return false
    return verifyPassword(password, found.passwordHash)
  }

  openSession(options: SessionOptions): Session {
    const session = new KwdbSession(this, options, () => this.#sessions.delete(session))
    this.#sessions.add(session)
    return session
  }

  /**
   * Changes the catalog: plans when it is its turn, carries the plan out in storage, and puts it into
   * effect once it is durable. Answers the changes.
   */
  define(plan: () => readonly CatalogChange[]): Promise<readonly CatalogChange[]> {
    const defined = this.#define(plan)
    this.#defining = defined.then(
      () => undefined,
      () => undefined,
    )
    return defined
  }

  #define(plan: () => readonly CatalogChange[]): Promise<readonly CatalogChange[]> {
    return this.store.changeAlone(async connection => {
      const changes = plan()
      for (const change of changes) {
        await this.#store(connection, change)
        await journalChange(connection, change)
      }
      this.#published.push(() => {
        for (const change of changes) this.#apply(change)
      })
      return changes
    })
  }

  async #store(connection: DuckDBConnection, change: CatalogChange): Promise<void> {
    switch (change.kind) {
      case 'putTable': {
        const before = this.catalog.tableById(change.table.id)
        if (before === undefined) await createStored(connection, change.table)
        else await alterStored(connection, before, change.table)
        return
      }
      case 'dropTable':
        await dropStored(connection, change.tableId)
        return
      case 'dropDatabase':
        for (const table of this.catalog.tablesOf(change.databaseId)) {
          await dropStored(connection, table.id)
          await journalChange(connection, { kind: 'dropTable', tableId: table.id })
        }
        return
      default:
    }
  }

  #apply(change: CatalogChange): void {
    if (change.kind === 'dropTable') this.#states.delete(change.tableId)
    if (change.kind === 'dropDatabase') {
      for (const { id } of this.catalog.tablesOf(change.databaseId)) this.#states.delete(id)
    }
    this.catalog.apply(change)
    this.version += 1
  }

  /**
   * Writes rows and resolves when they are durable. `ready` makes them ready for the table as it is now; it is called again
   * should the table have changed when their turn comes.
   */
  write(ready: () => ReadyRows, rule: DedupRule): Promise<WriteResult> {
    const early = ready()
    return this.store.change(async connection => {
      const isSame = this.catalog.tableById(early.table.id) === early.table
      const { table, batch } = isSame ? early : ready()
      const state = await this.#state(connection, table)
      return await writeRows(connection, table, state, batch, rule, undo => this.#undos.push(undo))
    })
  }

  /** Changes rows or series in a transaction. */
  change<T>(
    find: () => Table,
    change: (connection: DuckDBConnection, table: Table, state: TableState) => Promise<T>,
  ): Promise<T> {
    return this.store.change(async connection => {
      const table = find()
      return await change(connection, table, await this.#state(connection, table))
    })
  }

  /** Resolves when no definition is under way that was when it was called. */
  async settled(): Promise<void> {
    await this.#defining
  }

  /** Forgets what is known of a table's series, because some were removed. */
  forgetSeries(table: Table): void {
    this.#states.delete(table.id)
  }

  async #state(connection: DuckDBConnection, table: Table): Promise<TableState> {
    const known = this.#states.get(table.id)
    if (known !== undefined) return known
    const state = await TableState.load(connection, table)
    this.#states.set(table.id, state)
    // It may have seen what is rolled back.
    this.#undos.push(() => this.#states.delete(table.id))
    return state
  }

  /** What becomes of rows of the same series and time. */
  dedupRule(): DedupRule {
    const value = clusterSetting(this.catalog, 'ts.dedup.rule')
    return value === 'merge' || value === 'discard'
      ? value
      : value.startsWith('keep')
        ? 'keep'
        : 'override'
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#sessions].map(session => session.close()))
    await this.store.close()
  }
}

/** What happens in memory when a transaction ends. */
class Hooks {
  readonly undos: (() => void)[] = []
  readonly published: (() => void)[] = []

  commit(): void {
    this.undos.length = 0
    for (const publish of this.published.splice(0)) publish()
  }

  rollback(): void {
    this.published.length = 0
    for (const undo of this.undos.splice(0).reverse()) undo()
  }
}
