import {
  atLeast,
  type ConfigKey,
  type ConfigKeys,
  type ConfigValidator,
  nonEmpty,
  oneOf,
} from '@tidewire/core'
import type { PluginRegistry } from '../plugins/plugin-registry.ts'
import { validTopicPattern } from './topic-pattern.ts'

/** Kafka Connect's rule for connector names: not empty, no control characters. */
const connectorName: ConfigValidator = value => {
  if (typeof value !== 'string') return null
  if (value === '') return 'String may not be empty'
  const codes = [...value]
    .map(c => c.codePointAt(0) ?? 0)
    .filter(code => code < 32 || (code >= 127 && code < 160))
  return codes.length === 0
    ? null
    : `String may not contain control sequences but had the following ASCII chars: ${codes.join(', ')}`
}

const aliasList: ConfigValidator = value =>
  Array.isArray(value) && new Set(value).size !== value.length ? 'Duplicate alias provided.' : null

const anyCase =
  (...allowed: readonly string[]): ConfigValidator =>
  (value, key) =>
    value === null
      ? null
      : oneOf(...allowed)(typeof value === 'string' ? value.toLowerCase() : value, key)

function commonKeys(registry: PluginRegistry): ConfigKeys {
  const converterClass =
    (use: 'records' | 'headers'): ConfigValidator =>
    value =>
      typeof value !== 'string' || registry.findConverter(value, use) !== undefined
        ? null
        : `Class ${value} could not be found.`
  const converter = (order: number, part: string): ConfigKey => ({
    type: 'class',
    default: null,
    importance: 'low',
    doc: `Converter of the ${part} of each record, by class name; the worker's own when not set.`,
    group: 'Common',
    order,
    width: 'short',
    displayName: `${part[0]?.toUpperCase()}${part.slice(1)} converter class`,
    validator: converterClass(part === 'header' ? 'headers' : 'records'),
  })
  return {
    name: {
      type: 'string',
      importance: 'high',
      doc: 'Name of the connector, unique in the Connect cluster.',
      group: 'Common',
      order: 1,
      width: 'medium',
      displayName: 'Connector name',
      validator: connectorName,
    },
    'connector.class': {
      type: 'string',
      importance: 'high',
      doc: 'The connector to run: its full class name, its simple name, or the simple name without "Connector".',
      group: 'Common',
      order: 2,
      width: 'long',
      displayName: 'Connector class',
    },
    'tasks.max': {
      type: 'int',
      default: 1,
      importance: 'high',
      doc: 'How many tasks the connector may use.',
      group: 'Common',
      order: 3,
      width: 'short',
      displayName: 'Tasks max',
      validator: atLeast(1),
    },
    'tasks.max.enforce': {
      type: 'boolean',
      default: true,
      importance: 'low',
      doc: 'Whether a connector that makes more tasks than tasks.max fails.',
      group: 'Common',
      order: 4,
      width: 'short',
      displayName: 'Enforce tasks max',
    },
    'key.converter': converter(5, 'key'),
    'value.converter': converter(6, 'value'),
    'header.converter': converter(7, 'header'),
    transforms: {
      type: 'list',
      default: '',
      importance: 'low',
      doc: 'Names of the transformations of each record, in order.',
      group: 'Transforms',
      order: 8,
      width: 'long',
      displayName: 'Transforms',
      validator: aliasList,
    },
    predicates: {
      type: 'list',
      default: '',
      importance: 'low',
      doc: 'Names of the predicates that transformations refer to.',
      group: 'Predicates',
      order: 9,
      width: 'long',
      displayName: 'Predicates',
      validator: aliasList,
    },
    'config.action.reload': {
      type: 'string',
      default: 'restart',
      importance: 'low',
      doc: 'What to do when a value of a configuration provider changes: restart or none.',
      group: 'Common',
      order: 10,
      width: 'medium',
      displayName: 'Reload Action',
      validator: anyCase('restart', 'none'),
    },
    'errors.retry.timeout': {
      type: 'long',
      default: 0,
      importance: 'medium',
      doc: 'How long a failed conversion or transformation is tried again, in milliseconds; -1 for ever, 0 not at all.',
      group: 'Error Handling',
      order: 1,
      width: 'medium',
      displayName: 'Retry Timeout for Errors',
    },
    'errors.retry.delay.max.ms': {
      type: 'long',
      default: 60_000,
      importance: 'medium',
      doc: 'Longest pause between two such tries, in milliseconds.',
      group: 'Error Handling',
      order: 2,
      width: 'medium',
      displayName: 'Maximum Delay Between Retries for Errors',
    },
    'errors.tolerance': {
      type: 'string',
      default: 'none',
      importance: 'medium',
      doc: 'none: a bad record fails the task. all: bad records are skipped, logged and sent to the dead-letter topic as configured.',
      group: 'Error Handling',
      order: 3,
      width: 'short',
      displayName: 'Error Tolerance',
      validator: oneOf('none', 'all'),
    },
    'errors.log.enable': {
      type: 'boolean',
      default: false,
      importance: 'medium',
      doc: 'Whether each bad record is logged.',
      group: 'Error Handling',
      order: 4,
      width: 'short',
      displayName: 'Log Errors',
    },
    'errors.log.include.messages': {
      type: 'boolean',
      default: false,
      importance: 'medium',
      doc: 'Whether the log line names topic, partition, offset and timestamp of the record.',
      group: 'Error Handling',
      order: 5,
      width: 'short',
      displayName: 'Log Error Details',
    },
  }
}

/** The worker's own keys of a sink connector (Kafka Connect's `SinkConnectorConfig`), in its order. */
export function sinkFrameworkKeys(registry: PluginRegistry): ConfigKeys {
  return {
    ...commonKeys(registry),
    topics: {
      type: 'list',
      default: '',
      importance: 'high',
      doc: 'Topics to read, comma separated.',
      group: 'Common',
      order: 4,
      width: 'long',
      displayName: 'Topics',
    },
    'topics.regex': {
      type: 'string',
      default: '',
      importance: 'high',
      doc: 'Regular expression of the topics to read; use either this or topics.',
      group: 'Common',
      order: 4,
      width: 'long',
      displayName: 'Topics regex',
      validator: validTopicPattern,
    },
    'errors.deadletterqueue.topic.name': {
      type: 'string',
      default: '',
      importance: 'medium',
      doc: 'Topic that takes the records which could not be converted or written; empty for none.',
      group: 'Error Handling',
      order: 6,
      width: 'medium',
      displayName: 'Dead Letter Queue Topic Name',
    },
    'errors.deadletterqueue.topic.replication.factor': {
      type: 'short',
      default: 3,
      importance: 'medium',
      doc: 'Replication factor of the dead-letter topic when the worker creates it.',
      group: 'Error Handling',
      order: 7,
      width: 'medium',
      displayName: 'Dead Letter Queue Topic Replication Factor',
    },
    'errors.deadletterqueue.context.headers.enable': {
      type: 'boolean',
      default: false,
      importance: 'medium',
      doc: 'Whether dead letters get __connect.errors.* headers that say where the record came from and what went wrong.',
      group: 'Error Handling',
      order: 8,
      width: 'medium',
      displayName: 'Enable Error Context Headers',
    },
  }
}

/** The worker's own keys of a source connector (Kafka Connect's `SourceConnectorConfig`), in its order. */
export function sourceFrameworkKeys(registry: PluginRegistry): ConfigKeys {
  return {
    ...commonKeys(registry),
    'topic.creation.groups': {
      type: 'list',
      default: '',
      importance: 'low',
      doc: 'Groups of topics that get their own settings when the worker creates them.',
      group: 'Topic Creation',
      order: 1,
      width: 'long',
      displayName: 'Topic Creation Groups',
      validator: aliasList,
    },
    'exactly.once.support': {
      type: 'string',
      default: 'requested',
      importance: 'medium',
      doc: 'requested or required: whether the connector must be able to deliver exactly once.',
      group: 'Exactly Once Support',
      order: 2,
      width: 'short',
      displayName: 'Exactly once support',
      validator: anyCase('requested', 'required'),
    },
    'transaction.boundary': {
      type: 'string',
      default: 'poll',
      importance: 'medium',
      doc: 'Where transactions begin and end: poll, interval or connector.',
      group: 'Exactly Once Support',
      order: 3,
      width: 'short',
      displayName: 'Transaction Boundary',
      validator: anyCase('interval', 'poll', 'connector'),
    },
    'transaction.boundary.interval.ms': {
      type: 'long',
      default: null,
      importance: 'low',
      doc: 'Length of a transaction when transaction.boundary is interval, in milliseconds.',
      group: 'Exactly Once Support',
      order: 4,
      width: 'short',
      displayName: 'Transaction boundary interval',
      validator: atLeast(0),
    },
    'offsets.storage.topic': {
      type: 'string',
      default: null,
      importance: 'low',
      doc: 'Topic for the offsets of this connector; the worker topic when not set.',
      group: 'offsets.topic',
      order: 1,
      width: 'long',
      displayName: 'Offsets topic',
      validator: nonEmpty,
    },
  }
}
