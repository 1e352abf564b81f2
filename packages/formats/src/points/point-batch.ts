import { FormatError, positionOf, quoteRest, sampleAt } from '../format-error.ts'
import { type ServerCode, serverCodes, serverLimits, serverText } from '../server-code.ts'
import type { ValueTypeId } from '../value-type.ts'
import { ByteArena } from './byte-arena.ts'
import { ByteTable, copyBytes } from './byte-table.ts'
import { Measurement, type MeasurementTag } from './measurement.ts'
import type { PointColumn } from './point-column.ts'
import type { PointClock } from './point-time.ts'
import type { Series, SeriesTag } from './series.ts'

const maxSeries = 100_000
const maxKeyBytes = 32 * 1024 * 1024

/** Names that TDengine gives to the timestamp column and, in OpenTSDB formats, to the value column. */
export const columnNames = { time: '_ts', value: '_value' } as const

/**
 * Parsed points as typed columns, one {@link Measurement} each. A batch is filled by a parser and is valid until the
 * parser's next call. Series and keys stay known from batch to batch, within bounds.
 */
export class PointBatch {
  /** Points in the batch. */
  rows = 0
  /** Lines or JSON objects that were read, comments not counted. */
  lines = 0
  /** Measurements with rows, in the order in which they first come up. */
  measurements: Measurement[] = []
  /**
   * The first point that contradicts itself or an earlier one (a key twice, two types of one field): TDengine refuses
   * the whole batch for it, after it has found every line readable. The columns are incomplete then.
   */
  conflict: FormatError | null = null
  readonly seriesTable = new ByteTable<Series>()
  readonly measurementTable = new ByteTable<Measurement>()
  /** The text that positions refer to. */
  source: Uint8Array = new Uint8Array(0)
  readonly #arena = new ByteArena()
  readonly #format: string
  #end = 0
  #number = 0
  #duplicate = false
  #mismatch: PointColumn | null = null
  #mismatchAt = 0
  #fields = 0

  constructor(format: string) {
    this.#format = format
  }

  /** Starts over with a new text. */
  begin(source: Uint8Array, end = source.length): void {
    this.source = source
    this.#end = end
    this.#number += 1
    this.#arena.reset(source)
    this.rows = 0
    this.lines = 0
    this.measurements = []
    this.conflict = null
    if (this.seriesTable.size > maxSeries || this.seriesTable.keyBytes > maxKeyBytes) {
      this.seriesTable.clear()
      this.measurementTable.clear()
    }
  }

  /** The measurement of that key, made when it is new. */
  measurement(start: number, end: number, hash: number, name: string): Measurement {
    const known = this.measurementTable.find(this.source, start, end, hash)
    if (known !== undefined) return known
    const made = new Measurement(name, copyBytes(this.source, start, end), this.#arena)
    this.measurementTable.add(made, hash)
    return made
  }

  /** Starts a row and returns its number. */
  startRow(measurement: Measurement): number {
    if (measurement.batch !== this.#number) {
      measurement.begin(this.#number)
      this.measurements.push(measurement)
    }
    this.#duplicate = false
    this.#mismatch = null
    this.#fields = 0
    return measurement.rows
  }

  /** Makes the cell ready for a value of that type; false when the value must not be stored. */
  claim(
    measurement: Measurement,
    column: PointColumn,
    type: ValueTypeId,
    row: number,
    keyAt: number,
  ): boolean {
    this.#fields += 1
    if (column.type === 0) {
      if (this.#isTaken(measurement, column.name)) {
        this.#duplicate = true
        return false
      }
      column.type = type
      column.firstAt = keyAt
      measurement.columns.push(column)
    } else if (column.lastRow === row) {
      this.#duplicate = true
      return false
    } else if (column.type !== type) {
      if (this.#mismatch === null) {
        this.#mismatch = column
        this.#mismatchAt = keyAt
      }
      return false
    }
    column.claim(row)
    return true
  }

  /** Ends a row. `seriesAt` is where measurement and tags begin. */
  endRow(series: Series, lineAt: number, seriesAt: number, clock: PointClock): void {
    const { measurement } = series
    this.lines += 1
    this.rows += 1
    if (series.batch !== this.#number) this.#enter(series, seriesAt)
    if (this.#duplicate || this.#mismatch !== null || this.#fields > serverLimits.columns) {
      this.#refuse(series, lineAt)
    }
    measurement.finish(series, lineAt, clock)
  }

  /** An error with the server's fixed text, or with a text of its own. */
  error(at: number, code: ServerCode, reason?: string): FormatError {
    const text = reason ?? serverText(code)
    return this.#error(at, text, code, text)
  }

  /** An error whose text quotes the rest of the input from `quoteAt` on. */
  errorWithRest(at: number, code: ServerCode, reason: string, quoteAt = at): FormatError {
    return this.#error(at, reason, code, quoteRest(reason, this.source, quoteAt, this.#end))
  }

  #error(at: number, reason: string, code: number, message: string): FormatError {
    const position = positionOf(this.source, at)
    return new FormatError(this.#format, position, reason, code, message, sampleAt(this.source, at))
  }

  #isTaken(measurement: Measurement, name: string): boolean {
    return name === columnNames.time || measurement.tags.some(tag => tag.name === name)
  }

  #enter(series: Series, seriesAt: number): void {
    const { measurement } = series
    series.batch = this.#number
    series.index = measurement.series.length
    series.firstAt = seriesAt
    measurement.series.push(series)
    if (series.tags.length > serverLimits.tags) {
      this.conflict ??= this.error(seriesAt, serverCodes.tooManyTags, 'too many tags than 128')
      return
    }
    if (series.repeatsTag) this.#duplicate = true
    const { tags } = series
    for (let i = 0; i < tags.length; i += 1) {
      const tag = tags[i] as SeriesTag
      const known = tagOf(measurement, tag.name, i)
      if (known === undefined) {
        // A tag that is known was compared with the columns when it came up, and columns since then with it.
        if (this.#isColumn(measurement, tag.name)) this.#duplicate = true
        measurement.tags.push({
          name: tag.name,
          type: tag.type,
          maxLength: tag.bytes.length,
          firstAt: seriesAt + tag.offset,
        })
      } else if (tag.bytes.length > known.maxLength) known.maxLength = tag.bytes.length
    }
  }

  #isColumn(measurement: Measurement, name: string): boolean {
    return name === columnNames.time || measurement.columns.some(column => column.name === name)
  }

  #refuse(series: Series, lineAt: number): void {
    if (this.conflict !== null) return
    if (this.#fields + 1 + series.tags.length > serverLimits.columns) {
      this.conflict = this.error(lineAt, serverCodes.tooManyColumns, 'too many columns than 4096')
    } else if (this.#duplicate) {
      this.conflict = this.error(lineAt, serverCodes.duplicatedColumn)
    } else if (this.#mismatch !== null) {
      this.conflict = this.errorWithRest(
        this.#mismatchAt,
        serverCodes.notSameType,
        'the type is not the same like before',
      )
    }
  }
}

/** The tag of a measurement; nearly all series have theirs in the same order. */
function tagOf({ tags }: Measurement, name: string, place: number): MeasurementTag | undefined {
  const expected = tags[place]
  return expected?.name === name ? expected : tags.find(tag => tag.name === name)
}
