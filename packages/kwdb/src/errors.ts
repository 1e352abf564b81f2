import { errorFactory } from '@tidewire/core'
import { clientErrors } from './client/errors.ts'
import { sinkErrors } from './sink/errors.ts'
import { sourceErrors } from './source/errors.ts'

/** The error table of `kwdb`. */
export const kwdbErrors = {
  ...sinkErrors,
  ...sourceErrors,
  ...clientErrors,
} as const

/** Makes errors of this package. */
export const raise = errorFactory(kwdbErrors)
