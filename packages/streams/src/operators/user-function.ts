import { isAbort, TidewireError } from '@tidewire/core'
import { messageOf, streamError } from '../errors.ts'

/** What a user's function threw, as an error that names the operator and the line. */
export function functionFailed(operator: string, error: unknown): Error {
  if (error instanceof TidewireError) return error
  if (error instanceof Error && isAbort(error)) return error
  const at = error instanceof Error ? placeOf(error) : undefined
  return streamError(
    'STREAM_FUNCTION',
    { operator, reason: messageOf(error) },
    { cause: error, ...(at === undefined ? {} : { doing: `running ${at}` }) },
  )
}

function placeOf(error: Error): string | undefined {
  const frame = error.stack?.split('\n').find(line => /^\s+at /.test(line))
  const place = frame?.match(/([^/\\() ]+:\d+):\d+\)?$/)
  return place?.[1]
}
