import type { Logger } from '@tidewire/core'
import { raise } from '../errors.ts'
import type {
  ColumnInserter,
  QueryResult,
  ResultBlock,
  SchemalessProtocol,
  SchemalessWrite,
  StreamOptions,
  TDengineAddress,
  TDengineClient,
} from './api.ts'
import { HttpWriter, linePrecision } from './http-writer.ts'
import { ResultCursor } from './result-cursor.ts'
import { errorKind, shownSql } from './server-error.ts'
import { type ReadySocket, Session, successOf } from './session.ts'
import { StatementInserter } from './statement-inserter.ts'

/** How a client works beside what the address says. */
export interface ClientOptions {
  /**
   * How schemaless writes travel. `auto`: over HTTP, which costs least; over WebSocket for TDengine Cloud (an address
   * with a token), whose gateway lets only that through.
   */
  readonly schemalessTransport?: 'auto' | 'http' | 'websocket'
  /** Largest WebSocket frame that is taken from the server, in bytes; 512 MiB by default. */
  readonly maxFrameBytes?: number
  /** Most rows that `query` collects; one million by default. `stream` has no limit. */
  readonly maxQueryRows?: number
  readonly log?: Logger
}

const defaults = {
  schemalessTransport: 'auto',
  maxFrameBytes: 512 * 1024 * 1024,
  maxQueryRows: 1_000_000,
} as const

const protocolNumber: Readonly<Record<SchemalessProtocol, number>> = { line: 1, telnet: 2, json: 3 }

/** Databases with an own socket for schemaless writes over WebSocket. */
const maximumWriters = 16

/**
 * Connects to the first of the address's adapters that answers, logs in and reads the server's version. Fails with
 * `TDENGINE_CONNECT` (can be retried), `TDENGINE_TLS`, `TDENGINE_ENDPOINT`, `TDENGINE_ACCESS`, `TDENGINE_DATABASE` or
 * `TDENGINE_VERSION` (older than 3.0).
 */
export async function connectTDengine(
  address: TDengineAddress,
  options: ClientOptions = {},
  signal?: AbortSignal,
): Promise<TDengineClient> {
  for (const note of address.notes) options.log?.info(note, {})
  const client = new Client(address, options)
  try {
    await client.connect(signal)
    return client
  } catch (error) {
    await client[Symbol.asyncDispose]()
    throw error
  }
}

class Client implements TDengineClient {
  readonly #address: TDengineAddress
  readonly #session: Session
  readonly #writers = new Map<string, Session>()
  readonly #inserters = new Set<StatementInserter>()
  /** Where the hosts' turn begins, so that clients spread over the adapters. */
  readonly #turn: number
  readonly #http: HttpWriter
  readonly #overHttp: boolean
  readonly #maxQueryRows: number
  readonly #sessionOptions: { readonly maxFrameBytes: number; readonly log: Logger | null }
  #version = ''
  #closed = false

  constructor(address: TDengineAddress, options: ClientOptions) {
    this.#address = address
    this.#turn = Math.floor(Math.random() * address.hosts.length)
    this.#maxQueryRows = options.maxQueryRows ?? defaults.maxQueryRows
    this.#sessionOptions = {
      maxFrameBytes: options.maxFrameBytes ?? defaults.maxFrameBytes,
      log: options.log ?? null,
    }
    const transport = options.schemalessTransport ?? defaults.schemalessTransport
    this.#overHttp = transport === 'auto' ? address.token === null : transport === 'http'
    this.#session = new Session(address, address.database, this.#sessionOptions)
    this.#http = new HttpWriter(address, this.#turn)
  }

  get serverVersion(): string {
    return this.#version
  }

  async connect(signal: AbortSignal | undefined): Promise<void> {
    await this.#socket(signal)
  }

  async query(sql: string, signal?: AbortSignal): Promise<QueryResult> {
    const cursor = await this.#run(sql, signal)
    const { isUpdate, affectedRows, columns, unit } = cursor.statement
    const rows: QueryResult['rows'][number][] = []
    try {
      for await (const block of this.#blocks(cursor, signal, true)) {
        if (rows.length + block.rows > this.#maxQueryRows) {
          const limit = `${this.#maxQueryRows} rows`
          throw raise('TDENGINE_TOO_LARGE', { what: 'the result', limit }, { doing: doing(sql) })
        }
        for (let row = 0; row < block.rows; row += 1) rows.push(block.raw.row(row))
      }
    } finally {
      cursor.free()
    }
    return { isUpdate, affectedRows, columns, unit, rows }
  }

  async *stream(
    sql: string,
    signal?: AbortSignal,
    options: StreamOptions = {},
  ): AsyncGenerator<ResultBlock, void, undefined> {
    const cursor = await this.#run(sql, signal)
    yield* this.#blocks(cursor, signal, options.lent ?? false)
  }

  async execute(sql: string, signal?: AbortSignal): Promise<number> {
    const cursor = await this.#run(sql, signal)
    cursor.free()
    return cursor.statement.affectedRows
  }

  async writeSchemaless(write: SchemalessWrite, signal?: AbortSignal): Promise<void> {
    if (this.#closed) throw raise('TDENGINE_CLOSED')
    if (this.#overHttp) await this.#http.write(write, signal)
    else await this.#insert(write, signal)
  }

  columnInserter(database: string, lane = 0): ColumnInserter {
    if (this.#closed) throw raise('TDENGINE_CLOSED')
    const options = { ...this.#sessionOptions, firstHost: this.#turn + lane }
    const session = new Session(this.#address, database, options)
    const inserter = new StatementInserter(session, database, () => {
      this.#inserters.delete(inserter)
    })
    this.#inserters.add(inserter)
    return inserter
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    this.#http[Symbol.dispose]()
    const sessions = [this.#session, ...this.#writers.values(), ...this.#inserters]
    await Promise.all(sessions.map(session => session[Symbol.asyncDispose]()))
  }

  async #socket(signal: AbortSignal | undefined): Promise<ReadySocket> {
    const socket = await this.#session.socket(signal)
    this.#version = socket.version
    return socket
  }

  async #run(sql: string, signal: AbortSignal | undefined): Promise<ResultCursor> {
    const socket = await this.#socket(signal)
    try {
      const cursor = await ResultCursor.run(socket, sql, doing(sql), signal)
      const chosen = databaseChosenBy(sql)
      if (chosen !== null) this.#session.database = chosen
      return cursor
    } catch (error) {
      if (errorKind(error) === 'session') this.#session.discard(socket)
      throw error
    }
  }

  /** Blocks of a result, the next one on its way while one is used; frees the rest when it is stopped. */
  async *#blocks(
    cursor: ResultCursor,
    signal: AbortSignal | undefined,
    lent: boolean,
  ): AsyncGenerator<ResultBlock, void, undefined> {
    try {
      let next = cursor.next(signal)
      for (;;) {
        const block = await next
        if (block === null) return
        next = cursor.next(signal)
        // It may fail while nobody waits for it; the failure shows when the next block is asked for.
        next.catch(() => {})
        yield block
        if (lent) block.release()
      }
    } finally {
      cursor.free()
    }
  }

  /** Schemaless write over a WebSocket whose session has the database selected (taosAdapter `insert`). */
  async #insert(write: SchemalessWrite, signal: AbortSignal | undefined): Promise<void> {
    const session = this.#writerOf(write.database)
    const socket = await session.socket(signal)
    const about = `writing ${write.protocol} data to database ${write.database} at ${socket.ws.address}`
    const args = {
      protocol: protocolNumber[write.protocol],
      precision: write.precision === null ? '' : linePrecision[write.precision],
      ttl: write.ttlDays ?? 0,
      data: bodyText(write),
      ...(write.tableNameKey === undefined ? {} : { table_name_key: write.tableNameKey }),
    }
    try {
      const options = signal === undefined ? {} : { signal }
      successOf(await socket.ws.request('insert', args, options), about)
    } catch (error) {
      if (errorKind(error) === 'session') session.discard(socket)
      throw error
    }
  }

  #writerOf(database: string): Session {
    const known = this.#writers.get(database)
    if (known !== undefined) return known
    const [oldest] = this.#writers
    if (this.#writers.size >= maximumWriters && oldest !== undefined) {
      this.#writers.delete(oldest[0])
      oldest[1][Symbol.asyncDispose]().catch(() => {})
    }
    const session = new Session(this.#address, database, this.#sessionOptions)
    this.#writers.set(database, session)
    return session
  }
}

const doing = (sql: string) => `running ${shownSql(sql)}`

/** The database that a `USE` statement selects; it must be selected again after a reconnect. */
function databaseChosenBy(sql: string): string | null {
  const match = /^\s*use\s+(?:`([^`]+)`|([A-Za-z_]\w*))\s*;?\s*$/i.exec(sql)
  if (match === null) return null
  return match[1] ?? match[2]?.toLowerCase() ?? null
}

/**
 * The body as one text. What the HTTP endpoints do for their bodies is done here, since `insert` takes data as they are:
 * blanks around it and the `put ` of telnet lines are removed.
 */
function bodyText(write: SchemalessWrite): string {
  const text = Buffer.concat(write.body).toString('utf8').trim()
  if (write.protocol !== 'telnet') return text
  return text
    .split('\n')
    .map(line => line.trim().replace(/^put /, ''))
    .filter(line => line !== '')
    .join('\n')
}
