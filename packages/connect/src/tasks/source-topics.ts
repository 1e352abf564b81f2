import { isAbort, type Logger, TidewireError } from '@tidewire/core'
import type { Admin } from '@tidewire/kafka'
import type { TopicGroups } from '../config/topic-creation.ts'
import { raise } from '../raise.ts'
import { affordableReplication } from '../stores/internal-topics.ts'
import { whatKafkaSays } from './kafka-verdict.ts'

/** Creates the topics of a source task before their first records, as the groups of its connector say. */
export class SourceTopics {
  readonly #admin: Admin
  readonly #groups: TopicGroups
  readonly #log: Logger
  readonly #known = new Set<string>()

  constructor(admin: Admin, groups: TopicGroups, log: Logger) {
    this.#admin = admin
    this.#groups = groups
    this.#log = log
  }

  /** Resolves when the topic exists; throws `CONNECT_TOPIC_CREATION`, retriable when its cause is. */
  async ensure(topic: string, signal: AbortSignal): Promise<void> {
    if (this.#known.has(topic)) return
    try {
      if (!(await this.#exists(topic, signal))) await this.#create(topic, signal)
    } catch (error) {
      if (isAbort(error)) throw error
      throw raise('CONNECT_TOPIC_CREATION', { topic }, whatKafkaSays(error))
    }
    this.#known.add(topic)
  }

  async #exists(topic: string, signal: AbortSignal): Promise<boolean> {
    return (await this.#admin.listTopics(signal)).includes(topic)
  }

  async #create(topic: string, signal: AbortSignal): Promise<void> {
    const { name, partitions, config, replicationFactor: wanted } = this.#groups.groupOf(topic)
    const admin = this.#admin
    const copies = await affordableReplication(admin, topic, wanted, this.#log, signal)
    try {
      await admin.createTopics(
        [{ name: topic, partitions, replicationFactor: copies, config }],
        signal,
      )
      this.#log.info(`topic ${topic} created as group ${name} says`, { topic })
    } catch (error) {
      // Another task may have been quicker.
      if (error instanceof TidewireError && error.code === 'KAFKA_TOPIC_EXISTS') return
      throw error
    }
  }
}
