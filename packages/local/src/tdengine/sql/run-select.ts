import type { DuckDBConnection, DuckDBDataChunk, DuckDBResult } from '@duckdb/node-api'
import type { TDengineValue } from '@tidewire/tdengine/wire'
import { storeType } from '../engine/data-type.ts'
import type { DuckEngine } from '../engine/duck-engine.ts'
import { engineError } from '../engine/error-code.ts'
import { appendRows } from '../engine/row-append.ts'
import { fromStore } from '../engine/row-writer.ts'
import type { Query } from './ast.ts'
import type { CompileContext } from './compile-context.ts'
import { compileQuery } from './compile-select.ts'
import type { CompiledQuery } from './compiled-query.ts'
import type { Cursor } from './cursor.ts'
import { duplicateTimes } from './macros.ts'
import { mergeOrder } from './merge-order.ts'
import {
  blockRows,
  type ResultColumn,
  type RowBlock,
  type RowsResult,
  resultValue,
} from './result.ts'
import type { Session } from './session.ts'
import type { SystemTable } from './system-table.ts'
import type { Typed } from './typed.ts'

/** Rows that are read ahead, so that small results hold no connection. */
const readAhead = 4 * blockRows

/** Pause between two interrupts of one query. */
const interruptMs = 20

/** Translates a query of a session. */
export function compileFor(
  engine: DuckEngine,
  session: Session,
  cursor: Cursor,
  query: Query,
  parameters: readonly Typed[] = [],
): CompiledQuery {
  const context: CompileContext = {
    engine,
    session,
    zone: session.zone,
    precision: 0,
    sql: cursor.sql,
    parameters,
  }
  return compileQuery(query, context)
}

/** Runs a query. */
export async function runSelect(
  engine: DuckEngine,
  session: Session,
  cursor: Cursor,
  query: Query,
  parameters: readonly Typed[] = [],
): Promise<RowsResult> {
  const compiled = compileFor(engine, session, cursor, query, parameters)
  return await runCompiled(engine, compiled, session.signal)
}

/** Runs a translated query and reads its first rows; the signal interrupts it at any time. */
export async function runCompiled(
  engine: DuckEngine,
  compiled: CompiledQuery,
  signal?: AbortSignal,
): Promise<RowsResult> {
  const connection = await engine.store.acquire()
  let again: NodeJS.Timeout | undefined
  const interrupt = () => {
    connection.interrupt()
    // An interrupt that comes before the store has begun is lost.
    again = setInterval(() => connection.interrupt(), interruptMs)
  }
  signal?.addEventListener('abort', interrupt, { once: true })
  const ended = () => {
    signal?.removeEventListener('abort', interrupt)
    clearInterval(again)
  }
  let reader: BlockReader
  try {
    signal?.throwIfAborted()
    for (const table of compiled.systemTables) await fillSystemTable(engine, connection, table)
    const result = await connection.stream(compiled.sql)
    reader = new BlockReader(engine, connection, result, compiled, ended)
  } catch (cause) {
    ended()
    engine.store.release(connection)
    throw queryFailure(cause)
  }
  await reader.readAhead()
  return {
    kind: 'rows',
    columns: compiled.columns,
    precision: compiled.precision,
    next: () => reader.next(),
    close: () => reader.close(),
  }
}

/** A failure of the store that stands for one of TDengine. */
function queryFailure(cause: unknown): unknown {
  const isDuplicate = cause instanceof Error && cause.message.includes(duplicateTimes)
  return isDuplicate ? engineError('DUPLICATE_TIMES') : cause
}

/** Reads a streamed result in blocks; gives the connection back as soon as everything is read. */
class BlockReader {
  readonly #engine: DuckEngine
  readonly #columns: readonly ResultColumn[]
  #connection: DuckDBConnection | undefined
  readonly #result: DuckDBResult
  readonly #ready: RowBlock[] = []
  #pending: TDengineValue[][]
  readonly #merge: CompiledQuery['merge']
  /** Table and time of the rows so far, for a merge. */
  readonly #origin: { readonly tables: number[]; readonly times: bigint[] } = {
    tables: [],
    times: [],
  }
  #turn: Promise<unknown> = Promise.resolve()
  readonly #ended: () => void

  constructor(
    engine: DuckEngine,
    connection: DuckDBConnection,
    result: DuckDBResult,
    compiled: CompiledQuery,
    ended: () => void,
  ) {
    const { columns } = compiled
    this.#ended = ended
    this.#merge = compiled.merge
    this.#engine = engine
    this.#connection = connection
    this.#result = result
    this.#columns = columns
    this.#pending = columns.map(() => [])
  }

  async readAhead(): Promise<void> {
    let rows = 0
    while (rows < readAhead && this.#connection !== undefined) {
      const before = this.#ready.length
      await this.#read()
      rows += this.#ready.slice(before).reduce((sum, block) => sum + block.rows, 0)
    }
    this.#mergeTables()
  }

  next(): Promise<RowBlock | undefined> {
    const turn = this.#turn.then(async () => {
      while (this.#ready.length === 0 && this.#connection !== undefined) await this.#read()
      return this.#ready.shift()
    })
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  async close(): Promise<void> {
    await this.#turn
    this.#ready.length = 0
    this.#end(false)
  }

  async #read(): Promise<void> {
    let chunk: DuckDBDataChunk | null
    try {
      chunk = await this.#result.fetchChunk()
    } catch (cause) {
      this.#end(false)
      throw queryFailure(cause)
    }
    if (chunk === null || chunk.rowCount === 0) {
      this.#flush()
      this.#end(true)
      return
    }
    for (const [i, { type }] of this.#columns.entries()) {
      const target = this.#pending[i] ?? []
      for (const value of chunk.getColumnValues(i)) target.push(resultValue(type, fromStore(value)))
    }
    if (this.#merge !== undefined && this.#origin.tables.length < blockRows) {
      const at = this.#columns.length
      for (const table of chunk.getColumnValues(at)) this.#origin.tables.push(Number(table))
      for (const time of chunk.getColumnValues(at + 1)) this.#origin.times.push(time as bigint)
    }
    while ((this.#pending[0]?.length ?? 0) >= blockRows) this.#flush()
  }

  /** Puts the rows of a result of one block into the order of TDengine's merge. */
  #mergeTables(): void {
    const [block, ...others] = this.#ready
    if (this.#merge === undefined || block === undefined || others.length > 0) return
    const { tables, times } = this.#origin
    if (this.#connection !== undefined || tables.length !== block.rows) return
    const rows = Map.groupBy(tables.keys(), row => tables[row] ?? 0)
    const ordered = [...rows].sort(([a], [b]) => a - b).map(([, own]) => own)
    const sign = this.#merge === 'ascending' ? 1 : -1
    const order = mergeOrder(ordered, (a, b) => {
      const [x = 0n, y = 0n] = [times[a], times[b]]
      return x === y ? 0 : x < y ? -sign : sign
    })
    this.#ready[0] = {
      rows: block.rows,
      columns: block.columns.map(column => order.map(row => column[row] ?? null)),
    }
  }

  #flush(): void {
    const rows = Math.min(this.#pending[0]?.length ?? 0, blockRows)
    if (rows === 0) return
    if ((this.#pending[0]?.length ?? 0) === rows) {
      this.#ready.push({ rows, columns: this.#pending })
      this.#pending = this.#columns.map(() => [])
      return
    }
    this.#ready.push({ rows, columns: this.#pending.map(column => column.slice(0, rows)) })
    this.#pending = this.#pending.map(column => column.slice(rows))
  }

  #end(complete: boolean): void {
    const connection = this.#connection
    this.#connection = undefined
    if (connection === undefined) return
    this.#ended()
    // A stream that is not read to its end keeps its connection busy; such a connection is not used again.
    if (complete) this.#engine.store.release(connection)
    else connection.closeSync()
  }
}

async function fillSystemTable(
  engine: DuckEngine,
  connection: DuckDBConnection,
  table: SystemTable,
): Promise<void> {
  const name = `sys_${table.name}`
  const columns = table.columns.map(({ type }, i) => `c${i} ${storeType(type)}`)
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${name} (n BIGINT, ${columns.join(', ')})`)
  const rows = await table.rows(engine)
  await appendRows(
    connection,
    name,
    [
      { type: { name: 'BIGINT', length: 8, precision: 0, scale: 0 }, id: 0 },
      ...table.columns.map(({ type }, i) => ({ type, id: i + 1 })),
    ],
    {
      rows: rows.length,
      children: undefined,
      timestamps: BigInt64Array.from(rows, (_, i) => BigInt(i)),
      columns: new Map(
        table.columns.map((_, i) => [
          i + 1,
          { columnId: i + 1, values: rows.map(row => row[i] ?? null) },
        ]),
      ),
    },
  )
}
