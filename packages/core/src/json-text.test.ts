import { expect, it } from 'vitest'
import { jsonText } from './json-text.ts'

it('JSON keeps all digits of integers, and bytes as base64', () => {
  const value = {
    big: 2n ** 63n - 1n,
    bytes: Uint8Array.of(0, 255),
    buffer: Buffer.from('hi'),
    list: [1, null, -1n],
  }
  expect(jsonText(value)).toBe(
    '{"big":9223372036854775807,"bytes":"AP8=","buffer":"aGk=","list":[1,null,-1]}',
  )
  expect(jsonText(undefined)).toBeUndefined()
})
