import {
  type BatchOrigin,
  countOf,
  earliest,
  GroupCounter,
  Ledger,
  type Logger,
  lookBackSlices,
  RecentSlice,
  type RowCounter,
  type RowFaults,
  type Schema,
  SeenRows,
  type SourceBytesBatch,
  seriesGroups,
  type TimeUnit,
} from '@tidewire/core'
import type { ResultBlock, TDengineClient } from '../client/api.ts'
import { fromMillis, partitionOf, positionOf } from './position.ts'
import type { PrintedBatches } from './printed-batch.ts'
import type { OutputSettings } from './profile.ts'
import { RowWriter } from './row-writer.ts'
import { structSchema } from './struct-records.ts'
import { createdAt } from './table-list.ts'
import { type Span, TableQueries } from './table-queries.ts'
import { describeTable, type SourceTable, type TableShape } from './table-shape.ts'

/** Rows that a window over the history should have. A crash repeats at most about so many. */
const windowRows = 200_000
/** A batch is handed over when it has so many bytes, whatever the number of rows. */
const batchBytes = 4 * 1024 * 1024
/** Fewer bytes than these wait for the next block, whatever the number of rows: sending a batch has a price of its own. */
const worthwhileBytes = 256 * 1024
/** How long a table that is gone is left alone at least, in milliseconds. */
const goneMs = 200
/** Most rows of a history that are remembered one by one; about 24 bytes each. */
const mostPastRows = 50_000
/** How long the columns of a table are taken as known, in milliseconds. */
const shapeAgeMs = 1000

/** How a table is read. Times in the unit of the database unless they say otherwise. */
export interface ReadOptions {
  readonly table: SourceTable
  readonly unit: TimeUnit
  readonly topic: string
  readonly output: OutputSettings
  /** First time that is read; `earliest` for all. */
  readonly initial: bigint
  /** First time that is not read any more; null for none. */
  readonly end: bigint | null
  readonly fetchRows: number
  readonly pollMs: number
  readonly lookBackMs: number
  readonly lookBackRows: number
  /** 0 for never. */
  readonly lateCheckMs: number
  /** Longest span of one window over the history; 0 for any. */
  readonly queryMs: number
  readonly faults: RowFaults
  readonly log: Logger
}

const later = (a: bigint, b: bigint) => (a > b ? a : b)
const earlier = (a: bigint, b: bigint) => (a < b ? a : b)

/** Width of a recent slice in milliseconds. */
export function sliceMs(lookBackMs: number): number {
  return Math.max(100, Math.ceil(lookBackMs / lookBackSlices))
}

/**
 * Reads one table: the history window by window, then what is new at every round, and whatever came late. What was
 * delivered is in a ledger; see there why nothing is missed.
 */
export class TableReader {
  /** When the next round is due, in milliseconds since the epoch. */
  due = 0
  /** True while there is history left to read. */
  behind = true
  readonly #options: ReadOptions
  readonly #client: TDengineClient
  readonly #batches: PrintedBatches
  readonly #origin: BatchOrigin
  readonly #sliceMs: number
  #ledger: Ledger
  /** Most rows of the history that are remembered one by one. */
  readonly #pastRows: number
  /** When the table was made, as far as known. */
  #created: number | null
  /** True when it is to be checked whether the table is still the same one. */
  #doubted = false
  /** True until the rows of the restored recent slices are known one by one. */
  #unverified: boolean
  #shape: TableShape | null = null
  #schema: Schema | null = null
  #shapeAt = 0
  #writer: RowWriter | null = null
  #queries: TableQueries | null = null
  #nextLateCheck: number
  /** Span that the last window over the history had, as a guess for the next. */
  #span = 0n

  constructor(
    client: TDengineClient,
    batches: PrintedBatches,
    ledger: Ledger | null,
    created: number | null,
    options: ReadOptions,
  ) {
    this.#created = created
    this.#client = client
    this.#batches = batches
    this.#options = options
    this.#sliceMs = sliceMs(options.lookBackMs)
    this.#origin = { topic: options.topic, partition: partitionOf(options.table.name) }
    this.#ledger = ledger ?? this.#newLedger()
    if (this.#ledger.old.length === 0) this.#ledger.past = new SeenRows()
    this.#pastRows = Math.min(mostPastRows, options.lookBackRows)
    this.#unverified = this.#ledger.recent.length > 0
    this.#nextLateCheck = 0
  }

  get table(): SourceTable {
    return this.#options.table
  }

  /** The schema of the table's records as structures; the table must have been read before. */
  get schema(): Schema {
    if (this.#shape === null) throw new Error('the table is not described yet')
    this.#schema ??= structSchema(this.#shape, this.#options.output)
    return this.#schema
  }

  /** Reads what is there now, batch by batch. A batch is valid until the next but one is asked for. */
  async *round(signal: AbortSignal): AsyncGenerator<SourceBytesBatch, void, undefined> {
    const { pollMs, lookBackMs, unit, end } = this.#options
    const started = Date.now()
    this.due = started + pollMs
    await this.#refreshShape(started, signal)
    if (this.#doubted) await this.#recognize(signal)
    const ledger = this.#ledger
    if (this.#unverified) await this.#verify(signal)
    const now = fromMillis(started, unit)
    const to = end === null || now < end ? now : end
    const back = fromMillis(lookBackMs, unit)
    const limit = ledger.indexOf(to - back) * ledger.width
    yield* this.#late(signal)
    ledger.retire(limit)
    ledger.limitPast(this.#pastRows)
    if (ledger.frontier < limit) {
      ledger.retire(ledger.frontier)
      yield* this.#history(limit, signal)
      // There is more: tables that have waited longer take their turn, then this one goes on.
      this.behind = true
      this.due = started
      return
    }
    this.behind = false
    yield* this.#fresh(to, signal)
    ledger.limitMemory(this.#options.lookBackRows)
    yield* this.#veryLate(started, signal)
  }

  async #refreshShape(now: number, signal: AbortSignal): Promise<void> {
    if (this.#shape !== null && now - this.#shapeAt < shapeAgeMs) return
    const shape = await describeTable(this.#client, this.#options.table, signal)
    this.#shapeAt = now
    if (shape.selected === this.#shape?.selected) return
    this.#shape = shape
    this.#schema = null
    this.#writer = new RowWriter(shape, this.#options.output, this.#options.faults)
    this.#queries = new TableQueries(this.#client, shape)
  }

  get #asked(): TableQueries {
    if (this.#queries === null) throw new Error('the table is not described yet')
    return this.#queries
  }

  get #rows(): RowWriter {
    if (this.#writer === null) throw new Error('the table is not described yet')
    return this.#writer
  }

  /** The table does not exist now. It may come back, and then it may be another one. */
  gone(): void {
    this.#shape = null
    this.#doubted = true
    this.due = Date.now() + Math.max(goneMs, this.#options.pollMs)
  }

  #newLedger(): Ledger {
    const { initial, unit } = this.#options
    const ledger = new Ledger(initial, fromMillis(this.#sliceMs, unit))
    ledger.past = new SeenRows()
    return ledger
  }

  /** Begins anew when the table was dropped and made again. */
  async #recognize(signal: AbortSignal): Promise<void> {
    const { table, log } = this.#options
    const created = await createdAt(this.#client, table, signal)
    this.#doubted = false
    if (created === this.#created) return
    this.#created = created
    this.#ledger = this.#newLedger()
    this.#unverified = false
    log.info('the table was made again; it is read from its beginning', { table: table.name })
  }

  /** Forgets the columns, after an error that may come from a change of them. */
  forgetShape(): void {
    this.#shape = null
  }

  /**
   * After a restart: looks up which rows the recent slices have, and which of them came meanwhile. When those are too many
   * to be told, a slice with the same count and digest as before was delivered as it is; any other one is delivered again.
   */
  async #verify(signal: AbortSignal): Promise<void> {
    const ledger = this.#ledger
    const found = new Ledger(ledger.oldEnd, ledger.width)
    const span = { start: ledger.oldEnd, end: ledger.frontier }
    const sliceOf = (time: bigint): RecentSlice => found.slice(found.indexOf(time))
    for await (const block of this.#asked.identities(span, signal)) {
      this.#rows.count(block, sliceOf)
      found.limitMemory(this.#options.lookBackRows)
    }
    ledger.learn(found)
    this.#unverified = false
  }

  /** Delivers rows of the look-back that came after their slice was read. */
  async *#late(signal: AbortSignal): AsyncGenerator<SourceBytesBatch> {
    const ledger = this.#ledger
    const start = ledger.oldEnd
    const { frontier, width } = ledger
    if (start === earliest || frontier <= start) return
    const counts = await this.#asked.countsBySlice({ start, end: frontier }, this.#sliceMs, signal)
    const expected = new Map(ledger.recent.map(slice => [slice.index, slice.count]))
    const changed: bigint[] = []
    for (const { start: at, count } of counts) {
      const index = ledger.indexOf(at)
      if (expected.get(index) !== count) changed.push(index)
      expected.delete(index)
    }
    // Slices whose rows are all gone.
    for (const [index, count] of expected) if (count > 0) changed.push(index)
    for (const index of changed) {
      const slice = ledger.slice(index)
      const from = index * width
      const span = {
        start: later(from, start),
        end: earlier(from + width, frontier),
      }
      yield* this.#read(this.#asked.rows(span, signal), slice.reread())
      yield* this.#finish()
    }
  }

  /** Reads what lies between the frontier and `to`, slice by slice. */
  async *#fresh(to: bigint, signal: AbortSignal): AsyncGenerator<SourceBytesBatch> {
    const ledger = this.#ledger
    const { width } = ledger
    if (ledger.frontier >= to) return
    let filled: Set<bigint> | null = null
    if (to - ledger.frontier > 2n * width) {
      const span = { start: ledger.frontier, end: to }
      const counts = await this.#asked.countsBySlice(span, this.#sliceMs, signal)
      filled = new Set(counts.map(one => ledger.indexOf(one.start)))
    }
    while (ledger.frontier < to) {
      const start = ledger.frontier
      const index = ledger.indexOf(start)
      const sliceEnd = (index + 1n) * width
      const end = sliceEnd < to ? sliceEnd : to
      if (filled === null || filled.has(index)) {
        yield* this.#read(this.#asked.rows({ start, end }, signal), ledger.slice(index))
      }
      ledger.frontier = end
      yield* this.#finish()
    }
  }

  /** Reads one window of what lies before the look-back. */
  async *#history(limit: bigint, signal: AbortSignal): AsyncGenerator<SourceBytesBatch> {
    const ledger = this.#ledger
    const end = await this.#windowEnd(limit, signal)
    const groups = new Float64Array(seriesGroups)
    if (end !== null) {
      const span = { start: ledger.frontier, end }
      yield* this.#read(this.#asked.rows(span, signal), this.#counter(groups))
    }
    ledger.addOld(end ?? limit, groups)
    ledger.limitPast(this.#pastRows)
    yield* this.#finish()
  }

  /**
   * The end of the next window: with about `windowRows` rows, or `query.interval.ms` behind the first row. Null when
   * there are no rows before the limit. Stretches without rows cost nothing, however long they are.
   */
  async #windowEnd(limit: bigint, signal: AbortSignal): Promise<bigint | null> {
    const { unit, queryMs } = this.#options
    const start = this.#ledger.frontier
    const first = await this.#asked.first({ start, end: limit }, signal)
    if (first === null) return null
    let end = limit
    if (queryMs > 0) {
      const capped = first + fromMillis(queryMs, unit)
      if (capped < end) end = capped
    }
    if (this.#span > 0n && first + this.#span < end) end = first + this.#span
    for (let tries = 0; tries < 40; tries += 1) {
      const count = await this.#asked.count({ start: first, end }, signal)
      const span = end - first
      if (count > 2 * windowRows && span > 1n) {
        const shorter = (span * BigInt(windowRows)) / BigInt(count)
        end = first + (shorter > 0n ? shorter : 1n)
        continue
      }
      // The next guess: as many rows as wanted, at the density of this window.
      const ratio = Math.min(16, windowRows / Math.max(1, count))
      this.#span = (span * BigInt(Math.ceil(ratio * 16))) / 16n + 1n
      break
    }
    return end
  }

  /** Looks for rows that came later than the look-back, by their number. */
  async *#veryLate(now: number, signal: AbortSignal): AsyncGenerator<SourceBytesBatch> {
    const { lateCheckMs } = this.#options
    const ledger = this.#ledger
    if (lateCheckMs === 0) return
    if (this.#nextLateCheck === 0) this.#nextLateCheck = now
    // Where all old rows are known they are few: then it costs little to look at every round.
    if (ledger.past === null && now < this.#nextLateCheck) return
    this.#nextLateCheck = now + lateCheckMs
    const whole = { start: ledger.begin, end: ledger.oldEnd }
    if (whole.end === whole.start) return
    const count = await this.#asked.count(whole, signal)
    if (count === ledger.oldCount) {
      await this.#learnPast(signal)
      return
    }
    if (count < ledger.oldCount) {
      // Rows were deleted, or it is another table.
      await this.#recognize(signal)
      if (ledger !== this.#ledger) {
        this.behind = true
        this.due = 0
        return
      }
    }
    for (let i = 0; i < ledger.old.length; i += 1) {
      const slice = ledger.old[i]
      if (slice === undefined) return
      if ((await this.#asked.count(slice, signal)) === countOf(slice)) continue
      yield* this.#recount(i, slice, signal)
    }
    ledger.limitPast(this.#pastRows)
    await this.#learnPast(signal)
  }

  /** Looks up the rows of the old slices, if they are few; they are known then, if they are those that were counted. */
  async #learnPast(signal: AbortSignal): Promise<void> {
    const ledger = this.#ledger
    if (ledger.past !== null || ledger.oldCount > this.#pastRows) return
    const found = ledger.old.map(() => new RecentSlice(0n))
    const sliceOf = (time: bigint): RecentSlice =>
      found[ledger.old.findIndex(({ end }) => time < end)] as RecentSlice
    const span = { start: ledger.begin, end: ledger.oldEnd }
    for await (const block of this.#asked.identities(span, signal)) this.#rows.count(block, sliceOf)
    ledger.learnPast(found)
  }

  #counter(groups: Float64Array): GroupCounter {
    return new GroupCounter(groups, this.#ledger.past, this.#pastRows)
  }

  /** Delivers the series groups of an old slice that have more rows than were delivered. */
  async *#recount(
    at: number,
    slice: Span & { readonly groups: Float64Array },
    signal: AbortSignal,
  ): AsyncGenerator<SourceBytesBatch> {
    const writer = this.#rows
    const now = await this.#asked.countsByGroup(slice, name => writer.groupOf(name), signal)
    const more: string[] = []
    const groups = slice.groups.slice()
    for (let group = 0; group < seriesGroups; group += 1) {
      const count = now.groups[group] as number
      if (count > (slice.groups[group] as number)) {
        more.push(...(now.names[group] ?? []))
        groups[group] = 0
      } else {
        // Rows that were deleted may come again; which ones they were is not known.
        if (count < (slice.groups[group] as number)) this.#ledger.past = null
        groups[group] = count
      }
    }
    const grew = groups.some((count, group) => count === 0 && (now.groups[group] as number) > 0)
    if (grew) {
      const { kind, name } = this.#options.table
      this.#options.log.info(
        'rows came later than the look-back; their part of the history is read again',
        {
          table: name,
          childTables: more.length,
        },
      )
      const blocks =
        kind === 'super' ? this.#asked.rowsOf(more, slice, signal) : this.#asked.rows(slice, signal)
      yield* this.#read(blocks, this.#counter(groups))
    }
    this.#ledger.old[at] = { start: slice.start, end: slice.end, groups }
    yield* this.#finish()
  }

  /** Prints blocks; hands over full batches and keeps the last one. */
  async *#read(
    blocks: AsyncIterable<ResultBlock>,
    counter: RowCounter,
  ): AsyncGenerator<SourceBytesBatch> {
    let batch = this.#batches.current
    const { fetchRows } = this.#options
    try {
      for await (const block of blocks) {
        const { length } = batch.values
        if (length >= batchBytes || (batch.count >= fetchRows && length >= worthwhileBytes)) {
          yield this.#handed(null)
          batch = this.#batches.next()
        }
        this.#rows.write(block, counter, batch)
      }
    } catch (error) {
      // Rows that were counted have to be delivered, whatever happens next.
      if (batch.count > 0) {
        yield this.#handed(null)
        this.#batches.next()
      }
      throw error
    }
  }

  /** Hands over the last batch of a window with the position after it. */
  async *#finish(): AsyncGenerator<SourceBytesBatch> {
    if (this.#batches.current.count === 0) return
    const { table, unit } = this.#options
    yield this.#handed(positionOf(this.#ledger, table.database, unit, this.#created))
    this.#batches.next()
  }

  #handed(offset: SourceBytesBatch['sourceOffset']): SourceBytesBatch {
    return { ...this.#batches.current.batch(this.#origin, offset), ahead: true }
  }
}
