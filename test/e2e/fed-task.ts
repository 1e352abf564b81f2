import type { ErrorCard, SinkBatch, SinkPlugin, SinkTask } from '@tidewire/core'
import { offsetOf } from '@tidewire/core'

/** A record that the sink reported as refused. */
interface Reported {
  readonly topic: string
  readonly offset: bigint
  readonly card: ErrorCard
}

/** How a worker treats the errors of a task: `false` is `errors.tolerance=none`. */
type Tolerance = boolean | 'no reporter'

/** A sink task that a test feeds with batches, with all that the task says; a harness knows the database behind it. */
export abstract class FedTask implements AsyncDisposable {
  readonly reported: Reported[] = []
  readonly log: { readonly level: string; readonly message: string }[] = []
  readonly counters = new Map<string, number>()
  /** What the task said while it was trying again. */
  readonly attempts: unknown[] = []
  /** Pauses that the task asked for, in milliseconds. */
  readonly delays: number[] = []
  readonly #plugin: SinkPlugin
  readonly #abort = new AbortController()
  #task: SinkTask | null = null
  #tolerated: Tolerance = true

  constructor(plugin: SinkPlugin) {
    this.#plugin = plugin
  }

  /** Starts a task in place of the one before. */
  protected async begin(
    props: Readonly<Record<string, string>>,
    tolerated: Tolerance,
  ): Promise<void> {
    await this.#task?.stop()
    this.#tolerated = tolerated
    this.#task = this.#plugin.newTask()
    const say = (level: string) => (message: string) => {
      this.log.push({ level, message })
    }
    await this.#task.start(
      props,
      {
        connector: 'sink',
        task: 0,
        log: { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') },
        metrics: {
          add: (name, amount) => this.counters.set(name, this.counter(name) + amount),
          set: (name, value) => this.counters.set(name, value),
        },
        errantRecords:
          tolerated === 'no reporter' ? null : { report: (...args) => this.#report(...args) },
        retryAfter: ms => this.delays.push(ms),
        retrying: error => this.attempts.push(error),
      },
      this.#abort.signal,
    )
  }

  /** Delivers batches to the task. */
  async put(...batches: readonly SinkBatch[]): Promise<void> {
    await this.#task?.put(batches, this.#abort.signal)
  }

  /** Delivers batches that must fail and gives the error. */
  async fail(...batches: readonly SinkBatch[]): Promise<{ readonly card: ErrorCard } & Error> {
    try {
      await this.put(...batches)
    } catch (error) {
      return error as { readonly card: ErrorCard } & Error
    }
    throw new Error('put did not fail')
  }

  counter(name: string): number {
    return this.counters.get(name) ?? 0
  }

  /** Aborts what the task does, as the worker does when it stops. */
  abort(): void {
    this.#abort.abort(new DOMException('stopping', 'AbortError'))
  }

  async #report(batch: SinkBatch, index: number, card: ErrorCard): Promise<void> {
    if (this.#tolerated !== true) throw new Error('errors are not tolerated')
    this.reported.push({ topic: batch.topic, offset: offsetOf(batch, index), card })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#task?.stop()
  }
}
