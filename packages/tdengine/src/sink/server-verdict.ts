import { isRetriable, TidewireError } from '@tidewire/core'

/**
 * What a failed write means for its records: `retry` the same request later, `database` must be created first,
 * `content` of at least one record (or of their combination) is refused, `access` is denied, or `stop`: the server
 * cannot store anything, whatever the records are.
 */
export type ServerVerdict = 'retry' | 'database' | 'content' | 'access' | 'stop'

const databaseCodes = new Set([0x0217, 0x0380, 0x0383, 0x0388, 0x2616])

const accessCodes = new Set([
  0x0003, 0x0207, 0x0208, 0x0214, 0x0303, 0x0351, 0x0352, 0x0353, 0x0357, 0x0512, 0x1105, 0x1122,
  0x1124, 0x1125, 0x2644,
])

/** Client codes among 0x02xx that are about the connection or a killed statement, not about content. */
const stateCodes = new Set([0x0213, 0x0215, 0x022d])

/** Families of TDengine 3 codes that are about the bytes of a request (TDengine error codes). */
const contentRanges = [
  [0x0100, 0x0100], // operation not supported for this type
  [0x0115, 0x0118], // invalid message, invalid parameter
  [0x0127, 0x0127], // invalid time stamp
  [0x0200, 0x02ff], // client: values, names, lengths, JSON
  [0x0360, 0x037f], // super tables, columns and tags
  [0x0600, 0x06ff], // storage: tables, schemas, time stamps outside KEEP
  [0x070f, 0x070f], // invalid input
  [0x2600, 0x26ff], // parser: columns, types, lengths
  [0x3000, 0x30ff], // schemaless: data, types, precision
] as const

/** The number in a card's server code (`0x3002`, or decimal for an HTTP status); null when there is none. */
function codeOf(error: TidewireError): number | null {
  const text = error.card.serverCode
  if (text === undefined) return null
  const value = Number(text)
  return Number.isInteger(value) ? value : null
}

/** Judges a failed write by the server's code; what the client calls retriable stays so, what was judged before stays. */
export function serverVerdict(error: unknown): ServerVerdict {
  if (isRetriable(error)) return 'retry'
  if (!(error instanceof TidewireError)) return 'stop'
  if (error.code.startsWith('TDENGINE_SINK_')) return 'stop'
  const code = codeOf(error)
  if (code === null) return 'stop'
  if (databaseCodes.has(code)) return 'database'
  if (accessCodes.has(code)) return 'access'
  if (stateCodes.has(code)) return 'stop'
  return contentRanges.some(([low, high]) => code >= low && code <= high) ? 'content' : 'stop'
}
