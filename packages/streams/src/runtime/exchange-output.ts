import { ownerOfKey } from '../graph/key-hash.ts'
import type { StreamKey } from '../graph/node.ts'
import type { Partitioning } from '../graph/plan.ts'
import type { Chunk, Collector } from '../operators/chunk.ts'
import { functionFailed } from '../operators/user-function.ts'
import type { Item, Outlet } from './item.ts'

/** The end of a stage: deals elements out to the subtasks of the next one. */
export class ExchangeOutput implements Collector {
  readonly #operator: string
  readonly #partitioning: Partitioning
  readonly #outlets: readonly Outlet[]
  /** Where whole chunks go when nothing demands a certain subtask. */
  #next: number
  readonly #step: number

  constructor(
    operator: string,
    partitioning: Partitioning,
    outlets: readonly Outlet[],
    place: { readonly subtask: number; readonly parallelism: number },
  ) {
    this.#operator = operator
    this.#partitioning = partitioning
    this.#outlets = outlets
    // With no more receivers than senders each sender keeps to one, so that the order of its elements stays.
    this.#next = place.subtask % outlets.length
    this.#step = outlets.length > place.parallelism ? 1 : 0
  }

  async collect(chunk: Chunk): Promise<void> {
    if (this.#partitioning.kind === 'hash' && this.#outlets.length > 1) {
      await this.#collectByKey(chunk, this.#partitioning.key)
      return
    }
    await this.#outlets[this.#next]?.send({ kind: 'chunk', chunk })
    this.#next = (this.#next + this.#step) % this.#outlets.length
  }

  watermark(time: number): Promise<void> {
    return this.broadcast({ kind: 'watermark', time })
  }

  /** Sends the same item to all subtasks of the next stage. */
  async broadcast(item: Item): Promise<void> {
    for (const outlet of this.#outlets) await outlet.send(item)
  }

  async #collectByKey({ rows, times }: Chunk, key: (value: unknown) => StreamKey): Promise<void> {
    const count = this.#outlets.length
    const parts: unknown[][] = Array.from({ length: count }, () => [])
    const partTimes: number[][] = Array.from({ length: count }, () => [])
    try {
      for (let i = 0; i < rows.length; i += 1) {
        const owner = ownerOfKey(key(rows[i]), count)
        parts[owner]?.push(rows[i])
        if (times !== null) partTimes[owner]?.push(times[i] ?? Number.NaN)
      }
    } catch (error) {
      throw functionFailed(this.#operator, error)
    }
    for (let owner = 0; owner < count; owner += 1) {
      const part = parts[owner] ?? []
      if (part.length === 0) continue
      await this.#outlets[owner]?.send({
        kind: 'chunk',
        chunk: {
          rows: part,
          times: times === null ? null : Float64Array.from(partTimes[owner] ?? []),
        },
      })
    }
  }
}
