import {
  isRetriable,
  type Logger,
  messageOf,
  type RetryPolicy,
  retry,
  TidewireError,
} from '@tidewire/core'
import type { TopicPartition } from '../api.ts'
import { raise } from '../errors.ts'
import { abortable } from './abortable.ts'
import { type Requests, requestsOf } from './apis.ts'
import type { Library } from './library.ts'
import { Link, type LinkOptions } from './link.ts'
import { Links } from './links.ts'
import { type AnswerContext, protocolCode, protocolError } from './protocol-error.ts'
import type { Server } from './transport.ts'

/** A broker of the cluster. */
export interface Node extends Server {
  readonly nodeId: number
}

/** A partition in the metadata cache. */
export interface PartitionInfo {
  readonly partition: number
  /** -1 while there is none. */
  readonly leader: number
  readonly leaderEpoch: number
  readonly replicas: readonly number[]
  readonly isr: readonly number[]
}

/** A topic as the metadata response describes it. */
export interface TopicInfo {
  readonly name: string
  readonly topicId: string
  readonly internal: boolean
  readonly code: number
  readonly partitions: readonly PartitionInfo[]
}

/** How the cluster is reached. Times in milliseconds. */
export interface ClusterOptions {
  readonly bootstrap: readonly Server[]
  readonly link: LinkOptions
  readonly metadataMaxAgeMs: number
  readonly retryBackoffMs: number
  readonly retryBackoffMaxMs: number
  /** How long an operation is retried (`default.api.timeout.ms`). */
  readonly apiTimeoutMs: number
  readonly log?: Logger
}

/** The id of a topic whose broker knows no ids (Kafka protocol: Metadata before v10). */
const noTopicId = '00000000-0000-0000-0000-000000000000'

/** How long brokers may take to learn of a topic, in milliseconds. */
const createdWaitMs = 10_000

function isUnknownTopic(error: unknown): boolean {
  return error instanceof TidewireError && error.code === 'KAFKA_UNKNOWN_TOPIC'
}

/** What is known of a cluster: its brokers, topics and leaders; opens connections and asks again when it is stale. */
export class Cluster {
  readonly lib: Library
  readonly requests: Requests
  readonly options: ClusterOptions
  /** Connections for metadata and administration. */
  readonly links: Links
  readonly #pools = new Set<Links>()
  #brokers = new Map<number, Server>()
  #topics = new Map<string, TopicInfo & { readonly readAt: number }>()
  #controller = -1
  #clusterId = ''
  /** Topics created here, and until when a broker may not know them yet; milliseconds since the epoch. */
  readonly #created = new Map<string, number>()
  readonly #asking = new Map<string, Promise<readonly TopicInfo[]>>()

  constructor(lib: Library, options: ClusterOptions) {
    this.lib = lib
    this.requests = requestsOf(lib)
    this.options = options
    this.links = this.newLinks()
  }

  /** Connections of their own for a producer, reader or member; `overrides` change e.g. the request timeout. */
  newLinks(overrides: Partial<LinkOptions> = {}): Links {
    const options = { ...this.options.link, ...overrides }
    const links = new Links((server, signal) => Link.open(this.lib, server, options, signal))
    this.#pools.add(links)
    return links
  }

  release(links: Links): void {
    links.close()
    this.#pools.delete(links)
  }

  error(code: number, context: AnswerContext): TidewireError {
    return protocolError(this.lib, code, context)
  }

  get clusterId(): string {
    return this.#clusterId
  }

  brokers(): Node[] {
    return [...this.#brokers].map(([nodeId, server]) => ({ nodeId, ...server }))
  }

  /** A connection to any broker: those known, then the bootstrap servers. Throws `KAFKA_CONNECT`. */
  async any(signal?: AbortSignal): Promise<Link> {
    const servers = new Map<string, Server>()
    for (const s of [...this.#brokers.values(), ...this.options.bootstrap]) {
      servers.set(`${s.host}:${s.port}`, s)
    }
    const reasons: string[] = []
    let cause: unknown
    for (const server of servers.values()) {
      try {
        return await this.links.get(server, signal)
      } catch (error) {
        signal?.throwIfAborted()
        if (!isRetriable(error)) throw error
        cause = error
        reasons.push(messageOf(error))
      }
    }
    if (servers.size === 1 && cause instanceof TidewireError) throw cause
    throw raise(
      'KAFKA_CONNECT',
      { servers: [...servers.keys()].join(','), reason: reasons.join('; ') },
      { cause },
    )
  }

  /** A connection to the controller, or to any broker while none is known. */
  async controller(signal?: AbortSignal): Promise<Link> {
    if (!this.#brokers.has(this.#controller)) await this.metadata([], signal)
    const server = this.#brokers.get(this.#controller)
    return server === undefined ? await this.any(signal) : await this.links.get(server, signal)
  }

  /** A connection to a broker by its id, from the given connections. */
  async node(nodeId: number, links: Links, signal?: AbortSignal): Promise<Link> {
    const server = this.#brokers.get(nodeId)
    if (server === undefined) {
      throw this.error(protocolCode.leaderNotAvailable, {
        doing: `connecting to broker ${nodeId}`,
        text: 'the broker is not in the metadata of the cluster',
      })
    }
    return await links.get(server, signal)
  }

  /** Asks for metadata of the named topics (null: all); callers that ask for the same at once share the answer. */
  async metadata(
    topics: readonly string[] | null,
    signal?: AbortSignal,
    options: { readonly create?: boolean } = {},
  ): Promise<readonly TopicInfo[]> {
    const key = `${options.create === true}|${topics === null ? '*' : [...topics].sort().join('|')}`
    let asking = this.#asking.get(key)
    if (asking === undefined) {
      // Shared work cannot follow the signal of one caller.
      asking = this.#askMetadata(topics, options.create === true).finally(() =>
        this.#asking.delete(key),
      )
      asking.catch(() => {})
      this.#asking.set(key, asking)
    }
    return await abortable(asking, signal)
  }

  async #askMetadata(topics: readonly string[] | null, create: boolean) {
    const link = await this.any()
    const doing = 'asking for metadata'
    const names = topics === null ? null : topics.map(name => ({ name }))
    const answer = await link.call(this.requests.metadata, doing, [names, create, false])
    this.#brokers = new Map(answer.brokers.map(b => [b.nodeId, { host: b.host, port: b.port }]))
    this.#controller = answer.controllerId
    this.#clusterId = answer.clusterId ?? ''
    const readAt = Date.now()
    const infos = answer.topics.map(topic => ({
      name: topic.name ?? '',
      topicId: topic.topicId,
      internal: topic.isInternal,
      code: topic.errorCode,
      partitions: topic.partitions
        .map(p => ({
          partition: p.partitionIndex,
          leader: p.leaderId,
          leaderEpoch: p.leaderEpoch,
          replicas: p.replicaNodes,
          isr: p.isrNodes,
        }))
        .sort((a, b) => a.partition - b.partition),
    }))
    if (topics === null) this.#topics.clear()
    for (const info of infos) {
      if (info.code === protocolCode.none || info.partitions.length > 0) {
        this.#topics.set(info.name, { ...info, readAt })
      } else {
        this.#topics.delete(info.name)
      }
    }
    return infos
  }

  /** A topic from the cache, or null when it is unknown or older than `metadata.max.age.ms`. */
  cached(topic: string): TopicInfo | null {
    const info = this.#topics.get(topic)
    if (info === undefined) return null
    return Date.now() - info.readAt > this.options.metadataMaxAgeMs ? null : info
  }

  /** A topic of the cluster, asked for when not cached; throws `KAFKA_UNKNOWN_TOPIC` or what the broker says. */
  async topic(
    name: string,
    doing: string,
    signal?: AbortSignal,
    options: { readonly create?: boolean } = {},
  ): Promise<TopicInfo> {
    const cached = this.cached(name)
    if (cached !== null) return cached
    const [info] = await this.metadata([name], signal, options)
    if (info === undefined) {
      throw this.error(protocolCode.unknownTopicOrPartition, { doing, topic: name })
    }
    if (info.code !== protocolCode.none) throw this.error(info.code, { doing, topic: name })
    return info
  }

  /** The id of a topic from the cache, which tells it from an earlier one of the same name; null when unknown. */
  topicIdOf(topic: string): string | null {
    const id = this.cached(topic)?.topicId ?? noTopicId
    return id === noTopicId ? null : id
  }

  /** Forgets what is known of a topic, e.g. when a broker says that it does not lead a partition. */
  forget(topic: string): void {
    this.#topics.delete(topic)
  }

  /** Forgets a topic that was deleted here. */
  deleted(topic: string): void {
    this.forget(topic)
    this.#created.delete(topic)
  }

  /** The leader of a partition from the cache; null when unknown or vacant. */
  leaderOf({ topic, partition }: TopicPartition): { nodeId: number; epoch: number } | null {
    // Partitions are in the order of their numbers, which count from 0.
    const info = this.cached(topic)?.partitions[partition]
    if (info === undefined || info.leader < 0 || !this.#brokers.has(info.leader)) return null
    return { nodeId: info.leader, epoch: info.leaderEpoch }
  }

  get backoff(): RetryPolicy {
    return {
      attempts: Number.POSITIVE_INFINITY,
      baseMs: this.options.retryBackoffMs,
      maxMs: this.options.retryBackoffMaxMs,
      factor: 2,
      jitter: 0.2,
    }
  }

  /**
   * Repeats work until it succeeds, fails for good or `default.api.timeout.ms` is over; the last error is thrown.
   * A topic that does not exist is not waited for, unless it is one of `topics` and was created here a moment ago.
   */
  async retrying<T>(
    work: (attempt: number) => Promise<T>,
    signal?: AbortSignal,
    topics: readonly string[] = [],
  ): Promise<T> {
    const end = Date.now() + this.options.apiTimeoutMs
    return await retry(work, {
      policy: this.backoff,
      ...(signal === undefined ? {} : { signal }),
      again: error =>
        isRetriable(error) &&
        (!isUnknownTopic(error) || topics.some(topic => this.#isNew(topic))) &&
        Date.now() < end,
      onRetry: (error, attempt) => {
        this.options.log?.debug('Kafka request failed, trying again', {
          attempt,
          error: messageOf(error),
        })
      },
    })
  }

  #isNew(topic: string): boolean {
    return Date.now() < (this.#created.get(topic) ?? 0)
  }

  /**
   * Waits until the metadata shows topics that were just created, with their leaders: a broker learns of them a moment
   * after the controller has answered. Gives up quietly after 10 s, or when this client may not see them.
   */
  async awaitCreated(topics: readonly string[], signal?: AbortSignal): Promise<void> {
    for (const known of this.#created.keys()) if (!this.#isNew(known)) this.#created.delete(known)
    for (const topic of topics) this.#created.set(topic, Date.now() + createdWaitMs)
    const visible = async () => {
      for (const info of await this.metadata(topics, signal)) {
        const vacant = info.partitions.some(p => p.leader < 0)
        const code =
          info.code === protocolCode.none && vacant ? protocolCode.leaderNotAvailable : info.code
        const doing = 'waiting for a topic to appear'
        if (code !== protocolCode.none) throw this.error(code, { doing, topic: info.name })
      }
    }
    try {
      await retry(visible, {
        policy: { ...this.backoff, maxMs: this.options.retryBackoffMs },
        ...(signal === undefined ? {} : { signal }),
        again: error => isRetriable(error) && topics.some(topic => this.#isNew(topic)),
      })
    } catch (error) {
      signal?.throwIfAborted()
      const reason = messageOf(error)
      this.options.log?.debug('a topic just created is not visible yet', { reason })
    }
  }

  /** Repeats work at a group's coordinator, looked for anew each time, as `retrying` does. */
  async atCoordinator<T>(
    group: string,
    work: (link: Link, coordinator: Node) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    return await this.retrying(async () => {
      const coordinator = await this.coordinator(group, signal)
      return await work(await this.links.get(coordinator, signal), coordinator)
    }, signal)
  }

  /** A group's coordinator. Throws what the broker says, e.g. COORDINATOR_NOT_AVAILABLE (retriable). */
  async coordinator(group: string, signal?: AbortSignal): Promise<Node> {
    const doing = `looking for the coordinator of group ${group}`
    const link = await this.any(signal)
    const answer = await link.call(this.requests.findCoordinator, doing, [0, [group]], signal)
    const found = answer.coordinators[0]
    if (found === undefined) throw this.error(protocolCode.coordinatorNotAvailable, { doing })
    if (found.errorCode !== protocolCode.none) {
      throw this.error(found.errorCode, { doing, group, text: found.errorMessage })
    }
    return { nodeId: found.nodeId, host: found.host, port: found.port }
  }

  close(): void {
    for (const pool of this.#pools) pool.close()
    this.#pools.clear()
  }
}
