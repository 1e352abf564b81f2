import { readFileSync } from 'node:fs'
import {
  type KwdbClient,
  kwdbClient,
  kwdbSinkPlugin,
  kwdbSourcePlugin,
  parseKwdbUrl,
} from '@tidewire/kwdb'
import { KwdbDevServer } from '@tidewire/local/kwdb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Cli } from '../cli/command.ts'
import { Bench, eventually, type WorkerUnderTest } from '../connect/worker-bench.ts'

const folder = new URL('../../../examples/', import.meta.url)
const text = (name: string) => readFileSync(new URL(name, folder), 'utf8')

let server: KwdbDevServer
let bench: Bench
let worker: WorkerUnderTest
let client: KwdbClient
const cli = new Cli()

beforeAll(async () => {
  server = await KwdbDevServer.start({ port: 0 })
  bench = await Bench.open()
  worker = await bench.worker([kwdbSinkPlugin, kwdbSourcePlugin])
  client = kwdbClient(parseKwdbUrl(server.jdbcUrl, { user: 'root' }))
})

afterAll(async () => {
  await client[Symbol.asyncDispose]()
  await worker[Symbol.asyncDispose]()
  await bench[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
  await cli[Symbol.asyncDispose]()
})

/** Runs the statements of a file of the examples, and gives the rows of each. */
async function run(name: string) {
  const answers = []
  const statements = text(name)
    .replace(/^--.*$/gm, '')
    .split(';')
    .map(statement => statement.trim())
  for (const statement of statements) {
    if (statement !== '') answers.push((await client.query(statement)).rows)
  }
  return answers
}

/** `curl -X POST -d @FILE http://localhost:8083/connectors`, with the port that the server of the test has. */
async function load(name: string): Promise<void> {
  const body = text(name).replace('localhost:26257', `localhost:${server.port}`)
  const answer = await worker.call('POST', '/connectors', body)
  expect(answer.status, answer.text).toBe(201)
}

const tool = (name: string, ...args: string[]) => [
  name,
  '--bootstrap-server',
  bench.broker.bootstrapServers,
  ...args,
]

describe('the tutorials of the user page', () => {
  it('sink: five partitions, five tasks, one record with five rows', async () => {
    await run('kwdb-sink/prepare-sink.sql')
    const topic = 'kw-tsdb-ts_json_kaiwudb_tb'
    await cli.ok(tool('kafka-topics', '--create', '--topic', topic, '--partitions', '5'))
    await load('kwdb-sink/kw-json-kaiwudb-sink.json')
    await worker.reaches('KwdbSinkConnector', 'RUNNING', Array(5).fill('RUNNING'))
    const brokers = ['--broker-list', bench.broker.bootstrapServers]
    const data = text('kwdb-sink/kw-json-kaiwudb-data.txt')
    await cli.ok(['kafka-console-producer', ...brokers, '--topic', topic], data)
    const rows = await eventually(async () => {
      const [, tables, found] = await run('kwdb-sink/verify.sql')
      expect(tables?.map(row => row[0])).toContain('ts_json_kaiwudb_tb')
      expect(found).toHaveLength(5)
      return found
    })
    expect(rows?.toSorted()[0]).toEqual([
      '2023-08-01 02:12:04.005+00:00',
      ...['11', '21', '2535208944865431245', '6.145450', '5.15656', 't', 'tianjin', '35.500000'],
    ])
    expect((await worker.call('DELETE', '/connectors/KwdbSinkConnector')).status).toBe(204)
    await cli.ok(tool('kafka-topics', '--delete', '--topic', topic))
  })

  it('source: the row of the manual comes as the record that it prints', async () => {
    await run('kwdb-source/prepare-source.sql')
    await load('kwdb-source/kw-json-kaiwudb-source.json')
    await worker.reaches('KwdbSourceConnector', 'RUNNING', ['RUNNING'])
    await run('kwdb-source/insert.sql')
    const topic = 'kw-benchmark-cpu_kaiwudb_tb'
    const printed = await cli.ok(
      tool(
        'kafka-console-consumer',
        ...['--from-beginning', '--topic', topic, '--max-messages', '1', '--timeout-ms', '20000'],
      ),
    )
    expect(await cli.ok(tool('kafka-topics', '--list'))).toContain(topic)
    const golden = new URL('../test/golden/kwdb/seed-cases.jsonl', folder)
    const line = readFileSync(golden, 'utf8')
      .split('\n')
      .find(one => one.includes('"id": "json_kaiwudb-source"'))
    const expected = JSON.parse(line ?? '').payloads[0]
    // The flag of the Java sink stands beside that of the Java source.
    expect(printed.replaceAll(/,"primary":(?:true|false)/g, '')).toBe(`${expected}\n`)
    expect((await worker.call('DELETE', '/connectors/KwdbSourceConnector')).status).toBe(204)
  })
})
