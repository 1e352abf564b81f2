import type { TopicPartition } from '../api.ts'
import { raise } from '../errors.ts'
import { ByteCursor } from '../wire/byte-cursor.ts'

/** Builds the old-style structures of the group protocols: big-endian, 16-bit string and 32-bit array lengths. */
class Structure {
  readonly #parts: Buffer[] = []

  int16(value: number): this {
    const part = Buffer.alloc(2)
    part.writeInt16BE(value)
    this.#parts.push(part)
    return this
  }

  int32(value: number): this {
    const part = Buffer.alloc(4)
    part.writeInt32BE(value)
    this.#parts.push(part)
    return this
  }

  string(value: string): this {
    const bytes = Buffer.from(value)
    this.int16(bytes.length)
    this.#parts.push(bytes)
    return this
  }

  array<T>(values: readonly T[], write: (value: T) => void): this {
    this.int32(values.length)
    for (const value of values) write(value)
    return this
  }

  end(): Buffer {
    return Buffer.concat(this.#parts)
  }
}

/**
 * What a consumer says when it joins: `version, topics, user data, owned partitions` (Java's ConsumerProtocol,
 * Subscription v1). Eager members own nothing while they join.
 */
export function encodeSubscription(topics: readonly string[]): Buffer {
  const s = new Structure().int16(1)
  s.array([...topics].sort(), topic => s.string(topic))
  return s.int32(-1).int32(0).end()
}

/** The topics of a subscription of any version; fields of later versions are left unread. */
export function decodeSubscription(bytes: Buffer): readonly string[] {
  const cursor = new ByteCursor(bytes, false)
  try {
    cursor.int16()
    const topics: string[] = []
    const count = cursor.arrayLength()
    for (let i = 0; i < count; i += 1) topics.push(cursor.string() ?? '')
    return topics
  } catch (error) {
    throw unreadable('subscription', error)
  }
}

/** What the leader gives a consumer: `version, partitions by topic, user data` (ConsumerProtocol, Assignment v1). */
export function encodeAssignment(partitions: readonly TopicPartition[]): Buffer {
  const s = new Structure().int16(1)
  s.array([...Map.groupBy(partitions, p => p.topic)], ([topic, list]) => {
    s.string(topic).array(list, p => s.int32(p.partition))
  })
  return s.int32(-1).end()
}

/** The partitions of an assignment of any version; no bytes mean none. */
export function decodeAssignment(bytes: Buffer): readonly TopicPartition[] {
  if (bytes.length === 0) return []
  const cursor = new ByteCursor(bytes, false)
  try {
    cursor.int16()
    const partitions: TopicPartition[] = []
    const topics = cursor.arrayLength()
    for (let t = 0; t < topics; t += 1) {
      const topic = cursor.string() ?? ''
      const count = cursor.arrayLength()
      for (let p = 0; p < count; p += 1) partitions.push({ topic, partition: cursor.int32() })
    }
    return partitions
  } catch (error) {
    throw unreadable('assignment', error)
  }
}

function unreadable(what: string, cause: unknown) {
  const problem = `the ${what} of a group member does not follow the consumer protocol`
  return raise('KAFKA_GROUP_PROTOCOL', { problem }, { cause })
}
