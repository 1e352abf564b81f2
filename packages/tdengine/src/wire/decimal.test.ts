import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decimalText, parseDecimal } from './decimal.ts'

test.each([
  [-5n, 2, '-0.05'],
  [123400n, 4, '12.3400'],
  [0n, 5, '0.00000'],
  [99999n, 0, '99999'],
  [-1n, 0, '-1'],
  [1n, 18, '0.000000000000000001'],
] as const)('%s with scale %s is %s', (unscaled, scale, text) => {
  expect(decimalText(unscaled, scale)).toBe(text)
})

test.each([
  ['7.777', 2, 778n],
  ['12.5', 0, 13n],
  ['-12.5', 0, -13n],
  ['1e5', 10, 1_000_000_000_000_000n],
  ['1e-3', 18, 1_000_000_000_000_000n],
  ['.5', 1, 5n],
  ['5.', 1, 50n],
  ['+3', 0, 3n],
  ['', 0, null],
  ['.', 0, null],
  ['1.2.3', 0, null],
  ['0x10', 0, null],
] as const)('%s with scale %s is read as %s', (text, scale, unscaled) => {
  expect(parseDecimal(text, scale)).toBe(unscaled)
})

test('reading what was printed gives the number again', () => {
  const limit = 10n ** 38n - 1n
  const number = fc.bigInt({ min: -limit, max: limit })
  fc.assert(
    fc.property(number, fc.integer({ min: 0, max: 38 }), (unscaled, scale) => {
      expect(parseDecimal(decimalText(unscaled, scale), scale)).toBe(unscaled)
    }),
  )
})
