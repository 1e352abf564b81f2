import type { StreamSplit, TimeUnit } from '@tidewire/core'

/** One consumer of a subscription, with what it has read: offsets to go on at, by vgroup. */
export type CdcSplit = StreamSplit & {
  /** Precision of the topic's database. */
  readonly unit: TimeUnit
  /** Vgroups of the topic's database, which the consumers of the group share. */
  readonly vgroups: number
  readonly positions: ReadonlyMap<number, bigint>
}

/** What is known of a topic before it is read. */
export type TopicFacts = { readonly name: string } & Pick<CdcSplit, 'unit' | 'vgroups'>

/** The highest offset of each vgroup: whatever lies below was read by one consumer or another. */
export function mergedPositions(splits: readonly CdcSplit[]): ReadonlyMap<number, bigint> {
  const merged = new Map<number, bigint>()
  for (const { positions } of splits) {
    for (const [vgroup, offset] of positions) {
      const known = merged.get(vgroup)
      if (known === undefined || offset > known) merged.set(vgroup, offset)
    }
  }
  return merged
}

/**
 * One split per reader. Which vgroups a consumer gets is the server's business, so each split has all positions that a
 * checkpoint knows.
 */
export function splitsFor(
  topic: TopicFacts,
  readers: number,
  positions: ReadonlyMap<number, bigint>,
): CdcSplit[] {
  const { name, unit, vgroups } = topic
  return Array.from({ length: readers }, (_, i) => ({
    id: `${name}-${i}`,
    unit,
    vgroups,
    positions,
  }))
}
