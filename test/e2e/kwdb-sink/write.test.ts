import { KwdbDevServer } from '@tidewire/local/kwdb'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { convertedBatch, kafkaBatch } from '../record-batch.ts'
import { KwdbSinkHarness } from './kwdb-sink-harness.ts'

let server: KwdbDevServer
let sink: KwdbSinkHarness

beforeAll(async () => {
  server = await KwdbDevServer.start({ port: 0 })
})

afterAll(async () => {
  await server[Symbol.asyncDispose]()
})

beforeEach(async () => {
  sink = await KwdbSinkHarness.open(server)
})

afterEach(async () => {
  await sink[Symbol.asyncDispose]()
})

const time = 1_700_000_000_000

/** A json_kaiwudb record. */
function record(
  columns: readonly string[],
  tags: readonly string[],
  data: readonly object[],
  table = 't',
): string {
  const declared = (text: string) => {
    const [name, type, length] = text.split(' ')
    return { name, type, ...(length === undefined ? {} : { length: Number(length) }) }
  }
  return JSON.stringify({
    table,
    columns: columns.map(declared),
    tags: tags.map((text, i) => ({ ...declared(text), primary: i === 0 })),
    data,
  })
}

async function meters(extra = ''): Promise<void> {
  await sink.rows(
    `CREATE TABLE tsdb.public.m (k_timestamp TIMESTAMPTZ(9) NOT NULL, v INT8${extra}) TAGS (t VARCHAR(64) NOT NULL, site VARCHAR(8)) PRIMARY TAGS (t)`,
  )
}

describe('json_kaiwudb', () => {
  const start = (props = {}) => sink.start({ 'protocol.type': 'json_kaiwudb', ...props })

  it('carries every type, its ends and NULL', async () => {
    await start()
    const columns = [
      'ts TIMESTAMPTZ',
      'i2 INT2',
      'i4 INT4',
      'i8 INT8',
      'f4 FLOAT4',
      'f8 FLOAT8',
      'b BOOL',
      'c CHAR 8',
      'nc NCHAR 8',
      'vc VARCHAR 64',
      'nvc NVARCHAR 64',
      'vb VARBYTES 64',
      'ts2 TIMESTAMP',
    ]
    const big =
      '{"ts":1700000000000,"i2":-32768,"i4":2147483647,"i8":-9223372036854775808,"f4":35.5,"f8":-1e-7,"b":true,"c":"a\'b","nc":"北京","vc":"x\\ny\\\\","nvc":"😀","vb":"\\\\x00ff","ts2":1700000000001,"t":"d1"}'
    const empty = `{"ts":${time + 1},"i2":null,"vc":"","t":"d1"}`
    await sink.values(
      record(columns, ['t VARCHAR 64'], []).replace('"data":[]', `"data":[${big},${empty}]`),
    )
    expect(sink.reported).toEqual([])
    const [first, second] = await sink.objects('SELECT * FROM tsdb.t ORDER BY ts')
    expect(first).toMatchObject({
      i2: '-32768',
      i4: '2147483647',
      i8: '-9223372036854775808',
      f4: '35.500000',
      b: 't',
      c: "a'b",
      nc: '北京',
      vc: 'x\ny\\',
      nvc: '😀',
      vb: '\\x00ff',
      t: 'd1',
    })
    expect(Number(first?.f8)).toBe(-1e-7)
    expect(first?.ts2).toMatch(/^2023-11-14 22:13:20\.001/)
    expect(second).toMatchObject({ i2: null, i8: null, b: null, vc: '', vb: null })
  })

  it('takes times in timestamp.precision and makes columns that keep them', async () => {
    for (const [unit, value, shown] of [
      ['ms', '1700000000123', '22:13:20.123+00:00'],
      ['us', '1700000000123456', '22:13:20.123456+00:00'],
      ['ns', '1700000000123456789', '22:13:20.123456789+00:00'],
    ] as const) {
      await start({ 'timestamp.precision': unit })
      const text = record(['ts TIMESTAMPTZ', 'v INT4'], ['t VARCHAR'], [], unit)
      await sink.values(text.replace('"data":[]', `"data":[{"ts":${value},"v":1,"t":"a"}]`))
      expect((await sink.rows(`SELECT ts FROM tsdb."${unit}"`))[0]?.[0]).toContain(shown)
    }
    expect(sink.reported).toEqual([])
  })

  it('a type that names its precision has times in its own unit', async () => {
    await start()
    const text = record(['ts TIMESTAMPTZ(9)', 'v INT4', 'w TIMESTAMPTZ(6)'], ['t VARCHAR'], [])
    await sink.values(
      text.replace(
        '"data":[]',
        '"data":[{"ts":1700000000123456789,"v":1,"w":1700000000123456,"t":"a"}]',
      ),
    )
    expect(sink.reported).toEqual([])
    const [row] = await sink.rows('SELECT ts, w FROM tsdb.t')
    expect(row?.[0]).toContain('20.123456789')
    expect(row?.[1]).toContain('20.123456')
  })

  it('cuts times that are finer than the column, with one warning, or refuses them with timestamp.cut=false', async () => {
    const text = record(['ts TIMESTAMPTZ', 'v INT4'], ['t VARCHAR'], [])
    await start()
    await sink.values(text.replace('"data":[]', '"data":[{"ts":1,"v":1,"t":"a"}]'))
    await start({ 'timestamp.precision': 'us' })
    await sink.values(
      text.replace(
        '"data":[]',
        '"data":[{"ts":1700000000123456,"v":1,"t":"a"},{"ts":1700000000223456,"v":1,"t":"a"}]',
      ),
    )
    expect(sink.reported).toEqual([])
    expect(await sink.count('tsdb.t')).toBe(3)
    expect(sink.log.filter(({ message }) => message.includes('lose them'))).toHaveLength(1)
    expect(sink.counter('cut_times')).toBe(2)
    await start({ 'timestamp.precision': 'us', 'timestamp.cut': 'false' })
    await sink.values(text.replace('"data":[]', '"data":[{"ts":1700000000123456,"v":1,"t":"a"}]'))
    expect(sink.reported.at(-1)?.card.message).toContain('timestamp.cut')
  })

  it('a record that is printed over several lines comes as lines, each refused with its place', async () => {
    await sink.start({ 'protocol.type': 'json_kaiwudb' })
    const text = record(['ts TIMESTAMPTZ', 'v INT8'], ['t VARCHAR'], [{ ts: time, v: 1, t: 'a' }])
    const lines = JSON.stringify(JSON.parse(text), null, 2).split('\n')
    await sink.values(...lines, text)
    expect(sink.reported).toHaveLength(lines.length)
    expect(sink.reported[0]?.card).toMatchObject({
      code: 'FORMATS_INVALID',
      message: expect.stringContaining('line 1, column'),
    })
    expect(sink.counter('rows_written')).toBe(1)
  })

  it('a record with one bad row is refused as a whole, with path and reason; the others are written', async () => {
    await start()
    const row = (v: unknown, n: number) => ({ ts: time + n, v, t: 'a' })
    await sink.values(
      record(['ts TIMESTAMPTZ', 'v INT2'], ['t VARCHAR'], [row(1, 0), row(2, 1)]),
      record(['ts TIMESTAMPTZ', 'v INT2'], ['t VARCHAR'], [row(3, 2), row(70_000, 3)]),
      record(['ts TIMESTAMPTZ', 'v INT2'], ['t VARCHAR'], [row(4, 4)]),
    )
    expect(await sink.rows('SELECT v FROM tsdb.t ORDER BY ts')).toEqual([['1'], ['2'], ['4']])
    expect(sink.reported).toHaveLength(1)
    expect(sink.reported[0]).toMatchObject({
      offset: 1n,
      card: {
        code: 'KWDB_ROW',
        field: 'v',
        message: expect.stringContaining('70000 is out of the range of INT2'),
      },
    })
  })

  it.each([
    ['not JSON', '{"table":'],
    [
      'no tags at all',
      '{"table":"t","columns":[{"name":"ts","type":"TIMESTAMPTZ"},{"name":"v","type":"INT4"}],"data":[{"ts":1,"v":1}]}',
    ],
    [
      'a type that is none',
      record(['ts TIMESTAMPTZ', 'v JSONB'], ['t VARCHAR'], [{ ts: 1, v: 1, t: 'a' }]),
    ],
    [
      'a name that KWDB does not take',
      record(['ts TIMESTAMPTZ', '温度 INT4'], ['t VARCHAR'], [{ ts: 1, 温度: 1, t: 'a' }]),
    ],
    [
      'a time as a tag',
      record(
        ['ts TIMESTAMPTZ', 'v INT4'],
        ['t VARCHAR', 'u TIMESTAMPTZ'],
        [{ ts: 1, v: 1, t: 'a', u: 1 }],
      ),
    ],
    ['one column only', record(['ts TIMESTAMPTZ'], ['t VARCHAR'], [{ ts: 1, t: 'a' }])],
  ])('%s: the record is refused and no table is made', async (_, text) => {
    await start()
    await sink.values(text)
    expect(sink.reported).toHaveLength(1)
    expect(sink.reported[0]?.card.retriable).toBe(false)
    expect(await sink.rows('SHOW TABLES FROM tsdb')).toEqual([])
  })

  it.each([
    ['time', 'ts', { v: 1, t: 'a' }],
    ['primary tag', 't', { ts: time, v: 1 }],
  ])('a row without its %s is refused', async (_, field, row) => {
    await start()
    await sink.values(record(['ts TIMESTAMPTZ', 'v INT4'], ['t VARCHAR'], [row]))
    expect(sink.reported[0]?.card).toMatchObject({ code: 'KWDB_ROW', field })
    expect(await sink.count('tsdb.t')).toBe(0)
  })

  it('takes structures, as JsonConverter makes them, with all digits', async () => {
    await start()
    const value = {
      table: 't',
      columns: [
        { name: 'ts', type: 'TIMESTAMPTZ' },
        { name: 'v', type: 'INT8' },
      ],
      tags: [{ name: 't', type: 'VARCHAR', primary: true }],
      data: [{ ts: 1700000000000n, v: 9223372036854775807n, t: 'a' }],
    }
    await sink.put(convertedBatch(kafkaBatch('t', ['x']), [value]))
    expect(await sink.rows('SELECT v FROM tsdb.t')).toEqual([['9223372036854775807']])
  })

  it('adds columns and tags and widens types with auto.evolve=true, and refuses the record without', async () => {
    const old = record(
      ['ts TIMESTAMPTZ', 'v INT2', 's VARCHAR 4'],
      ['t VARCHAR'],
      [{ ts: time, v: 1, s: 'abcd', t: 'a' }],
    )
    const wide = record(
      ['ts TIMESTAMPTZ', 'v INT8', 's VARCHAR 10', 'w FLOAT8'],
      ['t VARCHAR', 'site VARCHAR 8'],
      [{ ts: time + 1, v: 5_000_000_000, s: 'abcdefghij', w: 1.5, t: 'b', site: 'x' }],
    )
    await start()
    await sink.values(old, wide)
    expect(sink.reported).toHaveLength(1)
    expect(sink.reported[0]?.card).toMatchObject({ code: 'KWDB_COLUMN', field: 'w' })
    await start({ 'auto.evolve': 'true' })
    await sink.values(wide, old)
    expect(sink.reported).toHaveLength(1)
    expect(await sink.objects('SELECT v, s, w, site FROM tsdb.t ORDER BY ts')).toEqual([
      { v: '1', s: 'abcd', w: null, site: null },
      { v: '5000000000', s: 'abcdefghij', w: '1.5', site: 'x' },
    ])
  })

  it('does not make tables with auto.create=false', async () => {
    await start({ 'auto.create': 'false' })
    await sink.values(
      record(['ts TIMESTAMPTZ', 'v INT4'], ['t VARCHAR'], [{ ts: 1, v: 1, t: 'a' }]),
    )
    expect(sink.reported[0]?.card.code).toBe('KWDB_NO_TABLE')
    await sink.rows(
      'CREATE TABLE tsdb.t (ts TIMESTAMPTZ NOT NULL, v INT4) TAGS (t VARCHAR NOT NULL) PRIMARY TAGS (t)',
    )
    await sink.values(
      record(['ts TIMESTAMPTZ', 'v INT4'], ['t VARCHAR'], [{ ts: 1, v: 1, t: 'a' }]),
    )
    expect(await sink.count('tsdb.t')).toBe(1)
  })
})

describe('the OpenTSDB formats', () => {
  const point = (metric: string, value: unknown, tags: object, n = 0) =>
    JSON.stringify({ metric, timestamp: time + n, value, tags })

  it('write numbers, booleans and texts as VARCHAR', async () => {
    await sink.start({ 'protocol.type': 'json_opentsdb' })
    await sink.values(
      point('m', 10.3, { a: 'x' }),
      point('m', true, { a: 'x' }, 1),
      point('m', "it's", { a: 'x' }, 2),
    )
    expect(await sink.rows('SELECT value FROM tsdb.m ORDER BY "timestamp"')).toEqual([
      ['10.3'],
      ['true'],
      ["it's"],
    ])
  })

  it('write FLOAT8 with opentsdb.value.type=float8, and refuse texts then', async () => {
    await sink.start({
      'protocol.type': 'line_opentsdb',
      'opentsdb.value.type': 'float8',
      'timestamp.precision': 's',
    })
    await sink.values('put sys.cpu 1700000000 42.5 host=a', 'sys.cpu 1700000001 1 host=a')
    expect(await sink.rows('SELECT value FROM tsdb."sys.cpu" ORDER BY 1')).toEqual([
      ['1'],
      ['42.5'],
    ])
    expect(await sink.rows('SELECT "timestamp" FROM tsdb."sys.cpu" ORDER BY 1')).toEqual([
      ['2023-11-14 22:13:20+00:00'],
      ['2023-11-14 22:13:21+00:00'],
    ])
  })

  it('milliseconds where seconds are said are out of range, not a wrong time', async () => {
    await sink.start({ 'protocol.type': 'line_opentsdb', 'timestamp.precision': 's' })
    await sink.values('m 1700000000000 1 host=a')
    expect(sink.reported[0]?.card.message).toContain('out of the range')
  })

  it('make the tags of opentsdb.primary.tags primary', async () => {
    await sink.start({ 'protocol.type': 'json_opentsdb', 'opentsdb.primary.tags': 'host' })
    await sink.values(point('m', 1, { host: 'h1', dc: 'x' }), point('m', 2, { dc: 'x' }, 1))
    expect(await sink.rows('SHOW TAGS FROM tsdb.m')).toEqual([
      ['host', 'VARCHAR(128)', 't', 'f'],
      ['dc', 'VARCHAR(254)', 'f', 't'],
    ])
    expect(sink.reported).toHaveLength(1)
    expect(sink.reported[0]?.card.message).toContain('no tag host')
  })

  it('write into the tables that are there, whatever their time column is called', async () => {
    await sink.rows(
      'CREATE TABLE tsdb.m (k TIMESTAMPTZ(6) NOT NULL, val FLOAT4) TAGS (host VARCHAR(8) NOT NULL, rack INT4) PRIMARY TAGS (host)',
    )
    await sink.start({ 'protocol.type': 'json_opentsdb' })
    await sink.values(
      point('m', 1.5, { host: 'h1', rack: '7' }),
      point('m', 2, { host: 'h1', rack: 'x' }),
    )
    expect(await sink.rows('SELECT val, host, rack FROM tsdb.m')).toEqual([['1.500000', 'h1', '7']])
    expect(sink.reported[0]?.card.message).toContain('"x" is no INT4')
  })

  it('write a column of a table with opentsdb.metric.column=true, else a table with the dot in its name', async () => {
    await sink.rows(
      'CREATE TABLE tsdb.cpu (k TIMESTAMPTZ NOT NULL, usage FLOAT8, idle FLOAT8) TAGS (host VARCHAR(8) NOT NULL) PRIMARY TAGS (host)',
    )
    await sink.start({ 'protocol.type': 'json_opentsdb', 'opentsdb.metric.column': 'true' })
    const points = [
      point('cpu.usage', 1, { host: 'a' }),
      point('cpu.idle', 2, { host: 'a' }),
      point('cpu.steal', 3, { host: 'a' }),
    ]
    await sink.values(`[${points.join(',')}]`)
    expect(await sink.rows('SELECT usage, idle FROM tsdb.cpu')).toEqual([['1', '2']])
    expect(await sink.count('tsdb."cpu.steal"')).toBe(1)
  })

  it('refuse a point with a tag that the table does not have, and add it with auto.evolve=true', async () => {
    await sink.start({ 'protocol.type': 'json_opentsdb' })
    const more = point('m', 2, { a: 'x', b: 'y' }, 1)
    await sink.values(point('m', 1, { a: 'x' }), more)
    expect(sink.reported[0]?.card).toMatchObject({ code: 'KWDB_COLUMN', field: 'b' })
    await sink.start({ 'protocol.type': 'json_opentsdb', 'auto.evolve': 'true' })
    await sink.values(more)
    expect(await sink.rows('SELECT value, a, b FROM tsdb.m ORDER BY value')).toEqual([
      ['1', 'x', null],
      ['2', 'x', 'y'],
    ])
  })
})

describe('line_influxdb', () => {
  it('reads times in timestamp.precision and uses the time of the record where there is none', async () => {
    await meters()
    await sink.start({ 'timestamp.precision': 'us' })
    await sink.values('m,t=a v=1i 1700000000000001', 'm,t=b v=2i')
    expect(await sink.rows('SELECT k_timestamp FROM tsdb.m ORDER BY v')).toEqual([
      ['2023-11-14 22:13:20.000001+00:00'],
      ['2023-11-14 22:13:20+00:00'],
    ])
  })

  it('makes tables with auto.create=true: types by suffix, texts with room, a primary_tag', async () => {
    await sink.start({ 'auto.create': 'true', 'timestamp.precision': 'ms' })
    await sink.values(
      `cpu,host=a i2=1i16,i4=2i32,i8=3i,f4=1.5f32,f8=2,b=T,s="x",n=L"y" ${time}`.replace(
        'b=T',
        'b=true',
      ),
    )
    expect(sink.reported).toEqual([])
    const columns = await sink.rows('SHOW COLUMNS FROM tsdb.cpu')
    expect(columns.map(row => `${row[0]} ${row[1]}`)).toEqual([
      'k_timestamp TIMESTAMPTZ(3)',
      'i2 INT2',
      'i4 INT4',
      'i8 INT8',
      'f4 FLOAT4',
      'f8 FLOAT8',
      'b BOOL',
      's VARCHAR(254)',
      'n NVARCHAR(63)',
      'primary_tag VARCHAR(64)',
      'host VARCHAR(254)',
    ])
  })

  it('lets texts become longer with auto.evolve=true', async () => {
    await sink.rows(
      'CREATE TABLE tsdb.m (k_timestamp TIMESTAMPTZ(9) NOT NULL, s VARCHAR(4)) TAGS (t VARCHAR(64) NOT NULL, site VARCHAR(4)) PRIMARY TAGS (t)',
    )
    await sink.start({ 'auto.evolve': 'true' })
    await sink.values('m,t=a,site=abcdef s="abcdefgh",w=1.5 1', 'm,t=b,site=x s="y" 2')
    expect(sink.reported).toEqual([])
    expect(await sink.rows('SELECT s, w, site FROM tsdb.m ORDER BY k_timestamp')).toEqual([
      ['abcdefgh', '1.5', 'abcdef'],
      ['y', null, 'x'],
    ])
  })

  it('refuses unknown fields, unknown tags and values of another type', async () => {
    await meters()
    await sink.start()
    await sink.values(
      'm,t=a x=1i 1',
      'm,t=a,y=2 v=1i 1',
      'm,t=a v="text" 1',
      'm,t=a v=1.5 1',
      'm,t=a v=7 1',
    )
    expect(sink.reported.map(({ card }) => card.message.replace(/.*: /, ''))).toEqual([
      'table m of database tsdb has no column x',
      'table m of database tsdb has no tag y',
      '"text" is no INT8',
      '"1.5" is no INT8',
    ])
    expect(await sink.rows('SELECT v FROM tsdb.m')).toEqual([['7']])
  })

  it('merges points of one series and time with different fields, and says once what ts.dedup.rule does', async () => {
    await meters(', w FLOAT8')
    await sink.start()
    await sink.values('m,t=a v=1i 1', 'm,t=b v=9i 1', 'm,t=a w=2.5 1', 'm,t=a v=3i 1')
    await sink.values('m,t=c v=1i 1', 'm,t=c w=2.5 1')
    expect(await sink.rows('SELECT t, v, w FROM tsdb.m ORDER BY t')).toEqual([
      ['a', '3', '2.5'],
      ['b', '9', null],
      ['c', '1', '2.5'],
    ])
    expect(sink.counter('merged_rows')).toBe(3)
    expect(
      sink.log.filter(
        ({ level, message }) => level === 'warn' && message.includes('ts.dedup.rule'),
      ),
    ).toHaveLength(1)
  })
})

describe('batches', () => {
  const lines = (count: number) =>
    Array.from({ length: count }, (_, i) => `m,t=${i % 3} v=${i}i ${i + 1}`)

  it.each([
    [{}, 1],
    [{ 'batch.size': '10' }, 10],
    [{ 'insert.max.rows': '40' }, 3],
    [{ 'request.max.bytes': '1024' }, 3],
  ])('with %j a hundred records are %i or so statements', async (props, statements) => {
    await meters()
    await sink.start(props)
    await sink.put(
      kafkaBatch('a', lines(60)),
      kafkaBatch('b', lines(100).slice(60), { partition: 1 }),
    )
    expect(await sink.count('tsdb.m')).toBe(100)
    expect(sink.counter('rows_written')).toBe(100)
    expect(Math.abs(sink.counter('requests') - statements)).toBeLessThanOrEqual(1)
  })

  it('tombstones, empty values and comments are counted and do no harm', async () => {
    await meters()
    await sink.start()
    await sink.values(null, '', '# nothing', 'm,t=a v=1i 1\n\n# and\nm,t=a v=2i 2\n')
    expect(await sink.count('tsdb.m')).toBe(2)
    expect(sink.counter('tombstones')).toBe(1)
    expect(sink.counter('blank_records')).toBe(2)
  })

  it('the later of two records of one series and time wins', async () => {
    await meters()
    await sink.start()
    await sink.values('m,t=a v=1i 1', 'm,t=a v=2i 1')
    expect(await sink.rows('SELECT v FROM tsdb.m')).toEqual([['2']])
  })
})

describe('what looks like SQL', () => {
  const attack = '\');DROP TABLE tsdb.public.m;--"'

  it('is a value or a name, and nothing else', async () => {
    await meters(', s VARCHAR(200)')
    await sink.start()
    await sink.values(
      `m,t=${attack.replaceAll(' ', '\\ ')} s="${attack.replaceAll('"', '\\"')}" 1`,
      `${attack.replaceAll(' ', '\\ ')},t=a v=1i 1`,
      `m,t=a ${attack.replaceAll(' ', '\\ ')}=1i 1`,
    )
    expect(await sink.rows('SELECT t, s FROM tsdb.m')).toEqual([[attack, attack]])
    expect(sink.reported).toHaveLength(2)
  })

  it.each([
    ['line_influxdb', 'm\0,t=a v=1i 1'],
    ['line_opentsdb', 'm\0 1700000000000 1 t=a'],
    ['json_opentsdb', '[{"metric":"m\\u0000","timestamp":1,"value":1,"tags":{"t":"a"}}]'],
    ['json_kaiwudb', record(['ts TIMESTAMPTZ', 'v INT8'], ['t VARCHAR'], [{}], 'm\0')],
  ])('a name with a NUL never reaches the server (%s)', async (format, text) => {
    await meters()
    await sink.start({ 'protocol.type': format })
    await sink.values(text)
    expect(sink.reported[0]?.card).toMatchObject({
      code: 'KWDB_ROW',
      message: expect.stringContaining('NUL'),
    })
  })

  it('is a table, column and tag of that name in json_kaiwudb', async () => {
    await meters()
    await sink.start({ 'protocol.type': 'json_kaiwudb' })
    const text = record(['ts TIMESTAMPTZ', 'v VARCHAR 99'], ['t VARCHAR'], [], attack)
    const named = text
      .replace('"v"', JSON.stringify(`v"${attack}`))
      .replace('"t"', JSON.stringify(`t'${attack}`))
    const row = { ts: time, [`v"${attack}`]: attack, [`t'${attack}`]: attack }
    await sink.values(named.replace('"data":[]', `"data":[${JSON.stringify(row)}]`))
    expect(sink.reported).toEqual([])
    const place = `tsdb.public."${attack.replaceAll('"', '""')}"`
    const [stored] = await sink.objects(`SELECT * FROM ${place}`)
    expect(stored).toMatchObject({ [`v"${attack}`]: attack, [`t'${attack}`]: attack })
    expect(await sink.rows('SHOW TABLES FROM tsdb')).toHaveLength(2)
  })
})
