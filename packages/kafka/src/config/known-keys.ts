import { clientConfig, consumerConfig, producerConfig } from './client-config.ts'

const own = {
  producer: Object.keys(producerConfig.keys),
  consumer: Object.keys(consumerConfig.keys),
  admin: [],
} as const

/** The names of the keys that a client of a kind reads from its configuration; all others have no effect on it. */
export function knownKeys(kind: 'producer' | 'consumer' | 'admin'): readonly string[] {
  return [...Object.keys(clientConfig.keys), ...own[kind]]
}
