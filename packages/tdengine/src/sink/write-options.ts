import type { SchemalessProtocol } from '../client/api.ts'

/** How requests are written. */
export interface WriteOptions {
  readonly user: string
  readonly format: SchemalessProtocol
  readonly precision: 'ms' | 'us' | 'ns' | null
  /** How often a request is sent again after a failure that may pass. */
  readonly maxRetries: number
  readonly retryBackoffMs: number
  readonly ttlDays: number
  readonly tableNameTag: string | null
  /** Options of databases that are made. */
  readonly databaseOptions: readonly string[]
  /** Most records of a request that the server parses. */
  readonly batchSize: number
}
