import type { DuckDBDataChunk } from '@duckdb/node-api'
import type { Store } from '../../../storage/store.ts'
import type { Field, StatementReply, TextValue } from '../../api.ts'
import { SqlError } from '../../sql/sql-error.ts'
import type { CompiledQuery } from './context.ts'
import { raisedMark } from './operators.ts'
import { type PrintOptions, type PrintValue, valuePrinter } from './print-value.ts'

/** The fields of a query as RowDescription tells them. */
export function fieldsOf(columns: CompiledQuery['columns']): readonly Field[] {
  return columns.map(({ name, type: { oid, size, modifier } }) => ({ name, oid, size, modifier }))
}

type Batch = readonly (readonly TextValue[])[]

/** Rows of a result, read from storage as they are taken; they hold a connection until they end. */
export class ResultRows implements AsyncIterableIterator<Batch> {
  /** Rows taken so far. */
  count = 0
  readonly #end: () => void
  readonly #fetch: () => Promise<DuckDBDataChunk | null>
  readonly #printers: readonly PrintValue[]
  readonly #signal: AbortSignal
  #first: DuckDBDataChunk | null
  #ended = false

  /** Whether they have let go of the connection. */
  get ended(): boolean {
    return this.#ended
  }

  constructor(
    first: DuckDBDataChunk | null,
    fetch: () => Promise<DuckDBDataChunk | null>,
    end: () => void,
    printers: readonly PrintValue[],
    signal: AbortSignal,
  ) {
    this.#first = first
    this.#fetch = fetch
    this.#end = end
    this.#printers = printers
    this.#signal = signal
    if (first === null || first.rowCount === 0) this.#close()
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async next(): Promise<IteratorResult<Batch>> {
    if (this.#ended) return { done: true, value: undefined }
    try {
      this.#signal.throwIfAborted()
      const chunk = this.#first ?? (await this.#fetch())
      this.#first = null
      if (chunk === null || chunk.rowCount === 0) return this.return()
      const batch = printChunk(chunk, this.#printers)
      this.count += batch.length
      return { done: false, value: batch }
    } catch (cause) {
      this.#close()
      throw queryError(cause, this.#signal)
    }
  }

  async return(): Promise<IteratorResult<Batch>> {
    this.#close()
    return { done: true, value: undefined }
  }

  #close(): void {
    if (this.#ended) return
    this.#ended = true
    this.#end()
  }
}

/** Runs a query; its rows hold a connection of the store until they are read or given up. */
export async function runQuery(
  store: Store,
  query: CompiledQuery,
  options: PrintOptions,
  signal: AbortSignal,
  tag?: string,
): Promise<StatementReply & { readonly rows: ResultRows }> {
  signal.throwIfAborted()
  const printers = query.columns.map(({ type }) => valuePrinter(type, options))
  const connection = await store.acquire()
  const interrupt = () => connection.interrupt()
  signal.addEventListener('abort', interrupt)
  const end = () => {
    signal.removeEventListener('abort', interrupt)
    store.release(connection)
  }
  let rows: ResultRows
  try {
    // The first rows are fetched here, so that most errors come before any row does.
    const result = await connection.stream(query.sql)
    const first = await result.fetchChunk()
    rows = new ResultRows(first, () => result.fetchChunk(), end, printers, signal)
  } catch (cause) {
    end()
    throw queryError(cause, signal)
  }
  return {
    tag: () => tag ?? `SELECT ${rows.count}`,
    notices: [],
    fields: fieldsOf(query.columns),
    rows,
  }
}

function printChunk(
  chunk: DuckDBDataChunk,
  printers: readonly PrintValue[],
): readonly (readonly TextValue[])[] {
  const { rowCount } = chunk
  const rows: TextValue[][] = Array.from(
    { length: rowCount },
    () => new Array<TextValue>(printers.length),
  )
  for (const [at, print] of printers.entries()) {
    const vector = chunk.getColumnVector(at)
    for (let row = 0; row < rowCount; row++) {
      const value = vector.getItem(row)
      ;(rows[row] as TextValue[])[at] = value === null ? null : print(value)
    }
  }
  return rows
}

const storageErrors: readonly (readonly [pattern: RegExp, sqlState: string])[] = [
  [/^Out of Range Error/, '22003'],
  [/^Conversion Error/, '22P02'],
  [/^Binder Error: .*GROUP BY/, '42803'],
  [/^Binder Error: .*aggregate/i, '42803'],
  [/^Binder Error/, '42883'],
  [/^Catalog Error/, '42P01'],
  [/^Out of Memory Error/, '53200'],
  [/^INTERRUPT/, '57014'],
]

/** Why a statement was ended: its client or its time. */
function abortReason({ reason }: AbortSignal): unknown {
  const isTime = reason instanceof DOMException && reason.name === 'TimeoutError'
  return isTime
    ? new SqlError('57014', 'query execution canceled due to statement timeout')
    : reason
}

/** What storage said, as KWDB would say it. */
export function queryError(cause: unknown, signal: AbortSignal): unknown {
  if (cause instanceof SqlError) return cause
  if (signal.aborted) return abortReason(signal)
  if (!(cause instanceof Error)) return cause
  const raised = new RegExp(`${raisedMark}([0-9A-Z]{5}):(.*)`).exec(cause.message)
  if (raised !== null) return new SqlError(raised[1] ?? 'XX000', raised[2] ?? '')
  const [line = ''] = cause.message.split('\n')
  const sqlState = storageErrors.find(([pattern]) => pattern.test(line))?.[1] ?? 'XX000'
  return new SqlError(sqlState, line)
}
