import { TDengineDevServer } from '@tidewire/local/tdengine'
import type { TDengineClient } from '@tidewire/tdengine'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { FaultProxy } from '../tdengine-sink/fault-proxy.ts'
import { adminClient, type Read, SourceHarness } from './source-harness.ts'

let server: TDengineDevServer
let taos: TDengineClient
let number = 0
let database: string
let source: SourceHarness

beforeAll(async () => {
  server = await TDengineDevServer.start({ port: 0 })
  taos = await adminClient(server)
})

afterAll(async () => {
  await taos[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

beforeEach(async () => {
  number += 1
  database = `d${number}`
  await taos.execute(`CREATE DATABASE ${database}`)
  await taos.execute(`USE ${database}`)
  source = open()
})

afterEach(async () => {
  await source.stop()
  await taos.execute(`DROP DATABASE IF EXISTS ${database}`)
})

function open(props: Readonly<Record<string, string>> = {}): SourceHarness {
  return new SourceHarness(server, {
    'connection.database': database,
    tables: 'm',
    'late.rows.check.interval.ms': '1',
    ...props,
  })
}

async function meters(): Promise<void> {
  await taos.execute('CREATE STABLE m (ts TIMESTAMP, v BIGINT) TAGS (t INT)')
}

/** Inserts rows `[time, value]` of child table `child`. */
async function insert(child: string, rows: readonly (readonly [number, number])[]): Promise<void> {
  const values = rows.map(([time, value]) => `(${time}, ${value})`).join(' ')
  await taos.execute(`INSERT INTO ${child} USING m TAGS (1) VALUES ${values}`)
}

const fieldOf = (read: Read) => Number(/v=(\d+)i64/.exec(read.value)?.[1])
const values = (reads: readonly Read[]) => reads.map(fieldOf).toSorted((a, b) => a - b)
const minute = 60_000

// Defect 4 of the Java connector: rows at or before the position were never read.
describe('rows that come late', () => {
  beforeEach(meters)

  it('are delivered once: late by seconds, from a slow device, at a time already read', async () => {
    const now = Date.now()
    await insert('a', [
      [now - 3000, 1],
      [now - 1000, 2],
    ])
    await source.start()
    expect(values(await source.drain())).toEqual([1, 2])
    await insert('a', [[now - 2000, 3]])
    await insert('slow', [
      [now - 5 * minute, 4],
      [now - 4 * minute, 5],
    ])
    // The same time as a row of another device that was delivered.
    await insert('b', [[now - 1000, 6]])
    expect(values(await source.drain())).toEqual([3, 4, 5, 6])
    expect(await source.drain()).toEqual([])
  })

  it.each([
    [10_000, 'alone: the rows of the history are remembered'],
    [0, 'with their part of the history, where it is not remembered'],
  ])(
    'are delivered when they are older than the look-back (%i rows remembered), %s',
    async most => {
      const now = Date.now()
      const day = 24 * 60 * minute
      source = open({
        'look.back.max.rows': String(most),
        'late.rows.check.interval.ms': most === 0 ? '1' : '60000',
      })
      const devices = Array.from({ length: 40 }, (_, i) => `d${i}`)
      for (const [i, device] of devices.entries()) await insert(device, [[now - 10 * day + i, i]])
      await source.start()
      expect(values(await source.drain())).toHaveLength(40)
      await insert('d7', [[now - 20 * day, 100]])
      await insert('new', [[now - 30 * day, 101]])
      const late = values(await source.drain())
      expect(late).toContain(100)
      expect(late).toContain(101)
      // Series are counted in 64 groups: at most those of the two groups come again.
      expect(late.length).toBeLessThan(most === 0 ? 12 : 3)
      expect(await source.drain()).toEqual([])
      if (most === 0) return
      // After a restart the rows of the history are known again, those that came meanwhile too.
      await source.stop()
      await source.start()
      expect(await source.drain()).toEqual([])
      await insert('d8', [[now - 15 * day, 102]])
      expect(values(await source.drain())).toEqual([102])
      // A row that is deleted and comes again is delivered again.
      await taos.execute(`DELETE FROM d8 WHERE ts = ${now - 15 * day}`)
      expect(await source.drain()).toEqual([])
      await source.stop()
      await source.start()
      expect(await source.drain()).toEqual([])
      await insert('d8', [[now - 15 * day, 103]])
      expect(values(await source.drain())).toEqual([103])
    },
  )

  it('are delivered when they came while nothing ran, and nothing else is repeated', async () => {
    const now = Date.now()
    const rows = Array.from({ length: 50 }, (_, i) => [now - 5 * minute + i * 4000, i] as const)
    await insert('a', rows)
    await source.start()
    expect(await source.drain()).toHaveLength(50)
    await source.stop()
    await source.start()
    expect(await source.drain()).toEqual([])
    await source.stop()
    await insert('b', [[now - 5 * minute + 40_000, 100]])
    await source.start()
    expect(values(await source.drain())).toEqual([100])
    expect(await source.drain()).toEqual([])
  })

  it('bring back their slices when too many came while nothing ran', async () => {
    const now = Date.now()
    const rows = Array.from({ length: 50 }, (_, i) => [now - 5 * minute + i * 4000, i] as const)
    await insert('a', rows)
    await source.start()
    expect(await source.drain()).toHaveLength(50)
    await source.stop()
    // All in one slice of ten seconds.
    const begin = Math.floor((now - 4 * minute) / 10_000) * 10_000
    const many = Array.from({ length: 1000 }, (_, i) => [begin + i, 100 + i] as const)
    await insert('b', many)
    await source.start()
    const late = values(await source.drain())
    expect(late.slice(-1000)).toEqual(many.map(([, value]) => value))
    // The rows of before are four seconds apart.
    expect(late.length).toBeLessThanOrEqual(1003)
    expect(await source.drain()).toEqual([])
  })

  it('are delivered within look.back.ms, and never beyond it with late.rows.check.interval.ms=0', async () => {
    const now = Date.now()
    await insert('a', [[now - 90 * minute, 1]])
    source = open({ 'look.back.ms': String(60 * minute), 'late.rows.check.interval.ms': '0' })
    await source.start()
    expect(values(await source.drain())).toEqual([1])
    await insert('a', [
      [now - 50 * minute, 2],
      [now - 70 * minute, 3],
    ])
    expect(values(await source.drain())).toEqual([2])
    await source.stop()
    source = open({ 'look.back.ms': String(60 * minute) })
    await source.start()
    expect(new Set(values(await source.drain()))).toEqual(new Set([1, 2, 3]))
  })

  it('bring back their slice when there is no room to remember rows', async () => {
    const now = Date.now()
    const rows = Array.from({ length: 50 }, (_, i) => [now - 5 * minute + i * 4000, i] as const)
    await insert('a', rows)
    source = open({ 'look.back.max.rows': '0' })
    await source.start()
    expect(await source.drain()).toHaveLength(50)
    await insert('b', [[now - 5 * minute + 40_000, 100]])
    const late = values(await source.drain())
    expect(late).toContain(100)
    expect(late.length).toBeLessThanOrEqual(4)
    expect(await source.drain()).toEqual([])
  })

  it('does not deliver again because rows were deleted', async () => {
    const now = Date.now()
    await insert('a', [
      [now - 90 * minute, 1],
      [now - 80 * minute, 2],
      [now - 3000, 3],
      [now - 2000, 4],
    ])
    await source.start()
    expect(values(await source.drain())).toEqual([1, 2, 3, 4])
    await taos.execute(`DELETE FROM m WHERE ts = ${now - 90 * minute}`)
    await taos.execute(`DELETE FROM m WHERE ts = ${now - 3000}`)
    expect(await source.drain()).toEqual([])
    await insert('a', [[now - 3000, 5]])
    expect(values(await source.drain())).toEqual([5])
  })
})

describe('positions', () => {
  beforeEach(meters)

  // Defect 4: a crash within rows of equal time lost or repeated them.
  it('never lose rows of one time, wherever the worker is killed', async () => {
    const now = Date.now()
    const rows = 9000
    for (let from = 0; from < rows; from += 1000) {
      const children = Array.from({ length: 1000 }, (_, i) => from + i)
      await taos.execute(
        `INSERT INTO ${children.map(i => `c${i} USING m TAGS (${i}) VALUES (${now - 90 * minute}, ${i})`).join(' ')}`,
      )
    }
    await source.start()
    const first = await source.poll()
    expect(first?.count).toBeGreaterThan(0)
    expect(first?.sourceOffset).toBeNull()
    await source.stop()
    source.read.length = 0
    await source.start()
    expect(new Set(values(await source.drain())).size).toBe(rows)
  })

  it('are small whatever the number of tables and rows', async () => {
    const now = Date.now()
    for (let day = 1; day < 100; day += 1) {
      const children = Array.from({ length: 100 }, (_, i) => i)
      await taos.execute(
        `INSERT INTO ${children.map(i => `c${i} USING m TAGS (${i}) VALUES (${now - day * 24 * 60 * minute + i}, ${i})`).join(' ')}`,
      )
    }
    source = open({ 'query.interval.ms': '86400000' })
    await source.start()
    expect(await source.drain()).toHaveLength(9900)
    expect(JSON.stringify(source.offsets.get('m')).length).toBeLessThan(8192)
  })

  it('of the Java connector are gone on with', async () => {
    const now = Date.now()
    await insert('a', [
      [now - 90_000, 1],
      [now - 80_000, 2],
      [now - 70_000, 3],
    ])
    const ms = now - 80_000
    source.offsets.set('m', {
      timestamp_millisecond: ms,
      timestamp_nanosecond: (ms % 1000) * 1_000_000,
    })
    await source.start()
    expect(values(await source.drain())).toEqual([3])
    expect(source.offsets.get('m')).toMatchObject({
      timestamp_millisecond: expect.any(Number),
      timestamp_nanosecond: expect.any(Number),
    })
  })

  it('of another database are not used', async () => {
    await insert('a', [[Date.now() - 90_000, 1]])
    source.offsets.set('m', { timestamp_millisecond: Date.now(), database: 'other' })
    await source.start()
    expect(values(await source.drain())).toEqual([1])
  })
})

describe('bounds', () => {
  beforeEach(meters)

  it('timestamp.initial is included, timestamp.end is not, in connection.timezone', async () => {
    const at = (text: string) => Date.parse(`${text}+08:00`)
    await insert('a', [
      [at('2022-03-28T09:56:50') - 1, 1],
      [at('2022-03-28T09:56:50'), 2],
      [at('2022-03-28T09:56:51') - 1, 3],
      [at('2022-03-28T09:56:51'), 4],
    ])
    source = open({
      'timestamp.initial': '2022-03-28 09:56:50',
      'timestamp.end': '2022-03-28 09:56:51',
      'connection.timezone': 'Asia/Shanghai',
    })
    await source.start()
    expect(values(await source.drain())).toEqual([2, 3])
  })

  // Defect 12 of the Java connector: windows crawled through gaps, and the first one failed.
  it('query.interval.ms crosses years without rows at once', async () => {
    const now = Date.now()
    await insert('a', [
      [Date.UTC(2017, 0, 1), 1],
      [Date.UTC(2023, 0, 1), 2],
      [Date.UTC(2023, 0, 1) + 1500, 3],
      [now - 1000, 4],
    ])
    source = open({ 'query.interval.ms': '1000', 'late.rows.check.interval.ms': '0' })
    await source.start()
    let polls = 0
    while (source.read.length < 4 && polls < 20) {
      await source.poll()
      polls += 1
    }
    expect(values(source.read)).toEqual([1, 2, 3, 4])
  })

  it('rows before 1970 are read too', async () => {
    await taos.execute(`DROP DATABASE ${database}`)
    await taos.execute(`CREATE DATABASE ${database} KEEP 365000d`)
    await taos.execute(`USE ${database}`)
    await meters()
    await insert('a', [[-86_400_000, 1]])
    source = open({ 'out.format': 'flat-json' })
    await source.start()
    const [read] = await source.drain()
    expect(read?.value).toBe('{"ts":-86400000,"v":1,"tags":{"t":1}}')
    expect(read?.timestamp).toBe(0)
  })
})

describe('tables', () => {
  it('may be normal ones, with any name, column names that are keywords, and quotes in tags', async () => {
    await taos.execute('CREATE TABLE `No,rm al` (ts TIMESTAMP, `select` INT, `A b` NCHAR(20))')
    await taos.execute("INSERT INTO `No,rm al` VALUES (1700000000000, 1, 'x\"y\\\\z')")
    source = open({ tables: 'No%2Crm%20al%n' })
    await source.start()
    const [read] = await source.drain()
    expect(read).toEqual({
      topic: database,
      key: 'No,rm al',
      value: 'No\\,rm\\ al select=1i32,A\\ b=L"x\\"y\\\\z" 1700000000000000000',
      timestamp: 1_700_000_000_000,
      headers: { 'tdengine.table': 'No,rm al' },
    })
  })

  // Defect 19: no key, no time, no name of the child table.
  it('records carry key, time and the names of their tables; a tag with the name if asked', async () => {
    await meters()
    const now = Date.now() - 1000
    await insert('dev1', [[now, 1]])
    source = open({ 'table.name.tag': 'device', 'line.tags': 'plain' })
    await source.start()
    expect(await source.drain()).toEqual([
      {
        topic: database,
        key: 'dev1',
        value: `m,device=dev1,t=1 v=1i64 ${now}000000`,
        timestamp: now,
        headers: { 'tdengine.table': 'dev1' },
      },
    ])
    await source.stop()
    source = open({ 'out.format': 'flat-json' })
    await source.start()
    expect((await source.drain())[0]?.headers).toEqual({
      'tdengine.table': 'dev1',
      'tdengine.stable': 'm',
    })
  })

  // Defect 11 of the Java connector: a table could be queued again and again, and the others starved.
  it('take their turns: the long history of one does not starve another, at first and later', async () => {
    await meters()
    await taos.execute('CREATE STABLE n (ts TIMESTAMP, v BIGINT) TAGS (t INT)')
    const now = Date.now()
    const history = Array.from({ length: 60 }, (_, i) => [now - (100 - i) * minute, i] as const)
    await insert('a', history)
    await taos.execute(`INSERT INTO b USING n TAGS (1) VALUES (${now - 1000}, 100)`)
    // Every row of the history is a window of its own.
    source = open({ tables: 'm,n', 'query.interval.ms': '1000' })
    await source.start()
    const until = async (value: number) => {
      while (!source.read.some(read => fieldOf(read) === value)) await source.poll()
      return source.read.length
    }
    expect(await until(100)).toBeLessThan(10)
    await taos.execute(`INSERT INTO b USING n TAGS (1) VALUES (${Date.now() - 500}, 101)`)
    expect(await until(101)).toBeLessThan(30)
    await source.drain()
    expect(values(source.read)).toEqual([...history.map(([, value]) => value), 100, 101])
  })

  // Defect 11: an empty poll came back at once, and so did the next.
  it('without new rows are asked once in poll.interval.ms, not in a busy loop', async () => {
    await meters()
    await insert('a', [[Date.now() - 1000, 1]])
    await using proxy = await FaultProxy.start(server.port)
    source = new SourceHarness(proxy, {
      'connection.database': database,
      tables: 'm',
      'poll.interval.ms': '100',
    })
    await source.start()
    while (source.read.length === 0) await source.poll()
    await source.poll()
    const before = proxy.statements.length
    const begun = performance.now()
    for (let polls = 0; polls < 5; polls += 1) expect(await source.poll()).toBeNull()
    expect(performance.now() - begun).toBeGreaterThan(4 * 100 - 10)
    // Counts, new rows, and once a second the columns of the table.
    expect(proxy.statements.length - before).toBeLessThan(5 * 4)
    await source.stop()
  })

  it('come in batches of at least fetch.max.rows', async () => {
    await meters()
    const now = Date.now()
    const rows = 9000
    for (let from = 0; from < rows; from += 3000) {
      const part = Array.from(
        { length: 3000 },
        (_, i) => [now - 90 * minute + from + i, i] as const,
      )
      await insert('a', part)
    }
    const sizes = async (fetchRows: number) => {
      source = open({ 'fetch.max.rows': String(fetchRows) })
      await source.start()
      const counts: number[] = []
      while (counts.reduce((sum, count) => sum + count, 0) < rows) {
        counts.push((await source.poll())?.count ?? 0)
      }
      await source.stop()
      return counts.filter(count => count > 0)
    }
    expect(await sizes(100_000)).toEqual([rows])
    const small = await sizes(100)
    expect(small.length).toBeGreaterThan(1)
    expect(Math.min(...small.slice(0, -1))).toBeGreaterThanOrEqual(100)
  })

  it('new columns and changed tags show without a restart', async () => {
    await meters()
    await insert('a', [[Date.now() - 5000, 1]])
    await source.start()
    await source.drain()
    await taos.execute('ALTER STABLE m ADD COLUMN w INT')
    await taos.execute('ALTER TABLE a SET TAG t = 9')
    await taos.execute(`INSERT INTO a (ts, v, w) VALUES (${Date.now()}, 2, 3)`)
    const begun = Date.now()
    let reads: readonly Read[] = []
    while (!reads.some(read => read.value.includes('w=3i32')) && Date.now() - begun < 5000) {
      await taos.execute(`INSERT INTO a (ts, v, w) VALUES (${Date.now()}, 2, 3)`)
      reads = await source.drain()
    }
    expect(reads.at(-1)?.value).toMatch(/^m,t=9i32 v=2i64,w=3i32 \d+$/)
  })

  it('a dropped table is left out, and read anew when it is made again', async () => {
    await meters()
    await insert('a', [[Date.now() - 1000, 1]])
    await source.start()
    await source.drain()
    await taos.execute('DROP STABLE m')
    expect(await source.drain()).toEqual([])
    await meters()
    await insert('a', [[Date.now() - 1000, 2]])
    const begun = Date.now()
    let reads: readonly Read[] = []
    while (reads.length === 0 && Date.now() - begun < 5000) reads = await source.drain()
    expect(values(reads)).toEqual([2])
  })
})

describe('the database', () => {
  // Defect 13 of the Java connector: the source created it.
  it('that does not exist is an error that may pass, and is never created', async () => {
    source = open({ 'connection.database': 'nowhere' })
    await expect(source.start()).rejects.toMatchObject({
      code: 'TDENGINE_SOURCE_DATABASE',
      retriable: true,
    })
    const { rows } = await taos.query(
      "SELECT name FROM information_schema.ins_databases WHERE name = 'nowhere'",
    )
    expect(rows).toEqual([])
  })

  // Defect 20: names were compared with their case.
  it('is found by a name in other letters', async () => {
    await meters()
    await insert('a', [[Date.now() - 1000, 1]])
    source = open({ 'connection.database': database.toUpperCase() })
    await source.start()
    expect((await source.drain())[0]?.topic).toBe(database)
  })
})

describe('the server', () => {
  beforeEach(meters)

  it('is reached at connection.adapter.port', async () => {
    await insert('a', [[Date.now() - 1000, 1]])
    source = open({
      'connection.url': 'jdbc:TAOS://127.0.0.1:6030',
      'connection.adapter.port': String(server.port),
    })
    await source.start()
    expect(values(await source.drain())).toEqual([1])
  })

  it('a lost connection is made again connection.attempts times', async () => {
    await using proxy = await FaultProxy.start(server.port)
    source = new SourceHarness(proxy, {
      'connection.database': database,
      tables: 'm',
      'connection.attempts': '4',
      'connection.backoff.ms': '50',
    })
    proxy.down = true
    const begun = performance.now()
    await expect(source.start()).rejects.toMatchObject({ retriable: true })
    expect(performance.now() - begun).toBeGreaterThan(3 * 50 - 10)
    expect(source.log.filter(({ message }) => message.includes('trying again'))).toHaveLength(3)
    proxy.down = false
    await source.start()
    await insert('a', [[Date.now() - 1000, 1]])
    expect(values(await source.drain())).toEqual([1])
    proxy.cutAll()
    await insert('a', [[Date.now() - 1000, 2]])
    while (source.read.length < 2) await source.poll()
    expect(values(source.read)).toEqual([1, 2])
    await source.stop()
  })
})
