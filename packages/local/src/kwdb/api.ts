import type { FaultSwitch } from './fault.ts'

/** A column of a result, as the PostgreSQL protocol describes it (RowDescription). */
export interface Field {
  readonly name: string
  /** Type OID; KWDB's own types begin at 91000. */
  readonly oid: number
  /** Bytes of the type, -1 when it varies. */
  readonly size: number
  readonly modifier: number
}

/** A value in PostgreSQL's text format; `null` is NULL. Bytes that are no UTF-8 text stay bytes. */
export type TextValue = string | Uint8Array | null

/** A notice beside a reply (NoticeResponse). */
export interface Notice {
  readonly severity: string
  readonly sqlState: string
  readonly message: string
}

/** The answer to one statement. */
export interface StatementReply {
  /** Command tag; a query's is complete only when its rows were read, hence a function. */
  tag(): string
  readonly notices: readonly Notice[]
  /** Absent when the statement answers no rows. */
  readonly fields?: readonly Field[]
  /** Rows in batches, read lazily so that a slow client holds back the engine. */
  readonly rows?: AsyncIterable<readonly (readonly TextValue[])[]>
}

/** A statement that was parsed and described (extended protocol: Parse, Describe). */
export interface PreparedStatement {
  /** Types of `$1`, `$2`, … */
  readonly parameterOids: readonly number[]
  readonly fields?: readonly Field[]
  /** Runs it with values in text format (Bind, Execute). */
  execute(values: readonly TextValue[], signal: AbortSignal): Promise<StatementReply>
}

/** One client's session: its database, variables and open transaction. */
export interface Session {
  /** Session parameters that are reported to the client (ParameterStatus), with their values now. */
  parameters(): ReadonlyMap<string, string>
  /** `I` idle, `T` in a transaction, `E` in a failed one (ReadyForQuery). */
  readonly transactionStatus: 'I' | 'T' | 'E'
  /**
   * Runs a text of the simple protocol, statement by statement. An empty text answers no reply.
   * Throws `SqlError`; replies before it stand.
   */
  run(text: string, signal: AbortSignal): AsyncIterable<StatementReply>
  /** Parses and describes one statement of the extended protocol; `null` for an empty text. */
  prepare(
    text: string,
    parameterOids: readonly number[],
    signal: AbortSignal,
  ): Promise<PreparedStatement | null>
  close(): Promise<void>
}

/** What a client says at the start (StartupMessage). */
export interface SessionOptions {
  readonly user: string
  /** `defaultdb` when the client names none; it need not exist. */
  readonly database: string
  readonly parameters: ReadonlyMap<string, string>
}

/** A user of a fresh server who may do everything. */
export interface AdminUser {
  readonly name: string
  /** Counts in secure mode only; null or absent when the user has none. */
  readonly password?: string | null
}

/** How to open the engine. */
export interface KwdbEngineOptions {
  /** Folder of the files; the engine makes it. */
  readonly dataDir: string
  /** Memory of the storage engine, e.g. `256MB`. */
  readonly memoryLimit: string
  /** Threads of the storage engine. */
  readonly threads: number
  /** Secure mode: users may have passwords; an insecure server refuses `CREATE USER … WITH PASSWORD` (28P01). */
  readonly secure: boolean
  /**
   * Users beside `root` that must be there when it opens, with the admin role; one of them may be `root` itself, to give
   * it a password.
   */
  readonly admins: readonly AdminUser[]
  /** Asked before each commit of data; throws `SqlError` to refuse it, e.g. for a full disk. */
  readonly beforeCommit: () => void
}

/** The engine behind the wire protocol. */
export interface KwdbEngine extends AsyncDisposable {
  /** True when this user exists, may log in, and has this password; an insecure server asks for none. */
  authenticate(user: string, password: string | null): boolean
  openSession(options: SessionOptions): Session
}

/** Opens the files of a data directory; the engine's folder exports it as `openEngine`. */
export type OpenKwdbEngine = (options: KwdbEngineOptions) => Promise<KwdbEngine>

/** How to start the KWDB development server. */
export interface KwdbDevServerOptions {
  /** Folder of the files; a temporary one, removed on close, when absent. */
  readonly dataDir?: string
  /** Address to listen on; 127.0.0.1 when absent. */
  readonly host?: string
  /** 0 for any free port, which is also the default. */
  readonly port?: number
  /** Memory of the storage engine, e.g. `256MB`, which is the default. */
  readonly memoryLimit?: string
  /** Threads of the storage engine; 1 when absent. */
  readonly threads?: number
  /** Asks for passwords; false when absent, and then everybody may be whom they say they are. */
  readonly secure?: boolean
  /** Key and certificate in PEM: connections may be encrypted, and with `secure` have to be. */
  readonly tls?: { readonly key: string; readonly cert: string }
  /** Users beside `root` that are there from the beginning, with the admin role; `root` may be among them. */
  readonly admins?: readonly AdminUser[]
  /** Told of failures of the server itself, with what helps to find the reason; nobody when absent. */
  readonly log?: (line: string) => void
}

/** A running KWDB development server. */
export interface RunningKwdb extends AsyncDisposable {
  readonly host: string
  readonly port: number
  /** `postgresql://root@host:port/defaultdb`. */
  readonly url: string
  /** URL for KWDB's JDBC driver, e.g. `jdbc:kaiwudb://127.0.0.1:26257`. */
  readonly jdbcUrl: string
  /** Fault switches, for tests. */
  readonly faults: FaultSwitch
  /** Ends connections, finishes writes, closes the files. */
  close(): Promise<void>
}
