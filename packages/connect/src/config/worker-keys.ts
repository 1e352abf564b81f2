import { atLeast, between, type ConfigKey, defineConfig, oneOf } from '@tidewire/core'
import { overridePolicy } from './client-overrides.ts'

const json = 'org.apache.kafka.connect.json.JsonConverter'

function text(
  defaultValue: string | null,
  doc: string,
  importance: ConfigKey['importance'] = 'low',
) {
  return { type: 'string', default: defaultValue, importance, doc } as const
}

function millis(defaultValue: number, doc: string) {
  return {
    type: 'long',
    default: defaultValue,
    importance: 'low',
    doc,
    validator: atLeast(0),
  } as const
}

function flag(defaultValue: boolean, doc: string) {
  return { type: 'boolean', default: defaultValue, importance: 'low', doc } as const
}

const replication = {
  type: 'short',
  default: 3,
  importance: 'low',
  doc: 'Replication factor of the topic when the worker creates it; the number of brokers when there are fewer, -1 for the default of the broker.',
  validator: (value: unknown) =>
    value === -1 || (typeof value === 'number' && value > 0)
      ? null
      : 'Value must be -1 or at least 1',
} as const

/** The configuration of a worker: Kafka Connect's keys with its defaults, and a few of our own at the end. */
export const workerConfig = defineConfig({
  'bootstrap.servers': {
    type: 'list',
    default: 'localhost:9092',
    importance: 'high',
    doc: 'Kafka brokers to start from, host:port, comma separated.',
  },
  'group.id': text(
    null,
    'Name of the Connect cluster; required except in standalone mode.',
    'high',
  ),
  'key.converter': {
    type: 'class',
    default: json,
    importance: 'high',
    doc: 'Default converter of keys.',
  },
  'value.converter': {
    type: 'class',
    default: json,
    importance: 'high',
    doc: 'Default converter of values.',
  },
  'header.converter': {
    type: 'class',
    default: 'org.apache.kafka.connect.storage.SimpleHeaderConverter',
    importance: 'low',
    doc: 'Default converter of headers.',
  },
  'config.storage.topic': text(null, 'Topic of the connector configurations.', 'high'),
  'config.storage.replication.factor': replication,
  'offset.storage.topic': text(null, 'Topic of the source offsets.', 'high'),
  'offset.storage.partitions': {
    type: 'int',
    default: 25,
    importance: 'low',
    doc: 'Partitions of the offset topic when the worker creates it.',
  },
  'offset.storage.replication.factor': replication,
  'status.storage.topic': text(null, 'Topic of the connector and task statuses.', 'high'),
  'status.storage.partitions': {
    type: 'int',
    default: 5,
    importance: 'low',
    doc: 'Partitions of the status topic when the worker creates it.',
  },
  'status.storage.replication.factor': replication,
  'offset.storage.file.filename': text(
    null,
    'File of the source offsets in standalone mode.',
    'high',
  ),
  'offset.flush.interval.ms': millis(60_000, 'How often tasks commit their offsets.'),
  'offset.flush.timeout.ms': millis(
    5_000,
    'How long a commit may take before it is tried again later.',
  ),
  listeners: {
    type: 'list',
    default: 'http://127.0.0.1:8083',
    importance: 'low',
    doc: 'Address of the REST interface. Without a host (http://:8083) it listens on all interfaces.',
  },
  'rest.advertised.host.name': text(null, 'Host that other workers and clients are told.'),
  'rest.advertised.port': {
    type: 'int',
    default: null,
    importance: 'low',
    doc: 'Port that other workers and clients are told.',
  },
  'rest.advertised.listener': text(null, 'Kind of listener that other workers use.'),
  'rest.extension.classes': {
    type: 'list',
    default: '',
    importance: 'low',
    doc: 'REST extensions; not supported, must be empty.',
  },
  'admin.listeners': {
    type: 'list',
    default: null,
    importance: 'low',
    doc: 'Empty switches /admin off; other values are not supported.',
  },
  'access.control.allow.origin': text(
    '',
    'Origins that browsers may call the REST interface from; * for all. Pages of other origins may change nothing.',
  ),
  'access.control.allow.methods': text(
    '',
    'Methods that such browsers may use; GET, POST and HEAD when empty.',
  ),
  'response.http.headers.config': text('', 'Extra response headers; not used.'),
  'client.id': text('', 'Client id of the connections of the worker itself.'),
  'connect.protocol': {
    type: 'string',
    default: 'sessioned',
    importance: 'low',
    doc: 'Group protocol: sessioned, compatible or eager.',
    validator: oneOf('eager', 'compatible', 'sessioned'),
  },
  'session.timeout.ms': {
    type: 'int',
    default: 10_000,
    importance: 'high',
    doc: 'After how long without a heartbeat the group takes the worker for dead.',
  },
  'heartbeat.interval.ms': {
    type: 'int',
    default: 3_000,
    importance: 'high',
    doc: 'Pause between heartbeats.',
  },
  'rebalance.timeout.ms': {
    type: 'int',
    default: 60_000,
    importance: 'high',
    doc: 'How long a rebalance may take.',
  },
  'scheduled.rebalance.max.delay.ms': {
    type: 'int',
    default: 300_000,
    importance: 'low',
    doc: 'Used when several workers share work.',
  },
  'worker.sync.timeout.ms': {
    type: 'int',
    default: 3_000,
    importance: 'medium',
    doc: 'How long reading the config topic to its end may take.',
  },
  'worker.unsync.backoff.ms': {
    type: 'int',
    default: 300_000,
    importance: 'medium',
    doc: 'Used when several workers share work.',
  },
  'task.shutdown.graceful.timeout.ms': millis(
    5_000,
    'How long a stopping task may take before it is abandoned.',
  ),
  'exactly.once.source.support': {
    type: 'string',
    default: 'disabled',
    importance: 'high',
    doc: 'Only disabled is supported.',
    validator: value =>
      oneOf('disabled')(typeof value === 'string' ? value.toLowerCase() : value, ''),
  },
  'connector.client.config.override.policy': {
    type: 'string',
    default: 'All',
    importance: 'medium',
    doc: 'Which client keys connectors may override: All, None or Principal.',
    validator: value =>
      typeof value === 'string' && overridePolicy(value) !== null
        ? null
        : 'The override policy must be one of: All, None, Principal',
  },
  'topic.tracking.enable': flag(
    true,
    'Whether the worker remembers which topics each connector uses.',
  ),
  'topic.tracking.allow.reset': flag(true, 'Whether clients may reset that memory.'),
  'topic.creation.enable': flag(true, 'Whether source connectors may have their topics created.'),
  'plugin.path': {
    type: 'list',
    default: null,
    importance: 'low',
    doc: 'Where a JVM looks for plugins; Tidewire has its own built in and ignores it.',
  },
  'plugin.discovery': text('hybrid_warn', 'How a JVM looks for plugins; ignored.'),
  'config.providers': {
    type: 'list',
    default: '',
    importance: 'low',
    doc: 'Names of providers for references in configurations; FileConfigProvider, DirectoryConfigProvider and EnvVarConfigProvider are known.',
  },
  'inter.worker.key.ttl.ms': {
    type: 'int',
    default: 3_600_000,
    importance: 'low',
    doc: 'Used when several workers share work.',
  },
  'inter.worker.key.size': {
    type: 'int',
    default: null,
    importance: 'low',
    doc: 'Used when several workers share work.',
  },
  'inter.worker.key.generation.algorithm': text(
    'HmacSHA256',
    'Used when several workers share work.',
  ),
  'inter.worker.signature.algorithm': text('HmacSHA256', 'Used when several workers share work.'),
  'inter.worker.verification.algorithms': {
    type: 'list',
    default: 'HmacSHA256',
    importance: 'low',
    doc: 'Used when several workers share work.',
  },
  'metric.reporters': {
    type: 'list',
    default: '',
    importance: 'low',
    doc: 'JVM metric reporters; ignored, see /metrics.',
  },
  'auto.include.jmx.reporter': flag(true, 'JVM metrics; ignored.'),
  'metrics.num.samples': {
    type: 'int',
    default: 2,
    importance: 'low',
    doc: 'JVM metrics; ignored.',
  },
  'metrics.recording.level': text('INFO', 'JVM metrics; ignored.'),
  'metrics.sample.window.ms': millis(30_000, 'JVM metrics; ignored.'),
  'task.restart.enable': flag(
    true,
    'Whether tasks that failed for a passing reason start again by themselves.',
  ),
  'task.restart.backoff.ms': millis(
    1_000,
    'Pause before the first such restart; it doubles each time.',
  ),
  'task.restart.backoff.max.ms': millis(300_000, 'Longest pause between such restarts.'),
  'connector.operation.timeout.ms': {
    type: 'long',
    default: 60_000,
    importance: 'low',
    doc: 'How long a connector may take to start, to stop, or to make its task configurations.',
    validator: between(100, 3_600_000),
  },
})

/** Prefixes whose keys are handed to clients, topics or JVM parts. */
export const workerPrefixes = [
  'producer.',
  'consumer.',
  'admin.',
  'ssl.',
  'sasl.',
  'listeners.https.',
  'admin.listeners.https.',
  'config.storage.',
  'offset.storage.',
  'status.storage.',
  'key.converter.',
  'value.converter.',
  'header.converter.',
  'internal.key.converter',
  'internal.value.converter',
  'config.providers.',
  'topic.creation.',
  'metrics.context.',
  'offset.storage.file.',
] as const

/** Keys of Kafka's clients that a worker file sets for all its connections. */
export const clientKeys = [
  'bootstrap.servers',
  'client.dns.lookup',
  'security.protocol',
  'security.providers',
  'request.timeout.ms',
  'retry.backoff.ms',
  'retry.backoff.max.ms',
  'metadata.max.age.ms',
  'metadata.recovery.strategy',
  'metadata.recovery.rebootstrap.trigger.ms',
  'connections.max.idle.ms',
  'receive.buffer.bytes',
  'send.buffer.bytes',
  'reconnect.backoff.ms',
  'reconnect.backoff.max.ms',
  'socket.connection.setup.timeout.ms',
  'socket.connection.setup.timeout.max.ms',
  'default.api.timeout.ms',
] as const
