import { type ErrorFacts, TidewireError } from '@tidewire/core'
import { raise, type tdengineErrors } from '../errors.ts'
import {
  adapterCode,
  type ServerErrorKind,
  serverCodes,
  serverCodeText,
  serverErrorKind,
} from '../wire/server-codes.ts'

const codeOfKind = {
  transient: 'TDENGINE_UNAVAILABLE',
  database: 'TDENGINE_DATABASE',
  access: 'TDENGINE_ACCESS',
  content: 'TDENGINE_REFUSED',
  session: 'TDENGINE_SESSION',
  other: 'TDENGINE_SERVER',
} as const satisfies Record<ServerErrorKind, keyof typeof tdengineErrors>

const kindOfCode = new Map<string, ServerErrorKind>(
  Object.entries(codeOfKind).map(([kind, code]) => [code, kind as ServerErrorKind]),
)

/** What taosAdapter's own errors (code 0xffff) are about, by their words. */
function adapterErrorKind(words: string): ServerErrorKind {
  if (words === 'server not connected') return 'session'
  if (/whitelist/.test(words)) return 'access'
  if (/timeout|pool|memory exceeds/i.test(words)) return 'transient'
  return 'other'
}

/**
 * The error for a code that TDengine or taosAdapter answered with. Whether a retry can help is decided here, by the
 * table of server codes; the HTTP status never decides it.
 */
export function serverError(code: number, words: string, facts: ErrorFacts = {}): TidewireError {
  const kind = code === adapterCode ? adapterErrorKind(words) : serverErrorKind(code)
  const text = serverCodeText(code)
  const fallback = serverCodes.get(code)?.message ?? 'no message'
  return raise(
    codeOfKind[kind],
    { words: words === '' ? fallback : words, code: text },
    { serverCode: text, serverMessage: words, ...facts },
  )
}

/**
 * What a failure is about, for errors that carry a server's code; null for others (connection, timeout, ours).
 * `content` means that bisecting a batch can isolate the offending row.
 */
export function errorKind(error: unknown): ServerErrorKind | null {
  if (!(error instanceof TidewireError)) return null
  return kindOfCode.get(error.code) ?? null
}

/** The server's numeric code, e.g. 0x3002; null when the error carries none. */
export function serverCodeOf(error: unknown): number | null {
  if (!(error instanceof TidewireError) || errorKind(error) === null) return null
  return Number(error.card.serverCode)
}

const passwordLiteral = /(\bpass\s+)('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")/gi
const shownLength = 200

/** A statement as an error may show it: one line, at most 200 characters, passwords masked. */
export function shownSql(sql: string): string {
  const line = sql.replace(passwordLiteral, '$1[hidden]').replace(/\s+/g, ' ').trim()
  return line.length > shownLength ? `${line.slice(0, shownLength)}…` : line
}
