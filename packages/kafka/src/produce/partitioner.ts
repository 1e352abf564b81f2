import { randomInt } from 'node:crypto'
import type { TopicInfo } from '../wire/cluster.ts'
import { murmur2 } from './murmur2.ts'

/** The partition of a key, as Java's default partitioner chooses it. */
export function partitionOfKey(key: Uint8Array, partitions: number): number {
  return (murmur2(key) & 0x7fff_ffff) % partitions
}

interface Sticky {
  partition: number
  bytes: number
}

/**
 * Chooses partitions: by key, and without a key the same one until `batch.size` bytes went there, then the next that
 * has a leader. So batches get full and partitions evenly filled (KIP-794).
 */
export class Partitioner {
  readonly #stickyBytes: number
  readonly #sticky = new Map<string, Sticky>()

  constructor(stickyBytes: number) {
    this.#stickyBytes = stickyBytes
  }

  choose(topic: TopicInfo, key: Uint8Array | null, bytes: number): number {
    if (key !== null) return partitionOfKey(key, topic.partitions.length)
    let sticky = this.#sticky.get(topic.name)
    if (sticky === undefined) {
      sticky = { partition: randomInt(topic.partitions.length), bytes: 0 }
      this.#sticky.set(topic.name, sticky)
      sticky.partition = available(topic, sticky.partition)
    } else if (sticky.bytes >= this.#stickyBytes) {
      sticky.partition = available(topic, sticky.partition + 1)
      sticky.bytes = 0
    }
    sticky.bytes += bytes
    return sticky.partition
  }
}

/** The first partition from `start` on that has a leader; `start` itself when none has. */
function available(topic: TopicInfo, start: number): number {
  const count = topic.partitions.length
  for (let i = 0; i < count; i += 1) {
    const partition = topic.partitions[(start + i) % count]
    if (partition !== undefined && partition.leader >= 0) return partition.partition
  }
  return start % count
}
