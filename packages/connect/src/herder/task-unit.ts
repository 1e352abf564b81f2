import { type ConnectorPlugin, describeError, isRetriable, type Props } from '@tidewire/core'
import { atMost } from '../at-most.ts'
import { secretRuleFor } from '../config/connector-validation.ts'
import { redactor, secretsIn } from '../config/secret-values.ts'
import { loggerNames } from '../logging.ts'
import type { ObservedTask } from '../metrics.ts'
import { raise } from '../raise.ts'
import type { RunState } from '../stores/status-store.ts'
import { runSinkTask } from '../tasks/sink-task.ts'
import { runSourceTask } from '../tasks/source-task.ts'
import type { TaskHooks, TaskRunner } from '../tasks/task-runner.ts'
import type { WorkerContext } from '../worker-context.ts'
import { RestartBackoff } from './restart-backoff.ts'

/** A task as its connector wants it run. */
export interface TaskDefinition {
  readonly connector: string
  readonly task: number
  readonly plugin: ConnectorPlugin
  readonly connectorProps: Props
  readonly taskProps: Props
  readonly mask: (text: string) => string
}

/** One task of one connector: runs it, keeps its status, restarts it after passing failures. */
export class TaskUnit implements ObservedTask {
  readonly #context: WorkerContext
  readonly #backoff: RestartBackoff
  #definition: TaskDefinition
  #abort: AbortController | null = null
  #running: Promise<void> = Promise.resolve()
  #runner: TaskRunner | null = null
  #paused: boolean
  #ready = false
  #state: RunState = 'UNASSIGNED'

  constructor(context: WorkerContext, definition: TaskDefinition, paused: boolean) {
    this.#context = context
    this.#definition = definition
    this.#paused = paused
    const { values } = context.settings
    this.#backoff = new RestartBackoff({
      enabled: values['task.restart.enable'],
      baseMs: values['task.restart.backoff.ms'],
      maxMs: values['task.restart.backoff.max.ms'],
    })
  }

  get connector(): string {
    return this.#definition.connector
  }

  get task(): number {
    return this.#definition.task
  }

  get state(): RunState {
    return this.#state
  }

  /** Restarts that the worker made by itself, and when the last one was. */
  get restarts(): { readonly count: number; readonly last: number | null } {
    return { count: this.#backoff.count, last: this.#backoff.last }
  }

  /** What the running task tries again and again; null when all is well. */
  get retrying(): TaskRunner['retrying'] {
    return this.#runner?.retrying ?? null
  }

  lag(): ReturnType<TaskRunner['lag']> {
    return this.#runner?.lag() ?? []
  }

  /** True when this unit already runs exactly that. */
  runs(definition: TaskDefinition): boolean {
    return (
      definition.plugin === this.#definition.plugin &&
      sameProps(definition.taskProps, this.#definition.taskProps) &&
      sameProps(definition.connectorProps, this.#definition.connectorProps)
    )
  }

  /** Takes another definition for the next start. */
  redefine(definition: TaskDefinition): void {
    this.#definition = definition
  }

  #report(state: RunState, trace: string | null = null): void {
    this.#state = state
    const { statuses } = this.#context
    statuses.putTask(this.connector, this.task, this.#context.status(state, trace))
  }

  /** Starts the task; it reports RUNNING, or PAUSED, when it is ready. */
  start(): void {
    this.#backoff.cancel()
    const abort = new AbortController()
    this.#abort = abort
    this.#running = this.#run(abort.signal)
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { connector, task, plugin } = this.#definition
    const { providers } = this.#context
    let mask = this.#definition.mask
    const log = this.#context.log.logger(loggerNames.sinkTask, { connector, task }, text =>
      mask(text),
    )
    try {
      const { props: connectorProps, secrets } = await providers.resolve(
        this.#definition.connectorProps,
      )
      const { props: taskProps } = await providers.resolve(this.#definition.taskProps)
      mask = redactor([...secretsIn(connectorProps, secretRuleFor(plugin)), ...secrets])
      const hooks: TaskHooks = {
        onRunner: runner => {
          this.#runner = runner
          runner.setPaused(this.#paused)
        },
        onRunning: () => {
          if (signal.aborted) return
          this.#ready = true
          this.#report(this.#paused ? 'PAUSED' : 'RUNNING')
        },
        onProgress: () => this.#backoff.succeeded(),
      }
      const shared = { connector, task, connectorProps, taskProps, log, mask }
      if (plugin.type === 'sink') {
        await runSinkTask(this.#context, { ...shared, plugin }, hooks, signal)
      } else {
        await runSourceTask(this.#context, { ...shared, plugin }, hooks, signal)
      }
    } catch (error) {
      if (signal.aborted) return
      const trace = mask(describeError(error))
      this.#report('FAILED', trace)
      const ms = isRetriable(error) ? this.#backoff.plan(() => this.#restartByItself()) : null
      const advice =
        ms === null ? 'it stays failed until it is restarted' : `it is restarted in ${ms} ms`
      log.error(`task ${connector}-${task} failed; ${advice}`, { trace })
    } finally {
      this.#runner = null
      this.#ready = false
      log.close()
    }
  }

  #restartByItself(): void {
    const { connector, task } = this
    const metrics = this.#context.metrics.task(connector, task)
    metrics.add('restarts', 1)
    metrics.set('last_restart_timestamp_seconds', Math.floor(Date.now() / 1000))
    this.#report('RESTARTING')
    this.start()
  }

  /** Pauses or resumes; PAUSED is reported when no delivery is under way any more. */
  async setPaused(paused: boolean): Promise<void> {
    this.#paused = paused
    const runner = this.#runner
    if (runner === null) return
    runner.setPaused(paused)
    if (paused) await runner.idle()
    // While the task is starting, it reports the right state itself when it is ready.
    if (this.#paused === paused && this.#ready) {
      this.#report(paused ? 'PAUSED' : 'RUNNING')
    }
  }

  forgetTopics(): void {
    this.#runner?.forgetTopics()
  }

  /** Stops the task within the grace time; a task that does not listen is left behind. */
  async stop(): Promise<void> {
    this.#backoff.cancel()
    const abort = this.#abort
    if (abort === null) return
    this.#abort = null
    abort.abort(raise('CONNECT_SERVER', { text: 'the task is being stopped' }))
    const graceMs = this.#context.settings.values['task.shutdown.graceful.timeout.ms']
    if (!(await atMost(graceMs, this.#running))) {
      const { connector, task, mask } = this.#definition
      const log = this.#context.log.logger(loggerNames.sinkTask, { connector, task }, mask)
      log.warn(`task ${connector}-${task} did not stop within ${graceMs} ms and was left behind`)
      log.close()
    }
    this.#report('UNASSIGNED')
  }

  /** Reports that a client asked for a restart, then restarts. */
  async restart(announce: boolean): Promise<void> {
    await this.stop()
    if (announce) this.#report('RESTARTING')
    this.start()
  }
}

function sameProps(a: Props, b: Props): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every(name => a[name] === b[name])
}
