import { type RunningTDengine, TDengineDevServer } from '@tidewire/local/tdengine'
import { StreamEnvironment } from '@tidewire/streams'
import { connectTDengine, parseTDengineUrl, type TDengineClient } from '@tidewire/tdengine'
import {
  type Row,
  SourceSplitSql,
  type StreamProperties,
  TDengineCdcSource,
  TDengineSink,
  TDengineSource,
} from '@tidewire/tdengine/stream'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CollectSink } from './collect-sink.ts'

const columns =
  'ts timestamp, i int, bi bigint, d double, b bool, bin binary(100), nc nchar(100), vb varbinary(100),' +
  ' geo geometry(100), ti tinyint, si smallint, f float, tu tinyint unsigned, su smallint unsigned,' +
  ' iu int unsigned, bu bigint unsigned, at timestamp, de decimal(30, 5), bl blob'
const tags =
  't_i int, t_bi bigint, t_d double, t_b bool, t_bin binary(100), t_nc nchar(100), t_vb varbinary(100),' +
  ' t_geo geometry(100), t_ti tinyint, t_si smallint'

const names = columns
  .split(', ')
  .map(column => column.trim().split(' ')[0] ?? '')
  .filter(name => /^[a-z]+$/.test(name))
const tagNames = tags.split(', ').map(tag => tag.trim().split(' ')[0] ?? '')
const fields = [...names, ...tagNames, 'tbname']

let server: RunningTDengine
let client: TDengineClient
let url = ''

beforeEach(async () => {
  server = await TDengineDevServer.start()
  url = `jdbc:TAOS-WS://${server.host}:${server.port}/?user=root&password=taosdata`
  client = await connectTDengine(parseTDengineUrl(url))
  for (const statement of [
    "create database types precision 'us' vgroups 2 wal_retention_period 3600",
    `create stable types.stb0 (${columns}) tags (${tags})`,
    `create stable types.stb1 (${columns}) tags (${tags})`,
    `create table types.ntb1 (${columns})`,
    `insert into types.ntb using types.stb0 tags (1, 1000000000000, 1.1, true, 'binary''s "q"', 'nchar 温度', '\\x010203', 'point(100 100)', 9, 13)
       values (1734624000000001, 1, 1000000000000, 1.1, true, 'it''s \\\\ "q"', 'nchar 温度', '\\x0102ff', 'point(100 100)', 9, 13, 1.5, 255, 65535, 4294967295, 18446744073709551615, 1734624000000002, '-12345678901234567890.12345', '\\x00ff')`,
    'insert into types.w3 using types.stb0 tags (null, null, null, null, null, null, null, null, null, null) (ts) values (1734624000000003)',
  ]) {
    await client.execute(statement)
  }
})

afterEach(async () => {
  await client[Symbol.asyncDispose]()
  await server.close()
})

function sink(more: StreamProperties): TDengineSink<Row> {
  const properties = { url, dbname: 'types', 'value.deserializer': 'RowData', ...more }
  return new TDengineSink<Row>(properties, 'table_name' in more ? names : fields)
}

async function contents(table: string, list: readonly string[]): Promise<unknown> {
  const { rows } = await client.query(`select ${list.join(', ')} from types.${table} order by ts`)
  return rows
}

const query = `select ${fields.join(', ')} from types.stb0`

describe('every type, with NULLs', () => {
  it.each([
    { way: 'prepared statements', properties: {} },
    { way: 'INSERT text', properties: { 'stmt2.version': '100.100.100.100' } },
  ])('goes from a super table into another one by $way', async ({ properties }) => {
    const env = new StreamEnvironment({ parallelism: 2 })
    env
      .from(new TDengineSource({ url } as StreamProperties, new SourceSplitSql(query)))
      .map(row => ({ ...row, tbname: `copy_${String(row.tbname)}` }))
      .sinkTo(sink({ super_table_name: 'stb1', ...properties }))
    await env.execute()
    const list = [...names, ...tagNames]
    const copied = await contents('stb1', list)
    expect(copied).toEqual(await contents('stb0', list))
    expect(copied).toHaveLength(2)
  })

  it('goes into a normal table', async () => {
    const env = new StreamEnvironment()
    env
      .from(new TDengineSource({ url }, new SourceSplitSql(query)))
      .sinkTo(sink({ table_name: 'ntb1' }))
    await env.execute()
    expect(await contents('ntb1', names)).toEqual(await contents('stb0', names))
  })

  it('comes from a subscription as from a query', async () => {
    await client.execute(`create topic types_topic as ${query}`)
    const stop = new AbortController()
    const seen = new CollectSink<Row>()
    const env = new StreamEnvironment()
    const rows = env.from(
      new TDengineCdcSource('types_topic', {
        url,
        'group.id': 'types',
        'auto.offset.reset': 'earliest',
        'poll.interval_ms': '50',
      }),
    )
    rows.sinkTo(seen)
    const running = env.execute(stop.signal)
    await vi.waitFor(() => expect(seen.rows).toHaveLength(2), { timeout: 10_000 })
    stop.abort()
    await running
    const read = new CollectSink<Row>()
    const again = new StreamEnvironment()
    again.from(new TDengineSource({ url }, new SourceSplitSql(query))).sinkTo(read)
    await again.execute()
    const byTime = (a: Row, b: Row): number => Number(a.ts) - Number(b.ts)
    expect(seen.rows.sort(byTime)).toEqual(read.rows.sort(byTime))
  })

  it('has one TypeScript type per type of the table', async () => {
    const read = new CollectSink<Row>()
    const env = new StreamEnvironment()
    env
      .from(new TDengineSource({ url }, new SourceSplitSql(`${query} where tbname = 'ntb'`)))
      .sinkTo(read)
    await env.execute()
    expect(read.rows[0]).toMatchObject({
      ts: 1734624000000001000n,
      i: 1,
      bi: 1000000000000n,
      d: 1.1,
      b: true,
      bin: 'it\'s \\ "q"',
      nc: 'nchar 温度',
      vb: Uint8Array.of(1, 2, 255),
      ti: 9,
      si: 13,
      f: 1.5,
      tu: 255,
      su: 65535,
      iu: 4294967295,
      bu: 18446744073709551615n,
      at: 1734624000000002000n,
      de: '-12345678901234567890.12345',
      bl: Uint8Array.of(0, 255),
    })
    expect(read.rows[0]?.geo).toBeInstanceOf(Uint8Array)
  })

  it('gives BINARY as bytes where varcharAsString is false', async () => {
    const read = new CollectSink<Row>()
    const env = new StreamEnvironment()
    env
      .from(
        new TDengineSource(
          { url, varcharAsString: 'false' },
          new SourceSplitSql("select ts, bin from types.stb0 where tbname = 'ntb'"),
        ),
      )
      .sinkTo(read)
    await env.execute()
    expect(read.rows[0]?.bin).toEqual(new Uint8Array(Buffer.from('it\'s \\ "q"')))
  })

  it('writes a JSON tag', async () => {
    await client.execute('create stable types.js (ts timestamp, v int) tags (j json)')
    const env = new StreamEnvironment()
    env
      .fromElements<Row>([
        { ts: 1_734_624_000_000_000_000n, v: 1, j: '{"a":"it\'s","b":2}', tbname: 'j1' },
      ])
      .sinkTo(
        new TDengineSink<Row>(
          { url, dbname: 'types', super_table_name: 'js', 'value.deserializer': 'RowData' },
          ['ts', 'v', 'j', 'tbname'],
        ),
      )
    await env.execute()
    const { rows } = await client.query("select j->'a', j->'b' from types.js")
    expect(rows.map(row => row.map(String))).toEqual([['"it\'s"', '2.000000000']])
  })
})
