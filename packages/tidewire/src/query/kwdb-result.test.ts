import { describe, expect, it } from 'vitest'
import { resultCsv, resultJson, resultLines, resultTable } from './kwdb-result.ts'

const result = {
  fields: [
    { name: 'k_timestamp', oid: 1184 },
    { name: 'usage', oid: 20 },
    { name: 'ok', oid: 16 },
    { name: 'hostname', oid: 1043 },
    { name: 'load', oid: 701 },
  ],
  rows: [
    ['2024-01-22 22:22:22.224+00:00', '9223372036854775807', 't', 'local"host, 中文', '0.5'],
    ['2024-01-22 22:22:23+00:00', null, 'f', '', 'NaN'],
  ],
} as const

describe('results of KWDB', () => {
  it('are tables like those of TDengine, as wide as what is in them', () => {
    expect(resultTable(result, 12).split('\n')).toEqual([
      '          k_timestamp          |        usage        |  ok   |   hostname   | load |',
      '='.repeat(84),
      ' 2024-01-22 22:22:22.224+00:00 | 9223372036854775807 | true  | local"hos... |  0.5 |',
      ' 2024-01-22 22:22:23+00:00     | NULL                | false |              |  NaN |',
      '',
    ])
    expect(resultTable({ fields: result.fields, rows: [] }, 12)).toBe('')
  })

  it('are rows below each other', () => {
    expect(resultLines(result)).toContain('\n      usage: 9223372036854775807\n         ok: true\n')
  })

  it('are CSV in which NULL is nothing', () => {
    expect(resultCsv(result).split('\n')).toEqual([
      '2024-01-22 22:22:22.224+00:00,9223372036854775807,true,"local""host, 中文",0.5',
      '2024-01-22 22:22:23+00:00,,false,"",NaN',
      '',
    ])
  })

  it('are JSON with all digits of integers', () => {
    expect(resultJson(result).split('\n')).toEqual([
      '{"k_timestamp":"2024-01-22 22:22:22.224+00:00","usage":9223372036854775807,"ok":true,"hostname":"local\\"host, 中文","load":0.5}',
      '{"k_timestamp":"2024-01-22 22:22:23+00:00","usage":null,"ok":false,"hostname":"","load":null}',
      '',
    ])
  })
})
