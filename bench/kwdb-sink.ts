import { rmSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { BenchProcess } from './bench-process.ts'
import { type KwdbFormat, rowsPerRecord } from './kwdb-records.ts'
import type { BenchOptions } from './run.ts'
import { propertiesText, rounded, settled, workerProps } from './sink.ts'
import { keysOf } from './sink-task.ts'

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
    const { node, partitions, profile, rows } = options
    await using broker = new BenchProcess('test/processes/broker.process.ts', [
      '0',
      join(folder, 'kafka'),
    ])
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
    const file = join(folder, 'worker.properties')
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
    const answer = await fetch(`${rest}/connectors/bench-kwdb/config`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        'connector.class': 'com.kaiwudb.kafka.connect.sink.KwdbSinkConnector',
        'tasks.max': String(partitions),
        topics: 'meters',
        'connection.url': `jdbc:kaiwudb://127.0.0.1:${port}`,
        'connection.user': 'root',
        'connection.database': 'power',
        'protocol.type': format,
        ...keysOf(options.set),
      }),
    })
    if (!answer.ok) throw new Error(`cannot create the connector: ${await answer.text()}`)
    const total = records * rowsPerRecord[format]
    await arrived(port, total, async () => {
      const status = await (await fetch(`${rest}/connectors/bench-kwdb/status`)).text()
      return `${status}\n${worker.log}`
    })
    const seconds = (performance.now() - started) / 1000
    const after = worker.usage()
    await fetch(`${rest}/connectors/bench-kwdb`, { method: 'DELETE' })
    const cpuSeconds = after.cpuSeconds - before.cpuSeconds
    return {
      'rows/s': Math.round(total / seconds),
      'rows/CPU s of the worker': Math.round(total / cpuSeconds),
      'CPU s of the worker': rounded(cpuSeconds),
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

/** Waits until the server has all rows; fails with what `state` says when no row comes for a minute. */
async function arrived(port: number, total: number, state: () => Promise<string>): Promise<void> {
  let last = performance.now()
  let seen = 0
  for (;;) {
    const { rows } = (await (await fetch(`http://127.0.0.1:${port}/count`)).json()) as {
      rows: number
    }
    if (rows >= total) return
    if (rows > seen) {
      seen = rows
      last = performance.now()
    } else if (performance.now() - last > 60_000) {
      throw new Error(`stuck at ${rows} of ${total} rows\n${await state()}`)
    }
    await delay(10)
  }
}
