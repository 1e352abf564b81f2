import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { TDengineDevServer } from './server.ts'

const root = `Basic ${Buffer.from('root:taosdata').toString('base64')}`

interface Answer {
  readonly code: number
  readonly desc?: string
  readonly data?: readonly (readonly unknown[])[]
}

async function sql(url: string, text: string, database = ''): Promise<Answer> {
  const response = await fetch(`${url}/rest/sql/${database}`, {
    method: 'POST',
    headers: { Authorization: root },
    body: text,
  })
  return (await response.json()) as Answer
}

let server: TDengineDevServer

beforeAll(async () => {
  server = await TDengineDevServer.start()
  await sql(server.url, 'create database g vgroups 1')
  await sql(server.url, 'create stable m (ts timestamp, v int) tags (site varchar(32), n int)', 'g')
})

afterAll(async () => {
  await server.close()
})

const run = (text: string) => sql(server.url, text, 'g')

describe('SQL over REST', () => {
  test('a bare word is a tag value, as TDengine 2 took it', async () => {
    const made = await run(
      'insert into d1 using m tags (California.SanFrancisco, 2) values (now, 1)',
    )
    expect(made.code).toBe(0)
    expect((await run('select tags site, n from m')).data).toEqual([['California.SanFrancisco', 2]])
  })

  test('NULL compares as false, also under NOT', async () => {
    await run('create table voids (ts timestamp, v int)')
    await run('insert into voids values (1700000000000, 1) (1700000000001, null)')
    expect((await run('select count(*) from voids where not (v = 1)')).data).toEqual([[1]])
    expect((await run('select count(*) from voids where v <> 1')).data).toEqual([[0]])
  })

  test('text goes through untouched, whatever it holds', async () => {
    await run('create table texts (ts timestamp, s nchar(64))')
    const text = `a'b"c\\d%_;--/*?$1\u{1f680}`
    const quoted = text.replaceAll('\\', '\\\\').replaceAll("'", "''")
    await run(`insert into texts values (1700000000000, '${quoted}')`)
    expect((await run(`select s from texts where s = '${quoted}'`)).data).toEqual([[text]])
  })

  test('a byte order mark is a character like others, in columns and tags', async () => {
    await run('create stable marks (ts timestamp, s nchar(20), b varchar(20)) tags (n nchar(20))')
    const text = '\ufeffa'
    await run(
      `insert into m1 using marks tags ('${text}') values (1700000000000, '${text}', '${text}')`,
    )
    // A part of the columns: the row is merged with the one that is stored.
    await run(`insert into m1 (ts, b) values (1700000000000, '${text}${text}')`)
    expect((await run('select s, b, n from marks')).data).toEqual([[text, text + text, text]])
    expect((await run(`select count(*) from marks where s = '${text}'`)).data).toEqual([[1]])
  })

  test('IF NOT EXISTS and IF EXISTS hold when several ask at once', async () => {
    for (const text of [
      'create database if not exists race',
      'create stable if not exists race.m (ts timestamp, v int) tags (a int)',
      'create table if not exists race.n (ts timestamp, v int)',
      'create topic if not exists race_topic as select * from race.n',
      'drop topic if exists race_topic',
      'drop table if exists race.n',
      'drop stable if exists race.m',
      'drop database if exists race',
    ]) {
      const answers = await Promise.all(Array.from({ length: 8 }, () => sql(server.url, text)))
      expect(answers.map(answer => answer.desc ?? '').join('')).toBe('')
    }
  })

  test('an identifier cannot leave its quotes', async () => {
    await run('create table `q"; drop table x` (ts timestamp, `a"b` int)')
    await run('insert into `q"; drop table x` values (1700000000000, 5)')
    expect((await run('select `a"b` from `q"; drop table x`')).data).toEqual([[5]])
  })

  test('a long result comes whole, in order', async () => {
    await run('create table long (ts timestamp, v int)')
    for (let from = 0; from < 20_000; from += 5_000) {
      const rows = Array.from(
        { length: 5_000 },
        (_, i) => `(${1_700_000_000_000 + from + i},${from + i})`,
      )
      await run(`insert into long values ${rows.join('')}`)
    }
    const { data = [] } = await run('select v from long')
    expect(data.map(([v]) => v)).toEqual(Array.from({ length: 20_000 }, (_, i) => i))
  })
})

describe('WebSocket', () => {
  test('a table of 300 columns can be written and read whole', async () => {
    const columns = Array.from({ length: 300 }, (_, i) => `c${i}`)
    const row = columns.map(name => `'the text of column ${name}'`).join(', ')
    await run(
      `create stable wide (ts timestamp, ${columns.map(name => `${name} nchar(40)`).join(', ')}) tags (t int)`,
    )
    for (let from = 0; from < 1000; from += 50) {
      const rows = Array.from({ length: 50 }, (_, i) => `(${1_700_000_000_000 + from + i}, ${row})`)
      expect((await run(`insert into w1 using wide tags (1) values ${rows.join(' ')}`)).code).toBe(
        0,
      )
    }
    const read = await run('select * from wide order by ts desc')
    expect(read.desc).toBeUndefined()
    expect(read.data).toHaveLength(1000)
    expect(read.data?.[0]?.[300]).toBe('the text of column c299')
  })

  test('a result that is given up does not hold anything', async () => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws`)
    await once(socket, 'open')
    const call = async (action: string, args: object) => {
      socket.send(JSON.stringify({ action, args }))
      const [data] = (await once(socket, 'message')) as [Buffer]
      return JSON.parse(data.toString('utf8')) as Record<string, unknown>
    }
    await call('conn', { req_id: 1, user: 'root', password: 'taosdata', db: 'g' })
    for (let i = 0; i < 20; i += 1) {
      const reply = await call('query', {
        req_id: 2,
        sql: 'select a.v from long a, long b where a.ts = b.ts',
      })
      expect(reply).toMatchObject({ code: 0, id: i + 1 })
      socket.send(JSON.stringify({ action: 'free_result', args: { req_id: 3, id: i + 1 } }))
    }
    expect(await call('get_current_db', { req_id: 4 })).toMatchObject({ db: 'g' })
    socket.close()
  })
})

describe('fault switches', () => {
  test('an error on the n-th request, and only on that', async () => {
    server.faults.add({
      on: '/rest/sql',
      from: 2,
      action: { kind: 'error', code: 0x000b, message: 'Unable to establish connection' },
    })
    const codes = [await run('select 1'), await run('select 1'), await run('select 1')]
    expect(codes.map(({ code }) => code)).toEqual([0, 0x000b, 0])
    server.faults.clear()
  })

  test('a dropped connection', async () => {
    server.faults.add({ on: '/rest/sql', action: { kind: 'drop' } })
    await expect(run('select 1')).rejects.toThrow()
    server.faults.clear()
  })

  test('a full disk refuses the write, keeps the server up, and loses nothing', async () => {
    await run('create table disky (ts timestamp, v int)')
    server.faults.add({ on: 'disk', action: { kind: 'disk-full' } })
    expect((await run('insert into disky values (1700000000000, 1)')).code).toBe(0x0129)
    server.faults.clear()
    expect((await run('insert into disky values (1700000000000, 2)')).code).toBe(0)
    expect((await run('select v from disky')).data).toEqual([[2]])
  })
})

test('several servers live side by side', async () => {
  await using other = await TDengineDevServer.start()
  await sql(other.url, 'create database only_here')
  expect((await sql(other.url, 'use only_here')).code).toBe(0)
  expect((await sql(server.url, 'use only_here')).code).toBe(0x0388)
})

test('a CSV file is uploaded', async () => {
  await run('create table up (ts timestamp, v int, s varchar(16))')
  const upload = async (text: string, query = 'db=g&table=up') => {
    const body = new FormData()
    body.append('data', new Blob([text], { type: 'text/csv' }), 'd.csv')
    const response = await fetch(`${server.url}/rest/upload?${query}`, {
      method: 'POST',
      headers: { Authorization: root },
      body,
    })
    return (await response.json()) as Answer
  }
  const file = '2023-11-14 22:13:20,5,"a, ""b"" (c)"\r\n2023-11-14 22:13:21,,\n'
  expect((await upload(file)).data).toEqual([[2]])
  expect((await run('select v, s from up order by ts')).data).toEqual([
    [5, 'a, "b" (c)'],
    [null, null],
  ])
  expect(await upload('1,2\n')).toMatchObject({ code: 65535, desc: 'column count not enough' })
  expect(await upload(file, 'db=g')).toMatchObject({ code: 65535, desc: 'table required' })
  expect((await upload(file, 'db=g&table=nosuch')).code).toBe(9731)
})

test('kill -9 in the middle of writes loses nothing acknowledged', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tdengine-kill-'))
  const script = `
    import { TDengineDevServer } from ${JSON.stringify(fileURLToPath(new URL('./server.ts', import.meta.url)))}
    const server = await TDengineDevServer.start({ dataDir: ${JSON.stringify(folder)} })
    console.log(server.url)
  `
  const child = spawn(
    process.execPath,
    ['--conditions=@tidewire/source', '--input-type=module', '--eval', script],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const url = line.toString().trim()
  await sql(url, 'create database g vgroups 1')
  await sql(url, 'create table t (ts timestamp, v int, w int)', 'g')
  let acknowledged = 0
  const killed = (async () => {
    for (;;) {
      try {
        const rows = [0, 1].map(
          i => `(${1_700_000_000_000 + acknowledged * 2 + i}, ${acknowledged}, ${acknowledged})`,
        )
        const answer = await sql(url, `insert into t values ${rows.join(' ')}`, 'g')
        if (answer.code !== 0) return
        acknowledged += 1
        if (acknowledged === 40) child.kill('SIGKILL')
      } catch {
        return
      }
    }
  })()
  await killed
  const begin = performance.now()
  await using again = await TDengineDevServer.start({ dataDir: folder })
  expect(performance.now() - begin).toBeLessThan(2000)
  const { data = [] } = await sql(
    again.url,
    'select v, count(*), count(w) from t group by v order by v',
    'g',
  )
  // Every write is there whole; the one under way may be there, whole, or not at all.
  expect(data.length).toBeGreaterThanOrEqual(acknowledged)
  expect(data.length).toBeLessThanOrEqual(acknowledged + 1)
  for (const [, rows, cells] of data) expect([rows, cells]).toEqual([2, 2])
  await again.close()
  await rm(folder, { recursive: true })
}, 20_000)
