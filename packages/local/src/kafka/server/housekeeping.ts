import { isAbort } from '@tidewire/core'
import type { PartitionLog } from '../log/partition-log.ts'
import type { Broker } from './broker.ts'

/** Closes files that were idle for this long. */
const idleFileMs = 30_000

/** How often `flush.ms` is looked at. */
const flushCheckMs = 1_000

/** How often silent producers and groups are looked for. */
const expiryMs = 60_000

/** A longer time would make the timer fire at once. */
const longestTimer = 2_147_483_647

/** What happens in the background of a broker. */
export class Housekeeping {
  readonly #broker: Broker
  readonly #timers: NodeJS.Timeout[] = []
  #running: Promise<void> = Promise.resolve()
  readonly #stop = new AbortController()

  constructor(broker: Broker) {
    this.#broker = broker
    const { config } = broker
    this.#every(idleFileMs, () => this.#closeIdleFiles())
    this.#every(config.number('log.retention.check.interval.ms'), () => this.#retain())
    if (config.flag('log.cleaner.enable')) {
      this.#every(config.number('log.cleaner.backoff.ms'), () => this.#compact())
    }
    this.#every(flushCheckMs, () => this.#flush())
    this.#every(expiryMs, () => this.#expire())
  }

  #every(ms: number, work: () => Promise<void>): void {
    let waits = false
    const timer = setInterval(
      () => {
        if (waits) return
        waits = true
        this.#running = this.#running.then(async () => {
          waits = false
          if (this.#stop.signal.aborted) return
          await work().catch((error: unknown) => {
            if (!isAbort(error)) this.#broker.log(`in the background: ${String(error)}`)
          })
        })
      },
      Math.min(ms, longestTimer),
    )
    timer.unref()
    this.#timers.push(timer)
  }

  async #each(work: (log: PartitionLog) => Promise<void> | void): Promise<void> {
    for (const topic of this.#broker.topics.all()) {
      for (const log of topic.partitions) {
        if (this.#stop.signal.aborted) return
        await work(log)
      }
    }
  }

  #closeIdleFiles(): Promise<void> {
    const before = Date.now() - idleFileMs
    return this.#each(log => log.closeIdle(before))
  }

  #retain(): Promise<void> {
    return this.#each(log => log.retain(Date.now()))
  }

  #compact(): Promise<void> {
    const memory = this.#broker.config.number('log.cleaner.dedupe.buffer.size')
    return this.#each(log => log.compact(Date.now(), memory, this.#stop.signal))
  }

  #flush(): Promise<void> {
    return this.#each(log => log.flushOlderThan(Date.now() - log.settings.flushMs))
  }

  async #expire(): Promise<void> {
    const now = Date.now()
    const silent = now - this.#broker.config.number('producer.id.expiration.ms')
    await this.#each(log => log.producers.expire(silent))
    await this.#broker.groups.expire(now)
  }

  /** Resolves when nothing is under way any more. */
  async stop(): Promise<void> {
    this.#stop.abort()
    for (const timer of this.#timers) clearInterval(timer)
    await this.#running
  }
}
