import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeTaosdToken, encodeTaosdToken } from './taosd-token.ts'

test('the token of the default user is the published one', () => {
  expect(encodeTaosdToken('root', 'taosdata')).toBe(
    '/KfeAzX/f9na8qdtNZmtONryp201ma04bEl8LcvLUd7a8qdtNZmtONryp201ma04',
  )
})

test('user and password come back', () => {
  const text = (maxLength: number) => fc.stringMatching(new RegExp(`^[ -~]{1,${maxLength}}$`))
  fc.assert(
    fc.property(text(24), text(60), (user, password) => {
      expect(decodeTaosdToken(encodeTaosdToken(user, password)!)).toEqual({ user, password })
    }),
  )
})

test('no token for a long user or an empty password, no credentials in other text', () => {
  expect(encodeTaosdToken('u'.repeat(25), 'x')).toBeNull()
  expect(encodeTaosdToken('root', '')).toBeNull()
  expect(decodeTaosdToken('abc')).toBeNull()
})
