import type { Connector, ConnectorContext, Props } from '@tidewire/core'
import { sinkConfig } from '../config.ts'

/** The KWDB sink connector: every task gets the whole configuration; Kafka's group divides the partitions. */
export class KwdbSinkConnector implements Connector {
  #props: Props = {}

  async start(props: Props, context: ConnectorContext): Promise<void> {
    const config = sinkConfig.parse(props)
    const ms = config['retry.backoff.ms']
    if (ms < 100) {
      context.log.warn(
        'retry.backoff.ms is so short that retries are over before a server can recover',
        {
          'retry.backoff.ms': ms,
        },
      )
    }
    this.#props = props
  }

  async taskConfigs(maxTasks: number): Promise<Props[]> {
    return Array.from({ length: maxTasks }, () => this.#props)
  }

  async stop(): Promise<void> {}
}
