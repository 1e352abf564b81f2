import { isRetriable, TidewireError } from '@tidewire/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TDengineType, TDengineValue } from './data-type.ts'
import { decimalText } from './decimal.ts'
import { RawBlock } from './raw-block.ts'
import { type ColumnToEncode, encodeBlock } from './raw-block-encode.ts'

const integer = (bits: number, signed: boolean) => {
  const max = signed ? 2 ** (bits - 1) - 1 : 2 ** bits - 1
  return fc.integer({ min: signed ? -max - 1 : 0, max })
}
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
const text = fc.string({ unit: 'grapheme', maxLength: 12 })
const bytes = fc.uint8Array({ maxLength: 20 }).map(part => Buffer.from(part))
const jsonText = fc.oneof(
  fc.constantFrom('null', 'true', '1.5', '"text 日本"'),
  fc
    .dictionary(
      fc
        .string({ unit: 'grapheme', minLength: 1, maxLength: 5 })
        .filter(key => key !== '__proto__'),
      fc.oneof(fc.string(), fc.boolean(), fc.constant(null), fc.integer()),
      { maxKeys: 12 },
    )
    .map(value => JSON.stringify(value)),
)

const valuesOfType: Readonly<Record<TDengineType, fc.Arbitrary<TDengineValue>>> = {
  NULL: fc.constant(null),
  BOOL: fc.boolean(),
  TINYINT: integer(8, true),
  SMALLINT: integer(16, true),
  INT: integer(32, true),
  BIGINT: int64,
  FLOAT: fc.float({ noNaN: true }),
  DOUBLE: fc.double({ noNaN: true }),
  VARCHAR: text,
  TIMESTAMP: int64,
  NCHAR: text,
  'TINYINT UNSIGNED': integer(8, false),
  'SMALLINT UNSIGNED': integer(16, false),
  'INT UNSIGNED': integer(32, false),
  'BIGINT UNSIGNED': fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  JSON: jsonText,
  VARBINARY: bytes,
  DECIMAL: fc.constant(null),
  BLOB: bytes,
  GEOMETRY: bytes,
}

const types = Object.keys(valuesOfType) as TDengineType[]

function columnOf(rows: number): fc.Arbitrary<ColumnToEncode> {
  const values = (value: fc.Arbitrary<TDengineValue>) =>
    fc.array(fc.option(value, { nil: null, freq: 4 }), { minLength: rows, maxLength: rows })
  const decimal = fc.integer({ min: 1, max: 38 }).chain(precision =>
    fc.integer({ min: 0, max: precision }).chain(scale => {
      const limit = 10n ** BigInt(precision) - 1n
      return values(fc.bigInt({ min: -limit, max: limit }).map(n => decimalText(n, scale))).map(
        list => ({ type: 'DECIMAL' as const, precision, scale, values: list }),
      )
    }),
  )
  const other = fc
    .constantFrom(...types.filter(type => type !== 'DECIMAL'))
    .chain(type => values(valuesOfType[type]).map(list => ({ type, length: 64, values: list })))
  return fc.oneof({ weight: 1, arbitrary: decimal }, { weight: 6, arbitrary: other })
}

const columnsOf = fc
  .integer({ min: 0, max: 20 })
  .chain(rows => fc.array(columnOf(rows), { minLength: 1, maxLength: 6 }))

/** JSON compares as a value: version 2 sorts the keys. */
const comparable = (type: TDengineType, value: TDengineValue) =>
  type === 'JSON' && value !== null ? JSON.parse(String(value)) : value

const options = fc.record({
  version: fc.constantFrom<1 | 2>(1, 2),
  blankFill: fc.boolean(),
  groupId: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
})

describe('raw blocks', () => {
  test('decoding what was encoded gives every value of every type, and NULLs', () => {
    fc.assert(
      fc.property(columnsOf, options, (columns, how) => {
        const block = new RawBlock(encodeBlock(columns, how))
        expect(block.rows).toBe(columns[0]!.values.length)
        for (const [c, column] of columns.entries()) {
          for (const [r, value] of column.values.entries()) {
            expect(comparable(column.type, block.value(r, c))).toEqual(
              comparable(column.type, value),
            )
            expect(block.isNull(r, c)).toBe(value === null)
            expect(block.bytesAt(r, c) === null).toBe(value === null)
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  test('a truncated or changed block gives values or an error of the table, never a crash', () => {
    fc.assert(
      fc.property(
        columnsOf,
        options,
        fc.array(fc.record({ at: fc.nat(), value: fc.integer({ min: 0, max: 255 }) }), {
          maxLength: 4,
        }),
        fc.nat(),
        (columns, how, changes, cut) => {
          const bytes = encodeBlock(columns, how)
          for (const { at, value } of changes) bytes[at % bytes.length] = value
          const kept = changes.length === 0 ? cut % bytes.length : bytes.length
          try {
            const block = new RawBlock(bytes.subarray(0, kept))
            for (let row = 0; row < Math.min(block.rows, 50); row += 1) block.row(row)
          } catch (error) {
            expect(error).toBeInstanceOf(TidewireError)
            expect((error as TidewireError).code).toBe('TDENGINE_FRAME')
          }
        },
      ),
      { numRuns: 500 },
    )
  })

  test('follows offsets that repeat and run backwards, as dictionary columns have them', () => {
    const bytes = encodeBlock([{ type: 'VARCHAR', length: 8, values: ['ab', 'cdef', 'x'] }])
    const offsets = new RawBlock(bytes).column(0).nullStart
    bytes.writeInt32LE(4, offsets)
    bytes.writeInt32LE(0, offsets + 4)
    bytes.writeInt32LE(4, offsets + 8)
    const block = new RawBlock(bytes)
    expect([0, 1, 2].map(row => block.value(row, 0))).toEqual(['cdef', 'ab', 'cdef'])
  })

  test('reads a block without the trailing byte and one with bytes behind it', () => {
    const columns = [{ type: 'INT' as const, values: [1, null, 3] }]
    const bare = encodeBlock(columns, { blankFill: false })
    expect(bare.length).toBe(encodeBlock(columns).length - 1)
    expect(new RawBlock(bare).value(2, 0)).toBe(3)
    expect(new RawBlock(Buffer.concat([bare, Buffer.from('rest')])).value(2, 0)).toBe(3)
  })

  test.each([
    ['TINYINT', 128],
    ['TINYINT UNSIGNED', -1],
    ['INT', 1.5],
    ['BIGINT', 2n ** 63n],
    ['BOOL', 1],
    ['VARCHAR', 5],
    ['DECIMAL', 'x'],
    ['DECIMAL', '99999999999999999999'],
  ] as const)('refuses %s %s', (type, value) => {
    const refused = () =>
      encodeBlock([{ type, length: 8, precision: 10, scale: 2, values: [value] }])
    try {
      refused()
      expect.unreachable()
    } catch (error) {
      expect((error as TidewireError).code).toBe('TDENGINE_ENCODE')
      expect(isRetriable(error)).toBe(false)
    }
  })

  test('values outlive the block that they came from', () => {
    const bytes = encodeBlock([{ type: 'VARBINARY', length: 8, values: [Buffer.from('abc')] }])
    const value = new RawBlock(bytes).value(0, 0)
    bytes.fill(0)
    expect(value).toEqual(Buffer.from('abc'))
  })
})
