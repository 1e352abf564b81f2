import { errorFactory } from '@tidewire/core'
import { clientErrors } from './client/errors.ts'
import { sinkErrors } from './sink/errors.ts'
import { sourceErrors } from './source/errors.ts'
import { streamErrors } from './stream/errors.ts'
import { tmqErrors } from './tmq/errors.ts'

/** The error table of `tdengine`. */
export const tdengineErrors = {
  ...sinkErrors,
  ...sourceErrors,
  ...clientErrors,
  ...streamErrors,
  ...tmqErrors,
} as const

/** Makes errors of this package. */
export const raise = errorFactory(tdengineErrors)
