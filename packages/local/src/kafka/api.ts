/** How to start the development Kafka broker. */
export interface KafkaDevServerOptions {
  /** Folder of the segment files; a temporary one, removed on close, when absent. */
  readonly dataDir?: string
  readonly host?: string
  /** 0 for any free port. */
  readonly port?: number
  /** Broker keys with Kafka's names: auto.create.topics.enable, num.partitions, message.max.bytes, log.retention.ms … */
  readonly config?: Readonly<Record<string, string>>
}
