// A KWDB development server in a process of its own: kwdb.process.ts PORT DATA_DIR
import { KwdbDevServer } from '@tidewire/local/kwdb'

const [port = '0', dataDir] = process.argv.slice(2)
const server = await KwdbDevServer.start({
  port: Number(port),
  ...(dataDir === undefined ? {} : { dataDir }),
})
process.once('SIGTERM', () => server[Symbol.asyncDispose]().then(() => process.exit(0)))
console.log(`ready ${server.port}`)
