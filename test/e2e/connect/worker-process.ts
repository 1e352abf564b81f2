// A worker in a process of its own that runs the file sink; prints `ready` and its address.
import { startWorker } from '@tidewire/connect'
import { fileSink } from './file-sink-plugin.ts'

const props = JSON.parse(process.argv[2] ?? '{}') as Record<string, string>
const worker = await startWorker({ props, plugins: [fileSink()], logDestination: process.stderr })
console.log(`ready ${worker.url}`)
process.on('SIGTERM', () => void worker[Symbol.asyncDispose]())
await worker.stopped
