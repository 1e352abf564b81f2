import { readFileSync } from 'node:fs'
import { TDengineDevServer } from '@tidewire/local/tdengine'
import { type TDengineClient, tdengineSourcePlugin } from '@tidewire/tdengine'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Bench, eventually, type WorkerUnderTest } from '../connect/worker-bench.ts'
import { adminClient } from './source-harness.ts'

const folder = new URL('../../../examples/tdengine-source/', import.meta.url)
const text = (name: string) => readFileSync(new URL(name, folder), 'utf8')

let server: TDengineDevServer
let bench: Bench
let taos: TDengineClient

beforeAll(async () => {
  server = await TDengineDevServer.start({ port: 0 })
  bench = await Bench.open()
  // The user page was written where the clock shows Chinese time.
  taos = await adminClient(server, '/?timezone=Asia/Shanghai')
})

afterAll(async () => {
  await taos[Symbol.asyncDispose]()
  await bench[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

/** The properties of the example, with the port of the development server beside them. */
function exampleConfig(): Record<string, string> {
  const pairs = text('source-demo.properties')
    .split('\n')
    .filter(line => line !== '')
    .map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const)
  return { ...Object.fromEntries(pairs), 'connection.adapter.port': String(server.port) }
}

/** The records of the topic, once there are so many. */
async function lines(count: number): Promise<string[]> {
  const records = await eventually(() => bench.read('tdengine-source-test', count))
  return records.map(record => record.value ?? '')
}

async function load(worker: WorkerUnderTest): Promise<void> {
  const config = exampleConfig()
  const answer = await worker.call('POST', '/connectors', { name: config.name, config })
  expect(answer.status, answer.text).toBe(201)
}

const history = [
  'meters,location="California.LoSangeles",groupid=2i32 current=11.8f32,voltage=221i32,phase=0.28f32 1538548685500000000',
  'meters,location="California.LoSangeles",groupid=2i32 current=13.4f32,voltage=223i32,phase=0.29f32 1538548696600000000',
  'meters,location="California.LoSangeles",groupid=3i32 current=10.8f32,voltage=223i32,phase=0.29f32 1538548685000000000',
  'meters,location="California.LoSangeles",groupid=3i32 current=11.5f32,voltage=221i32,phase=0.35f32 1538548686500000000',
  'meters,location="California.SanFrancisco",groupid=2i32 current=10.3f32,voltage=219i32,phase=0.31f32 1538548685000000000',
  'meters,location="California.SanFrancisco",groupid=2i32 current=12.3f32,voltage=221i32,phase=0.31f32 1538548696800000000',
  'meters,location="California.SanFrancisco",groupid=2i32 current=12.6f32,voltage=218i32,phase=0.33f32 1538548695000000000',
  'meters,location="California.SanFrancisco",groupid=3i32 current=10.3f32,voltage=218i32,phase=0.25f32 1538548696650000000',
]

it('does the source tutorial of the user page to the letter', async () => {
  for (const statement of text('prepare-source-data.sql').split(';')) {
    if (statement.trim() !== '') await taos.execute(statement)
  }
  const props = bench.props()
  {
    await using worker = await bench.worker([tdengineSourcePlugin], props)
    await load(worker)
    expect((await lines(8)).toSorted()).toEqual(history)

    const begun = performance.now()
    await taos.execute('INSERT INTO d1001 VALUES (now, 13.3, 229, 0.38)')
    await taos.execute('INSERT INTO d1002 VALUES (now, 16.3, 233, 0.22)')
    const ten = await lines(10)
    expect(performance.now() - begun).toBeLessThan(2000)
    expect(ten.slice(8).map(line => line.slice(0, line.lastIndexOf(' ')))).toEqual([
      'meters,location="California.SanFrancisco",groupid=2i32 current=13.3f32,voltage=229i32,phase=0.38f32',
      'meters,location="California.SanFrancisco",groupid=3i32 current=16.3f32,voltage=233i32,phase=0.22f32',
    ])

    // A new child table belongs to the super table; a new super table is found.
    await taos.execute("INSERT INTO d1005 USING meters TAGS('Berlin', 1) VALUES (now, 1, 2, 3)")
    await taos.execute('CREATE STABLE pumps (ts TIMESTAMP, rpm INT) TAGS (hall NCHAR(8))')
    await taos.execute("INSERT INTO p1 USING pumps TAGS('süd 1') VALUES (now, 900)")
    const more = (await lines(12)).slice(10).join('\n')
    expect(more).toContain('meters,location="Berlin",groupid=1i32 current=1.0f32')
    expect(more).toContain('pumps,hall=L"süd\\ 1" rpm=900i32 ')
    await eventually(async () => {
      const { body } = await worker.call('GET', '/connectors/TDengineSourceConnector/offsets')
      expect(body.offsets).toHaveLength(2)
    })
  }
  await taos.execute('INSERT INTO d1001 VALUES (now - 60s, 1, 1, 1) (now, 2, 2, 2)')
  await using again = await bench.worker([tdengineSourcePlugin], props)
  await again.reaches('TDengineSourceConnector', 'RUNNING', ['RUNNING'])
  await taos.execute('INSERT INTO d1002 VALUES (now, 9, 9, 9)')
  // What came while the worker was away, late rows too, comes now; nothing else does.
  await lines(15)
  await taos.execute('INSERT INTO d1002 VALUES (now, 10, 10, 10)')
  const after = (await lines(16)).slice(12)
  expect(after.map(line => /current=(\S+?)f32/.exec(line)?.[1]).toSorted()).toEqual([
    '1.0',
    '10.0',
    '2.0',
    '9.0',
  ])
})
