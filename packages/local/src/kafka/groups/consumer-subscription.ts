import { WireReader } from '../protocol/wire-reader.ts'
import type { Group } from './group.ts'

/**
 * The topics that the members of a group of type `consumer` subscribe to (Kafka protocol: ConsumerProtocolSubscription,
 * whose every version begins with a version and the topics).
 */
export function subscribedTopics(group: Group): ReadonlySet<string> {
  const topics = new Set<string>()
  if (group.protocolType !== 'consumer') return topics
  for (const member of group.members) {
    for (const { metadata } of member.protocols) {
      const reader = new WireReader(metadata)
      reader.int16()
      for (let left = reader.int32(); left > 0; left -= 1) topics.add(reader.text(reader.int16()))
    }
  }
  return topics
}
