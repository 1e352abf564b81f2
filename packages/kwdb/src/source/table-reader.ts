import {
  type BatchOrigin,
  countOf,
  earlier,
  earliest,
  GroupCounter,
  HistoryWindow,
  Ledger,
  later,
  lookBackSlices,
  lookUpPast,
  lookUpRecent,
  type RecordBatch,
  type RowCounter,
  type RowIdentities,
  SeenRows,
  type SourceBytesBatch,
  seriesGroups,
  type TimeUnit,
} from '@tidewire/core'
import type { TextBuffer } from '@tidewire/formats'
import type { Catalog, KwdbClient } from '../client/api.ts'
import { kindOf } from '../client/server-error.ts'
import type { TableShape } from '../dialect/table-shape.ts'
import { changedSlices } from './changed-slices.ts'
import { grownSeries } from './grown-series.ts'
import { timeUnitOf } from './output.ts'
import { fromMillis, fromNanos, partitionOf, positionOf, restore } from './position.ts'
import type { ReadOptions } from './read-options.ts'
import { RowWriter } from './row-writer.ts'
import { type Rows, TableQueries } from './table-queries.ts'

/** Rows that a window over the history should have, and that a statement asks for; fewer where rows are long. */
const pageRows = 10_000
/** Most rows that a statement asks for, whatever is configured. */
const mostPageRows = 100_000
/** A batch is handed over when it has so many bytes, whatever the number of rows. */
const batchBytes = 4 * 1024 * 1024
/** Most rows of a history that are remembered one by one; about 24 bytes each. */
const mostPastRows = 50_000
/** How long a table that is gone is left alone at least, in milliseconds. */
const goneMs = 200
/** How long the columns of a table are taken as known, in milliseconds. */
const shapeAgeMs = 1000

/** What is known of a table as long as its columns stay the same. */
interface Known {
  readonly shape: TableShape
  readonly unit: TimeUnit
  readonly writer: RowWriter
  readonly queries: TableQueries
  readonly identities: RowIdentities<Rows>
  readonly sliceMs: number
}

type Batches = AsyncGenerator<SourceBytesBatch, void, undefined>
type Offset = Readonly<Record<string, unknown>> | null

/**
 * Reads one table: the history window by window, then what is new at every round, and whatever came late. What was
 * delivered is in a ledger; see there why nothing is missed. All steps of a round are in this one file: they share the
 * ledger, the batch that is being filled and what is known of the table, and each may find that it is another table now.
 */
export class TableReader {
  /** When the next round is due, in milliseconds since the epoch. */
  due = 0
  /** True while there is history left to read. */
  behind = true
  readonly #options: ReadOptions
  readonly #client: KwdbClient
  readonly #catalog: Catalog
  readonly #batch: RecordBatch<TextBuffer>
  readonly #origin: BatchOrigin
  /** Stored position of an earlier task, until the table is known. */
  #stored: Offset
  #ledger: Ledger | null = null
  #known: Known | null = null
  #knownAt = 0
  /** Number of the table, as far as the server shows it. */
  #tableId: string | null = null
  #showsIds = true
  /** True when it is to be checked whether the table is still the same one. */
  #doubted = true
  /** True until the rows of the restored recent slices are known one by one. */
  #unverified = false
  #nextLateCheck = 0
  #nextSliceCheck = 0
  #window = new HistoryWindow({ rows: pageRows })
  #rows = 0

  constructor(
    client: KwdbClient,
    catalog: Catalog,
    batch: RecordBatch<TextBuffer>,
    stored: Offset,
    options: ReadOptions,
  ) {
    this.#client = client
    this.#catalog = catalog
    this.#batch = batch
    this.#stored = stored
    this.#options = options
    this.#origin = { topic: options.topic, partition: partitionOf(options.database, options.table) }
  }

  get table(): string {
    return this.#options.table
  }

  /** Reads what is there now, batch by batch. A batch is valid until the next is asked for. */
  async *round(signal: AbortSignal): Batches {
    const { pollMs, lookBackMs, end } = this.#options
    const started = Date.now()
    this.due = started + pollMs
    const known = await this.#refresh(started, signal)
    if (known === null) {
      this.gone()
      return
    }
    if (this.#doubted) await this.#recognize(known, signal)
    const ledger = this.#ledger ?? this.#newLedger(known)
    this.#ledger = ledger
    if (this.#unverified)
      await lookUpRecent(ledger, known.identities, this.#options.lookBackRows, signal)
    this.#unverified = false
    const now = fromMillis(started, known.unit)
    const limit = end === null ? now : earlier(now, fromNanos(end, known.unit))
    const recent = ledger.indexOf(limit - fromMillis(lookBackMs, known.unit)) * ledger.width
    yield* this.#late(ledger, known, started, signal)
    if (this.#ledger !== ledger) return
    ledger.retire(recent)
    ledger.limitPast(this.#pastRows)
    if (ledger.frontier < recent) {
      ledger.retire(ledger.frontier)
      yield* this.#history(ledger, known, recent, signal)
      // There is more: tables that have waited longer take their turn, then this one goes on.
      this.behind = true
      this.due = started
      return
    }
    this.behind = false
    yield* this.#fresh(ledger, known, limit, signal)
    ledger.limitMemory(this.#options.lookBackRows)
    yield* this.#veryLate(ledger, known, started, signal)
  }

  /** The table does not exist now. It may come back, and then it is another one. */
  gone(): void {
    this.#known = null
    this.#doubted = true
    this.due = Date.now() + Math.max(goneMs, this.#options.pollMs)
  }

  /** Forgets the columns, after an error that may come from a change of them. */
  forgetShape(): void {
    this.#known = null
  }

  /** What is known of the table; null when it is gone. */
  async #refresh(now: number, signal: AbortSignal): Promise<Known | null> {
    if (this.#known !== null && now - this.#knownAt < shapeAgeMs) return this.#known
    const { database, table, output, faults, lookBackMs, fetchRows } = this.#options
    const shape = await this.#catalog.table(database, table, signal)
    this.#knownAt = now
    if (shape === null || shape.columns.length === 0) return null
    if (this.#known !== null && sameShape(this.#known.shape, shape)) return this.#known
    const unit = timeUnitOf(shape)
    const page = Math.min(Math.max(pageRows, fetchRows), mostPageRows)
    const queries = new TableQueries(this.#client, database, shape, unit, page)
    const rows = Math.min(pageRows, queries.windowRows)
    const firstLength = fromMillis(this.#options.queryMs, unit)
    this.#window = new HistoryWindow({ rows, firstLength })
    const writer = new RowWriter(database, shape, output, faults)
    this.#known = {
      shape,
      unit,
      writer,
      queries,
      identities: {
        identities: (span, signal) => queries.identities(span, signal),
        count: (rows, sliceOf) => {
          for (const row of rows) writer.count(row, sliceOf)
        },
      },
      sliceMs: Math.max(100, Math.ceil(lookBackMs / lookBackSlices)),
    }
    return this.#known
  }

  #newLedger({ unit, sliceMs }: Known): Ledger {
    const { initial } = this.#options
    const begin = initial === null ? earliest : fromNanos(initial, unit)
    const ledger = new Ledger(begin, fromMillis(sliceMs, unit))
    ledger.past = new SeenRows()
    return ledger
  }

  /**
   * Finds out whether the table is the one that was read before, and begins anew when it is not: by its number, or, where
   * the server shows none, by rows that are missing.
   */
  async #recognize(known: Known, signal: AbortSignal): Promise<void> {
    const { table, log } = this.#options
    const id = await this.#idOf(known, signal)
    const before = this.#ledger
    let ledger = before
    if (ledger === null) {
      const width = fromMillis(known.sliceMs, known.unit)
      ledger = restore(this.#stored, { unit: known.unit, width, tableId: id })
      this.#unverified = ledger !== null && ledger.recent.length > 0
      if (this.#stored !== null && ledger === null) {
        log.warn('the stored position is of another table of that name; reading begins anew', {
          table,
        })
      }
      this.#stored = null
    } else if (id !== null && this.#tableId !== null && id !== this.#tableId) ledger = null
    if (ledger !== null && id === null) {
      const expected = ledger.oldCount + ledger.recent.reduce((sum, { count }) => sum + count, 0)
      const span = { start: ledger.begin, end: ledger.frontier }
      if (expected > 0 && (await known.queries.count(span, signal)) < expected) ledger = null
    }
    if (before !== null && ledger === null) {
      log.info('the table was made again; it is read from its beginning', { table })
    }
    if (ledger === null) this.#unverified = false
    this.#ledger = ledger
    this.#tableId = id
    this.#doubted = false
  }

  async #idOf({ queries }: Known, signal: AbortSignal): Promise<string | null> {
    if (!this.#showsIds) return null
    try {
      return await queries.tableId(this.#options.database, this.#options.table, signal)
    } catch (error) {
      const kind = kindOf(error)
      if (kind === null || kind === 'transient') throw error
      this.#showsIds = false
      return null
    }
  }

  /**
   * Delivers rows of the look-back that came after their slice was read. The number of all its rows tells whether there
   * are any; now and then slice by slice, since a row that was deleted hides one that came.
   */
  async *#late(ledger: Ledger, known: Known, now: number, signal: AbortSignal): Batches {
    const start = ledger.oldEnd
    const { frontier, width } = ledger
    if (start === earliest || frontier <= start) return
    const { lateCheckMs } = this.#options
    const thorough = lateCheckMs > 0 && now >= this.#nextSliceCheck
    if (thorough) this.#nextSliceCheck = now + lateCheckMs
    const expected = ledger.recent.reduce((sum, { count }) => sum + count, 0)
    const count = await known.queries.count({ start, end: frontier }, signal)
    if (count === expected && !thorough) return
    if (count < expected || thorough) {
      await this.#recognizeById(known, signal)
      if (this.#ledger !== ledger) return
    }
    if (count < expected && count === 0) {
      const all = { start: ledger.begin, end: frontier }
      if ((await known.queries.count(all, signal)) === 0) {
        // All rows are gone: nothing that comes was delivered before.
        this.#ledger = null
        this.behind = true
        this.due = 0
        return
      }
    }
    const whole = { start, end: frontier, count }
    const changed = await changedSlices(ledger, known.queries, whole, thorough, signal)
    for (const index of changed) {
      const from = index * width
      const span = { start: later(from, start), end: earlier(from + width, frontier) }
      yield* this.#read(known, known.queries.rows(span, signal), ledger.slice(index).reread())
      yield* this.#finish(ledger, known)
    }
  }

  /** Reads what lies between the frontier and `to`, slice by slice. */
  async *#fresh(ledger: Ledger, known: Known, to: bigint, signal: AbortSignal): Batches {
    const { width } = ledger
    while (ledger.frontier < to) {
      const start = ledger.frontier
      if (to - start > 2n * width) {
        // Slices without rows are skipped.
        const first = await known.queries.first({ start, end: to }, signal)
        if (first === null) {
          ledger.frontier = to
          return
        }
        ledger.frontier = later(start, ledger.indexOf(first) * width)
      }
      const index = ledger.indexOf(ledger.frontier)
      const end = earlier((index + 1n) * width, to)
      const span = { start: ledger.frontier, end }
      yield* this.#read(known, known.queries.rows(span, signal), ledger.slice(index))
      ledger.frontier = end
      yield* this.#finish(ledger, known)
    }
  }

  /** Reads one window of what lies before the look-back. */
  async *#history(ledger: Ledger, known: Known, limit: bigint, signal: AbortSignal): Batches {
    const span = { start: ledger.frontier, end: limit }
    const end = await this.#window.end(known.queries, span, signal)
    const counter = this.#counter(ledger, new Float64Array(seriesGroups))
    if (end !== null) {
      const rows = known.queries.rows({ start: ledger.frontier, end }, signal)
      yield* this.#read(known, rows, counter)
    }
    ledger.addOld(end ?? limit, counter.groups)
    ledger.limitPast(this.#pastRows)
    yield* this.#finish(ledger, known)
  }

  /** Looks for rows that came later than the look-back, by their number. */
  async *#veryLate(ledger: Ledger, known: Known, now: number, signal: AbortSignal): Batches {
    const { lateCheckMs } = this.#options
    if (lateCheckMs === 0) return
    if (this.#nextLateCheck === 0) this.#nextLateCheck = now
    // Where all old rows are known they are few: then it costs little to look at every round.
    if (ledger.past === null && now < this.#nextLateCheck) return
    this.#nextLateCheck = now + lateCheckMs
    const whole = { start: ledger.begin, end: ledger.oldEnd }
    if (whole.end === whole.start) return
    const count = await known.queries.count(whole, signal)
    if (count === ledger.oldCount) {
      await lookUpPast(ledger, known.identities, this.#pastRows, signal)
      return
    }
    if (count < ledger.oldCount) {
      // Rows were deleted or their time was up, or it is another table.
      await this.#recognizeById(known, signal)
      if (this.#ledger !== ledger) return
    }
    for (let i = 0; i < ledger.old.length; i += 1) {
      const slice = ledger.old[i]
      if (slice === undefined) return
      if ((await known.queries.count(slice, signal)) === countOf(slice)) continue
      yield* this.#recount(ledger, known, i, signal)
    }
    ledger.limitPast(this.#pastRows)
    await lookUpPast(ledger, known.identities, this.#pastRows, signal)
  }

  #counter(ledger: Ledger, groups: Float64Array): GroupCounter {
    return new GroupCounter(groups, ledger.past, this.#pastRows)
  }

  get #pastRows(): number {
    return Math.min(mostPastRows, this.#options.lookBackRows)
  }

  /** Begins anew when the server shows that the table is another one. */
  async #recognizeById(known: Known, signal: AbortSignal): Promise<void> {
    const id = await this.#idOf(known, signal)
    if (id === null || this.#tableId === null || id === this.#tableId) return
    this.#doubted = true
    await this.#recognize(known, signal)
    this.behind = true
    this.due = 0
  }

  /** Delivers the series groups of an old slice that have more rows than were delivered. */
  async *#recount(ledger: Ledger, known: Known, at: number, signal: AbortSignal): Batches {
    const slice = ledger.old[at]
    if (slice === undefined) return
    const { more, groups, lost } = await grownSeries(known, slice, signal)
    // Rows that were deleted may come again; which ones they were is not known.
    if (lost) ledger.past = null
    if (more.length > 0) {
      const { table, log } = this.#options
      log.info('rows came later than the look-back; their part of the history is read again', {
        table,
        series: more.length,
      })
      const rows = known.queries.rowsOf(more, slice, signal)
      yield* this.#read(known, rows, this.#counter(ledger, groups))
    }
    ledger.old[at] = { start: slice.start, end: slice.end, groups }
    yield* this.#finish(ledger, known)
  }

  /** Prints rows; hands over full batches and keeps the last one. */
  async *#read({ writer }: Known, pages: AsyncIterable<Rows>, counter: RowCounter): Batches {
    const batch = this.#batch
    const { fetchRows } = this.#options
    try {
      for await (const rows of pages) {
        for (const row of rows) {
          if (this.#rows >= fetchRows || batch.values.length >= batchBytes) {
            if (batch.count > 0) yield batch.batch(this.#origin, null)
            this.#clear()
          }
          if (writer.write(row, counter, batch)) this.#rows += 1
        }
      }
    } catch (error) {
      // Rows that were counted have to be delivered, whatever happens next.
      if (batch.count > 0) yield batch.batch(this.#origin, null)
      this.#clear()
      throw error
    }
  }

  /** Hands over the last batch of a window with the position after it. */
  async *#finish(ledger: Ledger, { unit }: Known): Batches {
    const batch = this.#batch
    if (batch.count > 0) yield batch.batch(this.#origin, positionOf(ledger, unit, this.#tableId))
    this.#clear()
  }

  #clear(): void {
    this.#batch.clear()
    this.#rows = 0
  }
}

function sameShape(a: TableShape, b: TableShape): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
