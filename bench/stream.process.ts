// Runs the job of stream-count.job.ts until ROWS rows were counted. stream.process.ts ROWS PARALLELISM
import { enableCompileCache, flushCompileCache } from 'node:module'
import { join } from 'node:path'

// As the launcher of `tidewire` does.
enableCompileCache()
const { jobOfFile } = await import('@tidewire/streams')

const rows = Number(process.argv[2])
const parallelism = Number(process.argv[3] ?? 2)
const started = Date.now()
let firstRowMs = 0
const stop = new AbortController()
const silent = (): void => undefined
const job = await jobOfFile(join(import.meta.dirname, 'stream-count.job.ts'), {
  parallelism,
  log: {
    debug: silent,
    info: (message, fields) => {
      if (message === 'first row' && firstRowMs === 0) firstRowMs = Number(fields?.at) - started
    },
    warn: console.error,
    error: console.error,
  },
})
let half: { readonly at: number; readonly rows: number } | null = null
const watch = setInterval(() => {
  const counted = job.metrics.operators.counting?.counters.rows_in ?? 0
  if (half === null && counted >= rows / 4) half = { at: Date.now(), rows: counted }
  // A subscription has no end.
  if (counted >= rows) stop.abort()
}, 20)
const result = await job.run(stop.signal)
clearInterval(watch)
const counted = result.metrics.operators.counting?.counters.rows_in ?? 0
const seconds = (Date.now() - started) / 1000
const later = half as { readonly at: number; readonly rows: number } | null
console.log(
  `done ${JSON.stringify({
    counted,
    seconds,
    firstRowMs,
    warmRowsPerSecond:
      later === null ? 0 : Math.round(((counted - later.rows) * 1000) / (Date.now() - later.at)),
  })}`,
)
flushCompileCache()
// Stays until it was measured.
setInterval(silent, 1_000)
