import { isRetriable, TidewireError } from '@tidewire/core'
import { errorKind } from '../client/server-error.ts'

/**
 * What a failed write means for its records: `retry` the same request later, `database` must be created first,
 * `content` of at least one record (or of their combination) is refused, `access` is denied, or `stop`: the server
 * cannot store anything, whatever the records are.
 */
export type ServerVerdict = 'retry' | 'database' | 'content' | 'access' | 'stop'

/**
 * Judges a failed write by what the server's code is about (TDengine error codes). What the client calls retriable
 * stays so; an error that the sink has judged before stays as it is.
 */
export function serverVerdict(error: unknown): ServerVerdict {
  if (isRetriable(error)) return 'retry'
  if (!(error instanceof TidewireError) || error.code.startsWith('TDENGINE_SINK_')) return 'stop'
  const kind = errorKind(error)
  switch (kind) {
    case 'transient':
    case 'session':
      return 'retry'
    case 'other':
    case null:
      return 'stop'
    default:
      return kind
  }
}
