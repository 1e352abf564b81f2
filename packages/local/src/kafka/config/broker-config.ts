import type { LogSettings } from '../log/log-settings.ts'
import { errorCode, ProtocolError } from '../protocol/error-code.ts'
import { brokerKeys } from './broker-keys.ts'
import { type ConfigKey, listOf, problemOf } from './config-key.ts'
import { topicKeys } from './topic-keys.ts'

const brokerByName = new Map(brokerKeys.map(key => [key.name, key]))
const topicByName = new Map(topicKeys.map(key => [key.name, key]))

/** Other spellings: the larger units that Kafka has for some keys, and the older name of `node.id`. */
const inUnits: Readonly<Record<string, readonly [key: string, factor: number]>> = {
  'broker.id': ['node.id', 1],
  'log.retention.hours': ['log.retention.ms', 3_600_000],
  'log.retention.minutes': ['log.retention.ms', 60_000],
  'log.roll.hours': ['log.roll.ms', 3_600_000],
}

/** The broker's configuration: what was given, over Kafka's defaults. */
export class BrokerConfig {
  readonly #given = new Map<string, string>()
  /** Set while the broker runs; kept over a restart. */
  readonly #dynamic = new Map<string, string>()
  /** Given keys that the broker does not know. */
  readonly unknown: readonly string[]

  constructor(config: Readonly<Record<string, string>> = {}) {
    const unknown: string[] = []
    for (const [name, value] of Object.entries(config)) {
      const unit = inUnits[name]
      if (unit !== undefined) {
        const [target, factor] = unit
        const scaled = Number(value) < 0 ? Number(value) : Number(value) * factor
        if (!(target in config)) this.#give(target, String(scaled))
      } else if (brokerByName.has(name)) this.#give(name, value)
      else unknown.push(name)
    }
    this.unknown = unknown
  }

  #give(name: string, value: string): void {
    checkBrokerKey(name, value)
    this.#given.set(name, value)
  }

  /** Sets a key while the broker runs; null takes that back. Throws `ProtocolError` 40 (unknown key, bad value). */
  change(name: string, value: string | null): void {
    checkBrokerKey(name, value)
    if (value === null) this.#dynamic.delete(name)
    else this.#dynamic.set(name, value)
  }

  /** What was set while the broker runs. */
  get changes(): ReadonlyMap<string, string> {
    return this.#dynamic
  }

  /** What was given when the broker was started. */
  given(name: string): string | undefined {
    return this.#given.get(name)
  }

  text(name: string): string | null {
    return this.#dynamic.get(name) ?? this.#given.get(name) ?? brokerByName.get(name)?.value ?? null
  }

  number(name: string): number {
    return Number(this.text(name))
  }

  flag(name: string): boolean {
    return this.text(name)?.toLowerCase() === 'true'
  }
}

/** Throws `ProtocolError` 40 for an unknown key of the broker or a bad value; null is no value. */
export function checkBrokerKey(name: string, value: string | null): void {
  const key = brokerByName.get(name)
  if (key === undefined) throw new ProtocolError(errorCode.invalidConfig, `Unknown config ${name}`)
  const problem = value === null ? null : problemOf(key, value)
  if (problem !== null) throw new ProtocolError(errorCode.invalidConfig, problem)
}

/** The configuration key of a topic; undefined for an unknown one. */
export function topicKey(name: string): ConfigKey | undefined {
  return topicByName.get(name)
}

/** Throws `ProtocolError` 40 when a topic's configuration holds an unknown key or a bad value. */
export function checkTopicConfig(config: ReadonlyMap<string, string>): void {
  for (const [name, value] of config) {
    const key = topicByName.get(name)
    if (key === undefined) {
      throw new ProtocolError(errorCode.invalidConfig, `Unknown topic config name: ${name}`)
    }
    const problem = problemOf(key, value)
    if (problem !== null) throw new ProtocolError(errorCode.invalidConfig, problem)
  }
}

/** The effective value of a topic's key: its own, else the broker's. */
export function topicValue(
  key: ConfigKey,
  topic: ReadonlyMap<string, string>,
  broker: BrokerConfig,
): string | null {
  return topic.get(key.name) ?? (key.broker === undefined ? key.value : broker.text(key.broker))
}

/** The settings of a topic's logs. */
export function logSettings(topic: ReadonlyMap<string, string>, broker: BrokerConfig): LogSettings {
  const text = (name: string) => {
    const key = topicByName.get(name)
    return key === undefined ? '' : (topicValue(key, topic, broker) ?? '')
  }
  const number = (name: string) => Number(text(name))
  const policies = listOf(text('cleanup.policy'))
  return {
    segmentBytes: number('segment.bytes'),
    segmentMs: number('segment.ms'),
    indexIntervalBytes: number('index.interval.bytes'),
    retentionBytes: number('retention.bytes'),
    retentionMs: number('retention.ms'),
    maxMessageBytes: number('max.message.bytes'),
    appendTime: text('message.timestamp.type') === 'LogAppendTime',
    timestampBeforeMaxMs: number('message.timestamp.before.max.ms'),
    timestampAfterMaxMs: number('message.timestamp.after.max.ms'),
    compact: policies.includes('compact'),
    delete: policies.includes('delete'),
    minCleanableRatio: number('min.cleanable.dirty.ratio'),
    deleteRetentionMs: number('delete.retention.ms'),
    minCompactionLagMs: number('min.compaction.lag.ms'),
    maxCompactionLagMs: number('max.compaction.lag.ms'),
    flushMessages: number('flush.messages'),
    flushMs: number('flush.ms'),
    minInsyncReplicas: number('min.insync.replicas'),
  }
}
