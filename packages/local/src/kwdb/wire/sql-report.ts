import { isAbort } from '@tidewire/core'
import { SqlError } from '../sql/sql-error.ts'
import type { Report } from './message-writer.ts'

/** What a client is told of an error; `cancelled` says that somebody has cancelled the statement. */
export function reportOf(error: unknown, cancelled: boolean): Report {
  if (error instanceof SqlError) {
    const { sqlState, message, hint, position } = error
    return { severity: 'ERROR', sqlState, message, hint, position }
  }
  if (cancelled || isAbort(error)) {
    return { severity: 'ERROR', sqlState: '57014', message: 'query execution canceled' }
  }
  const text = error instanceof Error ? error.message : String(error)
  return { severity: 'ERROR', sqlState: 'XX000', message: `internal error: ${text}` }
}
