import { readFileSync } from 'node:fs'
import { RecordBatch } from '@tidewire/core'
import { TextBuffer } from '@tidewire/formats'
import { describe, expect, test } from 'vitest'
import type { Format } from '../config.ts'
import { parseColumnType } from '../dialect/column-type.ts'
import type { TableShape } from '../dialect/table-shape.ts'
import type { OutputSettings } from './output.ts'
import { RowWriter } from './row-writer.ts'

const golden = new URL('../../../../test/golden/kwdb/seed-cases.jsonl', import.meta.url)

const column = (name: string, type: string, nullable = true) => ({
  name,
  type: parseColumnType(type),
  nullable,
})
const cpu: TableShape = {
  name: 'cpu_kaiwudb_tb',
  columns: [
    column('k_timestamp', 'TIMESTAMPTZ(3)', false),
    ...[
      'user',
      'system',
      'idle',
      'nice',
      'iowait',
      'irq',
      'softirq',
      'steal',
      'guest',
      'guest_nice',
    ].map(name => column(`usage_${name}`, 'INT8')),
  ],
  tags: [
    { ...column('id', 'INT8', false), primary: true },
    ...['hostname', 'region', 'datacenter'].map(name => ({
      ...column(name, 'VARCHAR(254)', false),
      primary: false,
    })),
    ...['rack', 'os', 'arch', 'team', 'service', 'service_version', 'service_environment'].map(
      name => ({ ...column(name, 'VARCHAR(254)'), primary: false }),
    ),
  ],
}
const cpuRow = [
  '2024-01-22 22:22:22.224+00:00',
  ...['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'],
  ...['647470401348904608', 'locahost', 'beijing', 'center'],
  ...Array.from({ length: 7 }, () => null),
]

const all = { add: () => true }

function written(
  shape: TableShape,
  row: readonly (string | null)[],
  output: Partial<OutputSettings> & { readonly format: Format },
  tolerant = false,
) {
  const skipped: string[] = []
  let empty = 0
  const faults = {
    tolerant,
    skipped: (_: string, reason: string) => skipped.push(reason),
    empty: () => {
      empty += 1
    },
  }
  const settings = { unit: null, primaryFlags: 'both', ...output } as const
  const writer = new RowWriter('benchmark', shape, settings, faults)
  const batch = new RecordBatch(new TextBuffer())
  writer.write(row, all, batch)
  const { count, bytes, valueStarts, valueLengths, keyBytes, keyStarts, keyLengths, ...rest } =
    batch.batch({ topic: 't', partition: {} }, null)
  const part = (from: Buffer, starts: Int32Array, lengths: Int32Array, i: number) =>
    from.toString('utf8', starts[i], starts[i]! + lengths[i]!)
  return {
    values: Array.from({ length: count }, (_, i) => part(bytes, valueStarts, valueLengths, i)),
    keys: Array.from({ length: count }, (_, i) => part(keyBytes, keyStarts, keyLengths, i)),
    timestamps: [...rest.timestamps.subarray(0, count)],
    headers: rest.headerSets[0]?.map(({ key, value }) => `${key}=${String(value)}`),
    skipped,
    empty,
  }
}

test('the row of the user page becomes its record, character by character', () => {
  const line = readFileSync(golden, 'utf8')
    .split('\n')
    .find(text => text.includes('"id": "json_kaiwudb-source"'))
  const expected = JSON.parse(line ?? '').payloads[0]
  const { values, keys, timestamps, headers } = written(cpu, cpuRow, {
    format: 'json_kaiwudb',
    primaryFlags: 'isPrimary',
  })
  expect(values).toEqual([expected])
  expect(keys).toEqual(['cpu_kaiwudb_tb,id=647470401348904608'])
  expect(timestamps).toEqual([1_705_962_142_224])
  expect(headers).toEqual(['kwdb.database=benchmark', 'kwdb.table=cpu_kaiwudb_tb'])
})

test('by itself a record has both flags of primary tags', () => {
  const [value = ''] = written(cpu, cpuRow, { format: 'json_kaiwudb' }).values
  expect(value).toContain('"name":"id","type":"INT8","length":64,"isPrimary":true,"primary":true,')
})

const mixed: TableShape = {
  name: 'm',
  columns: [
    column('ts', 'TIMESTAMPTZ(6)', false),
    column('a', 'TIMESTAMPTZ(6)'),
    column('b', 'TIMESTAMP(3)'),
    column('c', 'NCHAR(8)', false),
    column('d', 'VARBYTES(20)'),
  ],
  tags: [
    { ...column('p', 'VARCHAR(64)', false), primary: true },
    { ...column('q', 'BOOL', false), primary: true },
  ],
}
const mixedRow = [
  '2024-01-22 22:22:22.224001+00:00',
  '1969-12-31 23:59:59.999999+00:00',
  '2023-08-11 12:12:10.249',
  "it's, a",
  '\\x00ff',
  'x y,z=1',
  't',
]

describe('types', () => {
  test('json_kaiwudb says exact types and lengths, and times of another unit as text', () => {
    const { values, keys } = written(mixed, mixedRow, {
      format: 'json_kaiwudb',
      primaryFlags: 'primary',
    })
    expect(values).toEqual([
      '{"table":"m","columns":[{"name":"ts","type":"TIMESTAMP","length":64},{"name":"a","type":"TIMESTAMPTZ","length":64},{"name":"b","type":"TIMESTAMP(3)","length":64},{"name":"c","type":"NCHAR","length":8,"nullable":false},{"name":"d","type":"VARBYTES","length":20}],"data":[{"ts":1705962142224001,"a":-1,"b":"2023-08-11 12:12:10.249","c":"it\'s, a","d":"\\\\x00ff","p":"x y,z=1","q":true}],"tags":[{"name":"p","type":"VARCHAR","length":64,"primary":true,"nullable":false},{"name":"q","type":"BOOL","length":1,"primary":true,"nullable":false}]}',
    ])
    expect(keys).toEqual(['m,p=x\\ y\\,z\\=1,q=t'])
  })

  test('line_influxdb has suffixes, quotes, and times as text', () => {
    expect(written(mixed, mixedRow, { format: 'line_influxdb' }).values).toEqual([
      'm,p=x\\ y\\,z\\=1,q=true a="1969-12-31\\ 23:59:59.999999",b="2023-08-11\\ 12:12:10.249",c=L"it\'s\\,\\ a",d="\\\\x00ff" 1705962142224001000',
    ])
  })

  test('the OpenTSDB formats make a record for each value', () => {
    const row = [...cpuRow]
    row[2] = null
    const json = written(cpu, row, { format: 'json_opentsdb' })
    expect(json.values).toHaveLength(9)
    expect(json.values[0]).toBe(
      '[{"metric":"cpu_kaiwudb_tb.usage_user","timestamp":1705962142224,"value":1,"tags":{"id":"647470401348904608","hostname":"locahost","region":"beijing","datacenter":"center"}}]',
    )
    expect(written(cpu, row, { format: 'line_opentsdb' }).values[8]).toBe(
      'cpu_kaiwudb_tb.usage_guest_nice 1705962142224 10 id=647470401348904608 hostname=locahost region=beijing datacenter=center',
    )
  })

  test.each([
    ['json_kaiwudb', 'ns', '1705962142224000000'],
    ['line_influxdb', 'ms', ' 1705962142224'],
    ['line_influxdb', null, ' 1705962142224000000'],
    ['json_opentsdb', null, '"timestamp":1705962142224,'],
  ] as const)('%s in %s', (format, unit, text) => {
    expect(written(cpu, cpuRow, { format, unit }).values[0]).toContain(text)
  })
})

describe('what a format cannot carry', () => {
  test.each([
    ['ms', mixed, mixedRow],
    ['s', cpu, cpuRow],
  ] as const)('json_opentsdb: times finer than %s', (unit, shape, row) => {
    const output = { format: 'json_opentsdb', unit } as const
    expect(() => written(shape, row, output)).toThrow(`is finer than ${unit}`)
    const { values, skipped } = written(shape, row, output, true)
    expect(values).toEqual([])
    expect(skipped).toHaveLength(1)
  })

  test('line_influxdb: times beyond 64-bit nanoseconds', () => {
    const row = ['2500-01-01 00:00:00+00:00', ...cpuRow.slice(1)]
    expect(() => written(cpu, row, { format: 'line_influxdb' })).toThrow('out of the range of ns')
    expect(written(cpu, row, { format: 'line_influxdb', unit: 'us' }).values).toHaveLength(1)
  })

  test('json_opentsdb: bytes; the other values of the row are delivered when it may skip', () => {
    const row = ['2024-01-22 22:22:22+00:00', ...mixedRow.slice(1)]
    expect(() => written(mixed, row, { format: 'json_opentsdb' })).toThrow(
      'a row of m cannot be written: json_opentsdb cannot carry the value of d: it has no bytes',
    )
    const { values, skipped } = written(mixed, row, { format: 'json_opentsdb' }, true)
    expect(values.map(value => JSON.parse(value)[0].metric)).toEqual(['m.a', 'm.b', 'm.c'])
    expect(skipped).toHaveLength(1)
  })

  test('line and OpenTSDB: rows without any value are counted', () => {
    const row = [cpuRow[0] ?? null, ...cpuRow.slice(1).map((value, i) => (i < 10 ? null : value))]
    for (const format of ['line_influxdb', 'line_opentsdb', 'json_opentsdb'] as const) {
      const { values, empty } = written(cpu, row, { format })
      expect(values).toEqual([])
      expect(empty).toBe(1)
    }
    expect(written(cpu, row, { format: 'json_kaiwudb' }).values).toHaveLength(1)
  })
})
