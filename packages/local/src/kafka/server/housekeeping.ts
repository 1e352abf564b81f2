import type { Broker } from './broker.ts'

/** Closes files that were idle for this long. */
const idleFileMs = 30_000

/** What happens in the background of a broker. */
export class Housekeeping {
  readonly #broker: Broker
  readonly #log: (line: string) => void
  readonly #timers: NodeJS.Timeout[] = []
  #running: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(broker: Broker, log: (line: string) => void) {
    this.#broker = broker
    this.#log = log
    this.#every(idleFileMs, () => this.#closeIdleFiles())
  }

  #every(ms: number, work: () => Promise<void>): void {
    const timer = setInterval(() => {
      this.#running = this.#running.then(async () => {
        if (this.#stopped) return
        await work().catch((error: unknown) => this.#log(`in the background: ${String(error)}`))
      })
    }, ms)
    timer.unref()
    this.#timers.push(timer)
  }

  async #closeIdleFiles(): Promise<void> {
    const before = Date.now() - idleFileMs
    for (const topic of this.#broker.topics.all()) {
      for (const log of topic.partitions) log.closeIdle(before)
    }
  }

  /** Resolves when nothing is under way any more. */
  async stop(): Promise<void> {
    this.#stopped = true
    for (const timer of this.#timers) clearInterval(timer)
    await this.#running
  }
}
