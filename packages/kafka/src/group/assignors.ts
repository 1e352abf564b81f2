import type { TopicPartition } from '../api.ts'

/** A consumer as the assignors see it. */
export interface Subscriber {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly topics: ReadonlySet<string>
}

/** Shares out partitions: the number of partitions of every topic, and who wants which topics. */
export type Assignor = (
  partitions: ReadonlyMap<string, number>,
  members: readonly Subscriber[],
) => ReadonlyMap<string, readonly TopicPartition[]>

/** Static members first, by their names, then the others by member id, as Java orders them. */
function inOrder(members: readonly Subscriber[]): Subscriber[] {
  const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
  return [...members].sort((a, b) => {
    if (a.groupInstanceId !== null && b.groupInstanceId !== null) {
      return compare(a.groupInstanceId, b.groupInstanceId)
    }
    if (a.groupInstanceId !== null) return -1
    if (b.groupInstanceId !== null) return 1
    return compare(a.memberId, b.memberId)
  })
}

function emptyShares(members: readonly Subscriber[]): Map<string, TopicPartition[]> {
  return new Map(members.map(m => [m.memberId, []]))
}

/** Neighbouring partitions of every topic to each member; the first ones get one more (Java's RangeAssignor). */
export const range: Assignor = (partitions, members) => {
  const shares = emptyShares(members)
  const ordered = inOrder(members)
  for (const topic of [...partitions.keys()].sort()) {
    const wanting = ordered.filter(m => m.topics.has(topic))
    const count = partitions.get(topic) ?? 0
    let partition = 0
    wanting.forEach((member, i) => {
      const share = Math.floor(count / wanting.length) + (i < count % wanting.length ? 1 : 0)
      for (const end = partition + share; partition < end; partition += 1) {
        shares.get(member.memberId)?.push({ topic, partition })
      }
    })
  }
  return shares
}

/** All partitions in one row, dealt out one by one (Java's RoundRobinAssignor). */
export const roundRobin: Assignor = (partitions, members) => {
  const shares = emptyShares(members)
  const ordered = inOrder(members)
  let turn = 0
  for (const topic of [...partitions.keys()].sort()) {
    if (!ordered.some(m => m.topics.has(topic))) continue
    const count = partitions.get(topic) ?? 0
    for (let partition = 0; partition < count; partition += 1) {
      while (!ordered[turn % ordered.length]?.topics.has(topic)) turn += 1
      const member = ordered[turn % ordered.length]
      turn += 1
      if (member !== undefined) shares.get(member.memberId)?.push({ topic, partition })
    }
  }
  return shares
}

/** The assignors by the protocol name that members of a group agree on. */
export const assignors: Readonly<Record<string, Assignor>> = { range, roundrobin: roundRobin }

const byClass: Readonly<Record<string, string>> = {
  RangeAssignor: 'range',
  RoundRobinAssignor: 'roundrobin',
}

/** The protocol names for `partition.assignment.strategy`; classes we do not have are left out. */
export function assignorNames(strategy: readonly string[]): readonly string[] {
  return strategy
    .map(name => byClass[name.slice(name.lastIndexOf('.') + 1)] ?? name)
    .filter(name => name in assignors)
}
