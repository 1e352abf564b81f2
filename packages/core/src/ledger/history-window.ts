import { earlier, type TimeSpan } from './time-span.ts'

const mostTries = 40
/** A window grows and its guess changes by this factor at most. */
const growth = 16

/** What a window asks of a table. */
export interface HistoryQueries {
  /** The time of the first row of a span; null when it has none. */
  first(span: TimeSpan, signal: AbortSignal): Promise<bigint | null>
  /** The number of rows of a span. */
  count(span: TimeSpan, signal: AbortSignal): Promise<number>
}

/** How windows are chosen; lengths in the unit of the time column, 0 for none. */
export interface WindowOptions {
  /** Rows that a window should have. */
  readonly rows: number
  /** Length that is tried first. */
  readonly firstLength?: bigint
  /** Length that no window exceeds. */
  readonly longest?: bigint
}

/** Chooses the windows in which the history of a table is read, by the number of their rows. */
export class HistoryWindow {
  readonly #rows: number
  readonly #longest: bigint
  /** Length of the last window, as a guess for the next; 0 for none. */
  #length: bigint

  constructor({ rows, firstLength = 0n, longest = 0n }: WindowOptions) {
    this.#rows = rows
    this.#longest = longest
    this.#length = firstLength
  }

  /**
   * The end of the next window of a span. Null when the span has no rows. Stretches without rows cost nothing, however long
   * they are.
   */
  async end(queries: HistoryQueries, span: TimeSpan, signal: AbortSignal): Promise<bigint | null> {
    const first = await queries.first(span, signal)
    if (first === null) return null
    const limit = this.#longest > 0n ? earlier(span.end, first + this.#longest) : span.end
    let end = this.#length > 0n ? earlier(limit, first + this.#length) : limit
    for (let tries = 0; tries < mostTries; tries += 1) {
      const count = await queries.count({ start: first, end }, signal)
      const length = end - first
      if (count > 2 * this.#rows && length > 1n) {
        const shorter = (length * BigInt(this.#rows)) / BigInt(count)
        end = first + (shorter > 0n ? shorter : 1n)
        continue
      }
      // A window with few rows grows at once, as long as there is room.
      if (count < this.#rows / growth && end < limit && tries < mostTries / 2) {
        end = earlier(limit, first + length * BigInt(growth))
        continue
      }
      const ratio = Math.min(growth, this.#rows / Math.max(1, count))
      this.#length = (length * BigInt(Math.ceil(ratio * growth))) / BigInt(growth) + 1n
      break
    }
    return end
  }
}
