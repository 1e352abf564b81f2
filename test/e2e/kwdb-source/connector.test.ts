import { type KwdbClient, kwdbSourcePlugin } from '@tidewire/kwdb'
import { KwdbDevServer } from '@tidewire/local/kwdb'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Bench, eventually, type WorkerUnderTest } from '../connect/worker-bench.ts'
import { adminClient } from './kwdb-source.ts'

let server: KwdbDevServer
let bench: Bench
let worker: WorkerUnderTest
let client: KwdbClient
let number = 0
let database: string

beforeAll(async () => {
  server = await KwdbDevServer.start({ port: 0 })
  bench = await Bench.open()
  worker = await bench.worker([kwdbSourcePlugin])
  client = adminClient(server)
})

afterAll(async () => {
  await client[Symbol.asyncDispose]()
  await worker[Symbol.asyncDispose]()
  await bench[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

beforeEach(() => {
  number += 1
  database = `c${number}`
})

async function load(props: Readonly<Record<string, string>> = {}): Promise<string> {
  const name = `source-${database}`
  const answer = await worker.call('PUT', `/connectors/${name}/config`, {
    'connector.class': kwdbSourcePlugin.className,
    'tasks.max': '2',
    'connection.url': server.jdbcUrl,
    'connection.user': 'root',
    'connection.database': database,
    'connection.attempts': '1',
    'connection.backoff.ms': '50',
    'poll.interval.ms': '50',
    'topic.prefix': 'kw',
    'out.format': 'line_influxdb',
    ...props,
  })
  expect(answer.status, answer.text).toBe(201)
  return name
}

async function table(name: string, value: number): Promise<void> {
  await client.query(
    `CREATE TABLE ${database}.${name} (ts TIMESTAMPTZ NOT NULL, v INT4) TAGS (d INT4 NOT NULL) PRIMARY TAGS (d)`,
  )
  await insert(name, value)
}

/** Times of rows begin a minute before the test. */
const base = Date.now() - 60_000

async function insert(name: string, value: number): Promise<void> {
  await client.query(`INSERT INTO ${database}.${name} VALUES (${base + value}, ${value}, 1)`)
}

const line = (table: string, value: number) => `${table},d=1 v=${value}i32 ${base + value}000000`

/** The records of a topic, once it is there and has so many. */
const records = (topic: string, count: number) => eventually(() => bench.read(topic, count))
const lines = async (topic: string, count: number) =>
  (await records(topic, count)).map(record => record.value)

describe('the KWDB source connector', () => {
  it('finds new tables, leaves out dropped ones, and divides them among its tasks', async () => {
    await client.query(`CREATE TS DATABASE ${database}`)
    await table('a', 1)
    const name = await load()
    await worker.reaches(name, 'RUNNING', ['RUNNING'])
    expect(await lines(`kw-${database}-a`, 1)).toEqual([line('a', 1)])
    await table('b', 2)
    await table('c', 3)
    await worker.reaches(name, 'RUNNING', ['RUNNING', 'RUNNING'])
    expect(await lines(`kw-${database}-b`, 1)).toEqual([line('b', 2)])
    expect(await lines(`kw-${database}-c`, 1)).toEqual([line('c', 3)])
    await client.query(`DROP TABLE ${database}.b`)
    await client.query(`DROP TABLE ${database}.c`)
    await worker.reaches(name, 'RUNNING', ['RUNNING'])
    await insert('a', 4)
    expect(await lines(`kw-${database}-a`, 2)).toEqual([line('a', 1), line('a', 4)])
    const { body } = await worker.call('GET', `/connectors/${name}/offsets`)
    expect(body.offsets).toContainEqual({
      partition: { db: database, table: 'a' },
      offset: expect.objectContaining({ timestamp_millisecond: expect.any(Number) }),
    })
  })

  it('reads the tables that are chosen, into one topic if told so', async () => {
    await client.query(`CREATE TS DATABASE ${database}`)
    for (const [i, name] of ['cpu_1', 'cpu_2', 'cpu_old', 'disk'].entries())
      await table(name, i + 1)
    await load({
      'tables.include': 'cpu*',
      'tables.exclude': '*_old',
      'topic.per.stable': 'false',
      'topic.append.format': 'true',
    })
    const topic = `kw-${database}-line_influxdb`
    expect((await lines(topic, 2)).toSorted()).toEqual([line('cpu_1', 1), line('cpu_2', 2)])
    const read = await records(topic, 2)
    expect(read.map(record => record.key).toSorted()).toEqual(['cpu_1,d=1', 'cpu_2,d=1'])
    expect(read[0]?.headers['kwdb.database']).toBe(database)
  })

  it('waits for a database that is missing, and makes none', async () => {
    const name = await load()
    await worker.reaches(name, 'RUNNING', [])
    await eventually(async () => {
      expect(worker.log).toContain(`KWDB has no database ${database} to read from`)
    })
    await client.query(`CREATE TS DATABASE ${database}`)
    await table('a', 1)
    await worker.reaches(name, 'RUNNING', ['RUNNING'])
    expect(await lines(`kw-${database}-a`, 1)).toHaveLength(1)
  })

  it('fails on a relational database, and on an account that may not log in', async () => {
    await client.query(`CREATE DATABASE ${database}`)
    await failed(await load(), 'is no time-series database')
    database += 'x'
    await failed(await load({ 'connection.user': 'nobody' }), 'KWDB_ACCESS')
  })

  it('goes on by itself when the server was away, without losing or repeating a row', async () => {
    await client.query(`CREATE TS DATABASE ${database}`)
    await table('a', 1)
    const name = await load()
    await lines(`kw-${database}-a`, 1)
    server.faults.add({ on: 'statement:', count: 30, action: { kind: 'drop' } })
    await eventually(() => insert('a', 2))
    server.faults.clear()
    await eventually(() => insert('a', 3))
    expect(await lines(`kw-${database}-a`, 3)).toEqual([line('a', 1), line('a', 2), line('a', 3)])
    await worker.reaches(name, 'RUNNING', ['RUNNING'])
  })

  it('takes positions that a client sets, and refuses others', async () => {
    await client.query(`CREATE TS DATABASE ${database}`)
    await table('a', 1)
    const name = await load()
    await lines(`kw-${database}-a`, 1)
    await worker.call('PUT', `/connectors/${name}/stop`)
    await worker.reaches(name, 'STOPPED', [])
    const partition = { db: database, table: 'a' }
    const set = (offset: unknown) =>
      worker.call('PATCH', `/connectors/${name}/offsets`, { offsets: [{ partition, offset }] })
    const refused = await set({ timestamp_millisecond: 'now' })
    expect(refused.status).toBe(500)
    expect(refused.text).toContain('timestamp_millisecond must be an integer')
    await insert('a', 5)
    await insert('a', 6)
    expect((await set({ timestamp_millisecond: base + 5 })).status).toBe(200)
    await worker.call('PUT', `/connectors/${name}/resume`)
    expect(await lines(`kw-${database}-a`, 2)).toEqual([line('a', 1), line('a', 6)])
  })
})

async function failed(name: string, reason: string): Promise<void> {
  await eventually(async () => {
    const { body, text } = await worker.call('GET', `/connectors/${name}/status`)
    expect(body.connector.state, text).toBe('FAILED')
    expect(body.connector.trace).toContain(reason)
  })
}
