import { isAbort, messageOf } from '@tidewire/core'
import { SqlError } from '../sql/sql-error.ts'
import type { Report } from './message-writer.ts'

/** SQLSTATE of what nobody has thought of. */
export const internalError = 'XX000'

/** What a client is told of an error. */
export function reportOf(error: unknown): Report {
  const severity = 'ERROR'
  if (error instanceof SqlError) {
    const { sqlState, message, hint, position } = error
    return { severity, sqlState, message, hint, position }
  }
  if (isAbort(error)) {
    return { severity, sqlState: '57014', message: 'query execution canceled' }
  }
  const text = messageOf(error)
  return { severity, sqlState: internalError, message: `internal error: ${text}` }
}
