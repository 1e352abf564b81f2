import { digitsValue, FieldValue } from '../field-value.ts'
import { type LineOptions, systemNanos } from '../line/line-parser.ts'
import { hashBytes } from '../points/byte-table.ts'
import { columnNames, PointBatch } from '../points/point-batch.ts'
import { PointClock } from '../points/point-time.ts'
import { Series, type SeriesTag } from '../points/series.ts'
import { isKeyOf, SeriesKey } from '../series-key.ts'
import { serverCodes, serverLimits } from '../server-code.ts'
import { valueTypes } from '../value-type.ts'

const space = 32
const equals = 61
const newline = 10
/** NCHAR tags of one row take at most 16384 bytes. */
const maxTagValue = 4095

const valueKey = Buffer.from(columnNames.value)

/** How to read OpenTSDB telnet lines. Their timestamps carry their unit: 10 digits are seconds, 13 milliseconds. */
export type TelnetOptions = Omit<LineOptions, 'precision'>

/**
 * Reads OpenTSDB telnet lines (`metric timestamp value tag=value …`, without `put`) into typed columns; each point has
 * the one field `_value`. What is accepted, the types and the errors are TDengine's (schemaless writing).
 */
export class TelnetParser {
  readonly #batch = new PointBatch('OpenTSDB telnet')
  readonly #value = new FieldValue('tdengine')
  readonly #key = new SeriesKey()
  #bytes: Uint8Array = new Uint8Array(0)
  #end = 0
  #clock = new PointClock('s', 'ns', systemNanos)
  #start = 0
  #stop = 0
  /** Series of the line before. */
  #last: Series | undefined

  /** Reads a text; the batch is this parser's own and valid until the next call. Throws a FormatError. */
  parse(bytes: Uint8Array, options: TelnetOptions): PointBatch {
    this.#bytes = bytes
    this.#end = options.length ?? bytes.length
    this.#clock = new PointClock('s', options.unit, options.now ?? systemNanos)
    this.#batch.begin(bytes, this.#end)
    // Series that the batch has forgotten must not come back by way of their predecessor.
    if (this.#batch.seriesTable.size === 0) this.#last = undefined
    let at = 0
    while (at < this.#end) {
      const next = bytes.indexOf(newline, at)
      const lineEnd = next < 0 || next > this.#end ? this.#end : next
      this.#line(at, lineEnd)
      at = lineEnd + 1
    }
    return this.#batch
  }

  /** Finds a word that a space ends, from `#start` to `#stop`; empty when there is none. Returns where it stopped. */
  #word(at: number, lineEnd: number): number {
    const bytes = this.#bytes
    let p = at
    while (p < lineEnd && bytes[p] === space) p += 1
    this.#start = p
    while (p < lineEnd && bytes[p] !== space) p += 1
    this.#stop = p < lineEnd ? p : this.#start
    return p
  }

  #line(lineAt: number, lineEnd: number): void {
    const bytes = this.#bytes
    const batch = this.#batch
    let p = this.#word(lineAt, lineEnd)
    const metricAt = this.#start
    const metricEnd = this.#stop
    if (metricEnd === metricAt || metricEnd - metricAt > serverLimits.tableName) {
      throw batch.errorWithRest(
        metricAt,
        serverCodes.invalidTableName,
        'SML telnet invalid measure',
        p,
      )
    }
    p = this.#word(p, lineEnd)
    if (this.#stop === this.#start) {
      throw batch.errorWithRest(p, serverCodes.invalidData, 'SML telnet invalid timestamp')
    }
    if (!this.#time(this.#start, this.#stop)) {
      throw batch.errorWithRest(
        this.#start,
        serverCodes.invalidTimestamp,
        'SML telnet parse timestamp failed',
        p,
      )
    }
    p = this.#word(p, lineEnd)
    const valueAt = this.#start
    const valueEnd = this.#stop
    if (valueEnd === valueAt) {
      throw batch.errorWithRest(p, serverCodes.invalidValue, 'SML telnet invalid value')
    }
    const value = this.#value
    const quick = value.quickNumber(bytes, valueAt, valueEnd)
    if (quick !== valueEnd && !value.read(bytes, valueAt, valueEnd, false)) {
      throw value.reason === ''
        ? batch.error(valueAt, serverCodes.invalidValue)
        : batch.errorWithRest(valueAt, serverCodes.invalidValue, value.reason)
    }
    while (p < lineEnd && bytes[p] === space) p += 1
    if (p >= lineEnd) {
      throw batch.errorWithRest(p, serverCodes.invalidValue, 'SML telnet invalid tag value')
    }
    const series = this.#series(metricAt, metricEnd, p, lineEnd)
    const { measurement } = series
    const row = batch.startRow(measurement)
    const column =
      measurement.find(valueKey, 0, valueKey.length, 0) ??
      measurement.add(valueKey, 0, valueKey.length, columnNames.value)
    if (batch.claim(measurement, column, value.type, row, valueAt)) value.store(column, row)
    batch.endRow(series, lineAt, p, this.#clock)
  }

  #time(at: number, end: number): boolean {
    const bytes = this.#bytes
    const length = end - at
    if (length === 1 && bytes[at] === 48) {
      this.#clock.takeNow()
      return true
    }
    if (length !== 10 && length !== 13) return false
    let p = bytes[at] === 43 ? at + 1 : at
    const from = p
    while (p < end && (bytes[p] as number) >= 48 && (bytes[p] as number) <= 57) p += 1
    if (p !== end) return false
    const value = digitsValue(bytes, from, end)
    return this.#clock.takeParts(Math.floor(value / 1e9), value % 1e9, length === 10 ? 's' : 'ms')
  }

  /** The series of a line; most often it is the one that came after the last one before. */
  #series(metricAt: number, metricEnd: number, tagsAt: number, lineEnd: number): Series {
    const last = this.#last
    const next = last?.next
    const series =
      next !== undefined && isKeyOf(next.key, this.#bytes, metricAt, metricEnd, tagsAt, lineEnd)
        ? next
        : this.#findSeries(metricAt, metricEnd, tagsAt, lineEnd)
    if (last !== undefined) last.next = series
    this.#last = series
    return series
  }

  #findSeries(metricAt: number, metricEnd: number, tagsAt: number, lineEnd: number): Series {
    const batch = this.#batch
    const key = this.#key
    key.set(this.#bytes, metricAt, metricEnd, tagsAt, lineEnd)
    const known = batch.seriesTable.find(key.bytes, 0, key.length, key.hash)
    if (known !== undefined) return known
    const tags: SeriesTag[] = []
    let p = tagsAt
    while (p < lineEnd) p = this.#tag(tags, p, lineEnd, tagsAt)
    const name = this.#text(metricAt, metricEnd)
    const measurement = batch.measurement(
      metricAt,
      metricEnd,
      hashBytes(this.#bytes, metricAt, metricEnd),
      name.toString('utf8'),
    )
    const series = new Series(key.copy(), measurement, tags)
    batch.seriesTable.add(series, key.hash)
    return series
  }

  #text(start: number, end: number): Buffer {
    return Buffer.from(this.#bytes.subarray(start, end))
  }

  #tag(tags: SeriesTag[], at: number, lineEnd: number, tagsAt: number): number {
    const bytes = this.#bytes
    const batch = this.#batch
    let p = at
    while (p < lineEnd && bytes[p] === space) p += 1
    // Spaces after the last tag: TDengine takes them at the end of the text only.
    if (p >= lineEnd && lineEnd === this.#end) return p
    const keyAt = p
    while (p < lineEnd && bytes[p] !== equals) {
      if (bytes[p] === space) {
        throw batch.errorWithRest(p, serverCodes.invalidData, 'invalid data')
      }
      p += 1
    }
    const keyEnd = p < lineEnd ? p : keyAt
    if (keyEnd === keyAt || keyEnd - keyAt > serverLimits.columnName) {
      throw batch.errorWithRest(
        keyAt,
        serverCodes.invalidColumnName,
        'invalid key or key is too long than 64',
      )
    }
    const valueAt = keyEnd + 1
    p = valueAt
    while (p < lineEnd && bytes[p] !== space) {
      if (bytes[p] === equals) {
        throw batch.errorWithRest(p, serverCodes.invalidData, 'invalid data')
      }
      p += 1
    }
    if (p === valueAt) throw batch.errorWithRest(p, serverCodes.invalidValue, 'invalid value')
    if (p - valueAt > maxTagValue) throw batch.error(valueAt, serverCodes.invalidLength)
    const value = this.#text(valueAt, p)
    tags.push({
      name: this.#text(keyAt, keyEnd).toString('utf8'),
      type: valueTypes.NCHAR,
      bytes: value,
      value: value.toString('utf8'),
      offset: keyAt - tagsAt,
    })
    return p
  }
}
