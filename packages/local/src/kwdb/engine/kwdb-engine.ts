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

/** Answers that the table is not as it was when the rows were made ready: make them ready again. */
export const tableChanged: unique symbol = Symbol('table changed')

/** The engine on one DuckDB file. */
export class DuckKwdbEngine implements KwdbEngine {
  readonly catalog: Catalog
  readonly store: Store
  readonly secure: boolean
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
  }

  /** Writes rows that were made ready for a table, and resolves when they are durable. */
  write(
    table: Table,
    batch: WriteBatch,
    rule: DedupRule,
  ): Promise<WriteResult | typeof tableChanged> {
    return this.change(table, (connection, state) =>
      writeRows(connection, table, state, batch, rule, undo => this.#undos.push(undo)),
    )
  }

  /** Changes rows or series of a table in a transaction. */
  change<T>(
    table: Table,
    change: (connection: DuckDBConnection, state: TableState) => Promise<T>,
  ): Promise<T | typeof tableChanged> {
    return this.store.change<T | typeof tableChanged>(async connection => {
      if (this.catalog.tableById(table.id) !== table) return tableChanged
      return await change(connection, await this.#state(connection, table))
    })
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
