import { SeriesKey } from '../series-key.ts'
import { JsonCursor } from './json-cursor.ts'
import { isWhole } from './number-place.ts'
import { type DeclaredType, declaredTypes, PointRows, type PointTag } from './point-rows.ts'
import { KnownSeries, SeriesMemory } from './point-series.ts'
import { type TextKind, textKinds, utf8Source } from './text-values.ts'

const format = 'json_opentsdb'
const comma = 44
const colon = 58
const openBracket = 0x5b
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

/**
 * Reads OpenTSDB JSON, a point or an array of them (KWDB, OpenTSDB JSON format): `metric`, `timestamp` (a whole number),
 * `value` (number, boolean or text) and `tags` (at least one). JSON is read strictly, numbers keep all their digits;
 * other members are passed over. Each point has the one field `value`.
 */
export class KaiwuOpenTsdbParser {
  readonly #rows = new PointRows()
  readonly #memory = new SeriesMemory()
  readonly #key = new SeriesKey()
  readonly #cursor = new JsonCursor(format)
  #index = -1

  readonly #valuePath = () => this.#path('value')

  /**
   * Reads a record. The rows are this parser's own and valid until the next call. Throws FORMATS_INVALID, with line,
   * column and the path of what is wrong (`[3].value`); nothing of a record that throws counts.
   */
  parse(bytes: Uint8Array): PointRows {
    const rows = this.#rows
    const cursor = this.#cursor
    const source = utf8Source(format, bytes)
    rows.begin(source)
    this.#memory.begin()
    this.#index = -1
    let p = cursor.open(source)
    if (source[p] === openBracket) {
      p = cursor.space(p + 1)
      if (source[p] !== closeBracket) {
        for (;;) {
          this.#index += 1
          p = cursor.space(this.#point(p))
          if (source[p] !== comma) break
          p = cursor.space(p + 1)
        }
      }
      p = cursor.pass(p, closeBracket, '')
    } else p = this.#point(p)
    cursor.finish(p)
    return rows
  }

  #path(member = ''): string {
    const item = this.#index < 0 ? '' : `[${this.#index}]`
    return item === '' || member === '' ? item + member : `${item}.${member}`
  }

  #point(at: number): number {
    const cursor = this.#cursor
    const { bytes } = cursor
    let metricAt = -1
    let metricEnd = -1
    let timeAt = -1
    let timeEnd = -1
    let tagsAt = -1
    let tagsEnd = -1
    let kind: TextKind = textKinds.absent
    let valueAt = 0
    let valueEnd = 0
    let p = cursor.pass(at, openBrace, this.#path())
    while (bytes[p] !== closeBrace) {
      const nameAt = p
      p = cursor.string(p, () => this.#path())
      const name = cursor.text()
      p = cursor.space(p)
      if (bytes[p] !== colon) cursor.pass(p, colon, this.#path(name))
      p = cursor.space(p + 1)
      const twice = () => cursor.fail(nameAt, 'it stands there twice', this.#path(name))
      const start = p
      switch (name) {
        case 'metric':
          if (metricAt >= 0) throw twice()
          p = cursor.string(p, () => this.#path(name))
          metricAt = start
          metricEnd = p
          break
        case 'timestamp':
          if (timeAt >= 0) throw twice()
          p = cursor.scalar(p, () => this.#path(name))
          if (cursor.kind !== textKinds.integer || !isWhole(bytes, start, p)) {
            throw cursor.fail(start, 'a timestamp is a whole number', this.#path(name))
          }
          timeAt = start
          timeEnd = p
          break
        case 'value':
          if (kind !== textKinds.absent) throw twice()
          p = cursor.scalar(p, this.#valuePath)
          if (cursor.kind === textKinds.null) {
            throw cursor.fail(start, 'a point without a value is none', this.#path(name))
          }
          kind = cursor.kind
          valueAt = cursor.start
          valueEnd = cursor.end
          break
        case 'tags':
          if (tagsAt >= 0) throw twice()
          p = cursor.skip(p, this.#path(name))
          tagsAt = start
          tagsEnd = p
          break
        default:
          p = cursor.skip(p, this.#path(name))
          cursor.build(start, p, this.#path(name))
      }
      p = cursor.space(p)
      if (bytes[p] !== comma) break
      p = this.#next(p)
    }
    p = cursor.pass(p, closeBrace, this.#path())
    const missing = (member: string) => cursor.fail(at, 'it is missing', this.#path(member))
    if (metricAt < 0) throw missing('metric')
    if (timeAt < 0) throw missing('timestamp')
    if (kind === textKinds.absent) throw missing('value')
    if (tagsAt < 0) throw missing('tags')
    const series = this.#series(metricAt, metricEnd, tagsAt, tagsEnd)
    const rows = this.#rows
    const row = rows.rows
    rows.reserveRows(row + 1)
    if (row >= rows.kinds.length) rows.reserve(row + 1)
    rows.series[row] = series
    rows.timeStarts[row] = timeAt
    rows.timeEnds[row] = timeEnd
    rows.names[row] = 'value'
    rows.kinds[row] = kind
    rows.types[row] = declaredType(kind)
    rows.starts[row] = valueAt
    rows.ends[row] = valueEnd
    rows.first[row + 1] = row + 1
    rows.rows = row + 1
    return p
  }

  /** Passes the comma before the next member. */
  #next(comma: number): number {
    const cursor = this.#cursor
    const p = cursor.space(comma + 1)
    if (cursor.bytes[p] === closeBrace)
      throw cursor.fail(p, 'a comma stands before }', this.#path())
    return p
  }

  #series(metricAt: number, metricEnd: number, tagsAt: number, tagsEnd: number): KnownSeries {
    const { bytes } = this.#cursor
    const memory = this.#memory
    const key = this.#key
    const series =
      memory.recall(key, bytes, metricAt, metricEnd, tagsAt, tagsEnd) ??
      memory.add(this.#learn(metricAt, metricEnd, tagsAt), key.hash)
    memory.follow(series)
    return series
  }

  #learn(metricAt: number, metricEnd: number, tagsAt: number): KnownSeries {
    const cursor = this.#cursor
    const { bytes } = cursor
    const metric = cursor.build(metricAt, metricEnd, this.#path('metric'))
    if (typeof metric !== 'string' || metric === '') {
      throw cursor.fail(metricAt, 'it has to be a name', this.#path('metric'))
    }
    const tags: PointTag[] = []
    const path = this.#path('tags')
    let p = cursor.pass(tagsAt, openBrace, path)
    while (bytes[p] !== closeBrace) {
      const nameAt = p
      p = cursor.string(p, () => path)
      const name = cursor.text()
      if (name === '') throw cursor.fail(nameAt, 'a tag has no name', path)
      const tagPath = () => `${path}.${name}`
      if (tags.some(tag => tag.name === name)) {
        throw cursor.fail(nameAt, 'it stands there twice', tagPath())
      }
      p = cursor.space(cursor.scalar(cursor.pass(cursor.space(p), colon, tagPath()), tagPath))
      if (cursor.kind === textKinds.null) throw cursor.fail(nameAt, 'it has no value', tagPath())
      tags.push({ name, value: cursor.text(), kind: tagKind(cursor.kind) })
      if (bytes[p] !== comma) break
      p = this.#next(p)
    }
    cursor.pass(p, closeBrace, path)
    if (tags.length === 0) throw cursor.fail(tagsAt, 'a point needs at least one tag', path)
    return new KnownSeries(this.#key.copy(), metric, tags)
  }
}

function declaredType(kind: TextKind): DeclaredType {
  if (kind === textKinds.true || kind === textKinds.false) return declaredTypes.BOOL
  return kind >= textKinds.plain ? declaredTypes.VARCHAR : declaredTypes.none
}

function tagKind(kind: TextKind): PointTag['kind'] {
  if (kind === textKinds.true || kind === textKinds.false) return 'boolean'
  return kind >= textKinds.plain ? 'text' : 'number'
}
