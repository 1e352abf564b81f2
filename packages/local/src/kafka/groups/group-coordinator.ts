import { keyBytes, valueBytes } from '@tidewire/core'
import {
  encodeBatch,
  type PlainRecord,
  readBatchHeader,
  readRecordSet,
} from '@tidewire/kafka/records'
import type { BrokerConfig } from '../config/broker-config.ts'
import type { PartitionLog } from '../log/partition-log.ts'
import { errorCode, ProtocolError } from '../protocol/error-code.ts'
import type { Topics } from '../topics/topics.ts'
import { Group, type GroupHost } from './group.ts'
import { GroupMember } from './group-member.ts'
import {
  groupRecord,
  offsetRecord,
  readGroupRecord,
  type StoredGroup,
  type StoredOffset,
} from './group-records.ts'

/** The topic in which groups and their offsets are kept, as in Kafka. */
const offsetsTopic = '__consumer_offsets'

/** Records of one batch in the offsets topic. */
const recordsPerBatch = 500

/** An offset to commit. */
export interface OffsetToCommit {
  readonly topic: string
  readonly partition: number
  readonly offset: bigint
  readonly leaderEpoch: number
  readonly metadata: string
}

interface KnownGroup {
  readonly group: Group
  /** topic → partition → offset */
  readonly offsets: Map<string, Map<number, StoredOffset>>
  /** Since when the group is without members, milliseconds. */
  emptySince: number
}

/** The groups of the broker and their offsets, kept in a compacted topic and in memory. */
export class GroupCoordinator implements GroupHost {
  readonly #config: BrokerConfig
  readonly #topics: Topics
  readonly #groups = new Map<string, KnownGroup>()
  #log: Promise<PartitionLog> | null = null

  private constructor(config: BrokerConfig, topics: Topics) {
    this.#config = config
    this.#topics = topics
  }

  /** Loads the groups from the offsets topic. */
  static async open(config: BrokerConfig, topics: Topics): Promise<GroupCoordinator> {
    const coordinator = new GroupCoordinator(config, topics)
    const log = topics.get(offsetsTopic)?.partitions[0]
    if (log !== undefined) {
      coordinator.#log = Promise.resolve(log)
      await coordinator.#load(log)
    }
    return coordinator
  }

  get initialDelayMs(): number {
    return this.#config.number('group.initial.rebalance.delay.ms')
  }

  get largestGroup(): number {
    return this.#config.number('group.max.size')
  }

  async #load(log: PartitionLog): Promise<void> {
    const groups = new Map<string, StoredGroup>()
    for await (const bytes of readLog(log)) {
      for (const batch of readRecordSet(bytes, { topic: offsetsTopic, partition: 0 }).batches) {
        for (let i = 0; i < batch.count; i += 1) {
          const key = keyBytes(batch, i)
          const record = key === null ? null : readGroupRecord(key, valueBytes(batch, i))
          if (record === null) continue
          if (record.kind === 'offset') this.#remember(record.group, record, record.value)
          else if (record.value === null) groups.delete(record.group)
          else groups.set(record.group, copyOf(record.value))
        }
      }
    }
    for (const [id, stored] of groups) {
      const known = this.#known(id)
      known.emptySince = Number(stored.currentStateTimestamp)
      known.group.restore({
        ...stored,
        members: stored.members.map(member => restoredMember(member, stored.protocol ?? '')),
      })
    }
    for (const [id, known] of this.#groups) {
      if (known.offsets.size === 0 && !groups.has(id)) this.#groups.delete(id)
    }
  }

  #known(id: string): KnownGroup {
    let known = this.#groups.get(id)
    if (known === undefined) {
      known = { group: new Group(id, this), offsets: new Map(), emptySince: Date.now() }
      this.#groups.set(id, known)
    }
    return known
  }

  #remember(
    groupId: string,
    { topic, partition }: { readonly topic: string; readonly partition: number },
    value: StoredOffset | null,
  ): void {
    const { offsets } = this.#known(groupId)
    let partitions = offsets.get(topic)
    if (value === null) {
      partitions?.delete(partition)
      if (partitions?.size === 0) offsets.delete(topic)
      return
    }
    if (partitions === undefined) {
      partitions = new Map()
      offsets.set(topic, partitions)
    }
    partitions.set(partition, value)
  }

  /** The group; undefined when it is unknown. */
  get(id: string): Group | undefined {
    return this.#groups.get(id)?.group
  }

  /** The group, created when it is unknown. */
  getOrCreate(id: string): Group {
    return this.#known(id).group
  }

  all(): readonly Group[] {
    return Array.from(this.#groups.values(), ({ group }) => group)
  }

  /** Committed offsets of a group: topic → partition → offset. */
  offsets(id: string): ReadonlyMap<string, ReadonlyMap<number, StoredOffset>> {
    return this.#groups.get(id)?.offsets ?? new Map()
  }

  /** Commits offsets; they are visible when they are stored. */
  async commit(id: string, offsets: readonly OffsetToCommit[]): Promise<void> {
    const now = BigInt(Date.now())
    const entries = offsets.map(({ topic, partition, offset, leaderEpoch, metadata }) => ({
      key: { group: id, topic, partition },
      value: { offset, leaderEpoch, metadata, commitTimestamp: now },
    }))
    await this.#append(entries.map(({ key, value }) => offsetRecord(key, value)))
    const known = this.#known(id)
    if (known.group.members.length === 0) known.emptySince = Date.now()
    for (const { key, value } of entries) this.#remember(id, key, value)
  }

  /** Forgets committed offsets. */
  async forget(
    id: string,
    partitions: readonly { readonly topic: string; readonly partition: number }[],
  ): Promise<void> {
    await this.#append(partitions.map(key => offsetRecord({ group: id, ...key }, null)))
    for (const key of partitions) this.#remember(id, key, null)
  }

  /** Deletes an empty group with its offsets. Throws `ProtocolError` 68 or 69. */
  async delete(id: string): Promise<void> {
    const known = this.#groups.get(id)
    if (known === undefined) {
      throw new ProtocolError(errorCode.groupIdNotFound, `The group ${id} does not exist.`)
    }
    if (known.group.members.length > 0) {
      throw new ProtocolError(errorCode.nonEmptyGroup, 'The group is not empty.')
    }
    known.group.dispose()
    this.#groups.delete(id)
    const records = committedPartitions(known).map(key => offsetRecord({ group: id, ...key }, null))
    await this.#append([...records, groupRecord(id, null)])
  }

  async storeGroup(group: Group): Promise<void> {
    const known = this.#groups.get(group.id)
    const now = Date.now()
    if (known !== undefined) known.emptySince = now
    await this.#append([
      groupRecord(group.id, {
        protocolType: group.protocolType ?? '',
        generation: group.generation,
        protocol: group.protocol,
        leader: group.leader,
        currentStateTimestamp: BigInt(now),
        members: group.members.map(member => ({
          memberId: member.id,
          groupInstanceId: member.groupInstanceId,
          clientId: member.clientId,
          clientHost: member.clientHost,
          rebalanceTimeout: member.rebalanceTimeoutMs,
          sessionTimeout: member.sessionTimeoutMs,
          subscription: member.metadataOf(group.protocol ?? ''),
          assignment: member.assignment,
        })),
      }),
    ])
  }

  async #append(records: readonly PlainRecord[]): Promise<void> {
    if (records.length === 0) return
    this.#log ??= this.#createLog()
    const log = await this.#log
    const writes: Promise<unknown>[] = []
    for (let i = 0; i < records.length; i += recordsPerBatch) {
      const bytes = encodeBatch(records.slice(i, i + recordsPerBatch))
      writes.push(log.append(bytes, readBatchHeader(bytes, 0, { checkCrc: false })))
    }
    await Promise.all(writes)
  }

  async #createLog(): Promise<PartitionLog> {
    try {
      const topic =
        this.#topics.get(offsetsTopic) ??
        (await this.#topics.create({
          name: offsetsTopic,
          partitions: 1,
          config: new Map([
            ['cleanup.policy', 'compact'],
            ['segment.bytes', String(8 * 1024 * 1024)],
          ]),
          internal: true,
        }))
      const log = topic.partitions[0]
      if (log === undefined) throw new Error(`${offsetsTopic} has no partition`)
      return log
    } catch (error) {
      this.#log = null
      throw error
    }
  }

  /** Forgets groups that are empty and silent since the time given by `offsets.retention.minutes`. */
  async expire(now: number): Promise<void> {
    const limit = now - this.#config.number('offsets.retention.minutes') * 60_000
    for (const [id, known] of [...this.#groups]) {
      if (known.group.state !== 'Empty' || known.emptySince >= limit) continue
      const old = committedPartitions(known).filter(({ topic, partition }) => {
        const time = known.offsets.get(topic)?.get(partition)?.commitTimestamp ?? 0n
        return Number(time) < limit
      })
      await this.forget(id, old)
      if (known.offsets.size === 0 && known.group.state === 'Empty') await this.delete(id)
    }
  }

  /** The offsets of a topic that is gone are gone too. */
  async forgetTopic(topic: string): Promise<void> {
    for (const [id, known] of this.#groups) {
      const partitions = [...(known.offsets.get(topic)?.keys() ?? [])]
      await this.forget(
        id,
        partitions.map(partition => ({ topic, partition })),
      )
    }
  }

  dispose(): void {
    for (const { group } of this.#groups.values()) group.dispose()
  }
}

function committedPartitions(known: KnownGroup): { topic: string; partition: number }[] {
  return [...known.offsets].flatMap(([topic, partitions]) =>
    Array.from(partitions.keys(), partition => ({ topic, partition })),
  )
}

/** A stored group whose blobs do not keep the buffer they were read from alive. */
function copyOf(stored: StoredGroup): StoredGroup {
  const members = stored.members.map(member => ({
    ...member,
    subscription: Buffer.from(member.subscription),
    assignment: Buffer.from(member.assignment),
  }))
  return { ...stored, members }
}

function restoredMember(stored: StoredGroup['members'][number], protocol: string): GroupMember {
  const member = new GroupMember(stored.memberId, {
    groupInstanceId: stored.groupInstanceId,
    clientId: stored.clientId,
    clientHost: stored.clientHost,
    sessionTimeoutMs: stored.sessionTimeout,
    rebalanceTimeoutMs: stored.rebalanceTimeout,
    protocols: [{ name: protocol, metadata: stored.subscription }],
  })
  member.assignment = stored.assignment
  return member
}

/** The whole log, about a megabyte at a time, in whole batches. */
async function* readLog(log: PartitionLog): AsyncGenerator<Buffer> {
  let offset = log.logStartOffset
  while (offset < log.nextOffset) {
    const region = await log.read(offset, 1024 * 1024, true)
    if (region === null) return
    try {
      const bytes = Buffer.allocUnsafe(region.size)
      for (let at = 0; at < bytes.length; ) {
        const count = await region.read(bytes.subarray(at), at)
        if (count === 0) return
        at += count
      }
      offset = readRecordSet(bytes, { topic: '', partition: -1 }).nextOffset
      yield bytes
    } finally {
      region.release()
    }
  }
}
