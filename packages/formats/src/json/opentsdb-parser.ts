import { FieldValue } from '../field-value.ts'
import { FormatError } from '../format-error.ts'
import { type LineOptions, systemNanos } from '../line/line-parser.ts'
import { hashBytes } from '../points/byte-table.ts'
import { columnNames, PointBatch } from '../points/point-batch.ts'
import { PointClock } from '../points/point-time.ts'
import { Series, type SeriesTag } from '../points/series.ts'
import { isKeyOf, SeriesKey } from '../series-key.ts'
import { type ServerCode, serverCodes, serverLimits } from '../server-code.ts'
import { type JsonMember, JsonScanner, type JsonSpan, JsonSyntaxError } from './json-scanner.ts'
import { memberOf, readJsonValue, storeJsonValue, valueBytes } from './json-value.ts'
import { QuickPoint } from './quick-point.ts'

const valueKey = Buffer.from(columnNames.value)
const maxInt64 = 2 ** 63

/** How to read OpenTSDB JSON. */
export interface OpenTsdbOptions extends Omit<LineOptions, 'precision'> {
  /** Keeps all digits of i64 values; TDengine itself sends them through a double. */
  readonly exactIntegers?: boolean
}

/**
 * Reads OpenTSDB JSON, one object or an array of them, into typed columns; each point has the one field `_value`. What
 * is accepted, the types and the errors are TDengine's (schemaless writing).
 */
export class OpenTsdbParser {
  readonly #batch = new PointBatch('OpenTSDB JSON')
  readonly #key = new SeriesKey()
  readonly #quick = new QuickPoint()
  readonly #value = new FieldValue('tdengine')
  #scanner = new JsonScanner(new Uint8Array(0))
  #clock = new PointClock('s', 'ns', systemNanos)
  #exact = false
  /** Series of the point before, as long as points are read the quick way. */
  #last: Series | undefined

  /** Reads a text; the batch is this parser's own and valid until the next call. Throws a FormatError. */
  parse(bytes: Uint8Array, options: OpenTsdbOptions): PointBatch {
    const source = bytes.subarray(0, options.length ?? bytes.length)
    const batch = this.#batch
    batch.begin(source)
    // Series that the batch has forgotten must not come back by way of their predecessor.
    if (batch.seriesTable.size === 0) this.#last = undefined
    this.#clock = new PointClock('s', options.unit, options.now ?? systemNanos)
    this.#exact = options.exactIntegers ?? false
    const scanner = new JsonScanner(source)
    this.#scanner = scanner
    if (this.#quickly(source)) return batch
    batch.begin(source)
    // All of the text has to be JSON before any of it counts.
    const root = this.#root(scanner, source)
    if (root.kind === 'object') this.#point(root)
    else if (root.kind === 'array') {
      const points = scanner.elements(root)
      if (points.length === 0) throw batch.error(root.start, serverCodes.invalidInput)
      for (const point of points) this.#point(point)
    } else throw batch.error(root.start, serverCodes.invalidJson)
    return batch
  }

  /** Reads the whole text the quick way; false when any of it needs the thorough one. */
  #quickly(source: Uint8Array): boolean {
    let p = this.#scanner.skipSpace(0)
    if (source[p] === 0x7b) return this.#quickPoint(source, p) > 0
    if (source[p] !== 0x5b) return false
    for (;;) {
      p = this.#quickPoint(source, this.#scanner.skipSpace(p + 1))
      if (p < 0) return false
      p = this.#scanner.skipSpace(p)
      if (source[p] === 0x5d) return true
      if (source[p] !== 0x2c) return false
    }
  }

  #quickPoint(source: Uint8Array, at: number): number {
    const quick = this.#quick
    const value = this.#value
    const end = quick.read(source, at, value)
    if (end < 0) return -1
    const { metricStart, metricEnd, tagsStart, tagsEnd } = quick
    const last = this.#last
    const next = last?.next
    const series =
      next !== undefined &&
      isKeyOf(next.key, source, metricStart - 1, metricEnd + 1, tagsStart, tagsEnd)
        ? next
        : this.#knownSeries(metricStart - 1, metricEnd + 1, tagsStart, tagsEnd)
    if (series === undefined) {
      // Once per series: its text may still be no JSON, or no series.
      if (!this.#learnSeries(metricStart - 1, tagsStart, tagsEnd)) return -1
      return this.#quickPoint(source, at)
    }
    if (last !== undefined) last.next = series
    this.#last = series
    if (!this.#clock.takeParts(quick.high, quick.low, quick.isMillis ? 'ms' : 's')) return -1
    const batch = this.#batch
    const { measurement } = series
    const row = batch.startRow(measurement)
    const column =
      measurement.find(valueKey, 0, valueKey.length, 0) ??
      measurement.add(valueKey, 0, valueKey.length, columnNames.value)
    if (batch.claim(measurement, column, value.type, row, quick.valueStart)) {
      value.store(column, row)
    }
    batch.endRow(series, at, tagsStart, this.#clock)
    return end
  }

  #knownSeries(start: number, end: number, tagsAt: number, tagsEnd: number): Series | undefined {
    const key = this.#key
    key.set(this.#scanner.bytes, start, end, tagsAt, tagsEnd)
    return this.#batch.seriesTable.find(key.bytes, 0, key.length, key.hash)
  }

  /** Makes a series known when it is in order. */
  #learnSeries(metricAt: number, tagsAt: number, tagsEnd: number): boolean {
    try {
      const metric = this.#scanner.value(metricAt)
      const tags = this.#scanner.value(tagsAt)
      const name = this.#scanner.string(metric)
      const length = Buffer.byteLength(name)
      if (tags.end !== tagsEnd || length === 0 || length > serverLimits.tableName) return false
      this.#series(name, metric, tags)
      return true
    } catch (error) {
      if (error instanceof JsonSyntaxError || error instanceof FormatError) return false
      throw error
    }
  }

  #root(scanner: JsonScanner, source: Uint8Array): JsonSpan {
    const hasMark = source[0] === 0xef && source[1] === 0xbb && source[2] === 0xbf
    try {
      return scanner.value(hasMark ? 3 : 0)
    } catch (error) {
      if (!(error instanceof JsonSyntaxError)) throw error
      throw this.#batch.error(error.at, serverCodes.invalidJson)
    }
  }

  #fail(span: JsonSpan, code: ServerCode, reason?: string): FormatError {
    return this.#batch.error(span.start, code, reason)
  }

  #point(span: JsonSpan): void {
    if (span.kind !== 'object') throw this.#fail(span, serverCodes.invalidJson)
    const batch = this.#batch
    const scanner = this.#scanner
    const members = scanner.members(span)
    const metric = memberOf(members, 'metric')
    const time = memberOf(members, 'timestamp')
    const value = memberOf(members, 'value')
    const tags = memberOf(members, 'tags')
    if (
      members.length !== 4 ||
      metric === undefined ||
      time === undefined ||
      value === undefined ||
      tags === undefined ||
      metric.kind !== 'string'
    ) {
      throw this.#fail(span, serverCodes.invalidJson)
    }
    const name = scanner.string(metric)
    const length = Buffer.byteLength(name)
    if (length === 0 || length > serverLimits.tableName) {
      throw this.#fail(metric, serverCodes.invalidTableName)
    }
    const read = readJsonValue(scanner, value, this.#exact)
    if (!read.ok) throw this.#fail(value, read.code)
    const series = this.#series(name, metric, tags)
    this.#time(time)
    const { measurement } = series
    const row = batch.startRow(measurement)
    const column =
      measurement.find(valueKey, 0, valueKey.length, 0) ??
      measurement.add(valueKey, 0, valueKey.length, columnNames.value)
    if (batch.claim(measurement, column, read.type, row, value.start)) {
      storeJsonValue(column, row, read.type, read.value)
    }
    batch.endRow(series, span.start, tags.start, this.#clock)
  }

  #series(name: string, metric: JsonSpan, tags: JsonSpan): Series {
    const batch = this.#batch
    const key = this.#key
    const { bytes } = this.#scanner
    const known = this.#knownSeries(metric.start, metric.end, tags.start, tags.end)
    if (known !== undefined) return known
    const members = tags.kind === 'object' ? this.#scanner.members(tags) : []
    if (members.length === 0) throw this.#fail(tags, serverCodes.invalidJson)
    const list = members.map(member => this.#tag(member, tags.start))
    const measurement = batch.measurement(
      metric.start,
      metric.end,
      hashBytes(bytes, metric.start, metric.end),
      name,
    )
    const series = new Series(key.copy(), measurement, list)
    batch.seriesTable.add(series, key.hash)
    return series
  }

  #tag(member: JsonMember, tagsAt: number): SeriesTag {
    const length = Buffer.byteLength(member.key)
    if (length === 0 || length > serverLimits.columnName) {
      throw this.#fail(member.value, serverCodes.invalidColumnName)
    }
    const read = readJsonValue(this.#scanner, member.value, this.#exact)
    if (!read.ok) throw this.#fail(member.value, read.code)
    const bytes = valueBytes(read.type, read.value)
    return {
      name: member.key,
      type: read.type,
      bytes,
      value: Buffer.isBuffer(read.value) ? read.value.toString('latin1') : read.value,
      offset: member.value.start - tagsAt,
    }
  }

  #time(span: JsonSpan): void {
    const scanner = this.#scanner
    if (span.kind === 'number') {
      const value = this.#seconds(span, 'timestamp is negative')
      if (value === 0) {
        this.#clock.takeNow()
        return
      }
      const digits = String(BigInt(Math.trunc(value))).length
      if (digits !== 10 && digits !== 13) {
        throw this.#fail(
          span,
          serverCodes.invalidTimestamp,
          'timestamp precision can only be seconds(10 digits) or milli seconds(13 digits)',
        )
      }
      this.#take(span, value, digits === 10 ? 's' : 'ms')
      return
    }
    const members = span.kind === 'object' ? scanner.members(span) : []
    const value = memberOf(members, 'value')
    const type = memberOf(members, 'type')
    if (members.length !== 2 || value?.kind !== 'number' || type?.kind !== 'string') {
      throw this.#fail(span, serverCodes.invalidTimestamp, 'invalidate json')
    }
    const time = this.#seconds(value)
    if (time === 0) {
      this.#clock.takeNow()
      return
    }
    const unit = scanner.string(type).toLowerCase()
    if (unit !== 's' && unit !== 'ms' && unit !== 'us' && unit !== 'ns') {
      throw this.#fail(span, serverCodes.invalidTimestamp)
    }
    this.#take(span, time, unit)
  }

  #seconds(span: JsonSpan, negative?: string): number {
    const value = Number(this.#scanner.digits(span))
    if (value >= maxInt64 || value <= -maxInt64) {
      throw this.#fail(span, serverCodes.invalidTimestamp, 'timestamp is too large')
    }
    if (value < 0) throw this.#fail(span, serverCodes.invalidTimestamp, negative)
    return value
  }

  #take(span: JsonSpan, value: number, unit: 's' | 'ms' | 'us' | 'ns'): void {
    const fits = unit !== 's' || value < 9_223_372_036
    if (!fits || !this.#clock.takeBigInt(BigInt(Math.trunc(value)), unit)) {
      throw this.#fail(span, serverCodes.invalidTimestamp)
    }
  }
}
