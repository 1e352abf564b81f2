import { describe, expect, test } from 'vitest'
import { type TDengineType, wireType } from '../wire/data-type.ts'
import { mappedField } from './typed-row.ts'
import { Misfit, type RecordValue, storedValue } from './typed-value.ts'

const units = { record: 'ms', database: 'us' } as const
const stored = (type: TDengineType, value: RecordValue, length = 8) =>
  storedValue(value, { name: 'x', type: wireType(type), length, isTag: false, index: 0 }, units)

describe('values as columns store them', () => {
  test.each<[TDengineType, RecordValue, unknown]>([
    ['BOOL', 'T', true],
    ['BOOL', 0n, false],
    ['TINYINT', -128n, -128],
    ['INT', '42', 42],
    ['INT', 3, 3],
    ['BIGINT', '-9223372036854775808', -9_223_372_036_854_775_808n],
    ['BIGINT UNSIGNED', 18_446_744_073_709_551_615n, 18_446_744_073_709_551_615n],
    ['DOUBLE', '1e3', 1000],
    ['FLOAT', 'NaN', Number.NaN],
    ['VARCHAR', 12n, '12'],
    ['NCHAR', 'žluťžluť', 'žluťžluť'],
    ['VARCHAR', { a: 1n }, '{"a":1}'],
    ['TIMESTAMP', 1_700_000_000_000n, 1_700_000_000_000_000n],
    ['TIMESTAMP', '2023-11-14T22:13:20.1234567+01:00', 1_699_996_400_123_456n],
    ['TIMESTAMP', '2023-11-14 22:13:20', 1_700_000_000_000_000n],
    ['VARBINARY', '\\x0aFF', Buffer.from([10, 255])],
    ['VARBINARY', 'ab', Buffer.from('ab')],
    ['DECIMAL', '-12.30', '-12.30'],
    ['DOUBLE', null, null],
  ])('%s %s', (type, value, expected) => {
    expect(stored(type, value)).toEqual(expected)
  })

  test.each<[TDengineType, RecordValue]>([
    ['BOOL', 'yes'],
    ['TINYINT', 128],
    ['INT', 1.5],
    ['INT UNSIGNED', -1n],
    ['DOUBLE', 'x'],
    ['DOUBLE', ''],
    ['VARCHAR', 'žluťžž'],
    ['NCHAR', 'nine char'],
    ['VARBINARY', '\\x000102030405060708'],
    ['TIMESTAMP', 'yesterday'],
    ['GEOMETRY', 'nowhere'],
    ['DECIMAL', "1'; drop"],
  ])('%s does not take %s', (type, value) => {
    expect(() => stored(type, value)).toThrow(Misfit)
  })
})

describe('entries of columns.map', () => {
  test.each([
    ['temp', { path: ['temp'], name: 'temp', type: null, byDefault: null }],
    ['data.temp:t:float', { path: ['data', 'temp'], name: 't', type: 'FLOAT', byDefault: null }],
    ['ok::BOOL=false', { path: ['ok'], name: 'ok', type: 'BOOL', byDefault: 'false' }],
    ['n:m=a:b=c', { path: ['n'], name: 'm', type: null, byDefault: 'a:b=c' }],
    ['a.b', { path: ['a', 'b'], name: 'b', type: null, byDefault: null }],
    ['', null],
    [':x', null],
    ['a:b:INT); drop', null],
  ])('%s', (text, expected) => {
    expect(mappedField(text)).toEqual(expected === null ? null : { declaration: null, ...expected })
  })
})
