import type { ColumnSchema, EngineValue, TableSchema } from '../engine/api.ts'
import type { DuckEngine } from '../engine/duck-engine.ts'
import { engineError, engineErrorAbout } from '../engine/error-code.ts'
import { Cursor } from '../sql/cursor.ts'
import {
  skipList,
  takeColumnName,
  takeNamePart,
  takeTableOptions,
  takeTagList,
  takeValues,
} from '../sql/insert-clause.ts'
import type { Session } from '../sql/session.ts'
import {
  insertError,
  insertErrorAt,
  readValue,
  skipValue,
  type ValueContext,
} from '../sql/value.ts'
import { columnField, type StatementField, tableNameField } from './field.ts'
import { readBoundName } from './table-name.ts'

/** A column or tag that an INSERT fills: from a parameter, or with a value that the statement fixes. */
export interface TemplateSlot {
  readonly column: ColumnSchema
  /** Absent for a parameter. */
  readonly fixed?: EngineValue
}

/** An INSERT with parameters, resolved against the schema of its table. */
export interface InsertTemplate {
  /** The super or normal table that rows go to. */
  readonly table: TableSchema
  /** Database of names that are bound. */
  readonly database: string
  /** True when the table is a parameter; otherwise `target` is its name. */
  readonly isBound: boolean
  /** Child table (or normal table) that the statement, or the bound name, means. */
  readonly target: string | undefined
  /** Whether the statement says what tags a new child table has. */
  readonly creates: boolean
  readonly tags: readonly TemplateSlot[]
  readonly columns: readonly TemplateSlot[]
  /** The parameters in the order in which they stand. */
  readonly fields: readonly StatementField[]
}

/** How an INSERT is read. */
export interface TemplateOptions {
  /** Version of the prepared statements: the first takes no mixture of parameters and values. */
  readonly version: 1 | 2
  /** Table that is bound to `?`; undefined when none is bound yet. */
  readonly boundTable?: string | undefined
}

/** Reads an INSERT of a prepared statement; fails as TDengine does when it parses the statement. */
export function readInsertTemplate(
  engine: DuckEngine,
  session: Session,
  sql: string,
  options: TemplateOptions,
): InsertTemplate {
  return new TemplateReader(engine, session, new Cursor(sql), options).read()
}

interface Name {
  readonly database: string | undefined
  /** undefined for `?`. */
  readonly table: string | undefined
}

type Listed = ColumnSchema | 'tbname'

class TemplateReader {
  readonly #engine: DuckEngine
  readonly #session: Session
  readonly #cursor: Cursor
  readonly #options: TemplateOptions
  readonly #fields: StatementField[] = []

  constructor(engine: DuckEngine, session: Session, cursor: Cursor, options: TemplateOptions) {
    this.#engine = engine
    this.#session = session
    this.#cursor = cursor
    this.#options = options
  }

  read(): InsertTemplate {
    const cursor = this.#cursor
    cursor.advance()
    if (!cursor.takeWord('into')) {
      throw insertErrorAt(cursor, cursor.token, 'keyword INTO is expected')
    }
    const name = this.#name(true)
    const isBound = name.table === undefined
    if (isBound) this.#fields.push(tableNameField)
    const bound =
      isBound && this.#options.boundTable !== undefined
        ? readBoundName(this.#options.boundTable, name.database ?? this.#session.database)
        : undefined
    const database = this.#database(bound?.database ?? name.database)
    const target = bound?.table ?? name.table
    let columnsAt = skipList(cursor)
    const using = cursor.takeWord('using') ? this.#using(database) : undefined
    const table = using?.table ?? this.#table(database, target)
    columnsAt = skipList(cursor) ?? columnsAt
    const behind = cursor.token.start
    const isSuperByName = using === undefined && table.kind === 'super' && table.name === target
    if (isSuperByName && !isBound) return this.#superInsert(table, database, columnsAt, behind)
    if (isSuperByName) throw this.#boundedExpected(behind)
    const listed =
      columnsAt === undefined ? table.columns : this.#columnList(table, columnsAt, false)
    cursor.moveTo(behind)
    takeValues(cursor)
    const slots = this.#row(listed, table)
    this.#finish()
    return {
      table,
      database,
      isBound,
      target,
      creates: using !== undefined,
      tags: using?.tags ?? [],
      columns: slots.filter(isSlot),
      fields: this.#fields,
    }
  }

  #database(name: string | undefined): string {
    const database = name ?? this.#session.database
    if (database === undefined) throw engineError('INVALID_OPERATION', 'db is not specified')
    if (this.#engine.database(database) === undefined) throw engineError('DB_NOT_EXIST')
    return database
  }

  #table(database: string, name: string | undefined): TableSchema {
    if (name === undefined) {
      throw this.#options.version === 1
        ? engineError('STMT_TABLE_NAME')
        : engineError('TABLE_NOT_EXIST')
    }
    const table = this.#engine.table(database, name) ?? this.#engine.child(database, name)?.table
    if (table === undefined) throw engineError('TABLE_NOT_EXIST')
    return table
  }

  #name(parameterAllowed: boolean): Name {
    const cursor = this.#cursor
    if (parameterAllowed && cursor.takeSymbol('?')) return { database: undefined, table: undefined }
    const first = takeNamePart(cursor)
    if (!cursor.takeSymbol('.')) return { database: undefined, table: first }
    if (parameterAllowed && cursor.takeSymbol('?')) return { database: first, table: undefined }
    return { database: first, table: takeNamePart(cursor) }
  }

  #context(table: TableSchema): ValueContext {
    return { precision: this.#precision(table), zone: this.#session.zone }
  }

  #precision(table: TableSchema): 0 | 1 | 2 {
    return this.#engine.database(table.database)?.precision ?? 0
  }

  #using(database: string): { readonly table: TableSchema; readonly tags: TemplateSlot[] } {
    const cursor = this.#cursor
    const name = this.#name(false)
    const inDatabase = name.database === undefined ? database : this.#database(name.database)
    const table = this.#engine.table(inDatabase, name.table ?? '')
    if (table === undefined || table.kind !== 'super') throw engineError('TABLE_NOT_EXIST')
    const tags = takeTagList(cursor, table)
    const slots: TemplateSlot[] = []
    for (const [i, tag] of tags.entries()) {
      if (i > 0) cursor.takeSymbol(',')
      slots.push(this.#slot(tag, table))
    }
    if (cursor.isSymbol(',')) throw engineError('TAGS_NOT_MATCHED')
    if (!cursor.takeSymbol(')')) throw insertErrorAt(cursor, cursor.token, ') is expected')
    takeTableOptions(cursor)
    return { table, tags: slots }
  }

  #columnList(table: TableSchema, at: number, withTags: false): readonly ColumnSchema[]
  #columnList(table: TableSchema, at: number, withTags: true): readonly Listed[]
  #columnList(table: TableSchema, at: number, withTags: boolean): readonly Listed[] {
    const cursor = this.#cursor
    cursor.moveTo(at)
    cursor.expectSymbol('(')
    const columns: Listed[] = []
    do {
      const { token } = cursor
      if (withTags && token.kind === 'word' && token.text === 'tbname') {
        cursor.advance()
        columns.push('tbname')
        continue
      }
      const name = takeColumnName(cursor)
      const candidates = withTags ? [...table.columns, ...table.tags] : table.columns
      const column = candidates.find(candidate => candidate.name === name)
      if (column === undefined) throw engineErrorAbout('INVALID_COLUMN', name)
      if (columns.includes(column)) throw insertErrorAt(cursor, token, 'duplicated column name')
      columns.push(column)
    } while (cursor.takeSymbol(','))
    if (!columns.includes(table.columns[0] as ColumnSchema)) {
      throw engineError('INVALID_OPERATION', 'Primary timestamp column should not be null')
    }
    if (!table.columns.every(column => !column.isKey || columns.includes(column))) {
      throw engineError('INVALID_OPERATION', 'Primary key column should not be none')
    }
    if (withTags && !columns.includes('tbname')) {
      throw engineError('INVALID_OPERATION', 'tbname column should not be null')
    }
    return columns
  }

  #slot(column: ColumnSchema, table: TableSchema): TemplateSlot {
    const cursor = this.#cursor
    if (cursor.takeSymbol('?')) {
      this.#fields.push(columnField(column, this.#precision(table)))
      return { column }
    }
    return { column, fixed: readValue(cursor, column, this.#context(table)) ?? null }
  }

  /** Reads one row of values; 'tbname' stands for the table's name. */
  #row(listed: readonly Listed[], table: TableSchema): (TemplateSlot | 'tbname')[] {
    const cursor = this.#cursor
    if (!cursor.takeSymbol('(')) {
      throw engineError('INSERT_SYNTAX', "syntax error near '' (no any data points)")
    }
    const slots: (TemplateSlot | 'tbname')[] = []
    for (const [i, column] of listed.entries()) {
      if (i > 0 && !cursor.takeSymbol(',')) {
        throw insertErrorAt(cursor, cursor.token, ', expected')
      }
      if (cursor.isSymbol(')')) throw engineError('COLUMNS_NUM')
      if (column !== 'tbname') {
        slots.push(this.#slot(column, table))
        continue
      }
      if (!cursor.takeSymbol('?')) {
        throw engineError(
          'INVALID_OPERATION',
          'STMT tbname in bound cols should not be a fixed value',
        )
      }
      this.#fields.push(tableNameField)
      slots.push('tbname')
    }
    if (cursor.isSymbol(',')) throw engineError('COLUMNS_NUM')
    if (!cursor.takeSymbol(')')) throw insertErrorAt(cursor, cursor.token, ') expected')
    const values = slots.filter(isSlot).filter(({ column }) => !column.isTag)
    const fixed = values.filter(isFixed).length
    if (this.#options.version === 1 && fixed > 0 && fixed < values.length) {
      throw engineError('INVALID_OPERATION', 'no mix usage for ? and values')
    }
    return slots
  }

  /** More rows add nothing to a template; another table is refused. */
  #finish(): void {
    const cursor = this.#cursor
    for (;;) {
      cursor.takeSymbol(',')
      if (!cursor.takeSymbol('(')) break
      do skipValue(cursor)
      while (cursor.takeSymbol(','))
      cursor.expectSymbol(')')
    }
    if (cursor.isSymbol(';') || cursor.current().kind === 'end') return
    throw engineError('INVALID_OPERATION', 'single table allowed in one stmt')
  }

  /** `INSERT INTO stable (tbname, tags and columns …) VALUES (…)`. */
  #superInsert(
    table: TableSchema,
    database: string,
    columnsAt: number | undefined,
    behind: number,
  ): InsertTemplate {
    if (columnsAt === undefined) throw this.#boundedExpected(behind)
    if (this.#options.version === 1) {
      throw engineError(
        'INVALID_OPERATION',
        'insert into stb(...tbname...)values(...,?,...) only support in stmt2',
      )
    }
    const listed = this.#columnList(table, columnsAt, true)
    this.#cursor.moveTo(behind)
    takeValues(this.#cursor)
    const slots = this.#row(listed, table).filter(isSlot)
    this.#finish()
    const tags = slots.filter(({ column }) => column.isTag)
    return {
      table,
      database,
      isBound: true,
      target: this.#options.boundTable,
      creates: true,
      tags,
      columns: slots.filter(({ column }) => !column.isTag),
      fields: this.#fields,
    }
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
}

function isSlot(slot: TemplateSlot | 'tbname'): slot is TemplateSlot {
  return slot !== 'tbname'
}

/** Whether the statement fixes the value of a slot. */
export function isFixed(
  slot: TemplateSlot,
): slot is TemplateSlot & { readonly fixed: EngineValue } {
  return slot.fixed !== undefined
}
