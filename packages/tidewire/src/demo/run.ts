import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { messageOf } from '@tidewire/core'
import type { TDengineClient } from '@tidewire/tdengine'
import { load, status } from '../connectors/commands.ts'
import { raise } from '../errors.ts'
import { connectKafka } from '../kafka-tools/cluster.ts'
import { lineFormat, lineRecord } from '../kafka-tools/line-record.ts'
import { choosePorts } from '../local/choose-ports.ts'
import { defaultPorts, type ServiceName, serviceNames, titles } from '../local/service.ts'
import { Supervisor } from '../local/supervisor.ts'
import { connect } from '../query/connection.ts'
import { printAll, runStatement } from '../query/statement-runner.ts'
import { interruptible, write, writeLine } from '../terminal.ts'
import { sinkPropertiesFor, testData } from './tutorial.ts'

const host = '127.0.0.1'
const connector = 'TDengineSinkConnector'
const expectedRows = 4
/** Milliseconds in which the rows must have arrived. */
const patience = 30_000

/** A step of the tutorial: what it is, and the command that does it. */
async function step(title: string, command: string): Promise<void> {
  await writeLine(`\n── ${title}\n   $ ${command}\n`)
}

async function sendLines(bootstrapServers: string): Promise<void> {
  await using kafka = await connectKafka({ 'bootstrap.servers': bootstrapServers }, 'demo')
  await using producer = kafka.producer({})
  const format = lineFormat({})
  const lines = testData.trimEnd().split('\n')
  await producer.send(
    lines.map((line, i) => lineRecord(Buffer.from(line), 'meters', format, i + 1)),
  )
}

/** Waits until the sink has created the table and all rows are in it. */
async function waitForRows(
  client: TDengineClient,
  url: string,
  signal: AbortSignal,
): Promise<void> {
  const deadline = performance.now() + patience
  let reason = 'fewer rows than lines'
  while (performance.now() < deadline) {
    try {
      const { rows } = await client.query('select * from power.meters', signal)
      if (rows.length >= expectedRows) return
    } catch (error) {
      signal.throwIfAborted()
      // Database and table come with the first row.
      reason = messageOf(error)
    }
    await delay(20)
  }
  await status(connector, { url })
  throw raise('CLI_DEMO', { seconds: patience / 1000, reason })
}

function portArguments(ports: Readonly<Record<ServiceName, number>>) {
  const usual = serviceNames.every(name => ports[name] === defaultPorts[name])
  return {
    broker: `localhost:${ports.kafka}`,
    connectUrl: `http://${host}:${ports.connect}`,
    url: usual ? '' : ` --url http://localhost:${ports.connect}`,
    queryPort: usual ? '' : ` -P ${ports.tdengine}`,
  }
}

async function tellPorts(ports: Readonly<Record<ServiceName, number>>): Promise<void> {
  const moved = serviceNames.filter(name => ports[name] !== defaultPorts[name])
  for (const name of moved) {
    await writeLine(
      `   Port ${defaultPorts[name]} is in use; ${titles[name]} takes ${ports[name]} instead.`,
    )
  }
}

async function tutorial(folder: string, signal: AbortSignal): Promise<void> {
  const ports = await choosePorts(host, { host, freePorts: true })
  const { broker, connectUrl, url, queryPort } = portArguments(ports)

  await step('Kafka, TDengine and a Connect worker', 'tidewire local start')
  await tellPorts(ports)
  const settings = { dataDir: join(folder, 'local'), host, ports, kafka: {}, connect: {} }
  await writeLine(`Using TIDEWIRE_CURRENT: ${settings.dataDir}`)
  const quiet = { stopping: false }
  const say = (line: string) => quiet.stopping || process.stdout.write(`${line}\n`)
  await using supervisor = await Supervisor.start(settings, say)
  process.on('exit', () => supervisor.killAll())
  using _ = { [Symbol.dispose]: () => void Object.assign(quiet, { stopping: true }) }

  const file = join(folder, 'sink-demo.properties')
  const properties = sinkPropertiesFor(ports.tdengine)
  await writeFile(file, properties)
  await step('sink-demo.properties', 'cat sink-demo.properties')
  await write(properties)
  await step(
    'Load the connector',
    `tidewire connector load ${connector} --config sink-demo.properties${url}`,
  )
  await load(connector, { config: file, url: connectUrl })

  await step(
    'Four lines into the topic meters',
    `cat test-data.txt | tidewire kafka-console-producer --broker-list ${broker} --topic meters`,
  )
  await write(testData)
  await sendLines(`${host}:${ports.kafka}`)

  await step('And in TDengine', `tidewire query${queryPort}`)
  await using client = await connect({ host, port: String(ports.tdengine) })
  await waitForRows(client, connectUrl, signal)
  for (const sql of ['use power', 'select * from meters']) {
    await writeLine(`taos> ${sql};`)
    await runStatement(client, sql, printAll, signal)
  }
}

const next = `── What to try next

   npx tidewire local start                   the same, to stay; --background to get the prompt back
   npx tidewire connector load my-sink --config examples/tdengine-sink/sink-demo.properties
   npx tidewire kafka-console-producer --topic meters < examples/tdengine-sink/test-data.txt
   npx tidewire query "select * from power.meters"
   npx tidewire local stop

   Coming from Kafka Connect on the JVM? docs/guide/from-the-jvm.md has each command and its equal.
`

/** Runs the sink tutorial from the first command to the rows in the table, in a temporary folder. */
export async function runDemo(): Promise<void> {
  const started = performance.now()
  using interrupt = interruptible()
  const folder = await mkdtemp(join(tmpdir(), 'tidewire-demo-'))
  try {
    await tutorial(folder, interrupt.signal)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  await writeLine(`Done in ${seconds} s; everything is stopped and ${folder} is deleted.\n`)
  await write(next)
}
