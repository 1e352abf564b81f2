import {
  type BatchOrigin,
  countOf,
  earlier,
  earliest,
  GroupCounter,
  groupGrowth,
  HistoryWindow,
  Ledger,
  later,
  lookBackSlices,
  lookUpPast,
  lookUpRecent,
  type RowCounter,
  type RowIdentities,
  type Schema,
  SeenRows,
  type SourceBytesBatch,
  seriesGroups,
  type TimeSpan,
} from '@tidewire/core'
import type { ResultBlock, TDengineClient } from '../client/api.ts'
import { fromMillis, partitionOf, positionOf } from './position.ts'
import type { PrintedBatches } from './printed-batch.ts'
import type { ReadOptions } from './read-options.ts'
import { RowWriter } from './row-writer.ts'
import { structSchema } from './struct-records.ts'
import { createdAt } from './table-list.ts'
import { TableQueries } from './table-queries.ts'
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
  readonly #window: HistoryWindow

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
    const longest = fromMillis(options.queryMs, options.unit)
    this.#window = new HistoryWindow({ rows: windowRows, longest })
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
    if (this.#unverified) {
      await lookUpRecent(ledger, this.#identities, this.#options.lookBackRows, signal)
      this.#unverified = false
    }
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

  get #identities(): RowIdentities<ResultBlock> {
    const queries = this.#asked
    const writer = this.#rows
    return {
      identities: (span, signal) => queries.identities(span, signal),
      count: (block, sliceOf) => writer.count(block, sliceOf),
    }
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
    const span = { start: ledger.frontier, end: limit }
    const end = await this.#window.end(this.#asked, span, signal)
    const groups = new Float64Array(seriesGroups)
    if (end !== null) {
      const rows = this.#asked.rows({ start: ledger.frontier, end }, signal)
      yield* this.#read(rows, this.#counter(groups))
    }
    ledger.addOld(end ?? limit, groups)
    ledger.limitPast(this.#pastRows)
    yield* this.#finish()
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

  async #learnPast(signal: AbortSignal): Promise<void> {
    await lookUpPast(this.#ledger, this.#identities, this.#pastRows, signal)
  }

  #counter(groups: Float64Array): GroupCounter {
    return new GroupCounter(groups, this.#ledger.past, this.#pastRows)
  }

  /** Delivers the series groups of an old slice that have more rows than were delivered. */
  async *#recount(
    at: number,
    slice: TimeSpan & { readonly groups: Float64Array },
    signal: AbortSignal,
  ): AsyncGenerator<SourceBytesBatch> {
    const writer = this.#rows
    const now = await this.#asked.countsByGroup(slice, name => writer.groupOf(name), signal)
    const { grown, groups, lost } = groupGrowth(slice.groups, now.groups)
    // Rows that were deleted may come again; which ones they were is not known.
    if (lost) this.#ledger.past = null
    if (grown.length > 0) {
      const more = grown.flatMap(group => now.names[group] ?? [])
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
