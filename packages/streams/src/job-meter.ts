import type { JobProgress } from './job-options.ts'
import type { Attempt } from './runtime/attempt.ts'

/** Counters and gauges of one operator over all its subtasks, and the progress of the job. */
export interface JobMetrics {
  readonly operators: Readonly<
    Record<
      string,
      {
        readonly counters: Readonly<Record<string, number>>
        readonly gauges: Readonly<Record<string, number>>
      }
    >
  >
  readonly checkpoints: number
}

type Totals = Map<string, Map<string, number>>

/** Adds up what the subtasks count, over restarts. */
export class JobMeter {
  checkpoints = 0
  readonly #before: Totals = new Map()
  #attempt: Attempt | null = null
  /** Splits that were read to their end when the attempt was over. */
  #splitsDone = 0
  #attemptAt = Date.now()
  #rowsPerSecond = 0
  #lastRows = 0
  #lastTime = Date.now()

  begin(attempt: Attempt): void {
    this.#attempt = attempt
    this.#attemptAt = Date.now()
  }

  /** Keeps the counters of an attempt that is over. */
  end(): void {
    this.#splitsDone = this.#doneNow().all
    this.#addTo(this.#before)
    this.#attempt = null
  }

  snapshot(): JobMetrics {
    const totals: Totals = new Map(
      [...this.#before].map(([operator, counters]) => [operator, new Map(counters)]),
    )
    this.#addTo(totals)
    const gauges: Totals = new Map()
    for (const counts of this.#attempt?.counts ?? []) {
      for (const [name, value] of Object.entries(counts.gauges)) {
        addTo(gauges, counts.operator, name, value)
      }
    }
    const operators = new Set([...totals.keys(), ...gauges.keys()])
    return {
      operators: Object.fromEntries(
        [...operators].map(operator => [
          operator,
          {
            counters: Object.fromEntries(totals.get(operator) ?? []),
            gauges: Object.fromEntries(gauges.get(operator) ?? []),
          },
        ]),
      ),
      checkpoints: this.checkpoints,
    }
  }

  /** Measures the speed since the last call. */
  tick(): void {
    const rows = this.#rows()
    const now = Date.now()
    const seconds = Math.max(0.001, (now - this.#lastTime) / 1000)
    this.#rowsPerSecond = Math.max(0, (rows - this.#lastRows) / seconds)
    this.#lastRows = rows
    this.#lastTime = now
  }

  /** How far the job is, with the speed of the last `tick`. */
  progress(): Omit<JobProgress, 'restarts'> {
    const splitsTotal = this.#attempt?.splits.total ?? null
    const { all, here } = this.#doneNow()
    const elapsed = (Date.now() - this.#attemptAt) / 1000
    return {
      splitsDone: all,
      splitsTotal,
      rows: this.#rows(),
      rowsPerSecond: this.#rowsPerSecond,
      secondsLeft:
        splitsTotal === null || here === 0
          ? null
          : (elapsed / here) * Math.max(0, splitsTotal - all),
      checkpoints: this.checkpoints,
    }
  }

  /** Splits read to their end: in all, also by runs before this one, and in this attempt. */
  #doneNow(): { readonly all: number; readonly here: number } {
    const attempt = this.#attempt
    if (attempt === null) return { all: this.#splitsDone, here: 0 }
    let here = 0
    for (const { counters } of attempt.counts) here += counters.splits_finished ?? 0
    return { all: attempt.splitsBefore + here, here }
  }

  #rows(): number {
    let rows = 0
    for (const { counters } of Object.values(this.snapshot().operators)) {
      rows += counters.rows_out ?? 0
    }
    return rows
  }

  #addTo(totals: Totals): void {
    for (const counts of this.#attempt?.counts ?? []) {
      for (const [name, value] of Object.entries(counts.counters)) {
        addTo(totals, counts.operator, name, value)
      }
    }
  }
}

function addTo(totals: Totals, operator: string, name: string, value: number): void {
  const counters = totals.get(operator) ?? new Map<string, number>()
  counters.set(name, (counters.get(name) ?? 0) + value)
  totals.set(operator, counters)
}
