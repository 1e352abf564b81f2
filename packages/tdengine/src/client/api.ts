import type { Secret, TimeUnit } from '@tidewire/core'
import type { TDengineType, TDengineValue } from '../wire/data-type.ts'
import type { RawBlock } from '../wire/raw-block.ts'

/** One taosAdapter. `host` of an IPv6 address has no brackets. */
export interface AdapterEndpoint {
  readonly host: string
  readonly port: number
}

/** Where and as whom to connect; everything a JDBC URL of the TDengine driver can say. */
export interface TDengineAddress {
  /** Adapter endpoints, tried in random order. */
  readonly hosts: readonly AdapterEndpoint[]
  /** Endpoints that are tried only when none of `hosts` answers. */
  readonly standby: readonly AdapterEndpoint[]
  readonly tls: boolean
  readonly verifyCertificate: boolean
  readonly user: string | null
  readonly password: Secret | null
  /** TDengine Cloud token. */
  readonly token: Secret | null
  readonly database: string | null
  readonly timezone: string | null
  readonly compression: boolean
  readonly appName: string | null
  readonly appIp: string | null
  readonly biMode: boolean
  readonly connectTimeoutMs: number
  readonly messageTimeoutMs: number
  /** Concurrent HTTP requests. */
  readonly httpPoolSize: number
  readonly reconnect: {
    readonly enabled: boolean
    readonly attempts: number
    readonly intervalMs: number
  }
  /** What a reader of the log should know, e.g. that a native URL goes to the adapter. */
  readonly notes: readonly string[]
  /** Properties that have no meaning here, by name. */
  readonly ignored: readonly string[]
}

/** A column of a result (wire protocol §2.3). `length` is the user length; precision and scale are DECIMAL's. */
export interface ResultColumn {
  readonly name: string
  readonly type: TDengineType
  readonly length: number
  readonly precision: number
  readonly scale: number
}

/** A whole result. For statements that change something, `affectedRows` is set and there are no columns. */
export interface QueryResult {
  readonly isUpdate: boolean
  readonly affectedRows: number
  readonly columns: readonly ResultColumn[]
  /** Unit of every TIMESTAMP column. */
  readonly unit: TimeUnit
  readonly rows: readonly (readonly TDengineValue[])[]
}

/** A block of a streamed result, decoded column by column. */
export interface ResultBlock {
  readonly rows: number
  readonly columns: readonly ResultColumn[]
  readonly unit: TimeUnit
  /** Value of row `row` in column `column`. */
  value(row: number, column: number): TDengineValue
  /** The block as it came, for readers that print straight from its bytes. */
  readonly raw: RawBlock
}

/** How a result is streamed. */
export interface StreamOptions {
  /**
   * True: a block and its bytes are valid until the next one is asked for, when their memory is used again. For results
   * of many blocks that are not kept. False by default.
   */
  readonly lent?: boolean
}

/** Schemaless protocols: 1 line, 2 OpenTSDB telnet, 3 OpenTSDB JSON (wire protocol §2.4). */
export type SchemalessProtocol = 'line' | 'telnet' | 'json'

/** One schemaless write; `body` holds whole lines or one JSON document. */
export interface SchemalessWrite {
  readonly database: string
  readonly protocol: SchemalessProtocol
  /** Unit of numeric time stamps in line protocol; null means nanoseconds, the server's default. */
  readonly precision: TimeUnit | null
  /** Parts are sent one after another without a separator. */
  readonly body: readonly Uint8Array[]
  readonly ttlDays?: number
  readonly tableNameKey?: string
}

/** Inserts columns through prepared statements on a WebSocket of its own (taosAdapter `stmt2_*`). */
export interface ColumnInserter extends AsyncDisposable {
  /**
   * Binds one frame and executes it; resolves with the rows that the server counted. `frame` is a whole `stmt2_bind`
   * request, its first 30 bytes are filled in here. Await one insert before the next. After an error the statement is
   * made anew. Fails as every request does, and with `TDENGINE_STATEMENTS` where the server has no such statements.
   */
  insert(statement: string, frame: Buffer, signal?: AbortSignal): Promise<number>
  /** Gives up the prepared statements, which keep the tables as they were; call it between inserts. */
  forget(): void
}

/** A connection to taosAdapter: SQL over WebSocket, bulk schemaless writes over HTTP. Reconnects by itself. */
export interface TDengineClient extends AsyncDisposable {
  readonly serverVersion: string
  query(sql: string, signal?: AbortSignal): Promise<QueryResult>
  /** Fetches block by block; stopping the iteration frees the result on the server. */
  stream(sql: string, signal?: AbortSignal, options?: StreamOptions): AsyncIterable<ResultBlock>
  /** Runs a statement and returns the affected rows. */
  execute(sql: string, signal?: AbortSignal): Promise<number>
  /** Writes lines or JSON; resolves when the server has stored them. */
  writeSchemaless(write: SchemalessWrite, signal?: AbortSignal): Promise<void>
  /**
   * An inserter whose statements run in a database. Inserters of different lanes use different adapters of the address,
   * as far as there are some.
   */
  columnInserter(database: string, lane?: number): ColumnInserter
}
