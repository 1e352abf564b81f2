import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BenchProcess } from './bench-process.ts'
import { type KwdbFormat, rowsPerRecord } from './kwdb-records.ts'
import type { BenchOptions } from './run.ts'
import { BenchWorker, costOf, keysOf, startBroker } from './worker.ts'

const formats: readonly KwdbFormat[] = ['json_kaiwudb', 'line_influxdb']

/**
 * Carries records of each format from a broker through a worker into a null server of KWDB's wire protocol. Broker,
 * generator, server and worker are processes of their own; the worker's CPU time counts from the creation of the
 * connector to the last row.
 */
export async function benchKwdbSink(options: BenchOptions): Promise<unknown> {
  const report: Record<string, unknown> = { rows: options.rows, partitions: options.partitions }
  for (const format of formats) {
    if (options.target.length > 0 && !options.target.includes(format)) continue
    report[format] = await measure(format, options)
  }
  return report
}

async function measure(format: KwdbFormat, options: BenchOptions): Promise<Record<string, number>> {
  const folder = await mkdtemp(join(tmpdir(), 'tidewire-bench-'))
  try {
    const { partitions, rows } = options
    await using broker = startBroker(folder)
    const bootstrap = `127.0.0.1:${await broker.port()}`
    const records = Math.ceil(rows / rowsPerRecord[format])
    await using load = new BenchProcess('bench/kwdb-load.process.ts', [
      bootstrap,
      'meters',
      String(records),
      String(partitions),
      format,
    ])
    await load.said(/loaded (\d+)\n/)
    const isLine = format === 'line_influxdb'
    await using server = new BenchProcess('bench/kwdb-null-server.process.ts', [isLine ? '9' : '3'])
    const port = await server.port()
    await using worker = await BenchWorker.start(bootstrap, folder, options)
    const before = worker.usage()
    const started = performance.now()
    await worker.create('bench-kwdb', {
      'connector.class': 'com.kaiwudb.kafka.connect.sink.KwdbSinkConnector',
      'tasks.max': String(partitions),
      topics: 'meters',
      'connection.url': `jdbc:kaiwudb://127.0.0.1:${port}`,
      'connection.user': 'root',
      'connection.database': 'power',
      'protocol.type': format,
      ...keysOf(options.set),
    })
    const total = records * rowsPerRecord[format]
    await worker.until('bench-kwdb', total, 10, () => arrived(port))
    const seconds = (performance.now() - started) / 1000
    const after = worker.usage()
    await worker.remove('bench-kwdb')
    return costOf(total, seconds, before, after)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Rows that have arrived. */
async function arrived(port: number): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}/count`)
  return ((await answer.json()) as { readonly rows: number }).rows
}
