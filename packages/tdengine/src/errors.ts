import { errorFactory } from '@tidewire/core'
import { sinkErrors } from './sink/errors.ts'

/** The error table of `tdengine`. */
export const tdengineErrors = {
  ...sinkErrors,
  TDENGINE_FRAME: {
    message: 'the TDengine server sent bytes that do not follow its protocol: {reason}',
    retriable: true,
    hint: 'If it happens again with the same data, report it with the server version.',
  },
  TDENGINE_ENCODE: {
    message: 'cannot encode the value for TDengine: {reason}',
    retriable: false,
  },
} as const

/** Makes errors of this package. */
export const raise = errorFactory(tdengineErrors)
