// A TDengine development server in a process of its own: tdengine.process.ts PORT DATA_DIR MEMORY_LIMIT
import { TDengineDevServer } from '@tidewire/local/tdengine'

const [port = '0', dataDir, memoryLimit] = process.argv.slice(2)
const server = await TDengineDevServer.start({
  port: Number(port),
  ...(dataDir === undefined ? {} : { dataDir }),
  ...(memoryLimit === undefined ? {} : { memoryLimit }),
})
process.once('SIGTERM', () => server[Symbol.asyncDispose]().then(() => process.exit(0)))
console.log(`ready ${server.port}`)
