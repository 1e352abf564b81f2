import type { PartitionPosition, TopicPartition } from '../api.ts'
import type { Cluster } from '../wire/cluster.ts'
import type { Links } from '../wire/links.ts'
import { protocolCode } from '../wire/protocol-error.ts'

/** The timestamps that ask for the ends of a partition instead of a time (Kafka's `OffsetSpec`; ListOffsets). */
export const offsetSpec = { earliest: -2n, latest: -1n } as const

const stale = new Set<number>([
  protocolCode.unknownTopicOrPartition,
  protocolCode.leaderNotAvailable,
  protocolCode.notLeaderOrFollower,
  protocolCode.fencedLeaderEpoch,
  protocolCode.unknownLeaderEpoch,
])

/** Groups partitions by the broker that leads them, asking for metadata where it is missing. */
async function byLeader<T extends TopicPartition>(
  cluster: Cluster,
  partitions: readonly T[],
  doing: string,
  signal?: AbortSignal,
): Promise<Map<number, T[]>> {
  const unknown = new Set<string>()
  for (const p of partitions) if (cluster.leaderOf(p) === null) unknown.add(p.topic)
  if (unknown.size > 0) {
    for (const info of await cluster.metadata([...unknown], signal)) {
      if (info.code !== protocolCode.none) {
        throw cluster.error(info.code, { doing, topic: info.name })
      }
    }
  }
  const groups = new Map<number, T[]>()
  for (const p of partitions) {
    const leader = cluster.leaderOf(p)
    if (leader === null) {
      const known = cluster.cached(p.topic)?.partitions.some(q => q.partition === p.partition)
      const code = known ? protocolCode.leaderNotAvailable : protocolCode.unknownTopicOrPartition
      cluster.forget(p.topic)
      throw cluster.error(code, { doing, topic: `${p.topic} (partition ${p.partition})` })
    }
    const group = groups.get(leader.nodeId) ?? []
    groups.set(leader.nodeId, group)
    group.push(p)
  }
  return groups
}

/**
 * The offset of the first record at or after `timestamp` of each partition (or of the ends, see `offsetSpec`); -1n when
 * there is none. With read_committed, the latest is the end of what is committed. Rule: Kafka protocol, ListOffsets.
 */
export async function listOffsets(
  cluster: Cluster,
  links: Links,
  partitions: readonly TopicPartition[],
  timestamp: bigint,
  options: { readonly committed?: boolean; readonly signal?: AbortSignal | undefined } = {},
): Promise<readonly PartitionPosition[]> {
  const { signal } = options
  const doing = 'asking for the offsets of partitions'
  return await cluster.retrying(async () => {
    const found: PartitionPosition[] = []
    const groups = await byLeader(cluster, partitions, doing, signal)
    for (const [nodeId, group] of groups) {
      const topics = [...Map.groupBy(group, p => p.topic)].map(([name, list]) => ({
        name,
        partitions: list.map(p => ({
          partitionIndex: p.partition,
          currentLeaderEpoch: -1,
          timestamp,
        })),
      }))
      const link = await cluster.node(nodeId, links, signal)
      const isolation = options.committed ? 1 : 0
      const answer = await link.call(
        cluster.requests.listOffsets,
        doing,
        [-1, isolation, topics],
        signal,
      )
      for (const topic of answer.topics) {
        for (const p of topic.partitions) {
          if (p.errorCode !== protocolCode.none) {
            if (stale.has(p.errorCode)) cluster.forget(topic.name)
            throw cluster.error(p.errorCode, { doing, topic: topic.name })
          }
          found.push({ topic: topic.name, partition: p.partitionIndex, offset: p.offset })
        }
      }
    }
    return found
  }, signal)
}
