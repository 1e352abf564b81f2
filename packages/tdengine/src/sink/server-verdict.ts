import { isRetriable, TidewireError } from '@tidewire/core'
import { serverErrorKind } from '../wire/index.ts'

/**
 * What a failed write means for its records: `retry` the same request later, `database` must be created first,
 * `content` of at least one record (or of their combination) is refused, `access` is denied, or `stop`: the server
 * cannot store anything, whatever the records are.
 */
export type ServerVerdict = 'retry' | 'database' | 'content' | 'access' | 'stop'

/** HTTP 413, which a proxy before the adapter answers to a large body: smaller requests may pass. */
const payloadTooLarge = '413'

/**
 * Judges a failed write by the server's code (TDengine error codes). What the client calls retriable stays so; an
 * error that the sink has judged before stays as it is.
 */
export function serverVerdict(error: unknown): ServerVerdict {
  if (isRetriable(error)) return 'retry'
  if (!(error instanceof TidewireError) || error.code.startsWith('TDENGINE_SINK_')) return 'stop'
  const text = error.card.serverCode
  if (text === undefined) return 'stop'
  if (text === payloadTooLarge) return 'content'
  const code = Number(text)
  if (!Number.isInteger(code)) return 'stop'
  const kind = serverErrorKind(code)
  switch (kind) {
    case 'transient':
    case 'session':
      return 'retry'
    case 'other':
      return 'stop'
    default:
      return kind
  }
}
