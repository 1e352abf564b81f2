import type { TopicPartition } from './api.ts'

/** The key of a partition in maps; the number comes first, because a topic name may hold anything but a slash. */
export function partitionKey({ topic, partition }: TopicPartition): string {
  return `${partition}/${topic}`
}
