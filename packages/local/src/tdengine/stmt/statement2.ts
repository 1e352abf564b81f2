import { type BindBlock, decodeBindPayload } from '@tidewire/tdengine/wire'
import { EngineError } from '../engine/api.ts'
import type { DuckEngine } from '../engine/duck-engine.ts'
import { engineCode, engineError } from '../engine/error-code.ts'
import type { RowsResult } from '../sql/result.ts'
import type { Session } from '../sql/session.ts'
import { adapterError } from '../ws/socket.ts'
import { checkColumn, maxBoundRows } from './bound-column.ts'
import { type BoundChild, BoundRows } from './bound-rows.ts'
import { BoundTable } from './bound-table.ts'
import { childOf } from './bound-tags.ts'
import type { StatementField } from './field.ts'
import { type InsertTemplate, isFixed, readInsertTemplate } from './insert-template.ts'
import { PreparedQuery } from './prepared-query.ts'
import { parameterOf } from './query-parameters.ts'
import { statementKind } from './statement-kind.ts'
import { readBoundName } from './table-name.ts'

/** Names whose tables a statement remembers. */
const maxTemplates = 10_000

/** What has happened to a statement; TDengine allows some calls in some states only. */
type State = 'init' | 'prepared' | 'fields' | 'bound' | 'executed'

/** Options of `stmt2_init`. */
export interface Statement2Options {
  readonly singleTable: boolean
  readonly bindOnce: boolean
}

/** What `stmt2_prepare` answers. */
export interface Prepared {
  readonly isInsert: boolean
  /** The `?` of an INSERT; null for a query, for none, and when they were not asked for. */
  readonly fields: readonly StatementField[] | null
  readonly count: number
}

/** A prepared statement of version 2 (TDengine C API: `taos_stmt2_*`). An error stays until the next prepare. */
export class Statement2 {
  readonly #engine: DuckEngine
  readonly #session: Session
  readonly #options: Statement2Options
  readonly #rows = new BoundRows()
  /** Templates by the table that was bound; '' when the statement needs no name. */
  readonly #templates = new Map<string, InsertTemplate>()
  #state: State = 'init'
  #failed: EngineError | undefined
  #sql = ''
  #query: PreparedQuery | undefined
  #result: RowsResult | undefined
  /** Columns bound one by one. */
  #single: BindBlock[] = []

  constructor(engine: DuckEngine, session: Session, options: Statement2Options) {
    this.#engine = engine
    this.#session = session
    this.#options = options
  }

  /** Prepares a statement; the tables of an INSERT are looked up when its fields are asked for, or at the first bind. */
  prepare(sql: string, withFields: boolean): Prepared {
    if (this.#state === 'init') this.#throwFailure()
    this.#reset(sql)
    const query = this.#guard(() => this.#parse(sql))
    this.#query = query
    const isInsert = query === undefined
    if (!withFields) return { isInsert, fields: null, count: 0 }
    this.#state = 'fields'
    return isInsert ? this.#fields() : { isInsert, fields: null, count: query.parameterCount }
  }

  #parse(sql: string): PreparedQuery | undefined {
    const kind = statementKind(sql)
    if (kind === 'other') throw engineError('SYNTAX', "stmt only support 'SELECT' or 'INSERT'")
    return kind === 'insert' ? undefined : new PreparedQuery(this.#engine, this.#session, sql)
  }

  /** Failing to find the fields leaves the statement usable. */
  #fields(): Prepared {
    try {
      const { fields } = this.#template(undefined)
      return { isInsert: true, fields: fields.length === 0 ? null : fields, count: fields.length }
    } catch (cause) {
      if (cause instanceof EngineError && cause.code === engineCode('TABLE_NOT_EXIST')) {
        throw engineError('STMT_TABLE_NAME', cause.message)
      }
      throw cause
    }
  }

  /** Binds the payload of a `stmt2_bind` frame; `columnIndex` -1 binds all columns. */
  bind(payload: Buffer, columnIndex: number): void {
    const decoded = decodeBindPayload(payload)
    if (!decoded.ok) throw adapterError(decoded.message)
    this.#guard(() => {
      for (const index of decoded.tables.keys()) {
        if (this.#state === 'init') throw engineError('STMT_API')
        const table = new BoundTable(decoded, index)
        if (this.#query === undefined) this.#bindRows(table, columnIndex)
        else if (table.hasColumns) this.#bindQuery(this.#query, table, columnIndex)
      }
    })
  }

  #bindQuery(query: PreparedQuery, table: BoundTable, columnIndex: number): void {
    const count = columnIndex < 0 ? query.parameterCount : 1
    if (table.column(0)?.rows !== 1) throw new NotSticky('STMT_BIND_NUMBER')
    const values = Array.from({ length: count }, (_, i) => {
      const one = table.column(i)
      if (one === undefined || one.rows !== 1) throw engineError('STMT_BIND_NUMBER')
      return parameterOf(one)
    })
    query.bind(values, columnIndex)
    this.#state = 'bound'
  }

  #bindRows(table: BoundTable, columnIndex: number): void {
    const template = this.#template(table.name ?? undefined)
    const child = this.#child(template, table)
    if (!table.hasColumns) return
    const rows = table.column(0)?.rows ?? 0
    if (rows <= 0 || rows > maxBoundRows) throw new NotSticky('STMT_BIND_NUMBER')
    const parameters = template.columns.filter(slot => !isFixed(slot))
    const isFirst = (i: number) => parameters[i]?.column.id === template.table.columns[0]?.id
    if (columnIndex >= 0) {
      this.#bindSingle(template, child, table.column(0), columnIndex)
      return
    }
    const blocks = parameters.map(({ column }, i) => {
      const one = table.column(i)
      checkColumn(column, one, rows, isFirst(i), false)
      return one as BindBlock
    })
    this.#rows.add(template, child, rows, blocks)
    this.#state = 'bound'
  }

  /** Binds one column; they come one after the other, from the first. */
  #bindSingle(
    template: InsertTemplate,
    child: BoundChild | undefined,
    block: BindBlock | undefined,
    columnIndex: number,
  ): void {
    if (this.#isInterlaced(template)) throw engineError('STMT_API')
    if (columnIndex !== 0 && columnIndex !== this.#single.length) throw engineError('STMT_API')
    if (columnIndex === 0) this.#single = []
    const parameters = template.columns.filter(slot => !isFixed(slot))
    const column = parameters[columnIndex]?.column
    const rows = this.#single[0]?.rows ?? block?.rows ?? 0
    if (column === undefined) {
      throw engineError('INVALID_OPERATION', 'column index exceeds the number of columns')
    }
    checkColumn(column, block, rows, column.id === template.table.columns[0]?.id, true)
    this.#single.push(block as BindBlock)
    this.#state = 'bound'
    if (this.#single.length < parameters.length) return
    this.#rows.add(template, child, rows, this.#single)
    this.#single = []
  }

  /** TDengine's fast way for many child tables of one super table, which cannot bind single columns. */
  #isInterlaced(template: InsertTemplate): boolean {
    const { singleTable, bindOnce } = this.#options
    return singleTable && bindOnce && template.isBound && template.table.kind === 'super'
  }

  /** The child table that rows go to; undefined for a normal table. */
  #child(template: InsertTemplate, table: BoundTable): BoundChild | undefined {
    if (template.isBound && table.name === null) throw engineError('STMT_TABLE_NAME')
    const bound = table.name === null ? undefined : readBoundName(table.name, template.database)
    if (bound !== undefined && this.#engine.database(bound.database) === undefined) {
      throw engineError('DB_NOT_EXIST')
    }
    if (template.table.kind === 'normal') return undefined
    const name = (template.isBound ? bound?.table : template.target) ?? ''
    const hasParameters = template.tags.some(slot => !isFixed(slot))
    if (!template.creates || (hasParameters && !table.hasTags)) {
      return { ref: { name, tags: [] }, creates: false }
    }
    return { ref: childOf(template, name, index => table.tag(index)), creates: true }
  }

  #template(boundTable: string | undefined): InsertTemplate {
    const known = this.#templates.get('') ?? this.#templates.get(boundTable ?? '\0')
    if (known !== undefined) return known
    const template = readInsertTemplate(this.#engine, this.#session, this.#sql, {
      version: 2,
      boundTable,
    })
    // With the tables named by the statement, or made by it, one template serves every name.
    if (!template.isBound || template.creates) this.#templates.set('', template)
    else if (boundTable !== undefined) {
      if (this.#templates.size >= maxTemplates) this.#templates.clear()
      this.#templates.set(boundTable, template)
    }
    return template
  }

  /** Executes what is bound; resolves with the number of rows written. */
  async execute(): Promise<number> {
    this.#throwFailure()
    if (this.#state !== 'bound') throw this.#fail(engineError('STMT_API'))
    if (this.#single.length > 0) throw this.#fail(engineError('STMT_BIND_NUMBER'))
    this.#state = 'executed'
    if (this.#query === undefined) return await this.#write()
    const previous = this.#result
    this.#result = undefined
    await previous?.close()
    this.#result = await this.#query.run()
    return 0
  }

  async #write(): Promise<number> {
    try {
      return await this.#rows.write(this.#engine)
    } catch (cause) {
      // The tables may be others by now; the next bind looks them up again.
      this.#templates.clear()
      throw cause
    }
  }

  /** The result of the last query; undefined when there is none. */
  takeResult(): RowsResult | undefined {
    const result = this.#result
    this.#result = undefined
    return result
  }

  /** Gives up everything that is held. */
  async close(): Promise<void> {
    this.#rows.clear()
    await this.takeResult()?.close()
  }

  #reset(sql: string): void {
    this.#failed = undefined
    this.#rows.clear()
    this.#templates.clear()
    this.#single = []
    this.#query = undefined
    this.#sql = sql
    this.#state = 'prepared'
  }

  #throwFailure(): void {
    if (this.#failed !== undefined) throw this.#failed
  }

  #fail(error: EngineError): EngineError {
    this.#failed = error
    return error
  }

  /** Runs a step; its failure stays with the statement. */
  #guard<T>(step: () => T): T {
    this.#throwFailure()
    try {
      return step()
    } catch (cause) {
      if (cause instanceof NotSticky) throw engineError(cause.errorName)
      if (cause instanceof EngineError) throw this.#fail(cause)
      throw cause
    }
  }
}

/** A failure that TDengine finds before it looks at the statement; it does not stay. */
class NotSticky extends Error {
  readonly errorName: 'STMT_BIND_NUMBER'

  constructor(errorName: 'STMT_BIND_NUMBER') {
    super(errorName)
    this.errorName = errorName
  }
}
