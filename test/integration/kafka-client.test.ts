import { afterAll, beforeAll, describe } from 'vitest'
import { kafkaConformance } from '../kafka-conformance.ts'
import { ApacheKafka, missingJava } from './apache-kafka.ts'

describe.skipIf(missingJava !== null)('the Kafka client against Apache Kafka', () => {
  let kafka: ApacheKafka

  beforeAll(async () => {
    kafka = await ApacheKafka.start()
  }, 60_000)

  afterAll(async () => {
    await kafka[Symbol.asyncDispose]()
  })

  kafkaConformance(() => kafka)
})
