import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'

const keyBytes = 32

/** A salted hash of a password, `scrypt:salt:key` in base64. */
export function hashPassword(password: string): string {
  const salt = randomBytes(16)
  const key = scryptSync(password, salt, keyBytes)
  return `scrypt:${salt.toString('base64')}:${key.toString('base64')}`
}

/** Whether this is the password of the hash; takes as long for a wrong one. */
export function verifyPassword(password: string, hash: string): boolean {
  const [, salt = '', key = ''] = hash.split(':')
  const expected = Buffer.from(key, 'base64')
  const actual = scryptSync(password, Buffer.from(salt, 'base64'), keyBytes)
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}
