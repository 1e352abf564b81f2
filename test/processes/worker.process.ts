// A Connect worker with all database connectors in a process of its own: worker.process.ts PROPS_AS_JSON
import { startWorker } from '@tidewire/connect'
import { kwdbSinkPlugin, kwdbSourcePlugin } from '@tidewire/kwdb'
import { tdengineSinkPlugin, tdengineSourcePlugin } from '@tidewire/tdengine'

const props: Record<string, string> = JSON.parse(process.argv[2] ?? '{}')
const worker = await startWorker({
  props,
  plugins: [tdengineSinkPlugin, tdengineSourcePlugin, kwdbSinkPlugin, kwdbSourcePlugin],
  logDestination: process.stderr,
})
process.once('SIGTERM', () => worker[Symbol.asyncDispose]().then(() => process.exit(0)))
console.log(`ready ${new URL(worker.url).port}`)
await worker.stopped
