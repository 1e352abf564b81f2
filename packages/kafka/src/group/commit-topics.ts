import type { PartitionPosition } from '../api.ts'

/** Offsets as OffsetCommit carries them, topic by topic; without leader epoch and without a text beside them. */
export function commitTopics(offsets: readonly PartitionPosition[]) {
  return [...Map.groupBy(offsets, o => o.topic)].map(([name, list]) => ({
    name,
    partitions: list.map(o => ({
      partitionIndex: o.partition,
      committedOffset: o.offset,
      committedLeaderEpoch: -1,
      committedMetadata: '',
    })),
  }))
}
