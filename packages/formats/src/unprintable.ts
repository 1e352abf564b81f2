import { errorFactory, type TidewireError } from '@tidewire/core'
import { formatErrors } from './errors.ts'

const raise = errorFactory(formatErrors)

/** What a format has no way to write: refused, never changed silently. */
export function unprintable(format: string, what: string, reason: string): TidewireError {
  return raise('FORMATS_UNPRINTABLE', { format, what, reason })
}
