import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BenchProcess } from './bench-process.ts'
import type { Format } from './meter-lines.ts'
import type { BenchOptions } from './run.ts'
import { measureFloor } from './sink-task.ts'
import { BenchWorker, costOf, keysOf, startBroker } from './worker.ts'

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
    await using broker = startBroker(folder)
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
  const { rows, partitions, protocol } = options
  const load = { rows, bytes, format: protocol }
  await using server = new BenchProcess(
    target.script,
    target.args(join(folder, target.name), protocol),
  )
  const port = await server.port()
  await using worker = await BenchWorker.start(bootstrap, folder, options)
  const before = worker.usage()
  const started = performance.now()
  const name = `bench-${target.name}`
  await worker.create(name, {
    'connector.class': 'com.taosdata.kafka.connect.sink.TDengineSinkConnector',
    'tasks.max': String(partitions),
    topics: 'meters',
    'connection.url': `jdbc:TAOS-WS://127.0.0.1:${port}`,
    'connection.database': 'power',
    'db.schemaless': protocol,
    'data.precision': 'ns',
    ...target.keys,
    ...keysOf(options.set),
  })
  await worker.until(name, rows, target.pollMs, () => target.arrived(port, load))
  const seconds = (performance.now() - started) / 1000
  const after = worker.usage()
  await worker.remove(name)
  const cpuSeconds = after.cpuSeconds - before.cpuSeconds
  const floor = await measureFloor(String(port), rows)
  return {
    ...costOf(rows, seconds, before, after),
    'CPU s of its start': before.cpuSeconds,
    'floor rows/s': Math.round(rows / floor.seconds),
    'floor rows/CPU s': Math.round(rows / floor.cpuSeconds),
    'rows/s of the floor (ratio)': Number((floor.seconds / seconds).toFixed(2)),
    'CPU over the floor (ratio)': Number((cpuSeconds / floor.cpuSeconds).toFixed(2)),
  }
}
