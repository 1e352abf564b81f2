/** How to start the TDengine development server. */
export interface TDengineDevServerOptions {
  /** Folder of the database file; a temporary one, removed on close, when absent. */
  readonly dataDir?: string
  readonly host?: string
  /** 0 for any free port. */
  readonly port?: number
}
