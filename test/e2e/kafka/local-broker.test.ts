import { KafkaDevServer } from '@tidewire/local/kafka'
import { afterAll, beforeAll, describe } from 'vitest'
import { kafkaConformance } from '../../kafka-conformance/kafka-conformance.ts'

describe('the Kafka client against the local broker', () => {
  let server: KafkaDevServer

  beforeAll(async () => {
    server = await KafkaDevServer.start({ config: { 'group.min.session.timeout.ms': '500' } })
  })

  afterAll(async () => {
    await server[Symbol.asyncDispose]()
  })

  kafkaConformance(() => server, {
    withoutTransactions: 'the local broker has none',
    leastSessionMs: 500,
  })
})
