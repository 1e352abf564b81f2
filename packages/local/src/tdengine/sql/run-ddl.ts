import type {
  ChildRef,
  ColumnSchema,
  EngineValue,
  TableChange,
  TableSchema,
} from '../engine/api.ts'
import { type DuckEngine, systemDatabases } from '../engine/duck-engine.ts'
import { engineError, engineErrorAbout, unsupported } from '../engine/error-code.ts'
import type { AlterAction, ChildSpec, Statement, TableName } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { databaseOf, type FoundTable, findTable, lookUpTable } from './name-lookup.ts'
import { type StatementResult, updated } from './result.ts'
import type { Session } from './session.ts'
import { checkTopicsBeforeChange, checkTopicsBeforeDrop } from './topic-guard.ts'
import { columnDefinition, typeOf } from './type-reference.ts'
import { unlessMet } from './unless-met.ts'
import { readValue } from './value.ts'

type Of<K extends Statement['kind']> = Extract<Statement, { readonly kind: K }>

const nameLimit = 192
const databaseNameLimit = 64

/** Runs the statements that define databases and tables. */
export class DdlRunner {
  readonly #engine: DuckEngine
  readonly #session: Session
  readonly #cursor: Cursor

  constructor(engine: DuckEngine, session: Session, cursor: Cursor) {
    this.#engine = engine
    this.#session = session
    this.#cursor = cursor
  }

  /** CREATE DATABASE. */
  async createDatabase(statement: Of<'create-database'>): Promise<StatementResult> {
    const { name, ifNotExists, options } = statement
    if (name.includes('.')) throw engineError('DB_NAME_DOT')
    if (Buffer.byteLength(name) > databaseNameLimit) {
      throw engineErrorAbout('INVALID_IDENTIFIER', name)
    }
    return await unlessMet(
      () => ifNotExists && this.#engine.database(name) !== undefined,
      () => this.#engine.createDatabase(name, options),
    )
  }

  /** DROP DATABASE. */
  async dropDatabase(statement: Of<'drop-database'>): Promise<StatementResult> {
    const { name, ifExists } = statement
    if (systemDatabases.includes(name)) throw engineErrorAbout('SYSTEM_DATABASE', `'${name}'`)
    return await unlessMet(
      () => ifExists && this.#engine.database(name) === undefined,
      async () => {
        if (this.#engine.database(name) === undefined) throw engineError('DB_NOT_EXIST')
        for (const topic of this.#engine.catalog.topics.values()) {
          if (topic.database === name) throw engineError('TOPIC_MUST_BE_DELETED')
        }
        await this.#engine.dropDatabase(name)
      },
    )
  }

  /** CREATE TABLE and CREATE STABLE with columns. */
  async createTable(statement: Of<'create-table'>): Promise<StatementResult> {
    const { table, columns, tags, ifNotExists, ttl, comment } = statement
    checkTableName(table)
    const database = databaseOf(this.#engine, this.#session, table.database)
    return await unlessMet(
      () => ifNotExists && lookUpTable(this.#engine, this.#session, table) !== undefined,
      async () => {
        if (columns.length < 2) throw engineError('COLUMNS_NUM')
        await this.#engine.createTable({
          database,
          name: table.name,
          columns: columns.map(column => columnDefinition(column, false)),
          tags: tags.map(tag => columnDefinition(tag, true)),
          comment,
          ttl,
        })
      },
    )
  }

  /** CREATE TABLE … USING … TAGS. */
  async createChildren(statement: Of<'create-children'>): Promise<StatementResult> {
    const byTable = new Map<number, { readonly table: TableSchema; readonly refs: ChildRef[] }>()
    for (const spec of statement.children) {
      const made = this.#child(spec)
      if (made === undefined) continue
      const entry = byTable.get(made.table.id) ?? { table: made.table, refs: [] }
      entry.refs.push(made.ref)
      byTable.set(made.table.id, entry)
    }
    for (const { table, refs } of byTable.values()) await this.#engine.createChildren(table, refs)
    return updated()
  }

  #child(spec: ChildSpec): { readonly table: TableSchema; readonly ref: ChildRef } | undefined {
    checkTableName(spec.table)
    const database = databaseOf(this.#engine, this.#session, spec.table.database)
    const using = databaseOf(this.#engine, this.#session, spec.using.database ?? database)
    const table = this.#engine.table(using, spec.using.name)
    if (table === undefined) throw engineError('TABLE_NOT_EXIST')
    if (table.kind !== 'super') throw engineError('TABLE_NOT_EXIST')
    let tags: readonly ColumnSchema[] = table.tags
    if (spec.tagNames !== undefined) {
      tags = spec.tagNames.map(name => {
        const tag = table.tags.find(candidate => candidate.name === name)
        if (tag === undefined) throw engineErrorAbout('INVALID_TAG_NAME', name)
        return tag
      })
    }
    const values = this.#tagValues(table, tags, spec.tagsAt)
    const existing = lookUpTable(this.#engine, this.#session, { ...spec.table, database })
    if (existing !== undefined) {
      if (spec.ifNotExists && existing.table.id === table.id) return undefined
      if (existing.child !== undefined && existing.table.id !== table.id) {
        throw engineError('TABLE_IN_OTHER_STABLE')
      }
      throw engineError('TABLE_EXISTS')
    }
    return {
      table,
      ref: {
        name: spec.table.name,
        tags: table.tags.map(tag => values.get(tag.id) ?? null),
        ttl: spec.ttl,
        comment: spec.comment,
        ...(spec.tagNames === undefined ? {} : { namedTags: tags.map(tag => tag.id) }),
      },
    }
  }

  #tagValues(
    table: TableSchema,
    tags: readonly ColumnSchema[],
    at: number,
  ): ReadonlyMap<number, EngineValue> {
    const cursor = this.#cursor
    const precision = this.#engine.database(table.database)?.precision ?? 0
    const context = { precision, zone: this.#session.zone }
    const values = new Map<number, EngineValue>()
    cursor.moveTo(at)
    for (const [i, tag] of tags.entries()) {
      if (i > 0 && !cursor.takeSymbol(',')) throw engineError('TAGS_NOT_MATCHED')
      values.set(tag.id, readValue(cursor, tag, context) ?? null)
    }
    if (!cursor.isSymbol(')')) throw engineError('TAGS_NOT_MATCHED')
    return values
  }

  /** DROP TABLE and DROP STABLE. */
  async dropTable(statement: Of<'drop-table'>): Promise<StatementResult> {
    return await unlessMet(
      () =>
        statement.tables.every(
          ({ table, ifExists }) => ifExists && this.#toDrop(table, statement.stable) === undefined,
        ),
      async () => {
        const found = statement.tables.flatMap(({ table, ifExists }) => {
          const entry = this.#toDrop(table, statement.stable)
          if (entry === undefined && !ifExists) throw engineError('TABLE_NOT_EXIST')
          return entry ?? []
        })
        await this.#drop(found)
      },
    )
  }

  #toDrop(name: TableName, stable: boolean): FoundTable | undefined {
    const entry = lookUpTable(this.#engine, this.#session, name)
    const fits = !stable || (entry?.table.kind === 'super' && entry.child === undefined)
    return fits ? entry : undefined
  }

  async #drop(found: readonly FoundTable[]): Promise<void> {
    // Child tables that go together make one entry of the change log, as in TDengine.
    for (const [id, own] of Map.groupBy(found, ({ table }) => table.id)) {
      const names = own.flatMap(({ child }) => (child === undefined ? [] : [child.name]))
      const [first] = own
      if (first === undefined) continue
      if (names.length > 0) await this.#engine.dropChildren(first.table, names)
      const whole = own.some(({ child }) => child === undefined)
      if (!whole || this.#engine.catalog.tablesById.get(id) === undefined) continue
      checkTopicsBeforeDrop(this.#engine, first.table)
      await this.#engine.dropTable(first.table)
    }
  }

  /** ALTER TABLE and ALTER STABLE. */
  async alterTable(statement: Of<'alter-table'>): Promise<StatementResult> {
    const { table, child } = findTable(this.#engine, this.#session, statement.table)
    const { action } = statement
    if (statement.stable && (table.kind !== 'super' || child !== undefined)) {
      throw engineError('TABLE_NOT_EXIST')
    }
    if (child !== undefined) {
      await this.#alterChild(table, child.name, action)
      return updated()
    }
    switch (action.action) {
      case 'add-column':
      case 'add-tag': {
        const isTag = action.action === 'add-tag'
        if (isTag && table.kind !== 'super') throw engineError('ONLY_STABLE_TAGS')
        const column = columnDefinition(action.column, isTag)
        await this.#alter(table, { change: action.action, column })
        break
      }
      case 'drop-column':
      case 'drop-tag':
        await this.#alter(table, { change: action.action, name: action.name })
        break
      case 'modify-column':
      case 'modify-tag': {
        const type = typeOf(action.type, action.action === 'modify-tag')
        await this.#alter(table, { change: action.action, name: action.name, type })
        break
      }
      case 'rename-column':
        if (table.kind === 'super') throw engineError('RENAME_STABLE_COLUMN')
        await this.#alter(table, {
          change: 'rename-column',
          name: action.name,
          newName: action.newName,
        })
        break
      case 'rename-tag':
        await this.#alter(table, {
          change: 'rename-tag',
          name: action.name,
          newName: action.newName,
        })
        break
      case 'options':
        if (action.ttl !== undefined) {
          await this.#alter(table, { change: 'ttl', ttl: action.ttl })
        }
        if (action.comment !== undefined) {
          await this.#alter(table, { change: 'comment', comment: action.comment })
        }
        break
      case 'set-tags':
        throw engineError('SET_TAG_NOT_CHILD')
      case 'encoding':
        throw unsupported('ALTER TABLE … MODIFY COLUMN … ENCODE')
    }
    return updated()
  }

  async #alter(table: TableSchema, change: TableChange): Promise<void> {
    checkTopicsBeforeChange(this.#engine, table, change)
    await this.#engine.alterTable(table, change)
  }

  async #alterChild(table: TableSchema, child: string, action: AlterAction): Promise<void> {
    if (action.action === 'options') {
      await this.#engine.alterChild(table, child, {
        ...(action.ttl === undefined ? {} : { ttl: action.ttl }),
        ...(action.comment === undefined ? {} : { comment: action.comment }),
      })
      return
    }
    if (action.action !== 'set-tags') throw engineError('ALTER_CHILD')
    const precision = this.#engine.database(table.database)?.precision ?? 0
    const values = new Map<number, EngineValue>()
    for (const { name, value } of action.tags) {
      const tag = table.tags.find(candidate => candidate.name === name)
      if (tag === undefined) throw engineErrorAbout('INVALID_TAG_NAME', name)
      this.#cursor.moveTo(value.start)
      const read = readValue(this.#cursor, tag, { precision, zone: this.#session.zone })
      values.set(tag.id, read ?? null)
    }
    await this.#engine.setTags(table, child, values)
  }
}

function checkTableName(table: TableName): void {
  if (table.name.includes('.')) throw engineError('TABLE_NAME_DOT')
  if (table.name === '') throw engineErrorAbout('INVALID_IDENTIFIER', '')
  if (Buffer.byteLength(table.name) > nameLimit) {
    throw engineErrorAbout('INVALID_IDENTIFIER', table.name)
  }
}
