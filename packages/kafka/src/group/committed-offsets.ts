import type { PartitionPosition, TopicPartition } from '../api.ts'
import type { Cluster } from '../wire/cluster.ts'
import type { Links } from '../wire/links.ts'
import { protocolCode } from '../wire/protocol-error.ts'

/**
 * The offsets a group has committed, of the given partitions or of all (null); partitions without one are left out.
 * Offsets that a transaction is just committing are waited for. Rule: Kafka protocol, OffsetFetch.
 */
export async function fetchCommitted(
  cluster: Cluster,
  links: Links,
  groupId: string,
  partitions: readonly TopicPartition[] | null,
  signal?: AbortSignal,
): Promise<readonly PartitionPosition[]> {
  if (partitions?.length === 0) return []
  const doing = `reading the committed offsets of group ${groupId}`
  const topics =
    partitions === null
      ? null
      : [...Map.groupBy(partitions, p => p.topic)].map(([name, list]) => ({
          name,
          partitionIndexes: list.map(p => p.partition),
        }))
  return await cluster.retrying(async () => {
    const link = await links.get(await cluster.coordinator(groupId, signal), signal)
    const wanted = [{ groupId, memberEpoch: -1, topics }]
    const answer = await link.call(cluster.requests.offsetFetch, doing, [wanted, true], signal)
    const group = answer.groups[0]
    if (group !== undefined && group.errorCode !== protocolCode.none) {
      throw cluster.error(group.errorCode, { doing, group: groupId })
    }
    const positions: PartitionPosition[] = []
    for (const { name: topic, partitions: found } of group?.topics ?? []) {
      for (const { partitionIndex: partition, committedOffset: offset, errorCode } of found) {
        if (errorCode !== protocolCode.none) throw cluster.error(errorCode, { doing, topic })
        if (offset >= 0n) positions.push({ topic, partition, offset })
      }
    }
    return positions
  }, signal)
}
