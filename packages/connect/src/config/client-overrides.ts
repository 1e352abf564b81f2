/** Kafka Connect's `connector.client.config.override.policy`. */
export type OverridePolicy = 'All' | 'None' | 'Principal'

const principalKeys = ['security.protocol', 'sasl.jaas.config', 'sasl.mechanism']

/** What is wrong with overriding a client key under a policy, or null (Kafka Connect's override policies). */
export function overrideComplaint(policy: OverridePolicy, key: string): string | null {
  if (policy === 'All' || (policy === 'Principal' && principalKeys.includes(key))) return null
  return `The '${policy}' policy does not allow '${key}' to be overridden in the connector configuration.`
}

/** The policy that a worker configuration names, by alias or class name; null when unknown. */
export function overridePolicy(name: string): OverridePolicy | null {
  const simple = name
    .slice(name.lastIndexOf('.') + 1)
    .replace(/ConnectorClientConfigOverridePolicy$/, '')
  return simple === 'All' || simple === 'None' || simple === 'Principal' ? simple : null
}
