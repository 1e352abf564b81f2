import { decodeTaosdToken } from '@tidewire/tdengine/wire'
import type { EngineError } from '../engine/api.ts'
import type { Catalog } from '../engine/catalog.ts'
import { engineError } from '../engine/error-code.ts'
import type { Credentials, HeaderAuth } from './api.ts'

/** Longest user name in bytes. */
const userLimit = 23
/** Longest password in bytes. */
const passwordLimit = 255

/** Reads an Authorization header as taosAdapter does: `Basic` or `Taosd`, in this letter case. */
export function readAuthorization(header: string | undefined): HeaderAuth {
  if (header === undefined || header === '') return refused(0x1105, 'no auth info input')
  if (header.startsWith('Basic ')) {
    const credentials = basic(header.slice(6).trim())
    return credentials === undefined
      ? refused(0x1124, 'invalid basic Authorization')
      : { ok: true, credentials }
  }
  if (header.startsWith('Taosd ')) {
    const credentials = decodeTaosdToken(header.slice(6).trim())
    return credentials === null || credentials.user === '' || credentials.password === ''
      ? refused(0x1125, 'invalid taosd Authorization')
      : { ok: true, credentials }
  }
  return refused(0x1122, 'invalid type of Authorization')
}

function refused(code: number, message: string): HeaderAuth {
  return { ok: false, code, message }
}

const base64 = /^[A-Za-z0-9+/]*={0,2}$/

function basic(encoded: string): Credentials | undefined {
  if (!base64.test(encoded)) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon < 1 || colon === text.length - 1) return undefined
  return { user: text.slice(0, colon), password: text.slice(colon + 1) }
}

/** Checks a user; the engine's error when it is refused. */
export function checkLogin(catalog: Catalog, credentials: Credentials): EngineError | undefined {
  const { user, password } = credentials
  if (user === '' || Buffer.byteLength(user) > userLimit) return engineError('INVALID_USER_LENGTH')
  if (password === '' || Buffer.byteLength(password) > passwordLimit) {
    return engineError('INVALID_PASS_LENGTH')
  }
  const known = catalog.users.get(user)
  if (known === undefined) return engineError('INVALID_USER')
  if (known.password !== password) return engineError('AUTH_FAILURE')
  if (!known.enabled) return engineError('USER_DISABLED')
  return undefined
}
