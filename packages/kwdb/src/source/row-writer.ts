import {
  isRetriable,
  mix,
  nanosPer,
  type RecentSlice,
  type RecordBatch,
  type RowCounter,
  type RowFaults,
  TidewireError,
  type TimeUnit,
} from '@tidewire/core'
import type { KaiwuPrinter, TextBuffer } from '@tidewire/formats'
import type { TextValue } from '../client/api.ts'
import type { TableShape } from '../dialect/table-shape.ts'
import { unitOf } from '../dialect/time-literal.ts'
import { raise } from '../errors.ts'
import { type OutputSettings, printerOf, recordUnit, timeUnitOf } from './output.ts'
import { type RowSeries, SeriesOfTable } from './series.ts'
import { StoredTimes, timeTextOf } from './stored-time.ts'

/** A column with times, beside the time of the row. */
interface TimeColumn {
  readonly at: number
  readonly times: StoredTimes
  readonly unit: TimeUnit
  /** Unit of the digits that are printed; null when the time is printed as text. */
  readonly printed: TimeUnit | null
}

/** Turns the rows of one table into records: finds the series of each row, counts it, prints it. */
export class RowWriter {
  readonly #table: string
  readonly #faults: RowFaults
  readonly #printer: KaiwuPrinter
  readonly #series: SeriesOfTable
  readonly #times: StoredTimes
  readonly #timeColumns: readonly TimeColumn[]
  readonly #perMilli: bigint
  readonly #unit: TimeUnit
  readonly #recordUnit: TimeUnit

  constructor(database: string, shape: TableShape, output: OutputSettings, faults: RowFaults) {
    this.#table = shape.name
    this.#faults = faults
    this.#printer = printerOf(output, shape)
    this.#series = new SeriesOfTable(database, shape)
    this.#unit = timeUnitOf(shape)
    this.#recordUnit = recordUnit(output, shape)
    this.#times = new StoredTimes(this.#unit)
    this.#perMilli = 1_000_000n / nanosPer(this.#unit)
    this.#timeColumns = shape.columns.flatMap(({ type }, at) => {
      if (at === 0 || !('precision' in type)) return []
      const unit = unitOf(type.precision)
      return [{ at, times: new StoredTimes(unit), unit, printed: this.#printedUnit(output, unit) }]
    })
  }

  /** The time of a row in the unit of its column. */
  timeOf(row: readonly TextValue[]): bigint {
    return this.#times.read(row[0] ?? '')
  }

  seriesOfTags(values: readonly TextValue[]): RowSeries {
    return this.#series.ofTags(values)
  }

  /** Prints a row that was not delivered before; false when it was. */
  write(row: readonly TextValue[], counter: RowCounter, batch: RecordBatch<TextBuffer>): boolean {
    const series = this.#series.ofRow(row)
    const time = this.timeOf(row)
    if (!counter.add(firstHalf(series, time), secondHalf(series, time), series.group)) return false
    try {
      this.#print(row, time, series, batch)
    } catch (error) {
      this.#refuse(error)
    }
    return true
  }

  /** Counts a row of time and primary tags in the slice that it belongs to. */
  count(row: readonly TextValue[], sliceOf: (time: bigint) => RecentSlice): void {
    const series = this.#series.ofTags(row.slice(1))
    const time = this.timeOf(row)
    sliceOf(time).add(firstHalf(series, time), secondHalf(series, time), series.group)
  }

  /**
   * How times of further columns are printed. Line protocol has texts; the OpenTSDB formats numbers in the column's unit;
   * json_kaiwudb numbers in the record's unit where it is the column's own, else texts.
   */
  #printedUnit({ format }: OutputSettings, unit: TimeUnit): TimeUnit | null {
    if (format === 'line_influxdb') return null
    if (format === 'json_kaiwudb') return unit === this.#recordUnit ? unit : null
    return unit
  }

  #print(
    row: readonly TextValue[],
    time: bigint,
    series: RowSeries,
    batch: RecordBatch<TextBuffer>,
  ): void {
    const values = row.slice()
    values[0] = this.#recordTime(time)
    for (const { at, times, unit, printed } of this.#timeColumns) {
      const text = values[at] ?? null
      if (text === null) continue
      const value = times.read(text)
      values[at] = printed === null ? timeTextOf(value, unit) : String(value)
    }
    const out = batch.values
    const timestamp = Number(floorDiv(time, this.#perMilli))
    let records = 0
    for (let part = 0; part < this.#printer.parts; part += 1) {
      const start = out.length
      try {
        if (!this.#printer.print(out, values, part)) continue
      } catch (error) {
        this.#refuse(error)
        records += 1
        continue
      }
      batch.add(series, start, timestamp)
      records += 1
    }
    if (records === 0) this.#faults.empty(this.#table)
  }

  /** The time of a row in the unit of the record. */
  #recordTime(time: bigint): string {
    if (this.#unit === this.#recordUnit) return String(time)
    const nanos = time * nanosPer(this.#unit)
    const per = nanosPer(this.#recordUnit)
    if (nanos % per !== 0n) {
      throw raise('KWDB_SOURCE_ROW', {
        table: this.#table,
        reason: `its time ${timeTextOf(time, this.#unit)} is finer than ${this.#recordUnit}`,
      })
    }
    const value = nanos / per
    if (BigInt.asIntN(64, value) !== value) {
      throw raise('KWDB_SOURCE_ROW', {
        table: this.#table,
        reason: `its time ${timeTextOf(time, this.#unit)} is out of the range of ${this.#recordUnit}`,
      })
    }
    return String(value)
  }

  /** Skips what the format cannot carry when that is allowed; else throws. */
  #refuse(error: unknown): void {
    if (!(error instanceof TidewireError) || isRetriable(error)) throw error
    const known = error.code === 'FORMATS_UNPRINTABLE' || error.code === 'KWDB_SOURCE_ROW'
    if (!known) throw error
    if (this.#faults.tolerant) {
      this.#faults.skipped(this.#table, error.message)
      return
    }
    if (error.code === 'KWDB_SOURCE_ROW') throw error
    throw raise(
      'KWDB_SOURCE_ROW',
      { table: this.#table, reason: error.message },
      { doing: `reading ${this.#table}`, cause: error },
    )
  }
}

function firstHalf(series: RowSeries, time: bigint): number {
  const low = Number(BigInt.asIntN(32, time))
  const high = Number(BigInt.asIntN(32, time >> 32n))
  return mix(series.first ^ Math.imul(low, 0x9e37_79b1) ^ Math.imul(high, 0x85eb_ca77))
}

function secondHalf(series: RowSeries, time: bigint): number {
  const low = Number(BigInt.asIntN(32, time))
  const high = Number(BigInt.asIntN(32, time >> 32n))
  return mix(series.second ^ Math.imul(high, 0xc2b2_ae3d) ^ Math.imul(low, 0x27d4_eb2f))
}

function floorDiv(value: bigint, by: bigint): bigint {
  const quotient = value / by
  return value % by < 0n ? quotient - 1n : quotient
}
