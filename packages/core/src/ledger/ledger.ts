import { RowSketch } from './row-sketch.ts'
import { SeenRows } from './seen-rows.ts'

/** Groups that the series of a table are counted in. */
export const seriesGroups = 64
/** Slices that the look-back is divided into. */
export const lookBackSlices = 60
/** Most rows that a sketch is made of: it is made for every stored position. */
const sketchedRows = 100_000
/** Most slices of the history before the look-back. */
const maxOldSlices = 24

/** Stands for "no lower bound": before every time that a database can hold. */
export const earliest = -(2n ** 63n)

/** A stretch of time and how many of its rows were delivered, by series group. */
export interface OldSlice {
  /** First time, included. */
  readonly start: bigint
  /** Last time, not included. */
  readonly end: bigint
  readonly groups: Float64Array
}

/** A slice of the look-back: what was delivered is remembered row by row while there is room. */
export class RecentSlice {
  /** The slice holds the times from `index * width` on. */
  readonly index: bigint
  count = 0
  /** Sum of the first halves of the identities, modulo 2^32. */
  digest = 0
  groups = new Float64Array(seriesGroups)
  /** Null when there was no room: then a late row brings back the whole slice. */
  seen: SeenRows | null = new SeenRows()

  constructor(index: bigint) {
    this.index = index
  }

  /** Counts a row; false when it was delivered before. */
  add(first: number, second: number, group: number): boolean {
    if (this.seen !== null && !this.seen.add(first, second)) return false
    this.count += 1
    this.digest = (this.digest + first) | 0
    this.groups[group] = (this.groups[group] as number) + 1
    return true
  }

  /** The same slice without some rows, which so are found to be new. */
  without(rows: ReadonlySet<string>): RecentSlice {
    const slice = new RecentSlice(this.index)
    this.seen?.forEach((first, second) => {
      if (!rows.has(`${first},${second}`)) slice.add(first, second, 0)
    })
    if (slice.count === this.count) slice.groups = this.groups
    return slice
  }

  /**
   * Forgets all rows because the slice is read anew; what it is read into delivers only rows that were not known. Rows
   * that were deleted are forgotten so.
   */
  reread(): { add(first: number, second: number, group: number): boolean } {
    const before = this.seen
    this.count = 0
    this.digest = 0
    this.groups = new Float64Array(seriesGroups)
    this.seen = new SeenRows()
    return {
      add: (first, second, group) =>
        this.add(first, second, group) && (before === null || !before.has(first, second)),
    }
  }
}

/** How many rows a slice has in all. */
export function countOf(slice: OldSlice): number {
  let sum = 0
  for (const count of slice.groups) sum += count
  return sum
}

/**
 * What was delivered of a table: a frontier, and behind it slices of time with the numbers of rows delivered. A row that
 * comes late makes the server's count of its slice greater than ours, whatever its time: so nothing is missed, and the
 * size is bounded. All times are in the unit of the database.
 */
export class Ledger {
  /** Width of a recent slice. */
  readonly width: bigint
  /** Everything from here to the frontier was read. */
  readonly begin: bigint
  /** The first time that was not read. */
  frontier: bigint
  /** Oldest first, without gaps; they end where the recent ones begin. */
  readonly old: OldSlice[] = []
  readonly recent: RecentSlice[] = []
  /**
   * The rows of all old slices one by one, while they are few: then a row that comes later than the look-back is told from
   * those delivered. Null when they are not known; a reader that wants them begins with an empty set.
   */
  past: SeenRows | null = null
  /** Of a stored ledger: the rows of the recent slices in short; null when there were too many. */
  stored: RowSketch | null = null

  constructor(begin: bigint, width: bigint) {
    this.begin = begin
    this.frontier = begin
    this.width = width
  }

  /** Where the old slices end. */
  get oldEnd(): bigint {
    return this.old.at(-1)?.end ?? this.begin
  }

  /** Rows delivered in the old slices. */
  get oldCount(): number {
    return this.old.reduce((sum, slice) => sum + countOf(slice), 0)
  }

  /** Rows of the recent slices that are remembered one by one. */
  get remembered(): number {
    return this.recent.reduce((sum, slice) => sum + (slice.seen?.size ?? 0), 0)
  }

  /** The rows of the recent slices in short; null when not all of them are remembered, or too many are. */
  sketch(): RowSketch | null {
    if (this.remembered === 0 || this.remembered > sketchedRows) return null
    const sketch = RowSketch.for(this.remembered)
    for (const { seen } of this.recent) {
      if (seen === null) return null
      sketch.addAll(seen, 1)
    }
    return sketch
  }

  /** The recent slice of a number. */
  slice(index: bigint): RecentSlice {
    const found = this.recent.find(one => one.index === index)
    if (found !== undefined) return found
    const made = new RecentSlice(index)
    const after = this.recent.findIndex(one => one.index > index)
    if (after < 0) this.recent.push(made)
    else this.recent.splice(after, 0, made)
    return made
  }

  /** The number of the recent slice that a time belongs to. */
  indexOf(time: bigint): bigint {
    const index = time / this.width
    return time < 0n && index * this.width !== time ? index - 1n : index
  }

  /** Notes that the time from the frontier to `end` was read, all of it before the look-back. */
  addOld(end: bigint, groups: Float64Array): void {
    this.old.push({ start: this.frontier, end, groups })
    this.frontier = end
    this.#merge()
  }

  /** Makes an old slice of the recent ones before `limit`, which is a slice's beginning or beyond the frontier. */
  retire(limit: bigint): void {
    const start = this.oldEnd
    const end = limit < this.frontier ? limit : this.frontier
    if (end <= start) return
    const groups = new Float64Array(seriesGroups)
    while (this.recent[0] !== undefined && this.recent[0].index * this.width < end) {
      const slice = this.recent.shift() as RecentSlice
      for (let i = 0; i < seriesGroups; i += 1) {
        groups[i] = (groups[i] as number) + (slice.groups[i] as number)
      }
      if (slice.seen === null) this.past = null
      else if (this.past !== null) {
        const { past } = this
        slice.seen.forEach((first, second) => {
          past.add(first, second)
        })
      }
    }
    this.old.push({ start, end, groups })
    this.#merge()
  }

  /** Gives up the memory of single old rows when they are more than `most`. */
  limitPast(most: number): void {
    if (this.past !== null && this.past.size > most) this.past = null
  }

  /**
   * Of a stored ledger: learns the rows of its recent slices from those that `found` has now. Rows that came meanwhile
   * are found by the sketch and stay unknown; where it cannot tell, a slice with the same count and digest as before was
   * delivered as it is, and any other one is forgotten.
   */
  learn(found: Ledger): void {
    const news = this.#newRows(found)
    const known = this.recent.splice(0)
    if (news !== null) for (const slice of found.recent) this.recent.push(slice.without(news))
    else {
      for (const slice of known) {
        const now = found.slice(slice.index)
        if (now.count === slice.count && now.digest === slice.digest) this.recent.push(now)
      }
    }
    this.stored = null
  }

  /**
   * Learns the rows of the old slices one by one from what they have now, a slice each: they are known when they are those
   * that were counted.
   */
  learnPast(found: readonly RecentSlice[]): void {
    const past = new SeenRows()
    for (const [i, { seen, groups }] of found.entries()) {
      if (groups.some((count, group) => count !== this.old[i]?.groups[group])) return
      seen?.forEach((first, second) => {
        past.add(first, second)
      })
    }
    this.past = past
  }

  /** The rows of `found` that this stored ledger does not know; null when that cannot be told. */
  #newRows(found: Ledger): ReadonlySet<string> | null {
    const sketch = this.stored
    if (sketch === null || found.recent.some(slice => slice.seen === null)) return null
    for (const { seen } of found.recent) if (seen !== null) sketch.addAll(seen, -1)
    const missing = sketch.missing()
    return missing === null
      ? null
      : new Set(missing.map(({ first, second }) => `${first},${second}`))
  }

  /** Gives up the memory of single rows, oldest slices first, until at most `most` rows are remembered. */
  limitMemory(most: number): void {
    let rows = this.remembered
    for (const slice of this.recent) {
      if (rows <= most) return
      rows -= slice.seen?.size ?? 0
      slice.seen = null
    }
  }

  /** Joins neighbours so that slices grow with their age: what is old is counted coarsely. */
  #merge(): void {
    const { old } = this
    while (old.length > maxOldSlices) {
      const now = Number(this.frontier)
      let best = 0
      let least = Number.POSITIVE_INFINITY
      for (let i = 0; i + 1 < old.length; i += 1) {
        const a = old[i] as OldSlice
        const b = old[i + 1] as OldSlice
        const ratio = (countOf(a) + countOf(b) + 1) / (now - Number(a.start) + 1)
        if (ratio < least) {
          least = ratio
          best = i
        }
      }
      const [a, b] = old.slice(best, best + 2) as [OldSlice, OldSlice]
      const groups = a.groups.map((count, i) => count + (b.groups[i] as number))
      old.splice(best, 2, { start: a.start, end: b.end, groups })
    }
  }
}
