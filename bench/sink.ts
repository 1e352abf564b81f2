import { rmSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { BenchProcess } from './bench-process.ts'
import type { Format } from './meter-lines.ts'
import type { BenchOptions } from './run.ts'
import { keysOf, measureFloor } from './sink-task.ts'

const converter = 'org.apache.kafka.connect.storage.StringConverter'

/** The properties of a worker under test. */
export function workerProps(bootstrap: string): Record<string, string> {
  return {
    'bootstrap.servers': bootstrap,
    'group.id': 'connect-bench',
    'key.converter': converter,
    'value.converter': converter,
    'config.storage.topic': 'connect-configs',
    'offset.storage.topic': 'connect-offsets',
    'status.storage.topic': 'connect-status',
    'config.storage.replication.factor': '1',
    'offset.storage.replication.factor': '1',
    'status.storage.replication.factor': '1',
    'offset.storage.partitions': '1',
    'status.storage.partitions': '1',
    listeners: 'http://127.0.0.1:0',
  }
}

/** Properties as the text of a file. */
export function propertiesText(props: Readonly<Record<string, string>>): string {
  return Object.entries(props)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('')
}

/** A server that the lines go to. */
interface Target {
  readonly name: string
  readonly script: string
  /** Arguments of the script; the folder is the target's own. */
  readonly args: (folder: string, format: Format) => readonly string[]
  /** How often to ask what has arrived, in milliseconds: asking costs the target time. */
  readonly pollMs: number
  /** Keys of the connector beside the common ones. */
  readonly keys: Readonly<Record<string, string>>
  /** Rows that have arrived of a load. */
  arrived(port: number, load: Load): Promise<number>
}

/** `rows` records with `bytes` bytes in all. */
interface Load {
  readonly rows: number
  readonly bytes: number
  readonly format: Format
}

/** What the null server has been sent. */
interface Counts {
  readonly bytes: number
  readonly requests: number
  readonly bound: number
}

const servers: readonly Omit<Target, 'keys'>[] = [
  {
    name: 'null',
    script: 'bench/null-server.process.ts',
    args: (_, format) => [format],
    pollMs: 10,
    async arrived(port, load) {
      const answer = await fetch(`http://127.0.0.1:${port}/count`)
      const { bytes, requests, bound } = (await answer.json()) as Counts
      // Every record but the last of a request is followed by a separator; JSON has two brackets around them.
      const ends = load.format === 'json' ? -requests : requests
      return bound + Math.round(((bytes + ends) / (load.bytes + load.rows)) * load.rows)
    },
  },
  {
    name: 'tdengine',
    script: 'test/processes/tdengine.process.ts',
    args: folder => ['0', folder],
    pollMs: 100,
    async arrived(port, { format }) {
      const answer = await fetch(`http://127.0.0.1:${port}/rest/sql`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from('root:taosdata').toString('base64')}` },
        body: `select count(*) from power.meters${format === 'line' ? '' : '_voltage'}`,
      })
      const { data } = (await answer.json()) as { data?: unknown[][] }
      return Number(data?.[0]?.[0] ?? 0)
    },
  },
]

/** Each server is written to in both ways: columns that the worker has parsed, and lines that the server parses. */
const targets: readonly Target[] = servers.flatMap(server => [
  { ...server, keys: {} },
  { ...server, name: `${server.name}-lines`, keys: { 'write.method': 'schemaless' } },
])

/**
 * Carries the load from a broker through a worker into each target. Broker, generator, target, worker and the bare
 * loop are processes of their own; the worker's CPU time counts from the creation of the connector to the last row.
 */
export async function benchSink(options: BenchOptions): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'tidewire-bench-'))
  try {
    const { rows, partitions, protocol } = options
    await using broker = new BenchProcess('test/processes/broker.process.ts', [
      '0',
      join(folder, 'kafka'),
    ])
    const bootstrap = `127.0.0.1:${await broker.port()}`
    await using load = new BenchProcess('bench/load.process.ts', [
      bootstrap,
      'meters',
      String(rows),
      String(partitions),
      protocol,
    ])
    const bytes = Number((await load.said(/loaded (\d+)\n/))[1])
    const report: Record<string, unknown> = {
      rows,
      partitions,
      protocol,
      'bytes a row': Math.round((bytes / rows) * 10) / 10,
    }
    for (const target of targets) {
      if (options.target.length > 0 && !options.target.includes(target.name)) continue
      report[`into ${target.name}`] = await measure(target, folder, bootstrap, bytes, options)
    }
    return report
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(
  target: Target,
  folder: string,
  bootstrap: string,
  bytes: number,
  options: BenchOptions,
): Promise<Record<string, number>> {
  const { rows, partitions, profile, protocol, node } = options
  const load = { rows, bytes, format: protocol }
  await using server = new BenchProcess(
    target.script,
    target.args(join(folder, target.name), protocol),
  )
  const port = await server.port()
  const file = join(folder, `${target.name}.properties`)
  await writeFile(file, propertiesText(workerProps(bootstrap)))
  await using worker = new BenchProcess(
    'packages/tidewire/bin/tidewire.js',
    ['connect-distributed', file],
    [...node, ...(profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`])],
  )
  const rest = `http://127.0.0.1:${await worker.port()}`
  await settled(worker)
  const before = worker.usage()
  const started = performance.now()
  const name = `bench-${target.name}`
  const answer = await fetch(`${rest}/connectors/${name}/config`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      'connector.class': 'com.taosdata.kafka.connect.sink.TDengineSinkConnector',
      'tasks.max': String(partitions),
      topics: 'meters',
      'connection.url': `jdbc:TAOS-WS://127.0.0.1:${port}`,
      'connection.database': 'power',
      'db.schemaless': protocol,
      'data.precision': 'ns',
      ...target.keys,
      ...keysOf(options.set),
    }),
  })
  if (!answer.ok) throw new Error(`cannot create the connector: ${await answer.text()}`)
  let last = performance.now()
  let seen = 0
  for (;;) {
    const arrived = await target.arrived(port, load)
    if (arrived >= rows) break
    if (arrived > seen) {
      seen = arrived
      last = performance.now()
    } else if (performance.now() - last > 60_000) {
      const status = await (await fetch(`${rest}/connectors/${name}/status`)).text()
      throw new Error(`stuck at ${arrived} of ${rows} rows\n${status}\n${worker.log}`)
    }
    await delay(target.pollMs)
  }
  const seconds = (performance.now() - started) / 1000
  const after = worker.usage()
  await fetch(`${rest}/connectors/${name}`, { method: 'DELETE' })
  const cpuSeconds = after.cpuSeconds - before.cpuSeconds
  const floor = await measureFloor(String(port), rows)
  return {
    'rows/s': Math.round(rows / seconds),
    'rows/CPU s of the worker': Math.round(rows / cpuSeconds),
    'CPU s of the worker': cpuSeconds,
    'of it, in the kernel': rounded(after.systemSeconds - before.systemSeconds),
    'of it, garbage collection and compilers': rounded(after.helperSeconds - before.helperSeconds),
    'CPU s of its start': before.cpuSeconds,
    'memory MiB after its start (peak)': Math.round(before.peakMiB),
    'peak memory MiB': Math.round(after.peakMiB),
    'floor rows/s': Math.round(rows / floor.seconds),
    'floor rows/CPU s': Math.round(rows / floor.cpuSeconds),
    'rows/s of the floor (ratio)': Number((floor.seconds / seconds).toFixed(2)),
    'CPU over the floor (ratio)': Number((cpuSeconds / floor.cpuSeconds).toFixed(2)),
  }
}

/** Seconds with two digits. */
export function rounded(seconds: number): number {
  return Math.round(seconds * 100) / 100
}

/** Waits until the worker uses no more CPU after its start. */
export async function settled(worker: BenchProcess): Promise<void> {
  for (let previous = -1, now = 0; now > previous; now = worker.usage().cpuSeconds) {
    previous = now
    await delay(250)
  }
}
