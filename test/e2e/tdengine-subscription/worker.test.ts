import { TDengineDevServer } from '@tidewire/local/tdengine'
import { type TDengineClient, tdengineSourcePlugin } from '@tidewire/tdengine'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Bench, eventually, type WorkerUnderTest } from '../connect/worker-bench.ts'
import { adminClient } from '../tdengine-source/source-harness.ts'

let server: TDengineDevServer
let bench: Bench
let taos: TDengineClient

beforeAll(async () => {
  server = await TDengineDevServer.start({ port: 0 })
  bench = await Bench.open()
  taos = await adminClient(server)
})

afterAll(async () => {
  await taos[Symbol.asyncDispose]()
  await bench[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

const row = (n: number) =>
  taos.execute(
    `INSERT INTO plant.c${n % 5} USING plant.s TAGS (${n % 5}) VALUES (${1700000000000 + n}, ${n})`,
  )

async function load(worker: WorkerUnderTest): Promise<void> {
  const config = {
    name: 'sub',
    'connector.class': tdengineSourcePlugin.className,
    'tasks.max': '2',
    'connection.url': `jdbc:TAOS-WS://127.0.0.1:${server.port}`,
    'connection.database': 'plant',
    'topic.prefix': 'td',
    'poll.interval.ms': '200',
    'read.method': 'subscription',
    'subscription.group.id': 'sub',
    'subscription.from': 'earliest',
  }
  const answer = await worker.call('POST', '/connectors', { name: 'sub', config })
  expect(answer.status, answer.text).toBe(201)
}

it('runs in a worker: two tasks, positions in Kafka and in TDengine, a new table, a restart', async () => {
  await taos.execute('CREATE DATABASE plant VGROUPS 2')
  await taos.execute('CREATE STABLE plant.s (ts TIMESTAMP, v INT) TAGS (t INT)')
  for (let n = 0; n < 10; n += 1) await row(n)
  const props = bench.props()
  {
    await using worker = await bench.worker([tdengineSourcePlugin], props)
    await load(worker)
    await worker.reaches('sub', 'RUNNING', ['RUNNING', 'RUNNING'])
    await eventually(() => bench.read('td-plant-s', 10))
    await taos.execute('CREATE STABLE plant.later (ts TIMESTAMP, v INT) TAGS (t INT)')
    await taos.execute('INSERT INTO plant.l1 USING plant.later TAGS (1) VALUES (1700000000000, 7)')
    const [later] = await eventually(() => bench.read('td-plant-later', 1))
    expect(later).toMatchObject({ key: 'l1', value: 'later,t=1 v=7i32 1700000000000000000' })
    await eventually(async () => {
      const { rows } = await taos.query(
        "SELECT `offset` FROM information_schema.ins_subscriptions WHERE topic_name = 'td-plant-s' AND `offset` IS NOT NULL",
      )
      expect(rows).toHaveLength(2)
      const { body } = await worker.call('GET', '/connectors/sub/offsets')
      expect(body.offsets.length).toBeGreaterThanOrEqual(3)
    })
  }
  for (let n = 10; n < 15; n += 1) await row(n)
  await using again = await bench.worker([tdengineSourcePlugin], props)
  await again.reaches('sub', 'RUNNING', ['RUNNING', 'RUNNING'])
  await row(15)
  // A vgroup that changes hands may bring rows twice; none may lack.
  await eventually(async () => {
    const lines = await bench.read('td-plant-s', 16)
    const values = new Set(lines.map(({ value }) => Number(/v=(\d+)i32/.exec(value ?? '')?.[1])))
    expect(values.size).toBe(16)
  })
})
