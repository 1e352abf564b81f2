export { KafkaDevServer, type KafkaDevServerOptions } from './kafka/index.ts'
