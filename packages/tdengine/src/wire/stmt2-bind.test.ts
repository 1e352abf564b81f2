import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bindBlock, bindValues, unset } from './bind-block.ts'
import { encodeSqlRequest, readBinaryHead } from './fetch-frame.ts'
import { type BindTable, encodeBindRequest } from './stmt2-bind.ts'
import { decodeBindPayload } from './stmt2-bind-decode.ts'

const cell = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 4, arbitrary: value }, { weight: 1, arbitrary: fc.constantFrom(null, unset) })

const block = (rows: number) => {
  const list = <T>(value: fc.Arbitrary<T>) =>
    fc.array(cell(value), { minLength: rows, maxLength: rows })
  return fc.oneof(
    list(fc.boolean()).map(values => bindBlock('BOOL', values)),
    list(fc.integer({ min: -128, max: 127 })).map(values => bindBlock('TINYINT', values)),
    list(fc.integer({ min: 0, max: 65_535 })).map(values => bindBlock('SMALLINT UNSIGNED', values)),
    list(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })).map(values =>
      bindBlock('TIMESTAMP', values),
    ),
    list(fc.double({ noNaN: true })).map(values => bindBlock('DOUBLE', values)),
    list(fc.string({ unit: 'grapheme' })).map(values => bindBlock('NCHAR', values)),
    list(fc.uint8Array().map(part => Buffer.from(part))).map(values => bindBlock('BLOB', values)),
  )
}

const blocks = (count: number, rows: number) =>
  fc.tuple(...Array.from({ length: count }, () => block(rows)))

const tables: fc.Arbitrary<BindTable[]> = fc
  .record({ tags: fc.nat(2), columns: fc.integer({ min: 1, max: 3 }), rows: fc.nat(4) })
  .chain(({ tags, columns, rows }) =>
    fc.array(
      fc.record({
        name: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 8 }),
        tags: blocks(tags, 1),
        columns: blocks(columns, rows),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  )

describe('stmt2 binds', () => {
  test('decoding what was encoded gives names, tags and columns, with NULL and unset cells', () => {
    fc.assert(
      fc.property(tables, given => {
        const frame = encodeBindRequest(7n, 3n, given)
        expect(readBinaryHead(frame)).toEqual({ requestId: 7n, resourceId: 3n, action: 9n })
        const decoded = decodeBindPayload(frame.subarray(30))
        if (!decoded.ok) throw new Error(decoded.message)
        const values = (list: readonly BindTable[]) =>
          list.map(table => [table.name, table.tags.map(bindValues), table.columns.map(bindValues)])
        expect(values(decoded.tables)).toEqual(values(given))
      }),
    )
  })

  test('a damaged payload is refused or read, never a crash', () => {
    const change = fc.record({ at: fc.nat(), value: fc.integer({ min: 0, max: 255 }) })
    fc.assert(
      fc.property(tables, fc.array(change, { minLength: 1, maxLength: 4 }), (given, changes) => {
        const payload = encodeBindRequest(1n, 1n, given).subarray(30)
        for (const { at, value } of changes) payload[at % payload.length] = value
        const decoded = decodeBindPayload(payload)
        if (!decoded.ok) {
          expect(decoded.message).not.toBe('')
          return
        }
        for (const table of decoded.tables) table.columns.map(bindValues)
      }),
      { numRuns: 300 },
    )
  })

  test('tables that differ in their columns cannot be bound together', () => {
    const one = { name: 'a', tags: [], columns: [bindBlock('INT', [1])] }
    expect(() => encodeBindRequest(1n, 1n, [one, { ...one, columns: [] }])).toThrow(/differ/)
  })
})

test('a statement is sent as it is, without escapes', () => {
  const frame = encodeSqlRequest(0x1122n, 'show databases')
  expect(frame.toString('hex')).toBe(
    '2211000000000000000000000000000006000000000000000100' + '0e00000073686f7720646174616261736573',
  )
})
