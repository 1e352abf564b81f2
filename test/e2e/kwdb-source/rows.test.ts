import type { KwdbClient } from '@tidewire/kwdb'
import { KwdbDevServer } from '@tidewire/local/kwdb'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Read, SourceHarness } from '../tdengine-source/source-harness.ts'
import { adminClient, openSource, rowsOf } from './kwdb-source.ts'

const minute = 60_000

let server: KwdbDevServer
let client: KwdbClient
let number = 0
let database: string
let source: SourceHarness

beforeAll(async () => {
  server = await KwdbDevServer.start({ port: 0 })
  client = adminClient(server)
})

afterAll(async () => {
  await client[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

beforeEach(async () => {
  number += 1
  database = `d${number}`
  await client.query(`CREATE TS DATABASE ${database}`)
  source = open()
})

afterEach(async () => {
  server.faults.clear()
  await source.stop()
  await client.query(`DROP DATABASE IF EXISTS ${database} CASCADE`)
})

function open(props: Readonly<Record<string, string>> = {}): SourceHarness {
  return openSource(server, database, props)
}

async function meters(precision = 3): Promise<void> {
  await client.query(
    `CREATE TABLE ${database}.m (ts TIMESTAMPTZ(${precision}) NOT NULL, v INT8) TAGS (d VARCHAR(64) NOT NULL, t INT4) PRIMARY TAGS (d)`,
  )
}

/** Inserts rows `[time, value]` of a device. */
async function insert(
  device: string,
  rows: readonly (readonly [number | bigint, number])[],
): Promise<void> {
  const values = rows.map(([time, value]) => `(${time}, ${value}, '${device}', 1)`).join(', ')
  await client.query(`INSERT INTO ${database}.m (ts, v, d, t) VALUES ${values}`)
}

const values = (reads: readonly Read[]) =>
  rowsOf(reads)
    .map(row => Number(row.v))
    .toSorted((a, b) => a - b)

describe('rows that come late', () => {
  beforeEach(() => meters())

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
      source = open({ 'look.back.max.rows': String(most) })
      for (let i = 0; i < 40; i += 1) await insert(`d${i}`, [[now - 10 * day + i, i]])
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

  it('are delivered within look.back.ms, and never beyond it with late.rows.check.interval.ms=0', async () => {
    const now = Date.now()
    await insert('a', [[now - 90 * minute, 1]])
    source = open({
      'look.back.ms': String(60 * minute),
      'look.back.max.rows': '0',
      'late.rows.check.interval.ms': '0',
    })
    await source.start()
    expect(values(await source.drain())).toEqual([1])
    await insert('a', [
      [now - 50 * minute, 2],
      [now - 70 * minute, 3],
    ])
    expect(values(await source.drain())).toEqual([2])
  })

  it('are delivered when another row was deleted meanwhile', async () => {
    const now = Date.now()
    await insert('a', [
      [now - 5 * minute, 1],
      [now - 4 * minute, 2],
    ])
    await source.start()
    expect(values(await source.drain())).toEqual([1, 2])
    await client.query(`DELETE FROM ${database}.m WHERE d = 'a' AND ts < ${now - 5 * minute + 1}`)
    await insert('a', [[now - 3 * minute, 3]])
    expect(values(await source.drain())).toEqual([3])
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
})

describe('positions', () => {
  it('never lose rows of one time, wherever the worker is killed: more rows than a statement asks for', async () => {
    await client.query(
      `CREATE TABLE ${database}.m (ts TIMESTAMPTZ NOT NULL, v INT8) TAGS (a VARCHAR(64) NOT NULL, b INT4 NOT NULL) PRIMARY TAGS (a, b)`,
    )
    const time = Date.now() - 90 * minute
    const rows = 12_000
    for (let from = 0; from < rows; from += 4000) {
      const some = Array.from({ length: 4000 }, (_, i) => from + i)
      const list = some.map(i => `(${time}, ${i}, 'it''s ${i % 100}', ${i})`).join(', ')
      await client.query(`INSERT INTO ${database}.m (ts, v, a, b) VALUES ${list}`)
    }
    await source.start()
    const first = await source.poll()
    expect(first?.count).toBe(100)
    expect(first?.sourceOffset).toBeNull()
    await source.stop()
    source.read.length = 0
    source = open({ 'fetch.max.rows': '5000' })
    await source.start()
    const all = values(await source.drain())
    expect(all).toHaveLength(rows)
    expect(new Set(all).size).toBe(rows)
  })

  it('never lose rows of one time, whatever the types and the texts of four primary tags are', async () => {
    // Texts that may be so long make pages of 24 rows.
    const wide = Array.from({ length: 5 }, (_, i) => `w${i} VARCHAR(65534)`).join(', ')
    await client.query(
      `CREATE TABLE ${database}.m (ts TIMESTAMPTZ NOT NULL, v INT8, ${wide}) TAGS (a BOOL NOT NULL, b CHAR(12) NOT NULL, c NCHAR(12) NOT NULL, d INT8 NOT NULL) PRIMARY TAGS (a, b, c, d)`,
    )
    const texts = ["it''s", '"', '\\', ' ', 'a ', ' a', 'A', 'é', '水', '🎈', 'e', '%']
    const rows: string[] = []
    for (const a of ['true', 'false']) {
      for (const b of texts) {
        for (const c of texts) {
          const d = rows.length % 2 === 0 ? '-9223372036854775808' : '9223372036854775807'
          rows.push(`(${1_700_000_000_000}, ${rows.length}, ${a}, '${b}', '${c}', ${d})`)
        }
      }
    }
    await client.query(`INSERT INTO ${database}.m (ts, v, a, b, c, d) VALUES ${rows.join(', ')}`)
    await source.start()
    expect(values(await source.drain())).toEqual(rows.map((_, i) => i))
    await client.query(
      `INSERT INTO ${database}.m (ts, v, a, b, c, d) VALUES (1700000000000, 999, true, e'\t\n''', '', 0)`,
    )
    await until(async () => values(await source.drain()).includes(999))
    expect(source.read).toHaveLength(rows.length + 1)
  })

  it('are small whatever the number of rows, and a poll hands over fetch.max.rows at most', async () => {
    await meters()
    const now = Date.now()
    for (let day = 1; day < 40; day += 1) {
      const list = Array.from(
        { length: 100 },
        (_, i) => [now - day * 1440 * minute + i, i] as const,
      )
      await insert(`c${day}`, list)
    }
    source = open({ 'fetch.max.rows': '7' })
    await source.start()
    const counts: number[] = []
    for (let quiet = 0; quiet < 2; ) {
      const batch = await source.poll()
      quiet = batch === null ? quiet + 1 : 0
      if (batch !== null) counts.push(batch.count)
    }
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3900)
    expect(Math.max(...counts)).toBe(7)
    expect(JSON.stringify(source.offsets.get('m')).length).toBeLessThan(8192)
  })

  it('of a client, with times alone, are gone on behind', async () => {
    await meters()
    const now = Date.now()
    await insert('a', [
      [now - 90_000, 1],
      [now - 80_000, 2],
      [now - 70_000, 3],
    ])
    source.offsets.set('m', { timestamp_millisecond: now - 80_000 })
    await source.start()
    expect(values(await source.drain())).toEqual([3])
  })
})

describe('bounds', () => {
  it('timestamp.initial is included, timestamp.end is not, in connection.timezone', async () => {
    await meters()
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

  it('stretches without rows are crossed at once, whatever query.interval.ms is', async () => {
    await meters()
    const now = Date.now()
    await insert('a', [
      [-86_400_000, 0],
      [Date.UTC(2017, 0, 1), 1],
      [Date.UTC(2023, 0, 1), 2],
      [Date.UTC(2023, 0, 1) + 1500, 3],
      [now - 1000, 4],
    ])
    source = open({ 'query.interval.ms': '1000', 'late.rows.check.interval.ms': '0' })
    await source.start()
    for (let polls = 0; polls < 20 && source.read.length < 5; polls += 1) await source.poll()
    expect(values(source.read)).toEqual([0, 1, 2, 3, 4])
    expect(source.read[0]?.timestamp).toBe(0)
  })

  it.each([
    [6, 1000n],
    [9, 1_000_000n],
  ])('times of precision %i are read to the last digit, late ones too', async (precision, per) => {
    await meters(precision)
    const now = BigInt(Date.now()) * per
    const times = [now - 3000n * per + 1n, now - 3000n * per + 2n, now - 1000n * per]
    await insert('a', [
      [times[0]!, 1],
      [times[2]!, 3],
    ])
    await source.start()
    await source.drain()
    await insert('a', [[times[1]!, 2]])
    await source.drain()
    const read = source.read.map(({ value }) => /"ts":(\d+)/.exec(value)?.[1])
    expect(read).toEqual([times[0], times[2], times[1]].map(String))
  })
})

describe('tables', () => {
  it('may have any name, columns that are keywords, and quotes in tags', async () => {
    await client.query(
      `CREATE TABLE ${database}."No,rm.al t" ("select" TIMESTAMPTZ NOT NULL, "a""b" NCHAR(20)) TAGS ("user" VARCHAR(64) NOT NULL) PRIMARY TAGS ("user")`,
    )
    await client.query(
      `INSERT INTO ${database}."No,rm.al t" ("select", "a""b", "user") VALUES (1700000000000, 'x"y\\z', 'it''s')`,
    )
    source = open({ tables: 'No%2Crm.al%20t' })
    await source.start()
    const [read] = await source.drain()
    expect(read?.topic).toBe(`kw-${database}-No_rm.al_t`)
    expect(rowsOf([read!])).toEqual([{ select: 1_700_000_000_000, 'a"b': 'x"y\\z', user: "it's" }])
    expect(read?.key).toBe("No\\,rm.al\\ t,user=it's")
  })

  it('may get columns and tags, and lose them', async () => {
    await meters()
    const now = Date.now()
    await insert('a', [[now - 5000, 1]])
    await source.start()
    await source.drain()
    await client.query(`ALTER TABLE ${database}.m ADD COLUMN w VARCHAR(10)`)
    await client.query(
      `INSERT INTO ${database}.m (ts, v, w, d, t) VALUES (${now - 4000}, 2, 'x', 'a', 1)`,
    )
    await until(async () => rowsOf(await source.drain()).some(row => row.w === 'x'))
    await client.query(`ALTER TABLE ${database}.m DROP COLUMN v`)
    await client.query(
      `INSERT INTO ${database}.m (ts, w, d, t) VALUES (${now - 3000}, 'y', 'a', 1)`,
    )
    await until(async () =>
      rowsOf(await source.drain()).some(row => row.w === 'y' && !('v' in row)),
    )
  })

  it('may get columns of another type: no value is printed as one of the type before', async () => {
    await meters()
    const now = Date.now()
    await insert('a', [[now - 5000, 1]])
    await source.start()
    await source.drain()
    await client.query(`ALTER TABLE ${database}.m ALTER COLUMN v TYPE VARCHAR(30)`)
    await client.query(
      `INSERT INTO ${database}.m (ts, v, d, t) VALUES (${now - 4000}, 'a "text"', 'a', 1)`,
    )
    await until(async () => (await source.drain()).length > 0)
    const last = source.read.at(-1)?.value ?? ''
    expect(JSON.parse(last).data[0].v).toBe('a "text"')
    expect(last).toContain('{"name":"v","type":"VARCHAR","length":30}')
  })

  it.each([
    [9, 3],
    [3, 9],
    [6, 3],
  ])(
    'that were made again with another precision (%i, then %i) are read from their beginning',
    async (before, after) => {
      const now = BigInt(Date.now() - 90_000)
      const at = (precision: number, ms: bigint) => ms * 10n ** BigInt(precision - 3)
      await meters(before)
      await insert('a', [
        [at(before, now), 1],
        [at(before, now + 1n), 2],
      ])
      await source.start()
      expect(values(await source.drain())).toEqual([1, 2])
      await client.query(`DROP TABLE ${database}.m`)
      await meters(after)
      await insert('a', [[at(after, now), 3]])
      await until(async () => values(await source.drain()).includes(3))
      await insert('a', [[at(after, now + 2n), 4]])
      await until(async () => values(await source.drain()).includes(4))
      expect(values(source.read)).toEqual([1, 2, 3, 4])
    },
  )

  it('that were dropped and made again between two polls are read from their beginning', async () => {
    await meters()
    const now = Date.now()
    const rows = [1, 2, 3].map(value => [now - 90_000 + value, value] as const)
    await insert('a', rows)
    await source.start()
    expect(values(await source.drain())).toEqual([1, 2, 3])
    await client.query(`DROP TABLE ${database}.m`)
    await meters()
    // As many rows, at the same times, of the same series.
    await insert(
      'a',
      rows.map(([time, value]) => [time, value + 10] as const),
    )
    await until(async () => values(await source.drain()).length === 3)
    expect(values(source.read)).toEqual([1, 2, 3, 11, 12, 13])
  })

  it('that were dropped and made again are read from their beginning, at once or after a restart', async () => {
    await meters()
    const old = Date.now() - 1440 * minute
    await insert('a', [
      [old, 1],
      [old + 1, 2],
    ])
    await source.start()
    expect(values(await source.drain())).toEqual([1, 2])
    await client.query(`DROP TABLE ${database}.m`)
    await source.drain()
    await meters()
    await insert('a', [[old, 3]])
    await until(async () => values(await source.drain()).includes(3))
    await source.stop()
    await client.query(`DROP TABLE ${database}.m`)
    await meters()
    await insert('a', [[old, 4]])
    await source.start()
    expect(values(await source.drain())).toEqual([4])
  })
})

describe('connections', () => {
  it('are tried connection.attempts times, connection.backoff.ms apart, before the task fails', async () => {
    await meters()
    await insert('a', [[Date.now() - 5000, 1]])
    source = open({ 'connection.attempts': '3', 'connection.backoff.ms': '10' })
    await source.start()
    await source.drain()
    server.faults.add({ on: 'statement:select', count: 1000, action: { kind: 'drop' } })
    const reading = async () => {
      for (;;) await source.poll()
    }
    await expect(reading()).rejects.toMatchObject({ retriable: true })
    expect(source.counters.get('read_failures')).toBe(3)
    const failures = source.log.filter(({ message }) => message.includes('trying again'))
    expect(failures.length).toBeGreaterThanOrEqual(2)
  })

  it('log in with connection.user and connection.password', async () => {
    const password = 'it\'s "se;cret'
    await using secured = await KwdbDevServer.start({
      port: 0,
      secure: true,
      admins: [{ name: 'root', password }],
    })
    const props = { 'connection.password': password, 'connection.user': 'root' }
    await using right = openSource(secured, 'nowhere', props)
    await expect(right.start()).rejects.toMatchObject({ code: 'KWDB_SOURCE_DATABASE' })
    await using wrong = openSource(secured, 'nowhere', { ...props, 'connection.password': 'x' })
    await expect(wrong.start()).rejects.toMatchObject({ code: 'KWDB_ACCESS', retriable: false })
    expect(JSON.stringify(wrong.log)).not.toContain(password)
  })

  it('ask for new rows once in poll.interval.ms', async () => {
    await meters()
    await insert('a', [[Date.now() - 5000, 1]])
    source = open({ 'poll.interval.ms': '600000' })
    await source.start()
    while ((await source.poll()) === null);
    await insert('a', [[Date.now() - 4000, 2]])
    for (let polls = 0; polls < 2; polls += 1) expect(await source.poll()).toBeNull()
    expect(values(source.read)).toEqual([1])
  })
})

describe('KWDB without memory', () => {
  it('is asked for fewer rows at a time, until it has enough for them', async () => {
    await meters()
    const now = Date.now()
    await insert(
      'a',
      Array.from({ length: 50 }, (_, i) => [now - 5000 + i, i] as const),
    )
    const action = { kind: 'error', sqlState: '53200', message: 'memory budget exceeded' } as const
    server.faults.add({ on: 'statement:select *', count: 10, action })
    await source.start()
    expect(values(await source.drain())).toEqual(Array.from({ length: 50 }, (_, i) => i))
    expect(source.counters.get('read_failures')).toBeUndefined()
  })
})

describe('KWDB away', () => {
  it('stops reading for a while, and nothing is lost or repeated', async () => {
    await meters()
    const now = Date.now()
    await insert('a', [[now - 5000, 1]])
    source = open({ 'connection.attempts': '1000' })
    await source.start()
    expect(values(await source.drain())).toEqual([1])
    server.faults.add({ on: 'statement:select', count: 3, action: { kind: 'drop' } })
    await insert('a', [[now - 4000, 2]])
    await until(async () => {
      await source.drain()
      return values(source.read).length >= 2
    })
    expect(values(source.read)).toEqual([1, 2])
  })
})

async function until(check: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 10_000
  while (!(await check())) {
    if (performance.now() > end) throw new Error('it did not happen in time')
  }
}
