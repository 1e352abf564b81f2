import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  engineWithDatabase,
  openTestEngine,
  TestSession,
  temporaryFolder,
} from './engine.test.kit.ts'

const meters =
  'CREATE TABLE t (ts TIMESTAMPTZ(3) NOT NULL, a INT4, s VARCHAR(10)) ' +
  'TAGS (host VARCHAR(64) NOT NULL, site VARCHAR(64)) PRIMARY TAGS (host)'

/** Rows of `t` in order, times as milliseconds. */
const all = 'SELECT CAST(ts AS INT8), a, s, host, site FROM t ORDER BY host, ts, a'

describe('INSERT', () => {
  test('a later row of the same series and time replaces the whole row', async () => {
    await using made = await engineWithDatabase()
    const { session } = made
    await session.run(meters)
    expect(
      await session.tag("INSERT INTO t (ts, a, s, host) VALUES (1, 1, 'x', 'h'), (2, 2, 'y', 'h')"),
    ).toBe('INSERT 0 2')
    await session.run("INSERT INTO t (ts, a, host) VALUES (1, 10, 'h'), (1, 11, 'h'), (0, 5, 'h')")
    expect(await session.rows(all)).toEqual([
      ['0', '5', null, 'h', null],
      ['1', '11', null, 'h', null],
      ['2', '2', 'y', 'h', null],
    ])
  })

  test('merge keeps the columns that a later row does not name', async () => {
    await using made = await engineWithDatabase()
    const { session } = made
    await session.run(meters)
    await session.run("SET CLUSTER SETTING ts.dedup.rule = 'merge'")
    await session.run("INSERT INTO t (ts, a, host) VALUES (1, 1, 'h')")
    await session.run(
      "INSERT INTO t (ts, s, host) VALUES (1, 'x', 'h'), (2, 'y', 'h'), (2, 'z', 'h')",
    )
    expect(await session.rows(all)).toEqual([
      ['1', '1', 'x', 'h', null],
      ['2', null, 'z', 'h', null],
    ])
  })

  test('discard keeps the first row, counts what is kept, and says so', async () => {
    await using made = await engineWithDatabase()
    const { session } = made
    await session.run(meters)
    await session.run("SET CLUSTER SETTING ts.dedup.rule = 'discard'")
    await session.run("INSERT INTO t (ts, a, host) VALUES (1, 1, 'h')")
    const [answer] = await session.run(
      "INSERT INTO t (ts, a, host) VALUES (1, 2, 'h'), (3, 3, 'h'), (3, 4, 'h')",
    )
    expect(answer?.tag).toBe('INSERT 0 1')
    expect(answer?.notices.map(({ severity, message }) => [severity, message])).toEqual([
      [
        'NOTICE',
        ' 2 rows discarded\nDetails: 2 rows discarded due to duplicate data. Check logs under the user data directory for more information.',
      ],
    ])
    expect(await session.rows(all)).toEqual([
      ['1', '1', null, 'h', null],
      ['3', '3', null, 'h', null],
    ])
  })

  test('keep.experimental keeps every row', async () => {
    await using made = await engineWithDatabase()
    const { session } = made
    await session.run(meters)
    await session.run("SET CLUSTER SETTING ts.dedup.rule = 'keep.experimental'")
    await session.run("INSERT INTO t (ts, a, host) VALUES (1, 1, 'h'), (1, 2, 'h')")
    expect(await session.rows('SELECT count(*) FROM t')).toEqual([['2']])
  })

  test('the first tags of a series stay; UPDATE changes them', async () => {
    await using made = await engineWithDatabase()
    const { session } = made
    await session.run(meters)
    await session.run(
      "INSERT INTO t (ts, a, host, site) VALUES (1, 1, 'h', 'first'), (2, 2, 'h', 'second'), (3, 3, 'g', NULL)",
    )
    await session.run(
      "INSERT INTO t (ts, a, host, site) VALUES (4, 4, 'h', 'third'), (5, 5, 'g', 'late')",
    )
    const tags = 'SELECT host, site FROM t ORDER BY host'
    expect(await session.rows(tags)).toEqual([
      ['g', null],
      ['h', 'first'],
    ])
    expect(await session.tag("UPDATE t SET site = 'moved' WHERE host = 'h'")).toBe('UPDATE 1')
    expect(await session.tag("UPDATE t SET site = 'x' WHERE host = 'nobody'")).toBe('UPDATE 0')
    expect(await session.rows('SHOW TAG VALUES FROM t')).toHaveLength(2)
    expect(
      await session.rows("SELECT DISTINCT site FROM t WHERE ts > '1970-01-01' AND host = 'h'"),
    ).toEqual([['moved']])
    expect(await session.sqlState("UPDATE t SET a = 1 WHERE host = 'h'")).toBe('0A000')
    expect(await session.sqlState("UPDATE t SET site = 'x'")).toBe('0A000')
  })

  test('a list of tags alone registers a series', async () => {
    await using made = await engineWithDatabase()
    const { session } = made
    await session.run(meters)
    await session.run("INSERT INTO t (host, site) VALUES ('h', 's')")
    expect(await session.rows('SELECT host, site FROM t')).toEqual([['h', 's']])
    expect(await session.rows('SELECT count(*) FROM t')).toEqual([['0']])
    await session.run("INSERT INTO t (ts, a, host, site) VALUES (1, 1, 'h', 'other')")
    expect(await session.rows(all)).toEqual([['1', '1', null, 'h', 's']])
  })

  const refused = [
    ['INSERT INTO t (ts, a) VALUES (1, 1)', '42601'],
    ["INSERT INTO t (a, host) VALUES (1, 'h')", '23502'],
    ["INSERT INTO t (ts, ts, host) VALUES (1, 1, 'h')", '42701'],
    ["INSERT INTO t (ts, nope, host) VALUES (1, 1, 'h')", '42703'],
    ['INSERT INTO t (ts, a, host) VALUES (1, 1)', '42601'],
    ["INSERT INTO t (ts, a, host) VALUES (NULL, 1, 'h')", '23502'],
    ["INSERT INTO t (ts, a, host) VALUES (1, 99999999999, 'h')", '22003'],
    ["INSERT INTO t (ts, a, host) VALUES (1, 'x', 'h')", '42804'],
    ["INSERT INTO t (ts, s, host) VALUES (1, 'far too long text', 'h')", '22001'],
    ["INSERT INTO t (ts, s, host) VALUES (1, 'x'::VARCHAR, 'h')", '42601'],
    ["INSERT INTO t (ts, a, host) VALUES (1, 1 + 1, 'h')", '42601'],
    ["INSERT INTO t (ts, a, host) VALUES (1, DEFAULT, 'h')", '42601'],
    ['INSERT INTO nowhere (ts) VALUES (1)', '42P01'],
    ["UPSERT INTO t (ts, a, host) VALUES (1, 1, 'h')", '0A000'],
    ["INSERT INTO t (ts, a, host) VALUES (1, 1, 'h') RETURNING a", '0A000'],
  ] as const
  test('what cannot be stored is refused, on both paths', async () => {
    await using made = await engineWithDatabase()
    const { session } = made
    await session.run(meters)
    for (const path of ['on', 'off']) {
      await session.run(`SET tsinsert_direct = ${path}`)
      for (const [text, sqlState] of refused) {
        expect(await session.sqlState(text), text).toBe(sqlState)
      }
    }
    expect(await session.rows('SELECT count(*) FROM t')).toEqual([['0']])
  })

  test('any text is found again as it was written, as value and as tag', async () => {
    await using made = await engineWithDatabase()
    const { session } = made
    await session.run(
      'CREATE TABLE x (ts TIMESTAMPTZ(3) NOT NULL, s VARCHAR(1000)) TAGS (h VARCHAR(128) NOT NULL) PRIMARY TAGS (h)',
    )
    const text = fc
      .string({ unit: 'binary', maxLength: 30 })
      .filter(value => value.isWellFormed() && !value.includes('\0'))
    await fc.assert(
      fc.asyncProperty(text, text, async (s, h) => {
        const quote = (value: string) => `'${value.replaceAll("'", "''")}'`
        await session.run(`INSERT INTO x (ts, s, h) VALUES (1, ${quote(s)}, ${quote(h)})`)
        expect(await session.rows(`SELECT s, h FROM x WHERE h = ${quote(h)}`)).toEqual([[s, h]])
        expect(
          await session.rows(`SELECT count(*) FROM x WHERE s = ${quote(s)} AND h = ${quote(h)}`),
        ).toEqual([['1']])
      }),
      { numRuns: 40 },
    )
  })

  test('one bad literal and nothing is written; the first bad row is told', async () => {
    await using made = await engineWithDatabase()
    const { session } = made
    await session.run(meters)
    const text =
      "INSERT INTO t (ts, a, s, host) VALUES (1, 1, 'ok', 'h'), (2, 2, 'much too long', 'h'), (3, 'x', 'ok', 'h')"
    expect(await session.sqlState(text)).toBe('22001')
    expect(await session.rows('SELECT count(*) FROM t')).toEqual([['0']])
    await session.run('SET ts_ignore_batcherror = on')
    const [answer] = await session.run(text)
    expect(answer?.tag).toBe('INSERT 0 1')
    expect(answer?.notices).toHaveLength(1)
    expect(await session.rows(all)).toEqual([['1', '1', 'ok', 'h', null]])
  })

  test('defaults stand for columns that are not named', async () => {
    await using made = await engineWithDatabase()
    const { session } = made
    await session.run(
      "CREATE TABLE d (ts TIMESTAMPTZ(3) NOT NULL DEFAULT now(), a INT4 DEFAULT 7, s VARCHAR(10) DEFAULT 'x') TAGS (h INT4 NOT NULL) PRIMARY TAGS (h)",
    )
    await session.run('INSERT INTO d (ts, h) VALUES (1, 1)')
    await session.run('SET tsinsert_direct = off')
    await session.run('INSERT INTO d (ts, a, h) VALUES (2, NULL, 1)')
    expect(await session.rows('SELECT a, s FROM d ORDER BY ts')).toEqual([
      ['7', 'x'],
      [null, 'x'],
    ])
  })

  test('INSERT WITHOUT SCHEMA adds what is missing and widens what is short', async () => {
    await using made = await engineWithDatabase()
    const { session } = made
    await session.run(meters)
    await session.run(
      "INSERT WITHOUT SCHEMA INTO t (ts TIMESTAMPTZ COLUMN, b FLOAT8 COLUMN, s VARCHAR(40) COLUMN, host VARCHAR(64) TAG, floor INT4 TAG) VALUES (1, 1.5, 'longer than ten', 'h', 3)",
    )
    expect(await session.rows('SELECT b, s, host, floor FROM t')).toEqual([
      ['1.5', 'longer than ten', 'h', '3'],
    ])
    expect(
      await session.sqlState(
        "INSERT WITHOUT SCHEMA INTO t (ts TIMESTAMPTZ COLUMN, a INT4 TAG, host VARCHAR TAG) VALUES (1, 1, 'h')",
      ),
    ).toBe('42701')
  })

  test('several sessions write at once', async () => {
    await using made = await engineWithDatabase()
    const { engine, session } = made
    await session.run(meters)
    await Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        const own = new TestSession(engine, 'tsdb')
        for (let i = 0; i < 10; i++) {
          await own.run(`INSERT INTO t (ts, a, host) VALUES (${i}, ${i}, 'h${writer % 4}')`)
        }
        await own.session.close()
      }),
    )
    expect(await session.rows('SELECT count(*) FROM t')).toEqual([['40']])
  })

  test('readers and writers go on while columns come and go', async () => {
    await using made = await engineWithDatabase()
    const { engine, session } = made
    await session.run(meters)
    let done = false
    const repeat = async (text: (turn: number) => string) => {
      const own = new TestSession(engine, 'tsdb')
      let turn = 0
      for (; !done; turn++) expect(await own.sqlState(text(turn))).toBeNull()
      return turn
    }
    const work = [
      repeat(() => 'SELECT * FROM t'),
      repeat(turn => `INSERT INTO t (ts, a, host) VALUES (${turn}, 1, 'h')`),
      repeat(turn => `UPDATE t SET site = 's${turn}' WHERE host = 'h'`),
    ]
    for (let i = 0; i < 15; i++) {
      await session.run(`ALTER TABLE t ADD COLUMN c${i} INT4`)
      if (i % 2 === 0) await session.run(`ALTER TABLE t DROP COLUMN c${i}`)
    }
    done = true
    const [, written] = await Promise.all(work)
    expect(await session.rows('SELECT count(*) FROM t')).toEqual([[String(written)]])
  })

  test('what the disk refuses is refused, and is written once there is room', async () => {
    await using folder = await temporaryFolder()
    let full = false
    await using engine = await openTestEngine(folder.path, {
      beforeCommit() {
        if (full) throw new Error('no space left on device')
      },
    })
    await new TestSession(engine).run('CREATE TS DATABASE tsdb')
    const session = new TestSession(engine, 'tsdb')
    await session.run(meters)
    full = true
    await expect(session.run("INSERT INTO t (ts, a, host) VALUES (1, 1, 'h')")).rejects.toThrow(
      'no space',
    )
    full = false
    await session.run("INSERT INTO t (ts, a, host, site) VALUES (1, 2, 'h', 's')")
    expect(await session.rows(all)).toEqual([['1', '2', null, 'h', 's']])
  })
})

test('everything is there after a restart', async () => {
  await using folder = await temporaryFolder()
  {
    await using engine = await openTestEngine(folder.path)
    await new TestSession(engine).run('CREATE TS DATABASE tsdb; CREATE USER kafka')
    const session = new TestSession(engine, 'tsdb')
    await session.run(meters)
    await session.run("INSERT INTO t (ts, a, host, site) VALUES (5, 1, 'h', 's')")
    await session.run('ALTER TABLE t ADD COLUMN c FLOAT4')
    await session.run('GRANT SELECT ON TABLE t TO kafka')
    await session.run("SET CLUSTER SETTING ts.dedup.rule = 'discard'")
  }
  await using engine = await openTestEngine(folder.path)
  const session = new TestSession(engine, 'tsdb', 'kafka')
  expect(engine.authenticate('kafka', null)).toBe(true)
  expect(engine.authenticate('nobody', null)).toBe(false)
  expect(await session.rows('SELECT a, c, host, site FROM t')).toEqual([['1', null, 'h', 's']])
  expect(await session.sqlState("INSERT INTO t (ts, a, host) VALUES (6, 1, 'h')")).toBe('42501')
  const root = new TestSession(engine, 'tsdb')
  expect(await root.tag("INSERT INTO t (ts, a, host) VALUES (5, 2, 'h')")).toBe('INSERT 0 0')
  expect(await root.tag("INSERT INTO t (ts, a, c, host) VALUES (4, 2, 1.5, 'h')")).toBe(
    'INSERT 0 1',
  )
})

test('a column of another type keeps its values', async () => {
  await using made = await engineWithDatabase()
  const { session } = made
  await session.run(meters)
  await session.run("INSERT INTO t (ts, a, s, host) VALUES (1, 12, '34', 'h')")
  await session.run('ALTER TABLE t ALTER COLUMN a TYPE INT8')
  await session.run('ALTER TABLE t ALTER COLUMN s TYPE VARCHAR(100)')
  expect(await session.rows('SELECT a, s FROM t')).toEqual([['12', '34']])
  await session.run('ALTER TABLE t ALTER COLUMN a TYPE VARCHAR(30)')
  expect(await session.rows('SELECT a, s FROM t')).toEqual([['12', '34']])
  await session.run('ALTER TABLE t RENAME COLUMN a TO b')
  await session.run('ALTER TABLE t DROP COLUMN s')
  expect(await session.rows('SELECT * FROM t')).toEqual([
    ['1970-01-01 00:00:00.001+00:00', '12', 'h', null],
  ])
})
