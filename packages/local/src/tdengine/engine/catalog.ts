import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteText, type Store } from '../../storage/store.ts'
import type { ChildRecord, ChildTable, Database, TableSchema } from './api.ts'
import { databaseOf } from './database-options.ts'

/** A child table with what a writer must remember about it. */
export interface ChildState extends ChildTable {
  readonly tableId: number
  /** No stored timestamp is newer; undefined when the table has no rows. */
  newest: bigint | undefined
}

/** A super or normal table with what a writer must remember about it. */
export interface TableState {
  schema: TableSchema
  readonly children: Map<string, ChildState>
  /** As {@link ChildState.newest}, for a normal table. */
  newest: bigint | undefined
  /** Whether `newest` of this table and its children has been read from the store. */
  newestKnown: boolean
}

/** A database with its tables by name. */
export interface DatabaseState {
  database: Database
  readonly firstVgroup: number
  readonly tables: Map<string, TableState>
  /** Every child table of the database: super table state by child name. */
  readonly children: Map<string, TableState>
}

/** A topic of the subscription interface. */
export interface Topic {
  readonly name: string
  readonly database: string
  readonly createdAt: number
  /** The CREATE TOPIC statement as it was sent. */
  readonly sql: string
  readonly kind: 'select' | 'stable' | 'database'
  readonly stable: string | null
  /** `no`, `yes` or `only`. */
  readonly withMeta: 'no' | 'yes' | 'only'
  /** The columns of its messages as information_schema prints them. */
  readonly schema: string
  /** Query of a `select` topic, or filter of a `stable` topic. */
  readonly query: string | null
  /** The table that the topic reads, with its schema at creation; absent for a database. */
  readonly frozen?: { readonly id: number; readonly version: number; readonly tagVersion: number }
  /** The child table that a `select` topic reads. */
  readonly child?: string
}

/** A user who may log in. */
export interface User {
  readonly name: string
  readonly password: string
  readonly enabled: boolean
  readonly sysinfo: boolean
  readonly createDatabase: boolean
  readonly createdAt: number
}

type Kind = 'database' | 'table' | 'schema' | 'user' | 'topic' | 'offset'

const bigintMark = '$bigint'

function toText(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item === 'bigint') return { [bigintMark]: item.toString() }
    if (item instanceof Map) return { $map: [...item] }
    return item
  })
}

function fromText(text: string): unknown {
  return JSON.parse(text, (_key, item: unknown) => {
    if (typeof item !== 'object' || item === null) return item
    if (bigintMark in item) return BigInt(String(item[bigintMark]))
    if ('$map' in item) return new Map(item.$map as [string, string][])
    return item
  })
}

/** Saves one entry of the durable catalog; part of a change. */
export async function saveEntry(
  connection: DuckDBConnection,
  kind: Kind,
  name: string,
  value: unknown,
): Promise<void> {
  await removeEntry(connection, kind, name)
  await connection.run(
    `INSERT INTO catalog_entry VALUES (${quoteText(kind)}, ${quoteText(name)}, ${quoteText(toText(value))})`,
  )
}

/** Removes one entry of the durable catalog; part of a change. */
export async function removeEntry(
  connection: DuckDBConnection,
  kind: Kind,
  name: string,
): Promise<void> {
  await connection.run(
    `DELETE FROM catalog_entry WHERE kind = ${quoteText(kind)} AND name = ${quoteText(name)}`,
  )
}

interface StoredDatabase {
  readonly name: string
  readonly options: ReadonlyMap<string, string>
  readonly createdAt: number
  readonly firstVgroup: number
}

/** What the catalog stores of a database. */
export function storedDatabase(state: DatabaseState): StoredDatabase {
  const { name, options, createdAt } = state.database
  return { name, options, createdAt, firstVgroup: state.firstVgroup }
}

const root: User = {
  name: 'root',
  password: 'taosdata',
  enabled: true,
  sysinfo: true,
  createDatabase: true,
  createdAt: 0,
}

/** Databases, tables, child tables, users and topics, in memory; loaded from the store at start. */
export class Catalog {
  readonly databases = new Map<string, DatabaseState>()
  readonly users = new Map<string, User>()
  readonly topics = new Map<string, Topic>()
  /** Every version of every schema, by {@link schemaKey}; log entries refer to them. */
  readonly schemas = new Map<string, TableSchema>()
  /** Tables by their id in the store. */
  readonly tablesById = new Map<number, TableState>()
  nextTableId = 1
  nextChildId = 1
  nextVgroup = 2

  /** Makes the catalog's tables when they are absent, and reads everything. */
  static async load(store: Store): Promise<Catalog> {
    await store.changeAlone(async connection => {
      await connection.run(
        'CREATE TABLE IF NOT EXISTS catalog_entry (kind VARCHAR, name VARCHAR, body VARCHAR)',
      )
    })
    const catalog = new Catalog()
    const entries = await store.rows('SELECT kind, name, body FROM catalog_entry')
    const stored = entries.map(row => ({
      kind: row.kind as Kind,
      value: fromText(String(row.body)),
    }))
    const databases = stored
      .filter(({ kind }) => kind === 'database')
      .map(({ value }) => value as StoredDatabase)
      .sort((a, b) => a.firstVgroup - b.firstVgroup)
    for (const { name, options, createdAt, firstVgroup } of databases) {
      const database = databaseOf(name, options, createdAt)
      catalog.addDatabase({ database, firstVgroup, tables: new Map(), children: new Map() })
    }
    const tables = stored
      .filter(({ kind }) => kind === 'table')
      .map(({ value }) => value as TableSchema)
      .sort((a, b) => a.id - b.id)
    for (const schema of tables) {
      const state = catalog.addTable(schema)
      if (state !== undefined && schema.kind === 'super') await catalog.#loadChildren(store, state)
    }
    for (const { kind, value } of stored) {
      if (kind === 'user') catalog.users.set((value as User).name, value as User)
      if (kind === 'schema') {
        const schema = value as TableSchema
        catalog.schemas.set(schemaKey(schema.id, schema.version, schema.tagVersion), schema)
      }
      if (kind === 'topic') catalog.topics.set((value as Topic).name, value as Topic)
    }
    if (!catalog.users.has(root.name)) {
      catalog.users.set(root.name, { ...root, createdAt: Date.now() })
    }
    return catalog
  }

  /** Adds a database that is durable. */
  addDatabase(state: DatabaseState): void {
    this.databases.set(state.database.name, state)
    this.nextVgroup = Math.max(this.nextVgroup, state.firstVgroup + state.database.vgroups)
  }

  /** Adds a table that is durable; undefined when its database is gone. */
  addTable(schema: TableSchema): TableState | undefined {
    const database = this.databases.get(schema.database)
    if (database === undefined) return undefined
    const state: TableState = {
      schema,
      children: new Map(),
      newest: undefined,
      newestKnown: false,
    }
    database.tables.set(schema.name, state)
    this.tablesById.set(schema.id, state)
    this.nextTableId = Math.max(this.nextTableId, schema.id + 1)
    return state
  }

  /** Adds a child table that is durable. */
  addChild(table: TableState, child: ChildState): void {
    table.children.set(child.name, child)
    this.databases.get(table.schema.database)?.children.set(child.name, table)
    this.nextChildId = Math.max(this.nextChildId, child.id + 1)
  }

  /** Forgets a child table. */
  removeChild(table: TableState, name: string): void {
    table.children.delete(name)
    this.databases.get(table.schema.database)?.children.delete(name)
  }

  /** Forgets a table with its children. */
  removeTable(table: TableState): void {
    const database = this.databases.get(table.schema.database)
    for (const name of table.children.keys()) database?.children.delete(name)
    database?.tables.delete(table.schema.name)
    this.tablesById.delete(table.schema.id)
  }

  /** Forgets a database with its tables. */
  removeDatabase(name: string): void {
    for (const table of this.databases.get(name)?.tables.values() ?? []) {
      this.tablesById.delete(table.schema.id)
    }
    this.databases.delete(name)
  }

  /** A child table by name. */
  child(database: string, name: string): ChildRecord | undefined {
    const table = this.databases.get(database)?.children.get(name)
    const child = table?.children.get(name)
    return table === undefined || child === undefined ? undefined : { table: table.schema, child }
  }

  async #loadChildren(store: Store, table: TableState): Promise<void> {
    const rows = await store.rows(
      `SELECT tb, name, created, ttl, comment, vgroup FROM ${tagTable(table.schema.id)} ORDER BY tb`,
    )
    for (const row of rows) {
      this.addChild(table, {
        id: Number(row.tb),
        name: String(row.name),
        tableId: table.schema.id,
        createdAt: Number(row.created),
        ttl: Number(row.ttl),
        comment: row.comment === null ? null : String(row.comment),
        vgroup: Number(row.vgroup),
        newest: undefined,
      })
    }
  }
}

/** Key of one version of a schema. */
export function schemaKey(id: number, version: number, tagVersion: number): string {
  return `${id}/${version}/${tagVersion}`
}

/** Name in the store of the table with the rows of table `id`. */
export function rowTable(id: number): string {
  return `rows_${id}`
}

/** Name in the store of the table with the child tables of super table `id` and their tags. */
export function tagTable(id: number): string {
  return `tags_${id}`
}

/** Name in the store of a column or tag. */
export function columnName(columnId: number): string {
  return `c${columnId}`
}
