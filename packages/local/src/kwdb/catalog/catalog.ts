import type { CatalogChange, Database, Table, User } from './descriptor.ts'

const firstId = 100

/**
 * What exists on the server: databases, tables, users, cluster settings, in memory. Rules stand
 * beside it (`plan…`): they read the catalog and answer the changes to make; the caller carries
 * them out in storage and then calls `apply`.
 */
export class Catalog {
  readonly #databases = new Map<number, Database>()
  readonly #databaseIds = new Map<string, number>()
  readonly #tables = new Map<number, Table>()
  /** Table ids by name, of each database. */
  readonly #tableIds = new Map<number, Map<string, number>>()
  readonly #users = new Map<string, User>()
  readonly #settings = new Map<string, string>()
  #lastId = firstId

  /** A new server: `defaultdb`, `postgres`, `system`, and the user `root`. */
  static create(): Catalog {
    const catalog = new Catalog()
    for (const name of ['system', 'defaultdb', 'postgres']) {
      const database = { id: catalog.newId(), name, timeSeries: false, grants: {} }
      catalog.apply({ kind: 'putDatabase', database })
    }
    catalog.apply({ kind: 'putUser', user: { name: 'root', login: true, admin: true } })
    return catalog
  }

  /** Puts a change into effect; also how a journal is replayed. */
  apply(change: CatalogChange): void {
    switch (change.kind) {
      case 'putDatabase':
        this.#putDatabase(change.database)
        return
      case 'dropDatabase':
        this.#dropDatabase(change.databaseId)
        return
      case 'putTable':
        this.#putTable(change.table)
        return
      case 'dropTable':
        this.#dropTable(change.tableId)
        return
      case 'putUser':
        this.#users.set(change.user.name, change.user)
        return
      case 'dropUser':
        this.#users.delete(change.name)
        return
      case 'setClusterSetting':
        if (change.value === null) this.#settings.delete(change.name)
        else this.#settings.set(change.name, change.value)
    }
  }

  /** Everything that exists as changes that build it, e.g. to write a short journal. */
  *snapshot(): Iterable<CatalogChange> {
    for (const database of this.#databases.values()) yield { kind: 'putDatabase', database }
    for (const table of this.#tables.values()) yield { kind: 'putTable', table }
    for (const user of this.#users.values()) yield { kind: 'putUser', user }
    for (const [name, value] of this.#settings) yield { kind: 'setClusterSetting', name, value }
  }

  /** An id that no database or table had before. */
  newId(): number {
    this.#lastId++
    return this.#lastId
  }

  databases(): Iterable<Database> {
    return this.#databases.values()
  }

  database(name: string): Database | undefined {
    const id = this.#databaseIds.get(name)
    return id === undefined ? undefined : this.#databases.get(id)
  }

  databaseById(id: number): Database | undefined {
    return this.#databases.get(id)
  }

  tablesOf(databaseId: number): readonly Table[] {
    const ids = this.#tableIds.get(databaseId)?.values() ?? []
    return [...ids].flatMap(id => this.#tables.get(id) ?? [])
  }

  table(databaseId: number, name: string): Table | undefined {
    const id = this.#tableIds.get(databaseId)?.get(name)
    return id === undefined ? undefined : this.#tables.get(id)
  }

  tableById(id: number): Table | undefined {
    return this.#tables.get(id)
  }

  users(): Iterable<User> {
    return this.#users.values()
  }

  /** Names are compared in lower case, as at login. */
  user(name: string): User | undefined {
    return this.#users.get(name)
  }

  /** Value that was set, not the default. */
  clusterSetting(name: string): string | undefined {
    return this.#settings.get(name)
  }

  #putDatabase(database: Database): void {
    const old = this.#databases.get(database.id)
    if (old) this.#databaseIds.delete(old.name)
    this.#databases.set(database.id, database)
    this.#databaseIds.set(database.name, database.id)
    if (!this.#tableIds.has(database.id)) this.#tableIds.set(database.id, new Map())
    this.#lastId = Math.max(this.#lastId, database.id)
  }

  #dropDatabase(id: number): void {
    const database = this.#databases.get(id)
    if (!database) return
    for (const tableId of this.#tableIds.get(id)?.values() ?? []) this.#tables.delete(tableId)
    this.#tableIds.delete(id)
    this.#databaseIds.delete(database.name)
    this.#databases.delete(id)
  }

  #putTable(table: Table): void {
    const ids = this.#tableIds.get(table.databaseId)
    const old = this.#tables.get(table.id)
    if (old) ids?.delete(old.name)
    ids?.set(table.name, table.id)
    this.#tables.set(table.id, table)
    this.#lastId = Math.max(this.#lastId, table.id)
  }

  #dropTable(id: number): void {
    const table = this.#tables.get(id)
    if (!table) return
    this.#tableIds.get(table.databaseId)?.delete(table.name)
    this.#tables.delete(id)
  }
}
