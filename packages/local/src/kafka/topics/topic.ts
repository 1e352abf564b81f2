import type { PartitionLog } from '../log/partition-log.ts'
import { errorCode, ProtocolError } from '../protocol/error-code.ts'

/** A topic with its partitions' logs. */
export interface Topic {
  readonly name: string
  /** 32 hexadecimal digits. */
  readonly id: string
  readonly internal: boolean
  /** The topic's own configuration, without defaults. */
  config: ReadonlyMap<string, string>
  readonly partitions: readonly PartitionLog[]
}

/** The log of a partition. Throws `ProtocolError` 3 when there is none. */
export function partitionOf(topic: Topic | undefined, partition: number): PartitionLog {
  const log = topic?.partitions[partition]
  if (log === undefined) {
    throw new ProtocolError(
      errorCode.unknownTopicOrPartition,
      'This server does not host this topic-partition.',
    )
  }
  return log
}
