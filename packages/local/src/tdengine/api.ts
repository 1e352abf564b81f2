import type { FaultSwitch } from './fault.ts'

/** How to start the TDengine development server. */
export interface TDengineDevServerOptions {
  /** Folder of the database file; a temporary one, removed on close, when absent. */
  readonly dataDir?: string
  /** Address to listen on; 127.0.0.1 when absent. */
  readonly host?: string
  /** 0 for any free port, which is also the default. */
  readonly port?: number
  /** Memory of the storage engine, e.g. `256MB`, which is the default. */
  readonly memoryLimit?: string
  /** Threads of the storage engine; 1 when absent. */
  readonly threads?: number
}

/** A running TDengine development server. */
export interface RunningTDengine extends AsyncDisposable {
  readonly host: string
  readonly port: number
  /** `http://host:port`. */
  readonly url: string
  /** URL for the JDBC driver over WebSocket. */
  readonly jdbcUrl: string
  /** Fault switches, for tests. */
  readonly faults: FaultSwitch
  /** Ends connections, finishes writes, closes the files. */
  close(): Promise<void>
}
