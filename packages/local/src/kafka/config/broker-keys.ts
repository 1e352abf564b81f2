import type { ConfigKey } from './config-key.ts'
import { topicKeys } from './topic-keys.ts'

const ownKeys: readonly ConfigKey[] = [
  { name: 'node.id', type: 'int', value: '1', least: 0, doc: 'Number of the broker.' },
  {
    name: 'advertised.listeners',
    type: 'string',
    value: null,
    doc: 'Where clients are told to connect to, PLAINTEXT://HOST:PORT; the listener itself when absent.',
  },
  {
    name: 'auto.create.topics.enable',
    type: 'boolean',
    value: 'true',
    doc: 'Create a topic when a client asks for one that does not exist.',
  },
  {
    name: 'connections.max.idle.ms',
    type: 'long',
    value: '600000',
    doc: 'Time after which a silent connection is closed.',
  },
  {
    name: 'default.replication.factor',
    type: 'int',
    value: '1',
    doc: 'Replicas of a new topic; one broker can have one.',
  },
  {
    name: 'delete.topic.enable',
    type: 'boolean',
    value: 'true',
    doc: 'Whether topics can be deleted.',
  },
  {
    name: 'fetch.max.bytes',
    type: 'int',
    value: '57671680',
    least: 1024,
    doc: 'Most bytes of one fetch response.',
  },
  {
    name: 'group.initial.rebalance.delay.ms',
    type: 'int',
    value: '0',
    least: 0,
    doc: 'How long the first member of a group waits for others.',
  },
  {
    name: 'group.max.session.timeout.ms',
    type: 'int',
    value: '1800000',
    doc: 'Longest session of a group member.',
  },
  {
    name: 'group.min.session.timeout.ms',
    type: 'int',
    value: '6000',
    doc: 'Shortest session of a group member.',
  },
  {
    name: 'group.max.size',
    type: 'int',
    value: '2147483647',
    least: 1,
    doc: 'Most members of a group.',
  },
  {
    name: 'log.cleaner.backoff.ms',
    type: 'long',
    value: '15000',
    least: 1,
    doc: 'Pause between two looks for topics to compact.',
  },
  {
    name: 'log.cleaner.dedupe.buffer.size',
    type: 'long',
    value: '33554432',
    least: 1_048_576,
    doc: 'Most memory for the keys of one pass of compaction.',
  },
  {
    name: 'log.cleaner.enable',
    type: 'boolean',
    value: 'true',
    doc: 'Whether compacted topics are compacted.',
  },
  {
    name: 'log.retention.check.interval.ms',
    type: 'long',
    value: '300000',
    least: 1,
    doc: 'Pause between two looks for records to delete.',
  },
  {
    name: 'max.connections',
    type: 'int',
    value: '1000',
    least: 1,
    doc: 'Most open connections; more are refused.',
  },
  {
    name: 'num.partitions',
    type: 'int',
    value: '1',
    least: 1,
    doc: 'Partitions of a topic that is created without a number.',
  },
  {
    name: 'offset.metadata.max.bytes',
    type: 'int',
    value: '4096',
    doc: 'Longest text beside a committed offset.',
  },
  {
    name: 'offsets.retention.minutes',
    type: 'int',
    value: '10080',
    least: 1,
    doc: 'How long the offsets of an empty group are kept.',
  },
  {
    name: 'offsets.topic.replication.factor',
    type: 'int',
    value: '1',
    least: 1,
    doc: 'Accepted; one broker holds one replica.',
  },
  {
    name: 'producer.id.expiration.ms',
    type: 'int',
    value: '86400000',
    least: 1,
    doc: 'Time after which a silent idempotent producer is forgotten.',
  },
  {
    name: 'queued.max.request.bytes',
    type: 'long',
    value: '67108864',
    doc: 'Bytes of requests in memory from which no new one is read; -1 for no limit.',
  },
  {
    name: 'socket.request.max.bytes',
    type: 'int',
    value: '104857600',
    least: 1,
    doc: 'Largest request; a connection that announces more is closed.',
  },
]

/** The configuration keys of the broker: its own, and the defaults of topics under their broker names. */
export const brokerKeys: readonly ConfigKey[] = [
  ...ownKeys,
  ...topicKeys.flatMap(key => (key.broker === undefined ? [] : [{ ...key, name: key.broker }])),
]
