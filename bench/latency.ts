import { setTimeout as delay } from 'node:timers/promises'

const rowsPerSecond = 100

/** Rows at the beginning that do not count: code is compiled then. */
export const warmUpRows = 200

/** The most rows of a latency benchmark: a minute. */
export const mostRows = 6000

/** Sends rows 1 to `rows`, 100 a second. */
export async function steadily(rows: number, send: (n: number) => Promise<unknown>): Promise<void> {
  const begun = performance.now()
  for (let n = 1; n <= rows; n += 1) {
    const wait = begun + (n * 1000) / rowsPerSecond - performance.now()
    if (wait > 0) await delay(wait)
    await send(n)
  }
}

/** Percentiles of latencies in milliseconds. */
export function latencyReport(latencies: number[]): Record<string, number> {
  latencies.sort((a, b) => a - b)
  const at = (part: number) =>
    Math.round((latencies[Math.floor((latencies.length - 1) * part)] ?? 0) * 10) / 10
  return {
    rows: latencies.length,
    'rows/s': rowsPerSecond,
    'p50 ms': at(0.5),
    'p90 ms': at(0.9),
    'p99 ms': at(0.99),
    'max ms': at(1),
  }
}
