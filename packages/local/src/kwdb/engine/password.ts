import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'

const keyLength = 32
const cost = { N: 4096, r: 8, p: 1 } as const

/** A password as the catalog keeps it: salted and hashed. */
export function hashPassword(password: string): string {
  const salt = randomBytes(16)
  const hash = scryptSync(password, salt, keyLength, cost)
  return `scrypt:${salt.toString('base64')}:${hash.toString('base64')}`
}

/** Whether this is the password of the hash. */
export function verifyPassword(password: string, kept: string): boolean {
  const [kind, salt = '', hash = ''] = kept.split(':')
  if (kind !== 'scrypt') return false
  const expected = Buffer.from(hash, 'base64')
  const found = scryptSync(password, Buffer.from(salt, 'base64'), keyLength, cost)
  return expected.length === found.length && timingSafeEqual(expected, found)
}
