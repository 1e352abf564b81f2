import { KafkaDevServer } from '@tidewire/local/kafka'
import { kwdbRoundTripSuite } from './round-trip.suite.ts'

kwdbRoundTripSuite(() => KafkaDevServer.start())
