import { mix, type RecentSlice, type RowCounter, type RowFaults } from '@tidewire/core'
import type { ResultBlock } from '../client/api.ts'
import { raise } from '../errors.ts'
import { BlockView, type ColumnView } from './block-view.ts'
import { FlatJsonRowPrinter, OpenTsdbRowPrinter } from './json-row-printers.ts'
import { LineRowPrinter } from './line-row-printer.ts'
import type { PrintedBatch } from './printed-batch.ts'
import type { OutputSettings } from './profile.ts'
import type { RowPrinter } from './row-printer.ts'
import { type Series, SeriesCache } from './series.ts'
import { viewOf } from './stamp.ts'
import { type TableShape, timeIndex } from './table-shape.ts'
import { Unprintable } from './text-print.ts'
import { TimePrinter } from './time-print.ts'

function printerOf(settings: OutputSettings, shape: TableShape): RowPrinter {
  switch (settings.format) {
    case 'line':
      return new LineRowPrinter(settings, shape)
    case 'flat-json':
      return new FlatJsonRowPrinter(settings, shape)
    case 'opentsdb-json':
      return new OpenTsdbRowPrinter(settings, shape)
  }
}

/** Turns the blocks of one table into records: finds the series of each row, counts it, prints it. */
export class RowWriter {
  readonly #shape: TableShape
  readonly #settings: OutputSettings
  readonly #faults: RowFaults
  readonly #printer: RowPrinter
  readonly #cache: SeriesCache
  readonly #millis: TimePrinter
  readonly #isSuper: boolean
  readonly #ownName: DataView

  constructor(shape: TableShape, settings: OutputSettings, faults: RowFaults) {
    this.#shape = shape
    this.#settings = settings
    this.#faults = faults
    this.#isSuper = shape.table.kind === 'super'
    this.#printer = printerOf(settings, shape)
    this.#cache = new SeriesCache(
      this.#isSuper && settings.format !== 'line' ? shape.table.name : null,
    )
    this.#millis = new TimePrinter('ms')
    this.#ownName = viewOf(Buffer.from(shape.table.name))
  }

  /** Prints the rows of a block that were not delivered before. */
  write(block: ResultBlock, counter: RowCounter, batch: PrintedBatch): void {
    const view = new BlockView(block)
    const time = view.columns[timeIndex(this.#shape)] as ColumnView
    const name = this.#isSuper ? (view.columns[0] as ColumnView) : null
    const printer = this.#printer
    printer.begin(view)
    this.#millis.from(block.unit)
    const { values } = batch
    const data = view.view
    let series: Series | null = null
    let bad: string | null = null
    for (let row = 0; row < view.rows; row += 1) {
      if (name !== null) view.locate(name, row)
      if (
        series === null ||
        (name !== null && !series.stamp.isAt(view.view, view.start, view.end))
      ) {
        series = this.#seriesOf(view, name)
        bad = this.#refreshTags(view, row, series)
      }
      const at = time.dataStart + row * 8
      const low = data.getInt32(at, true)
      const high = data.getInt32(at + 4, true)
      const first = mix(series.first ^ Math.imul(low, 0x9e37_79b1) ^ Math.imul(high, 0x85eb_ca77))
      const second = mix(series.second ^ Math.imul(high, 0xc2b2_ae3d) ^ Math.imul(low, 0x27d4_eb2f))
      if (!counter.add(first, second, series.group)) continue
      const start = values.length
      if (bad !== null) {
        this.#refuse(bad)
        continue
      }
      try {
        if (!printer.printRow(values, row, series)) {
          this.#faults.empty(this.#shape.table.name)
          continue
        }
      } catch (error) {
        if (!(error instanceof Unprintable)) throw error
        values.length = start
        this.#refuse(error.message)
        continue
      }
      batch.add(series, start, this.#millis.millis(high, low))
    }
  }

  /** Counts the rows of a block of child tables and times (or times alone) in the slice that `sliceOf` gives. */
  count(block: ResultBlock, sliceOf: (time: bigint) => RecentSlice): void {
    const view = new BlockView(block)
    const name = this.#isSuper ? (view.columns[0] as ColumnView) : null
    const time = view.columns[timeIndex(this.#shape)] as ColumnView
    const data = view.view
    let series: Series | null = null
    let slice: RecentSlice | null = null
    let last = 0n
    for (let row = 0; row < view.rows; row += 1) {
      if (name !== null) view.locate(name, row)
      if (series === null || (name !== null && !series.stamp.isAt(view.view, view.start, view.end)))
        series = this.#seriesOf(view, name)
      const at = time.dataStart + row * 8
      const low = data.getInt32(at, true)
      const high = data.getInt32(at + 4, true)
      const now = data.getBigInt64(at, true)
      if (slice === null || now !== last) slice = sliceOf(now)
      last = now
      const first = mix(series.first ^ Math.imul(low, 0x9e37_79b1) ^ Math.imul(high, 0x85eb_ca77))
      const second = mix(series.second ^ Math.imul(high, 0xc2b2_ae3d) ^ Math.imul(low, 0x27d4_eb2f))
      slice.add(first, second, series.group)
    }
  }

  /** The group of a series by name. */
  groupOf(name: string): number {
    const bytes = Buffer.from(name)
    return this.#cache.find(viewOf(bytes), 0, bytes.length).group
  }

  #seriesOf(view: BlockView, name: ColumnView | null): Series {
    if (name === null) return this.#cache.find(this.#ownName, 0, this.#ownName.byteLength)
    return this.#cache.find(view.view, view.start, view.end)
  }

  /** Prints what the records of a series share, unless its tags are as before; what is wrong with them, else null. */
  #refreshTags(view: BlockView, row: number, series: Series): string | null {
    const from = timeIndex(this.#shape) + 1
    const tags = tagBytes(view, row, from, from + this.#shape.tags.length)
    if (series.tags?.equals(tags)) return null
    try {
      series.printed = this.#printer.printSeries(row, series)
      series.tags = tags
      return null
    } catch (error) {
      if (!(error instanceof Unprintable)) throw error
      return error.message
    }
  }

  #refuse(what: string): void {
    const table = this.#shape.table.name
    const space = what.indexOf(' ')
    const args = { table, column: what.slice(0, space), reason: what.slice(space + 1) }
    if (!this.#faults.tolerant) {
      throw raise(
        'TDENGINE_SOURCE_ROW',
        { ...args, format: this.#settings.format },
        { doing: `reading ${table}`, field: args.column },
      )
    }
    this.#faults.skipped(table, what)
  }
}

let scratch = Buffer.alloc(1024)

/** The tags of a row as they lie in the block, with a mark for NULL and the length of each. */
function tagBytes(view: BlockView, row: number, from: number, to: number): Buffer {
  let at = 0
  for (let i = from; i < to; i += 1) {
    const column = view.columns[i] as ColumnView
    if (scratch.length < at + 8) scratch = Buffer.concat([scratch, Buffer.alloc(at + 1024)])
    if (view.isNull(column, row)) {
      scratch[at++] = 255
      continue
    }
    let start = column.dataStart + row * column.width
    let end = start + column.width
    if (column.variable) {
      view.locate(column, row)
      start = view.start
      // The engine's own form of JSON has no length; its value is compared as text.
      end = column.type === 'JSON' && view.raw.version === 2 ? start : view.end
    }
    const length = end - start
    if (scratch.length < at + length + 8) {
      scratch = Buffer.concat([scratch, Buffer.alloc(at + length + 1024)])
    }
    scratch[at] = length & 0x7f
    scratch[at + 1] = (length >> 7) & 0xff
    view.bytes.copy(scratch, at + 2, start, end)
    at += 2 + length
  }
  return Buffer.from(scratch.subarray(0, at))
}
