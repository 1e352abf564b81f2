import { KwdbDevServer } from '@tidewire/local/kwdb'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

// The client `pg` as its users have it, against the KWDB development server.
let server: KwdbDevServer
let client: pg.Client

/** A client in a database of this name, which is made for it. */
async function connect(database: string, config: pg.ClientConfig = {}): Promise<pg.Client> {
  const own = new pg.Client({
    host: server.host,
    port: server.port,
    user: 'root',
    database,
    ...config,
  })
  own.on('error', () => undefined)
  await own.connect()
  return own
}

beforeAll(async () => {
  server = await KwdbDevServer.start({ admins: [{ name: 'test' }] })
  client = await connect('plant')
  await client.query('create ts database plant')
  await client.query(
    `create table every (ts timestamptz(9) not null, t6 timestamp(6), i2 int2, i4 int4, i8 int8, f4 float4, f8 float8,
     b bool, c char(8), n nchar(8), v varchar(100), nv nvarchar(100), vb varbytes(20))
     tags (host varchar(64) not null) primary tags (host)`,
  )
  await client.query(
    `insert into every values (1700000000123456789, '2023-11-14 22:13:20.123456', -32768, -2147483648, 9223372036854775807,
     0.5, 1e-300, true, 'c', '中', 'it''s "x"\\n', 'ž', b'\\x00\\xff', 'h'),
     (1700000000123456790, null, null, null, null, null, null, null, null, null, '', null, null, 'h')`,
  )
})
afterAll(async () => {
  await client.end()
  await server[Symbol.asyncDispose]()
})

const asText = { getTypeParser: () => (text: string) => text }

describe('pg against the KWDB development server', () => {
  it('reads every type as text with all its digits, and NULL', async () => {
    const { rows, fields } = await client.query({
      text: 'select * from every order by ts',
      rowMode: 'array',
      types: asText,
    })
    expect(rows).toEqual([
      [
        '2023-11-14 22:13:20.123456789+00:00',
        '2023-11-14 22:13:20.123456',
        '-32768',
        '-2147483648',
        '9223372036854775807',
        expect.stringMatching(/^0\.50*$/),
        '1e-300',
        't',
        'c',
        '中',
        'it\'s "x"\\n',
        'ž',
        '\\x00ff',
        'h',
      ],
      [
        '2023-11-14 22:13:20.12345679+00:00',
        ...Array.from({ length: 9 }, () => null),
        '',
        null,
        null,
        'h',
      ],
    ])
    expect(fields.map(field => field.dataTypeID)).toEqual([
      1184, 1114, 21, 23, 20, 700, 701, 16, 1042, 91002, 1043, 91004, 91006, 1043,
    ])
  })

  it('runs statements with values, prepared by name and again', async () => {
    const config = { name: 'by-host', text: 'select count(*) as n from every where host = $1' }
    for (const [host, n] of [
      ['h', '2'],
      ['x', '0'],
      ['h', '2'],
    ]) {
      expect((await client.query({ ...config, values: [host] })).rows).toEqual([{ n }])
    }
  })

  it('answers several statements of one text, up to the first error', async () => {
    const results = (await client.query(
      'select 1 as a; select 2 as b',
    )) as unknown as pg.QueryResult[]
    expect(results.map(result => result.rows)).toEqual([[{ a: '1' }], [{ b: '2' }]])
    await expect(client.query('select 1; select * from nowhere; select 2')).rejects.toMatchObject({
      code: '42P01',
      severity: 'ERROR',
    })
    expect((await client.query('select 3 as c')).rows).toEqual([{ c: '3' }])
  })

  it('goes on after an error in a statement with values, and tells where a text is wrong', async () => {
    await expect(client.query('select * from nowhere where a = $1', [1])).rejects.toMatchObject({
      code: '42P01',
    })
    await expect(client.query('selec 1')).rejects.toMatchObject({ code: '42601', position: '1' })
    expect((await client.query('select $1::int8 as n', [7])).rows).toEqual([{ n: '7' }])
  })

  it('hears of rows that were left out as duplicates', async () => {
    await using own = await KwdbDevServer.start()
    const other = new pg.Client({ host: own.host, port: own.port, user: 'root', database: 'd' })
    await other.connect()
    const notices: string[] = []
    other.on('notice', notice => notices.push(notice.message ?? ''))
    await other.query('create ts database d')
    await other.query(
      'create table m (ts timestamptz(3) not null, v int4) tags (h int4 not null) primary tags (h)',
    )
    await other.query("set cluster setting ts.dedup.rule = 'discard'")
    await other.query('insert into m (ts, v, h) values (1, 1, 1)')
    const { rowCount } = await other.query('insert into m (ts, v, h) values (1, 2, 1), (2, 2, 1)')
    expect(rowCount).toBe(1)
    expect(notices).toHaveLength(1)
    await other.end()
  })

  it('refuses COPY and stays usable', async () => {
    await expect(client.query('copy every from stdin')).rejects.toMatchObject({ code: '0A000' })
    expect((await client.query('select 1 as a')).rows).toEqual([{ a: '1' }])
  })

  it('logs in as a user that exists, whatever the password, and as no other', async () => {
    const test = await connect('plant', { user: 'Test', password: 'anything' })
    expect((await test.query('select count(*) as n from every')).rows).toEqual([{ n: '2' }])
    await test.end()
    await expect(connect('plant', { user: 'nobody' })).rejects.toMatchObject({ code: 'XXUUU' })
    await expect(connect('plant', { ssl: true })).rejects.toThrow('does not support SSL')
  })

  it('reaches a database that does not exist only with the statement that needs it', async () => {
    const lost = await connect('no_such_database')
    expect((await lost.query('select 1 as a')).rows).toEqual([{ a: '1' }])
    await expect(
      lost.query(
        'create table m (ts timestamptz(3) not null, v int4) tags (h int4 not null) primary tags (h)',
      ),
    ).rejects.toMatchObject({ code: '3D000' })
    await lost.end()
  })

  it('has settings of its startup message and those of SET', async () => {
    const own = await connect('plant', {
      application_name: 'a name',
      options: '',
      statement_timeout: 60_000,
    })
    expect((await own.query('show application_name')).rows).toEqual([
      { application_name: 'a name' },
    ])
    await own.query("set time zone 'Asia/Shanghai'")
    const { rows } = await own.query({
      text: 'select ts from every order by ts limit 1',
      rowMode: 'array',
      types: asText,
    })
    expect(rows).toEqual([['2023-11-15 06:13:20.123456789+08:00']])
    await own.end()
  })

  it('is told when the server ends', async () => {
    const own = await KwdbDevServer.start()
    const other = new pg.Client({ host: own.host, port: own.port, user: 'root' })
    const errors: string[] = []
    other.on('error', error => errors.push(String((error as pg.DatabaseError).code)))
    await other.connect()
    const ended = new Promise<void>(resolve => other.once('end', () => resolve()))
    await own.close()
    await ended
    expect(errors[0]).toBe('57P01')
  })
})
