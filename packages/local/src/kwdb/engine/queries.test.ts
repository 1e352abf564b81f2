import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engineWithDatabase, TestSession } from './engine.test.kit.ts'

async function fill(session: TestSession): Promise<void> {
  await session.run(
    'CREATE TABLE m (ts TIMESTAMPTZ(3) NOT NULL, us TIMESTAMPTZ(6), ns TIMESTAMP(9), i2 INT2, i4 INT4, i8 INT8, ' +
      'f4 FLOAT4, f8 FLOAT8, ok BOOL, s VARCHAR(100), n NCHAR(4), raw VARBYTES(10)) ' +
      'TAGS (host VARCHAR(64) NOT NULL, floor INT4) PRIMARY TAGS (host)',
  )
  await session.run(
    'INSERT INTO m VALUES ' +
      "(1700000000123, 1700000000123456, 1700000000123456789, 1, 2, 3, 0.1, 0.1, true, 'it''s', '中文', b'\\x00\\xff', 'a', 1), " +
      "(1700000060000, NULL, NULL, NULL, NULL, 9007199254740993, NULL, 2.5, false, '', NULL, NULL, 'a', 1), " +
      "(1700000120000, 1700000120000001, 0, -1, -2, -3, 1e10, -1e300, NULL, e'a\\nb', 'x', b'z', 'b', 2)",
  )
}

test('values look as KWDB prints them, times in the zone of the session', async () => {
  const session = new TestSession(shared.engine, 'tsdb')
  const [answer] = await session.run("SELECT * FROM m WHERE host = 'a' AND i2 = 1")
  expect(answer?.rows).toEqual([
    [
      '2023-11-14 22:13:20.123+00:00',
      '2023-11-14 22:13:20.123456+00:00',
      '2023-11-14 22:13:20.123456789',
      ...['1', '2', '3', '0.100000', '0.1', 't', "it's", '中文', '\\x00ff', 'a', '1'],
    ],
  ])
  expect(answer?.oids).toEqual([
    ...[1184, 1184, 1114, 21, 23, 20, 700, 701, 16, 1043, 91002, 91006, 1043, 23],
  ])
  await session.run("SET TIME ZONE 'America/New_York'")
  expect(await session.rows('SELECT ts, ns FROM m WHERE i2 = 1')).toEqual([
    ['2023-11-14 17:13:20.123-05:00', '2023-11-14 22:13:20.123456789'],
  ])
  await session.run('SET extra_float_digits = 0')
  expect(await session.rows('SELECT f8, f8 + 0.2 FROM m WHERE i2 = 1')).toEqual([['0.1', '0.3']])
  expect(await session.rows("SELECT f4, f8 FROM m WHERE host = 'b'")).toEqual([
    ['10000000000.000000', '-1e+300'],
  ])
})

/** The engine of all tests that only read. */
let shared: Awaited<ReturnType<typeof engineWithDatabase>>

beforeAll(async () => {
  shared = await engineWithDatabase()
  await fill(shared.session)
})

afterAll(() => shared[Symbol.asyncDispose]())

describe('SELECT', () => {
  test.each([
    [
      "SELECT i8 FROM m WHERE ts > '2023-11-14 22:13:20.123' ORDER BY ts",
      [['9007199254740993'], ['-3']],
    ],
    ["SELECT i8 FROM m WHERE ts > '2023-11-14 22:13:20.1229999' ORDER BY ts LIMIT 1", [['3']]],
    [
      "SELECT i8 FROM m WHERE ts >= '2023-11-15 06:14:20+08:00' AND ts < 1700000120000",
      [['9007199254740993']],
    ],
    ["SELECT count(*) FROM m WHERE us = '2023-11-14 22:13:20.123456+00:00'", [['1']]],
    ['SELECT count(*) FROM m WHERE ts = us', [['0']]],
    ["SELECT s FROM m WHERE s LIKE '%''%'", [["it's"]]],
    ["SELECT i4 FROM m WHERE s IN ('it''s', 'nope') AND NOT i4 IS NULL", [['2']]],
    [
      'SELECT host, count(*), sum(i8), max(f8) FROM m GROUP BY host ORDER BY 1',
      [
        ['a', '2', '9007199254740996', '2.5'],
        ['b', '1', '-3', '-1e+300'],
      ],
    ],
    ['SELECT host AS h, avg(i2) FROM m GROUP BY h HAVING count(*) > 1', [['a', '1']]],
    [
      "SELECT last(i4), last_row(i4), first(s), lastts(i4) FROM m WHERE host = 'a'",
      [['2', null, "it's", '2023-11-14 22:13:20.123+00:00']],
    ],
    [
      "SELECT time_bucket(ts, '2m') b, count(*) FROM m GROUP BY b ORDER BY b",
      [
        ['2023-11-14 22:12:00+00:00', '1'],
        ['2023-11-14 22:14:00+00:00', '2'],
      ],
    ],
    ['SELECT DISTINCT floor FROM m WHERE i8 IS NOT NULL ORDER BY floor DESC', [['2'], ['1']]],
    [
      'SELECT m.i4, x.i4 FROM m JOIN m AS x ON m.ts = x.ts AND m.host = x.host WHERE m.i4 > 0',
      [['2', '2']],
    ],
    ['SELECT i4 FROM m ORDER BY i4 DESC', [['2'], ['-2'], [null]]],
    ['SELECT i4 FROM m ORDER BY i4 LIMIT 1 OFFSET 1', [['-2']]],
    [
      "SELECT CASE WHEN i2 > 0 THEN 'plus' ELSE 'minus' END FROM m WHERE i2 IS NOT NULL ORDER BY ts",
      [['plus'], ['minus']],
    ],
    [
      "SELECT upper(s), length(n), octet_length(n), substr(s, 1, 2), s || '!' FROM m WHERE i2 = 1",
      [["IT'S", '2', '6', 'it', "it's!"]],
    ],
    [
      'SELECT abs(i2), round(f8), i4 / 4, i4 // 4, i4 % 4 FROM m WHERE i2 = 1',
      [['1', '0', '0.5', '0', '2']],
    ],
    [
      "SELECT CAST(ts AS INT8), CAST(ns AS INT8), i8::VARCHAR, '12'::INT8, f8::INT4 FROM m WHERE i2 = 1",
      [['1700000000123', '1700000000123', '3', '12', '0']],
    ],
    [
      "SELECT ts + INTERVAL '1 day', ns - '1s', ts - us FROM m WHERE i2 = 1",
      [['2023-11-15 22:13:20.123+00:00', '2023-11-14 22:13:19.123456789', '-00:00:00.000456']],
    ],
    [
      "SELECT extract(epoch FROM ts), extract(year FROM ts), date_trunc('hour', us) FROM m WHERE i2 = 1",
      [['1700000000.123', '2023', '2023-11-14 22:00:00+00:00']],
    ],
    [
      "SELECT ts AT TIME ZONE 'Asia/Shanghai', ns AT TIME ZONE 'Asia/Shanghai' FROM m WHERE i2 = 1",
      [['2023-11-15 06:13:20.123', '2023-11-14 14:13:20.123456789+00:00']],
    ],
    ['SELECT 1 UNION ALL SELECT 2 ORDER BY 1 DESC', [['2'], ['1']]],
    ['WITH x AS (SELECT i4 AS v FROM m) SELECT count(v) FROM x', [['2']]],
    ['SELECT (SELECT max(i4) FROM m), EXISTS (SELECT 1 FROM m WHERE i4 > 5)', [['2', 'f']]],
    [
      'SELECT i4, row_number() OVER (PARTITION BY host ORDER BY ts) FROM m ORDER BY ts',
      [
        ['2', '1'],
        [null, '2'],
        ['-2', '1'],
      ],
    ],
    ["SELECT coalesce(n, 'none'), nullif(i2, 1) FROM m ORDER BY ts LIMIT 1", [['中文', null]]],
    ['SELECT m.* FROM m WHERE false', []],
    [
      "SELECT current_database(), current_user, 1 + 1, -1, 1.50, 'x', NULL, true",
      [['tsdb', 'root', '2', '-1', '1.5', 'x', null, 't']],
    ],
    [
      'SELECT 9223372036854775807, -9223372036854775808, 18446744073709551616',
      [['9223372036854775807', '-9223372036854775808', '18446744073709551616']],
    ],
    ['SELECT table_name FROM [SHOW TABLES]', [['m']]],
  ])('%s', async (text, rows) => {
    expect(await shared.session.rows(text)).toEqual(rows)
  })

  test.each([
    ['SELECT nope FROM m', '42703'],
    ['SELECT * FROM nope', '42P01'],
    ['SELECT * FROM nodb.public.m', '42P01'],
    ['SELECT s + 1 FROM m', '22023'],
    ['SELECT i4 FROM m, m AS x', '42702'],
    ['SELECT host, i4 FROM m GROUP BY host', '42803'],
    ['SELECT i8 / 0 FROM m', '22012'],
    ['SELECT i8 * 9007199254740993 * 4096 FROM m', '22003'],
    ["SELECT * FROM m WHERE ts > 'yesterdayish'", '22007'],
    ["SELECT * FROM m WHERE i4 = 'x'", '22P02'],
    ['SELECT * FROM m WHERE i4', '42804'],
    ['SELECT time_bucket_gapfill(ts, 10) FROM m', '0A000'],
    ['EXPLAIN SELECT 1', '0A000'],
    ['SELECT FROM WHERE', '42601'],
  ])('%s is refused with %s', async (text, sqlState) => {
    expect(await shared.session.sqlState(text)).toBe(sqlState)
    expect(await shared.session.rows('SELECT 1')).toEqual([['1']])
  })

  test('times of all precisions compare as the instants that they are', async () => {
    const { session } = shared
    await session.run(
      'CREATE TABLE p (ts TIMESTAMPTZ(9) NOT NULL, ms TIMESTAMPTZ(3), us TIMESTAMPTZ(6)) TAGS (h INT4 NOT NULL) PRIMARY TAGS (h)',
    )
    await session.run(
      'INSERT INTO p VALUES (1000000000, 1000, 1000000, 1), (1000000001, 31556995200000, 0, 1)',
    )
    expect(
      await session.rows('SELECT count(*) FROM p WHERE ts = ms AND ts = us AND ms = us'),
    ).toEqual([['1']])
    expect(await session.rows('SELECT count(*) FROM p WHERE ts < ms')).toEqual([['1']])
    expect(
      await session.rows("SELECT count(*) FROM p WHERE ms = '2970-01-01 00:00:00+00'"),
    ).toEqual([['1']])
    expect(await session.rows("SELECT ts FROM p WHERE ts > '1970-01-01 00:00:01'")).toEqual([
      ['1970-01-01 00:00:01.000000001+00:00'],
    ])
  })

  test('clocks of a zone with summer time are its own on every day', async () => {
    const session = new TestSession(shared.engine, 'tsdb')
    await session.run(
      'CREATE TABLE z (ts TIMESTAMPTZ(9) NOT NULL, a INT4) TAGS (h INT4 NOT NULL) PRIMARY TAGS (h)',
    )
    await session.run("SET TIME ZONE 'America/New_York'")
    await session.run(
      "INSERT INTO z VALUES ('2024-01-15 00:30:00.000000001', 1, 1), ('2024-07-15 23:30:00', 2, 1)",
    )
    expect(
      await session.rows(
        "SELECT ts, extract(hour FROM ts), date_trunc('day', ts), time_bucket(ts, '1d'), time_bucket(ts, '1mon'), " +
          'ts::DATE, ts::TIMESTAMP(9), ts::VARCHAR FROM z ORDER BY ts',
      ),
    ).toEqual([
      [
        ...['2024-01-15 00:30:00.000000001-05:00', '0', '2024-01-15 00:00:00-05:00'],
        ...['2024-01-15 00:00:00-05:00', '2024-01-01 00:00:00-05:00', '2024-01-15'],
        ...['2024-01-15 00:30:00.000000001', '2024-01-15 00:30:00.000000001-05:00'],
      ],
      [
        ...['2024-07-15 23:30:00-04:00', '23', '2024-07-15 00:00:00-04:00'],
        ...['2024-07-15 00:00:00-04:00', '2024-07-01 00:00:00-04:00', '2024-07-15'],
        ...['2024-07-15 23:30:00', '2024-07-15 23:30:00-04:00'],
      ],
    ])
    expect(await session.rows("SELECT ts + '6mon' FROM z WHERE a = 1")).toEqual([
      ['2024-07-15 00:30:00.000000001-04:00'],
    ])
  })

  test('a query of tags alone has one row for each series', async () => {
    const { session } = shared
    expect(await session.rows('SELECT host FROM m ORDER BY host')).toEqual([['a'], ['b']])
    expect(await session.rows('SELECT host, i8 FROM m')).toHaveLength(3)
    expect(await session.rows("SELECT count(*) FROM m WHERE host = 'a'")).toEqual([['2']])
  })

  test('many rows come in batches, and reading may end early', async () => {
    const { session } = shared
    await session.run(
      'CREATE TABLE b (ts TIMESTAMPTZ NOT NULL, a INT4) TAGS (h INT4 NOT NULL) PRIMARY TAGS (h)',
    )
    const rows = Array.from({ length: 5000 }, (_, i) => `(${i}, ${i}, 1)`)
    await session.run(`INSERT INTO b VALUES ${rows.join(',')}`)
    const { signal } = new AbortController()
    for (let i = 0; i < 20; i++) {
      for await (const reply of session.session.run('SELECT * FROM b', signal)) {
        for await (const batch of reply.rows ?? []) {
          expect(batch.length).toBeGreaterThan(0)
          break
        }
      }
    }
    expect(await session.rows('SELECT * FROM b')).toHaveLength(5000)
  })

  test('a query ends when it is cancelled', async () => {
    const { session } = shared
    const controller = new AbortController()
    const slow = session.run(
      'SELECT count(*) FROM generate_series(1, 1000000) AS a, generate_series(1, 1000000) AS b WHERE a.generate_series + b.generate_series = 7',
      controller.signal,
    )
    setTimeout(() => controller.abort(), 50)
    await expect(slow).rejects.toThrow()
    await session.run("SET statement_timeout = '50ms'")
    expect(
      await session.sqlState(
        'SELECT count(*) FROM generate_series(1, 1000000) AS a, generate_series(1, 1000000) AS b WHERE a.generate_series + b.generate_series = 7',
      ),
    ).toBe('57014')
    await session.run('RESET statement_timeout')
    expect(await session.rows('SELECT 1')).toEqual([['1']])
  })
})

describe('DELETE', () => {
  test('rows go by any condition, series by their tags', async () => {
    await using made = await engineWithDatabase()
    const { session } = made
    await fill(session)
    expect(
      await session.tag("DELETE FROM m WHERE host = 'a' AND ts <= '2023-11-14 22:14:00'"),
    ).toBe('DELETE 1')
    expect(await session.tag("DELETE FROM m WHERE host = 'b'")).toBe('DELETE 1')
    expect(await session.rows('SELECT host FROM m')).toEqual([['a']])
    await session.run("INSERT INTO m (ts, i4, host, floor) VALUES (5, 5, 'b', 9)")
    expect(await session.rows("SELECT i4, floor FROM m WHERE host = 'b'")).toEqual([['5', '9']])
    expect(await session.tag('DELETE FROM m')).toBe('DELETE 2')
  })
})
