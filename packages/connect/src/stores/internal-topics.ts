import { type Logger, TidewireError } from '@tidewire/core'
import type { Admin, Kafka } from '@tidewire/kafka'
import { raise } from '../raise.ts'

/** An internal topic as the worker file describes it. */
export interface InternalTopic {
  readonly name: string
  readonly partitions: number
  /** -1 for the default of the broker. */
  readonly replicationFactor: number
  /** Extra topic settings, e.g. `min.insync.replicas`. */
  readonly config: Readonly<Record<string, string>>
}

/** The replication factor that the cluster can give: at most its number of brokers. */
export async function affordableReplication(
  admin: Admin,
  topic: string,
  wanted: number,
  log: Logger,
  signal?: AbortSignal,
): Promise<number> {
  if (wanted <= 1) return wanted
  const brokers = (await admin.brokers(signal)).length
  if (brokers >= wanted || brokers === 0) return wanted
  log.warn(
    `topic ${topic} is created with replication factor ${brokers} instead of ${wanted}: the cluster has no more brokers`,
    { topic },
  )
  return brokers
}

/** Creates an internal topic unless it exists, and checks that it is compacted and has the right shape. */
export async function ensureInternalTopic(
  kafka: Kafka,
  topic: InternalTopic,
  options: {
    readonly exactPartitions: boolean
    readonly log: Logger
    readonly signal: AbortSignal
  },
): Promise<void> {
  const { admin } = kafka
  const { log, signal } = options
  const existing = await admin.listTopics(signal)
  if (!existing.includes(topic.name)) {
    const replicationFactor = await affordableReplication(
      admin,
      topic.name,
      topic.replicationFactor,
      log,
      signal,
    )
    const created = {
      name: topic.name,
      partitions: topic.partitions,
      replicationFactor,
      config: { 'cleanup.policy': 'compact', ...topic.config },
    }
    try {
      await admin.createTopics([created], signal)
      log.info(`internal topic ${topic.name} created`, { topic: topic.name })
      return
    } catch (error) {
      // Another worker may have been quicker; whatever else is wrong shows up again below.
      if (!(await admin.listTopics(signal)).includes(topic.name)) throw error
    }
  }
  const [description] = await admin.describeTopics([topic.name], signal)
  const count = description?.partitions.length ?? 0
  if (options.exactPartitions && count !== topic.partitions) {
    throw raise('CONNECT_INTERNAL_TOPIC', {
      topic: topic.name,
      reason: `it has ${count} partitions, but must have exactly ${topic.partitions}`,
    })
  }
  const policy = await cleanupPolicy(admin, topic.name, log, signal)
  if (policy !== null && policy !== 'compact') {
    throw raise('CONNECT_INTERNAL_TOPIC', {
      topic: topic.name,
      reason: `its cleanup.policy is ${policy}; with anything but compact, configurations would be lost`,
    })
  }
}

/** The topic's cleanup.policy; null when this worker may not ask. */
async function cleanupPolicy(
  admin: Admin,
  topic: string,
  log: Logger,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    return (await admin.describeTopicConfig(topic, signal)).get('cleanup.policy')?.value ?? null
  } catch (error) {
    if (!(error instanceof TidewireError) || error.code !== 'KAFKA_NOT_AUTHORIZED') throw error
    log.warn(`cannot check that topic ${topic} is compacted: no right to describe its settings`, {
      topic,
    })
    return null
  }
}
