import { SeriesKey } from '../series-key.ts'
import { isWhole, NumberPlace } from './number-place.ts'
import { declaredTypes, PointRows, type PointTag } from './point-rows.ts'
import { KnownSeries, SeriesMemory } from './point-series.ts'
import { unreadable, utf8Source } from './text-values.ts'

const format = 'line_opentsdb'
const space = 32
const equals = 61
const newline = 10
const carriageReturn = 13
const put = Buffer.from('put ')

/**
 * Reads OpenTSDB telnet lines, `metric timestamp value tag=value …`, with or without a leading `put` (KWDB, OpenTSDB
 * telnet format). Values are numbers; each point has the one field `value`. There is no escape, and at least one tag.
 */
export class KaiwuTelnetParser {
  readonly #rows = new PointRows()
  readonly #memory = new SeriesMemory()
  readonly #key = new SeriesKey()
  readonly #number = new NumberPlace()
  #bytes: Buffer = Buffer.alloc(0)
  #start = 0

  /**
   * Reads a record. The rows are this parser's own and valid until the next call. Throws FORMATS_INVALID for the first
   * line that cannot be read; nothing of a record that throws counts.
   */
  parse(bytes: Uint8Array): PointRows {
    const rows = this.#rows
    this.#bytes = utf8Source(format, bytes)
    rows.begin(this.#bytes)
    this.#memory.begin()
    let at = 0
    while (at < bytes.length) {
      const next = this.#bytes.indexOf(newline, at)
      const lineEnd = next < 0 ? bytes.length : next
      let end = lineEnd
      while (end > at && (bytes[end - 1] === space || bytes[end - 1] === carriageReturn)) end -= 1
      if (end > at) this.#line(at, end)
      at = lineEnd + 1
    }
    return rows
  }

  #line(at: number, end: number): void {
    const bytes = this.#bytes
    const rows = this.#rows
    const number = this.#number
    let p = this.#space(at, end)
    const isPut = put.every((c, i) => bytes[p + i] === c)
    p = this.#word(isPut ? p + put.length : p, end, 'the metric is missing')
    const metricAt = this.#start
    const metricEnd = p
    p = this.#word(p, end, 'the timestamp is missing')
    const timeAt = this.#start
    const timeEnd = p
    if (!isWhole(bytes, timeAt, timeEnd)) {
      throw this.#fail(timeAt, `${this.#quoted(timeAt, timeEnd)} is no timestamp`)
    }
    p = this.#word(p, end, 'the value is missing')
    if (number.read(bytes, this.#start, p) !== p) {
      throw this.#fail(this.#start, `${this.#quoted(this.#start, p)} is no number`)
    }
    const valueEnd = p
    p = this.#space(p, end)
    if (p >= end) throw this.#fail(p, 'a point needs at least one tag')
    const series = this.#series(metricAt, metricEnd, p, end)
    const row = rows.rows
    rows.reserveRows(row + 1)
    if (row >= rows.kinds.length) rows.reserve(row + 1)
    rows.series[row] = series
    rows.timeStarts[row] = timeAt
    rows.timeEnds[row] = timeEnd
    rows.names[row] = 'value'
    rows.kinds[row] = number.kind
    rows.types[row] = declaredTypes.none
    rows.starts[row] = number.start
    rows.ends[row] = valueEnd
    rows.first[row + 1] = row + 1
    rows.rows = row + 1
  }

  #space(at: number, end: number): number {
    let p = at
    while (p < end && this.#bytes[p] === space) p += 1
    return p
  }

  /** Finds a word, from `#start` to what is returned. */
  #word(at: number, end: number, missing: string): number {
    let p = this.#space(at, end)
    this.#start = p
    while (p < end && this.#bytes[p] !== space) p += 1
    if (p === this.#start) throw this.#fail(p, missing)
    return p
  }

  #series(metricAt: number, metricEnd: number, tagsAt: number, end: number): KnownSeries {
    const bytes = this.#bytes
    const memory = this.#memory
    const key = this.#key
    const series =
      memory.recall(key, bytes, metricAt, metricEnd, tagsAt, end) ??
      memory.add(this.#learn(metricAt, metricEnd, tagsAt, end), key.hash)
    memory.follow(series)
    return series
  }

  #learn(metricAt: number, metricEnd: number, tagsAt: number, end: number): KnownSeries {
    const bytes = this.#bytes
    const tags: PointTag[] = []
    let p = tagsAt
    while (p < end) {
      const at = p
      while (p < end && bytes[p] !== space) p += 1
      const middle = bytes.indexOf(equals, at)
      if (middle <= at || middle >= p - 1) throw this.#fail(at, 'a tag is written name=value')
      const name = bytes.toString('utf8', at, middle)
      if (bytes.subarray(middle + 1, p).includes(equals)) {
        throw this.#fail(at, 'a tag has one equals sign', name)
      }
      if (tags.some(tag => tag.name === name)) {
        throw this.#fail(at, 'the tag stands there twice', name)
      }
      tags.push({ name, value: bytes.toString('utf8', middle + 1, p), kind: 'text' })
      p = this.#space(p, end)
    }
    return new KnownSeries(this.#key.copy(), bytes.toString('utf8', metricAt, metricEnd), tags)
  }

  #quoted(start: number, end: number): string {
    return this.#bytes.toString('utf8', start, Math.min(end, start + 40))
  }

  #fail(at: number, reason: string, field = '') {
    return unreadable(format, this.#bytes, at, reason, field)
  }
}
