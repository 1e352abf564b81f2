import type { ResultColumn, TDengineType } from '@tidewire/tdengine'
import { describe, expect, it } from 'vitest'
import { csvHeader, csvRow, jsonRow } from './result-text.ts'

function column(name: string, type: TDengineType): ResultColumn {
  return { name, type, length: 8, precision: 0, scale: 0 }
}

const columns = [
  column('ts', 'TIMESTAMP'),
  column('big', 'BIGINT'),
  column('t "x"', 'NCHAR'),
  column('j', 'JSON'),
]

describe('rows for machines', () => {
  it('keeps every digit of int64 and nanoseconds in JSON', () => {
    const row = [1648432611249000001n, 9223372036854775807n, 'a"b', '{"k":1}'] as const
    expect(jsonRow(columns, row, 'ns')).toBe(
      '{"ts":"2022-03-28T01:56:51.249000001Z","big":9223372036854775807,"t \\"x\\"":"a\\"b","j":{"k":1}}\n',
    )
    expect(jsonRow(columns, [-1n, null, null, null], 'us')).toBe(
      '{"ts":"1969-12-31T23:59:59.999999Z","big":null,"t \\"x\\"":null,"j":null}\n',
    )
  })

  it('quotes CSV where it must and tells NULL from an empty text', () => {
    const text = columns.slice(2)
    expect(csvHeader(text)).toBe('"t ""x""",j\n')
    expect(csvRow(text, ['a,b\n"c"', null], 'ms')).toBe('"a,b\n""c""",\n')
    expect(csvRow(text, ['', 'x'], 'ms')).toBe('"",x\n')
  })
})
