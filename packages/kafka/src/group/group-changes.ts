import type { PartitionPosition, TopicPartition } from '../api.ts'
import type { Cluster } from '../wire/cluster.ts'
import { protocolCode } from '../wire/protocol-error.ts'
import { commitTopics } from './commit-topics.ts'

/** The generation of a commit that comes from no member (Kafka protocol: OffsetCommit). */
const noGeneration = -1

/** Takes members out of a group, e.g. ones whose process is known to be gone. Rule: Kafka protocol, LeaveGroup. */
export async function removeMembers(
  cluster: Cluster,
  group: string,
  memberIds: readonly string[],
  signal?: AbortSignal,
): Promise<void> {
  if (memberIds.length === 0) return
  const doing = `removing ${memberIds.length} member(s) from group ${group}`
  const members = memberIds.map(memberId => ({
    memberId,
    groupInstanceId: null,
    reason: 'removed by an administrator',
  }))
  await cluster.atCoordinator(
    group,
    async link => {
      const answer = await link.call(cluster.requests.leaveGroup, doing, [group, members], signal)
      for (const { errorCode } of [answer, ...(answer.members ?? [])]) {
        // Gone already: that is what was wanted.
        if (errorCode === protocolCode.none || errorCode === protocolCode.unknownMemberId) continue
        throw cluster.error(errorCode, { doing, group })
      }
    },
    signal,
  )
}

/** Sets offsets of a group without members. Rule: Kafka protocol, OffsetCommit. */
export async function alterOffsets(
  cluster: Cluster,
  group: string,
  offsets: readonly PartitionPosition[],
  signal?: AbortSignal,
): Promise<void> {
  if (offsets.length === 0) return
  const doing = `setting offsets of group ${group}`
  const topics = commitTopics(offsets)
  await cluster.atCoordinator(
    group,
    async link => {
      const args = [group, noGeneration, '', null, topics] as const
      const answer = await link.call(cluster.requests.offsetCommit, doing, [...args], signal)
      for (const topic of answer.topics) {
        for (const { errorCode } of topic.partitions) {
          if (errorCode === protocolCode.none) continue
          throw cluster.error(errorCode, { doing, topic: topic.name, group })
        }
      }
    },
    signal,
  )
}

/** Removes offsets of a group that nobody reads those topics with. Rule: Kafka protocol, OffsetDelete. */
export async function deleteOffsets(
  cluster: Cluster,
  group: string,
  partitions: readonly TopicPartition[],
  signal?: AbortSignal,
): Promise<void> {
  if (partitions.length === 0) return
  const doing = `removing offsets of group ${group}`
  const topics = [...Map.groupBy(partitions, p => p.topic)].map(([name, list]) => ({
    name,
    partitions: list.map(p => ({ partitionIndex: p.partition })),
  }))
  await cluster.atCoordinator(
    group,
    async link => {
      const answer = await link.call(cluster.requests.offsetDelete, doing, [group, topics], signal)
      if (answer.errorCode !== protocolCode.none) {
        throw cluster.error(answer.errorCode, { doing, group })
      }
      for (const topic of answer.topics) {
        for (const { errorCode } of topic.partitions) {
          if (errorCode === protocolCode.none) continue
          throw cluster.error(errorCode, { doing, topic: topic.name, group })
        }
      }
    },
    signal,
  )
}
