import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { timestampText } from './timestamp-text.ts'

const zone = process.env.TZ
beforeAll(() => {
  process.env.TZ = 'UTC'
})
afterAll(() => {
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
})

describe('time stamps as text', () => {
  it.each([
    [1648432611249000001n, 'ns', '2022-03-28 01:56:51.249000001'],
    [1648432611249001n, 'us', '2022-03-28 01:56:51.249001'],
    [-1n, 'ns', '1969-12-31 23:59:59.999999999'],
    [-1500n, 'ms', '1969-12-31 23:59:58.500'],
    [9_000_000_000_000_000_000n, 'ms', '9000000000000000000'],
  ] as const)('%i in %s is %s', (value, unit, text) => {
    expect(timestampText(value, unit)).toBe(text)
  })
})
