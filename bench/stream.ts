import { BenchProcess } from './bench-process.ts'
import type { BenchOptions } from './run.ts'

/** A bounded read of a null server by a stream job, through a map into a counting sink. */
export function benchStreamSource(options: BenchOptions): Promise<unknown> {
  return benchStream(options, false)
}

/** The same from a subscription. */
export function benchStreamCdc(options: BenchOptions): Promise<unknown> {
  return benchStream(options, true)
}

async function benchStream({ rows, profile }: BenchOptions, cdc: boolean): Promise<unknown> {
  // Whole messages, so that both vgroups come to exactly as many rows.
  const wanted = cdc ? Math.ceil(rows / 16_384) * 16_384 : rows
  await using server = new BenchProcess('bench/stream-server.process.ts', [String(wanted)])
  process.env.TIDEWIRE_BENCH_PORT = String(await server.port())
  process.env.TIDEWIRE_BENCH_ROWS = String(wanted)
  process.env.TIDEWIRE_BENCH_CDC = cdc ? '1' : '0'
  await using job = new BenchProcess(
    'bench/stream.process.ts',
    [String(wanted), '2'],
    profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`],
  )
  const [, text] = await job.said(/done (\{.*\})/)
  const { counted, seconds, firstRowMs, warmRowsPerSecond } = JSON.parse(text ?? '{}')
  const usage = job.usage()
  if (counted !== wanted) throw new Error(`${counted} rows instead of ${wanted}`)
  return {
    rows: counted,
    'rows/s': Math.round(counted / seconds),
    'rows/s after a quarter': warmRowsPerSecond,
    'rows/CPU s of the job': Math.round(counted / usage.cpuSeconds),
    'CPU s of the job': usage.cpuSeconds,
    'CPU s of the server': server.usage().cpuSeconds,
    'ms to the first row': firstRowMs,
    'peak memory MiB': Math.round(usage.peakMiB),
  }
}
