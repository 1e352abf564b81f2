import { createCipheriv, createDecipheriv } from 'node:crypto'

/** The fixed key of taosAdapter's login tokens; single DES is 3DES with the key repeated. */
const des = Buffer.from('40b67a305673fd44', 'hex')
const key = Buffer.concat([des, des, des])
const userBytes = 24
const minimumPasswordBytes = 24

/**
 * The token of `GET /rest/login/{user}/{password}` for `Authorization: Taosd`, or null when the user has more than 24
 * bytes or the password is empty. It holds the password and is no better protected than it.
 */
export function encodeTaosdToken(user: string, password: string): string | null {
  const name = Buffer.from(user, 'utf8')
  const secret = Buffer.from(password, 'utf8')
  if (name.length > userBytes || secret.length === 0) return null
  const length = Math.max(minimumPasswordBytes, Math.ceil(secret.length / 8) * 8)
  const plain = Buffer.alloc(userBytes + length)
  name.copy(plain)
  secret.copy(plain, userBytes)
  const cipher = createCipheriv('des-ede3-ecb', key, null)
  cipher.setAutoPadding(false)
  return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64')
}

/** The user and password in a token; null when it is none. */
export function decodeTaosdToken(token: string): { user: string; password: string } | null {
  const bytes = Buffer.from(token, 'base64')
  if (bytes.length < userBytes + minimumPasswordBytes || bytes.length % 8 !== 0) return null
  const decipher = createDecipheriv('des-ede3-ecb', key, null)
  decipher.setAutoPadding(false)
  const plain = Buffer.concat([decipher.update(bytes), decipher.final()])
  const text = (part: Buffer) => part.toString('utf8').replace(/\0+$/, '')
  return { user: text(plain.subarray(0, userBytes)), password: text(plain.subarray(userBytes)) }
}
