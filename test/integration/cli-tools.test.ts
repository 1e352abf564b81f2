import { describe } from 'vitest'
import { kafkaToolsSuite } from '../e2e/cli/kafka-tools.suite.ts'
import { ApacheKafka, missingJava } from './apache-kafka.ts'

describe.skipIf(missingJava !== null)('the Kafka tools of the command, with Apache Kafka', () => {
  kafkaToolsSuite(() => ApacheKafka.start())
})
