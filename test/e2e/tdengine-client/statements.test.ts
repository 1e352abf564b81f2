import { isRetriable, type TidewireError } from '@tidewire/core'
import { TDengineDevServer } from '@tidewire/local/tdengine'
import {
  connectTDengine,
  decodeRestResult,
  errorKind,
  parseTDengineUrl,
  serverCodeOf,
  type TDengineAddress,
  type TDengineClient,
} from '@tidewire/tdengine'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let server: TDengineDevServer
let client: TDengineClient

const addressOf = (more: Partial<TDengineAddress> = {}) => ({
  ...parseTDengineUrl(server.jdbcUrl),
  ...more,
})

beforeAll(async () => {
  server = await TDengineDevServer.start({ port: 0 })
  client = await connectTDengine(addressOf())
  await client.execute("create database e2e precision 'us'")
  await client.execute('use e2e')
})

afterAll(async () => {
  await client[Symbol.asyncDispose]()
  await server.close()
})

async function failureOf(work: Promise<unknown>): Promise<TidewireError> {
  return work.then(
    () => expect.unreachable(),
    (reason: TidewireError) => reason,
  )
}

/** The same statement over REST. */
async function overRest(sql: string, database = 'e2e') {
  const response = await fetch(`${server.url}/rest/sql/${database}`, {
    method: 'POST',
    headers: { Authorization: `Basic ${Buffer.from('root:taosdata').toString('base64')}` },
    body: sql,
  })
  return decodeRestResult(await response.text())
}

describe('results', () => {
  test('every type and NULL, the same over WebSocket and over REST', async () => {
    await client.execute(
      'create table alltypes (ts timestamp, b bool, i8 tinyint, i16 smallint, i32 int, i64 bigint, f float,' +
        ' d double, u8 tinyint unsigned, u16 smallint unsigned, u32 int unsigned, u64 bigint unsigned,' +
        ' v varchar(20), n nchar(20), vb varbinary(20), dc decimal(10,2), dd decimal(30,5))',
    )
    const rows = [
      '(1700000000000001, true, 127, 32767, 2147483647, 9223372036854775807, 1.5, 0.1, 255, 65535,' +
        " 4294967295, 18446744073709551615, 'text', 'žluť🚀', '\\x0aff', 12.34, -0.00001)",
      '(1700000000000002, false, -128, -32768, -2147483648, -9223372036854775808, -0.25, 1e300, 0, 0,' +
        " 0, 0, '', '', '', -0.05, 0)",
      `(1700000000000003${', null'.repeat(16)})`,
    ]
    expect(await client.execute(`insert into alltypes values ${rows.join(' ')}`)).toBe(3)
    const result = await client.query('select * from alltypes order by ts')
    expect(result.unit).toBe('us')
    expect(result.rows).toEqual([
      [
        1_700_000_000_000_001n,
        true,
        127,
        32_767,
        2_147_483_647,
        9_223_372_036_854_775_807n,
        1.5,
        0.1,
        255,
        65_535,
        4_294_967_295,
        18_446_744_073_709_551_615n,
        'text',
        'žluť🚀',
        Buffer.from([0x0a, 0xff]),
        '12.34',
        '-0.00001',
      ],
      [
        1_700_000_000_000_002n,
        false,
        -128,
        -32_768,
        -2_147_483_648,
        -9_223_372_036_854_775_808n,
        -0.25,
        1e300,
        0,
        0,
        0,
        0n,
        '',
        '',
        Buffer.alloc(0),
        '-0.05',
        '0.00000',
      ],
      [1_700_000_000_000_003n, ...Array.from({ length: 16 }, () => null)],
    ])
    const rest = await overRest('select * from alltypes order by ts')
    expect(rest.rows).toEqual(result.rows)
    expect(rest.columns).toEqual(result.columns)
  })

  test('many rows come in blocks, in order, and a stream can be left', async () => {
    await client.execute('create table many (ts timestamp, v int)')
    const count = 9_000
    for (let from = 0; from < count; from += 3_000) {
      const rows = Array.from(
        { length: 3_000 },
        (_, i) => `(${1_700_000_000_000_000 + from + i}, ${from + i})`,
      )
      await client.execute(`insert into many values ${rows.join(' ')}`)
    }
    let next = 0
    let blocks = 0
    for await (const block of client.stream('select v from many order by ts')) {
      blocks += 1
      for (let row = 0; row < block.rows; row += 1) {
        expect(block.value(row, 0)).toBe(next)
        next += 1
      }
    }
    expect(next).toBe(count)
    expect(blocks).toBeGreaterThan(1)
    for await (const block of client.stream('select v from many')) {
      expect(block.rows).toBeGreaterThan(0)
      break
    }
    expect((await client.query('select v from many')).rows.length).toBe(count)
  })

  test('statements at the same time each get their own result', async () => {
    const values = Array.from({ length: 10 }, (_, i) => i)
    for (const i of values) {
      await client.execute(`create table one${i} (ts timestamp, v int)`)
      await client.execute(`insert into one${i} values (1700000000000000, ${i})`)
    }
    const results = await Promise.all(values.map(i => client.query(`select v from one${i}`)))
    expect(results.map(result => result.rows)).toEqual(values.map(i => [[i]]))
  })
})

describe('errors of the server', () => {
  test.each([
    ['selec 1', 'content', 0x2600],
    ['select * from nosuch', 'content', 0x2603],
    ['insert into nosuch.t values (1, 1)', 'database', 0x0388],
  ] as const)('%s', async (sql, kind, code) => {
    const error = await failureOf(client.execute(sql))
    expect(errorKind(error)).toBe(kind)
    expect(serverCodeOf(error)).toBe(code)
    expect(error.card.doing).toBe(`running ${sql}`)
    expect(isRetriable(error)).toBe(false)
  })

  test('an unknown database or a wrong password at login', async () => {
    const missing = await failureOf(connectTDengine(addressOf({ database: 'nosuch' })))
    expect(errorKind(missing)).toBe('database')
    const address = parseTDengineUrl(server.jdbcUrl.replace('taosdata', 'wrong'))
    const refused = await failureOf(connectTDengine(address))
    expect(errorKind(refused)).toBe('access')
    expect(refused.message).not.toContain('wrong')
  })
})

describe('a server in trouble', () => {
  test('a dropped connection is retriable; afterwards the chosen database is chosen again', async () => {
    server.faults.add({ on: 'binary_query', action: { kind: 'drop' } })
    const error = await failureOf(client.query('select v from many'))
    expect(error.code).toBe('TDENGINE_CONNECTION_LOST')
    expect(isRetriable(error)).toBe(true)
    expect((await client.query('select v from one7')).rows).toEqual([[7]])
  })

  test('a transient code is retriable, and the next try succeeds', async () => {
    const message = 'Sync leader is unreachable'
    server.faults.add({ on: 'binary_query', action: { kind: 'error', code: 0x090c, message } })
    const error = await failureOf(client.query('select v from many'))
    expect(error.code).toBe('TDENGINE_UNAVAILABLE')
    expect(isRetriable(error)).toBe(true)
    expect((await client.query('select v from one7')).rows).toEqual([[7]])
  })

  test('silence ends with a timeout', async () => {
    await using impatient = await connectTDengine(addressOf({ messageTimeoutMs: 200 }))
    server.faults.add({ on: 'binary_query', action: { kind: 'silence' } })
    const error = await failureOf(impatient.query('select 1'))
    expect(error.code).toBe('TDENGINE_TIMEOUT')
    const { rows } = await impatient.query('select v from e2e.one7')
    expect(rows).toEqual([[7]])
  })
})
