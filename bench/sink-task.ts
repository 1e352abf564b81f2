import { BenchProcess } from './bench-process.ts'
import type { BenchOptions } from './run.ts'
import { keysOf, profileFlags } from './worker.ts'

function rate(rows: number, seconds: number): number {
  return Math.round(rows / seconds)
}

/** Measures the sink task without Kafka against a null server, beside the bare loop. */
export async function benchSinkTask(options: BenchOptions): Promise<unknown> {
  const { rows } = options
  await using server = new BenchProcess('bench/null-server.process.ts', [
    keysOf(options.set)['db.schemaless'] ?? 'line',
  ])
  const port = String(await server.port())
  await using task = new BenchProcess(
    'bench/sink-task.process.ts',
    [port, String(rows), JSON.stringify(keysOf(options.set))],
    profileFlags(options.profile),
  )
  const measured = JSON.parse((await task.said(/task (\{.*\})\n/))[1] ?? '{}')
  const floor = await measureFloor(port, rows)
  return {
    rows,
    'sink task': {
      'rows/s': rate(rows, measured.seconds),
      'rows/CPU s': rate(rows, measured.cpuSeconds),
      ...measured.counts,
    },
    'bare loop': {
      'rows/s': rate(rows, floor.seconds),
      'rows/CPU s': rate(rows, floor.cpuSeconds),
    },
    'CPU over floor': measured.cpuSeconds / floor.cpuSeconds,
  }
}

/** Time and CPU seconds of the bare loop that sends the same bytes to the same server. */
export async function measureFloor(
  port: string,
  rows: number,
): Promise<{ readonly seconds: number; readonly cpuSeconds: number }> {
  await using floor = new BenchProcess('bench/floor.process.ts', [port, String(rows), '3000'])
  return JSON.parse((await floor.said(/floor (\{.*\})\n/))[1] ?? '{}')
}
