import type { Props } from '@tidewire/core'
import type { LogRecord, RecordLog } from './record-log.ts'

/** What a connector should be doing (Kafka Connect's `TargetState`). */
export type TargetState = 'STARTED' | 'PAUSED' | 'STOPPED'

/** A connector as the config topic describes it. */
export interface ConnectorEntry {
  readonly name: string
  readonly props: Props
  readonly target: TargetState
  /** Task configurations of the last complete commit, in order of task id. */
  readonly tasks: readonly Props[]
  /** Task configurations were committed but some are gone (compaction): they must be made anew. */
  readonly inconsistent: boolean
}

/** A request to restart parts of a connector, as written to the config topic. */
export interface RestartRequest {
  readonly includeTasks: boolean
  readonly onlyFailed: boolean
}

/** What the herder hears of the config topic; called only after the first catch-up. */
export interface ConfigListener {
  onConnector(name: string): void
  onTasks(name: string): void
  onTargetState(name: string): void
  onRestart(name: string, request: RestartRequest): void
  onLoggerLevel(logger: string, level: string): void
}

interface MutableEntry {
  props: Props | null
  target: TargetState
  pending: Map<number, Props>
  tasks: readonly Props[]
  inconsistent: boolean
}

const prefixes = {
  target: 'target-state-',
  connector: 'connector-',
  task: 'task-',
  commit: 'commit-',
  restart: 'restart-connector-',
  logger: 'logger-cluster-',
} as const

/** The target state of a record: `state.v2`, or `state` as workers before 3.5 wrote it. */
function targetOf(value: Readonly<Record<string, unknown>>): TargetState {
  const state = value['state.v2'] ?? value.state
  return state === 'PAUSED' || state === 'STOPPED' ? state : 'STARTED'
}

function propertiesOf(value: Readonly<Record<string, unknown>>): Record<string, string> {
  const properties = value.properties
  const found: Record<string, string> = {}
  if (typeof properties !== 'object' || properties === null) return found
  for (const [key, text] of Object.entries(properties)) {
    if (text !== null && text !== undefined) found[key] = String(text)
  }
  return found
}

/** Connector configurations, task configurations and target states, kept in the config topic. */
export class ConfigStore {
  readonly #log: RecordLog
  readonly #entries = new Map<string, MutableEntry>()
  #listener: ConfigListener | null = null

  constructor(log: RecordLog) {
    this.#log = log
  }

  async start(signal: AbortSignal): Promise<void> {
    await this.#log.start(record => this.#apply(record), signal)
  }

  /** From now on changes are told to the listener. */
  listen(listener: ConfigListener): void {
    this.#listener = listener
  }

  /** The worker's config offset: the one after the last record read, -1n before any. */
  get position(): bigint {
    return this.#log.position
  }

  names(): string[] {
    return [...this.#entries].filter(([, e]) => e.props !== null).map(([name]) => name)
  }

  get(name: string): ConnectorEntry | undefined {
    const entry = this.#entries.get(name)
    if (entry === undefined || entry.props === null) return undefined
    const { props, target, tasks, inconsistent } = entry
    return { name, props, target, tasks, inconsistent }
  }

  /** Stores a connector's configuration; with `target`, the state it starts in is written first. */
  async putConnector(name: string, props: Props, target?: TargetState): Promise<void> {
    const records: LogRecord[] = target === undefined ? [] : [targetRecord(name, target)]
    records.push({
      key: `${prefixes.connector}${name}`,
      value: JSON.stringify({ properties: { ...props, name } }),
    })
    await this.#log.append(records)
  }

  async removeConnector(name: string): Promise<void> {
    await this.#log.append([
      { key: `${prefixes.connector}${name}`, value: null },
      { key: `${prefixes.target}${name}`, value: null },
    ])
  }

  async putTasks(name: string, tasks: readonly Props[]): Promise<void> {
    await this.#log.append([
      ...tasks.map((properties, i) => ({
        key: `${prefixes.task}${name}-${i}`,
        value: JSON.stringify({ properties }),
      })),
      { key: `${prefixes.commit}${name}`, value: JSON.stringify({ tasks: tasks.length }) },
    ])
  }

  async putTarget(name: string, target: TargetState): Promise<void> {
    await this.#log.append([targetRecord(name, target)])
  }

  /** Stops a connector: its tasks are committed away, then the target state is written. */
  async putStopped(name: string): Promise<void> {
    await this.#log.append([
      { key: `${prefixes.commit}${name}`, value: JSON.stringify({ tasks: 0 }) },
      targetRecord(name, 'STOPPED'),
    ])
  }

  async putRestart(name: string, request: RestartRequest): Promise<void> {
    const value = { 'include-tasks': request.includeTasks, 'only-failed': request.onlyFailed }
    await this.#log.append([{ key: `${prefixes.restart}${name}`, value: JSON.stringify(value) }])
  }

  async putLoggerLevel(logger: string, level: string): Promise<void> {
    await this.#log.append([
      { key: `${prefixes.logger}${logger}`, value: JSON.stringify({ level }) },
    ])
  }

  #entry(name: string): MutableEntry {
    const found = this.#entries.get(name)
    if (found !== undefined) return found
    const made: MutableEntry = {
      props: null,
      target: 'STARTED',
      pending: new Map(),
      tasks: [],
      inconsistent: false,
    }
    this.#entries.set(name, made)
    return made
  }

  #apply({ key, value }: LogRecord): void {
    const after = (prefix: string) => (key.startsWith(prefix) ? key.slice(prefix.length) : null)
    const json = value === null ? null : (JSON.parse(value) as Readonly<Record<string, unknown>>)

    const target = after(prefixes.target)
    const connector = after(prefixes.connector)
    const task = after(prefixes.task)
    const commit = after(prefixes.commit)
    const restart = after(prefixes.restart)
    const logger = after(prefixes.logger)
    if (target !== null) this.#applyTarget(target, json)
    else if (connector !== null) this.#applyConnector(connector, json)
    else if (task !== null) this.#applyTask(task, json)
    else if (commit !== null) this.#applyCommit(commit, json)
    else if (restart !== null && json !== null) {
      this.#listener?.onRestart(restart, {
        includeTasks: json['include-tasks'] === true,
        onlyFailed: json['only-failed'] === true,
      })
    } else if (logger !== null && typeof json?.level === 'string') {
      this.#listener?.onLoggerLevel(logger, json.level)
    }
    // session-key and tasks-fencing-* serve several workers and exactly-once sources; they are left alone.
  }

  #applyTarget(name: string, json: Readonly<Record<string, unknown>> | null): void {
    const known = this.#entries.get(name)
    if (json === null) {
      if (known?.props === null) this.#entries.delete(name)
      else if (known !== undefined) known.target = 'STARTED'
      return
    }
    const entry = this.#entry(name)
    entry.target = targetOf(json)
    if (entry.props !== null) this.#listener?.onTargetState(name)
  }

  #applyConnector(name: string, json: Readonly<Record<string, unknown>> | null): void {
    if (json === null) {
      this.#entries.delete(name)
    } else {
      this.#entry(name).props = propertiesOf(json)
    }
    this.#listener?.onConnector(name)
  }

  #applyTask(rest: string, json: Readonly<Record<string, unknown>> | null): void {
    const dash = rest.lastIndexOf('-')
    const index = Number(rest.slice(dash + 1))
    if (dash < 0 || !Number.isInteger(index) || json === null) return
    this.#entry(rest.slice(0, dash)).pending.set(index, propertiesOf(json))
  }

  #applyCommit(name: string, json: Readonly<Record<string, unknown>> | null): void {
    const entry = this.#entries.get(name)
    // Task records outlive their connector; a commit for one that is gone means nothing.
    if (entry === undefined || entry.props === null || json === null) {
      entry?.pending.clear()
      return
    }
    const count = Number(json.tasks ?? 0)
    const tasks: Props[] = []
    for (let i = 0; i < count; i += 1) {
      const props = entry.pending.get(i)
      if (props !== undefined) tasks.push(props)
    }
    entry.inconsistent = tasks.length !== count
    entry.tasks = entry.inconsistent ? [] : tasks
    entry.pending.clear()
    this.#listener?.onTasks(name)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#log[Symbol.asyncDispose]()
  }
}

function targetRecord(name: string, target: TargetState): LogRecord {
  const old = target === 'STOPPED' ? 'PAUSED' : target
  return {
    key: `${prefixes.target}${name}`,
    value: JSON.stringify({ state: old, 'state.v2': target }),
  }
}
