import { KaiwuJsonParser } from '@tidewire/formats'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseColumnType } from '../dialect/column-type.ts'
import { literalOf } from '../dialect/literal.ts'
import { SqlText } from '../dialect/sql-text.ts'
import { ValueWriter, valueTarget } from './value-writer.ts'

const writer = new ValueWriter()
const parser = new KaiwuJsonParser()

/** Writes a JSON value for a column of a type. */
function write(json: string, type: string, unit: 's' | 'ms' | 'us' | 'ns' = 'ms'): string {
  const rows = parser.parse(
    Buffer.from(
      `{"table":"t","tags":[],"columns":[{"name":"c","type":"INT4"}],"data":[{"c":${json}}]}`,
    ),
  )
  const out = new SqlText(4)
  writer.write(out, rows, 0, valueTarget('c', parseColumnType(type), true, unit))
  return out.bytes.toString('utf8', 0, out.end)
}

/** Two ways to the same result: a literal, or the reason for which there is none. */
function outcome(work: () => string): string {
  try {
    return work()
  } catch (error) {
    return (error as Error).message
  }
}

describe('a value of a record', () => {
  test('is written as it stands where it can be', () => {
    expect(write('2535208944865431245', 'INT8')).toBe('2535208944865431245')
    expect(write('6.14545', 'FLOAT4')).toBe('6.14545')
    expect(write('true', 'BOOL')).toBe('true')
    expect(write('"tianjin"', 'VARCHAR(64)')).toBe("'tianjin'")
    expect(write('"北京"', 'NVARCHAR(2)')).toBe("'北京'")
    expect(write('1690855924005', 'TIMESTAMPTZ(3)')).toBe('1690855924005')
    expect(write('1690855924005', 'TIMESTAMPTZ(9)')).toBe('1690855924005000000')
    expect(write('1690855924005000000', 'TIMESTAMPTZ(3)', 'ns')).toBe('1690855924005')
    expect(write('1690855924', 'TIMESTAMPTZ(6)', 's')).toBe('1690855924000000')
    expect(write('null', 'INT4')).toBe('NULL')
  })

  test('with control characters or quotes is escaped', () => {
    expect(write('"a\\nb"', 'VARCHAR(64)')).toBe("e'a\\nb'")
    expect(write('"it\'s"', 'VARCHAR(64)')).toBe("'it''s'")
    expect(write('"\\u0027); DROP TABLE t; --"', 'VARCHAR(64)')).toBe("'''); DROP TABLE t; --'")
  })

  test('is the literal that the rule of its type makes of it, on the quick way and on the other', () => {
    const types = [
      'INT2',
      'INT4',
      'INT8',
      'FLOAT4',
      'FLOAT8',
      'BOOL',
      'VARCHAR(12)',
      'NVARCHAR(6)',
      'TIMESTAMPTZ(3)',
      'TIMESTAMPTZ(6)',
      'TIMESTAMPTZ(9)',
    ]
    const value = fc.oneof(
      fc.bigInt(-(2n ** 65n), 2n ** 65n).map(n => ({ kind: 'number' as const, text: String(n) })),
      fc.bigInt(-40_000n, 40_000n).map(n => ({ kind: 'number' as const, text: String(n) })),
      fc.bigInt(10n ** 18n, 10n ** 19n).map(n => ({ kind: 'number' as const, text: String(n) })),
      fc.bigInt(-(2n ** 33n), 2n ** 45n).map(n => ({ kind: 'number' as const, text: String(n) })),
      fc
        .double({ noNaN: true, noDefaultInfinity: true })
        .map(n => ({ kind: 'number' as const, text: JSON.stringify(n) })),
      fc.constantFrom('true', 'false').map(text => ({ kind: 'boolean' as const, text })),
      fc
        .string({ unit: 'binary', maxLength: 14 })
        .filter(text => text.isWellFormed())
        .map(text => ({ kind: 'text' as const, text })),
    )
    fc.assert(
      fc.property(
        fc.constantFrom(...types),
        fc.constantFrom<'ms' | 'us' | 'ns'>('ms', 'us', 'ns'),
        value,
        (type, unit, { kind, text }) => {
          const json = kind === 'text' ? JSON.stringify(text) : text
          const expected = outcome(() =>
            literalOf(parseColumnType(type), kind, text, unit, () => {}),
          )
          expect(outcome(() => write(json, type, unit))).toBe(expected)
        },
      ),
      { numRuns: 5000 },
    )
  })
})

test('a time that loses digits is counted', () => {
  writer.cuts = 0
  expect(write('1690855924005000001', 'TIMESTAMPTZ(3)', 'ns')).toBe('1690855924005')
  expect(write('1690855924005000000', 'TIMESTAMPTZ(3)', 'ns')).toBe('1690855924005')
  expect(writer.cuts).toBe(1)
})

test('a column that takes no NULL names itself', () => {
  const rows = parser.parse(
    Buffer.from('{"table":"t","tags":[],"columns":[{"name":"c","type":"INT4"}],"data":[{}]}'),
  )
  const target = valueTarget('c', parseColumnType('INT4'), false, 'ms')
  expect(() => writer.write(new SqlText(4), rows, 0, target)).toThrow('the value is missing')
})
