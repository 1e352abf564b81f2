import type { TidewireError } from '@tidewire/core'
import { raise } from '../errors.ts'

/** Codes of Node's TLS layer that say that a certificate was not accepted or that no TLS is spoken there. */
const tlsFailure = /CERT|SSL|TLS|EPROTO|SELF_SIGNED|UNABLE_TO_VERIFY|ISSUER/

/** The error of a connection attempt, from what the socket reported. */
export function connectError(address: string, error: Error): TidewireError {
  const code = (error as NodeJS.ErrnoException).code ?? ''
  const reason = error.message === '' ? code : error.message
  const facts = { cause: error }
  if (tlsFailure.test(code)) return raise('TDENGINE_TLS', { address, reason }, facts)
  return raise('TDENGINE_CONNECT', { address, reason }, facts)
}
