import type { KwdbClient } from '@tidewire/kwdb'
import { KwdbDevServer } from '@tidewire/local/kwdb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adminClient, openSource } from './kwdb-source.ts'

let server: KwdbDevServer
let client: KwdbClient

beforeAll(async () => {
  server = await KwdbDevServer.start({ port: 0 })
  client = adminClient(server)
  await client.query('CREATE TS DATABASE types')
  await client.query(
    `CREATE TABLE types.m (ts TIMESTAMPTZ(9) NOT NULL, a INT2, b INT4, c INT8, d FLOAT4, e FLOAT8, f BOOL, g CHAR(20), h NCHAR(20), i VARCHAR, j NVARCHAR(20), k VARBYTES(20), l GEOMETRY, m TIMESTAMPTZ(9), n TIMESTAMP(3))
     TAGS (o VARCHAR(64) NOT NULL, p INT2 NOT NULL, q FLOAT4, r FLOAT8, s BOOL, t CHAR(9), u NCHAR(9), v VARBYTES(9), w INT8) PRIMARY TAGS (o, p)`,
  )
  await client.query(
    `INSERT INTO types.m VALUES (1700000000000000001, -32768, 2147483647, 9223372036854775807, 1.17549435e-38, 1.7976931348623157e308, true, 'it''s', '漢字', 'a "b" \\ c', e'new\\nline', b'\\x00\\xff', 'POINT(1 2)', 1600000000123456789, '2023-08-11 12:12:10.249', 'x'';--', 7, 6.14545, 0.1, false, 'é', '🎈', '\\x01ff', 2535208944865431245)`,
  )
  await client.query("INSERT INTO types.m (ts, o, p) VALUES (1700000000000000002, 'null row', 8)")
})

afterAll(async () => {
  await client[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

async function read(format: string, props: Readonly<Record<string, string>> = {}) {
  await using source = openSource(server, 'types', { 'out.format': format, ...props })
  await source.start()
  await source.drain()
  return source
}

describe('every type', () => {
  it('in json_kaiwudb, with exact types, lengths and digits, NULLs said', async () => {
    const { read: records } = await read('json_kaiwudb')
    expect(records.map(record => /"data":\[(.*?)\],"tags"/.exec(record.value)?.[1])).toEqual([
      String.raw`{"ts":1700000000000000001,"a":-32768,"b":2147483647,"c":9223372036854775807,"d":1.1754944e-38,"e":1.7976931348623157e+308,"f":true,"g":"it's","h":"漢字","i":"a \"b\" \\ c","j":"new\nline","k":"\\x00ff","l":"POINT(1 2)","m":1600000000123456789,"n":"2023-08-11 12:12:10.249","o":"x';--","p":7,"q":6.14545,"r":0.1,"s":false,"t":"é","u":"🎈","v":"\\x01ff","w":2535208944865431245}`,
      '{"ts":1700000000000000002,"a":null,"b":null,"c":null,"d":null,"e":null,"f":null,"g":null,"h":null,"i":null,"j":null,"k":null,"l":null,"m":null,"n":null,"o":"null row","p":8,"q":null,"r":null,"s":null,"t":null,"u":null,"v":null,"w":null}',
    ])
    const [first] = records
    const { columns, tags } = JSON.parse(first?.value ?? '')
    const declared = (list: readonly { name: string; type: string; length: number }[]) =>
      list.map(({ type, length }) => `${type}(${length})`).join(' ')
    expect(declared(columns)).toBe(
      'TIMESTAMP(64) INT2(16) INT4(32) INT8(64) FLOAT4(32) FLOAT8(64) BOOL(1) CHAR(20) NCHAR(20) VARCHAR(254) NVARCHAR(20) VARBYTES(20) GEOMETRY(1023) TIMESTAMPTZ(64) TIMESTAMP(3)(64)',
    )
    expect(declared(tags)).toBe(
      'VARCHAR(64) INT2(16) FLOAT4(32) FLOAT8(64) BOOL(1) CHAR(9) NCHAR(9) VARBYTES(9) INT8(64)',
    )
    expect(first?.key).toBe("m,o=x';--,p=7")
    expect(first?.timestamp).toBe(1_700_000_000_000)
  })

  it('in line_influxdb, with suffixes; a row without values is counted', async () => {
    const { read: records, counters } = await read('line_influxdb')
    expect(records.map(record => record.value)).toEqual([
      'm,o=x\';--,p=7,q=6.14545,r=0.1,s=false,t=é,u=🎈,v=\\\\x01ff,w=2535208944865431245 a=-32768i16,b=2147483647i32,c=9223372036854775807i64,d=1.1754944e-38f32,e=1.7976931348623157e+308f64,f=true,g="it\'s",h=L"漢字",i="a\\ \\"b\\"\\ \\\\\\ c",j=L"new\nline",k="\\\\x00ff",l="POINT(1\\ 2)",m="2020-09-13\\ 12:26:40.123456789",n="2023-08-11\\ 12:12:10.249" 1700000000000000001',
    ])
    expect(counters.get('rows_without_values')).toBe(1)
  })

  it('in the OpenTSDB formats is refused where it cannot be carried', async () => {
    await using failing = openSource(server, 'types', { 'out.format': 'json_opentsdb' })
    await failing.start()
    await expect(failing.drain()).rejects.toMatchObject({
      code: 'KWDB_SOURCE_ROW',
      message: expect.stringContaining('finer than ms'),
    })
    const skipping = await read('json_opentsdb', { 'errors.tolerance': 'all' })
    expect(skipping.read).toEqual([])
    expect(skipping.counters.get('rows_skipped')).toBe(2)
  })
})

it('a FLOAT4 that the server prints as 0.000000 keeps its digits', async () => {
  await client.query(
    'CREATE TABLE types.small (ts TIMESTAMPTZ NOT NULL, f FLOAT4) TAGS (g FLOAT4, p INT4 NOT NULL) PRIMARY TAGS (p)',
  )
  await client.query('INSERT INTO types.small VALUES (1, 1.5e-30, 2.5e-7, 1)')
  const { read: records } = await read('line_influxdb', { tables: 'small' })
  expect(records.map(({ value }) => value)).toEqual(['small,g=2.5e-7,p=1 f=1.5e-30f32 1000000'])
})
