import type { Connector, ConnectorContext, Props } from '@tidewire/core'
import { sinkConfig } from '../config.ts'

/** The TDengine sink connector: every task gets the whole configuration; Kafka's group divides the partitions. */
export class TDengineSinkConnector implements Connector {
  #props: Props = {}

  async start(props: Props, context: ConnectorContext): Promise<void> {
    const { props: resolved, used } = sinkConfig.resolveAliases(props)
    for (const { alias, key } of used) {
      context.log.warn(`${alias} is not a key; it is taken for ${key}`, { alias, key })
    }
    sinkConfig.parse(resolved)
    this.#props = props
  }

  async taskConfigs(maxTasks: number): Promise<Props[]> {
    return Array.from({ length: maxTasks }, () => this.#props)
  }

  async stop(): Promise<void> {}
}
