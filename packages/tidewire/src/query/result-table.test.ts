import type { ResultColumn, TDengineType, TDengineValue } from '@tidewire/tdengine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { columnWidth, tableHeader, tableRow, valueText, verticalRow } from './result-table.ts'

function column(name: string, type: TDengineType, length = 8): ResultColumn {
  return { name, type, length, precision: 0, scale: 0 }
}

const zone = process.env.TZ
beforeAll(() => {
  process.env.TZ = 'Asia/Shanghai'
})
afterAll(() => {
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
})

const meters = [
  column('_ts', 'TIMESTAMP'),
  column('current', 'DOUBLE'),
  column('groupid', 'NCHAR', 1),
  column('location', 'NCHAR', 64),
]

describe('the table of the TDengine shell', () => {
  it('prints the sink tutorial', () => {
    const row = [1648432611249000000n, 11.8, '2', 'California.LoSangeles'] as const
    const text = tableHeader(meters, 'ns') + tableRow(meters, row, 'ns')
    expect(text.split('\n')).toEqual([
      '              _ts              |          current          | groupid |            location            |',
      '='.repeat(32 + 28 + 10 + 33),
      ' 2022-03-28 09:56:51.249000000 |        11.800000000000001 | 2       | California.LoSangeles          |',
      '',
    ])
  })

  it.each([
    ['BOOL', 8, 5],
    ['TINYINT', 1, 4],
    ['SMALLINT UNSIGNED', 2, 6],
    ['INT', 4, 11],
    ['BIGINT', 8, 21],
    ['FLOAT', 4, 20],
    ['DOUBLE', 8, 25],
    ['VARCHAR', 10, 12],
    ['VARCHAR', 30, 32],
    ['VARCHAR', 31, 30],
    ['NCHAR', 7, 30],
    ['NCHAR', 8, 30],
    ['JSON', 4095, 30],
    ['VARBINARY', 20, 30],
  ] as const)('gives %s(%i) %i columns, by type and declared length', (type, length, width) => {
    expect(columnWidth(column('c', type, length), 'ms')).toBe(width)
  })

  it('is as wide as a long name, and as precise times', () => {
    expect(columnWidth(column('a_name_of_22_characters', 'INT'), 'ms')).toBe(23)
    const time = column('ts', 'TIMESTAMP')
    expect([columnWidth(time, 'ms'), columnWidth(time, 'us'), columnWidth(time, 'ns')]).toEqual([
      23, 26, 29,
    ])
  })

  it('aligns numbers right, text and NULL left', () => {
    const columns = [column('i', 'INT'), column('b', 'BOOL'), column('n', 'INT')]
    expect(tableRow(columns, [-7, true, null], 'ms')).toBe('          -7 | true  | NULL        |\n')
  })

  it('cuts long text with dots and counts wide characters twice', () => {
    const text = column('t', 'VARCHAR', 100)
    expect(tableRow([text], ['x'.repeat(31)], 'ms')).toBe(` ${'x'.repeat(27)}... |\n`)
    expect(tableRow([text], ['温'.repeat(15)], 'ms')).toBe(` ${'温'.repeat(15)} |\n`)
    expect(tableRow([text], ['温'.repeat(16)], 'ms')).toBe(` ${'温'.repeat(13)}...  |\n`)
  })

  it('lets no text drive the terminal', () => {
    const row = tableRow([column('t', 'VARCHAR', 20)], ['a\x1b[31mb\nc'], 'ms')
    expect(row).not.toContain('\x1b')
    expect(row.trimEnd()).not.toContain('\n')
  })

  it.each<[TDengineType, TDengineValue, string]>([
    ['FLOAT', Math.fround(10.3), '10.3000002'],
    ['FLOAT', 1e20, '1.0000000e+20'],
    ['DOUBLE', 0.1, '0.100000000000000'],
    ['DOUBLE', 1.5e300, '1.500000000000000e+300'],
    ['DOUBLE', Number.NaN, 'nan'],
    ['BIGINT', 9223372036854775807n, '9223372036854775807'],
    ['DECIMAL', '12.3400', '12.3400'],
    ['VARBINARY', Buffer.from([0xca, 0xfe]), '\\xCAFE'],
    ['TIMESTAMP', 1538548685000n, '2018-10-03 14:38:05.000'],
  ])('prints %s %s as %s', (type, value, text) => {
    expect(valueText(value, column('c', type), 'ms')).toBe(text)
  })

  it('prints rows below each other after \\G', () => {
    expect(verticalRow([column('ts', 'TIMESTAMP'), column('v', 'INT')], [0n, 1], 'ms', 3)).toBe(
      `${'*'.repeat(27)} 3.row ${'*'.repeat(27)}\nts: 1970-01-01 08:00:00.000\n v: 1\n`,
    )
  })
})
