import { TDengineDevServer } from '@tidewire/local/tdengine'
import { type TDengineClient, tdengineSourcePlugin } from '@tidewire/tdengine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Bench, eventually, type WorkerUnderTest } from '../connect/worker-bench.ts'
import { FaultProxy } from '../tdengine-sink/fault-proxy.ts'
import { adminClient } from './source-harness.ts'

let server: TDengineDevServer
let bench: Bench
let taos: TDengineClient
let worker: WorkerUnderTest

beforeAll(async () => {
  server = await TDengineDevServer.start({ port: 0 })
  bench = await Bench.open()
  taos = await adminClient(server)
  worker = await bench.worker([tdengineSourcePlugin])
})

afterAll(async () => {
  await worker[Symbol.asyncDispose]()
  await taos[Symbol.asyncDispose]()
  await bench[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

async function load(name: string, more: Readonly<Record<string, string>>): Promise<void> {
  const config = {
    'connector.class': tdengineSourcePlugin.className,
    'tasks.max': '2',
    'connection.url': `jdbc:TAOS-WS://127.0.0.1:${server.port}`,
    'connection.database': name,
    'connection.attempts': '1',
    'connection.backoff.ms': '10',
    'topic.prefix': '',
    'poll.interval.ms': '50',
    ...more,
  }
  const answer = await worker.call('POST', '/connectors', { name, config })
  expect(answer.status, answer.text).toBe(201)
}

async function tablesOf(name: string): Promise<string[]> {
  const { body } = await worker.call('GET', `/connectors/${name}/tasks`)
  return body.map((task: { config: { tables: string } }) => task.config.tables)
}

async function eventuallyTables(name: string, expected: readonly string[]): Promise<void> {
  await eventually(async () => expect(await tablesOf(name)).toEqual(expected))
}

const read = (topic: string, count: number) => eventually(() => bench.read(topic, count))

describe('the source connector', () => {
  // Defect 10 of the Java connector: an empty database blocked the worker.
  it('waits for the database and its first table, and holds up nobody', async () => {
    await load('later', {})
    await worker.reaches('later', 'RUNNING', [])
    expect((await worker.call('GET', '/connectors/later/status')).status).toBe(200)
    await eventually(async () => expect(worker.log).toContain('TDengine has no database later'))
    await taos.execute('CREATE DATABASE later')
    // Now there is a database without tables.
    await eventually(async () => expect(worker.log).toMatch(/"later","tables":0/))
    expect((await worker.call('GET', '/connectors/later/status')).body.connector.state).toBe(
      'RUNNING',
    )
    await taos.execute('CREATE TABLE later.n (ts TIMESTAMP, v INT)')
    await taos.execute('INSERT INTO later.n VALUES (1700000000000, 1)')
    expect((await read('later', 1))[0]).toEqual({
      key: 'n',
      value: 'n v=1i32 1700000000000000000',
      headers: { 'tdengine.table': 'n' },
    })
    const begun = performance.now()
    expect((await worker.call('DELETE', '/connectors/later')).status).toBe(204)
    expect(performance.now() - begun).toBeLessThan(2000)
  })

  it('divides tables among tasks, finds new ones and leaves out dropped and excluded ones', async () => {
    await taos.execute('CREATE DATABASE shared')
    for (const name of ['a', 'b', 'c', 'skip_1', 'other']) {
      await taos.execute(`CREATE STABLE shared.${name} (ts TIMESTAMP, v INT) TAGS (t INT)`)
    }
    await load('shared', { 'tables.include': 'a,b,c,d,skip_?', 'tables.exclude': 'skip_*' })
    await eventuallyTables('shared', ['a,b', 'c'])
    await taos.execute('CREATE TABLE shared.d (ts TIMESTAMP, v INT)')
    await eventuallyTables('shared', ['a,b', 'c,d%n'])
    await taos.execute('DROP STABLE shared.a')
    await eventuallyTables('shared', ['b,c', 'd%n'])
    await worker.reaches('shared', 'RUNNING', ['RUNNING', 'RUNNING'])
    await worker.call('DELETE', '/connectors/shared')
  })

  it('gives structures to JsonConverter, NULL members kept, all digits', async () => {
    await taos.execute('CREATE DATABASE js')
    await taos.execute(
      'CREATE STABLE js.m (ts TIMESTAMP, v BIGINT, f FLOAT, s NCHAR(9)) TAGS (t INT)',
    )
    await taos.execute(
      'INSERT INTO js.d USING js.m TAGS (1) VALUES (1700000000000, 9223372036854775807, 1.5, NULL)',
    )
    await load('js', {
      'out.format': 'flat-json',
      'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
      'value.converter.schemas.enable': 'false',
    })
    expect((await read('js', 1))[0]?.value).toBe(
      '{"ts":1700000000000,"v":9223372036854775807,"f":1.5,"s":null,"tags":{"t":1}}',
    )
    await worker.call('DELETE', '/connectors/js')
  })

  // Defect 10: an error of the monitor meant that all tables were dropped.
  it('keeps its tables while the server is away', async () => {
    const own = await TDengineDevServer.start({ port: 0 })
    const client = await adminClient(own)
    await client.execute('CREATE DATABASE away')
    await client.execute('CREATE TABLE away.n (ts TIMESTAMP, v INT)')
    await load('away', { 'connection.url': `jdbc:TAOS-WS://127.0.0.1:${own.port}` })
    await eventuallyTables('away', ['n%n'])
    await client[Symbol.asyncDispose]()
    await own[Symbol.asyncDispose]()
    await eventually(async () =>
      expect(worker.log).toMatch(/"away".*cannot be listed; trying again/),
    )
    expect(await tablesOf('away')).toEqual(['n%n'])
    await worker.call('DELETE', '/connectors/away')
  })

  // Defect 10: the connection of the monitor was never opened again.
  it('finds new tables again after the server was away', async () => {
    const own = await TDengineDevServer.start({ port: 0 })
    await using proxy = await FaultProxy.start(own.port)
    await using client = await adminClient(own)
    await client.execute('CREATE DATABASE back')
    await client.execute('CREATE TABLE back.n (ts TIMESTAMP, v INT)')
    await load('back', { 'connection.url': `jdbc:TAOS-WS://127.0.0.1:${proxy.port}` })
    await eventuallyTables('back', ['n%n'])
    proxy.down = true
    proxy.cutAll()
    await eventually(async () =>
      expect(worker.log).toMatch(/"back".*cannot be listed; trying again/),
    )
    await client.execute('CREATE TABLE back.o (ts TIMESTAMP, v INT)')
    proxy.down = false
    await eventuallyTables('back', ['n%n', 'o%n'])
    await worker.call('DELETE', '/connectors/back')
    await own[Symbol.asyncDispose]()
  })

  // Defect 20: DESCRIBE without quotes failed, and a comma in a name made two tables of it.
  it('takes tables with capitals, blanks and commas in their names', async () => {
    await taos.execute('CREATE DATABASE names')
    await taos.execute(
      'CREATE STABLE names.`Room, A` (ts TIMESTAMP, `Value B` INT) TAGS (`T,1` INT)',
    )
    await taos.execute('CREATE TABLE names.`Select` (ts TIMESTAMP, v INT)')
    await taos.execute(
      'INSERT INTO names.`Dev,1` USING names.`Room, A` TAGS (1) VALUES (1700000000000, 1) names.`Select` VALUES (1700000000000, 2)',
    )
    await load('names', { 'tasks.max': '1' })
    const found = await read('names', 2)
    expect(found.map(({ key, value }) => [key, value]).toSorted()).toEqual([
      ['Dev,1', String.raw`Room\,\ A,T\,1=1i32 Value\ B=1i32 1700000000000000000`],
      ['Select', 'Select v=2i32 1700000000000000000'],
    ])
    await worker.call('DELETE', '/connectors/names')
  })

  it('refuses a position that nobody could go on from', async () => {
    await taos.execute('CREATE DATABASE pos')
    await load('pos', {})
    await worker.call('PUT', '/connectors/pos/stop')
    await worker.reaches('pos', 'STOPPED', [])
    const patch = (offset: unknown) =>
      worker.call('PATCH', '/connectors/pos/offsets', {
        offsets: [{ partition: { table: 'm' }, offset }],
      })
    expect((await patch({ timestamp_millisecond: 'soon' })).text).toContain('must be an integer')
    expect((await patch({ timestamp_millisecond: 1 })).status).toBe(200)
    await worker.call('DELETE', '/connectors/pos')
  })
})
