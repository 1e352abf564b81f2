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
  TopicConfigEntry,
  TopicDescription,
  TopicPartition,
} from './api.ts'
export { clientConfig, consumerConfig, producerConfig } from './config/client-config.ts'
export { kafkaErrors } from './errors.ts'
export { type OpenOptions, openKafka } from './kafka.ts'
export { murmur2 } from './produce/murmur2.ts'
export { partitionOfKey } from './produce/partitioner.ts'
