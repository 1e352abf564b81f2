import type { WatermarkStrategy } from '../graph/node.ts'
import { type Chunk, type Collector, Stateless } from './chunk.ts'
import { functionFailed } from './user-function.ts'

/** The watermark of an input that has nothing to say for now and holds nobody back. */
export const idleWatermark = Number.NaN

/** Gives elements event times and sends watermarks behind them (Flink's bounded out-of-orderness). */
export class TimestampsOperator extends Stateless {
  readonly #name: string
  readonly #strategy: WatermarkStrategy<unknown>
  #highest = Number.NEGATIVE_INFINITY
  #idle: NodeJS.Timeout | undefined

  constructor(name: string, strategy: WatermarkStrategy<unknown>, output: Collector) {
    super(output)
    this.#name = name
    this.#strategy = strategy
  }

  override async collect({ rows }: Chunk): Promise<void> {
    clearTimeout(this.#idle)
    const times = new Float64Array(rows.length)
    const { eventTime, outOfOrdernessMs = 0, idleMs } = this.#strategy
    let highest = this.#highest
    try {
      for (let i = 0; i < rows.length; i += 1) {
        const time = eventTime(rows[i])
        times[i] = time
        if (time > highest) highest = time
      }
    } catch (error) {
      throw functionFailed(this.#name, error)
    }
    await this.output.collect({ rows, times })
    this.#highest = highest
    await this.output.watermark(highest - outOfOrdernessMs - 1)
    if (idleMs === undefined) return
    this.#idle = setTimeout(() => {
      // A queue that does not take it now belongs to a subtask that is stopping; that reports itself.
      this.output.watermark(idleWatermark).catch(() => undefined)
    }, idleMs)
    this.#idle.unref()
  }

  /** Watermarks of the source give way to these. */
  override async watermark(): Promise<void> {}

  override async end(): Promise<void> {
    clearTimeout(this.#idle)
    await this.output.watermark(Number.POSITIVE_INFINITY)
  }

  override async dispose(): Promise<void> {
    clearTimeout(this.#idle)
  }
}
