import type { Secret } from '@tidewire/core'
import type { TableShape } from '../dialect/table-shape.ts'

/** One KWDB node. `host` of an IPv6 address has no brackets. */
export interface KwdbHost {
  readonly host: string
  readonly port: number
}

/** How TLS is used, in the words of the PostgreSQL JDBC driver's `sslmode`. */
export type TlsMode = 'disable' | 'prefer' | 'require' | 'verify-ca' | 'verify-full'

/** Where and as whom to connect; everything a JDBC URL of the KWDB driver can say that has a meaning here. */
export interface KwdbAddress {
  /** Tried in this order, or in random order with `randomHosts`. */
  readonly hosts: readonly KwdbHost[]
  readonly randomHosts: boolean
  readonly database: string | null
  readonly user: string | null
  readonly password: Secret | null
  readonly tls: TlsMode
  /** Files in PEM form; null for the system's authorities and no client certificate. */
  readonly tlsFiles: {
    readonly authorities: string | null
    readonly certificate: string | null
    readonly key: string | null
    readonly passphrase: Secret | null
  }
  readonly applicationName: string
  readonly connectTimeoutMs: number
  /** Longest wait for the answer to a statement; 0 for no limit. */
  readonly statementTimeoutMs: number
  /** Properties that have no meaning here, by name. */
  readonly ignored: readonly string[]
}

/** A column of a result (RowDescription). */
export interface ResultField {
  readonly name: string
  /** Type OID; KWDB's own types begin at 91000. */
  readonly oid: number
}

/** A value in PostgreSQL's text format, as it came; `null` is NULL. */
export type TextValue = string | null

/** A message beside a reply (NoticeResponse). */
export interface ServerNotice {
  readonly severity: string
  readonly sqlState: string
  readonly message: string
}

/** The whole answer to one statement. */
export interface QueryResult {
  /** Command tag, e.g. `INSERT 0 3`. */
  readonly tag: string
  /** Rows that a change touched; 0 for others. Rows that `ts.dedup.rule = discard` dropped are not among them. */
  readonly affectedRows: number
  readonly fields: readonly ResultField[]
  readonly rows: readonly (readonly TextValue[])[]
  readonly notices: readonly ServerNotice[]
}

/**
 * A connection to KWDB: one statement at a time in the simple protocol, in a session whose time zone is UTC and which
 * prints floats with all their digits. A lost connection is opened anew with the next statement. All failures are errors
 * of this package, retriable or not by SQLSTATE (KWDB error codes).
 */
export interface KwdbClient extends AsyncDisposable {
  /** `host:port` of the node it is connected to. */
  readonly server: string
  /** What the server calls itself: `kwdb_version`, or `server_version` where that is missing. */
  readonly serverVersion: string
  /** Connects now, trying as often as `attempts` or the client's policy says. */
  connect(signal?: AbortSignal, attempts?: number): Promise<void>
  /** Runs one statement; aborting gives the connection up. */
  query(sql: string, signal?: AbortSignal): Promise<QueryResult>
  /**
   * Sends finished messages of the simple protocol (`Q`, length, text, zero byte), one behind the other without waiting
   * in between, and answers their results. Each is carried out on its own: when one fails, the others may have been.
   * Rejects with the first failure when all are answered. The bytes must stay as they are until then.
   */
  send(messages: readonly Uint8Array[], signal?: AbortSignal): Promise<readonly QueryResult[]>
}

/** A table as `SHOW TABLES` lists it. */
export interface TableEntry {
  readonly name: string
  readonly isTimeSeries: boolean
}

/** What exists in a database; every call asks the server. */
export interface Catalog {
  /** Engine of a database, `null` when there is none of that name that the user may see. */
  databaseEngine(
    database: string,
    signal?: AbortSignal,
  ): Promise<'time-series' | 'relational' | null>
  /** Tables of a database; throws `KWDB_DATABASE` when it is missing. */
  tables(database: string, signal?: AbortSignal): Promise<readonly TableEntry[]>
  /** A time-series table, `null` when it is missing; throws `KWDB_RELATIONAL` for one that is none. */
  table(database: string, name: string, signal?: AbortSignal): Promise<TableShape | null>
}
