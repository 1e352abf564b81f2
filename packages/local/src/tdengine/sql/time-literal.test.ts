import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TimeZone, utc } from '../../time-zone.ts'
import { addMonths, parseTime, timeText } from './time-literal.ts'

const shanghai = TimeZone.find('Asia/Shanghai') as TimeZone
const newYork = TimeZone.find('America/New_York') as TimeZone

describe('times', () => {
  test.each([0, 1, 2] as const)('a printed time reads back, precision %i', precision => {
    const limit = {
      0: 253_402_300_799_999n,
      1: 253_402_300_799_999_999n,
      2: 9_223_372_036_854_775_807n,
    }[precision]
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: limit }),
        fc.constantFrom(utc, shanghai),
        (value, zone) => {
          const text = timeText(value, precision, zone)
          fc.pre(/^\d{4}-/.test(text))
          expect(parseTime(text, precision, utc)).toBe(value)
        },
      ),
    )
  })

  test('without a zone a text is local time', () => {
    expect(parseTime('2023-11-15 06:13:20', 0, shanghai)).toBe(1_700_000_000_000n)
    expect(parseTime('2023-11-14 22:13:20', 0, utc)).toBe(1_700_000_000_000n)
    // In summer New York is four hours behind, in winter five.
    expect(parseTime('2023-07-01 00:00:00', 0, newYork)).toBe(BigInt(Date.UTC(2023, 6, 1, 4)))
    expect(parseTime('2023-12-01 00:00:00', 0, newYork)).toBe(BigInt(Date.UTC(2023, 11, 1, 5)))
  })

  test.each(['2023-13-01', '2023-11-14 25:00:00', '2023/11/14 22:13:20', 'hello', ''])(
    '%s is no time',
    text => {
      expect(parseTime(text, 0, utc)).toBeUndefined()
    },
  )

  test('a month later keeps the day where there is one', () => {
    const day = (text: string) => parseTime(text, 0, utc) as bigint
    expect(addMonths(day('2024-01-31'), 1, 0, utc)).toBe(day('2024-02-29'))
    expect(addMonths(day('2024-03-15'), -12, 0, utc)).toBe(day('2023-03-15'))
  })

  test('years beyond four digits are printed', () => {
    expect(timeText(253_402_300_799_999n, 0, shanghai)).toBe('10000-01-01T07:59:59.999+08:00')
  })
})
