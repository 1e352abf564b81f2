import { afterAll, beforeAll } from 'vitest'
import { administration } from './administration.ts'
import { type Broker, ConformanceBench, type ConformanceOptions } from './bench.ts'
import { groupConsumer } from './group-consumer.ts'
import { otherProtocol } from './other-protocol.ts'
import { producing } from './producing.ts'
import { reading } from './reader.ts'
import { unreachable } from './unreachable.ts'

/** What every broker must let the client do; the local broker and Apache Kafka both run it. */
export function kafkaConformance(broker: () => Broker, options: ConformanceOptions = {}): void {
  const bench = new ConformanceBench(broker, options)

  beforeAll(() => bench.open())
  afterAll(() => bench[Symbol.asyncDispose]())

  administration(bench)
  producing(bench)
  reading(bench)
  groupConsumer(bench)
  otherProtocol(bench)
  unreachable()
}
