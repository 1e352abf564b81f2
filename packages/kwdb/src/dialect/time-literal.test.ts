import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { columnTime, columnTimeOfText } from './time-literal.ts'

describe('a count of a unit', () => {
  test('becomes the unit of the column', () => {
    expect(columnTime(1648432611249n, 'ms', 3)).toEqual({ value: 1648432611249n, cut: false })
    expect(columnTime(1648432611249n, 'ms', 9)).toEqual({ value: 1648432611249000000n, cut: false })
    expect(columnTime(1648432611n, 's', 6)).toEqual({ value: 1648432611000000n, cut: false })
    expect(columnTime(1648432611249000000n, 'ns', 3)).toEqual({ value: 1648432611249n, cut: false })
  })

  test('that has more digits than the column keeps is cut toward the past, and says so', () => {
    expect(columnTime(1648432611249000001n, 'ns', 3)).toEqual({ value: 1648432611249n, cut: true })
    expect(columnTime(-1n, 'us', 3)).toEqual({ value: -1n, cut: true })
  })

  test('is refused outside the range of the column', () => {
    expect(() => columnTime(1648432611249000000n, 'ms', 3)).toThrow(/out of the range/)
    expect(() => columnTime(-1n, 'ms', 9)).toThrow(/out of the range/)
    expect(columnTime(-62167219200000n, 'ms', 3).value).toBe(-62167219200000n)
    expect(() => columnTime(-62167219200001n, 'ms', 3)).toThrow(/out of the range/)
    expect(columnTime(9214646400000000000n, 'ns', 9).value).toBe(9214646400000000000n)
    expect(() => columnTime(9214646400000000001n, 'ns', 9)).toThrow(/out of the range/)
  })

  test('loses nothing on the way to a finer unit and back', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 9_214_646_400_000n), time => {
        const fine = columnTime(time, 'ms', 9).value
        expect(columnTime(fine, 'ns', 3)).toEqual({ value: time, cut: false })
      }),
    )
  })
})

describe('a time as text', () => {
  test('is UTC without an offset', () => {
    expect(columnTimeOfText('2023-08-11 12:12:10.249', 3).value).toBe(1691755930249n)
    expect(columnTimeOfText('2023-08-11T12:12:10.249Z', 6).value).toBe(1691755930249000n)
    expect(columnTimeOfText('2023-08-11 20:12:10.249+08:00', 3).value).toBe(1691755930249n)
    expect(columnTimeOfText('2023-08-11', 3).value).toBe(1691712000000n)
    expect(columnTimeOfText('0000-01-01 00:00:00', 3).value).toBe(-62167219200000n)
  })

  test('keeps nine decimal places', () => {
    expect(columnTimeOfText('2023-08-11 12:12:10.249000001', 9).value).toBe(1691755930249000001n)
    expect(columnTimeOfText('2023-08-11 12:12:10.249000001', 3)).toEqual({
      value: 1691755930249n,
      cut: true,
    })
  })

  test('is refused when it is none, or a day that does not exist', () => {
    for (const text of [
      'now',
      'yesterday',
      '2023-02-30 00:00:00',
      '2023-13-01',
      '12:00',
      '2023-08-11 25:00:00',
      "'",
      '',
    ]) {
      expect(() => columnTimeOfText(text, 3), text).toThrow(/is no time/)
    }
  })
})
