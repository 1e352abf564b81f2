import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PreparedQuery } from '../stmt/prepared-query.ts'
import { execute } from './execute.ts'
import { newSession } from './session.ts'
import { SqlBench } from './sql.test.kit.ts'
import { integerTyped } from './typed.ts'

let bench: SqlBench

const run = (sql: string) => bench.run(sql)
const refusal = (sql: string) => bench.refusal(sql)

const t0 = 1_700_000_000_000

beforeAll(async () => {
  bench = await SqlBench.open([
    'create database g vgroups 1',
    'use g',
    'create stable m (ts timestamp, v int, f float) tags (site varchar(8))',
    `insert into a using m tags ('x') values (${t0}, 1, 1) (${t0 + 1000}, null, 2) (${t0 + 2000}, 4, 3) (${t0 + 3000}, 2, 4)`,
    `insert into b using m tags ('y') values (${t0}, 9, 1) (${t0 + 1000}, 8, 2)`,
    'create table n (ts timestamp, v int, s varchar(4))',
  ])
})

afterAll(() => bench[Symbol.asyncDispose]())

describe('windows', () => {
  test('COUNT_WINDOW slides by rows', async () => {
    expect(await run('select _wstart, count(*) from a count_window(3, 1)')).toEqual([
      [t0, 3],
      [t0 + 1000, 3],
      [t0 + 2000, 2],
      [t0 + 3000, 1],
    ])
  })

  test('FILL(VALUE) fills windows whose result is NULL, too', async () => {
    const sql = `select avg(v) from a where ts >= ${t0} and ts <= ${t0 + 3000} interval(1s) fill(value, 7)`
    expect(await run(sql)).toEqual([[1], [7], [4], [2]])
  })

  test('TOP gives the rows of each group in the order of time', async () => {
    expect(await run('select site, top(v, 2) from m group by site')).toEqual([
      ['x', 4],
      ['x', 2],
      ['y', 9],
      ['y', 8],
    ])
  })
})

test('NULL is not outside a range', async () => {
  expect(await run('select v from a where v not between 2 and 4')).toEqual([[1]])
})

test.each(['diff(v)', 'derivative(v, 1s, 0)', 'twa(v)', 'irate(v)'])(
  '%s needs one row a time, which several child tables do not give',
  async call => {
    expect(await refusal(`select ${call} from m`)).toBe(
      '10245 Duplicate timestamps not allowed in function',
    )
    expect(await refusal(`select ${call} from m partition by tbname`)).toBe('accepted')
  },
)

test('MODE takes the last of equally frequent values in the hash table of TDengine', async () => {
  expect(await run('select mode(v) from a')).toEqual([[2]])
  expect(await run('select mode(site) from m')).toEqual([['x']])
  await run('create table o (ts timestamp, v int)')
  const values = [210, 211, 212, 213, 214, 215, 219, 220, 221, 222, 223, 224]
  await run(`insert into o values ${values.map((v, i) => `(${t0 + i}, ${v})`).join(' ')}`)
  expect(await run('select mode(v) from o')).toEqual([[215]])
})

test('TO_CHAR and TO_TIMESTAMP know the patterns of TDengine', async () => {
  expect(
    await run('select to_char(ts, \'Month Dy d DDD HH12 pm "at" A.M.\') from a limit 1'),
  ).toEqual([['November  Tue 3 318 10 pm at P.M.']])
  const read = async (text: string, pattern: string) =>
    (await run(`select to_timestamp('${text}', '${pattern}')`))[0]?.[0]
  expect(await read('14-Nov-2023 10:13:20 pm', 'DD-Mon-YYYY HH12:MI:SS pm')).toBe(t0)
  expect(await read('20231114221320', 'yyyymmddhh24miss')).toBe(t0)
  expect(await read('23 11 14 22:13:20.5', 'YY MM DD HH24:MI:SS.MS')).toBe(t0 + 500)
  expect(await refusal("select to_timestamp('x', 'YYYY')")).toBe(
    '10246 mismatch format for: x and YYYY',
  )
  expect(await refusal("select to_timestamp('2023-13-01', 'YYYY-MM-DD')")).toMatch(/^10247 /)
  expect(await refusal("select to_timestamp('2023-200', 'YYYY-DDD')")).toMatch(/^10248 /)
})

test('rows of a join come in the order of time', async () => {
  await run('create table k (ts timestamp, v int)')
  await run(`insert into k values (${t0 + 500}, 1) (${t0 + 1000}, 2) (${t0 - 1000}, 3)`)
  expect(await run('select a.ts, k.v from a full join k on a.ts = k.ts')).toEqual([
    [null, 3],
    [t0, null],
    [null, 1],
    [t0 + 1000, 2],
    [t0 + 2000, null],
    [t0 + 3000, null],
  ])
})

test('EXPLAIN draws the scan of one table', async () => {
  expect(await run('explain select ts, v from a where v > 1 order by ts desc')).toEqual([
    ['-> Table Scan on a (columns=2 width=12 order=[asc|0 desc|1] mode=ts_order data_load=data)'],
  ])
})

test('SHOW TABLE DISTRIBUTED counts rows and tables', async () => {
  const lines = (await run('show table distributed m')).flat()
  expect(lines.slice(2, 4)).toEqual([
    'Inmem_Rows=[6] Stt_Rows=[0] ',
    'Total_Tables=[2] Total_Filesets=[1] Total_Vgroups=[1]',
  ])
  expect(lines).toHaveLength(25)
})

test('GRANT and REVOKE check their names', async () => {
  expect(await refusal('grant read on g.* to root')).toBe('accepted')
  expect(await refusal('revoke all on *.* from root')).toBe('accepted')
  expect(await refusal('grant write on g.nosuch to root')).toBe('9731 Table does not exist')
  expect(await refusal('grant read on g.* to nobody')).toBe('849 Invalid user')
})

/** 1200 tables with the same time, joined four times: this would take hours. */
const endless =
  'select count(*) from w a join w b on a.ts = b.ts join w c on b.ts = c.ts join w d on c.ts = d.ts'

describe('a query ends when its client has gone', () => {
  beforeAll(async () => {
    const tables = Array.from(
      { length: 1200 },
      (_, i) => `c${i} using w tags (${i}) values (${t0}, ${i})`,
    )
    await run('create stable w (ts timestamp, v int) tags (n int)')
    await run(`insert into ${tables.join(' ')}`)
  })

  test('as a statement', async () => {
    const gone = new AbortController()
    const query = execute(bench.engine, newSession('root', 'g', undefined, gone.signal), endless)
    setImmediate(() => gone.abort())
    await expect(query).rejects.toThrow(/interrupt|abort/i)
  })

  test('as a prepared query', async () => {
    const gone = new AbortController()
    const session = newSession('root', 'g', undefined, gone.signal)
    const query = new PreparedQuery(bench.engine, session, `${endless} where a.v >= ?`)
    query.bind([integerTyped(0n)])
    const run = query.run()
    setImmediate(() => gone.abort())
    await expect(run).rejects.toThrow(/interrupt|abort/i)
  })
})

test('INTERP needs one row a time, too', async () => {
  const query = (from: string) =>
    `select interp(v) from ${from} range(${t0}, ${t0 + 1000}) every(1s) fill(prev)`
  expect(await refusal(query('m'))).toBe('10245 Duplicate timestamps not allowed in function')
  expect(await run(query('m partition by tbname'))).toHaveLength(4)
})

describe('refusals', () => {
  test.each([
    [
      'select count(*) from a session(v, 1s)',
      '9772 Only support SESSION on primary timestamp column',
    ],
    [
      'select count(*) from a session(ts, 0s)',
      '9771 SESSION gap should be fixed time window, and greater than 0',
    ],
    [
      'select count(*) from a state_window(f)',
      '9768 Only support STATE_WINDOW on integer/bool/varchar column',
    ],
    ['select count(*) from m state_window(site)', '9769 Not support STATE_WINDOW on tag column'],
    [
      'select count(*) from a interval(1s) sliding(2s)',
      '9777 sliding value no larger than the interval value',
    ],
    [
      'select count(*) from a interval(1s) group by v',
      "9764 GROUP BY and WINDOW-clause can't be used together",
    ],
    [
      'select count(*) from a interval(1s) fill(prev)',
      '9787 Start(end) time of query range required or time range too large',
    ],
    ['select count(*) from a interval(1s) fill(near)', '9728 syntax error near "near)"'],
    ['select * from m slimit 1', '9784 slimit/soffset only available for PARTITION/GROUP BY query'],
    ['select percentile(v, 50) from m', '9823 percentile is only supported in single table query'],
    [
      'select diff(v) from a interval(1s)',
      '9807 diff function is not supported in window query or group query',
    ],
    ['select * from a, b', '9986 not support cross join'],
    [
      'select a.ts from a join b on a.v = b.v',
      '9985 primary timestamp equal condition is expected in join conditions',
    ],
    [
      'select a.ts from a join b on timetruncate(a.ts, 1s) = timetruncate(b.ts, 1s)',
      '10250 Invalid timzone format : timetruncate',
    ],
    [
      'select ts from a union all select ts, v from a',
      '9780 Query block has incorrect number of result columns',
    ],
    ['select ts from a where sum(v) > 1', "9736 There mustn't be aggregation"],
    [
      'select ts from a order by 9',
      '9737 ORDER BY item must be the number of a SELECT-list expression',
    ],
    [
      'select count(*) from a interval(10s) sliding(50a)',
      '9778 sliding value can not less than 1% of interval value',
    ],
    [
      'select count(*) from a interval(1n) sliding(1d)',
      '9776 Does not support sliding when interval is natural month/year',
    ],
    [
      'create database k keep 1',
      '9753 Invalid duration value, should be keep2 >= keep1 >= keep0 >= 3 * duration',
    ],
    [
      'create database k keep 300,200',
      '9753 Invalid keep value, should be keep0 <= keep1 <= keep2',
    ],
    ['alter table n add column v int', '9788 Duplicated column names'],
    ['alter table m add column v int', '875 Column already exists'],
    ['alter table n drop column ts', '9802 Primary timestamp column cannot be dropped'],
    ['alter table n modify column nosuch varchar(9)', '9730 Invalid column name: nosuch'],
    ['alter table n add tag t int', '9801 Invalid alter table statement'],
    ['alter table a set tag nosuch = 1', '9742 Invalid tag name: nosuch'],
    ['create table j (ts timestamp, v json)', '9810 Only tag can be json type'],
    ['drop user nobody', '849 Invalid user'],
  ])('%s', async (sql, expected) => {
    expect(await refusal(sql)).toBe(expected)
  })
})
