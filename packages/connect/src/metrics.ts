import type { TaskMetrics } from '@tidewire/core'
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'

/** Counters of sink tasks that the worker keeps, with the text `/metrics` shows. */
const taskCounters: Readonly<Record<string, string>> = {
  records_read: 'Records read from Kafka.',
  records_written: 'Records that the connector has acknowledged.',
  put_batches: 'Deliveries that the connector has acknowledged.',
  put_seconds: 'Seconds spent in acknowledged deliveries.',
  retries: 'Deliveries that failed for a passing reason and were repeated.',
  commits: 'Offset commits.',
  commit_failures: 'Offset commits that failed.',
  rebalances: 'Assignments of partitions.',
  record_failures: 'Records that could not be converted or written.',
  records_skipped: 'Bad records that were skipped because errors are tolerated.',
  dead_letters: 'Records stored in the dead-letter topic.',
  restarts: 'Restarts by the worker itself after a failure.',
}

const taskGauges: Readonly<Record<string, string>> = {
  queued_bytes: 'Bytes that are being delivered at the moment.',
  assigned_partitions: 'Partitions the task reads.',
  retrying:
    '1 while a running task repeats what fails for a passing reason; its status tells the reason.',
  retrying_since_timestamp_seconds: 'Since when it does; 0 when it does not.',
  last_restart_timestamp_seconds: 'When the worker last restarted the task by itself.',
}

const labels = ['connector', 'task'] as const
type TaskLabels = (typeof labels)[number]

/** A task whose lag and state are read when `/metrics` is asked for. */
export interface ObservedTask {
  readonly connector: string
  readonly task: number
  readonly state: string
  lag(): readonly { readonly topic: string; readonly partition: number; readonly lag: bigint }[]
}

/** What a worker counts, printed for Prometheus. */
export class WorkerMetrics {
  readonly #registry = new Registry()
  readonly #counters = new Map<string, Counter<TaskLabels>>()
  readonly #gauges = new Map<string, Gauge<TaskLabels>>()
  readonly #tasks: () => readonly ObservedTask[]

  constructor(tasks: () => readonly ObservedTask[]) {
    this.#tasks = tasks
    collectDefaultMetrics({ register: this.#registry })
    for (const [name, help] of Object.entries(taskCounters)) this.#counter(name, help)
    for (const [name, help] of Object.entries(taskGauges)) this.#gauge(name, help)
    this.#observe()
  }

  #counter(name: string, help: string): Counter<TaskLabels> {
    const found = this.#counters.get(name)
    if (found !== undefined) return found
    const made = new Counter({
      name: `tidewire_task_${name}_total`,
      help,
      labelNames: labels,
      registers: [this.#registry],
    })
    this.#counters.set(name, made)
    return made
  }

  #gauge(name: string, help: string): Gauge<TaskLabels> {
    const found = this.#gauges.get(name)
    if (found !== undefined) return found
    const made = new Gauge({
      name: `tidewire_task_${name}`,
      help,
      labelNames: labels,
      registers: [this.#registry],
    })
    this.#gauges.set(name, made)
    return made
  }

  #observe(): void {
    const tasks = this.#tasks
    new Gauge({
      name: 'tidewire_task_lag_records',
      help: 'Records between what was read and the end of the partition.',
      labelNames: [...labels, 'topic', 'partition'],
      registers: [this.#registry],
      collect() {
        this.reset()
        for (const { connector, task, lag } of tasks().map(bound)) {
          for (const { topic, partition, lag: records } of lag()) {
            this.set({ connector, task, topic, partition }, Number(records))
          }
        }
      },
    })
    new Gauge({
      name: 'tidewire_task_state',
      help: '1 for the state the task is in.',
      labelNames: [...labels, 'state'],
      registers: [this.#registry],
      collect() {
        this.reset()
        for (const { connector, task, state } of tasks()) this.set({ connector, task, state }, 1)
      },
    })
  }

  /** Counters of one task; names it does not know are registered on first use. */
  task(connector: string, task: number): TaskMetrics {
    const label = { connector, task }
    return {
      add: (counter, amount) =>
        this.#counter(counter, `Counted by ${connector}.`).inc(label, amount),
      set: (gauge, value) => this.#gauge(gauge, `Kept by ${connector}.`).set(label, value),
    }
  }

  /** Forgets a connector that was deleted. */
  forget(connector: string, tasks: readonly number[]): void {
    for (const metric of [...this.#counters.values(), ...this.#gauges.values()]) {
      for (const task of tasks) metric.remove({ connector, task })
    }
  }

  /** The text of `/metrics`, and its content type. */
  async print(): Promise<{ readonly text: string; readonly contentType: string }> {
    return { text: await this.#registry.metrics(), contentType: this.#registry.contentType }
  }
}

function bound(observed: ObservedTask) {
  const { connector, task } = observed
  return { connector, task: String(task), lag: () => observed.lag() }
}
