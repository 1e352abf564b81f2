import { afterAll, beforeAll, describe } from 'vitest'
import { kafkaConformance } from '../kafka-conformance/kafka-conformance.ts'
import { ApacheKafka } from './apache-kafka.ts'
import { type JarSet, missingJars } from './requirement.ts'

for (const version of ['kafka-3.9.2', 'kafka-4.3.1'] satisfies JarSet[]) {
  describe.skipIf(missingJars(version) !== null)(
    `the Kafka client against Apache ${version}`,
    () => {
      let kafka: ApacheKafka

      beforeAll(async () => {
        kafka = await ApacheKafka.start({ from: version })
      }, 60_000)

      afterAll(async () => {
        await kafka?.[Symbol.asyncDispose]()
      })

      kafkaConformance(() => kafka)
    },
  )
}
