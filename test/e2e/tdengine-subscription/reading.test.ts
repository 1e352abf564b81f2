import { TDengineDevServer } from '@tidewire/local/tdengine'
import type { TDengineClient } from '@tidewire/tdengine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adminClient } from '../tdengine-source/source-harness.ts'
import { SubscriptionHarness } from './subscription-harness.ts'

let server: TDengineDevServer
let taos: TDengineClient

beforeAll(async () => {
  server = await TDengineDevServer.start({ port: 0 })
  taos = await adminClient(server)
})

afterAll(async () => {
  await taos[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

let databases = 0

/** A database of its own with one super table. */
async function newDatabase(vgroups = 1): Promise<string> {
  databases += 1
  const name = `sub${databases}`
  await taos.execute(`CREATE DATABASE ${name} VGROUPS ${vgroups}`)
  await taos.execute(
    `CREATE STABLE ${name}.meters (ts TIMESTAMP, current FLOAT, voltage INT) TAGS (location VARCHAR(64), groupid INT)`,
  )
  return name
}

async function insert(database: string, child: string, ...rows: string[]): Promise<void> {
  await taos.execute(
    `INSERT INTO ${database}.${child} USING ${database}.meters TAGS ('${child}-place', 2) VALUES ${rows
      .map(row => `(${row})`)
      .join(' ')}`,
  )
}

const sorted = (lines: Iterable<string>) => [...lines].toSorted()

describe('what is read', () => {
  it('delivers history from earliest, then what comes, as query mode prints it', async () => {
    const database = await newDatabase()
    await insert(database, 'd1', '1700000000000, 1.5, 220', '1700000001000, NULL, 221')
    await insert(database, 'd2', '1700000000000, 2.5, 230')
    await using harness = new SubscriptionHarness(server, { 'connection.database': database })
    await harness.start()
    await harness.until(3)
    expect(sorted(harness.read.map(record => record.value))).toEqual([
      'meters,location=d1-place,groupid=2 current=1.5f32,voltage=220i32 1700000000000000000',
      'meters,location=d1-place,groupid=2 voltage=221i32 1700000001000000000',
      'meters,location=d2-place,groupid=2 current=2.5f32,voltage=230i32 1700000000000000000',
    ])
    const [first] = harness.read
    expect(first).toMatchObject({ topic: `td-${database}-meters`, key: 'd1' })
    expect(first?.timestamp).toBe(1700000000000)
    expect(first?.headers).toMatchObject({ 'tdengine.table': 'd1' })
    // Late and in a new child table: order of time plays no part.
    await insert(database, 'd3', '1600000000000, 3.5, 240')
    await harness.until(4)
    expect(harness.read[3]?.value).toBe(
      'meters,location=d3-place,groupid=2 current=3.5f32,voltage=240i32 1600000000000000000',
    )
  })

  it('delivers only what comes later from latest, and a later table from its first row', async () => {
    const database = await newDatabase()
    await insert(database, 'd1', '1700000000000, 1, 1')
    await using harness = new SubscriptionHarness(server, {
      'connection.database': database,
      'subscription.from': 'latest',
    })
    await harness.start()
    // Killed before it has read anything: what comes now is not skipped.
    await harness.stop()
    await insert(database, 'd1', '1700000001000, 2, 2')
    await taos.execute(`CREATE STABLE ${database}.pumps (ts TIMESTAMP, rpm INT) TAGS (hall INT)`)
    await taos.execute(
      `INSERT INTO ${database}.p1 USING ${database}.pumps TAGS (1) VALUES (1700000000000, 900)`,
    )
    await harness.start()
    await harness.until(2)
    expect(sorted(harness.read.map(record => record.value))).toEqual([
      'meters,location=d1-place,groupid=2 current=2.0f32,voltage=2i32 1700000001000000000',
      'pumps,hall=1 rpm=900i32 1700000000000000000',
    ])
  })

  it('sees new columns, changed tags and new super tables; reports changes and deletes, never as rows', async () => {
    const database = await newDatabase()
    await insert(database, 'd1', '1700000000000, 1, 1')
    await using harness = new SubscriptionHarness(server, {
      'connection.database': database,
      'out.format': 'flat-json',
    })
    await harness.start()
    await harness.until(1)
    await taos.execute(`ALTER STABLE ${database}.meters ADD COLUMN phase DOUBLE`)
    await taos.execute(`ALTER TABLE ${database}.d1 SET TAG location = 'moved'`)
    await taos.execute(
      `INSERT INTO ${database}.d1 (ts, current, voltage, phase) VALUES (1700000001000, 2, 2, 0.5)`,
    )
    await taos.execute(`DELETE FROM ${database}.d1 WHERE ts = 1700000000000`)
    await taos.execute(`INSERT INTO ${database}.d1 (ts, voltage) VALUES (1700000002000, 3)`)
    await harness.until(3)
    expect(harness.read.map(record => JSON.parse(record.value))).toEqual([
      {
        ts: 1700000000000,
        current: 1,
        voltage: 1,
        tags: { location: 'd1-place', groupid: 2 },
      },
      {
        ts: 1700000001000,
        current: 2,
        voltage: 2,
        phase: 0.5,
        tags: { location: 'moved', groupid: 2 },
      },
      {
        ts: 1700000002000,
        voltage: 3,
        tags: { location: 'moved', groupid: 2 },
      },
    ])
    expect(harness.counters.get('deletes')).toBe(1)
    expect(harness.counters.get('tables_altered')).toBe(2)
    const warnings = harness.log.filter(({ level }) => level === 'warn')
    expect(warnings.map(({ message }) => message).join('\n')).toContain('rows were deleted')
    const before = harness.reconfigurations
    await taos.execute(`CREATE STABLE ${database}.pumps (ts TIMESTAMP, rpm INT) TAGS (hall INT)`)
    await taos.execute(
      `INSERT INTO ${database}.p1 USING ${database}.pumps TAGS (1) VALUES (1700000000000, 900)`,
    )
    await harness.untilTrue(() => harness.reconfigurations > before)
    await harness.stopTasks()
    await harness.startTasks()
    await harness.untilTrue(() => harness.read.some(record => record.topic.endsWith('-pumps')))
    expect(harness.read.at(-1)?.headers).toMatchObject({ 'tdengine.stable': 'pumps' })
  })

  it('keeps tables apart in one topic for the database, normal tables too', async () => {
    const database = await newDatabase()
    await taos.execute(`CREATE TABLE ${database}.log (ts TIMESTAMP, text NCHAR(20))`)
    await taos.execute(`CREATE STABLE ${database}.hidden (ts TIMESTAMP, v INT) TAGS (t INT)`)
    await insert(database, 'd1', '1700000000000, 1, 1')
    await taos.execute(`INSERT INTO ${database}.log VALUES (1700000000000, 'grün')`)
    await taos.execute(
      `INSERT INTO ${database}.h1 USING ${database}.hidden TAGS (1) VALUES (1700000000000, 1)`,
    )
    await using harness = new SubscriptionHarness(server, {
      'connection.database': database,
      'topic.per.stable': 'false',
      'tables.exclude': 'hid*',
    })
    await harness.start()
    await harness.until(2)
    // A table that nobody knew is there at once, without another start.
    await taos.execute(`CREATE STABLE ${database}.pumps (ts TIMESTAMP, rpm INT) TAGS (hall INT)`)
    await taos.execute(
      `INSERT INTO ${database}.p1 USING ${database}.pumps TAGS (1) VALUES (1700000000000, 900)`,
    )
    await harness.until(3)
    expect(new Set(harness.read.map(record => record.topic))).toEqual(new Set([`td-${database}`]))
    expect(sorted(harness.read.map(record => record.value))).toEqual([
      'log text=L"grün" 1700000000000000000',
      'meters,location=d1-place,groupid=2 current=1.0f32,voltage=1i32 1700000000000000000',
      'pumps,hall=1 rpm=900i32 1700000000000000000',
    ])
  })

  it('reads normal tables by topics of their own', async () => {
    const database = await newDatabase()
    await taos.execute(`CREATE TABLE ${database}.log (ts TIMESTAMP, text NCHAR(20), n BIGINT)`)
    await taos.execute(`INSERT INTO ${database}.log VALUES (1700000000000, 'a b', NULL)`)
    await using harness = new SubscriptionHarness(server, {
      'connection.database': database,
      'data.precision': 'us',
    })
    await harness.start()
    await harness.until(1)
    expect(harness.read[0]).toMatchObject({
      topic: `td-${database}-log`,
      key: 'log',
      value: 'log text=L"a b" 1700000000000000',
    })
  })

  it('leaves a topic of the Java connector alone', async () => {
    const database = await newDatabase()
    await taos.execute(`CREATE TOPIC \`td-${database}-meters\` AS SELECT * FROM ${database}.meters`)
    await insert(database, 'd1', '1700000000000, 1, 1')
    await using harness = new SubscriptionHarness(server, { 'connection.database': database })
    await harness.start()
    const [first] = await harness.until(1)
    expect(first?.value).toContain('location=d1-place')
    expect(first?.topic).toBe(`td-${database}-meters`)
  })

  // Defect 18 of the Java connector: subscription.wal.only was read and never used.
  it.each([
    ['true', ['9', '1']],
    ['false', ['1']],
  ])('subscription.wal.only=%s: a row that was written over comes as %j', async (walOnly, seen) => {
    const database = await newDatabase()
    await insert(database, 'd1', '1700000000000, 1, 9')
    await insert(database, 'd1', '1700000000000, 1, 1')
    await using harness = new SubscriptionHarness(server, {
      'connection.database': database,
      'subscription.wal.only': walOnly,
    })
    await harness.start()
    await harness.untilTrue(() => harness.read.some(({ value }) => value.includes('voltage=1i')))
    expect(harness.read.map(record => /voltage=(\d)/.exec(record.value)?.[1])).toEqual(seen)
  })

  it('reads what the tables hold where the log is not enough, then what comes', async () => {
    const database = await newDatabase()
    await insert(database, 'd1', '1700000000000, 1, 1')
    await using harness = new SubscriptionHarness(server, {
      'connection.database': database,
      'subscription.wal.only': 'false',
    })
    await harness.start()
    await harness.until(1)
    await insert(database, 'd1', '1700000001000, 2, 2')
    await harness.until(2)
    await harness.poll()
    await harness.commit()
    await harness.stop()
    await insert(database, 'd1', '1700000002000, 3, 3')
    await harness.start()
    await harness.until(3)
    expect(harness.read.map(record => /voltage=(\d)/.exec(record.value)?.[1])).toEqual([
      '1',
      '2',
      '3',
    ])
  })

  it('reports dropped tables', async () => {
    const database = await newDatabase()
    await insert(database, 'd1', '1700000000000, 1, 1')
    await using harness = new SubscriptionHarness(server, { 'connection.database': database })
    await harness.start()
    await harness.until(1)
    await taos.execute(`DROP TABLE ${database}.d1`)
    await harness.untilTrue(() => harness.counters.get('tables_dropped') === 1)
    expect(harness.read).toHaveLength(1)
  })
})
