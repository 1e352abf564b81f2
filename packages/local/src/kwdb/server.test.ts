import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { KwdbDevServer } from './server.ts'
import { RawClient, report, row, send, types } from './wire/raw-client.test.kit.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewire-kwdb-test-'))
})
afterAll(() => rm(folder, { recursive: true }))

const table =
  'create table m (ts timestamptz(3) not null, v int4) tags (host varchar(64) not null) primary tags (host)'

/** Runs statements, each of which must succeed, and gives the first value of the last answer. */
async function run(client: RawClient, ...statements: readonly string[]): Promise<string | null> {
  let value: string | null = null
  for (const sql of statements) {
    const answer = await client.ask(send.query(sql))
    expect(report(answer.find(found => found.type === 'E'))).toEqual({})
    value = row(answer.find(found => found.type === 'D'))[0]?.toString() ?? null
  }
  return value
}

describe('a KWDB development server', () => {
  it('keeps its data over a restart, in a folder of its own', async () => {
    const dataDir = join(folder, 'kept')
    {
      await using server = await KwdbDevServer.start({ dataDir, admins: [{ name: 'test' }] })
      expect(server.url).toBe(`postgresql://root@127.0.0.1:${server.port}/defaultdb`)
      expect(server.jdbcUrl).toBe(`jdbc:kaiwudb://127.0.0.1:${server.port}`)
      using client = await RawClient.login(server.port, { user: 'test' })
      await run(client, 'create ts database d', 'use d', table)
      await run(client, "insert into m (ts, v, host) values (1, 7, 'a')")
    }
    await using server = await KwdbDevServer.start({ dataDir, admins: [{ name: 'test' }] })
    using client = await RawClient.login(server.port, { user: 'test', database: 'd' })
    expect(await run(client, 'select v from m')).toBe('7')
  })

  it('runs beside others, each with its own data', async () => {
    await using one = await KwdbDevServer.start()
    await using two = await KwdbDevServer.start()
    expect(one.port).not.toBe(two.port)
    using first = await RawClient.login(one.port)
    using second = await RawClient.login(two.port)
    await run(first, 'create ts database d')
    await run(second, 'create ts database d')
  })

  it('leaves nothing behind without a folder, and refuses a port that is in use', async () => {
    const server = await KwdbDevServer.start()
    await expect(KwdbDevServer.start({ port: server.port })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    })
    await Promise.all([server.close(), server.close()])
    expect(existsSync(join(folder, 'kept'))).toBe(true)
    await expect(RawClient.open(server.port)).rejects.toThrow()
  })

  it('reports what KWDB reports, and what a SET changes', async () => {
    await using server = await KwdbDevServer.start()
    using client = await RawClient.open(server.port)
    // As asyncpg writes the encoding.
    const start = { user: 'root', application_name: 'me', client_encoding: "'utf-8'" }
    const greeting = await client.ask(send.startup(start))
    const told = new Map(
      greeting
        .filter(found => found.type === 'S')
        .map(found => found.body.toString().split('\0') as [string, string, string])
        .map(([name, value]) => [name, value]),
    )
    const names = [
      'server_version',
      'server_encoding',
      'client_encoding',
      'application_name',
      'DateStyle',
      'IntervalStyle',
      'TimeZone',
      'integer_datetimes',
      'standard_conforming_strings',
      'kwdb_version',
      'is_superuser',
      'session_authorization',
    ]
    expect(names.filter(name => !told.has(name))).toEqual([])
    expect(told.get('server_version')).toBe('9.5.0')
    expect(told.get('application_name')).toBe('me')
    const answer = await client.ask(send.query("set application_name = 'you'"))
    expect(answer.filter(found => found.type === 'S').map(found => found.body.toString())).toEqual([
      'application_name\0you\0',
    ])
  })

  it('asks for passwords in secure mode', async () => {
    await using server = await KwdbDevServer.start({
      secure: true,
      admins: [{ name: 'root', password: 'r00t' }],
    })
    for (const [password, ending] of [
      ['r00t', 'Z'],
      ['wrong', 'E'],
    ] as const) {
      using client = await RawClient.open(server.port)
      client.write(send.startup({ user: 'root' }))
      await client.until('R')
      client.write(send.password(password))
      const last = (await client.until(ending)).at(-1)
      expect(last?.type).toBe(ending)
      if (ending === 'E') expect(report(last)).toMatchObject({ C: 'XXUUU' })
    }
  })

  it('fails commits while the disk is full, and stores nothing of them', async () => {
    await using server = await KwdbDevServer.start()
    using client = await RawClient.login(server.port)
    await run(client, 'create ts database d', 'use d', table)
    server.faults.add({ on: 'disk', action: { kind: 'disk-full' } })
    const refused = await client.ask(send.query("insert into m (ts, v, host) values (1, 7, 'a')"))
    expect(report(refused[0])).toMatchObject({ C: '53100' })
    server.faults.clear()
    expect(await run(client, 'select count(*) from m')).toBe('0')
    await run(client, "insert into m (ts, v, host) values (1, 7, 'a')")
    expect(await run(client, 'select count(*) from m')).toBe('1')
  })

  it('carries out a statement whose answer is lost', async () => {
    await using server = await KwdbDevServer.start()
    using client = await RawClient.login(server.port)
    await run(client, 'create ts database d', 'use d', table)
    server.faults.add({
      on: 'statement:insert into m',
      action: { kind: 'drop', apply: true },
    })
    client.write(send.query("INSERT INTO m (ts, v, host) VALUES (1, 7, 'a')"))
    expect(await client.next()).toBeNull()
    using other = await RawClient.login(server.port, { database: 'd' })
    expect(await run(other, 'select count(*) from m')).toBe('1')
  })

  it('runs a prepared statement with parameters, in text and binary', async () => {
    await using server = await KwdbDevServer.start()
    using client = await RawClient.login(server.port)
    await run(client, 'create ts database d', 'use d', table)
    await run(client, "insert into m (ts, v, host) values (1, 7, 'a'), (2, 8, 'b')")
    const seven = Buffer.alloc(4)
    seven.writeInt32BE(7)
    const answer = await client.ask(
      send.parse('select v, host from m where v = $1'),
      send.describe('S'),
      send.bind([seven], { formats: [1], results: [1] }),
      send.execute(),
      send.sync,
    )
    expect(types(answer)).toBe('1tT2DCZ')
    expect(row(answer[4])).toEqual([seven, Buffer.from('a')])
  })
})
