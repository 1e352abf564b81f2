import type { BytesBatch, Header, SourceBytesBatch } from '@tidewire/core'

/** A topic and one of its partitions. */
export interface TopicPartition {
  readonly topic: string
  readonly partition: number
}

/** A record to produce; keys and values stay bytes. `partition` absent: chosen by key (murmur2) or round robin. */
export interface ProducerRecord {
  readonly topic: string
  readonly partition?: number
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
  readonly timestamp?: bigint
  readonly headers?: readonly Header[]
}

/** Sends records with acks=all; memory bounded by `buffer.memory`. */
export interface Producer extends AsyncDisposable {
  /** Resolves when Kafka has acknowledged all records, with the offset of the first one per partition. */
  send(
    records: readonly ProducerRecord[],
    signal?: AbortSignal,
  ): Promise<readonly (TopicPartition & { readonly baseOffset: bigint })[]>
  /**
   * Sends a batch of bytes, which must stay as it is until this settles; as `send`, without an object per record. Calls
   * of both keep their order.
   */
  sendBytes(
    batch: SourceBytesBatch,
    signal?: AbortSignal,
  ): Promise<readonly (TopicPartition & { readonly baseOffset: bigint })[]>
}

/** Where to start reading a partition. */
export interface PartitionPosition extends TopicPartition {
  readonly offset: bigint
}

/** Reads assigned partitions as bytes, fetching ahead within bounds. */
export interface PartitionReader extends AsyncDisposable {
  /** Replaces the assignment; positions of partitions that stay and are not named anew are kept. */
  assign(positions: readonly PartitionPosition[]): void
  pause(partitions: readonly TopicPartition[]): void
  resume(partitions: readonly TopicPartition[]): void
  /**
   * Waits for records and returns all that are buffered, at most about `maxBytes`; the next fetch is already under
   * way when it resolves. Rejects with `KAFKA_OFFSET_OUT_OF_RANGE` when a position is gone and no reset is set.
   */
  next(signal: AbortSignal): Promise<readonly BytesBatch[]>
  /**
   * Gives batches back when nothing of them is used any more, views of their bytes included: their memory serves the
   * next fetch. Optional, and worth more than half of the CPU time of reading; what is not given back is garbage collected.
   */
  release(batches: readonly BytesBatch[]): void
  /** Offset after the last record returned, per partition. */
  positions(): readonly PartitionPosition[]
  /** Records between the position and the end of the partition, as far as known. */
  lag(): readonly (TopicPartition & { readonly lag: bigint })[]
}

/** A member's join data as the leader sees it. */
export interface GroupMemberMetadata {
  readonly memberId: string
  /** Name of a static member (`group.instance.id`); null for others. */
  readonly groupInstanceId?: string | null
  readonly metadata: Buffer
}

/** A completed assignment. */
export interface GroupAssignment {
  readonly memberId: string
  readonly generation: number
  readonly leaderId: string
  readonly protocol: string
  readonly assignment: Buffer
}

/** How a group member behaves; the same membership loop serves consumers and Connect workers. */
export interface GroupOptions {
  readonly groupId: string
  /** `consumer` for sink tasks, `connect` for workers (specs of the group protocol). */
  readonly protocolType: string
  readonly sessionTimeoutMs: number
  readonly rebalanceTimeoutMs: number
  readonly heartbeatIntervalMs: number
  readonly groupInstanceId?: string
  /** Protocols offered, in order of preference; called for every join. */
  protocols(): readonly { readonly name: string; readonly metadata: Buffer }[]
  /** Computes the assignment of every member; called on the leader only. */
  assign(
    protocol: string,
    members: readonly GroupMemberMetadata[],
  ): Promise<ReadonlyMap<string, Buffer>>
  /** A new assignment is in force. */
  onAssigned(assignment: GroupAssignment): Promise<void>
  /** A rejoin is about to happen: flush and commit now, still in the old generation. */
  onRevoked(): Promise<void>
  /** Membership was lost (session expired, coordinator gone): stop work without committing. */
  onLost(error: unknown): Promise<void>
  /** Membership ended for good, e.g. for lack of rights; no rejoin follows. Called after `onLost`. */
  onEnded?(error: unknown): void
}

/** Membership in a group, kept alive by heartbeats until disposed (which leaves the group). */
export interface GroupMember extends AsyncDisposable {
  readonly memberId: string
  readonly generation: number
  /** Rejoins, e.g. because the metadata changed. */
  rejoin(): void
  /** Commits offsets in the current generation (`OffsetCommit`). */
  commit(offsets: readonly PartitionPosition[], signal?: AbortSignal): Promise<void>
}

/** A position to commit. */
export interface ReadPosition extends PartitionPosition {
  /** The id of the topic that the records were read from, as `GroupConsumer.topicId` told it; null when unknown. */
  readonly topicId?: string | null
}

/** A consumer group member that subscribes to topics and reads its share (range assignor by default). */
export interface GroupConsumer extends AsyncDisposable {
  /** As `PartitionReader.next`; while the group rebalances nothing is handed out. */
  next(signal: AbortSignal): Promise<readonly BytesBatch[]>
  /** As `PartitionReader.release`. */
  release(batches: readonly BytesBatch[]): void
  /**
   * Commits offsets. Those of a topic that was deleted and created again since its records were read are left out: they
   * mean nothing in the new topic, where a restart would skip records.
   */
  commit(offsets: readonly ReadPosition[], signal?: AbortSignal): Promise<void>
  /** The id of the topic that `next` hands out records of now, to be committed with them; null when unknown. */
  topicId(partition: TopicPartition): string | null
  pause(partitions: readonly TopicPartition[]): void
  resume(partitions: readonly TopicPartition[]): void
  assignment(): readonly TopicPartition[]
  lag(): readonly (TopicPartition & { readonly lag: bigint })[]
}

/** Options of a `GroupConsumer`. */
export interface GroupConsumerOptions {
  readonly groupId: string
  readonly topics: readonly string[] | RegExp
  /** Called before a rebalance takes partitions away: finish, commit. */
  onRevoked?(partitions: readonly TopicPartition[]): Promise<void>
  onAssigned?(partitions: readonly TopicPartition[]): Promise<void>
  onLost?(partitions: readonly TopicPartition[]): Promise<void>
  /** Kafka's consumer keys: auto.offset.reset, fetch.max.bytes, max.partition.fetch.bytes, session.timeout.ms … */
  readonly config: Readonly<Record<string, string>>
}

/** A topic to create. */
export interface NewTopic {
  readonly name: string
  readonly partitions: number
  readonly replicationFactor: number
  readonly config?: Readonly<Record<string, string>>
}

/** A topic as the cluster describes it. */
export interface TopicDescription {
  readonly name: string
  readonly topicId: string
  readonly internal: boolean
  readonly partitions: readonly {
    readonly partition: number
    readonly leader: number
    readonly replicas: readonly number[]
    readonly isr: readonly number[]
  }[]
}

/** Where a value of a topic's configuration comes from (Kafka protocol: DescribeConfigs, config source). */
export type ConfigSource =
  | 'topic'
  | 'dynamic broker'
  | 'dynamic default broker'
  | 'static broker'
  | 'default'
  | 'unknown'

/** One setting of a topic in force. */
export interface TopicConfigEntry {
  /** Null when it is not set, or secret. */
  readonly value: string | null
  readonly source: ConfigSource
}

/** A group and its members, their blobs undecoded. */
export interface GroupDescription {
  readonly groupId: string
  /** The broker that coordinates it. */
  readonly coordinator: { readonly nodeId: number; readonly host: string; readonly port: number }
  readonly state: string
  readonly protocolType: string
  readonly protocol: string
  readonly members: readonly {
    readonly memberId: string
    readonly clientId: string
    readonly clientHost: string
    readonly metadata: Buffer
    readonly assignment: Buffer
  }[]
}

/** Administration of a cluster. */
export interface Admin {
  /**
   * Resolves when the metadata shows the topics with their leaders, or after 10 s: they are created in any case, but
   * brokers learn of it one after the other.
   */
  createTopics(topics: readonly NewTopic[], signal?: AbortSignal): Promise<void>
  deleteTopics(names: readonly string[], signal?: AbortSignal): Promise<void>
  listTopics(signal?: AbortSignal): Promise<readonly string[]>
  /** Throws `KAFKA_UNKNOWN_TOPIC` for a topic that does not exist; one that was just created here is waited for. */
  describeTopics(
    names: readonly string[],
    signal?: AbortSignal,
  ): Promise<readonly TopicDescription[]>
  createPartitions(topic: string, total: number, signal?: AbortSignal): Promise<void>
  /** Every setting of a topic, in the order of the broker. */
  describeTopicConfig(
    topic: string,
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<string, TopicConfigEntry>>
  alterTopicConfig(
    topic: string,
    set: Readonly<Record<string, string | null>>,
    signal?: AbortSignal,
  ): Promise<void>
  /**
   * The offset of the first record at or after `timestamp` (milliseconds since the epoch), -1n when there is none; the
   * values of `offsetSpec` ask for the ends.
   */
  listOffsets(
    partitions: readonly TopicPartition[],
    timestamp: bigint,
    signal?: AbortSignal,
  ): Promise<readonly PartitionPosition[]>
  listGroups(
    signal?: AbortSignal,
  ): Promise<
    readonly { readonly groupId: string; readonly protocolType: string; readonly state: string }[]
  >
  describeGroup(groupId: string, signal?: AbortSignal): Promise<GroupDescription>
  deleteGroups(groupIds: readonly string[], signal?: AbortSignal): Promise<void>
  committedOffsets(groupId: string, signal?: AbortSignal): Promise<readonly PartitionPosition[]>
  /** Takes members out of a group, e.g. ones whose process is known to be gone (LeaveGroup). */
  removeGroupMembers(
    groupId: string,
    memberIds: readonly string[],
    signal?: AbortSignal,
  ): Promise<void>
  /** Sets offsets of a group without members (OffsetCommit from no member). */
  alterGroupOffsets(
    groupId: string,
    offsets: readonly PartitionPosition[],
    signal?: AbortSignal,
  ): Promise<void>
  /** Removes offsets of a group whose members do not read those topics (OffsetDelete). */
  deleteGroupOffsets(
    groupId: string,
    partitions: readonly TopicPartition[],
    signal?: AbortSignal,
  ): Promise<void>
  clusterId(signal?: AbortSignal): Promise<string>
  brokers(
    signal?: AbortSignal,
  ): Promise<readonly { readonly nodeId: number; readonly host: string; readonly port: number }[]>
}

/** A connection to a Kafka cluster from which producers, readers and members are opened. */
export interface Kafka extends AsyncDisposable {
  readonly admin: Admin
  /** `config`: Kafka's producer keys (acks, compression.type, linger.ms, batch.size, buffer.memory, enable.idempotence …). */
  producer(config?: Readonly<Record<string, string>>): Producer
  /** `config`: Kafka's consumer keys (fetch.max.bytes, fetch.min.bytes, fetch.max.wait.ms, isolation.level …). */
  reader(config?: Readonly<Record<string, string>>): PartitionReader
  joinGroup(options: GroupOptions, signal?: AbortSignal): Promise<GroupMember>
  groupConsumer(options: GroupConsumerOptions, signal?: AbortSignal): Promise<GroupConsumer>
}
