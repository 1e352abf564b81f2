import fc from 'fast-check'
import { expect, it } from 'vitest'
import { convertTime, type TimeUnit } from './time-unit.ts'

const unit = fc.constantFrom<TimeUnit>('s', 'ms', 'us', 'ns')

it('a finer unit and back is the same instant', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 33n), max: 2n ** 33n }), unit, (value, from) => {
      expect(convertTime(convertTime(value, from, 'ns'), 'ns', from)).toBe(value)
    }),
  )
})

it('a finer part is cut off toward the past, before 1970 too', () => {
  expect(convertTime(1_999n, 'us', 'ms')).toBe(1n)
  expect(convertTime(-1n, 'us', 'ms')).toBe(-1n)
  expect(convertTime(-1000n, 'us', 'ms')).toBe(-1n)
})
