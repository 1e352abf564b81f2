import { afterAll, beforeAll, describe } from 'vitest'
import { kafkaConformance } from '../kafka-conformance.ts'
import { ApacheKafka } from './apache-kafka.ts'
import { missingJars } from './requirement.ts'

describe.skipIf(missingJars('kafka-3.9.2') !== null)(
  'the Kafka client against Apache Kafka',
  () => {
    let kafka: ApacheKafka

    beforeAll(async () => {
      kafka = await ApacheKafka.start()
    }, 60_000)

    afterAll(async () => {
      await kafka[Symbol.asyncDispose]()
    })

    kafkaConformance(() => kafka)
  },
)
