export type { FaultAction, FaultRule, FaultSwitches, KafkaDevServerOptions } from './api.ts'
export { kafkaServerErrors } from './errors.ts'
export { KafkaDevServer } from './kafka-dev-server.ts'
