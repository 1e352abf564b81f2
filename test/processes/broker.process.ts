// A development Kafka broker in a process of its own: broker.process.ts PORT DATA_DIR
import { KafkaDevServer } from '@tidewire/local/kafka'

const [port = '0', dataDir] = process.argv.slice(2)
const server = await KafkaDevServer.start({
  port: Number(port),
  ...(dataDir === undefined ? {} : { dataDir }),
})
process.once('SIGTERM', () => server[Symbol.asyncDispose]().then(() => process.exit(0)))
console.log(`ready ${server.port}`)
