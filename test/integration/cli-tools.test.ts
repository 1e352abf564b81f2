import { describe } from 'vitest'
import { kafkaToolsSuite } from '../e2e/cli/kafka-tools.suite.ts'
import { ApacheKafka } from './apache-kafka.ts'
import { missingJars } from './requirement.ts'

describe.skipIf(missingJars('kafka-3.9.2') !== null)(
  'the Kafka tools of the command, with Apache Kafka',
  () => {
    kafkaToolsSuite(() => ApacheKafka.start())
  },
)
