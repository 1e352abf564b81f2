import { TidewireError } from '@tidewire/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { JsonCursor } from './json-cursor.ts'
import { decodeRestResult } from './rest-result.ts'

const body = (type: string, value: string) =>
  `{"code":0,"column_meta":[["c","${type}",8]],"data":[[${value}]],"rows":1}`

test.each([
  ['BIGINT', '9223372036854775807', 9_223_372_036_854_775_807n],
  ['BIGINT UNSIGNED', '18446744073709551615', 18_446_744_073_709_551_615n],
  ['BIGINT', '-9007199254740993', -9_007_199_254_740_993n],
  [
    'DECIMAL(38,10)',
    '"1234567890123456789012345678.0123456789"',
    '1234567890123456789012345678.0123456789',
  ],
  ['VARCHAR', '"\\u003cžluť\\u003e \\"q\\""', '<žluť> "q"'],
  ['JSON', '{"n": 12345678901234567890, "s":"]}"}', '{"n": 12345678901234567890, "s":"]}"}'],
  ['VARBINARY', '"0aff"', Buffer.from([0x0a, 0xff])],
  ['DOUBLE', '1.7976931348623157e308', Number.MAX_VALUE],
  ['TIMESTAMP', '"1969-12-31T23:59:59.999Z"', -1n],
  ['TIMESTAMP', '"2023-11-15T06:13:20.123456789+08:00"', 1_700_000_000_123_456_789n],
  ['TIMESTAMP', '"1677-09-21T00:12:43.145224193Z"', -(2n ** 63n) + 1n],
  ['BOOL', 'false', false],
  ['INT', 'null', null],
] as const)('%s %s', (type, text, value) => {
  expect(decodeRestResult(body(type, text)).rows).toEqual([[value]])
})

test('an update has its count, an error is thrown', () => {
  const update = '{"code":0,"column_meta":[["affected_rows","INT",4]],"data":[[3]],"rows":1}'
  expect(decodeRestResult(update)).toMatchObject({ isUpdate: true, affectedRows: 3, rows: [] })
  expect(() => decodeRestResult('{"code":9731,"desc":"Table does not exist","timing":1}')).toThrow(
    /Table does not exist \[0x2603\]/,
  )
})

test('text that is cut or no JSON gives an error of the table', () => {
  const whole = body('JSON', '{"a":[1,{"b":"x\\"y"}]}')
  for (let length = 0; length < whole.length; length += 1) {
    try {
      decodeRestResult(whole.slice(0, length))
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(TidewireError)
      expect((error as TidewireError).code).toBe('TDENGINE_FRAME')
    }
  }
  const deep = body('JSON', '['.repeat(100_000))
  expect(() => decodeRestResult(deep)).toThrow(TidewireError)
})

test('the cursor hands out the text of any JSON value', () => {
  fc.assert(
    fc.property(fc.json(), fc.json(), (first, second) => {
      const cursor = new JsonCursor(` {"a" : ${first} ,"b":${second}}`)
      const values = new Map<string, string>()
      for (const key of cursor.members()) values.set(key, cursor.value())
      expect([...values]).toEqual([
        ['a', first],
        ['b', second],
      ])
    }),
  )
})
