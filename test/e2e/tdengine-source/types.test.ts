import { TDengineDevServer } from '@tidewire/local/tdengine'
import type { TDengineClient } from '@tidewire/tdengine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adminClient, SourceHarness } from './source-harness.ts'

let server: TDengineDevServer
let taos: TDengineClient

const columns = [
  ['b', 'BOOL', 'true'],
  ['i8', 'TINYINT', '-128'],
  ['i16', 'SMALLINT', '-32768'],
  ['i32', 'INT', '-2147483648'],
  ['i64', 'BIGINT', '9223372036854775807'],
  ['u8', 'TINYINT UNSIGNED', '255'],
  ['u16', 'SMALLINT UNSIGNED', '65535'],
  ['u32', 'INT UNSIGNED', '4294967295'],
  ['u64', 'BIGINT UNSIGNED', '18446744073709551615'],
  ['f', 'FLOAT', '10.3'],
  ['d', 'DOUBLE', '-1234567890.125'],
  ['s', 'VARCHAR(30)', `'a"b\\\\c, =d'`],
  ['n', 'NCHAR(30)', `'水 "q"'`],
  ['t', 'TIMESTAMP', '1700000000123'],
  ['vb', 'VARBINARY(10)', `'\\\\x0aff'`],
  ['g', 'GEOMETRY(60)', `'POINT(1 2)'`],
] as const

const tagNames = ['tb', 'ti', 'tl', 'tf', 'td', 'ts2', 'tn', 'tt']

beforeAll(async () => {
  server = await TDengineDevServer.start({ port: 0 })
  taos = await adminClient(server)
  await taos.execute('CREATE DATABASE types')
  await taos.execute('USE types')
  const defined = columns.map(([name, type]) => `${name} ${type}`).join(', ')
  const tags =
    'tb BOOL, ti TINYINT, tl BIGINT UNSIGNED, tf FLOAT, td DOUBLE, ts2 VARCHAR(30), tn NCHAR(30), tt TIMESTAMP'
  await taos.execute(`CREATE STABLE all_types (ts TIMESTAMP, ${defined}) TAGS (${tags})`)
  await taos.execute('CREATE STABLE tagged (ts TIMESTAMP, v INT) TAGS (info JSON)')
  await taos.execute('CREATE TABLE more_types (ts TIMESTAMP, m DECIMAL(20, 4), o BLOB)')
  await taos.execute(String.raw`INSERT INTO more_types VALUES (1700000000000, -12.34, '\x0aff')`)
  const values = columns.map(([, , value]) => value).join(', ')
  await taos.execute(
    `INSERT INTO whole USING all_types TAGS (false, -1, 18446744073709551615, 1.5, 2, 'x "y" z', 'ö,ö', 1700000000000)` +
      ` VALUES (1700000000000, ${values})` +
      ` nothing USING all_types TAGS (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)` +
      ` VALUES (1700000000001, ${columns.map(() => 'NULL').join(', ')})` +
      ` some_values USING all_types TAGS (NULL, 1, NULL, NULL, NULL, '', NULL, NULL)` +
      ` VALUES (1700000000002, ${columns.map(([name]) => (name === 'i32' ? '7' : 'NULL')).join(', ')})`,
  )
  await taos.execute(
    `INSERT INTO j1 USING tagged TAGS ('{"k":"v","n":1}') VALUES (1700000000000, 1)`,
  )
})

afterAll(async () => {
  await taos[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

async function read(tables: string, props: Readonly<Record<string, string>>) {
  await using source = new SourceHarness(server, {
    'connection.database': 'types',
    tables,
    ...props,
  })
  await source.start()
  const reads = await source.drain()
  const byKey = Object.fromEntries(reads.map(one => [one.key, one.value]))
  return { byKey, counters: source.counters }
}

// Defects 6, 7 and 8 of the Java connector: NULL became 0, nothing was escaped, types failed the task.
describe('every type', () => {
  const fields =
    'b=true,i8=-128i8,i16=-32768i16,i32=-2147483648i32,i64=9223372036854775807i64,u8=255u8,u16=65535u16,' +
    'u32=4294967295u32,u64=18446744073709551615u64,f=10.3f32,d=-1.234567890125E9f64,' +
    String.raw`s="a\"b\\c, =d",n=L"水 \"q\"",t=1700000000123000000i64,vb=B"\x0aff",g=G"POINT (1 2)"`

  it('in line protocol, tags typed', async () => {
    const { byKey, counters } = await read('all_types', {})
    const tags = String.raw`tb=false,ti=-1i8,tl=18446744073709551615u64,tf=1.5f32,td=2.0f64,ts2="x\ \\"y\\"\ z",tn=L"ö\,ö",tt=1700000000000000000i64`
    expect(byKey.whole).toBe(`all_types,${tags} ${fields} 1700000000000000000`)
    expect(byKey.some_values).toBe('all_types,ti=1i8,ts2="" i32=7i32 1700000000002000000')
    expect(byKey.nothing).toBeUndefined()
    expect(counters.get('rows_without_values')).toBe(1)
  })

  it('in line protocol, tags plain and quoted', async () => {
    const plain = await read('all_types', { 'line.tags': 'plain' })
    const tags = String.raw`tb=false,ti=-1,tl=18446744073709551615,tf=1.5,td=2.0,ts2=x\ "y"\ z,tn=ö\,ö,tt=1700000000000000000`
    expect(plain.byKey.whole).toBe(`all_types,${tags} ${fields} 1700000000000000000`)
    expect(plain.byKey.some_values).toBe('all_types,ti=1 i32=7i32 1700000000002000000')
    const quoted = await read('all_types', { 'line.tags': 'quoted' })
    expect(quoted.byKey.whole).toContain(String.raw`,ts2="x\ "y"\ z",tn=ö\,ö,`)
  })

  it('as flat JSON, NULL members left out, all digits', async () => {
    const { byKey } = await read('all_types', { 'out.format': 'flat-json' })
    expect(byKey.whole).toBe(
      '{"ts":1700000000000,"b":true,"i8":-128,"i16":-32768,"i32":-2147483648,"i64":9223372036854775807,"u8":255,' +
        '"u16":65535,"u32":4294967295,"u64":18446744073709551615,"f":10.3,"d":-1.234567890125E9,' +
        String.raw`"s":"a\"b\\c, =d","n":"水 \"q\"","t":1700000000123,"vb":"\\x0aff","g":"POINT (1 2)",` +
        String.raw`"tags":{"tb":false,"ti":-1,"tl":18446744073709551615,"tf":1.5,"td":2.0,"ts2":"x \"y\" z","tn":"ö,ö","tt":1700000000000}}`,
    )
    expect(byKey.nothing).toBe('{"ts":1700000000001,"tags":{}}')
    for (const value of Object.values(byKey)) expect(() => JSON.parse(value)).not.toThrow()
  })

  it('as OpenTSDB JSON, a point for each value', async () => {
    const { byKey } = await read('all_types', { 'out.format': 'json' })
    expect(byKey.some_values).toBe(
      '[{"metric":"all_types_i32","timestamp":1700000000002,"value":7,"tags":{"ti":1,"ts2":""}}]',
    )
    expect(JSON.parse(byKey.whole ?? '')).toHaveLength(columns.length)
    const ns = await read('all_types', { 'out.format': 'json', 'data.precision': 'ns' })
    expect(ns.byKey.some_values).toContain('"timestamp":{"value":1700000000002000000,"type":"ns"}')
  })

  // Defect 6: NULL became 0, false, the word null, or "nulli32".
  it.each([
    ['line', {}],
    ['line', { 'line.tags': 'plain' }],
    ['flat-json', {}],
    ['opentsdb-json', {}],
  ])('NULL is left out, never 0, false or a word: %s %j', async (format, more) => {
    const { byKey } = await read('all_types', { 'out.format': format, ...more })
    const { nothing = '', some_values: some = '' } = byKey
    const named = (text: string) =>
      [...columns.map(([name]) => name), ...tagNames].filter(name =>
        new RegExp(`[ ,]${name}=|"${name}":|_${name}"`).test(text),
      )
    expect(named(some)).toEqual([
      'i32',
      'ti',
      ...(format === 'line' && 'line.tags' in more ? [] : ['ts2']),
    ])
    expect(named(nothing)).toEqual([])
  })

  // Defect 8: a column of such a type failed the task.
  it.each([
    ['line', 'm="-12.3400",o=B"\\x0aff"'],
    ['flat-json', '"m":"-12.3400","o":"\\\\x0aff"'],
  ])('DECIMAL and BLOB in %s', async (format, text) => {
    const { byKey } = await read('more_types%n', { 'out.format': format })
    expect(byKey.more_types).toContain(text)
  })

  it('a JSON tag', async () => {
    const { byKey } = await read('tagged', {})
    expect(byKey.j1).toBe(
      String.raw`tagged,info="{\\"k\\":\\"v\\"\,\\"n\\":1}" v=1i32 1700000000000000000`,
    )
  })
})

describe('times', () => {
  it.each([
    ['ms', 1_700_000_000_123n, '', 'flat-json', '{"ts":1700000000123,'],
    ['us', 1_700_000_000_123_456n, '', 'flat-json', '{"ts":1700000000123,'],
    ['ns', 1_700_000_000_123_456_789n, '', 'flat-json', '{"ts":1700000000123,'],
    ['ns', 1_700_000_000_123_456_789n, 'ns', 'flat-json', '{"ts":1700000000123456789,'],
    ['ns', 1_700_000_000_123_456_789n, 'us', 'flat-json', '{"ts":1700000000123456,'],
    ['us', 1_700_000_000_123_456n, '', 'line', ' 1700000000123456000'],
    ['ns', 1_700_000_000_123_456_789n, '', 'line', ' 1700000000123456789'],
    ['ns', 1_700_000_000_123_456_789n, 'ms', 'line', ' 1700000000123'],
    // Defect of the Java connector: the unit was guessed from the size of the number.
    ['ns', 1n, '', 'line', ' 1'],
    ['us', 500_000_000_000_000n, '', 'flat-json', '{"ts":500000000000,'],
  ])('of a %s database, %d with data.precision=%j as %s', async (unit, time, out, format, text) => {
    const database = `time_${unit}`
    await taos.execute(`CREATE DATABASE IF NOT EXISTS ${database} PRECISION '${unit}' KEEP 36500d`)
    await taos.execute(`CREATE TABLE ${database}.n (ts TIMESTAMP, v INT)`)
    await taos.execute(`INSERT INTO ${database}.n VALUES (${time}, 1)`)
    await using source = new SourceHarness(server, {
      'connection.database': database,
      tables: 'n%n',
      'out.format': format,
      'data.precision': out,
    })
    await source.start()
    const [read] = await source.drain()
    await taos.execute(`DROP TABLE ${database}.n`)
    if (text.startsWith(' ')) expect(read?.value).toBe(`n v=1i32${text}`)
    else expect(read?.value.startsWith(text), read?.value).toBe(true)
  })
})

describe('rows that line protocol cannot carry', () => {
  beforeAll(async () => {
    await taos.execute('CREATE TABLE lines (ts TIMESTAMP, note VARCHAR(20))')
    await taos.execute(
      String.raw`INSERT INTO lines VALUES (1700000000000, 'one') (1700000000001, 'two\nlines') (1700000000002, 'three')`,
    )
  })

  it('fail the task, with table, column and what helps', async () => {
    await expect(read('lines%n', {})).rejects.toMatchObject({
      code: 'TDENGINE_SOURCE_ROW',
      message: expect.stringContaining('a row of lines cannot be written as line: column note'),
      retriable: false,
    })
  })

  it('are skipped and counted when errors are tolerated', async () => {
    await using source = new SourceHarness(server, {
      'connection.database': 'types',
      tables: 'lines%n',
    })
    await source.start({ 'errors.tolerance': 'all' })
    expect((await source.drain()).map(one => one.value)).toEqual([
      'lines note="one" 1700000000000000000',
      'lines note="three" 1700000000002000000',
    ])
    expect(source.counters.get('rows_skipped')).toBe(1)
  })

  it('are carried by flat JSON', async () => {
    await using source = new SourceHarness(server, {
      'connection.database': 'types',
      tables: 'lines%n',
      'out.format': 'flat-json',
    })
    await source.start()
    expect((await source.drain())[1]?.value).toBe('{"ts":1700000000001,"note":"two\\nlines"}')
  })
})
