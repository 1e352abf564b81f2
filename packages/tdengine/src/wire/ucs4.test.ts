import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeUcs4, encodeUcs4, ucs4Length } from './ucs4.ts'

test('text comes back, whatever plane its characters are of', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      const bytes = Buffer.alloc(ucs4Length(text))
      expect(encodeUcs4(text, bytes, 0)).toBe(bytes.length)
      expect(decodeUcs4(bytes, 0, bytes.length)).toBe(text.toWellFormed())
    }),
  )
})

test('what is no code point becomes U+FFFD', () => {
  const bytes = Buffer.alloc(12)
  bytes.writeUInt32LE(0x11_0000, 0)
  bytes.writeUInt32LE(0xd800, 4)
  bytes.writeUInt32LE(0x41, 8)
  expect(decodeUcs4(bytes, 0, 12)).toBe('\ufffd\ufffdA')
})
