import type { TmqShare } from '../tmq/api.ts'

type Offset = Readonly<Record<string, unknown>>

/** The partition under which Kafka Connect stores how far a vgroup of a TDengine topic was read. */
export function sharePartition({ topic, vgroup }: TmqShare): {
  readonly topic: string
  readonly vgroup: number
} {
  return { topic, vgroup }
}

/** The offset in the write-ahead log to go on at, as it is stored. */
export function shareOffset(next: bigint): { readonly wal: number } {
  return { wal: Number(next) }
}

/** The stored offset; null when there is none, as in the positions of the Java connector, which are empty. */
export function storedOffset(offset: Offset | null): bigint | null {
  const wal = offset?.wal
  if (typeof wal === 'bigint') return wal >= 0n ? wal : null
  return typeof wal === 'number' && Number.isSafeInteger(wal) && wal >= 0 ? BigInt(wal) : null
}

/** True for a partition of a subscription. */
export function isSharePartition(partition: Offset): boolean {
  const { topic, vgroup } = partition
  return (
    Object.keys(partition).length === 2 &&
    typeof topic === 'string' &&
    (typeof vgroup === 'bigint' || (typeof vgroup === 'number' && Number.isSafeInteger(vgroup)))
  )
}

/** What is wrong with a position that a client wants to store; null when nothing is. */
export function shareComplaint(offset: Offset | null): string | null {
  if (offset === null || storedOffset(offset) !== null || Object.keys(offset).length === 0) {
    return null
  }
  return 'the offset of a subscription is {"wal": number}'
}
