export { KafkaSink, type KafkaSinkOptions, type KafkaSinkRecord } from './kafka-sink.ts'
export {
  type KafkaDeserializer,
  KafkaSource,
  type KafkaSourceOptions,
  type KafkaStreamRecord,
} from './kafka-source.ts'
