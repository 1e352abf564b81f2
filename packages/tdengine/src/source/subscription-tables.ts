import type { ResultBlock, TDengineClient } from '../client/api.ts'
import { serverCodeOf } from '../client/server-error.ts'
import { quoteName } from '../dialect/identifier.ts'
import { textLiteral } from '../dialect/text-literal.ts'
import type { TmqMetaEntry } from '../tmq/api.ts'
import type { TagCell } from './subscription-block.ts'
import { tableGone } from './subscription-topics.ts'
import { describeTable, type SourceTable, type TableShape } from './table-shape.ts'

/** Names in one `IN` list. */
const namesAtOnce = 200
/** Child tables that are known at a time; more of them begin anew. */
const maxChildren = 50_000

/** A table that rows of a subscription are of: a child table with its tags, or a normal table. */
export interface RowTable {
  readonly shape: TableShape
  /** Name of the child table; null for a normal table. */
  readonly child: Buffer | null
  readonly tags: readonly TagCell[]
}

/** A child table that is gone: its rows come all the same, its tags are not known any more. */
function withoutTags(shape: TableShape, name: string): RowTable {
  return { shape: { ...shape, tags: [] }, child: Buffer.from(name), tags: [] }
}

/**
 * The tables that rows of a subscription are of, looked up as their names come, many at once: messages carry neither
 * super tables nor tags. Changes of tables, which come in order with the rows, make what they are about be looked up
 * again.
 */
export class SubscriptionTables {
  readonly #client: TDengineClient
  readonly #database: string
  /** Told of a child table whose tags are gone with it. */
  readonly #gone: (table: string) => void
  readonly #shapes = new Map<string, TableShape>()
  readonly #tables = new Map<string, RowTable | null>()
  /** Super tables of child tables, as the messages that made them said. */
  readonly #using = new Map<string, string>()

  constructor(client: TDengineClient, database: string, gone: (table: string) => void) {
    this.#client = client
    this.#database = database
    this.#gone = gone
  }

  /** The table of that name, after `learn`; null when nobody knows any more what it was. */
  get(name: string): RowTable | null {
    return this.#tables.get(name) ?? null
  }

  /** Looks up the tables that are not known yet. `table` is the one that all of them belong to, if the topic says it. */
  async learn(
    names: Iterable<string>,
    table: SourceTable | null,
    signal: AbortSignal,
  ): Promise<void> {
    const unknown = [...new Set(names)].filter(name => !this.#tables.has(name))
    if (unknown.length === 0) return
    if (this.#tables.size + unknown.length > maxChildren) this.#tables.clear()
    for (let at = 0; at < unknown.length; at += namesAtOnce) {
      const some = unknown.slice(at, at + namesAtOnce)
      const parents =
        table === null
          ? await this.#parents(some, signal)
          : new Map(some.map(name => [name, table.kind === 'super' ? table.name : null]))
      for (const [parent, group] of Map.groupBy(some, name => parents.get(name))) {
        if (parent === undefined) for (const name of group) this.#tables.set(name, null)
        else if (parent === null) await this.#learnNormal(group, signal)
        else await this.#learnChildren(parent, group, signal)
      }
    }
  }

  /** Takes note of a change of tables. */
  noteChange(entry: TmqMetaEntry): void {
    const { type, tableType, tableName } = entry
    if (type === 'delete' || typeof tableName !== 'string') return
    if (tableType !== 'child') {
      this.#shapes.delete(tableName)
      this.#tables.clear()
      return
    }
    if (this.#using.size > maxChildren) this.#using.clear()
    const { createList } = entry
    const list = Array.isArray(createList) && createList.length > 0 ? createList : [entry]
    for (const child of list as readonly TmqMetaEntry[]) {
      if (typeof child.tableName !== 'string') continue
      this.#tables.delete(child.tableName)
      if (typeof child.using === 'string') this.#using.set(child.tableName, child.using)
    }
  }

  /** Forgets a table's columns and everything that was looked up with them. */
  forgetShape(table: string): void {
    this.#shapes.delete(table)
    for (const [name, row] of this.#tables) {
      if (row?.shape.table.name === table) this.#tables.delete(name)
    }
  }

  /** Super tables of tables by name; null for normal tables. Those that nobody knows are left out. */
  async #parents(
    names: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, string | null>> {
    const { rows } = await this.#client.query(
      'SELECT table_name, stable_name FROM information_schema.ins_tables' +
        ` WHERE db_name = ${textLiteral(this.#database)} AND table_name IN (${listOf(names)})`,
      signal,
    )
    const parents = new Map<string, string | null>()
    for (const name of names) {
      const using = this.#using.get(name)
      if (using !== undefined) parents.set(name, using)
    }
    for (const [name, stable] of rows) {
      parents.set(String(name), stable === null || stable === '' ? null : String(stable))
    }
    return parents
  }

  async #shape(table: SourceTable, signal: AbortSignal): Promise<TableShape | null> {
    const known = this.#shapes.get(table.name)
    if (known !== undefined) return known
    try {
      const shape = await describeTable(this.#client, table, signal)
      this.#shapes.set(table.name, shape)
      return shape
    } catch (error) {
      if (tableGone.has(serverCodeOf(error))) return null
      throw error
    }
  }

  async #learnNormal(names: readonly string[], signal: AbortSignal): Promise<void> {
    for (const name of names) {
      const table: SourceTable = { database: this.#database, name, kind: 'normal' }
      const shape = (await this.#shape(table, signal)) ?? bareShape(table)
      this.#tables.set(name, { shape, child: null, tags: [] })
    }
  }

  async #learnChildren(
    parent: string,
    names: readonly string[],
    signal: AbortSignal,
  ): Promise<void> {
    const table: SourceTable = { database: this.#database, name: parent, kind: 'super' }
    const shape = await this.#shape(table, signal)
    const found = shape === null ? new Set<string>() : await this.#readTags(shape, names, signal)
    for (const name of names) {
      if (found.has(name)) continue
      this.#gone(name)
      this.#tables.set(name, withoutTags(shape ?? bareShape(table), name))
    }
  }

  /** Reads the tags of child tables; the names of those that are there. */
  async #readTags(
    shape: TableShape,
    names: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlySet<string>> {
    const found = new Set<string>()
    const tags = shape.tags.map(quoteName).join(',')
    const sql = `SELECT TAGS tbname,${tags} FROM ${shape.from} WHERE tbname IN (${listOf(names)})`
    for await (const block of this.#client.stream(sql, signal)) {
      for (let row = 0; row < block.rows; row += 1) {
        const name = String(block.value(row, 0))
        found.add(name)
        const cells = shape.tags.map((_, i) => cellOf(block, row, i + 1))
        this.#tables.set(name, { shape, child: Buffer.from(name), tags: cells })
      }
    }
    return found
  }
}

function listOf(names: readonly string[]): string {
  return names.map(textLiteral).join(',')
}

/** A table of which only the name is known. */
function bareShape(table: SourceTable): TableShape {
  return {
    table,
    time: '',
    tags: [],
    columns: [],
    types: new Map(),
    from: '',
    timeName: '',
    selected: '',
  }
}

function cellOf({ raw }: ResultBlock, row: number, column: number): TagCell {
  const { type, bytes } = raw.column(column)
  if (type.name === 'JSON') {
    const text = raw.value(row, column)
    return { type, bytes, value: text === null ? null : Buffer.from(String(text)) }
  }
  const value = raw.bytesAt(row, column)
  return { type, bytes, value: value === null ? null : Buffer.from(value) }
}
