import type { ChildRef, ColumnSchema, EngineValue, TableBatch, TableSchema } from '../engine/api.ts'
import type { DuckEngine } from '../engine/duck-engine.ts'
import { engineError, engineErrorAbout } from '../engine/error-code.ts'
import type { TableName } from './ast.ts'
import type { Cursor } from './cursor.ts'
import {
  skipList,
  takeColumnName,
  takeNamePart,
  takeTableOptions,
  takeTagList,
  takeValues,
} from './insert-clause.ts'
import type { Session } from './session.ts'
import { stringText, type Token } from './token.ts'
import { insertError, insertErrorAt, readValue, type ValueContext } from './value.ts'

/** A super or normal table with, for a child table, its name. */
export interface Target {
  readonly table: TableSchema
  readonly child: ChildRef | undefined
}

/** Rows of one INSERT, gathered per table. */
interface Gathered {
  readonly table: TableSchema
  readonly columns: readonly ColumnSchema[]
  readonly children: ChildRef[]
  readonly childIndex: Map<string, number>
  readonly childOf: number[]
  readonly timestamps: bigint[]
  /** Per column of the table (without the first): one value a row, undefined for unset. */
  readonly cells: (EngineValue | undefined)[][]
}

/** The rows of an INSERT by database, ready to be written. */
export type InsertBatches = ReadonlyMap<string, readonly TableBatch[]>

/** Reads `INSERT INTO …` with VALUES and collects its rows; sub-selects are left to `fromQuery`. */
export class InsertReader {
  readonly #engine: DuckEngine
  readonly #session: Session
  readonly #cursor: Cursor
  readonly #gathered = new Map<string, Gathered>()

  constructor(engine: DuckEngine, session: Session, cursor: Cursor) {
    this.#engine = engine
    this.#session = session
    this.#cursor = cursor
  }

  /**
   * Reads the statement. Returns the target and the position of a SELECT when the rows come from a query; undefined
   * when all rows have been read.
   */
  read(): { readonly target: Target; readonly columns: readonly ColumnSchema[] } | undefined {
    const cursor = this.#cursor
    cursor.advance()
    if (!cursor.takeWord('into'))
      throw insertErrorAt(cursor, cursor.token, 'keyword INTO is expected')
    let some = false
    while (cursor.current().kind !== 'end' && !cursor.isSymbol(';')) {
      const name = this.#tableName()
      const query = this.#readTable(name)
      if (query !== undefined) return query
      some = true
    }
    if (!some) throw engineError('INCOMPLETE')
    if (this.#rows() === 0) throw insertError('no any data points')
    return undefined
  }

  /** Everything that was read, by database. */
  batches(): InsertBatches {
    const result = new Map<string, TableBatch[]>()
    for (const part of this.#gathered.values()) {
      const list = result.get(part.table.database) ?? []
      list.push({
        table: part.table,
        children: part.children,
        ...(part.table.kind === 'super' ? { childOf: Uint32Array.from(part.childOf) } : {}),
        rows: part.timestamps.length,
        timestamps: BigInt64Array.from(part.timestamps),
        columns: part.table.columns.slice(1).flatMap((column, i) => {
          const values = part.cells[i] ?? []
          return values.every(value => value === undefined) ? [] : [{ columnId: column.id, values }]
        }),
      })
      result.set(part.table.database, list)
    }
    return result
  }

  #rows(): number {
    let rows = 0
    for (const part of this.#gathered.values()) rows += part.timestamps.length
    return rows
  }

  #tableName(): TableName {
    const cursor = this.#cursor
    const { start } = cursor.token
    const first = takeNamePart(cursor)
    if (!cursor.takeSymbol('.')) {
      return { database: undefined, name: first, start, end: cursor.previousEnd }
    }
    const name = takeNamePart(cursor)
    return { database: first, name, start, end: cursor.previousEnd }
  }

  #context(table: TableSchema): ValueContext {
    const database = this.#engine.database(table.database)
    return { precision: database?.precision ?? 0, zone: this.#session.zone }
  }

  #database(name: TableName): string {
    const database = name.database ?? this.#session.database
    if (database === undefined) throw engineError('DB_NOT_SPECIFIED')
    if (this.#engine.database(database) === undefined) throw engineError('DB_NOT_EXIST')
    return database
  }

  /** Reads one `table [USING …] [(columns)] VALUES …`. */
  #readTable(
    name: TableName,
  ): { readonly target: Target; readonly columns: readonly ColumnSchema[] } | undefined {
    const cursor = this.#cursor
    const database = this.#database(name)
    // The columns may stand before USING as well.
    let columnsAt = skipList(cursor)
    let target: Target | undefined
    if (cursor.takeWord('using')) target = this.#readUsing(database, name.name)
    const table =
      target?.table ??
      this.#engine.table(database, name.name) ??
      this.#engine.child(database, name.name)?.table
    if (table === undefined) throw engineError('TABLE_NOT_EXIST')
    const isSuperByName = target === undefined && table.kind === 'super' && table.name === name.name
    columnsAt = skipList(cursor) ?? columnsAt
    const behind = cursor.token.start
    if (isSuperByName) return this.#readSuper(table, columnsAt, behind)
    let columns: readonly ColumnSchema[] = table.columns
    if (columnsAt !== undefined) {
      columns = this.#columnList(table, columnsAt)
      cursor.moveTo(behind)
    }
    target ??= {
      table,
      child: table.kind === 'super' ? { name: name.name, tags: [] } : undefined,
    }
    if (cursor.isWord('select') || cursor.isSymbol('(')) return { target, columns }
    takeValues(cursor)
    this.#readRows(target, columns)
    return undefined
  }

  #columnList(table: TableSchema, at: number): readonly ColumnSchema[] {
    const cursor = this.#cursor
    cursor.moveTo(at)
    cursor.expectSymbol('(')
    const columns: ColumnSchema[] = []
    do {
      const name = takeColumnName(cursor)
      const column = table.columns.find(candidate => candidate.name === name)
      if (column === undefined) throw engineErrorAbout('INVALID_COLUMN', name)
      if (columns.includes(column)) throw engineError('DUPLICATED_COLUMN')
      columns.push(column)
    } while (cursor.takeSymbol(','))
    if (!columns.includes(table.columns[0] as ColumnSchema)) {
      throw insertMessage('Primary timestamp column should not be null')
    }
    return columns
  }

  #readUsing(database: string, childName: string): Target {
    const cursor = this.#cursor
    const using = this.#tableName()
    const usingDatabase = using.database ?? database
    const table = this.#engine.table(usingDatabase, using.name)
    if (table === undefined || table.kind !== 'super') throw engineError('TABLE_NOT_EXIST')
    const tags = takeTagList(cursor, table)
    const values = new Map<number, EngineValue>()
    for (const [i, tag] of tags.entries()) {
      if (i > 0 && !cursor.takeSymbol(',')) throw engineError('TAGS_NOT_MATCHED')
      values.set(tag.id, readValue(cursor, tag, this.#context(table)) ?? null)
    }
    if (!cursor.takeSymbol(')')) throw engineError('TAGS_NOT_MATCHED')
    const options = takeTableOptions(cursor)
    return {
      table,
      child: {
        name: childName,
        tags: table.tags.map(tag => values.get(tag.id) ?? null),
        ...(tags === table.tags ? {} : { namedTags: tags.map(tag => tag.id) }),
        ...options,
      },
    }
  }

  #part(table: TableSchema): Gathered {
    const key = `${table.database}\0${table.id}`
    let part = this.#gathered.get(key)
    if (part === undefined) {
      part = {
        table,
        columns: table.columns,
        children: [],
        childIndex: new Map(),
        childOf: [],
        timestamps: [],
        cells: table.columns.slice(1).map(() => []),
      }
      this.#gathered.set(key, part)
    }
    return part
  }

  #addRow(
    part: Gathered,
    child: ChildRef | undefined,
    values: ReadonlyMap<number, EngineValue | undefined>,
  ): void {
    const [first, ...others] = part.table.columns
    const ts = values.get(first?.id ?? 1)
    if (typeof ts !== 'bigint') throw insertMessage('Primary timestamp column should not be null')
    if (child !== undefined) {
      let index = part.childIndex.get(child.name)
      if (index === undefined) {
        index = part.children.length
        part.childIndex.set(child.name, index)
        part.children.push(child)
      }
      part.childOf.push(index)
    }
    part.timestamps.push(ts)
    for (const [i, column] of others.entries()) part.cells[i]?.push(values.get(column.id))
  }

  #readRows(target: Target, columns: readonly ColumnSchema[]): void {
    const cursor = this.#cursor
    const context = this.#context(target.table)
    const part = this.#part(target.table)
    const [first] = target.table.columns
    while (cursor.isSymbol('(')) {
      cursor.advance()
      if (cursor.isSymbol(')')) throw engineError('COLUMNS_NUM')
      const values = new Map<number, EngineValue | undefined>()
      for (const [i, column] of columns.entries()) {
        if (i > 0 && !cursor.takeSymbol(',')) {
          throw insertErrorAt(cursor, cursor.token, ', expected')
        }
        values.set(column.id, this.#cell(column, column === first, context))
      }
      this.#closeRow()
      this.#addRow(part, target.child, values)
      cursor.takeSymbol(',')
    }
  }

  #cell(column: ColumnSchema, isFirst: boolean, context: ValueContext): EngineValue | undefined {
    const { token } = this.#cursor
    const value = readValue(this.#cursor, column, context)
    if (value === null && (isFirst || column.isKey)) {
      throw insertErrorAt(
        this.#cursor,
        token,
        isFirst
          ? 'Primary timestamp column should not be null'
          : 'Primary key column should not be null',
      )
    }
    return value
  }

  #closeRow(): void {
    const cursor = this.#cursor
    if (cursor.takeSymbol(')')) return
    throw insertErrorAt(cursor, cursor.token, ') expected')
  }

  /** `INSERT INTO stable (tbname, tags and columns …) VALUES …`. */
  #readSuper(table: TableSchema, columnsAt: number | undefined, behind: number): undefined {
    const cursor = this.#cursor
    if (columnsAt === undefined) throw this.#boundedExpected(behind)
    cursor.moveTo(columnsAt)
    cursor.expectSymbol('(')
    const columns: (ColumnSchema | 'tbname')[] = []
    do {
      const { token } = cursor
      if (token.kind === 'word' && token.text === 'tbname') {
        cursor.advance()
        columns.push('tbname')
        continue
      }
      const name = takeColumnName(cursor)
      const column =
        table.columns.find(candidate => candidate.name === name) ??
        table.tags.find(candidate => candidate.name === name)
      if (column === undefined) throw engineErrorAbout('INVALID_COLUMN', name)
      columns.push(column)
    } while (cursor.takeSymbol(','))
    cursor.moveTo(behind)
    if (!columns.includes('tbname') || !columns.includes(table.columns[0] as ColumnSchema)) {
      throw this.#boundedExpected(behind)
    }
    if (!cursor.takeWord('values')) {
      throw insertErrorAt(cursor, cursor.token, 'keyword VALUES or FILE is expected')
    }
    const context = this.#context(table)
    const part = this.#part(table)
    while (cursor.isSymbol('(')) {
      cursor.advance()
      const values = new Map<number, EngineValue | undefined>()
      let childName = ''
      for (const [i, column] of columns.entries()) {
        if (i > 0 && !cursor.takeSymbol(','))
          throw insertErrorAt(cursor, cursor.token, ', expected')
        if (column === 'tbname') childName = this.#childName()
        else values.set(column.id, this.#cell(column, column === table.columns[0], context))
      }
      this.#closeRow()
      const named = columns.flatMap(column =>
        column !== 'tbname' && column.isTag ? [column.id] : [],
      )
      const child: ChildRef = {
        name: childName,
        tags: table.tags.map(tag => values.get(tag.id) ?? null),
        ...(named.length === table.tags.length ? {} : { namedTags: named }),
      }
      this.#addRow(part, child, values)
      cursor.takeSymbol(',')
    }
    return undefined
  }

  #boundedExpected(behind: number): Error {
    // TDengine stops in front of the blank before VALUES here.
    const { sql } = this.#cursor
    const at = sql[behind - 1] === ' ' ? behind - 1 : behind
    return insertError(
      sql.slice(at),
      '(...tbname, ts...) bounded cols is expected for supertable insertion',
    )
  }

  #childName(): string {
    const token: Token = this.#cursor.current()
    if (token.kind !== 'string') {
      throw insertErrorAt(this.#cursor, token, 'tbname should be a string')
    }
    this.#cursor.advance()
    const name = stringText(token.text)
    if (name === '') throw engineError('TBNAME_EMPTY')
    return name
  }
}

function insertMessage(text: string): Error {
  return engineError('INVALID_OPERATION', text)
}
