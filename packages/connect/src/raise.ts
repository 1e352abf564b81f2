import { errorFactory } from '@tidewire/core'
import { connectErrors } from './errors.ts'

/** Makes errors of this package's table. */
export const raise = errorFactory(connectErrors)
