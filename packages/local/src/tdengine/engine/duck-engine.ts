import type { DuckDBConnection } from '@duckdb/node-api'
import { Store } from '../../storage/store.ts'
import type {
  ChildRecord,
  ChildRef,
  Database,
  Engine,
  EngineValue,
  TableBatch,
  TableChange,
  TableDefinition,
  TableSchema,
} from './api.ts'
import {
  Catalog,
  columnName,
  type DatabaseState,
  removeEntry,
  rowTable,
  saveEntry,
  schemaKey,
  storedDatabase,
  type TableState,
  type Topic,
  tagTable,
  type User,
} from './catalog.ts'
import { ChangeLog, type LoggedRows, loggedRows } from './change-log.ts'
import { ChildMaker } from './child-maker.ts'
import { alterDatabaseOptions, databaseOf, databaseOptions } from './database-options.ts'
import { engineError } from './error-code.ts'
import { duckType, duckValue } from './row-append.ts'
import { writeRows } from './row-writer.ts'
import { alterStored, createStored, dropStored } from './stored-table.ts'
import { noSubscriptions, type SubscriptionDirectory } from './subscription-directory.ts'
import { changedSchema, checkColumns, columnOf } from './table-change.ts'
import { timestampRange } from './timestamp-range.ts'
import { vgroupIndex } from './vgroup.ts'
import { ownerOf } from './vgroup-owner.ts'

/** Names that no user database can have. */
export const systemDatabases: readonly string[] = ['information_schema', 'performance_schema']

/**
 * The engine on one DuckDB file. Everything that changes the catalog goes through this one class, since each change is a
 * lock, a transaction and a log record in one order; how rows and tables are stored is in files of its own.
 */
export class DuckEngine implements Engine {
  readonly store: Store
  readonly catalog: Catalog
  /** What happened to every vgroup, for subscriptions. */
  readonly log: ChangeLog
  /** What SQL asks of the subscriptions; replaced by whoever serves them. */
  subscriptions: SubscriptionDirectory = noSubscriptions
  readonly #children: ChildMaker

  /** Changes of the catalog that take effect with the commit. */
  readonly #published: (() => void)[] = []

  private constructor(store: Store, catalog: Catalog, log: ChangeLog) {
    this.store = store
    this.catalog = catalog
    this.log = log
    this.#children = new ChildMaker(catalog, log)
  }

  /** Opens the engine on a file. */
  static async open(options: {
    readonly path: string
    readonly memoryLimit: string
    readonly threads: number
    /** Statements that make what queries need in the store. */
    readonly setup?: readonly string[]
    /** Called before each commit; may throw to make it fail. */
    readonly beforeCommit?: () => void
  }): Promise<DuckEngine> {
    let engine: DuckEngine | undefined
    const store = await Store.open({
      ...options,
      prepare: async connection => await engine?.log.write(connection),
      onCommit: () => engine?.committed(),
      onRollback: () => engine?.rolledBack(),
    })
    const { setup = [] } = options
    await store.changeAlone(async connection => {
      for (const sql of setup) await connection.run(sql)
    })
    const catalog = await Catalog.load(store)
    const log = await ChangeLog.open(store, `${options.path}.log`, vgroup =>
      ownerOf(catalog, vgroup),
    )
    engine = new DuckEngine(store, catalog, log)
    return engine
  }

  /** Finishes what is under way and closes the file. */
  async close(): Promise<void> {
    await this.store.close()
    await this.log.close()
  }

  database(name: string): Database | undefined {
    return this.catalog.databases.get(name)?.database
  }

  databases(): readonly Database[] {
    return [...this.catalog.databases.values()].map(({ database }) => database)
  }

  table(database: string, name: string): TableSchema | undefined {
    return this.catalog.databases.get(database)?.tables.get(name)?.schema
  }

  tables(database: string): readonly TableSchema[] {
    const state = this.catalog.databases.get(database)
    return state === undefined ? [] : [...state.tables.values()].map(({ schema }) => schema)
  }

  child(database: string, name: string): ChildRecord | undefined {
    return this.catalog.child(database, name)
  }

  async createDatabase(
    name: string,
    options: ReadonlyMap<string, string> = new Map(),
  ): Promise<Database> {
    const all = databaseOptions(options)
    return await this.store.changeAlone(async connection => {
      if (this.catalog.databases.has(name) || systemDatabases.includes(name)) {
        throw engineError('DB_EXISTS')
      }
      const state: DatabaseState = {
        database: databaseOf(name, all, Date.now()),
        firstVgroup: this.catalog.nextVgroup,
        tables: new Map(),
        children: new Map(),
      }
      await saveEntry(connection, 'database', name, storedDatabase(state))
      this.#published.push(() => {
        this.catalog.addDatabase(state)
      })
      return state.database
    })
  }

  /** Changes options of a database. */
  async alterDatabase(name: string, options: ReadonlyMap<string, string>): Promise<void> {
    await this.store.changeAlone(async connection => {
      const state = this.#databaseState(name)
      const all = alterDatabaseOptions(state.database.options, options)
      const database = databaseOf(name, all, state.database.createdAt)
      await saveEntry(connection, 'database', name, storedDatabase({ ...state, database }))
      this.#published.push(() => {
        state.database = database
      })
    })
  }

  /** Drops a database with everything in it. */
  async dropDatabase(name: string): Promise<void> {
    await this.store.changeAlone(async connection => {
      const state = this.#databaseState(name)
      for (const table of state.tables.values()) await dropStored(connection, table)
      const keys = [...this.catalog.schemas].flatMap(([key, schema]) =>
        schema.database === name ? [key] : [],
      )
      for (const key of keys) await removeEntry(connection, 'schema', key)
      await removeEntry(connection, 'database', name)
      this.#published.push(() => {
        for (const key of keys) this.catalog.schemas.delete(key)
      })
      this.#published.push(() => {
        this.catalog.removeDatabase(name)
        this.log.drop(state.firstVgroup)
      })
    })
  }

  async createTable(definition: TableDefinition): Promise<TableSchema> {
    const { database, name, columns, tags = [] } = definition
    checkColumns(columns, tags)
    return await this.store.changeAlone(async connection => {
      const state = this.#databaseState(database)
      const taken = state.tables.get(name)?.schema ?? state.children.get(name)?.schema
      if (taken !== undefined) {
        const both = tags.length > 0 && taken.kind === 'super' && taken.name === name
        throw engineError(both ? 'STABLE_EXISTS' : 'TABLE_EXISTS')
      }
      const id = this.catalog.nextTableId
      const schema: TableSchema = {
        id,
        database,
        name,
        kind: tags.length > 0 ? 'super' : 'normal',
        columns: columns.map((column, i) => columnOf(column, i + 1, false)),
        tags: tags.map((tag, i) => columnOf(tag, columns.length + i + 1, true)),
        version: 1,
        tagVersion: 1,
        comment: definition.comment ?? null,
        ttl: definition.ttl ?? 0,
        createdAt: Date.now(),
        uid: newUid(),
        vgroup: this.#vgroup(state, name),
      }
      await createStored(connection, schema)
      await saveEntry(connection, 'table', String(id), schema)
      await this.#saveSchema(connection, schema)
      const vgroups = schema.kind === 'super' ? vgroupsOf(state) : [schema.vgroup]
      await this.log.append(vgroups, { kind: 'create-table', table: schema })
      this.#published.push(() => {
        const table = this.catalog.addTable(schema)
        if (table !== undefined) table.newestKnown = true
      })
      return schema
    })
  }

  async alterTable(table: TableSchema, change: TableChange): Promise<TableSchema> {
    return await this.store.changeAlone(async connection => {
      const state = this.#tableState(table)
      const schema = changedSchema(state.schema, change)
      await alterStored(connection, state.schema, schema)
      await saveEntry(connection, 'table', String(schema.id), schema)
      await this.#saveSchema(connection, schema)
      await this.log.append(this.#vgroupsOfTable(schema), {
        kind: 'alter-table',
        before: state.schema,
        after: schema,
        change,
      })
      this.#published.push(() => {
        state.schema = schema
      })
      return schema
    })
  }

  /** Drops a super table with its children, or a normal table. */
  async dropTable(table: TableSchema): Promise<void> {
    await this.store.changeAlone(async connection => {
      const state = this.#tableState(table)
      await dropStored(connection, state)
      await removeEntry(connection, 'table', String(table.id))
      await this.log.append(this.#vgroupsOfTable(state.schema), {
        kind: 'drop-table',
        table: state.schema,
      })
      this.#published.push(() => {
        this.catalog.removeTable(state)
      })
    })
  }

  /** Makes child tables; those that exist are left as they are. */
  async createChildren(table: TableSchema, children: readonly ChildRef[]): Promise<void> {
    await this.store.change(async connection => {
      const state = this.#tableState(table)
      const made = await this.#children.make(connection, state, children)
      await this.#children.log(state.schema, made, children)
    })
  }

  /** Drops child tables with their rows. */
  async dropChildren(table: TableSchema, names: readonly string[]): Promise<void> {
    await this.store.changeAlone(async connection => {
      const state = this.#tableState(table)
      const ids = names.flatMap(name => state.children.get(name)?.id ?? [])
      if (ids.length === 0) return
      const list = ids.join(', ')
      await connection.run(`DELETE FROM ${rowTable(table.id)} WHERE tb IN (${list})`)
      await connection.run(`DELETE FROM ${tagTable(table.id)} WHERE tb IN (${list})`)
      const byVgroup = Map.groupBy(names, name => state.children.get(name)?.vgroup ?? 0)
      for (const [vgroup, own] of byVgroup) {
        if (vgroup === 0) continue
        await this.log.append([vgroup], {
          kind: 'drop-children',
          table: state.schema,
          names: own,
        })
      }
      this.#published.push(() => {
        for (const name of names) this.catalog.removeChild(state, name)
      })
    })
  }

  /** Sets tags of a child table. */
  async setTags(
    table: TableSchema,
    child: string,
    values: ReadonlyMap<number, EngineValue>,
  ): Promise<void> {
    await this.store.changeAlone(async connection => {
      const state = this.#tableState(table)
      const id = state.children.get(child)?.id
      if (id === undefined) throw engineError('TABLE_NOT_EXIST')
      for (const [tagId, value] of values) {
        const tag = state.schema.tags.find(candidate => candidate.id === tagId)
        if (tag === undefined) throw engineError('TAG_NOT_EXIST')
        await connection.run(
          `UPDATE ${tagTable(table.id)} SET ${columnName(tagId)} = $1 WHERE tb = ${id}`,
          [duckValue(tag.type, value)],
          [duckType(tag.type)],
        )
      }
      await this.log.append([state.children.get(child)?.vgroup ?? 0], {
        kind: 'set-tags',
        table: state.schema,
        child,
        values,
      })
    })
  }

  /** Changes TTL or comment of a child table. */
  async alterChild(
    table: TableSchema,
    child: string,
    change: { readonly ttl?: number; readonly comment?: string },
  ): Promise<void> {
    await this.store.changeAlone(async connection => {
      const state = this.#tableState(table)
      const current = state.children.get(child)
      if (current === undefined) throw engineError('TABLE_NOT_EXIST')
      const next = { ...current, ...change }
      await connection.run(
        `UPDATE ${tagTable(table.id)} SET ttl = $1, comment = $2 WHERE tb = ${current.id}`,
        [next.ttl, next.comment],
      )
      await this.log.append([current.vgroup], {
        kind: 'alter-child',
        table: state.schema,
        child,
        ...change,
      })
      this.#published.push(() => {
        state.children.set(child, next)
      })
    })
  }

  async write(database: string, batches: readonly TableBatch[]): Promise<number> {
    const state = this.#databaseState(database)
    const [oldest, newest] = timestampRange(state.database)
    let rows = 0
    for (const batch of batches) {
      rows += batch.rows
      for (let row = 0; row < batch.rows; row += 1) {
        const ts = batch.timestamps[row] as bigint
        if (ts < oldest || ts > newest) throw engineError('TIMESTAMP_OUT_OF_RANGE')
      }
    }
    await this.store.change(async connection => {
      const logged: LoggedRows[] = []
      for (const batch of batches) {
        const table = this.#tableState(batch.table)
        if (
          table.schema.version !== batch.table.version ||
          table.schema.tagVersion !== batch.table.tagVersion
        ) {
          throw engineError('OLD_SCHEMA')
        }
        const made = await this.#children.make(connection, table, batch.children)
        await writeRows(
          connection,
          table,
          batch,
          made.map(entry => entry.state),
        )
        if (batch.rows > 0) logged.push(loggedRows(batch, made))
        else await this.#children.log(table.schema, made, batch.children)
      }
      await this.#logRows(logged)
    })
    return rows
  }

  /**
   * Deletes rows by a condition of the store; resolves with their number. `range` is what the log tells: the child
   * table (null for a whole table) and the bounds of the timestamp, both included.
   */
  async deleteRows(
    table: TableSchema,
    condition: string,
    range: { readonly child: string | null; readonly from: bigint; readonly to: bigint },
  ): Promise<number> {
    return await this.store.changeAlone(async connection => {
      const state = this.#tableState(table)
      const own = range.child === null ? undefined : state.children.get(range.child)
      const vgroups = own === undefined ? this.#vgroupsOfTable(state.schema) : [own.vgroup]
      await this.log.append(vgroups, { kind: 'delete', table: state.schema, ...range })
      const result = await connection.run(`DELETE FROM ${rowTable(table.id)} WHERE ${condition}`)
      return Number(result.rowsChanged)
    })
  }

  /** The tags of a child table in the order of its super table's tags. */
  async tagsOf(table: TableSchema, childId: number): Promise<Record<string, unknown> | undefined> {
    const rows = await this.store.rows(`SELECT * FROM ${tagTable(table.id)} WHERE tb = ${childId}`)
    return rows[0]
  }

  /** Makes or replaces a user. */
  async saveUser(user: User): Promise<void> {
    await this.store.changeAlone(async connection => {
      await saveEntry(connection, 'user', user.name, user)
      this.#published.push(() => {
        this.catalog.users.set(user.name, user)
      })
    })
  }

  /** Drops a user. */
  async dropUser(name: string): Promise<void> {
    await this.store.changeAlone(async connection => {
      await removeEntry(connection, 'user', name)
      this.#published.push(() => {
        this.catalog.users.delete(name)
      })
    })
  }

  /** Makes a topic. */
  async createTopic(topic: Topic): Promise<void> {
    await this.store.changeAlone(async connection => {
      if (this.catalog.topics.has(topic.name)) throw engineError('TOPIC_EXISTS')
      await saveEntry(connection, 'topic', topic.name, topic)
      this.#published.push(() => {
        this.catalog.topics.set(topic.name, topic)
      })
    })
  }

  /** Drops a topic. */
  async dropTopic(name: string): Promise<void> {
    await this.store.changeAlone(async connection => {
      if (!this.catalog.topics.has(name)) throw engineError('TOPIC_NOT_EXIST')
      await removeEntry(connection, 'topic', name)
      this.#published.push(() => {
        this.catalog.topics.delete(name)
      })
    })
  }

  /** Makes visible what a change has made durable; called by the store. */
  private committed(): void {
    this.#children.committed()
    for (const publish of this.#published.splice(0)) publish()
    this.log.committed()
  }

  /** Forgets what a change has prepared; called by the store. */
  private rolledBack(): void {
    this.#children.rolledBack()
    this.#published.length = 0
    this.log.rolledBack()
  }

  /** One version of a schema, also of a table that is gone. */
  schemaAt(id: number, version: number, tagVersion: number): TableSchema | undefined {
    return this.catalog.schemas.get(schemaKey(id, version, tagVersion))
  }

  async #saveSchema(connection: DuckDBConnection, schema: TableSchema): Promise<void> {
    const key = schemaKey(schema.id, schema.version, schema.tagVersion)
    await saveEntry(connection, 'schema', key, schema)
    this.#published.push(() => {
      this.catalog.schemas.set(key, schema)
    })
  }

  #vgroupsOfTable(table: TableSchema): number[] {
    return table.kind === 'super' ? vgroupsOf(this.#databaseState(table.database)) : [table.vgroup]
  }

  async #logRows(tables: readonly LoggedRows[]): Promise<void> {
    if (tables.length === 0) return
    const vgroups = tables.flatMap(({ children, tableId }) =>
      children.length > 0
        ? children.map(child => child.vgroup)
        : [this.catalog.tablesById.get(tableId)?.schema.vgroup ?? 0],
    )
    await this.log.append(vgroups, { kind: 'rows', tables })
  }

  #databaseState(name: string): DatabaseState {
    const state = this.catalog.databases.get(name)
    if (state === undefined) throw engineError('DB_NOT_EXIST')
    return state
  }

  #tableState(table: TableSchema): TableState {
    const state = this.catalog.tablesById.get(table.id)
    if (state === undefined) throw engineError('TABLE_NOT_EXIST')
    return state
  }

  #vgroup(state: DatabaseState, name: string): number {
    const { database, firstVgroup } = state
    return firstVgroup + vgroupIndex(database.name, name, database.vgroups)
  }
}

/** All vgroups of a database. */
function vgroupsOf(state: DatabaseState): number[] {
  return Array.from({ length: state.database.vgroups }, (_, i) => state.firstVgroup + i)
}

function newUid(): bigint {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2))
  return (BigInt(high >>> 1) << 32n) | BigInt(low)
}
