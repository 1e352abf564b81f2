import type { SeenRows } from './seen-rows.ts'

/** Where the rows that a source reads are counted. */
export interface RowCounter {
  /** Counts a row by the halves of its identity and its series group; false when it was delivered before. */
  add(first: number, second: number, group: number): boolean
}

/** Counts rows of the history by series group; while they are few they are remembered, and told from new ones. */
export class GroupCounter implements RowCounter {
  readonly groups: Float64Array
  readonly #most: number
  #past: SeenRows | null

  constructor(groups: Float64Array, past: SeenRows | null, most: number) {
    this.groups = groups
    this.#past = past
    this.#most = most
  }

  add(first: number, second: number, group: number): boolean {
    this.groups[group] = (this.groups[group] as number) + 1
    const past = this.#past
    if (past === null) return true
    // More are not remembered; the ledger gives up the others, too.
    if (past.size > this.#most) this.#past = null
    return past.add(first, second)
  }
}
