import { type Logger, messageOf } from '@tidewire/core'
import { atMost } from '../at-most.ts'
import type { LogRecord, RecordLog } from './record-log.ts'

/** States of connectors and tasks, in Kafka Connect's words. */
export type RunState = 'UNASSIGNED' | 'RUNNING' | 'PAUSED' | 'FAILED' | 'RESTARTING' | 'STOPPED'

/** A status as the status topic holds it. */
export interface StoredStatus {
  readonly state: RunState
  readonly trace: string | null
  readonly worker_id: string
  readonly generation: number
}

/** A topic that a connector has used. */
export interface TopicUse {
  readonly name: string
  readonly connector: string
  readonly task: number
  readonly discoverTimestamp: number
}

const connectorPrefix = 'status-connector-'
const taskPrefix = 'status-task-'
const topicPrefix = 'status-topic-'

/** Statuses of connectors and tasks and the topics they use, kept in the status topic and answered from memory. */
export class StatusStore {
  readonly #log: RecordLog
  readonly #logger: Logger
  readonly #connectors = new Map<string, StoredStatus>()
  readonly #tasks = new Map<string, Map<number, StoredStatus>>()
  readonly #topics = new Map<string, Map<string, TopicUse>>()
  /** Own records on their way to the topic and back: until then the memory is newer than the topic. */
  readonly #underWay = new Map<string, number>()
  #writes: Promise<void> = Promise.resolve()

  constructor(log: RecordLog, logger: Logger) {
    this.#log = log
    this.#logger = logger
  }

  async start(signal: AbortSignal): Promise<void> {
    await this.#log.start(record => this.#read(record), signal)
  }

  connector(name: string): StoredStatus | undefined {
    return this.#connectors.get(name)
  }

  /** Statuses of a connector's tasks, by id. */
  tasks(name: string): ReadonlyMap<number, StoredStatus> {
    return new Map([...(this.#tasks.get(name) ?? [])].toSorted(([a], [b]) => a - b))
  }

  topics(name: string): string[] {
    return [...(this.#topics.get(name)?.keys() ?? [])]
  }

  putConnector(name: string, status: StoredStatus): void {
    this.#write(`${connectorPrefix}${name}`, status)
  }

  putTask(name: string, task: number, status: StoredStatus): void {
    this.#write(`${taskPrefix}${name}-${task}`, status)
  }

  putTopic(use: TopicUse): void {
    if (this.#topics.get(use.connector)?.has(use.name) === true) return
    this.#write(`${topicPrefix}${use.name}:connector-${use.connector}`, { topic: use })
  }

  removeTask(name: string, task: number): void {
    this.#write(`${taskPrefix}${name}-${task}`, null)
  }

  removeTopics(name: string): void {
    for (const topic of this.topics(name)) {
      this.#write(`${topicPrefix}${topic}:connector-${name}`, null)
    }
  }

  removeConnector(name: string): void {
    this.removeTopics(name)
    for (const task of this.tasks(name).keys()) this.removeTask(name, task)
    this.#write(`${connectorPrefix}${name}`, null)
  }

  /** Names that have a status, whether or not they still have a configuration. */
  names(): string[] {
    return [...new Set([...this.#connectors.keys(), ...this.#tasks.keys(), ...this.#topics.keys()])]
  }

  /** Resolves when all statuses written so far are stored, or could not be. */
  async flush(): Promise<void> {
    await this.#writes
  }

  #write(key: string, value: unknown): void {
    const record: LogRecord = { key, value: value === null ? null : JSON.stringify(value) }
    this.#apply(record)
    this.#underWay.set(key, (this.#underWay.get(key) ?? 0) + 1)
    this.#writes = this.#writes
      .then(() => this.#log.send([record]))
      .catch(error => {
        this.#landed(key)
        this.#logger.warn('a status could not be stored', {
          key,
          reason: messageOf(error),
        })
      })
  }

  #landed(key: string): boolean {
    const count = this.#underWay.get(key) ?? 0
    if (count > 1) this.#underWay.set(key, count - 1)
    else this.#underWay.delete(key)
    return count > 0
  }

  #read(record: LogRecord): void {
    if (this.#landed(record.key)) return
    this.#apply(record)
  }

  #apply({ key, value }: LogRecord): void {
    const json = value === null ? null : (JSON.parse(value) as unknown)
    if (key.startsWith(connectorPrefix)) {
      const name = key.slice(connectorPrefix.length)
      if (json === null) this.#connectors.delete(name)
      else this.#connectors.set(name, json as StoredStatus)
    } else if (key.startsWith(taskPrefix)) {
      const rest = key.slice(taskPrefix.length)
      const dash = rest.lastIndexOf('-')
      const name = rest.slice(0, dash)
      const task = Number(rest.slice(dash + 1))
      const tasks = this.#tasks.get(name) ?? new Map<number, StoredStatus>()
      if (json === null) tasks.delete(task)
      else tasks.set(task, json as StoredStatus)
      if (tasks.size === 0) this.#tasks.delete(name)
      else this.#tasks.set(name, tasks)
    } else if (key.startsWith(topicPrefix)) {
      this.#applyTopic(key.slice(topicPrefix.length), json as { topic: TopicUse } | null)
    }
  }

  #applyTopic(rest: string, json: { readonly topic: TopicUse } | null): void {
    const mark = rest.indexOf(':connector-')
    if (mark < 0) return
    const topic = rest.slice(0, mark)
    const name = rest.slice(mark + ':connector-'.length)
    const topics = this.#topics.get(name) ?? new Map<string, TopicUse>()
    if (json === null) topics.delete(topic)
    else topics.set(topic, json.topic)
    if (topics.size === 0) this.#topics.delete(name)
    else this.#topics.set(name, topics)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await atMost(500, this.#writes)
    await this.#log[Symbol.asyncDispose]()
  }
}
