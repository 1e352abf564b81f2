// Starts a worker and prints every module and native addon that the process has loaded.
import { registerHooks } from 'node:module'

const loaded = new Set<string>()
registerHooks({
  load(url, context, next) {
    loaded.add(url)
    return next(url, context)
  },
})

const { startWorker } = await import('@tidewire/connect')
const props = JSON.parse(process.argv[2] ?? '{}') as Record<string, string>
const { PassThrough } = await import('node:stream')
const logDestination = new PassThrough()
logDestination.resume()
const worker = await startWorker({ props, plugins: [], logDestination })
await fetch(`${worker.url}/connectors`)
await worker[Symbol.asyncDispose]()
const report = process.report?.getReport() as unknown as { sharedObjects: string[] }
console.log(['ready', ...loaded, ...report.sharedObjects].join('\n'))
process.exit(0)
