import type { DuckDBConnection } from '@duckdb/node-api'
import type { ChildRef, TableSchema } from './api.ts'
import type { Catalog, ChildState, TableState } from './catalog.ts'
import type { ChangeLog } from './change-log.ts'
import { engineError } from './error-code.ts'
import { insertChildren } from './stored-table.ts'
import { vgroupIndex } from './vgroup.ts'

/** A child table of a batch, and whether the batch makes it. */
export interface MadeChild {
  readonly state: ChildState
  readonly created: boolean
}

/** Makes child tables within a transaction; the catalog learns of them with the commit. */
export class ChildMaker {
  readonly #catalog: Catalog
  readonly #log: ChangeLog
  /** Children made by a change that is not committed yet. */
  readonly #staged = new Map<string, { readonly table: TableState; readonly child: ChildState }>()

  constructor(catalog: Catalog, log: ChangeLog) {
    this.#catalog = catalog
    this.#log = log
  }

  /** Makes visible what has been made durable. */
  committed(): void {
    for (const { table, child } of this.#staged.values()) this.#catalog.addChild(table, child)
    this.#staged.clear()
  }

  /** Forgets what was prepared. */
  rolledBack(): void {
    this.#staged.clear()
  }

  /** The child tables of that names, made where they are missing. */
  async make(
    connection: DuckDBConnection,
    table: TableState,
    refs: readonly ChildRef[],
  ): Promise<MadeChild[]> {
    const database = this.#catalog.databases.get(table.schema.database)
    if (database === undefined) throw engineError('DB_NOT_EXIST')
    const made: { readonly child: ChildState; readonly ref: ChildRef }[] = []
    const result = refs.map(ref => {
      const known = table.children.get(ref.name) ?? this.#stagedChild(table, ref.name)
      if (known !== undefined) return { state: known, created: false }
      if (database.tables.has(ref.name)) throw engineError('TABLE_EXISTS')
      if (database.children.has(ref.name)) throw engineError('TABLE_IN_OTHER_STABLE')
      const child: ChildState = {
        id: this.#catalog.nextChildId,
        name: ref.name,
        tableId: table.schema.id,
        createdAt: Date.now(),
        ttl: ref.ttl ?? 0,
        comment: ref.comment ?? null,
        vgroup:
          database.firstVgroup +
          vgroupIndex(database.database.name, ref.name, database.database.vgroups),
        newest: undefined,
      }
      this.#catalog.nextChildId += 1
      this.#staged.set(`${database.database.name}\0${ref.name}`, { table, child })
      made.push({ child, ref })
      return { state: child, created: true }
    })
    if (made.length > 0) await insertChildren(connection, table.schema, made)
    return result
  }

  #stagedChild(table: TableState, name: string): ChildState | undefined {
    const staged = this.#staged.get(`${table.schema.database}\0${name}`)
    if (staged !== undefined && staged.table !== table) throw engineError('TABLE_IN_OTHER_STABLE')
    return staged?.child
  }

  /** Logs child tables that were made without rows. */
  async log(
    table: TableSchema,
    made: readonly MadeChild[],
    refs: readonly ChildRef[],
  ): Promise<void> {
    const children = made.flatMap(({ state, created }, i) =>
      created
        ? [{ id: state.id, name: state.name, vgroup: state.vgroup, created, tags: refs[i]?.tags }]
        : [],
    )
    for (const [vgroup, own] of Map.groupBy(children, child => child.vgroup)) {
      await this.#log.append([vgroup], { kind: 'create-children', table, children: own })
    }
  }
}
