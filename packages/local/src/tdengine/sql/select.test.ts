import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TimeZone } from '../../time-zone.ts'
import { newSession, type Session } from './session.ts'
import { SqlBench } from './sql.test.kit.ts'

let bench: SqlBench

const run = (sql: string, as?: Session) => bench.run(sql, as)
const refusal = (sql: string) => bench.refusal(sql)
const columnsOf = (sql: string) => bench.columnsOf(sql)

const t0 = 1_700_000_000_000

beforeAll(async () => {
  bench = await SqlBench.open([
    'create database g vgroups 2',
    'use g',
    'create stable m (ts timestamp, v int, f float, s nchar(8), u bigint unsigned, d decimal(10,2)) tags (site varchar(8), n int)',
    `insert into a using m tags ('x', 1) values (${t0}, 1, 1.5, 'on', 18446744073709551615, 1.5) (${t0 + 10_000}, null, 2.5, 'on', 1, 0.25) (${t0 + 20_000}, 3, 3.5, 'off', null, null)`,
    `insert into b using m tags ('y', 2) values (${t0}, 10, 1, null, 0, 0)`,
    "create table e using m tags ('z', 3)",
  ])
})

afterAll(() => bench[Symbol.asyncDispose]())

describe('rows', () => {
  test('a filter on a tag, and TBNAME', async () => {
    expect(await run("select tbname, v from m where site = 'y'")).toEqual([['b', 10]])
  })

  test('child tables without rows appear when only tags are asked for', async () => {
    expect(await run('select distinct tbname from m order by tbname')).toEqual([
      ['a'],
      ['b'],
      ['e'],
    ])
    expect(await run('select tags tbname, n from m order by n')).toEqual([
      ['a', 1],
      ['b', 2],
      ['e', 3],
    ])
    expect(await run('select distinct site from m order by site')).toEqual([['x'], ['y']])
  })

  test('LIMIT counts per partition, unless ORDER BY orders them all', async () => {
    expect(await run('select tbname, v from m partition by tbname limit 1')).toEqual([
      ['a', 1],
      ['b', 10],
    ])
    expect(
      await run('select tbname, v from m partition by tbname order by v desc limit 1'),
    ).toEqual([['b', 10]])
  })

  test('a literal time is read in the zone of the session', async () => {
    const shanghai = newSession('root', 'g', TimeZone.find('Asia/Shanghai') as TimeZone)
    expect(await run("select v from a where ts = '2023-11-15 06:13:20'", shanghai)).toEqual([[1]])
    expect(await run("select v from a where ts = '2023-11-15 06:13:20'")).toEqual([])
    expect(await run('select to_iso8601(ts) from a limit 1', shanghai)).toEqual([
      ['2023-11-15T06:13:20.000+0800'],
    ])
  })
})

describe('types and names of results', () => {
  test.each([
    ['v + 1', 'v + 1 DOUBLE'],
    ['d + 1', 'd + 1 DECIMAL'],
    ['ts + 1s', 'ts + 1s TIMESTAMP'],
    ['sum(v)', 'sum(v) BIGINT'],
    ['sum(u)', 'sum(u) BIGINT UNSIGNED'],
    ['MAX(F)', 'max(f) FLOAT'],
    ['case when v > 1 then d else 0 end', 'case when v > 1 then d else 0 end DECIMAL'],
    ['greatest(v, u)', 'greatest(v, u) DOUBLE'],
    ['count(*) c', 'c BIGINT'],
  ])('%s', async (item, expected) => {
    expect(await columnsOf(`select ${item} from a`)).toEqual([expected])
  })

  test('an expression is called by its text, cut at 64 bytes', async () => {
    const [name = ''] = await columnsOf(`select concat('${'é'.repeat(60)}', 'x')`)
    expect(Buffer.byteLength(name.replace(/ VARCHAR$/, ''))).toBeLessThanOrEqual(64)
    expect(name.startsWith("concat('éé")).toBe(true)
  })
})

describe('aggregates and windows', () => {
  test('nothing to aggregate gives no row, unless it is counted', async () => {
    expect(await run('select sum(v) from m where v > 100')).toEqual([])
    expect(await run('select count(v), sum(v) from m where v > 100')).toEqual([[0, null]])
  })

  test('columns beside MAX come from its row', async () => {
    expect(await run('select max(v), ts, tbname from m')).toEqual([[10, t0, 'b']])
  })

  test('a sum of unsigned integers wraps at 64 bits', async () => {
    expect(await run('select sum(u) from a')).toEqual([[0]])
  })

  test('windows that have no rows are filled', async () => {
    const sql = (fill: string) =>
      `select _wstart, count(*), sum(f) from a where ts >= ${t0} and ts < ${t0 + 30_000} interval(5s) fill(${fill})`
    expect((await run(sql('prev'))).map(row => row[2])).toEqual([1.5, 1.5, 2.5, 2.5, 3.5, 3.5])
    expect((await run(sql('linear'))).map(row => row[2])).toEqual([1.5, 2, 2.5, 3, 3.5, null])
    expect((await run(sql('value, 0, 9'))).map(row => row[2])).toEqual([1.5, 9, 2.5, 9, 3.5, 9])
  })

  test('windows of months begin on the first', async () => {
    expect(await run('select _wstart, _wend, count(*) from m interval(1n)')).toEqual([
      [Date.UTC(2023, 10, 1), Date.UTC(2023, 11, 1), 4],
    ])
  })
})

describe('refusals', () => {
  test.each([
    ['select sum(s) from m', '10242 Invalid parameter data type : sum'],
    ['select sum(max(v)) from m', '9767 Aggregate functions do not support nesting'],
    ['select v, count(*) from m', '9740 Not a single-group group function'],
    ['select v, count(*) from m group by s', '9738 Not a GROUP BY expression'],
    ['select v from m interval(1s)', '9831 Invalid usage of expr: v'],
    ['select nosuch(v) from m', '884 Func not exists'],
    ['select nosuch from m', '9730 Invalid column name: nosuch'],
    ['select * from nosuch', '9731 Table does not exist'],
    ["select * from m where ts = 'soon'", '295 Invalid timestamp format'],
    [
      'select a.ts from a left asof join b on a.ts >= b.ts',
      "256 Operation not supported: ASOF JOIN (Tidewire's TDengine development server)",
    ],
  ])('%s', async (sql, expected) => {
    expect(await refusal(sql)).toBe(expected)
  })
})
