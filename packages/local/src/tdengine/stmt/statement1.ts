import type { BindBlock } from '@tidewire/tdengine/wire'
import { EngineError, type EngineValue } from '../engine/api.ts'
import type { DuckEngine } from '../engine/duck-engine.ts'
import { engineError } from '../engine/error-code.ts'
import type { RowsResult } from '../sql/result.ts'
import type { Session } from '../sql/session.ts'
import type { Precision } from '../sql/time-literal.ts'
import type { Json } from '../ws/json-frame.ts'
import { adapterError } from '../ws/socket.ts'
import { checkColumn } from './bound-column.ts'
import { type BoundChild, BoundRows } from './bound-rows.ts'
import { childOf } from './bound-tags.ts'
import { columnField } from './field.ts'
import {
  type InsertTemplate,
  isFixed,
  readInsertTemplate,
  type TemplateSlot,
} from './insert-template.ts'
import { BadJsonValue, jsonValue } from './json-value.ts'
import { PreparedQuery } from './prepared-query.ts'
import { typedValue } from './query-parameters.ts'
import { blockSize, readOwnColumns, readRawColumns } from './raw-columns.ts'
import { statementKind } from './statement-kind.ts'
import { readBoundName } from './table-name.ts'
import { valueBlock } from './value-block.ts'

type State = 'init' | 'prepared' | 'named' | 'tagged' | 'fields' | 'bound' | 'added' | 'executed'

/** A column or tag as `get_col_fields` and `get_tag_fields` describe it. */
export interface Field1 {
  readonly name: string
  readonly field_type: number
  readonly precision: number
  readonly scale: number
  readonly bytes: number
}

/** A prepared statement of version 1 (TDengine C API: `taos_stmt_*`). An error stays until the next prepare. */
export class Statement1 {
  readonly #engine: DuckEngine
  readonly #session: Session
  readonly #rows = new BoundRows()
  #state: State = 'init'
  #failed: EngineError | undefined
  #sql = ''
  #isInsert = false
  #query: PreparedQuery | undefined
  #template: InsertTemplate | undefined
  #table: string | undefined
  #tags: readonly BindBlock[] | undefined
  #pending: { readonly rows: number; readonly blocks: readonly BindBlock[] }[] = []
  #result: RowsResult | undefined

  constructor(engine: DuckEngine, session: Session) {
    this.#engine = engine
    this.#session = session
  }

  get isInsert(): boolean {
    return this.#isInsert
  }

  /** Keeps the statement; it is parsed when it is first used. */
  prepare(sql: string): void {
    this.#failed = undefined
    this.#rows.clear()
    this.#query = undefined
    this.#template = undefined
    this.#table = undefined
    this.#tags = undefined
    this.#pending = []
    this.#sql = sql
    this.#state = 'prepared'
    this.#isInsert = statementKind(sql) === 'insert'
  }

  setTableName(name: string): void {
    this.#guard(() => {
      if (!this.#isInsert || this.#state === 'bound') throw engineError('STMT_API')
      const bound = readBoundName(name, this.#template?.database ?? this.#session.database)
      this.#table = `\`${bound.database}\`.\`${bound.table}\``
      this.#tags = undefined
      this.#template = undefined
      this.#insert()
      this.#state = 'named'
    })
  }

  /** The tags that are parameters; none for a normal table. */
  tagFields(): readonly Field1[] {
    return parameters(this.#fieldsOf().tags).map(({ column }) => field1(column, 0))
  }

  /** The columns that are parameters. The precision stands with the first alone. */
  columnFields(): readonly Field1[] {
    const template = this.#fieldsOf()
    const precision = this.#precision(template)
    return parameters(template.columns).map(({ column }, i) =>
      field1(column, i === 0 ? precision : 0),
    )
  }

  #fieldsOf(): InsertTemplate {
    if (this.#failed !== undefined) throw this.#failed
    if (this.#state === 'init' || !this.#isInsert) throw engineError('STMT_API')
    const template = this.#insert()
    this.#state = 'fields'
    return template
  }

  #precision(template: InsertTemplate): Precision {
    return this.#engine.database(template.table.database)?.precision ?? 0
  }

  /** Sets tags from JSON, in the order of the parameters. */
  setTagsJson(values: Json | undefined): void {
    const template = this.#fieldsOf()
    const slots = parameters(template.tags)
    if (slots.length === 0) return
    const list = listOf(values, 'stmt parse tag json')
    const precision = this.#precision(template)
    const tags = readJson('stmt parse tag json', () =>
      slots.map(({ column }, i) => jsonValue(column, list[i] ?? null, precision)),
    )
    this.#setTags(slots, tags)
  }

  /** Sets tags from a raw block of one row. */
  setTagsBlock(bytes: Buffer): void {
    const slots = parameters(this.#fieldsOf().tags)
    if (slots.length === 0) return
    if (blockSize(bytes).columns !== slots.length) throw adapterError('stmt tags count not match')
    const values = readRawColumns(
      bytes,
      slots.map(({ column }) => column),
    )
    this.#setTags(
      slots,
      values.map(([value = null]) => value),
    )
  }

  #setTags(slots: readonly TemplateSlot[], values: readonly EngineValue[]): void {
    this.#guard(() => {
      const tags = slots.map(({ column }, i) => valueBlock(column, [values[i] ?? null]))
      // Tags are checked when they are set.
      childOf(this.#insert(), '', i => tags[i])
      this.#tags = tags
      this.#state = 'tagged'
    })
  }

  /** Binds columns from JSON. */
  bindJson(values: Json | undefined): void {
    const template = this.#fieldsOf()
    const slots = parameters(template.columns)
    if (slots.length === 0) return
    const what = 'stmt parse column json'
    const columns = listOf(values, what).slice(0, slots.length)
    const precision = this.#precision(template)
    const blocks = readJson(what, () => {
      const lists = columns.map(column => listOf(column, what))
      const rows = lists[0]?.length ?? 0
      const short = lists.slice(1, -1).find(list => list.length !== rows)
      if (short !== undefined) {
        throw new BadJsonValue(`wrong row length: want ${rows} rows got ${short.length}`)
      }
      return slots.map(({ column }, i) =>
        valueBlock(
          column,
          (lists[i] ?? []).map(value => jsonValue(column, value, precision)),
        ),
      )
    })
    this.#bind(blocks)
  }

  /** Binds columns, or the parameters of a query, from a raw block. */
  bindBlock(bytes: Buffer): void {
    if (!this.#isInsert) {
      this.#bindQuery(bytes)
      return
    }
    const slots = parameters(this.#fieldsOf().columns)
    if (slots.length === 0) return
    if (blockSize(bytes).columns !== slots.length) throw adapterError('stmt column count not match')
    const columns = slots.map(({ column }) => column)
    const values = readRawColumns(bytes, columns)
    this.#bind(columns.map((column, i) => valueBlock(column, values[i] ?? [])))
  }

  #bindQuery(bytes: Buffer): void {
    const columns = readOwnColumns(bytes)
    const timed = columns.find(({ type }) => type === 'TIMESTAMP')
    if (timed !== undefined) {
      throw adapterError('parse row block info error, err:unsupported data type 9')
    }
    this.#guard(() => {
      if (this.#state === 'init') throw engineError('STMT_API')
      this.#parsed().bind(columns.map(({ type, values }) => typedValue(type, values[0] ?? null)))
      this.#state = 'bound'
    })
  }

  #bind(blocks: readonly BindBlock[]): void {
    this.#guard(() => {
      const template = this.#insert()
      const rows = blocks[0]?.rows ?? 0
      if (rows === 0) throw engineError('INVALID_PARA')
      for (const [i, { column }] of parameters(template.columns).entries()) {
        checkColumn(column, blocks[i], rows, column.id === template.table.columns[0]?.id, false)
      }
      this.#pending.push({ rows, blocks })
      this.#state = 'bound'
    })
  }

  /** Adds what is bound to the batch. */
  addBatch(): void {
    this.#guard(() => {
      if (this.#state !== 'bound' && this.#state !== 'fields') throw engineError('STMT_API')
      this.#state = 'added'
      if (!this.#isInsert) return
      const template = this.#insert()
      const child = this.#child(template)
      for (const { rows, blocks } of this.#pending) this.#rows.add(template, child, rows, blocks)
      this.#pending = []
    })
  }

  /** Executes the batch; resolves with the number of rows written. */
  async execute(): Promise<number> {
    this.#guard(() => {
      const ready = this.#state === 'added' || (!this.#isInsert && this.#state === 'bound')
      if (!ready) throw engineError('STMT_API')
      this.#state = 'executed'
    })
    if (this.#isInsert) return await this.#rows.write(this.#engine)
    await this.#result?.close()
    this.#result = await this.#query?.run()
    return 0
  }

  /** Number of parameters: columns of an INSERT, or the `?` of a query. */
  parameterCount(): number {
    if (this.#failed !== undefined) throw this.#failed
    if (this.#state === 'init') throw engineError('STMT_API')
    const count = this.#isInsert
      ? parameters(this.#insert().columns).length
      : this.#parsed().parameterCount
    this.#state = 'fields'
    return count
  }

  /** Type and size of one column parameter. */
  parameter(index: number): { readonly type: number; readonly length: number } {
    const field = this.columnFields()[index]
    if (field === undefined) throw engineError('INVALID_PARA')
    return { type: field.field_type, length: field.bytes }
  }

  /** The result of the last query. */
  takeResult(): RowsResult {
    const result = this.#result
    this.#result = undefined
    if (this.#isInsert || result === undefined) {
      throw adapterError(engineError('STMT_API').message)
    }
    return result
  }

  /** Gives up everything that is held. */
  async close(): Promise<void> {
    this.#rows.clear()
    await this.#result?.close()
    this.#result = undefined
  }

  #child(template: InsertTemplate): BoundChild | undefined {
    if (template.table.kind === 'normal') return undefined
    const name = template.target ?? ''
    const hasParameters = parameters(template.tags).length > 0
    if (!template.creates || (hasParameters && this.#tags === undefined)) {
      return { ref: { name, tags: [] }, creates: false }
    }
    return { ref: childOf(template, name, i => this.#tags?.[i]), creates: true }
  }

  #insert(): InsertTemplate {
    this.#template ??= readInsertTemplate(this.#engine, this.#session, this.#sql, {
      version: 1,
      boundTable: this.#table,
    })
    if (this.#template.isBound && this.#table === undefined) {
      this.#template = undefined
      throw engineError('STMT_TABLE_NAME')
    }
    return this.#template
  }

  #parsed(): PreparedQuery {
    this.#query ??= new PreparedQuery(this.#engine, this.#session, this.#sql)
    return this.#query
  }

  /** Runs a step; its failure stays with the statement. */
  #guard<T>(step: () => T): T {
    if (this.#failed !== undefined) throw this.#failed
    try {
      if (this.#state === 'init') throw engineError('STMT_API')
      return step()
    } catch (cause) {
      if (cause instanceof EngineError) this.#failed = cause
      throw cause
    }
  }
}

function parameters(slots: readonly TemplateSlot[]): readonly TemplateSlot[] {
  return slots.filter(slot => !isFixed(slot))
}

function field1(column: TemplateSlot['column'], precision: number): Field1 {
  const { bind_type: _kind, ...field } = columnField(column, precision)
  return field
}

function listOf(value: Json | undefined, what: string): readonly Json[] {
  if (value === undefined || value === null) return []
  if (Array.isArray(value)) return value as readonly Json[]
  throw adapterError(`${what}:ReadArrayCB: expect [ or n`)
}

/** Reads values; what is wrong with one is an error of the adapter. */
function readJson<T>(what: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    if (cause instanceof BadJsonValue) throw adapterError(`${what}:${cause.message}`)
    throw cause
  }
}
