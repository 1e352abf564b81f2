import type { Logger, SplitEnumerator, StreamSplit } from '@tidewire/core'
import type { InitialState } from '../checkpoint/redistribution.ts'
import type { GraphNode } from '../graph/node.ts'
import type { Plan } from '../graph/plan.ts'
import type { SubtaskId } from './message.ts'

interface Running {
  readonly node: GraphNode
  readonly enumerator: SplitEnumerator<StreamSplit>
}

interface Delivery {
  readonly to: SubtaskId
  readonly splits: readonly StreamSplit[] | null
}

/**
 * The enumerators of a job. While a checkpoint is taken no splits are handed over: those that an enumerator gave out
 * meanwhile belong to the reader that waits for them.
 */
export class Enumerators implements AsyncDisposable {
  /** Enumerator of each source stage. */
  readonly #running = new Map<number, Running>()
  readonly #deliver: (delivery: Delivery) => void
  readonly #signal: AbortSignal
  #held: Delivery[] | null = null

  private constructor(deliver: (delivery: Delivery) => void, signal: AbortSignal) {
    this.#deliver = deliver
    this.#signal = signal
  }

  /** Opens one for each source; this is where sources look for their splits. */
  static async open(
    plan: Plan,
    state: InitialState,
    log: Logger,
    deliver: (delivery: Delivery) => void,
    signal: AbortSignal,
  ): Promise<Enumerators> {
    const all = new Enumerators(deliver, signal)
    try {
      for (const stage of plan.stages) {
        const node = stage.head
        if (node.operation.kind !== 'source') continue
        const enumerator = await node.operation.source.createEnumerator(
          {
            operator: node.name,
            subtask: 0,
            parallelism: stage.parallelism,
            log,
            metrics: { add: () => undefined, set: () => undefined },
          },
          state.enumerators[node.uid] ?? null,
          signal,
        )
        enumerator.giveBack(state.splits.get(node.uid) ?? [])
        all.#running.set(stage.id, { node, enumerator })
      }
    } catch (error) {
      await all[Symbol.asyncDispose]()
      throw error
    }
    return all
  }

  /** Finds splits for a reader; they are delivered when there are some. */
  async serve(to: SubtaskId): Promise<void> {
    const enumerator = this.#running.get(to.stage)?.enumerator
    const splits = (await enumerator?.next(to.index, this.#signal)) ?? null
    if (this.#held === null) this.#deliver({ to, splits })
    else this.#held.push({ to, splits })
  }

  /** Holds splits back until `release`, for a checkpoint. */
  hold(): void {
    this.#held ??= []
  }

  /** States by source uid, and the splits that are on their way to a reader. */
  snapshot(): {
    readonly states: Readonly<Record<string, unknown>>
    readonly underway: readonly Delivery[]
  } {
    const states: Record<string, unknown> = {}
    for (const { node, enumerator } of this.#running.values()) {
      states[node.uid] = structuredClone(enumerator.snapshot())
    }
    return { states, underway: [...(this.#held ?? [])] }
  }

  release(): void {
    const held = this.#held ?? []
    this.#held = null
    for (const delivery of held) this.#deliver(delivery)
  }

  /** Splits in all and those given out; the total is null when a source does not know it. */
  progress(): { readonly total: number | null; readonly assigned: number } {
    let total: number | null = 0
    let assigned = 0
    for (const { enumerator } of this.#running.values()) {
      const own = enumerator.progress()
      total = total === null || own.total === null ? null : total + own.total
      assigned += own.assigned
    }
    return { total, assigned }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { enumerator } of this.#running.values()) await enumerator[Symbol.asyncDispose]()
    this.#running.clear()
  }
}
