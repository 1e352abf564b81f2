import { type BrokerConfig, topicValue } from '../config/broker-config.ts'
import type { ConfigKey } from '../config/config-key.ts'

/** Where a configuration value comes from, with the codes of DescribeConfigs. */
export const configSource = { topic: 1, dynamicBroker: 2, staticBroker: 4, default: 5 } as const

/** A topic's effective value and where it comes from. */
export function describeTopicKey(
  key: ConfigKey,
  topic: ReadonlyMap<string, string>,
  broker: BrokerConfig,
): { readonly value: string | null; readonly source: number } {
  const value = topicValue(key, topic, broker)
  if (topic.has(key.name)) return { value, source: configSource.topic }
  const { broker: synonym } = key
  if (synonym === undefined) return { value, source: configSource.default }
  if (broker.changes.has(synonym)) return { value, source: configSource.dynamicBroker }
  const given = broker.given(synonym) !== undefined
  return { value, source: given ? configSource.staticBroker : configSource.default }
}
