import { unescapeName } from '../line/line-escape.ts'
import { copyBytes } from '../points/byte-table.ts'
import { type FieldName, FieldNames } from './field-name.ts'
import { LineValue } from './line-value.ts'
import { isWhole } from './number-place.ts'
import { PointRows, type PointTag } from './point-rows.ts'
import { KnownSeries, SeriesMemory } from './point-series.ts'
import { unreadable, utf8Source } from './text-values.ts'

const format = 'line_influxdb'
const space = 32
const comma = 44
const equals = 61
const backslash = 92
const newline = 10
const carriageReturn = 13
const hash = 35

/**
 * Reads line protocol as KWDB's connector takes it (KWDB, InfluxDB line format): typed suffixes, texts in single or
 * double quotes, `L"…"`, times as text, `\"…\"` for `"…"`. Lines end with a newline; empty lines and comments (`#`) are
 * passed over, and what follows a timestamp is refused.
 */
export class KaiwuLineParser {
  readonly #rows = new PointRows()
  readonly #memory = new SeriesMemory()
  readonly #names = new FieldNames()
  readonly #value = new LineValue()
  #bytes: Buffer = Buffer.alloc(0)
  #lines = 0

  /**
   * Reads a record. The rows are this parser's own and valid until the next call. Throws FORMATS_INVALID for the first
   * line that cannot be read; nothing of a record that throws counts.
   */
  parse(bytes: Uint8Array): PointRows {
    const rows = this.#rows
    this.#bytes = utf8Source(format, bytes)
    rows.begin(this.#bytes)
    this.#memory.begin(this.#names.begin())
    let at = 0
    while (at < bytes.length) {
      const c = bytes[at]
      if (c === space || c === newline || c === carriageReturn) at += 1
      else if (c === hash) at = this.#lineEnd(at) + 1
      else at = this.#line(at)
    }
    return rows
  }

  #lineEnd(at: number): number {
    const next = this.#bytes.indexOf(newline, at)
    return next < 0 ? this.#bytes.length : next
  }

  /** Reads the line at a position and returns where the next one begins. */
  #line(start: number): number {
    const bytes = this.#bytes
    const rows = this.#rows
    const series = this.#series(start)
    let p = this.#space(start + series.key.length)
    if (this.#isEnd(p)) throw this.#fail(p, 'the line has no fields')
    rows.reserveRows(rows.rows + 1)
    p = this.#space(this.#fields(series, p))
    const timeAt = p
    while (p < bytes.length && !isSpace(bytes[p] as number)) p += 1
    if (p > timeAt && !isWhole(bytes, timeAt, p)) {
      throw this.#badTime(timeAt, p)
    }
    const row = rows.rows
    rows.series[row] = series
    rows.timeStarts[row] = timeAt
    rows.timeEnds[row] = p
    rows.rows = row + 1
    p = this.#space(p)
    if (!this.#isEnd(p)) {
      throw this.#fail(p, `${this.#quoted(p, this.#lineEnd(p))} follows the timestamp`)
    }
    return p + 1
  }

  #badTime(at: number, end: number) {
    let p = at + (this.#bytes[at] === 45 ? 1 : 0)
    while (isWhole(this.#bytes, at, p + 1)) p += 1
    return isWhole(this.#bytes, at, p)
      ? this.#fail(p, `${this.#quoted(p, end)} follows the timestamp`)
      : this.#fail(at, `${this.#quoted(at, end)} is no timestamp`)
  }

  /** Reads the fields and returns where they end. */
  #fields(series: KnownSeries, at: number): number {
    const bytes = this.#bytes
    const rows = this.#rows
    const value = this.#value
    const line = ++this.#lines
    let index = rows.first[rows.rows] as number
    let expected = series.firstField
    let before: FieldName | undefined
    let p = at
    for (;;) {
      const keyAt = p
      let field = expected
      if (field?.isAt(bytes, p) === true) p += field.key.length
      else {
        p = this.#key(p)
        field = this.#names.find(bytes, keyAt, p)
        if (before === undefined) series.firstField = field
        else before.next = field
      }
      if (field.line === line) throw this.#fail(keyAt, 'the field stands there twice', field.name)
      field.line = line
      p += 1
      const end = value.read(bytes, p, bytes.length)
      if (end < 0) throw this.#fail(p, value.reason, field.name)
      if (index >= rows.kinds.length) rows.reserve(index + 1)
      rows.names[index] = field.name
      rows.kinds[index] = value.kind
      rows.types[index] = value.type
      rows.starts[index] = value.start
      rows.ends[index] = value.end
      index += 1
      p = end
      before = field
      expected = field.next
      if (bytes[p] !== comma) break
      p += 1
    }
    if (!this.#isEnd(p) && bytes[p] !== space) {
      throw this.#fail(p, `${this.#quoted(p, p + 1)} follows the value`, before.name)
    }
    rows.first[rows.rows + 1] = index
    return p
  }

  /** Finds the end of a field key. */
  #key(at: number): number {
    const bytes = this.#bytes
    let p = at
    for (; p < bytes.length && bytes[p] !== equals; p += 1) {
      const c = bytes[p] as number
      if (c === comma || isSpace(c)) break
      if (c === backslash) p += 1
    }
    if (p === at || bytes[p] !== equals) throw this.#fail(at, 'a field is written name=value')
    return p
  }

  #series(start: number): KnownSeries {
    const memory = this.#memory
    const next = memory.last?.next
    const series = next !== undefined && this.#isSeries(next, start) ? next : this.#find(start)
    memory.follow(series)
    return series
  }

  /** Whether the line is of this series; it looks from the end, where keys differ. */
  #isSeries({ key }: KnownSeries, start: number): boolean {
    const bytes = this.#bytes
    const { length } = key
    if (bytes[start + length] !== space || key[length - 1] === backslash) return false
    for (let i = length - 1; i >= 0; i -= 1) if (key[i] !== bytes[start + i]) return false
    return true
  }

  #find(start: number): KnownSeries {
    const bytes = this.#bytes
    let sum = 0
    let p = start
    for (; p < bytes.length && !isSpace(bytes[p] as number); p += 1) {
      sum = Math.imul(sum, 31) + (bytes[p] as number)
      if (bytes[p] === backslash && p + 1 < bytes.length && bytes[p + 1] !== newline) {
        p += 1
        sum = Math.imul(sum, 31) + (bytes[p] as number)
      }
    }
    sum |= 0
    const { table } = this.#memory
    return table.find(bytes, start, p, sum) ?? this.#memory.add(this.#learn(start, p), sum)
  }

  #learn(start: number, end: number): KnownSeries {
    const bytes = this.#bytes
    let p = this.#until(start, end, comma)
    const table = unescapeName(bytes, start, p, false).toString('utf8')
    if (table === '') throw this.#fail(start, 'the measurement is empty')
    const tags: PointTag[] = []
    while (p < end) {
      const at = p + 1
      p = this.#until(at, end, comma)
      const middle = this.#until(at, p, equals)
      if (middle === at || middle >= p - 1) throw this.#fail(at, 'a tag is written name=value')
      const name = unescapeName(bytes, at, middle).toString('utf8')
      if (this.#until(middle + 1, p, equals) < p) {
        throw this.#fail(at, 'an equals sign in a value needs a backslash', name)
      }
      if (tags.some(tag => tag.name === name)) {
        throw this.#fail(at, 'the tag stands there twice', name)
      }
      const value = unescapeName(bytes, middle + 1, p).toString('utf8')
      tags.push({ name, value, kind: 'text' })
    }
    return new KnownSeries(copyBytes(bytes, start, end), table, tags)
  }

  /** Where a character first stands without a backslash before it; the end when it does not. */
  #until(at: number, end: number, code: number): number {
    let p = at
    for (; p < end && this.#bytes[p] !== code; p += 1) if (this.#bytes[p] === backslash) p += 1
    return Math.min(p, end)
  }

  #space(at: number): number {
    let p = at
    while (this.#bytes[p] === space) p += 1
    return p
  }

  /** Whether the line ends at a position. */
  #isEnd(at: number): boolean {
    const c = this.#bytes[at]
    return c === undefined || c === newline || (c === carriageReturn && this.#isEnd(at + 1))
  }

  #quoted(start: number, end: number): string {
    return this.#bytes.toString('utf8', start, Math.min(end, start + 40)).trimEnd()
  }

  #fail(at: number, reason: string, field = '') {
    return unreadable(format, this.#bytes, at, reason, field)
  }
}

function isSpace(c: number): boolean {
  return c === space || c === newline || c === carriageReturn
}
