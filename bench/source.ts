import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kafka, openKafka } from '@tidewire/kafka'
import { BenchProcess } from './bench-process.ts'
import type { BenchOptions } from './run.ts'
import { loadTDengine } from './tdengine.ts'
import { BenchWorker, costOf, keysOf, startBroker } from './worker.ts'

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
    const { rows } = options
    await using broker = startBroker(folder)
    const bootstrap = `127.0.0.1:${await broker.port()}`
    const { process, port } = await measured.server(folder, rows)
    await using _ = process
    await using worker = await BenchWorker.start(bootstrap, folder, options)
    await using kafka = await openKafka({ 'bootstrap.servers': bootstrap }, { clientId: 'bench' })
    const before = worker.usage()
    const started = performance.now()
    await worker.create('bench-source', {
      'connector.class': 'com.taosdata.kafka.connect.source.TDengineSourceConnector',
      'connection.url': `jdbc:TAOS-WS://127.0.0.1:${port}`,
      'connection.database': 'power',
      ...keys,
      ...keysOf(options.set),
    })
    let half = null as { readonly cpu: number; readonly rows: number } | null
    await worker.until('bench-source', rows, 20, async () => {
      const arrived = await recordsIn(kafka, topic)
      if (half === null && arrived >= Math.min(200_000, rows / 2)) {
        half = { cpu: worker.usage().cpuSeconds, rows: arrived }
      }
      return arrived
    })
    const seconds = (performance.now() - started) / 1000
    const after = worker.usage()
    const warm = half ?? { cpu: before.cpuSeconds, rows: 0 }
    return {
      rows,
      ...costOf(rows, seconds, before, after),
      'rows/CPU s after the first 200,000': Math.round(
        (rows - warm.rows) / (after.cpuSeconds - warm.cpu),
      ),
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
