import { describe } from 'vitest'
import { kwdbRoundTripSuite } from '../e2e/kwdb-round-trip/round-trip.suite.ts'
import { ApacheKafka } from './apache-kafka.ts'
import { missingJars } from './requirement.ts'

describe.skipIf(missingJars('kafka-3.9.2') !== null)('KWDB with a real Apache Kafka', () => {
  kwdbRoundTripSuite(() => ApacheKafka.start())
})
