import type { Cluster, TopicInfo } from '../wire/cluster.ts'
import { protocolCode } from '../wire/protocol-error.ts'

/** How long a topic that was just created may go unnoticed, in milliseconds. */
const noticeMs = 1000

/** A pattern needs the metadata of all topics: in a cluster with many, it is asked for less often. */
const noticeMsPerTopic = 2

/** How a subscription looks for its topics. */
export interface SubscriptionOptions {
  readonly topics: readonly string[] | RegExp
  readonly create: boolean
  readonly excludeInternal: boolean
}

/** The topics that a consumer wants, and how many partitions they have: names, or whatever a pattern matches. */
export class Subscription {
  readonly #cluster: Cluster
  readonly #options: SubscriptionOptions
  #partitions: ReadonlyMap<string, number> = new Map()
  #known = 0

  constructor(cluster: Cluster, options: SubscriptionOptions) {
    this.#cluster = cluster
    this.#options = options
  }

  /** The topics to join with: names count also while the topic does not exist. */
  topics(): readonly string[] {
    const { topics } = this.#options
    return topics instanceof RegExp ? [...this.#partitions.keys()] : topics
  }

  /** Asks the cluster; true when topics came or went or grew since the last time. */
  async refresh(signal: AbortSignal): Promise<boolean> {
    const { topics, create } = this.#options
    const infos =
      topics instanceof RegExp
        ? await this.#cluster.metadata(null, signal)
        : await this.#cluster.metadata(topics, signal, { create })
    this.#known = infos.length
    const found = new Map<string, number>()
    for (const info of infos) {
      if (this.#wants(info)) found.set(info.name, info.partitions.length)
      else if (!(topics instanceof RegExp)) this.#refuse(info)
    }
    const before = this.#partitions
    this.#partitions = found
    const same = found.size === before.size && [...found].every(([t, n]) => before.get(t) === n)
    return !same
  }

  /** A topic that is named and may not be read is an error; one that does not exist is waited for. */
  #refuse({ name, code }: TopicInfo): void {
    if (code === protocolCode.none) return
    const error = this.#cluster.error(code, { doing: `subscribing to topic ${name}`, topic: name })
    if (!error.retriable) throw error
  }

  #wants(info: TopicInfo): boolean {
    const { topics, excludeInternal } = this.#options
    if (info.code !== protocolCode.none || info.partitions.length === 0) return false
    if (!(topics instanceof RegExp)) return true
    if (excludeInternal && info.internal) return false
    // Java's patterns match the whole name.
    const pattern = new RegExp(`^(?:${topics.source})$`, topics.flags.replace(/[gy]/g, ''))
    return pattern.test(info.name)
  }

  /** When to ask again, in milliseconds. */
  get intervalMs(): number {
    const { topics } = this.#options
    const { metadataMaxAgeMs } = this.#cluster.options
    if (topics instanceof RegExp) {
      return Math.min(metadataMaxAgeMs, Math.max(noticeMs, this.#known * noticeMsPerTopic))
    }
    const missing = topics.some(topic => !this.#partitions.has(topic))
    return missing ? Math.min(metadataMaxAgeMs, noticeMs) : metadataMaxAgeMs
  }

  /** Partition counts of any topics, for the leader's assignment: other members may want other topics. */
  async countPartitions(topics: ReadonlySet<string>): Promise<ReadonlyMap<string, number>> {
    const infos = await this.#cluster.metadata([...topics])
    return new Map(
      infos
        .filter(info => info.code === protocolCode.none)
        .map(info => [info.name, info.partitions.length]),
    )
  }
}
