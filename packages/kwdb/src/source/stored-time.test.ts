import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { StoredTimes, timeTextOf } from './stored-time.ts'

describe('times as the server prints them', () => {
  test.each([
    ['ms', '2024-01-22 22:22:22.224+00:00', 1_705_962_142_224n],
    ['ms', '2024-01-22 22:22:22.2+00:00', 1_705_962_142_200n],
    ['ms', '2024-01-22 22:22:22', 1_705_962_142_000n],
    ['ns', '2024-01-22 22:22:22.000000001+00:00', 1_705_962_142_000_000_001n],
    ['us', '1969-12-31 23:59:59.999999', -1n],
    ['ms', '2024-01-23 06:22:22.224+08:00', 1_705_962_142_224n],
    ['ms', '2024-01-23 03:52:22+05:30', 1_705_962_142_000n],
    ['ms', '0001-01-01 00:00:00+00:00 BC', -62_167_219_200_000n],
    ['ms', '2969-12-31 00:00:00+00:00', 31_556_908_800_000n],
  ] as const)('%s %s', (unit, text, value) => {
    expect(new StoredTimes(unit).read(text)).toBe(value)
  })

  test('are refused when they are none', () => {
    expect(() => new StoredTimes('ms').read('now')).toThrow('now is no time')
  })

  test('are what is printed, in every unit', () => {
    const range = fc.bigInt({ min: -62_167_219_200_000n, max: 31_556_995_200_000n })
    fc.assert(
      fc.property(
        fc.constantFrom('ms', 'us', 'ns'),
        range,
        fc.bigInt(0n, 999_999n),
        (unit, ms, f) => {
          const value =
            unit === 'ms' ? ms : unit === 'us' ? ms * 1000n + (f % 1000n) : ms * 1_000_000n + f
          const text = timeTextOf(value, unit)
          expect(new StoredTimes(unit).read(text)).toBe(value)
          const bc = text.endsWith(' BC')
          const zoned = bc ? text.replace(' BC', '+00:00 BC') : `${text}+00:00`
          expect(new StoredTimes(unit).read(zoned)).toBe(value)
        },
      ),
    )
  })
})
