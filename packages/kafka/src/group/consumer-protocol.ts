import type { TopicPartition } from '../api.ts'
import { raise } from '../errors.ts'
import { StructureReader } from './structure-reader.ts'
import { StructureWriter } from './structure-writer.ts'

/**
 * What a consumer says when it joins: `version, topics, user data, owned partitions` (Java's ConsumerProtocol,
 * Subscription v1). Eager members own nothing while they join.
 */
export function encodeSubscription(topics: readonly string[]): Buffer {
  const s = new StructureWriter().int16(1)
  s.array([...topics].sort(), topic => s.string(topic))
  return s.int32(-1).int32(0).toBuffer()
}

/** The topics of a subscription of any version; fields of later versions are left unread. */
export function decodeSubscription(bytes: Buffer): readonly string[] {
  const reader = new StructureReader(bytes)
  try {
    reader.int16()
    return reader.array(() => reader.string()) ?? []
  } catch (error) {
    throw unreadable('subscription', error)
  }
}

/** What the leader gives a consumer: `version, partitions by topic, user data` (ConsumerProtocol, Assignment v1). */
export function encodeAssignment(partitions: readonly TopicPartition[]): Buffer {
  const s = new StructureWriter().int16(1)
  s.array([...Map.groupBy(partitions, p => p.topic)], ([topic, list]) => {
    s.string(topic).array(list, p => s.int32(p.partition))
  })
  return s.int32(-1).toBuffer()
}

/**
 * The partitions that a leader gave to a consumer, of any version of ConsumerProtocol's Assignment; no bytes mean none.
 * Throws `KAFKA_GROUP_PROTOCOL` for bytes that are no assignment.
 */
export function decodeAssignment(bytes: Buffer): readonly TopicPartition[] {
  if (bytes.length === 0) return []
  const reader = new StructureReader(bytes)
  try {
    reader.int16()
    const topics = reader.array(() => {
      const topic = reader.string()
      return (reader.array(() => reader.int32()) ?? []).map(partition => ({ topic, partition }))
    })
    return (topics ?? []).flat()
  } catch (error) {
    throw unreadable('assignment', error)
  }
}

function unreadable(what: string, cause: unknown) {
  const problem = `the ${what} of a group member does not follow the consumer protocol`
  return raise('KAFKA_GROUP_PROTOCOL', { problem }, { cause })
}
