import type { Props } from '@tidewire/core'
import type { Kafka } from '@tidewire/kafka'
import { hasReference } from '../config/config-providers.ts'
import {
  connectorComplaints,
  frameworkKeys,
  pluginOf,
  rejectInvalid,
  type SubmittedProps,
  secretRuleFor,
  validateConnector,
} from '../config/connector-validation.ts'
import type { ValidationView, ValueView } from '../config/definition-view.ts'
import { clientKeyNotes, clientKinds } from '../config/keys-without-effect.ts'
import { redactor, restoreMasked } from '../config/secret-values.ts'
import { unreadTopicCreationKeys } from '../config/topic-creation.ts'
import type { AssignedWork } from '../group/connect-protocol.ts'
import { loggerNames } from '../logging.ts'
import { raise } from '../raise.ts'
import type {
  ConfigListener,
  ConnectorEntry,
  RestartRequest,
  TargetState,
} from '../stores/config-store.ts'
import type { WorkerContext } from '../worker-context.ts'
import { ConnectorOffsets } from './connector-offsets.ts'
import { ConnectorUnit } from './connector-unit.ts'
import {
  type ConnectorInfo,
  type ConnectorStatusView,
  connectorInfo,
  connectorStatus,
  shownProps,
  stateView,
} from './connector-views.ts'
import { withDeadline } from './deadline.ts'
import { SerialLane } from './serial-lane.ts'

/**
 * Looks after all connectors of the worker. Changes go through the config store, one after the other; what they mean for
 * a connector is done in that connector's own lane, so none waits for another.
 */
export class Herder implements ConfigListener {
  readonly #context: WorkerContext
  /** Reads and changes offsets of connectors. */
  readonly offsets: ConnectorOffsets
  readonly #changes = new SerialLane()
  readonly #units = new Map<string, ConnectorUnit>()
  readonly #removals = new Map<string, Promise<void>>()
  readonly #stop = new AbortController()

  constructor(context: WorkerContext, kafka: Kafka) {
    this.#context = context
    this.offsets = new ConnectorOffsets(context, kafka, async name => {
      await this.#units.get(name)?.settled()
    })
  }

  get units(): readonly ConnectorUnit[] {
    return [...this.#units.values()]
  }

  get #stopping(): boolean {
    return this.#stop.signal.aborted
  }

  /** Everything that the cluster should run, as the group protocol names it. */
  work(): AssignedWork[] {
    const { configs } = this.#context
    return configs.names().map(connector => ({
      connector,
      tasks: [-1, ...(configs.get(connector)?.tasks.keys() ?? [])],
    }))
  }

  /** Starts what the config topic asks for, and follows it from now on. */
  start(): void {
    const { configs, statuses } = this.#context
    configs.listen(this)
    const names = configs.names()
    for (const stale of statuses.names()) {
      if (!names.includes(stale)) statuses.removeConnector(stale)
    }
    for (const name of names) void this.#unit(name).boot()
  }

  /** Stops all connectors and tasks; statuses say UNASSIGNED. */
  async stop(): Promise<void> {
    this.#stop.abort(raise('CONNECT_SERVER', { text: 'the worker is being stopped' }))
    await Promise.all([...this.units.map(unit => unit.shutdown()), ...this.#removals.values()])
  }

  #unit(name: string): ConnectorUnit {
    const found = this.#units.get(name)
    if (found !== undefined) return found
    const made = new ConnectorUnit(this.#context, name, this.#removals.get(name))
    this.#units.set(name, made)
    return made
  }

  // What the config topic says.

  onConnector(name: string): void {
    if (this.#stopping) return
    if (this.#context.configs.get(name) !== undefined) {
      void this.#unit(name).configure()
      return
    }
    const unit = this.#units.get(name)
    if (unit === undefined) return
    this.#units.delete(name)
    const removal = unit.remove().finally(() => {
      if (this.#removals.get(name) === removal) this.#removals.delete(name)
    })
    this.#removals.set(name, removal)
  }

  onTasks(name: string): void {
    if (!this.#stopping) void this.#units.get(name)?.retask()
  }

  onTargetState(name: string): void {
    if (!this.#stopping) void this.#units.get(name)?.retarget()
  }

  onRestart(name: string, request: RestartRequest): void {
    const unit = this.#units.get(name)
    if (unit === undefined || this.#stopping) return
    const plan = this.#restartPlan(name, request)
    if (plan.connector) void unit.restartConnector(true)
    if (plan.tasks.length > 0) void unit.restartTasks(plan.tasks, true)
  }

  onLoggerLevel(logger: string, level: string): void {
    this.#context.log.setLevel(logger, level)
  }

  // What clients ask.

  names(): string[] {
    return this.#context.configs.names()
  }

  /** The stored configuration, or a 404 in Kafka Connect's words. */
  #entry(name: string, text = `Connector ${name} not found`): ConnectorEntry {
    const entry = this.#context.configs.get(name)
    if (entry === undefined) throw raise('CONNECT_NOT_FOUND', { text })
    return entry
  }

  info(name: string): ConnectorInfo {
    return connectorInfo(this.#context.registry, this.#entry(name))
  }

  config(name: string): Props {
    return shownProps(this.#context.registry, this.#entry(name).props)
  }

  taskConfigs(name: string): readonly Props[] {
    const { registry } = this.#context
    return this.#entry(name).tasks.map(props => shownProps(registry, props))
  }

  status(name: string): ConnectorStatusView {
    const { configs, registry, statuses } = this.#context
    const entry = configs.get(name)
    const status =
      entry === undefined
        ? undefined
        : connectorStatus(registry, statuses, entry, this.#units.get(name))
    if (status !== undefined) return status
    throw raise('CONNECT_NOT_FOUND', { text: `No status found for connector ${name}` })
  }

  taskStatus(name: string, task: number) {
    const { configs, statuses } = this.#context
    const status = configs.get(name) === undefined ? undefined : statuses.tasks(name).get(task)
    if (status === undefined) {
      throw raise('CONNECT_NOT_FOUND', { text: `No status found for task ${name}-${task}` })
    }
    return { id: task, ...stateView(status, this.#units.get(name)?.task(task)?.restarts) }
  }

  topics(name: string): string[] {
    return this.#context.statuses.topics(name)
  }

  resetTopics(name: string): void {
    this.#context.statuses.removeTopics(name)
    for (const task of this.#units.get(name)?.tasks ?? []) task.forgetTopics()
  }

  /** Checks a configuration; values equal to the mask stand for the stored ones. */
  async validate(submitted: SubmittedProps): Promise<ValidationView> {
    return await this.#check(this.#unmasked(submitted))
  }

  /** Validates with the values of configuration providers; the answer shows the references instead. */
  async #check(raw: SubmittedProps): Promise<ValidationView> {
    const { registry, settings, providers } = this.#context
    const texts = Object.entries(raw).filter(
      (entry): entry is [string, string] => entry[1] !== null,
    )
    const { props, secrets } = await providers.resolve(Object.fromEntries(texts))
    const resolved = { ...raw, ...props }
    const connector = raw.name ?? raw['connector.class'] ?? ''
    const ms = settings.values['connector.operation.timeout.ms']
    const complaints = await withDeadline(
      { what: 'validating', connector, ms },
      this.#stop.signal,
      signal => connectorComplaints(registry, resolved, signal),
    )
    const view = validateConnector(
      registry,
      resolved,
      settings.policy,
      settings.values['topic.creation.enable'],
      complaints,
    )
    if (secrets.length === 0) return view
    const redact = redactor(secrets)
    const shown = (value: ValueView): ValueView => {
      const given = raw[value.name] ?? null
      return {
        ...value,
        value: given !== null && hasReference(given) ? given : value.value,
        errors: value.errors.map(redact),
      }
    }
    const configs = view.configs.map(config => ({ ...config, value: shown(config.value) }))
    return { ...view, configs }
  }

  #unmasked(submitted: SubmittedProps): SubmittedProps {
    const stored = this.#context.configs.get(submitted.name ?? '')?.props ?? {}
    const className = submitted['connector.class'] ?? stored['connector.class'] ?? ''
    const secret = secretRuleFor(this.#context.registry.findConnector(className))
    const texts: Record<string, string> = {}
    const nulls: Record<string, null> = {}
    for (const [key, value] of Object.entries(submitted)) {
      if (value === null) nulls[key] = null
      else texts[key] = value
    }
    return { ...restoreMasked(texts, stored, secret), ...nulls }
  }

  /** Checks and cleans a configuration before it is stored. */
  async #accept(name: string, submitted: SubmittedProps): Promise<Props> {
    const props = this.#unmasked({ ...submitted, name })
    rejectInvalid(await this.#check(props))
    this.#warnUnknown(name, props as Props)
    return props as Props
  }

  #warnUnknown(name: string, props: Props): void {
    const { registry, log } = this.#context
    const plugin = pluginOf(registry, props)
    const logger = log.logger(loggerNames.herder, { connector: name })
    for (const { alias, key } of plugin.config.resolveAliases(props).used) {
      logger.warn(`${alias} is taken as ${key}`)
    }
    const framework = Object.keys(frameworkKeys(registry, plugin))
    for (const { key, nearest } of plugin.config.unknown(props, framework)) {
      const advice = nearest === null ? '' : `; did you mean ${nearest}?`
      logger.warn(`unknown key ${key} is ignored${advice}`)
    }
    for (const kind of clientKinds) {
      const { unknown, withoutEffect } = clientKeyNotes(props, kind, `${kind}.override.`)
      for (const line of unknown) logger.warn(line)
      for (const line of withoutEffect) logger.info(line)
    }
    if (plugin.type === 'source') {
      for (const key of unreadTopicCreationKeys(props)) {
        logger.warn(`${key} is ignored: topic.creation.groups does not name its group`)
      }
    }
    logger.close()
  }

  /** Stores a new connector; 409 when the name is taken. */
  async create(
    name: string,
    submitted: SubmittedProps,
    target?: TargetState,
  ): Promise<ConnectorInfo> {
    const props = await this.#accept(name, submitted)
    return await this.#changes.run(async () => {
      const { configs } = this.#context
      if (configs.get(name) !== undefined) {
        throw raise('CONNECT_CONFLICT', { text: `Connector ${name} already exists` })
      }
      await configs.putConnector(name, props, target)
      return this.#fresh(name, props, [])
    })
  }

  /** Stores a configuration, whether or not the connector exists. */
  async put(
    name: string,
    submitted: SubmittedProps,
  ): Promise<{ readonly created: boolean; readonly info: ConnectorInfo }> {
    const props = await this.#accept(name, submitted)
    return await this.#changes.run(async () => {
      const { configs } = this.#context
      const before = configs.get(name)
      await configs.putConnector(name, props)
      return { created: before === undefined, info: this.#fresh(name, props, before?.tasks ?? []) }
    })
  }

  /** Changes some keys; `null` removes one. */
  async patch(name: string, change: SubmittedProps): Promise<ConnectorInfo> {
    const merged: Record<string, string> = { ...this.#entry(name).props }
    for (const [key, value] of Object.entries(this.#unmasked({ ...change, name }))) {
      if (value === null) delete merged[key]
      else merged[key] = value
    }
    return (await this.put(name, merged)).info
  }

  #fresh(name: string, props: Props, tasks: readonly Props[]): ConnectorInfo {
    const entry = {
      name,
      props: { ...props, name },
      target: 'STARTED',
      tasks,
      inconsistent: false,
    } as const
    return connectorInfo(this.#context.registry, entry)
  }

  async remove(name: string): Promise<void> {
    await this.#changes.run(async () => {
      this.#entry(name)
      await this.#context.configs.removeConnector(name)
    })
  }

  async setTarget(name: string, target: TargetState): Promise<void> {
    await this.#changes.run(async () => {
      this.#entry(name, `Unknown connector ${name}`)
      const { configs } = this.#context
      if (target === 'STOPPED') await configs.putStopped(name)
      else await configs.putTarget(name, target)
    })
  }

  /** Restarts the connector itself and waits for it. */
  async restartConnector(name: string): Promise<void> {
    this.#entry(name, `Unknown connector: ${name}`)
    await this.#units.get(name)?.restartConnector(false)
  }

  async restartTask(name: string, task: number): Promise<void> {
    const entry = this.#entry(name, `Unknown connector: ${name}`)
    if (entry.tasks[task] === undefined) {
      throw raise('CONNECT_NOT_FOUND', { text: `Unknown task: ${name}-${task}` })
    }
    await this.#units.get(name)?.restartTasks([task], false)
  }

  #restartPlan(name: string, { includeTasks, onlyFailed }: RestartRequest) {
    const { statuses } = this.#context
    const chosen = (state: string | undefined) => !onlyFailed || state === 'FAILED'
    return {
      connector: chosen(statuses.connector(name)?.state),
      tasks: includeTasks
        ? [...statuses.tasks(name)].filter(([, s]) => chosen(s.state)).map(([id]) => id)
        : [],
    }
  }

  /** Requests a restart of parts of a connector; answers the plan as a status. */
  async requestRestart(name: string, request: RestartRequest): Promise<ConnectorStatusView> {
    this.#entry(name, `Unknown connector: ${name}`)
    const status = this.status(name)
    const plan = this.#restartPlan(name, request)
    await this.#context.configs.putRestart(name, request)
    return {
      ...status,
      connector: plan.connector ? { ...status.connector, state: 'RESTARTING' } : status.connector,
      tasks: status.tasks.map(task =>
        plan.tasks.includes(task.id) ? { ...task, state: 'RESTARTING' } : task,
      ),
    }
  }

  // Loggers.

  async setClusterLevel(logger: string, level: string): Promise<void> {
    await this.#context.configs.putLoggerLevel(logger, level)
  }
}
