import { rmSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Kafka, openKafka } from '@tidewire/kafka'
import { BenchProcess } from './bench-process.ts'
import type { BenchOptions } from './run.ts'
import { propertiesText, rounded, settled, workerProps } from './sink.ts'
import { keysOf } from './sink-task.ts'
import { loadTDengine } from './tdengine.ts'

/** What a source is measured with. */
interface Case {
  readonly topic: string
  /** Connector keys beside those of the server. */
  readonly keys: Readonly<Record<string, string>>
  /** Starts the server with the rows in it; gives its process and port. */
  server(folder: string, rows: number): Promise<{ process: BenchProcess; port: number }>
}

/**
 * Reads a table of a null TDengine through a worker into a topic of the local broker, all in processes of their own. The
 * worker's CPU time counts from the creation of the connector to the last record.
 */
export async function benchSource(options: BenchOptions): Promise<unknown> {
  return await measure(options, {
    topic: 'source-power',
    keys: { 'topic.prefix': 'source-' },
    async server(_, rows) {
      const process = new BenchProcess('bench/source-server.process.ts', [String(rows)])
      return { process, port: await process.port() }
    },
  })
}

/** The same by subscription, from the TDengine dev server: no null server speaks that protocol. */
export async function benchSubscription(options: BenchOptions): Promise<unknown> {
  return await measure(options, {
    topic: 'source-power-meters',
    keys: {
      'topic.prefix': 'source',
      'read.method': 'subscription',
      'subscription.group.id': 'bench',
      'subscription.from': 'earliest',
    },
    async server(folder, rows) {
      const data = join(folder, 'tdengine')
      const process = new BenchProcess('test/processes/tdengine.process.ts', ['0', data])
      const port = await process.port()
      await loadTDengine(port, rows)
      return { process, port }
    },
  })
}

async function measure(options: BenchOptions, measured: Case): Promise<unknown> {
  const { topic, keys } = measured
  const folder = await mkdtemp(join(tmpdir(), 'tidewire-bench-'))
  try {
    const { rows, profile } = options
    await using broker = new BenchProcess('test/processes/broker.process.ts', [
      '0',
      join(folder, 'kafka'),
    ])
    const bootstrap = `127.0.0.1:${await broker.port()}`
    const { process, port } = await measured.server(folder, rows)
    await using _ = process
    const file = join(folder, 'worker.properties')
    await writeFile(file, propertiesText(workerProps(bootstrap)))
    await using worker = new BenchProcess(
      'packages/tidewire/bin/tidewire.js',
      ['connect-distributed', file],
      profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`],
    )
    const rest = `http://127.0.0.1:${await worker.port()}`
    await using kafka = await openKafka({ 'bootstrap.servers': bootstrap }, { clientId: 'bench' })
    await settled(worker)
    const before = worker.usage()
    const started = performance.now()
    const answer = await fetch(`${rest}/connectors/bench-source/config`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        'connector.class': 'com.taosdata.kafka.connect.source.TDengineSourceConnector',
        'connection.url': `jdbc:TAOS-WS://127.0.0.1:${port}`,
        'connection.database': 'power',
        ...keys,
        ...keysOf(options.set),
      }),
    })
    if (!answer.ok) throw new Error(`cannot create the connector: ${await answer.text()}`)
    let half: { readonly cpu: number; readonly rows: number } | null = null
    for (let seen = 0; ; ) {
      const arrived = await recordsIn(kafka, topic)
      if (half === null && arrived >= Math.min(200_000, rows / 2)) {
        half = { cpu: worker.usage().cpuSeconds, rows: arrived }
      }
      if (arrived >= rows) break
      if (arrived === seen && performance.now() - started > 120_000) {
        throw new Error(`stuck at ${arrived} of ${rows} rows\n${worker.log}`)
      }
      seen = arrived
      await delay(20)
    }
    const seconds = (performance.now() - started) / 1000
    const after = worker.usage()
    const cpuSeconds = after.cpuSeconds - before.cpuSeconds
    const warm = half === null ? cpuSeconds : after.cpuSeconds - half.cpu
    return {
      rows,
      'rows/s': Math.round(rows / seconds),
      'rows/CPU s of the worker': Math.round(rows / cpuSeconds),
      'rows/CPU s after the first 200,000': Math.round((rows - (half?.rows ?? 0)) / warm),
      'CPU s of the worker': cpuSeconds,
      'of it, in the kernel': rounded(after.systemSeconds - before.systemSeconds),
      'of it, garbage collection and compilers': rounded(
        after.helperSeconds - before.helperSeconds,
      ),
      'memory MiB after its start (peak)': Math.round(before.peakMiB),
      'peak memory MiB': Math.round(after.peakMiB),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function recordsIn(kafka: Kafka, topic: string): Promise<number> {
  const [described] = await kafka.admin.describeTopics([topic]).catch(() => [])
  if (described === undefined) return 0
  const partitions = described.partitions.map(({ partition }) => ({ topic, partition }))
  const ends = await kafka.admin.listOffsets(partitions, -1n)
  return ends.reduce((sum, { offset }) => sum + Number(offset), 0)
}
