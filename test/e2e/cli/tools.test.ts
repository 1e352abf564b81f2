import { KafkaDevServer } from '@tidewire/local/kafka'
import { kafkaToolsSuite } from './kafka-tools.suite.ts'

kafkaToolsSuite(async () => {
  const server = await KafkaDevServer.start()
  return {
    bootstrapServers: `127.0.0.1:${server.port}`,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
})
