import { TidewireError } from '@tidewire/core'
import { raise } from '../errors.ts'
import { type ErrorKind, errorKind } from './sql-state.ts'

/** What an ErrorResponse says. */
export interface ServerWords {
  readonly sqlState: string
  readonly message: string
  readonly detail?: string | undefined
  readonly hint?: string | undefined
}

const codes = {
  transient: 'KWDB_UNAVAILABLE',
  access: 'KWDB_ACCESS',
  database: 'KWDB_DATABASE',
  missing: 'KWDB_REFUSED',
  exists: 'KWDB_REFUSED',
  content: 'KWDB_REFUSED',
  server: 'KWDB_SERVER',
} as const satisfies Record<ErrorKind, string>

const longestWords = 500

/** The error for what the server answered; the statement is no part of it, since it may be large and hold data. */
export function serverError(words: ServerWords): TidewireError {
  const { sqlState, message, detail, hint } = words
  const code = codes[errorKind(sqlState, message)]
  const more = [detail, hint].filter(text => text !== undefined && text !== '')
  const whole = [message, ...more].join('; ')
  const shown = whole.length > longestWords ? `${whole.slice(0, longestWords)}…` : whole
  return raise(
    code,
    { words: shown, sqlState },
    { serverCode: sqlState, serverMessage: shown, cause: new Error(shown) },
  )
}

/** What an error of the server means; `null` for errors that are not the server's answer. */
export function kindOf(error: unknown): ErrorKind | null {
  if (!(error instanceof TidewireError)) return null
  const { serverCode, serverMessage } = error.card
  return serverCode === undefined ? null : errorKind(serverCode, serverMessage ?? '')
}

/** True when the server had no memory for a statement; a smaller one may find enough. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof TidewireError && error.card.serverCode === '53200'
}
