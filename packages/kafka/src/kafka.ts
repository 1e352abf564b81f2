import type { Logger, Props } from '@tidewire/core'
import { KafkaAdmin } from './admin.ts'
import type { Kafka } from './api.ts'
import { clientConfig, consumerConfig, producerConfig } from './config/client-config.ts'
import { saslOptions } from './config/sasl.ts'
import { parseServers } from './config/servers.ts'
import { tlsOptions } from './config/tls.ts'
import { FetchingReader } from './fetch/partition-reader.ts'
import { SubscribedConsumer } from './group/group-consumer.ts'
import { CoordinatedMember } from './group/group-member.ts'
import { BatchingProducer } from './produce/producer.ts'
import { Cluster } from './wire/cluster.ts'
import { loadLibrary } from './wire/library.ts'

/** How a Kafka client is opened, beside its configuration. */
export interface OpenOptions {
  /** Name of the client at the broker when the configuration has no `client.id`. */
  readonly clientId: string
  readonly log?: Logger
}

/**
 * Opens a client from Kafka's own keys (`bootstrap.servers`, `security.protocol`, `ssl.*`, `sasl.*` …). It connects
 * when first used. Throws `CONFIG_INVALID` or `KAFKA_CONFIG`.
 */
export async function openKafka(config: Props, options: OpenOptions): Promise<Kafka> {
  const values = clientConfig.parse(config)
  const protocol = values['security.protocol']
  const bootstrap = parseServers(values['bootstrap.servers'])
  const cluster = new Cluster(await loadLibrary(), {
    bootstrap,
    link: {
      clientId: values['client.id'] ?? options.clientId,
      connectTimeoutMs: values['socket.connection.setup.timeout.ms'],
      requestTimeoutMs: values['request.timeout.ms'],
      ...(protocol.endsWith('SSL') ? { tls: tlsOptions(values) } : {}),
      ...(protocol.startsWith('SASL') ? { sasl: saslOptions(values) } : {}),
    },
    metadataMaxAgeMs: values['metadata.max.age.ms'],
    retryBackoffMs: values['retry.backoff.ms'],
    retryBackoffMaxMs: values['retry.backoff.max.ms'],
    apiTimeoutMs: values['default.api.timeout.ms'],
    ...(options.log === undefined ? {} : { log: options.log }),
  })
  const merged = (more: Props = {}) => ({ ...config, ...more })
  return {
    admin: new KafkaAdmin(cluster),
    producer: more => new BatchingProducer(cluster, producerConfig.parse(merged(more))),
    reader: more => new FetchingReader(cluster, consumerConfig.parse(merged(more))),
    joinGroup: (group, signal) => CoordinatedMember.join(cluster, group, signal),
    groupConsumer: (group, signal) =>
      SubscribedConsumer.open(
        cluster,
        { ...group, config: consumerConfig.parse(merged(group.config)) },
        signal,
      ),
    async [Symbol.asyncDispose]() {
      cluster.close()
    },
  }
}
