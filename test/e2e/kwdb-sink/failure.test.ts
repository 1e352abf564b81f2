import { formatCard } from '@tidewire/core'
import { KwdbDevServer } from '@tidewire/local/kwdb'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { kafkaBatch } from '../record-batch.ts'
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
  await sink.rows(
    'CREATE TABLE tsdb.public.m (k_timestamp TIMESTAMPTZ(9) NOT NULL, v INT8, g GEOMETRY) TAGS (t VARCHAR(64) NOT NULL) PRIMARY TAGS (t)',
  )
})

afterEach(async () => {
  await sink[Symbol.asyncDispose]()
})

const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => `m,t=${i % 3} v=${from + i}i ${from + i + 1}`)

const busy = {
  sqlState: '40001',
  message: 'restart transaction: TransactionRetryWithProtoRefreshError',
}

function failNext(count: number, sqlState: string, message: string): void {
  sink.server.faults.add({
    on: 'statement:insert',
    count,
    action: { kind: 'error', sqlState, message },
  })
}

describe('failures that pass', () => {
  it.each([
    ['40001', 'restart transaction: TransactionRetryWithProtoRefreshError'],
    ['55006', 'table "m" is being modified. Please wait for success'],
    ['58C00', 'range unavailable'],
    ['XXUUU', 'could not PutData'],
  ])('%s: the statement is sent again', async (sqlState, message) => {
    await sink.start()
    failNext(2, sqlState, message)
    await sink.put(kafkaBatch('a', lines(0, 10)))
    expect(await sink.count('tsdb.m')).toBe(10)
    expect(sink.counter('retries')).toBe(2)
    expect(sink.attempts).toHaveLength(2)
    expect(sink.reported).toEqual([])
  })

  it.each([
    ['before it was carried out', false],
    ['after it was carried out', true],
  ])('a connection that is cut %s is made again', async (_, apply) => {
    await sink.start()
    sink.server.faults.add({ on: 'statement:insert', action: { kind: 'drop', apply } })
    await sink.put(kafkaBatch('a', lines(0, 10)))
    expect(await sink.count('tsdb.m')).toBe(10)
    expect(sink.reported).toEqual([])
  })

  it('every statement has all its retries', async () => {
    await sink.start({ 'max.retries': '2', 'batch.size': '5' })
    for (let round = 0; round < 4; round += 1) {
      sink.server.faults.clear()
      failNext(2, busy.sqlState, busy.message)
      await sink.put(kafkaBatch('a', lines(round * 5, round * 5 + 5)))
    }
    expect(await sink.count('tsdb.m')).toBe(20)
    expect(sink.counter('retries')).toBe(8)
  })

  it('hands the records back to the worker when the outage is longer', async () => {
    await sink.start({ 'max.retries': '1', 'retry.backoff.ms': '1' })
    failNext(2, busy.sqlState, busy.message)
    const error = await sink.fail(kafkaBatch('a', lines(0, 10)))
    expect(error.card).toMatchObject({
      code: 'KWDB_SINK_UNAVAILABLE',
      retriable: true,
      serverCode: '40001',
    })
    await sink.put(kafkaBatch('a', lines(0, 10)))
    expect(await sink.count('tsdb.m')).toBe(10)
    expect(sink.reported).toEqual([])
  })

  it('a server that never answers is given up after socketTimeout', async () => {
    const url = `${sink.server.jdbcUrl}/?socketTimeout=0.2`
    await sink.start({ 'connection.url': url, 'max.retries': '1' })
    sink.server.faults.add({ on: 'statement:insert', action: { kind: 'silence' } })
    await sink.put(kafkaBatch('a', lines(0, 10)))
    expect(await sink.count('tsdb.m')).toBe(10)
    expect(sink.counter('retries')).toBe(1)
  })

  it('tries connection.attempts connections, connection.backoff.ms apart', async () => {
    await sink.start({
      'connection.attempts': '3',
      'connection.backoff.ms': '1',
      'max.retries': '0',
    })
    sink.server.faults.add({ on: 'statement:insert', action: { kind: 'drop' } })
    expect((await sink.fail(kafkaBatch('a', lines(0, 2)))).card.code).toBe('KWDB_SINK_UNAVAILABLE')
    sink.server.faults.add({ on: 'connect', count: 2, action: { kind: 'drop' } })
    await sink.put(kafkaBatch('a', lines(0, 2)))
    expect(await sink.count('tsdb.m')).toBe(2)
    const words = sink.log.filter(({ message }) => message.includes('cannot connect to KWDB'))
    expect(words).toHaveLength(2)
  })

  it('starts without a server and writes when there is one', async () => {
    sink.server.faults.add({ on: 'connect', action: { kind: 'drop' } })
    await sink.start()
    expect(sink.log.some(({ message }) => message.includes('not reachable yet'))).toBe(true)
    await sink.put(kafkaBatch('a', lines(0, 2)))
    expect(await sink.count('tsdb.m')).toBe(2)
  })

  it('waits while a table is being made by another', async () => {
    await sink.start({ 'protocol.type': 'json_opentsdb' })
    const action = {
      kind: 'error',
      sqlState: '55006',
      message: 'table is being created. Please wait for success',
    } as const
    sink.server.faults.add({ on: 'statement:create table', action })
    await sink.values(`{"metric":"n","timestamp":1700000000000,"value":1,"tags":{"a":"b"}}`)
    expect(await sink.count('tsdb.n')).toBe(1)
  })

  it('sends smaller statements to a server that has no memory for large ones', async () => {
    await sink.start({ 'max.retries': '0' })
    failNext(3, '53200', 'out of memory')
    await sink.put(kafkaBatch('a', lines(0, 40)))
    expect(await sink.count('tsdb.m')).toBe(40)
    expect(sink.counter('requests')).toBeGreaterThan(1)
  })

  it('stops at once when it is told to', async () => {
    await sink.start({ 'max.retries': '1000', 'retry.backoff.ms': '60000' })
    failNext(1000, busy.sqlState, busy.message)
    const failed = sink.fail(kafkaBatch('a', lines(0, 2)))
    await expect.poll(() => sink.counter('retries')).toBe(1)
    sink.abort()
    expect((await failed).name).toBe('AbortError')
  })
})

describe('every SQLSTATE of KWDB', () => {
  const always = 1_000_000

  it.each([
    ['40001', 'restart transaction: TransactionRetryWithProtoRefreshError'],
    ['40003', 'result is ambiguous'],
    ['53200', 'memory budget exceeded'],
    ['55006', 'table "m" is being created. Please wait for success'],
    ['57014', 'query execution canceled due to statement timeout'],
    ['57P01', 'server is shutting down'],
    ['58C00', 'range unavailable'],
    ['58C01', 'rpc error: connection failure'],
    ['XXUUU', 'cannot execute ts insert in a read-only transaction'],
  ])('%s passes: the statement is repeated, no record is refused', async (sqlState, message) => {
    await sink.start()
    failNext(1, sqlState, message)
    await sink.put(kafkaBatch('a', lines(0, 20)))
    expect(await sink.count('tsdb.m')).toBe(20)
    expect(sink.reported).toEqual([])
    failNext(always, sqlState, message)
    const error = await sink.fail(kafkaBatch('a', lines(20, 22)))
    expect(error.card).toMatchObject({ retriable: true, serverCode: sqlState })
    expect(sink.reported).toEqual([])
  })

  it.each([
    ['22000', 'error of parsing the geometry'],
    ['22001', 'value too long for type VARCHAR(64)'],
    ['22003', 'integer out of range for type INT4'],
    ['22023', 'parameter has a wrong value'],
    ['22026', 'value is out of range for type TIMESTAMPTZ(3)'],
    ['23502', 'null value in column "t" violates not-null constraint'],
    ['42601', 'syntax error at or near "x"'],
    ['42703', 'column "w" does not exist'],
    ['42804', 'could not resolve "x" as INT8 type (column v)'],
    ['0A000', 'not supported in timeseries table'],
    ['08P01', 'message is too big'],
  ])('%s is about the record: it is reported with it, once each', async (sqlState, message) => {
    await sink.start()
    failNext(always, sqlState, message)
    await sink.put(kafkaBatch('a', lines(0, 5)))
    expect(sink.reported.map(({ offset }) => offset)).toEqual([0n, 1n, 2n, 3n, 4n])
    expect(sink.reported[0]?.card).toMatchObject({ code: 'KWDB_BAD_RECORD', serverCode: sqlState })
    sink.server.faults.clear()
    await sink.put(kafkaBatch('a', lines(5, 7)))
    expect(await sink.count('tsdb.m')).toBe(2)
  })

  it.each([
    ['42501', 'user root does not have INSERT privilege on relation m', 'KWDB_SINK_ACCESS'],
    ['28P01', 'password is wrong', 'KWDB_SINK_ACCESS'],
    ['XXUUU', 'password authentication failed for user root', 'KWDB_SINK_ACCESS'],
    ['XXUUU', 'password is expired', 'KWDB_SINK_ACCESS'],
    ['3D000', 'database "tsdb" does not exist', 'KWDB_SINK_DATABASE'],
    ['XX000', 'internal error: something is nil', 'KWDB_SINK_WRITE'],
  ])('%s (%s) fails the task and skips no record', async (sqlState, message, code) => {
    await sink.start()
    failNext(always, sqlState, message)
    const error = await sink.fail(kafkaBatch('a', lines(0, 5)))
    expect(error.card).toMatchObject({ code, retriable: false, serverCode: sqlState })
    expect(sink.reported).toEqual([])
  })
})

describe('statements of many tables, sent one behind the other', () => {
  const points = Array.from(
    { length: 100 },
    (_, i) =>
      `{"metric":"n${i % 50}","timestamp":${1_700_000_000_000 + i},"value":${i},"tags":{"a":"b"}}`,
  )

  async function expectAll(): Promise<void> {
    for (let i = 0; i < 50; i += 1) expect(await sink.count(`tsdb.n${i}`)).toBe(2)
    expect(sink.reported).toEqual([])
  }

  it.each([
    ['an error that passes', { kind: 'error', ...busy }],
    ['a connection that is cut', { kind: 'drop' }],
    ['a connection that is cut when the statement is carried out', { kind: 'drop', apply: true }],
  ] as const)('are all carried out in spite of %s in the middle of them', async (_, action) => {
    await sink.start({ 'protocol.type': 'json_opentsdb' })
    sink.server.faults.add({ on: 'statement:insert into "tsdb"."public"."n20"', action })
    await sink.values(...points)
    await expectAll()
    expect(sink.counter('retries')).toBe(1)
  })

  it('lose nothing when one of them is refused', async () => {
    await sink.start({ 'protocol.type': 'json_opentsdb' })
    const action = { kind: 'error', sqlState: '22001', message: 'value too long' } as const
    sink.server.faults.add({ on: 'statement:insert into "tsdb"."public"."n20"', action })
    await sink.values(...points)
    await expectAll()
  })
})

describe('records that the server refuses', () => {
  it('are found by halving; the others are written, and each report has the words of the server', async () => {
    await sink.start()
    const values = lines(0, 50)
    values[7] = 'm,t=x g="POINT(1 2" 100'
    values[23] = 'm,t=y g="POLYGON(nonsense" 101'
    values[24] = 'm,t=y g="POINT(3 4)" 102'
    await sink.put(kafkaBatch('a', values))
    expect(await sink.count('tsdb.m')).toBe(48)
    expect(sink.reported.map(({ offset }) => offset)).toEqual([7n, 23n])
    expect(sink.reported[0]?.card).toMatchObject({
      code: 'KWDB_BAD_RECORD',
      retriable: false,
      serverCode: '22000',
    })
    expect(sink.reported[0]?.card.serverMessage).not.toBe('')
  })

  it('fail the task with the card of the record when errors are not tolerated', async () => {
    await sink.start({}, { tolerated: false })
    const error = await sink.fail(kafkaBatch('plant', ['m,t=a v=1i 1', 'm,t=x g="POINT(1 2" 100']))
    const text = formatCard(error.card)
    expect(error.card.code).toBe('KWDB_BAD_RECORD')
    expect(text).toContain('plant')
    expect(text).toContain('POINT(1 2')
  })

  it('that were merged with others are told apart', async () => {
    await sink.start()
    await sink.put(
      kafkaBatch('a', [
        'm,t=a v=1i 1',
        'm,t=a g="POINT(1 2" 1',
        'm,t=b v=2i 1',
        'm,t=b g="POINT(1 2)" 1',
      ]),
    )
    expect(sink.reported.map(({ offset }) => offset)).toEqual([1n])
    expect(await sink.rows('SELECT t, v FROM tsdb.m ORDER BY t')).toEqual([
      ['a', '1'],
      ['b', '2'],
    ])
    expect((await sink.rows("SELECT g FROM tsdb.m WHERE t = 'b'"))[0]?.[0]).not.toBeNull()
  })
})

describe('tables that others change', () => {
  it('a column that is gone refuses its records, one that is new takes them', async () => {
    await sink.start()
    await sink.values('m,t=a v=1i 1')
    await sink.rows('ALTER TABLE tsdb.m DROP COLUMN v')
    await sink.rows('ALTER TABLE tsdb.m ADD COLUMN w INT4')
    await sink.values('m,t=a v=2i 2', 'm,t=a w=3i 3')
    expect(sink.reported).toHaveLength(1)
    expect(sink.reported[0]?.card).toMatchObject({ code: 'KWDB_COLUMN', field: 'v' })
    expect(await sink.rows('SELECT w FROM tsdb.m ORDER BY k_timestamp')).toEqual([[null], ['3']])
  })

  it.each([
    [9, 3, '1700000000000000000', '1700000000001000000'],
    [3, 9, '1700000000000000000', '1700000000001000000'],
  ])(
    'a table that was made again with another precision (%i, then %i) gets the same times',
    async (before, after, first, second) => {
      const make = (precision: number) =>
        sink.rows(
          `CREATE TABLE tsdb.public.p (ts TIMESTAMPTZ(${precision}) NOT NULL, v INT8) TAGS (t VARCHAR(64) NOT NULL) PRIMARY TAGS (t)`,
        )
      const shows = () => sink.rows('SELECT ts FROM tsdb.p')
      await make(before)
      await sink.start()
      await sink.values(`p,t=a v=1i ${first}`)
      expect(await shows()).toEqual([['2023-11-14 22:13:20+00:00']])
      await sink.rows('DROP TABLE tsdb.p')
      await make(after)
      // The sink looks at its tables again after a second.
      vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 1001)
      await sink.values(`p,t=a v=2i ${second}`)
      vi.restoreAllMocks()
      expect(await shows()).toEqual([['2023-11-14 22:13:20.001+00:00']])
      expect(sink.reported).toEqual([])
    },
  )

  it('a dropped table is made again where tables are made', async () => {
    await sink.start({ 'protocol.type': 'json_opentsdb' })
    const point = (n: number) =>
      `{"metric":"n","timestamp":${1_700_000_000_000 + n},"value":${n},"tags":{"a":"b"}}`
    await sink.values(point(1))
    await sink.rows('DROP TABLE tsdb.n')
    await sink.values(point(2))
    expect(sink.reported).toEqual([])
    expect(await sink.rows('SELECT value FROM tsdb.n')).toEqual([['2']])
  })

  it('two tasks that make the same table do not disturb each other', async () => {
    const other = await KwdbSinkHarness.join(server)
    await using _ = other
    await sink.start({ 'protocol.type': 'json_opentsdb' })
    await other.start({ 'protocol.type': 'json_opentsdb' })
    const points = (from: number) =>
      Array.from(
        { length: 20 },
        (_, i) =>
          `{"metric":"n${i}","timestamp":${1_700_000_000_000 + from},"value":1,"tags":{"a":"b"}}`,
      )
    await Promise.all([sink.values(...points(1)), other.values(...points(2))])
    expect(sink.reported).toEqual([])
    expect(other.reported).toEqual([])
    for (let i = 0; i < 20; i += 1) expect(await sink.count(`tsdb.n${i}`)).toBe(2)
  })
})

describe('tasks that grow one table at the same time', () => {
  it('lose no value, though the server is busy changing it and cuts connections', async () => {
    const others = await Promise.all([1, 2].map(() => KwdbSinkHarness.join(server)))
    const tasks = [sink, ...others]
    const keys = { 'protocol.type': 'json_kaiwudb', 'auto.evolve': 'true' }
    for (const task of tasks) await task.start(keys)
    const message = 'table "grown" is being modified. Please wait for success'
    const busyNow = { kind: 'error', sqlState: '55006', message } as const
    const cut = { kind: 'drop', apply: true } as const
    for (const from of [2, 5]) server.faults.add({ on: 'statement:alter', from, action: busyNow })
    for (const from of [3, 7]) server.faults.add({ on: 'statement:insert', from, action: cut })
    const texts = new Map<number, string>()
    const records = (task: number) =>
      Array.from({ length: 30 }, (_, i) => {
        const ts = 1_700_000_000_000 + task * 1000 + i
        const text = 'x'.repeat((i * 37) % 700)
        texts.set(ts, text)
        const column = `c${i % 7}`
        return JSON.stringify({
          table: 'grown',
          columns: [
            { name: 'ts', type: 'TIMESTAMPTZ' },
            { name: column, type: 'VARCHAR', length: Math.max(1, text.length) },
          ],
          tags: [
            { name: 'd', type: 'INT4', primary: true },
            { name: `g${i % 3}`, type: 'INT2' },
          ],
          data: [{ ts, [column]: text, d: task, [`g${i % 3}`]: 1 }],
        })
      })
    await Promise.all(tasks.map((task, i) => task.values(...records(i))))
    const rows = await sink.objects('SELECT * FROM tsdb.grown ORDER BY ts')
    const found = rows.map(row => [
      Date.parse(String(row.ts)),
      ...Object.keys(row).flatMap(name => (/^c/.test(name) ? (row[name] ?? []) : [])),
    ])
    expect(found).toEqual([...texts].sort(([a], [b]) => a - b))
    expect(tasks.flatMap(({ reported }) => reported)).toEqual([])
    for (const other of others) await other[Symbol.asyncDispose]()
  }, 30_000)
})

describe('configurations that cannot work', () => {
  it('a database that is missing is never made, and the error says what to do', async () => {
    const failed = sink.start({ 'connection.database': 'missing' })
    await expect(failed).rejects.toMatchObject({
      card: {
        code: 'KWDB_SINK_DATABASE',
        retriable: false,
        hint: expect.stringContaining('CREATE TS DATABASE'),
      },
    })
    expect((await sink.rows('SHOW DATABASES')).map(([name]) => name)).not.toContain('missing')
  })

  it('a relational database is refused', async () => {
    await expect(sink.start({ 'connection.database': 'defaultdb' })).rejects.toMatchObject({
      card: { code: 'KWDB_SINK_RELATIONAL' },
    })
  })

  it('a user that does not exist is refused at the start', async () => {
    await expect(sink.start({ 'connection.user': 'nobody' })).rejects.toMatchObject({
      card: { code: 'KWDB_SINK_ACCESS', retriable: false },
    })
  })

  it('a right that is taken away fails the task and skips no record', async () => {
    await sink.start()
    failNext(1, '42501', 'user root does not have INSERT privilege on relation m')
    const error = await sink.fail(kafkaBatch('a', lines(0, 2)))
    expect(error.card).toMatchObject({
      code: 'KWDB_SINK_ACCESS',
      retriable: false,
      serverCode: '42501',
    })
    expect(sink.reported).toEqual([])
  })

  it('an internal error of the server fails the task and skips no record', async () => {
    await sink.start()
    failNext(1, 'XX000', 'internal error: something')
    const error = await sink.fail(kafkaBatch('a', lines(0, 2)))
    expect(error.card).toMatchObject({ code: 'KWDB_SINK_WRITE', retriable: false })
    expect(sink.reported).toEqual([])
  })
})

describe('passwords and encryption', () => {
  it('logs in with connection.password, and fails at the start with a wrong one', async () => {
    await using secured = await KwdbDevServer.start({
      port: 0,
      secure: true,
      admins: [{ name: 'test', password: 'Password@2024' }],
    })
    const props = {
      'connection.url': `${secured.jdbcUrl}/?sslmode=disable`,
      'connection.user': 'test',
      'connection.database': 'missing',
    }
    await expect(sink.start({ ...props, 'connection.password': 'wrong' })).rejects.toMatchObject({
      card: { code: 'KWDB_SINK_ACCESS', retriable: false },
    })
    await expect(
      sink.start({ ...props, 'connection.password': 'Password@2024' }),
    ).rejects.toMatchObject({
      card: { code: 'KWDB_SINK_DATABASE' },
    })
  })
})
