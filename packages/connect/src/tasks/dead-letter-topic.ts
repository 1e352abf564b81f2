import { isAbort, type Logger } from '@tidewire/core'
import type { Kafka, Producer, ProducerRecord } from '@tidewire/kafka'
import { raise } from '../raise.ts'
import { affordableReplication } from '../stores/internal-topics.ts'
import { whatKafkaSays } from './kafka-verdict.ts'

/** Where a task's dead letters go. */
export interface DeadLetterTopic extends AsyncDisposable {
  send(records: readonly ProducerRecord[]): Promise<void>
}

/** A record as large as topics take by default (1 MiB), with the context headers that a dead letter adds. */
export const letterBytes = String(2 * 1024 * 1024)

/** Opens the dead-letter topic, creating it with one partition unless it exists (as Kafka Connect does). */
export async function openDeadLetterTopic(
  kafka: Kafka,
  topic: string,
  replication: number,
  log: Logger,
  signal: AbortSignal,
): Promise<DeadLetterTopic> {
  await createUnlessThere(kafka, topic, replication, log, signal)
  const producer: Producer = kafka.producer({ acks: 'all' })
  return {
    async send(records) {
      await producer.send(records)
    },
    async [Symbol.asyncDispose]() {
      await producer[Symbol.asyncDispose]()
    },
  }
}

async function createUnlessThere(
  kafka: Kafka,
  topic: string,
  replication: number,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  const { admin } = kafka
  if ((await admin.listTopics(signal)).includes(topic)) return
  const replicationFactor = await affordableReplication(admin, topic, replication, log, signal)
  try {
    const config = { 'max.message.bytes': letterBytes }
    await admin.createTopics([{ name: topic, partitions: 1, replicationFactor, config }], signal)
    log.info(`dead-letter topic ${topic} created`, { topic })
  } catch (error) {
    if (isAbort(error)) throw error
    // Another task may have been quicker.
    if ((await admin.listTopics(signal)).includes(topic)) return
    throw raise('CONNECT_TOPIC_CREATION', { topic }, whatKafkaSays(error))
  }
}
