// A TDengine development server in a process of its own: tdengine.process.ts PORT DATA_DIR
import { TDengineDevServer } from '@tidewire/local/tdengine'

const [port = '0', dataDir] = process.argv.slice(2)
const server = await TDengineDevServer.start({
  port: Number(port),
  ...(dataDir === undefined ? {} : { dataDir }),
})
process.once('SIGTERM', () => server[Symbol.asyncDispose]().then(() => process.exit(0)))
console.log(`ready ${server.port}`)
