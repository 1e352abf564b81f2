import type { TimeUnit } from '@tidewire/core'
import { asciiText } from '../ascii.ts'
import { digitsValue, FieldValue } from '../field-value.ts'
import type { LineFlavour } from '../number-text.ts'
import { copyBytes, hashBytes } from '../points/byte-table.ts'
import type { Measurement } from '../points/measurement.ts'
import { PointBatch } from '../points/point-batch.ts'
import { type LinePrecision, PointClock } from '../points/point-time.ts'
import { Series, type SeriesTag } from '../points/series.ts'
import { serverCodes, serverLimits } from '../server-code.ts'
import { valueTypes } from '../value-type.ts'
import { unescapeName } from './line-escape.ts'

const space = 32
const comma = 44
const equals = 61
const quote = 34
const backslash = 92
const newline = 10
const hash = 35

/** How to read lines. */
export interface LineOptions {
  /** Unit of the timestamps in the text; nanoseconds when absent (InfluxDB line protocol). */
  readonly precision?: LinePrecision
  /** Unit of the timestamps in the batch. */
  readonly unit: TimeUnit
  /** The current time in nanoseconds since the epoch, for points without a timestamp. */
  readonly now?: () => bigint
  /** Number of bytes of the text to read; all when absent. */
  readonly length?: number
}

/** The system clock in nanoseconds since the epoch. */
export function systemNanos(): bigint {
  return BigInt(Date.now()) * 1_000_000n
}

/**
 * Reads line protocol from bytes into typed columns, without an object or string a row. What is accepted, the types and
 * the errors are TDengine's (schemaless writing); the flavour `influxdb` reads the original's values only. The reading of
 * a line is one file and its state are fields, because this is the hottest path there is.
 */
export class LineParser {
  readonly #batch: PointBatch
  readonly #value: FieldValue
  readonly #flavour: LineFlavour
  #bytes: Uint8Array = new Uint8Array(0)
  #end = 0
  #clock = new PointClock('ns', 'ns', systemNanos)
  /** Series of the line before. */
  #last: Series | undefined

  constructor(flavour: LineFlavour = 'tdengine') {
    this.#flavour = flavour
    this.#batch = new PointBatch('line protocol')
    this.#value = new FieldValue(flavour)
  }

  /**
   * Reads a text. The batch is this parser's own and valid until the next call. Throws a FormatError for the first line
   * that cannot be read; what contradicts itself is in the batch's `conflict`.
   */
  parse(bytes: Uint8Array, options: LineOptions): PointBatch {
    const batch = this.#batch
    this.#bytes = Buffer.isBuffer(bytes)
      ? bytes
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#end = options.length ?? bytes.length
    this.#clock = new PointClock(
      options.precision ?? 'ns',
      options.unit,
      options.now ?? systemNanos,
    )
    batch.begin(bytes, this.#end)
    // Series that the batch has forgotten must not come back by way of their predecessor.
    if (batch.seriesTable.size === 0) this.#last = undefined
    let at = 0
    while (at < this.#end) {
      at = bytes[at] === hash ? this.#lineEnd(at) + 1 : this.#line(at)
    }
    return batch
  }

  #lineEnd(at: number): number {
    const next = this.#bytes.indexOf(newline, at)
    return next < 0 || next > this.#end ? this.#end : next
  }

  /** Reads the line at a position and returns where the next one begins. */
  #line(lineAt: number): number {
    const bytes = this.#bytes
    const end = this.#end
    let start = lineAt
    while (start < end && bytes[start] === space) start += 1
    const batch = this.#batch
    const last = this.#last
    let series = last?.next
    let p: number
    if (series !== undefined && this.#isSeries(series, start)) {
      p = start + series.key.length
    } else {
      p = start
      let key = 0
      while (p < end) {
        const c = bytes[p] as number
        if (c === space || c === newline) break
        if (c === backslash && p + 1 < end && bytes[p + 1] !== newline) {
          key = (Math.imul(Math.imul(key, 31) + c, 31) + (bytes[p + 1] as number)) | 0
          p += 2
          continue
        }
        key = (Math.imul(key, 31) + c) | 0
        p += 1
      }
      series = batch.seriesTable.find(bytes, start, p, key) ?? this.#newSeries(start, p, key)
      if (last !== undefined) last.next = series
    }
    this.#last = series
    const { measurement } = series
    while (p < end && bytes[p] === space) p += 1
    if (p >= end || bytes[p] === newline) {
      throw batch.error(lineAt, serverCodes.invalidData, 'SML line cols is empty')
    }
    const row = batch.startRow(measurement)
    p = this.#fields(measurement, p, row)
    while (p < end && bytes[p] === space) p += 1
    p = this.#time(p)
    batch.endRow(series, lineAt, start, this.#clock)
    return (p < end && bytes[p] === newline ? p : this.#lineEnd(p)) + 1
  }

  /**
   * Whether the line is of this series: its key stands there, and a space ends it. Most sources write their series
   * again and again in the same order, so one comparison, from the end, where keys differ, finds nearly all of them.
   */
  #isSeries({ key }: Series, start: number): boolean {
    const bytes = this.#bytes
    const { length } = key
    const last = key[length - 1]
    if (start + length >= this.#end || bytes[start + length] !== space || last === backslash) {
      return false
    }
    for (let i = length - 1; i >= 0; i -= 1) if (key[i] !== bytes[start + i]) return false
    return true
  }

  /** Reads the fields and returns where they end. */
  #fields(measurement: Measurement, at: number, row: number): number {
    const bytes = this.#bytes
    const end = this.#end
    const batch = this.#batch
    const value = this.#value
    let p = at
    for (let position = 0; p < end; position += 1) {
      const c = bytes[p] as number
      // After a trailing comma.
      if (c === space || c === newline) return p
      const keyAt = p
      let column = measurement.expect(bytes, keyAt, end, position)
      if (column !== undefined) p += column.key.length
      else {
        p = this.#fieldKey(keyAt)
        column =
          measurement.find(bytes, keyAt, p, position) ?? this.#newColumn(measurement, keyAt, p)
      }
      p += 1
      const valueAt = p
      p = this.#readValue(valueAt)
      if (batch.claim(measurement, column, value.type, row, keyAt)) value.store(column, row)
      if (p >= end || bytes[p] !== comma) return p
      p += 1
    }
    return p
  }

  /** Reads the key of a field and returns where it ends. */
  #fieldKey(keyAt: number): number {
    const bytes = this.#bytes
    const end = this.#end
    let p = keyAt
    let c = bytes[p] as number
    while (c !== equals) {
      if (c === space || c === comma) {
        throw this.#batch.errorWithRest(p, serverCodes.invalidData, 'SML line invalid data')
      }
      p += c === backslash && p + 1 < end && bytes[p + 1] !== newline ? 2 : 1
      if (p >= end) break
      c = bytes[p] as number
      if (c === newline) break
    }
    if (p >= end || c !== equals || p === keyAt) throw this.#badFieldKey(keyAt)
    return p
  }

  /** Reads one field value and returns where it ends. */
  #readValue(at: number): number {
    const bytes = this.#bytes
    const end = this.#end
    const value = this.#value
    const first = at < end ? (bytes[at] as number) : newline
    if (first === quote) {
      let p = at + 1
      let escaped = false
      while (p < end) {
        const c = bytes[p]
        if (c === quote || c === newline) break
        if (c === backslash && p + 1 < end && bytes[p + 1] !== newline) {
          escaped = true
          p += 1
        }
        p += 1
      }
      if (
        p < end &&
        bytes[p] === quote &&
        p - at - 1 <= serverLimits.varchar &&
        this.#ends(p + 1)
      ) {
        value.takeText(at + 1, p - at - 1, escaped)
        return p + 1
      }
    } else if (first <= 57) {
      const p = value.quickNumber(bytes, at, end)
      if (p >= 0 && this.#ends(p)) return p
    }
    return this.#slowValue(at)
  }

  #ends(at: number): boolean {
    if (at >= this.#end) return true
    const c = this.#bytes[at]
    return c === comma || c === space || c === newline
  }

  #slowValue(at: number): number {
    const bytes = this.#bytes
    const end = this.#end
    const acrossLines = this.#flavour === 'influxdb'
    let quotes = 0
    let escaped = false
    let p = at
    while (p < end) {
      const c = bytes[p] as number
      if (c === newline && !(acrossLines && quotes === 1)) break
      if (c === backslash && p + 1 < end && bytes[p + 1] !== newline) {
        const next = bytes[p + 1]
        if (next === quote || next === backslash) escaped = true
        p += 2
        continue
      }
      if (c === quote) {
        quotes += 1
        p += 1
        if (quotes > 2) break
        continue
      }
      if (quotes !== 1 && (c === space || c === comma)) break
      p += 1
    }
    const batch = this.#batch
    if (quotes !== 0 && quotes !== 2) {
      throw batch.errorWithRest(at, serverCodes.invalidData, 'SML line unbalanced quotes')
    }
    if (p === at) {
      throw batch.errorWithRest(at, serverCodes.invalidData, 'SML line invalid value')
    }
    const value = this.#value
    if (!value.read(bytes, at, p, escaped)) {
      throw value.reason === ''
        ? batch.error(at, value.code)
        : batch.errorWithRest(at, value.code, value.reason)
    }
    return p
  }

  /** Reads the timestamp and returns where it ends. */
  #time(at: number): number {
    const bytes = this.#bytes
    const end = this.#end
    const clock = this.#clock
    let p = at
    let c = p < end ? (bytes[p] as number) : newline
    while (c >= 48 && c <= 57) {
      p += 1
      c = p < end ? (bytes[p] as number) : newline
    }
    const digits = p - at
    if (!isSpace(c) || digits > 19) return this.#slowTime(at)
    if (digits === 0 || (digits === 1 && bytes[at] === 48)) {
      clock.takeNow()
      return p
    }
    const middle = digits > 9 ? p - 9 : at
    const high = digitsValue(bytes, at, middle)
    const low = digitsValue(bytes, middle, p)
    if (high === 0 && low === 0) throw this.#batch.error(at, serverCodes.invalidTimestamp)
    if (!clock.takeParts(high, low)) throw this.#badTime(at)
    return p
  }

  /** Timestamps with a sign or many digits, and what is none. */
  #slowTime(at: number): number {
    const bytes = this.#bytes
    let p = at
    while (p < this.#end && !isSpace(bytes[p] as number)) p += 1
    const text = asciiText(bytes, at, p)
    if (!/^[+-]?\d+$/.test(text)) throw this.#badTime(at)
    const value = BigInt(text.startsWith('+') ? text.slice(1) : text)
    if (value <= 0n) throw this.#batch.error(at, serverCodes.invalidTimestamp)
    if (!this.#clock.takeBigInt(value)) throw this.#badTime(at)
    return p
  }

  #badTime(at: number) {
    return this.#batch.errorWithRest(at, serverCodes.invalidTimestamp, 'SML line invalid timestamp')
  }

  #badFieldKey(at: number) {
    return this.#batch.errorWithRest(
      at,
      serverCodes.invalidColumnName,
      'SML line invalid key or key is too long than 64',
    )
  }

  #newColumn(measurement: Measurement, start: number, end: number) {
    const name = unescapeName(this.#bytes, start, end)
    if (name.length > serverLimits.columnName) throw this.#badFieldKey(start)
    return measurement.add(this.#bytes, start, end, name.toString('utf8'))
  }

  /** Reads measurement and tags of a series that is not known yet. */
  #newSeries(start: number, end: number, key: number): Series {
    const bytes = this.#bytes
    const batch = this.#batch
    if (start < end && bytes[start] === comma) throw batch.error(start, serverCodes.invalidData)
    let p = start
    while (p < end && bytes[p] !== comma) p += bytes[p] === backslash ? 2 : 1
    const nameEnd = Math.min(p, end)
    const name = unescapeName(bytes, start, nameEnd, false)
    if (name.length === 0 || name.length > serverLimits.tableName) {
      throw batch.error(
        start,
        serverCodes.invalidTableName,
        'SML line measure is empty or too large than 192',
      )
    }
    const measurement = batch.measurement(
      start,
      nameEnd,
      hashBytes(bytes, start, nameEnd),
      name.toString('utf8'),
    )
    const tags: SeriesTag[] = []
    p = nameEnd + 1
    while (p < end) p = this.#tag(tags, p, end, start)
    const series = new Series(copyBytes(bytes, start, end), measurement, tags)
    batch.seriesTable.add(series, key)
    return series
  }

  /** Reads one tag and returns where the next one begins. */
  #tag(tags: SeriesTag[], at: number, end: number, seriesAt: number): number {
    const bytes = this.#bytes
    const batch = this.#batch
    let p = at
    while (p < end && bytes[p] !== equals) {
      if (bytes[p] === comma) throw batch.errorWithRest(p, serverCodes.invalidData, 'invalid data')
      p += bytes[p] === backslash ? 2 : 1
    }
    if (p >= end && this.#bytes[end] === space && end < this.#end) {
      throw batch.errorWithRest(end, serverCodes.invalidData, 'invalid data')
    }
    const name = p >= end ? Buffer.alloc(0) : unescapeName(bytes, at, p)
    if (name.length === 0 || name.length > serverLimits.columnName) {
      throw batch.errorWithRest(
        at,
        serverCodes.invalidColumnName,
        'invalid key or key is too long than 64',
      )
    }
    const valueAt = p + 1
    p = valueAt
    while (p < end && bytes[p] !== comma) {
      if (bytes[p] === equals) {
        throw batch.errorWithRest(p, serverCodes.invalidData, 'invalid data')
      }
      p += bytes[p] === backslash ? 2 : 1
    }
    const valueEnd = Math.min(p, end)
    if (valueEnd === valueAt) {
      throw batch.errorWithRest(valueAt, serverCodes.invalidData, 'invalid value')
    }
    const value = unescapeName(bytes, valueAt, valueEnd)
    if (value.length > serverLimits.nchar) throw batch.error(valueAt, serverCodes.invalidLength)
    tags.push({
      name: name.toString('utf8'),
      type: valueTypes.NCHAR,
      bytes: value,
      value: value.toString('utf8'),
      offset: at - seriesAt,
    })
    return valueEnd + 1
  }
}

/** What C's `isspace` takes for white space. */
function isSpace(c: number): boolean {
  return c === space || (c >= 9 && c <= 13)
}
