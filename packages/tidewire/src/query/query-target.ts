import type { QueryFlags } from '../commands/query.ts'
import type { PrintOptions } from './statement-runner.ts'
import type { SqlDialect } from './statement-splitter.ts'

/** A database that `query` runs statements on. */
export interface QueryTarget extends AsyncDisposable {
  readonly serverVersion: string
  readonly dialect: SqlDialect
  /** In front of the first line of a statement. */
  readonly prompt: string
  /** In front of the others. */
  readonly continued: string
  /** Runs one statement and prints its result; errors are thrown. */
  run(statement: string, options: PrintOptions, signal: AbortSignal): Promise<void>
}

/** Connects to the database that the options name. */
export async function openTarget(flags: QueryFlags): Promise<QueryTarget> {
  if (flags.kwdb === true) return (await import('./kwdb-target.ts')).openKwdb(flags)
  return (await import('./connection.ts')).openTDengine(flags)
}
