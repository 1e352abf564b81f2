import {
  type Connector,
  type ConnectorPlugin,
  describeError,
  isRetriable,
  type Logger,
  type Props,
} from '@tidewire/core'
import { secretRuleFor } from '../config/connector-validation.ts'
import { redactor, secretsIn } from '../config/secret-values.ts'
import { loggerNames } from '../logging.ts'
import { raise } from '../raise.ts'
import type { ConnectorEntry } from '../stores/config-store.ts'
import type { RunState } from '../stores/status-store.ts'
import { taskClassOf } from '../tasks/connector-parts.ts'
import type { WorkerContext } from '../worker-context.ts'
import { withDeadline } from './deadline.ts'
import { RestartBackoff } from './restart-backoff.ts'
import { SerialLane } from './serial-lane.ts'
import { TaskUnit } from './task-unit.ts'

interface RunningConnector {
  readonly plugin: ConnectorPlugin
  readonly instance: Connector
  /** The stored configuration, which is how a later one is told from it. */
  readonly props: Props
  /** The same with the values of configuration providers. */
  readonly resolved: Props
  readonly abort: AbortController
}

/**
 * One connector with its tasks. Its jobs run one after the other in a lane of its own, so a connector that hangs holds
 * up nobody else; a newer wish aborts the job that is under way.
 */
export class ConnectorUnit {
  readonly name: string
  readonly #context: WorkerContext
  readonly #log: Logger & { close(): void }
  readonly #lane = new SerialLane()
  readonly #tasks = new Map<number, TaskUnit>()
  readonly #backoff: RestartBackoff
  #running: RunningConnector | null = null
  #state: RunState = 'UNASSIGNED'
  #current = new AbortController()
  #mask: (text: string) => string = text => text
  #gone = false

  /** `after`: what must have ended first, such as a deleted connector of the same name. */
  constructor(context: WorkerContext, name: string, after: Promise<void> = Promise.resolve()) {
    this.#context = context
    this.name = name
    this.#log = context.log.logger(loggerNames.connector, { connector: name }, text =>
      this.#mask(text),
    )
    void this.#lane.run(() => after)
    const { values } = context.settings
    this.#backoff = new RestartBackoff({
      enabled: values['task.restart.enable'],
      baseMs: values['task.restart.backoff.ms'],
      maxMs: values['task.restart.backoff.max.ms'],
    })
  }

  get tasks(): readonly TaskUnit[] {
    return [...this.#tasks.values()]
  }

  task(id: number): TaskUnit | undefined {
    return this.#tasks.get(id)
  }

  /** Restarts of the connector itself that the worker made by itself. */
  get restarts(): { readonly count: number; readonly last: number | null } {
    return { count: this.#backoff.count, last: this.#backoff.last }
  }

  /** Queues a job; jobs of a connector that is gone do nothing. */
  #job(work: () => Promise<void>): Promise<void> {
    return this.#lane.run(async () => {
      if (this.#gone) return
      this.#current = new AbortController()
      try {
        await work()
      } catch (error) {
        this.#log.error('the connector could not be brought into the wanted state', {
          reason: describeError(error),
        })
      }
    })
  }

  #interrupt(): void {
    this.#current.abort(raise('CONNECT_SERVER', { text: 'overtaken by a newer request' }))
  }

  /** The worker has started: committed tasks run at once, beside the start of the connector itself. */
  boot(): Promise<void> {
    return this.#job(async () => {
      await Promise.all([this.#sync(false), this.#syncTasks()])
      await this.#syncTasks()
    })
  }

  /** The configuration is new: restart what it concerns. */
  configure(): Promise<void> {
    this.#interrupt()
    return this.#job(async () => {
      await this.#sync(false)
      await this.#syncTasks()
    })
  }

  /** The target state is new. */
  retarget(): Promise<void> {
    this.#interrupt()
    return this.#job(async () => {
      await this.#sync(false)
      await this.#syncTasks()
    })
  }

  /** Task configurations were committed. */
  retask(): Promise<void> {
    return this.#job(() => this.#syncTasks())
  }

  /** Restarts the connector itself; its tasks go on unless their configurations change. */
  restartConnector(announce: boolean): Promise<void> {
    this.#interrupt()
    return this.#job(async () => {
      await this.#stopConnector()
      if (announce) this.#report('RESTARTING')
      await this.#sync(true)
      await this.#syncTasks()
    })
  }

  restartTasks(ids: readonly number[], announce: boolean): Promise<void> {
    return this.#job(async () => {
      await Promise.all(ids.map(id => this.#tasks.get(id)?.restart(announce)))
    })
  }

  /** Resolves when all jobs given so far are done. */
  async settled(): Promise<void> {
    await this.#lane.settled()
  }

  /** Stops everything; statuses say UNASSIGNED. */
  async shutdown(): Promise<void> {
    this.#interrupt()
    await this.#job(async () => {
      this.#gone = true
      this.#backoff.cancel()
      await Promise.all([this.#stopConnector(), ...this.tasks.map(task => task.stop())])
    })
  }

  /** Stops everything and removes the statuses: the connector was deleted. */
  async remove(): Promise<void> {
    await this.shutdown()
    this.#context.metrics.forget(this.name, [...this.#tasks.keys()])
    this.#context.statuses.removeConnector(this.name)
    this.#log.close()
  }

  #report(state: RunState, trace: string | null = null): void {
    this.#state = state
    this.#context.statuses.putConnector(this.name, this.#context.status(state, trace))
  }

  #deadline<T>(what: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const ms = this.#context.settings.values['connector.operation.timeout.ms']
    return withDeadline({ what, connector: this.name, ms }, this.#current.signal, work)
  }

  /** Brings the connector itself into the wanted state and has it make its task configurations. */
  async #sync(force: boolean): Promise<void> {
    const entry = this.#context.configs.get(this.name)
    if (entry === undefined) return
    const running = this.#running
    const unchanged = running !== null && running.props === entry.props
    if (entry.target !== 'STARTED') {
      const wanted: RunState = entry.target
      if (running !== null) await this.#stopConnector(wanted)
      this.#backoff.cancel()
      if (this.#state !== wanted) this.#report(wanted)
      return
    }
    if (unchanged && !force) return
    if (running !== null) await this.#stopConnector()
    try {
      await this.#startConnector(entry)
      await this.#makeTasks(entry)
      this.#backoff.succeeded()
    } catch (error) {
      // Overtaken while starting: what has begun is undone, the newer job decides anew.
      if (this.#current.signal.aborted) await this.#stopConnector()
      else await this.#fail(error)
    }
  }

  async #fail(error: unknown): Promise<void> {
    const trace = this.#mask(describeError(error))
    await this.#stopConnector('FAILED')
    this.#report('FAILED', trace)
    const ms = isRetriable(error)
      ? this.#backoff.plan(() => void this.restartConnector(true))
      : null
    const advice = ms === null ? 'it stays failed until it is changed' : `next attempt in ${ms} ms`
    this.#log.error(`connector ${this.name} failed; ${advice}`, { trace })
  }

  async #startConnector(entry: ConnectorEntry): Promise<void> {
    const plugin = this.#context.registry.connector(entry.props['connector.class'] ?? '')
    const resolved = await this.#resolve(entry.props, plugin)
    const abort = new AbortController()
    const instance = plugin.newConnector()
    this.#running = { plugin, instance, props: entry.props, resolved, abort }
    const { props } = plugin.config.resolveAliases(resolved)
    await this.#deadline('starting', () =>
      instance.start(props, {
        name: this.name,
        log: this.#log,
        signal: abort.signal,
        requestTaskReconfiguration: () => void this.#remakeTasks(abort.signal),
        raiseError: error => {
          void this.#job(async () => {
            if (!abort.signal.aborted) await this.#fail(error)
          })
        },
      }),
    )
    this.#report('RUNNING')
  }

  /** Puts in the values of configuration providers, and learns what must not be said aloud. */
  async #resolve(raw: Props, plugin: ConnectorPlugin): Promise<Props> {
    const { props, secrets } = await this.#context.providers.resolve(raw)
    this.#mask = redactor([...secretsIn(props, secretRuleFor(plugin)), ...secrets])
    return props
  }

  async #remakeTasks(signal: AbortSignal): Promise<void> {
    await this.#job(async () => {
      const entry = this.#context.configs.get(this.name)
      if (signal.aborted || entry === undefined || this.#running === null) return
      try {
        await this.#makeTasks(entry)
      } catch (error) {
        await this.#fail(error)
      }
    })
  }

  async #makeTasks(entry: ConnectorEntry): Promise<void> {
    const running = this.#running
    if (running === null) return
    const { configs } = this.#context
    const max = Number(entry.props['tasks.max'] ?? 1)
    const made = await this.#deadline('making task configurations', signal =>
      running.instance.taskConfigs(max, signal),
    )
    if (made.length > max && entry.props['tasks.max.enforce']?.toLowerCase() !== 'false') {
      throw raise('CONNECT_NO_TASKS', {
        connector: this.name,
        reason: `it made ${made.length} tasks, tasks.max is ${max}`,
      })
    }
    const tasks = made.map(props =>
      completeTaskProps(
        withReferences(props, entry.props, running.resolved),
        entry.props,
        running.plugin,
      ),
    )
    const stored = configs.get(this.name)
    const same =
      stored !== undefined &&
      !stored.inconsistent &&
      JSON.stringify(stored.tasks.map(sorted)) === JSON.stringify(tasks.map(sorted))
    if (!same) await configs.putTasks(this.name, tasks)
  }

  async #stopConnector(report: RunState = 'UNASSIGNED'): Promise<void> {
    const running = this.#running
    if (running === null) return
    this.#running = null
    running.abort.abort()
    const ms = this.#context.settings.values['task.shutdown.graceful.timeout.ms']
    try {
      await withDeadline(
        { what: 'stopping', connector: this.name, ms },
        new AbortController().signal,
        () => running.instance.stop(),
      )
    } catch (error) {
      this.#log.warn('the connector did not stop cleanly', { reason: describeError(error) })
    }
    if (report !== 'FAILED') this.#report(report)
  }

  /** Runs the tasks that are committed, each with its current configuration. */
  async #syncTasks(): Promise<void> {
    const { configs, registry, statuses } = this.#context
    const entry = configs.get(this.name)
    if (entry === undefined) return
    const plugin = registry.findConnector(entry.props['connector.class'] ?? '')
    const wanted = plugin === undefined ? [] : entry.tasks
    const paused = entry.target === 'PAUSED'
    const surplus = this.tasks.filter(unit => unit.task >= wanted.length)
    await Promise.all(
      surplus.map(async unit => {
        this.#tasks.delete(unit.task)
        await unit.stop()
        this.#context.metrics.forget(this.name, [unit.task])
      }),
    )
    for (const id of statuses.tasks(this.name).keys()) {
      if (id >= wanted.length) statuses.removeTask(this.name, id)
    }
    if (plugin === undefined) return
    await Promise.all(
      wanted.map((taskProps, task) => this.#syncTask(plugin, entry.props, taskProps, task, paused)),
    )
  }

  async #syncTask(
    plugin: ConnectorPlugin,
    connectorProps: Props,
    taskProps: Props,
    task: number,
    paused: boolean,
  ): Promise<void> {
    const definition = {
      connector: this.name,
      task,
      plugin,
      connectorProps,
      taskProps,
      mask: (text: string) => this.#mask(text),
    }
    const unit = this.#tasks.get(task)
    if (unit === undefined) {
      const made = new TaskUnit(this.#context, definition, paused)
      this.#tasks.set(task, made)
      made.start()
    } else if (unit.runs(definition)) {
      if (paused !== (unit.state === 'PAUSED')) await unit.setPaused(paused)
    } else {
      unit.redefine(definition)
      await unit.restart(false)
    }
  }
}

/** What a connector copied from its configuration is stored as the reference that it was, not as the secret. */
function withReferences(task: Props, raw: Props, resolved: Props): Props {
  return Object.fromEntries(
    Object.entries(task).map(([key, value]) => [
      key,
      value === resolved[key] ? (raw[key] ?? value) : value,
    ]),
  )
}

function completeTaskProps(
  task: Props,
  connector: Props,
  plugin: ConnectorPlugin,
): Record<string, string> {
  const props: Record<string, string> = { ...task, 'task.class': taskClassOf(plugin.className) }
  if (plugin.type === 'sink') {
    for (const key of ['topics', 'topics.regex']) {
      const value = connector[key]
      if (value !== undefined) props[key] = value
    }
  }
  return props
}

function sorted(props: Props): [string, string][] {
  return Object.entries(props).toSorted(([a], [b]) => (a < b ? -1 : 1))
}
