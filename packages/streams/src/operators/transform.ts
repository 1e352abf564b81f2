import type { ElementContext } from '../graph/node.ts'
import { type Chunk, type Collector, Stateless } from './chunk.ts'
import { functionFailed } from './user-function.ts'

/** Flink's `map`: one element out for each one in. */
export class MapOperator extends Stateless {
  readonly #name: string
  readonly #fn: (value: unknown) => unknown

  constructor(name: string, fn: (value: unknown) => unknown, output: Collector) {
    super(output)
    this.#name = name
    this.#fn = fn
  }

  override collect({ rows, times }: Chunk): Promise<void> {
    const fn = this.#fn
    const out: unknown[] = new Array(rows.length)
    try {
      for (let i = 0; i < rows.length; i += 1) out[i] = fn(rows[i])
    } catch (error) {
      throw functionFailed(this.#name, error)
    }
    return this.output.collect({ rows: out, times })
  }
}

/** A `map` whose function waits; some elements at once, results in order. */
export class MapAsyncOperator extends Stateless {
  readonly #name: string
  readonly #fn: (value: unknown, signal: AbortSignal) => Promise<unknown>
  readonly #concurrency: number
  readonly #signal: AbortSignal

  constructor(
    name: string,
    fn: (value: unknown, signal: AbortSignal) => Promise<unknown>,
    concurrency: number,
    signal: AbortSignal,
    output: Collector,
  ) {
    super(output)
    this.#name = name
    this.#fn = fn
    this.#concurrency = concurrency
    this.#signal = signal
  }

  override async collect({ rows, times }: Chunk): Promise<void> {
    const out: unknown[] = new Array(rows.length)
    let next = 0
    const work = async (): Promise<void> => {
      while (next < rows.length) {
        this.#signal.throwIfAborted()
        const i = next
        next += 1
        try {
          out[i] = await this.#fn(rows[i], this.#signal)
        } catch (error) {
          // The other lanes begin nothing new.
          next = rows.length
          throw error
        }
      }
    }
    const lanes = Math.min(this.#concurrency, rows.length)
    try {
      await Promise.all(Array.from({ length: lanes }, work))
    } catch (error) {
      throw functionFailed(this.#name, error)
    }
    await this.output.collect({ rows: out, times })
  }
}

/** Elements that a function chose, with their times. */
class Selection {
  readonly rows: unknown[] = []
  readonly #times: number[] | null

  constructor(timed: boolean) {
    this.#times = timed ? [] : null
  }

  push(row: unknown, time: number | undefined): void {
    this.rows.push(row)
    if (time !== undefined) this.#times?.push(time)
  }

  chunk(): Chunk {
    return { rows: this.rows, times: this.#times === null ? null : Float64Array.from(this.#times) }
  }
}

/** Flink's `filter`. */
export class FilterOperator extends Stateless {
  readonly #name: string
  readonly #fn: (value: unknown) => boolean

  constructor(name: string, fn: (value: unknown) => boolean, output: Collector) {
    super(output)
    this.#name = name
    this.#fn = fn
  }

  override async collect({ rows, times }: Chunk): Promise<void> {
    const fn = this.#fn
    const kept = new Selection(times !== null)
    try {
      for (let i = 0; i < rows.length; i += 1) {
        if (fn(rows[i])) kept.push(rows[i], times?.[i])
      }
    } catch (error) {
      throw functionFailed(this.#name, error)
    }
    if (kept.rows.length > 0) await this.output.collect(kept.chunk())
  }
}

/** Flink's `flatMap`: any number of elements out for each one in, all with its event time. */
export class FlatMapOperator extends Stateless {
  readonly #name: string
  readonly #fn: (value: unknown) => Iterable<unknown>

  constructor(name: string, fn: (value: unknown) => Iterable<unknown>, output: Collector) {
    super(output)
    this.#name = name
    this.#fn = fn
  }

  override async collect({ rows, times }: Chunk): Promise<void> {
    const out = new Selection(times !== null)
    try {
      for (let i = 0; i < rows.length; i += 1) {
        for (const value of this.#fn(rows[i])) out.push(value, times?.[i])
      }
    } catch (error) {
      throw functionFailed(this.#name, error)
    }
    if (out.rows.length > 0) await this.output.collect(out.chunk())
  }
}

/** Flink's `process` without state: a function that sees event time and watermark. */
export class ProcessOperator extends Stateless {
  readonly #name: string
  readonly #fn: (value: unknown, context: ElementContext<unknown>) => void
  #watermark = Number.NEGATIVE_INFINITY

  constructor(
    name: string,
    fn: (value: unknown, context: ElementContext<unknown>) => void,
    output: Collector,
  ) {
    super(output)
    this.#name = name
    this.#fn = fn
  }

  override async collect({ rows, times }: Chunk): Promise<void> {
    const out = new Selection(times !== null)
    let over = false
    const context = {
      eventTime: Number.NaN,
      watermark: this.#watermark,
      emit(value: unknown) {
        // What comes later would be lost in silence.
        if (over) throw new TypeError('emit was called after the function had returned')
        out.push(value, times === null ? undefined : this.eventTime)
      },
    }
    try {
      for (let i = 0; i < rows.length; i += 1) {
        context.eventTime = times?.[i] ?? Number.NaN
        this.#fn(rows[i], context)
      }
    } catch (error) {
      throw functionFailed(this.#name, error)
    }
    over = true
    if (out.rows.length > 0) await this.output.collect(out.chunk())
  }

  override watermark(time: number): Promise<void> {
    // An idle input says nothing about time.
    if (!Number.isNaN(time)) this.#watermark = time
    return super.watermark(time)
  }
}
