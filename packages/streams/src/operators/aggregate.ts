import { inspect } from 'node:util'
import type { AggregateFunction, EmitMode, StreamKey } from '../graph/node.ts'
import type { Chunk, Collector, Operator } from './chunk.ts'
import { functionFailed } from './user-function.ts'

/** State of a keyed aggregation in a checkpoint: accumulators by key. */
export type KeyedState = ReadonlyMap<StreamKey, unknown>

/** Folds the elements of each key; the accumulators are the state. */
export class AggregateOperator implements Operator {
  readonly #name: string
  readonly #key: (value: unknown) => StreamKey
  readonly #fn: AggregateFunction<unknown, unknown, unknown>
  readonly #emit: EmitMode
  readonly #output: Collector
  readonly #accumulators: Map<StreamKey, unknown>

  constructor(
    options: {
      readonly name: string
      readonly key: (value: unknown) => StreamKey
      readonly fn: AggregateFunction<unknown, unknown, unknown>
      readonly emit: EmitMode
      readonly state: KeyedState
    },
    output: Collector,
  ) {
    this.#name = options.name
    this.#key = options.key
    this.#fn = options.fn
    this.#emit = options.emit
    this.#accumulators = new Map(options.state)
    this.#output = output
  }

  async collect({ rows, times }: Chunk): Promise<void> {
    const fn = this.#fn
    const out: unknown[] | null = this.#emit === 'each' ? new Array(rows.length) : null
    try {
      for (let i = 0; i < rows.length; i += 1) {
        const row = rows[i]
        const key = this.#key(row)
        const known = this.#accumulators.get(key)
        if (known === undefined) checkKey(key)
        const next = fn.add(known === undefined ? fn.create() : known, row)
        if (next !== known) this.#accumulators.set(key, next)
        if (out !== null) out[i] = fn.result(next, key)
      }
    } catch (error) {
      throw functionFailed(this.#name, error)
    }
    if (out !== null && out.length > 0) await this.#output.collect({ rows: out, times })
  }

  watermark(time: number): Promise<void> {
    return this.#output.watermark(time)
  }

  snapshot(): unknown {
    return new Map(this.#accumulators)
  }

  async flush(): Promise<void> {}

  async end(): Promise<void> {
    if (this.#emit !== 'end') return
    const results: unknown[] = []
    try {
      for (const [key, accumulator] of this.#accumulators) {
        results.push(this.#fn.result(accumulator, key))
      }
    } catch (error) {
      throw functionFailed(this.#name, error)
    }
    this.#accumulators.clear()
    if (results.length > 0) await this.#output.collect({ rows: results, times: null })
  }

  async dispose(): Promise<void> {}
}

/** Keys that are objects would be equal to none: neither here nor in another thread, nor after a restart. */
function checkKey(key: unknown): void {
  switch (typeof key) {
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
      return
    default:
      throw new TypeError(`a key is text, a number, a bigint or a boolean, not ${inspect(key)}`)
  }
}
