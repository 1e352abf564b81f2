import { describe, expect, test } from 'vitest'
import {
  engineWithDatabase,
  openTestEngine,
  TestSession,
  temporaryFolder,
} from './engine.test.kit.ts'

const signal = new AbortController().signal
const table =
  'CREATE TABLE t (ts TIMESTAMPTZ(6) NOT NULL, a INT8, s VARCHAR(20)) TAGS (host VARCHAR(64) NOT NULL) PRIMARY TAGS (host)'

describe('session variables', () => {
  test('those of the startup message apply, read-only ones are refused, unknown ones passed over', async () => {
    await using made = await engineWithDatabase()
    const session = new TestSession(made.engine, 'tsdb', 'root', {
      timezone: 'Asia/Shanghai',
      application_name: 'x',
      nonsense: '1',
    })
    expect(session.session.parameters().get('TimeZone')).toBe('Asia/Shanghai')
    expect(session.session.parameters().get('kwdb_version')).toMatch(/^3\./)
    expect(await session.rows('SHOW application_name')).toEqual([['x']])
    expect(() => new TestSession(made.engine, 'tsdb', 'root', { server_version: '1' })).toThrow(
      expect.objectContaining({ sqlState: '55P02' }),
    )
  })

  test('SET, RESET and SHOW', async () => {
    await using made = await engineWithDatabase()
    const { session } = made
    await session.run("SET TIME ZONE 8; SET extra_float_digits = 2; SET application_name = 'me'")
    expect(await session.rows('SHOW TIME ZONE')).toEqual([['8']])
    expect(await session.rows('SHOW extra_float_digits')).toEqual([['2']])
    await session.run('RESET application_name')
    expect(await session.rows('SHOW application_name')).toEqual([['']])
    expect(await session.sqlState("SET TIME ZONE 'Nowhere/City'")).toBe('22023')
    expect(await session.sqlState('SET nonsense = 1')).toBe('42704')
    expect(await session.sqlState("SET server_version = '1'")).toBe('55P02')
    expect(await session.sqlState('USE nodb')).toBe('3D000')
    await session.run('USE defaultdb')
    expect(await session.rows('SHOW database')).toEqual([['defaultdb']])
  })
})

describe('transactions', () => {
  test('an error fails the transaction until it is ended', async () => {
    await using made = await engineWithDatabase()
    const { session } = made
    await session.run(table)
    await session.run('BEGIN')
    expect(session.session.transactionStatus).toBe('T')
    expect(await session.sqlState('SELECT nope')).toBe('42703')
    expect(session.session.transactionStatus).toBe('E')
    expect(await session.sqlState('SELECT 1')).toBe('25P02')
    expect(await session.tag('COMMIT')).toBe('ROLLBACK')
    expect(session.session.transactionStatus).toBe('I')
  })

  test('rows of a time-series table stay although the transaction is rolled back', async () => {
    await using made = await engineWithDatabase()
    const { session } = made
    await session.run(table)
    await session.run('BEGIN')
    await session.run("INSERT INTO t (ts, a, host) VALUES (1, 1, 'h')")
    expect(await session.sqlState('DROP TABLE t')).toBe('0A000')
    await session.run('ROLLBACK')
    expect(await session.rows('SELECT count(*) FROM t')).toEqual([['1']])
  })
})

describe('prepared statements', () => {
  test('of the protocol: types come from the columns, values go to them', async () => {
    await using made = await engineWithDatabase()
    const { session } = made.session
    await made.session.run(table)
    const insert = await session.prepare(
      'INSERT INTO t (ts, a, s, host) VALUES ($1, $2, $3, $4)',
      [],
      signal,
    )
    expect(insert?.parameterOids).toEqual([1184, 20, 1043, 1043])
    const reply = await insert?.execute(['2024-01-01 00:00:00.123456', '7', null, 'h'], signal)
    expect(reply?.tag()).toBe('INSERT 0 1')
    const select = await session.prepare(
      'SELECT ts, a, s FROM t WHERE host = $1 AND ts >= $2 AND a = $3',
      [],
      signal,
    )
    expect(select?.parameterOids).toEqual([1043, 1184, 20])
    expect(select?.fields?.map(({ name }) => name)).toEqual(['ts', 'a', 's'])
    const rows = []
    const answer = await select?.execute(['h', '2024-01-01', '7'], signal)
    for await (const batch of answer?.rows ?? []) rows.push(...batch)
    expect(rows).toEqual([['2024-01-01 00:00:00.123456+00:00', '7', null]])
    expect(await session.prepare(' ; ', [], signal)).toBeNull()
  })

  test('of SQL: PREPARE, EXECUTE, DEALLOCATE', async () => {
    await using made = await engineWithDatabase()
    const { session } = made
    await session.run(table)
    await session.run('PREPARE p AS INSERT INTO t (ts, a, host) VALUES ($1, $2, $3)')
    await session.run("EXECUTE p (1, 2, 'h')")
    await session.run('PREPARE q AS SELECT a FROM t WHERE host = $1')
    expect(await session.rows("EXECUTE q ('h')")).toEqual([['2']])
    await session.run('DEALLOCATE q')
    expect(await session.sqlState("EXECUTE q ('h')")).toBe('26000')
  })
})

describe('what exists', () => {
  test('SHOW has the columns that clients count on', async () => {
    await using made = await engineWithDatabase()
    const { session } = made
    await session.run(table)
    await session.run('ALTER TABLE t ADD TAG room NCHAR(8)')
    await session.run('ALTER TABLE t ADD COLUMN late FLOAT4')
    const show = async (text: string) => (await session.run(text))[0]
    expect((await show('SHOW DATABASES'))?.rows).toContainEqual(['tsdb', 'TIME SERIES'])
    expect((await show('SHOW TABLES'))?.rows).toEqual([['t', 'TIME SERIES TABLE']])
    expect((await show('SHOW TAGS FROM t'))?.rows).toEqual([
      ['host', 'VARCHAR(64)', 't', 'f'],
      ['room', 'NCHAR(8)', 'f', 't'],
    ])
    const columns = await show('SHOW COLUMNS FROM t')
    expect(columns?.fields).toEqual([
      ...['column_name', 'data_type', 'is_nullable', 'column_default', 'generation_expression'],
      ...['indices', 'is_hidden', 'is_tag'],
    ])
    expect(columns?.rows.map(row => [row[0], row[1], row[5], row[7]])).toEqual([
      ['ts', 'TIMESTAMPTZ(6)', '{primary}', 'f'],
      ['a', 'INT8', '{}', 'f'],
      ['s', 'VARCHAR(20)', '{}', 'f'],
      ['late', 'FLOAT4', '{}', 'f'],
      ['host', 'VARCHAR(64)', '{}', 't'],
      ['room', 'NCHAR(8)', '{}', 't'],
    ])
    expect((await show('SHOW RETENTIONS ON TABLE t'))?.rows).toEqual([['t', '0s', null]])
    const create = (await show('SHOW CREATE TABLE t'))?.rows[0]?.[1]
    expect(create).toBe(
      'CREATE TABLE t (\n\tts TIMESTAMPTZ(6) NOT NULL,\n\ta INT8 NULL,\n\ts VARCHAR(20) NULL,\n\tlate FLOAT4 NULL\n)' +
        ' TAGS (\n\thost VARCHAR(64) NOT NULL,\n\troom NCHAR(8) ) PRIMARY TAGS(host)\n\tretentions 0s',
    )
  })

  test('the catalog tells columns and tags of any database', async () => {
    await using made = await engineWithDatabase()
    const session = new TestSession(made.engine)
    await made.session.run(table)
    expect(
      await session.rows(
        'SELECT column_name, kwdb_sql_type, is_nullable, is_tag, ordinal_position, storage_length, column_default, is_hidden ' +
          "FROM \"tsdb\".information_schema.columns WHERE table_catalog = 'tsdb' AND table_schema = 'public' AND table_name = 't' ORDER BY ordinal_position",
      ),
    ).toEqual([
      ['ts', 'TIMESTAMPTZ(6)', 'NO', 'NO', '1', '64', null, 'NO'],
      ['a', 'INT8', 'YES', 'NO', '2', '64', null, 'NO'],
      ['s', 'VARCHAR(20)', 'YES', 'NO', '3', '20', null, 'NO'],
      ['host', 'VARCHAR(64)', 'NO', 'YES', '4', '64', null, 'NO'],
    ])
    expect(
      await session.rows(
        "SELECT tag_name, tag_type, is_primary, nullable FROM \"tsdb\".kwdb_internal.kwdb_attributes WHERE db_name = 'tsdb' AND table_name = 't'",
      ),
    ).toEqual([['host', 'VARCHAR(64)', 't', 'f']])
    expect(
      await session.rows(
        "SELECT table_name FROM \"tsdb\".information_schema.tables WHERE table_schema = 'public' AND table_type = 'TIME SERIES TABLE'",
      ),
    ).toEqual([['t']])
  })

  test('psql finds databases, tables and users', async () => {
    await using made = await engineWithDatabase()
    const { session } = made
    await session.run(table)
    const tables =
      'SELECT n.nspname as "Schema", c.relname as "Name", pg_catalog.pg_get_userbyid(c.relowner) as "Owner" ' +
      'FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace ' +
      "WHERE c.relkind IN ('r','p','') AND n.nspname <> 'pg_catalog' AND n.nspname !~ '^pg_toast' " +
      'AND pg_catalog.pg_table_is_visible(c.oid) ORDER BY 1,2'
    expect(await session.rows(tables)).toEqual([['public', 't', 'root']])
  })
})

test('a secure server asks for the password that CREATE USER gave', async () => {
  await using folder = await temporaryFolder()
  await using engine = await openTestEngine(folder.path, { secure: true })
  const root = new TestSession(engine)
  await root.run("CREATE USER kafka WITH PASSWORD 'se''cret'")
  expect(engine.authenticate('kafka', "se'cret")).toBe(true)
  expect(engine.authenticate('Kafka', 'wrong')).toBe(false)
  expect(engine.authenticate('kafka', null)).toBe(false)
  expect(engine.authenticate('root', null)).toBe(false)
  const kafka = new TestSession(engine, 'defaultdb', 'kafka')
  expect(await kafka.sqlState('CREATE TS DATABASE d')).toBe('42501')
  await root.run('CREATE TS DATABASE d; GRANT ALL ON DATABASE d TO kafka')
  const own = new TestSession(engine, 'd', 'kafka')
  await own.run(table)
  expect(await own.tag("INSERT INTO t (ts, a, host) VALUES (1, 1, 'h')")).toBe('INSERT 0 1')
  await root.run('CREATE USER other')
  const other = new TestSession(engine, 'd', 'other')
  expect(await other.sqlState('SELECT * FROM t')).toBe('42501')
  expect(await other.rows('SHOW TABLES')).toEqual([])
})
