import { TDengineDevServer } from '@tidewire/local/tdengine'
import type { TDengineClient } from '@tidewire/tdengine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adminClient } from '../tdengine-source/source-harness.ts'
import { ConnectionCutter } from './connection-cutter.ts'
import { type Read, SubscriptionHarness } from './subscription-harness.ts'

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

async function newDatabase(vgroups = 1): Promise<string> {
  databases += 1
  const name = `deliver${databases}`
  await taos.execute(`CREATE DATABASE ${name} VGROUPS ${vgroups}`)
  await taos.execute(`CREATE STABLE ${name}.s (ts TIMESTAMP, v INT) TAGS (t INT)`)
  return name
}

/** One row with the value `n` in child table `c<child>`. */
async function insert(database: string, n: number, child = 0): Promise<void> {
  await taos.execute(
    `INSERT INTO ${database}.c${child} USING ${database}.s TAGS (${child}) VALUES (${1700000000000 + n}, ${n})`,
  )
}

const values = (read: readonly Read[]) =>
  read.map(({ value }) => Number(/v=(\d+)i32/.exec(value)?.[1])).toSorted((a, b) => a - b)

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i)

/** The offsets that the group has committed to TDengine. */
async function committed(database: string): Promise<string[]> {
  const { rows } = await taos.query(
    `SELECT \`offset\` FROM information_schema.ins_subscriptions WHERE topic_name = 'td-${database}-s'`,
  )
  return rows.map(([offset]) => String(offset))
}

describe('delivery', () => {
  it('goes on where it was after a restart, without loss and without repetition', async () => {
    const database = await newDatabase()
    await using harness = new SubscriptionHarness(server, { 'connection.database': database })
    for (const n of upTo(3)) await insert(database, n)
    await harness.start()
    await harness.until(3)
    await harness.poll()
    await harness.commit()
    await harness.stop()
    for (const n of [3, 4]) await insert(database, n)
    await harness.start()
    await harness.until(5)
    await harness.poll()
    expect(values(harness.read)).toEqual(upTo(5))
  })

  it('commits to TDengine only what Kafka has acknowledged', async () => {
    const database = await newDatabase()
    await using harness = new SubscriptionHarness(server, { 'connection.database': database })
    await insert(database, 0)
    await harness.start()
    await harness.until(1)
    // Handed over, and not yet acknowledged: the next poll did not come.
    await harness.commit()
    const before = (await committed(database)).map(text => Number(/wal:(\d+)/.exec(text)?.[1] ?? 0))
    await harness.poll()
    await harness.commit()
    const after = (await committed(database)).map(text => Number(/wal:(\d+)/.exec(text)?.[1] ?? 0))
    expect(after[0]).toBeGreaterThan(before[0] ?? 0)
  })

  it.each([
    ['neither stored nor committed', false, false],
    ['stored in Kafka and not committed to TDengine', true, false],
    ['committed to TDengine, the position in Kafka lost', false, true],
  ])('loses nothing when it is killed: %s', async (_, store, commit) => {
    const database = await newDatabase()
    await using harness = new SubscriptionHarness(server, { 'connection.database': database })
    for (const n of upTo(2)) await insert(database, n)
    await harness.start()
    await harness.until(2, store)
    if (commit) {
      await harness.poll(0, false)
      await harness.commit()
    }
    await harness.stop()
    await insert(database, 2)
    await harness.start()
    await harness.untilTrue(() => values(harness.read).includes(2))
    const read = values(harness.read)
    expect([...new Set(read)]).toEqual(upTo(3))
    expect(read).toHaveLength(store || commit ? 3 : 5)
  })

  it('takes the empty positions of the Java connector, and refuses damaged ones', async () => {
    const { tdengineSourcePlugin: plugin } = await import('@tidewire/tdengine')
    const props = { 'subscription.group.id': 'g', 'read.method': 'subscription' }
    const alter = (partition: Record<string, unknown>, offset: Record<string, unknown> | null) =>
      plugin.alterOffsets?.(props, [{ partition, offset }])
    expect(alter({ table: 'meters' }, {})).toBe(false)
    expect(alter({ topic: 't', vgroup: 3 }, { wal: 17 })).toBe(false)
    expect(alter({ topic: 't', vgroup: 3 }, null)).toBe(false)
    expect(() => alter({ topic: 't', vgroup: 3 }, { wal: 'x' })).toThrow('{"wal": number}')
  })

  it('goes back and forth as the stored position says', async () => {
    const database = await newDatabase()
    await using harness = new SubscriptionHarness(server, { 'connection.database': database })
    for (const n of upTo(2)) await insert(database, n)
    await harness.start()
    await harness.until(2)
    await harness.poll()
    await harness.commit()
    await harness.stop()
    for (const key of harness.offsets.keys()) harness.offsets.set(key, { wal: 0 })
    await harness.start()
    await harness.until(4)
    expect(values(harness.read)).toEqual([0, 0, 1, 1])
  })

  it('shares the vgroups among tasks; when one ends, the other reads on without loss', async () => {
    const database = await newDatabase(2)
    await using harness = new SubscriptionHarness(server, { 'connection.database': database })
    for (const n of upTo(20)) await insert(database, n, n)
    await harness.startConnector()
    expect(await harness.taskConfigs(5)).toHaveLength(2)
    await harness.startTasks(2)
    await harness.until(20)
    expect(new Set(harness.read.map(record => record.task))).toEqual(new Set([0, 1]))
    await harness.stopTasks()
    for (const n of [20, 21, 22, 23]) await insert(database, n, n - 20)
    await harness.startTasks(1)
    await harness.untilTrue(() => new Set(values(harness.read)).size === 24)
    expect(values(harness.read)).toEqual(upTo(24))
  })

  it('loses nothing when a second task joins while rows are read', async () => {
    const database = await newDatabase(2)
    await using harness = new SubscriptionHarness(server, { 'connection.database': database })
    await harness.startConnector()
    await harness.startTasks(1)
    const writing = (async () => {
      for (const n of upTo(100)) await insert(database, n, n % 10)
    })()
    await harness.until(5)
    await Promise.all([
      writing,
      harness.startTasks(1),
      harness.untilTrue(() => new Set(values(harness.read)).size === 100),
    ])
    expect(harness.counters.get('read_failures')).toBeUndefined()
  })

  it('makes a new consumer when the server has ended the session', async () => {
    const database = await newDatabase()
    await using proxied = await ConnectionCutter.open(server.port)
    await using harness = new SubscriptionHarness(proxied, { 'connection.database': database })
    await insert(database, 0)
    await harness.start()
    await harness.until(1)
    for (const n of [1, 2, 3, 4, 5]) {
      const polling = harness.poll()
      // The poll is under way: it waits for the server.
      await new Promise(setImmediate)
      proxied.cut()
      await insert(database, n)
      await polling
      await harness.untilTrue(() => values(harness.read).includes(n))
    }
    expect([...new Set(values(harness.read))]).toEqual(upTo(6))
    expect(harness.counters.get('read_failures')).toBeGreaterThan(0)
  })
})
