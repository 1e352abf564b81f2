import { setTimeout as delay } from 'node:timers/promises'
import { type BytesBatch, isAbort, isRetriable } from '@tidewire/core'
import type {
  GroupAssignment,
  GroupConsumer,
  GroupConsumerOptions,
  GroupMemberMetadata,
  PartitionPosition,
  ReadPosition,
  TopicPartition,
} from '../api.ts'
import { raise } from '../errors.ts'
import { listOffsets, offsetSpec } from '../fetch/list-offsets.ts'
import { type ConsumerValues, FetchingReader } from '../fetch/partition-reader.ts'
import { partitionKey } from '../partition-key.ts'
import type { Cluster } from '../wire/cluster.ts'
import { assignorNames, assignors } from './assignors.ts'
import { fetchCommitted } from './committed-offsets.ts'
import {
  decodeAssignment,
  decodeSubscription,
  encodeAssignment,
  encodeSubscription,
} from './consumer-protocol.ts'
import { CoordinatedMember } from './group-member.ts'
import { Subscription } from './subscription.ts'

/** `GroupConsumerOptions` with parsed consumer keys. */
export type SubscribeOptions = Omit<GroupConsumerOptions, 'config'> & {
  readonly config: ConsumerValues
}

/**
 * A member of a consumer group with a reader on its share. It can share a group with Java consumers (range or round
 * robin, eager). While a rebalance goes on it hands out nothing.
 */
export class SubscribedConsumer implements GroupConsumer {
  readonly #cluster: Cluster
  readonly #options: SubscribeOptions
  readonly #subscription: Subscription
  readonly #reader: FetchingReader
  readonly #names: readonly string[]
  readonly #stop = new AbortController()
  #member: CoordinatedMember | null = null
  #watching: Promise<void> = Promise.resolve()
  #assignment: readonly TopicPartition[] = []

  private constructor(cluster: Cluster, options: SubscribeOptions) {
    const { config } = options
    this.#cluster = cluster
    this.#options = options
    this.#names = assignorNames(config['partition.assignment.strategy'])
    if (this.#names.length === 0) {
      const problem = `partition.assignment.strategy=${config['partition.assignment.strategy']} is not supported`
      throw raise('KAFKA_CONFIG', { problem }, { hint: 'Use RangeAssignor or RoundRobinAssignor.' })
    }
    this.#subscription = new Subscription(cluster, {
      topics: options.topics,
      create: config['allow.auto.create.topics'],
      excludeInternal: config['exclude.internal.topics'],
    })
    this.#reader = new FetchingReader(cluster, config)
  }

  /** Joins the group and resolves when the first assignment is in force. */
  static async open(
    cluster: Cluster,
    options: SubscribeOptions,
    signal?: AbortSignal,
  ): Promise<GroupConsumer> {
    const consumer = new SubscribedConsumer(cluster, options)
    try {
      await consumer.#start(signal)
      return consumer
    } catch (error) {
      await consumer[Symbol.asyncDispose]()
      throw error
    }
  }

  async #start(signal: AbortSignal | undefined): Promise<void> {
    const { config, groupId } = this.#options
    const any = AbortSignal.any([this.#stop.signal, ...(signal === undefined ? [] : [signal])])
    await this.#cluster.retrying(() => this.#subscription.refresh(any), any)
    const instance = config['group.instance.id']
    this.#member = await CoordinatedMember.join(
      this.#cluster,
      {
        groupId,
        protocolType: 'consumer',
        sessionTimeoutMs: config['session.timeout.ms'],
        rebalanceTimeoutMs: config['max.poll.interval.ms'],
        heartbeatIntervalMs: config['heartbeat.interval.ms'],
        ...(instance === null ? {} : { groupInstanceId: instance }),
        protocols: () => {
          const metadata = encodeSubscription(this.#subscription.topics())
          return this.#names.map(name => ({ name, metadata }))
        },
        assign: (protocol, members) => this.#assign(protocol, members),
        onAssigned: assignment => this.#assigned(assignment),
        onRevoked: () => this.#revoked(),
        onLost: () => this.#lost(),
        onEnded: error => this.#reader.fail(error),
      },
      signal,
    )
    this.#watching = this.#watch()
  }

  /** Joins again when topics come, go or grow. */
  async #watch(): Promise<void> {
    const { signal } = this.#stop
    while (!signal.aborted) {
      try {
        await delay(this.#subscription.intervalMs, undefined, { signal })
        if (await this.#subscription.refresh(signal)) this.#member?.rejoin()
      } catch (error) {
        if (isAbort(error) || signal.aborted) return
        if (!isRetriable(error)) {
          this.#reader.fail(error)
          return
        }
      }
    }
  }

  async #assign(protocol: string, members: readonly GroupMemberMetadata[]) {
    const subscribers = members.map(m => ({
      memberId: m.memberId,
      groupInstanceId: m.groupInstanceId ?? null,
      topics: new Set(decodeSubscription(m.metadata)),
    }))
    const wanted = new Set(subscribers.flatMap(s => [...s.topics]))
    const counts = await this.#subscription.countPartitions(wanted)
    const shares = assignors[protocol]?.(counts, subscribers) ?? new Map()
    return new Map([...shares].map(([id, partitions]) => [id, encodeAssignment(partitions)]))
  }

  async #assigned(assignment: GroupAssignment): Promise<void> {
    const partitions = decodeAssignment(assignment.assignment)
    const positions = await this.#startPositions(partitions)
    this.#assignment = partitions
    await this.#options.onAssigned?.(partitions)
    this.#reader.assign(positions)
  }

  /** Where to begin: at the committed offsets, and without one where `auto.offset.reset` says. */
  async #startPositions(
    partitions: readonly TopicPartition[],
  ): Promise<readonly PartitionPosition[]> {
    const { config, groupId } = this.#options
    const { signal } = this.#stop
    const committed = await fetchCommitted(
      this.#cluster,
      this.#cluster.links,
      groupId,
      partitions,
      signal,
    )
    const has = new Set(committed.map(partitionKey))
    const fresh = partitions.filter(p => !has.has(partitionKey(p)))
    const first = fresh[0]
    if (first === undefined) return committed
    const policy = config['auto.offset.reset'] ?? 'latest'
    if (policy === 'none') throw raise('KAFKA_NO_OFFSET', { group: groupId, ...first })
    const timestamp = offsetSpec[policy === 'earliest' ? 'earliest' : 'latest']
    const reset = await listOffsets(this.#cluster, this.#cluster.links, fresh, timestamp, {
      committed: config['isolation.level'] === 'read_committed',
      signal,
    })
    return [...committed, ...reset]
  }

  async #revoked(): Promise<void> {
    const partitions = this.#assignment
    // From here on nothing more is handed out, so that what is committed now is all there was.
    this.#reader.assign([])
    this.#assignment = []
    await this.#options.onRevoked?.(partitions)
  }

  async #lost(): Promise<void> {
    const partitions = this.#assignment
    this.#reader.assign([])
    this.#assignment = []
    await this.#options.onLost?.(partitions)
  }

  async next(signal: AbortSignal): Promise<readonly BytesBatch[]> {
    return await this.#reader.next(signal)
  }

  async commit(offsets: readonly ReadPosition[], signal?: AbortSignal): Promise<void> {
    if (this.#member === null) throw raise('KAFKA_CLOSED', { doing: 'committing offsets' })
    await this.#member.commit(offsets, signal, () => this.#meant(offsets, signal))
  }

  topicId(partition: TopicPartition): string | null {
    return this.#reader.topicId(partition)
  }

  /** The offsets whose topic is still the one that was read, as the cluster knows it now. */
  async #meant(
    offsets: readonly ReadPosition[],
    signal: AbortSignal | undefined,
  ): Promise<readonly ReadPosition[]> {
    const isKnown = ({ topicId }: ReadPosition) => topicId !== undefined && topicId !== null
    const topics = new Set(offsets.filter(isKnown).map(({ topic }) => topic))
    if (topics.size === 0) return offsets
    await this.#cluster.metadata([...topics], signal)
    return offsets.filter(position => {
      const now = this.#cluster.topicIdOf(position.topic)
      if (!isKnown(position) || now === null || now === position.topicId) return true
      const { topic, partition, offset } = position
      const why =
        'the topic was deleted and created again, an offset of the old one is not committed'
      this.#cluster.options.log?.warn(why, { topic, partition, offset })
      return false
    })
  }

  release(batches: readonly BytesBatch[]): void {
    this.#reader.release(batches)
  }

  pause(partitions: readonly TopicPartition[]): void {
    this.#reader.pause(partitions)
  }

  resume(partitions: readonly TopicPartition[]): void {
    this.#reader.resume(partitions)
  }

  assignment(): readonly TopicPartition[] {
    return this.#assignment
  }

  lag(): readonly (TopicPartition & { readonly lag: bigint })[] {
    return this.#reader.lag()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#member?.[Symbol.asyncDispose]()
    this.#stop.abort()
    await this.#watching
    await this.#reader[Symbol.asyncDispose]()
  }
}
