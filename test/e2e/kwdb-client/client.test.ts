import { type KwdbClient, kwdbClient, parseKwdbUrl } from '@tidewire/kwdb'
import { KwdbDevServer } from '@tidewire/local/kwdb'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'

let server: KwdbDevServer
let client: KwdbClient

beforeAll(async () => {
  server = await KwdbDevServer.start({ port: 0 })
  client = kwdbClient(parseKwdbUrl(server.jdbcUrl, { user: 'root' }))
  await client.query('CREATE TS DATABASE d')
})

afterAll(async () => {
  await client[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

beforeEach(async () => {
  server.faults.clear()
  await client.query("SET CLUSTER SETTING ts.dedup.rule = 'override'")
  await client.query('DROP TABLE IF EXISTS d.m')
  await client.query(
    'CREATE TABLE d.m (ts TIMESTAMPTZ NOT NULL, f FLOAT8) TAGS (t INT4 NOT NULL) PRIMARY TAGS (t)',
  )
})

/** A finished message of the simple protocol. */
function message(sql: string): Buffer {
  const bytes = Buffer.alloc(Buffer.byteLength(sql) + 6)
  bytes.write('Q')
  bytes.writeInt32BE(bytes.length - 1, 1)
  bytes.write(sql, 5)
  return bytes
}

const insert = (time: number, value: string) =>
  message(`INSERT INTO d.m (ts, f, t) VALUES (${time}, ${value}, 1)`)

/** What the process warns of meanwhile. */
async function warningsOf(work: () => Promise<unknown>): Promise<readonly Error[]> {
  const warnings: Error[] = []
  const note = (warning: Error) => {
    warnings.push(warning)
  }
  process.on('warning', note)
  await work()
  await new Promise(resolve => setImmediate(resolve))
  process.off('warning', note)
  return warnings
}

it('messages that go together are answered in their order, and the library warns of nothing', async () => {
  const tags: string[] = []
  const warnings = await warningsOf(async () => {
    const some = Array.from({ length: 50 }, (_, i) => insert(i, String(i)))
    for (const result of await client.send(some)) tags.push(result.tag)
    const [before, after] = await Promise.all([
      client.query('SELECT count(*) FROM d.m'),
      client.query('SELECT max(f) FROM d.m'),
    ])
    expect([before.rows, after.rows]).toEqual([[['50']], [['49']]])
  })
  expect(tags).toEqual(Array.from({ length: 50 }, () => 'INSERT 0 1'))
  expect(warnings).toEqual([])
})

it('a message that is refused among others fails the call, and the others are carried out', async () => {
  const some = [insert(1, '1'), insert(2, "'no number'"), insert(3, '3'), insert(4, 'oops')]
  const warnings = await warningsOf(async () => {
    await expect(client.send(some)).rejects.toMatchObject({ code: 'KWDB_REFUSED' })
  })
  expect((await client.query('SELECT f FROM d.m ORDER BY ts')).rows).toEqual([['1'], ['3']])
  expect(warnings).toEqual([])
})

it('a notice belongs to the statement that it is about', async () => {
  await client.query("SET CLUSTER SETTING ts.dedup.rule = 'discard'")
  const results = await client.send([insert(1, '1'), insert(1, '2'), insert(2, '3')])
  expect(results.map(({ notices }) => notices.length)).toEqual([0, 1, 0])
  expect(results.map(({ affectedRows }) => affectedRows)).toEqual([1, 0, 1])
})

it('a connection that is cut among messages fails the call once, and the next call has a new one', async () => {
  server.faults.add({ on: 'statement:insert', from: 2, action: { kind: 'drop' } })
  await expect(client.send([insert(1, '1'), insert(2, '2'), insert(3, '3')])).rejects.toMatchObject(
    { code: 'KWDB_CONNECTION_LOST', retriable: true },
  )
  expect((await client.query('SELECT f FROM d.m ORDER BY ts')).rows).toEqual([['1']])
})

it('floats come with all their digits, though a server begins with 15', async () => {
  const numbers = ['0.1', '0.30000000000000004', '1.7976931348623157e308', '-123456789.12345679']
  const values = numbers.map((number, i) => `(${i}, ${number}, 1)`)
  await client.query(`INSERT INTO d.m (ts, f, t) VALUES ${values.join(', ')}`)
  const floats = async () =>
    (await client.query('SELECT f FROM d.m ORDER BY ts')).rows.map(([text]) => Number(text))
  expect(await floats()).toEqual(numbers.map(Number))
  server.faults.add({ on: 'statement:select 1', action: { kind: 'drop' } })
  await expect(client.query('SELECT 1')).rejects.toMatchObject({ code: 'KWDB_CONNECTION_LOST' })
  expect(await floats()).toEqual(numbers.map(Number))
})
