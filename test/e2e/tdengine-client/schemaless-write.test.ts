import { isRetriable, type TidewireError } from '@tidewire/core'
import { TDengineDevServer } from '@tidewire/local/tdengine'
import {
  connectTDengine,
  errorKind,
  parseTDengineUrl,
  type SchemalessProtocol,
  type SchemalessWrite,
  serverCodeOf,
  type TDengineClient,
} from '@tidewire/tdengine'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'

let server: TDengineDevServer
let http: TDengineClient
let webSocket: TDengineClient

beforeAll(async () => {
  server = await TDengineDevServer.start({ port: 0 })
  const address = parseTDengineUrl(server.jdbcUrl)
  http = await connectTDengine(address, { schemalessTransport: 'http' })
  webSocket = await connectTDengine(address, { schemalessTransport: 'websocket' })
  for (const database of ['over_http', 'over_ws']) {
    await http.execute(`create database ${database} precision 'ns'`)
  }
})

afterAll(async () => {
  await http[Symbol.asyncDispose]()
  await webSocket[Symbol.asyncDispose]()
  await server.close()
})

beforeEach(() => server.faults.clear())

async function failureOf(work: Promise<unknown>): Promise<TidewireError> {
  return work.then(
    () => expect.unreachable(),
    (reason: TidewireError) => reason,
  )
}

const bodies: Readonly<Record<SchemalessProtocol, readonly string[]>> = {
  line: ['li,host=a v=1i,s="x",f=1.5f32 1700000000000001\n', 'li,host=b v=2i 1700000000000002\n'],
  telnet: ['put te 1700000000 18 host=a\n', 'te 1700000001000 19.5 host=b\n\n'],
  json: [
    '[{"metric":"js","timestamp":1700000000,"value":18,"tags":{"host":"a"}},',
    '{"metric":"js","timestamp":1700000001000,"value":2.5,"tags":{"host":"b"}}]',
  ],
}

const write = (protocol: SchemalessProtocol, more: Partial<SchemalessWrite> = {}) => ({
  database: 'over_http',
  protocol,
  precision: 'us' as const,
  body: bodies[protocol].map(part => Buffer.from(part)),
  ...more,
})

describe('the same data over HTTP and over WebSocket', () => {
  test.each(['line', 'telnet', 'json'] as const)('%s makes the same table', async protocol => {
    await http.writeSchemaless(write(protocol))
    await webSocket.writeSchemaless(write(protocol, { database: 'over_ws' }))
    const table = protocol.slice(0, 2)
    const read = (database: string) => http.query(`select * from ${database}.${table} order by _ts`)
    const [one, other] = await Promise.all([read('over_http'), read('over_ws')])
    expect(one.rows.length).toBe(2)
    expect(other).toEqual(one)
    if (protocol === 'line') {
      expect(one.rows.map(row => row[0])).toEqual([
        1_700_000_000_000_001_000n,
        1_700_000_000_000_002_000n,
      ])
    }
  })

  test('a tag can name the tables', async () => {
    const body = [Buffer.from('named,host=own v=1i 1700000000000001')]
    await http.writeSchemaless(write('line', { body, tableNameKey: 'host' }))
    const { rows } = await http.query('select v from over_http.own')
    expect(rows).toEqual([[1n]])
  })
})

describe('refused and failing writes', () => {
  const bad = [Buffer.from('li,host=a v=1i 1700000000000009\nli,host=a\n')]

  test('a bad line is about content, over both ways', async () => {
    for (const client of [http, webSocket]) {
      const error = await failureOf(client.writeSchemaless(write('line', { body: bad })))
      expect(errorKind(error)).toBe('content')
      expect(serverCodeOf(error)).toBe(0x3002)
      expect(error.card.doing).toContain('writing line data to database over_http')
    }
  })

  test('a missing database is told apart, over both ways', async () => {
    for (const client of [http, webSocket]) {
      const error = await failureOf(client.writeSchemaless(write('line', { database: 'nosuch' })))
      expect(errorKind(error)).toBe('database')
      expect(isRetriable(error)).toBe(false)
    }
  })

  test('a lost connection is retriable, and writing again leaves one row', async () => {
    const body = [Buffer.from('again v=1i 1700000000000001')]
    await http.writeSchemaless(write('line', { body }))
    server.faults.add({ on: '/influxdb', action: { kind: 'drop' }, count: 100 })
    const error = await failureOf(http.writeSchemaless(write('line', { body })))
    expect(error.code).toBe('TDENGINE_CONNECTION_LOST')
    expect(isRetriable(error)).toBe(true)
    server.faults.clear()
    await http.writeSchemaless(write('line', { body }))
    expect((await http.query('select v from over_http.again')).rows).toEqual([[1n]])
  })

  test('503 with Retry-After is retriable and holds the next write back', async () => {
    const action = { kind: 'unavailable' as const, retryAfterSeconds: 1 }
    server.faults.add({ on: '/influxdb', action })
    const error = await failureOf(http.writeSchemaless(write('line')))
    expect(error.code).toBe('TDENGINE_BUSY')
    expect(isRetriable(error)).toBe(true)
    const before = performance.now()
    await http.writeSchemaless(write('line'))
    expect(performance.now() - before).toBeGreaterThan(900)
  })
})
