export type {
  Admin,
  ConfigSource,
  GroupAssignment,
  GroupConsumer,
  GroupConsumerOptions,
  GroupDescription,
  GroupMember,
  GroupMemberMetadata,
  GroupOptions,
  Kafka,
  NewTopic,
  PartitionPosition,
  PartitionReader,
  Producer,
  ProducerRecord,
  ReadPosition,
  TopicConfigEntry,
  TopicDescription,
  TopicPartition,
} from './api.ts'
export { knownKeys } from './config/known-keys.ts'
export { kafkaErrors } from './errors.ts'
export { offsetSpec } from './fetch/list-offsets.ts'
export { decodeAssignment } from './group/consumer-protocol.ts'
export { StructureReader } from './group/structure-reader.ts'
export { StructureWriter } from './group/structure-writer.ts'
export { type OpenOptions, openKafka } from './kafka.ts'
export { partitionOfKey } from './produce/partitioner.ts'
