import {
  type BytesBatch,
  type Header,
  headerText,
  isAbort,
  isBytes,
  isRetriable,
  messageOf,
  type RecordPlace,
  reportRecord,
  type Schema,
  type SinkBatch,
  type SinkTaskContext,
  sampleOf,
  TidewireError,
  valueBytes,
} from '@tidewire/core'
import { FormatError } from '@tidewire/formats'
import type { ColumnInserter, TDengineClient } from '../client/api.ts'
import { quoted } from '../dialect/identifier.ts'
import { raise } from '../errors.ts'
import type { DatabaseWriter } from './database-writer.ts'
import { serverVerdict } from './server-verdict.ts'
import { readTable, type SuperTable } from './super-table.ts'
import {
  parseJson,
  type RecordFrame,
  type RowMapping,
  RowReader,
  type TypedRow,
} from './typed-row.ts'
import { bindRows, type StoredRow, storedRow } from './typed-rows.ts'
import { insertStatements, needsSql } from './typed-sql.ts'
import { statementsFor } from './typed-table.ts'
import { Misfit } from './typed-value.ts'
import { refusedRecord } from './write-error.ts'

/** How records are written into tables with types of their own. */
export interface TypedOptions {
  readonly format: 'line' | 'json'
  /** Unit of times in the records. */
  readonly unit: 'ms' | 'us' | 'ns'
  /** Most rows of one write. */
  readonly maxRows: number
  /** Whether tables are made, get new columns and longer texts. */
  readonly mayChange: boolean
  readonly mapping: RowMapping
}

/** A record with its rows. */
interface Item {
  readonly place: RecordPlace
  readonly rows: readonly TypedRow[]
}

/** Headers that the source connector writes. */
const headers = { table: 'tdengine.table', superTable: 'tdengine.stable' } as const

/** Writes records into tables made by people or by DDL: reads the tables' descriptions and binds values as they want them. */
export class TypedWriter {
  readonly #writer: DatabaseWriter
  readonly #options: TypedOptions
  readonly #context: SinkTaskContext
  readonly #reader: RowReader
  /** Descriptions by quoted name; null for tables that are not there. */
  readonly #tables = new Map<string, SuperTable | null>()
  readonly #inserters = new Map<string, ColumnInserter>()
  #bindsColumns = true

  constructor(writer: DatabaseWriter, options: TypedOptions, context: SinkTaskContext) {
    this.#writer = writer
    this.#options = options
    this.#context = context
    this.#reader = new RowReader(options.mapping)
  }

  /** Writes all records of batches in their order; resolves when each is stored or reported as refused. */
  async write(database: string, batches: readonly SinkBatch[], signal: AbortSignal): Promise<void> {
    let items: Item[] = []
    let rows = 0
    const flush = async () => {
      if (items.length > 0) await this.#settle(database, items, signal)
      items = []
      rows = 0
    }
    for (const batch of batches) {
      for (let index = 0; index < batch.count; index += 1) {
        const place = { batch, index }
        let read: readonly TypedRow[] | null
        try {
          read = this.#rowsOf(place)
        } catch (error) {
          await reportRecord(this.#context, place, this.#misfit(error, database))
          continue
        }
        if (read === null) continue
        items.push({ place, rows: read })
        rows += read.length
        if (rows >= this.#options.maxRows) await flush()
      }
    }
    await flush()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const inserters = [...this.#inserters.values()]
    this.#inserters.clear()
    await Promise.all(inserters.map(inserter => inserter[Symbol.asyncDispose]()))
  }

  /** The rows of a record; null for one without a value. */
  #rowsOf(place: RecordPlace): readonly TypedRow[] | null {
    const { batch, index } = place
    const value = isBytes(batch) ? valueBytes(batch, index) : batch.records[index]?.value
    const { metrics } = this.#context
    if (value === null || value === undefined) {
      metrics.add('tombstones', 1)
      return null
    }
    const frame = frameOf(batch, index)
    if (typeof value === 'string' || value instanceof Uint8Array) {
      const text = typeof value === 'string' ? Buffer.from(value) : Buffer.from(value)
      const rows = this.#textRows(text, frame)
      if (rows.length === 0) metrics.add('blank_records', 1)
      return rows.length === 0 ? null : rows
    }
    const schema = isBytes(batch) ? null : (batch.records[index]?.valueSchema ?? null)
    return this.#memberRows(value, frame, schema)
  }

  #textRows(text: Buffer, frame: RecordFrame): readonly TypedRow[] {
    if (this.#options.format === 'json') {
      const trimmed = text.toString('utf8').trim()
      return trimmed === '' ? [] : this.#memberRows(parseJson(trimmed), frame, null)
    }
    const tidy = text
      .toString('utf8')
      .split('\n')
      .map(line => line.trim())
      .filter(line => line !== '' && !line.startsWith('#'))
    return this.#reader.lines(Buffer.from(tidy.join('\n')), this.#options.unit, frame)
  }

  #memberRows(value: unknown, frame: RecordFrame, schema: Schema | null): readonly TypedRow[] {
    if (Array.isArray(value)) {
      return value.flatMap(one => this.#memberRows(one, frame, schema?.valueSchema ?? null))
    }
    if (typeof value !== 'object' || value === null) {
      throw raise('TDENGINE_VALUE_TYPE', { type: `of type ${typeof value}` })
    }
    return [this.#reader.member(value, frame, schema)]
  }

  /** Stores records; those that the server refuses are halved until the bad ones are found. */
  async #settle(database: string, items: readonly Item[], signal: AbortSignal): Promise<void> {
    try {
      await this.#store(database, items, signal)
    } catch (error) {
      const isTheirs = !(error instanceof TidewireError) || serverVerdict(error) === 'content'
      if (isAbort(error) || isRetriable(error) || !isTheirs) {
        throw this.#writer.failure(error, database, items.length)
      }
      // The tables may have been changed by others.
      this.#tables.clear()
      const [only] = items
      if (items.length > 1) {
        this.#context.metrics.add('bisections', 1)
        const middle = items.length >>> 1
        await this.#settle(database, items.slice(0, middle), signal)
        await this.#settle(database, items.slice(middle), signal)
      } else if (only !== undefined) await this.#settleOne(database, only, signal)
    }
  }

  /** A single record is tried once more, by the tables as they are now. */
  async #settleOne(database: string, item: Item, signal: AbortSignal): Promise<void> {
    try {
      await this.#store(database, [item], signal)
    } catch (error) {
      if (isAbort(error) || isRetriable(error)) {
        throw this.#writer.failure(error, database, 1)
      }
      if (error instanceof TidewireError && serverVerdict(error) !== 'content') {
        throw this.#writer.failure(error, database, 1)
      }
      await reportRecord(this.#context, item.place, this.#misfit(error, database))
    }
  }

  #misfit(error: unknown, database: string): TidewireError {
    if (error instanceof TidewireError && error.code.startsWith('TDENGINE_VALUE')) return error
    if (error instanceof FormatError || !(error instanceof TidewireError)) {
      const reason = messageOf(error)
      return raise('TDENGINE_ROW', { database, reason }, { cause: error })
    }
    return refusedRecord(error, database, sampleOf(''))
  }

  async #store(database: string, items: readonly Item[], signal: AbortSignal): Promise<void> {
    await this.#writer.deliver(database, items.length, signal, async client => {
      const byTable = new Map<string, TypedRow[]>()
      for (const { rows } of items) {
        for (const row of rows) {
          const list = byTable.get(row.table)
          if (list === undefined) byTable.set(row.table, [row])
          else list.push(row)
        }
      }
      const units = { record: this.#options.unit, database: this.#writer.unitOf(database) }
      const ready: { readonly table: SuperTable; readonly rows: readonly StoredRow[] }[] = []
      for (const [name, rows] of byTable) {
        const table = await this.#tableFor(client, database, name, rows, signal)
        ready.push({ table, rows: rows.map(row => storedRow(row, table, units)) })
      }
      for (const { table, rows } of ready) await this.#insert(client, database, table, rows, signal)
    })
    this.#context.metrics.add('rows_written', items.length)
  }

  /** The table for rows, made or changed when it may be. */
  async #tableFor(
    client: TDengineClient,
    database: string,
    name: string,
    rows: readonly TypedRow[],
    signal: AbortSignal,
  ): Promise<SuperTable> {
    const within = quoted(database) ?? ''
    const key = `${within}.${quoted(name)}`
    if (quoted(name) === null || name === '')
      throw new Misfit(`${JSON.stringify(name)} is no table name`)
    let table = this.#tables.get(key) ?? (await this.#describe(client, key, name, signal))
    if (this.#options.mayChange) {
      const statements = statementsFor(within, rows, table)
      for (const statement of statements) await client.execute(statement, signal)
      if (statements.length > 0) table = await this.#describe(client, key, name, signal)
    }
    if (table === null) throw new Misfit(`there is no table ${name}`)
    return table
  }

  async #describe(
    client: TDengineClient,
    key: string,
    name: string,
    signal: AbortSignal,
  ): Promise<SuperTable | null> {
    let table: SuperTable | null = null
    try {
      table = readTable(name, (await client.query(`DESCRIBE ${key}`, signal)).rows)
    } catch (error) {
      if (!(error instanceof TidewireError) || serverVerdict(error) !== 'content') throw error
    }
    if (this.#tables.size > 10_000) this.#tables.clear()
    this.#tables.set(key, table)
    for (const inserter of this.#inserters.values()) inserter.forget()
    return table
  }

  async #insert(
    client: TDengineClient,
    database: string,
    table: SuperTable,
    rows: readonly StoredRow[],
    signal: AbortSignal,
  ): Promise<void> {
    const { metrics } = this.#context
    if (table.tags.length > 0 && rows.some(({ child }) => child === null)) {
      throw new Misfit(`there is no name for a child table of ${table.name}`)
    }
    metrics.add('requests', 1)
    if (this.#bindsColumns && !needsSql(rows, table)) {
      const { statement, frame } = bindRows(rows, table)
      try {
        await this.#inserter(client, database).insert(statement, frame, signal)
        metrics.add('bound_rows', rows.length)
        metrics.add('bytes_written', frame.length)
        return
      } catch (error) {
        if (!(error instanceof TidewireError) || error.code !== 'TDENGINE_STATEMENTS') throw error
        this.#bindsColumns = false
      }
    }
    for (const sql of insertStatements(quoted(database) ?? '', rows, table)) {
      await client.execute(sql, signal)
      metrics.add('bytes_written', sql.length)
    }
  }

  #inserter(client: TDengineClient, database: string): ColumnInserter {
    const known = this.#inserters.get(database)
    if (known !== undefined) return known
    const inserter = client.columnInserter(database)
    this.#inserters.set(database, inserter)
    const [oldest] = this.#inserters
    if (this.#inserters.size > 16 && oldest !== undefined) {
      this.#inserters.delete(oldest[0])
      Promise.resolve(oldest[1][Symbol.asyncDispose]()).catch(() => {})
    }
    return inserter
  }
}

function frameOf(batch: SinkBatch, index: number): RecordFrame {
  const list: readonly Header[] = isBytes(batch)
    ? (batch as BytesBatch).headers(index)
    : (batch.records[index]?.headers ?? [])
  let tableHeader: string | null = null
  let superTableHeader: string | null = null
  for (const header of list) {
    const text = headerText(header)
    if (header.key === headers.table) tableHeader = text ?? tableHeader
    else if (header.key === headers.superTable) superTableHeader = text ?? superTableHeader
  }
  return { topic: batch.topic, tableHeader, superTableHeader }
}
