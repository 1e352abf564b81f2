import type { StreamMetrics } from '@tidewire/core'
import type { OperatorCounts } from './message.ts'

interface Entry {
  readonly stage: number
  readonly index: number
  readonly operator: string
  readonly counters: Record<string, number>
  readonly gauges: Record<string, number>
}

/** Counters and gauges of the subtasks of one thread. */
export class Counts {
  readonly #entries = new Map<string, Entry>()

  /** The metrics of one operator in one subtask. */
  of(stage: number, index: number, operator: string): StreamMetrics {
    const entry: Entry = { stage, index, operator, counters: {}, gauges: {} }
    this.#entries.set(`${stage}/${index}/${operator}`, entry)
    return {
      add(counter, amount) {
        entry.counters[counter] = (entry.counters[counter] ?? 0) + amount
      },
      set(gauge, value) {
        entry.gauges[gauge] = value
      },
    }
  }

  /** All of them as they are now. */
  snapshot(): OperatorCounts[] {
    return [...this.#entries.values()]
  }
}
