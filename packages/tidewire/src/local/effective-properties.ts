import { join } from 'node:path'
import type { Props } from '@tidewire/core'
import { hostPort, type ServiceName, serviceFolder } from './service.ts'

/** What decides the settings of a local environment. */
export interface EnvironmentSettings {
  readonly dataDir: string
  readonly host: string
  readonly ports: Readonly<Record<ServiceName, number>>
  /** Added to the broker's properties. */
  readonly kafka: Props
  /** Added to the worker's properties. */
  readonly connect: Props
}

const stringConverter = 'org.apache.kafka.connect.storage.StringConverter'

/** The properties that a service of this environment runs with. */
export function effectiveProperties(settings: EnvironmentSettings, name: ServiceName): Props {
  const { dataDir, host, ports } = settings
  const data = join(serviceFolder(dataDir, name), 'data')
  switch (name) {
    case 'kafka':
      return {
        listeners: `PLAINTEXT://${hostPort(host, ports.kafka)}`,
        'log.dirs': data,
        'auto.create.topics.enable': 'true',
        'num.partitions': '1',
        ...settings.kafka,
      }
    case 'tdengine':
    case 'kwdb':
      return { host, port: String(ports[name]), 'data.dir': data }
    case 'connect':
      return {
        'bootstrap.servers': hostPort(reachable(host), ports.kafka),
        'group.id': 'connect-cluster',
        listeners: `http://${hostPort(host, ports.connect)}`,
        'key.converter': stringConverter,
        'value.converter': stringConverter,
        'config.storage.topic': 'connect-configs',
        'config.storage.replication.factor': '1',
        'offset.storage.topic': 'connect-offsets',
        'offset.storage.replication.factor': '1',
        'offset.storage.partitions': '1',
        'status.storage.topic': 'connect-status',
        'status.storage.replication.factor': '1',
        'status.storage.partitions': '1',
        'offset.flush.interval.ms': '5000',
        // A killed worker is out of its group as soon as Kafka allows.
        'session.timeout.ms': '6000',
        'heartbeat.interval.ms': '2000',
        ...settings.connect,
      }
  }
}

/** The address under which something that listens on `host` is reached from this machine. */
export function reachable(host: string): string {
  return host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
}
