import { JsonCursor } from './json-cursor.ts'
import { type HeaderPlaces, HeaderTable, type KaiwuHeader } from './kaiwu-header.ts'
import { KaiwuRows } from './kaiwu-rows.ts'
import type { KaiwuTable } from './kaiwu-table.ts'
import { textKinds, utf8Source } from './text-values.ts'

const format = 'json_kaiwudb'
const quote = 34
const comma = 44
const colon = 58
const openBracket = 0x5b
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

/**
 * Reads json_kaiwudb records: one object with `table`, `columns`, `tags` and `data` in any order (KaiwuDB JSON format).
 * JSON is read strictly, numbers keep all their digits. Absent, null or empty `tags` mean a relational table; `primary`
 * and `isPrimary` are the same. Other members are passed over.
 */
export class KaiwuJsonParser {
  readonly #rows = new KaiwuRows()
  readonly #cursor = new JsonCursor(format)
  readonly #headers = new HeaderTable(this.#cursor)
  readonly #places: HeaderPlaces = {
    tableStart: 0,
    tableEnd: 0,
    columnsStart: 0,
    columnsEnd: 0,
    tagsStart: 0,
    tagsEnd: 0,
  }
  readonly #path = () => `data[${this.#rows.rows}].${nameOf(this.#rows.table, this.#slot)}`
  #slot = 0

  /**
   * Reads a record. The rows are this parser's own and valid until the next call. Throws FORMATS_INVALID, with line,
   * column and the path of what is wrong (`data[3].c2`); nothing of a record that throws counts.
   */
  parse(bytes: Uint8Array): KaiwuRows {
    const cursor = this.#cursor
    const rows = this.#rows
    const source = utf8Source(format, bytes)
    rows.source = source
    rows.rows = 0
    const places = this.#places
    places.tableStart = places.columnsStart = places.tagsStart = -1
    places.tagsEnd = -1
    let dataAt = -1
    let dataEnd = -1
    let p = cursor.pass(cursor.open(source), openBrace, '')
    if (source[p] !== closeBrace) {
      for (;;) {
        const nameAt = p
        p = cursor.string(p, noPath)
        const name = cursor.text()
        p = cursor.pass(cursor.space(p), colon, name)
        const start = p
        if (name === 'data') {
          if (dataAt >= 0) throw cursor.fail(nameAt, 'it stands there twice', name)
          dataAt = start
          // Rows can be read once all is declared; otherwise they have to wait.
          const ready = places.tableStart >= 0 && places.columnsStart >= 0 && places.tagsStart >= 0
          p = ready ? this.#data(start) : cursor.skip(start, name)
          dataEnd = ready ? -1 : p
        } else {
          p = cursor.skip(start, name)
          this.#note(name, nameAt, start, trimmed(source, start, p))
        }
        p = cursor.space(p)
        if (source[p] !== comma) break
        p = cursor.space(p + 1)
      }
    }
    p = cursor.pass(p, closeBrace, '')
    cursor.finish(p)
    if (dataAt < 0) throw cursor.fail(p, 'it is missing', 'data')
    if (places.tagsStart < 0) places.tagsStart = places.tagsEnd = 0
    if (dataEnd >= 0 && cursor.space(this.#data(dataAt)) !== cursor.space(dataEnd)) {
      throw cursor.fail(dataAt, 'the value is not JSON', 'data')
    }
    return rows
  }

  /** Notes where a declaration stands. */
  #note(name: string, at: number, start: number, end: number): void {
    const places = this.#places
    const twice = () => this.#cursor.fail(at, 'it stands there twice', name)
    if (name === 'table') {
      if (places.tableStart >= 0) throw twice()
      places.tableStart = start
      places.tableEnd = end
    } else if (name === 'columns') {
      if (places.columnsStart >= 0) throw twice()
      places.columnsStart = start
      places.columnsEnd = end
    } else if (name === 'tags') {
      if (places.tagsStart >= 0) throw twice()
      places.tagsStart = start
      places.tagsEnd = end
    } else this.#cursor.build(start, end, name)
  }

  /** Reads the rows and returns where they end. */
  #data(at: number): number {
    const cursor = this.#cursor
    const { bytes } = cursor
    const places = this.#places
    if (places.tableStart < 0) throw cursor.fail(at, 'it is missing', 'table')
    if (places.columnsStart < 0) throw cursor.fail(at, 'it is missing', 'columns')
    const header = this.#headers.find(places)
    const rows = this.#rows
    rows.table = header.table
    rows.width = header.keys.length
    let p = cursor.pass(at, openBracket, 'data')
    if (bytes[p] === closeBracket) return p + 1
    for (;;) {
      p = cursor.space(this.#row(header, p, rows.rows))
      rows.rows += 1
      if (bytes[p] !== comma) break
      p = cursor.space(p + 1)
    }
    if (bytes[p] !== closeBracket) cursor.pass(p, closeBracket, 'data')
    return p + 1
  }

  #row(header: KaiwuHeader, at: number, row: number): number {
    const cursor = this.#cursor
    const { bytes } = cursor
    const rows = this.#rows
    const { width } = rows
    const base = row * width
    rows.reserve(base + width)
    const { kinds, starts, ends } = rows
    kinds.fill(textKinds.absent, base, base + width)
    const { keys, order } = header
    const path = this.#path
    if (bytes[at] !== openBrace) cursor.pass(at, openBrace, `data[${row}]`)
    let p = cursor.space(at + 1)
    if (bytes[p] === closeBrace) return p + 1
    for (let position = 0; ; position += 1) {
      let slot = position < width ? (order[position] as number) : -1
      const end = slot < 0 ? -1 : keyEnd(bytes, p, keys[slot] as Buffer)
      if (end >= 0) p = end
      else {
        const nameAt = p
        p = cursor.string(p, () => `data[${row}]`)
        const name = cursor.text()
        const found = header.slots.get(name)
        if (found === undefined) {
          throw cursor.fail(nameAt, 'it is neither a column nor a tag', `data[${row}].${name}`)
        }
        slot = found
        if (position < width) order[position] = slot
      }
      this.#slot = slot
      const index = base + slot
      if (kinds[index] !== textKinds.absent) throw cursor.fail(p, 'it stands there twice', path())
      if (bytes[p] !== colon) p = cursor.space(p)
      if (bytes[p] !== colon) cursor.pass(p, colon, path())
      p = cursor.scalar(cursor.space(p + 1), path)
      kinds[index] = cursor.kind
      starts[index] = cursor.start
      ends[index] = cursor.end
      if (bytes[p] !== comma) {
        p = cursor.space(p)
        if (bytes[p] !== comma) break
      }
      p = cursor.space(p + 1)
    }
    if (bytes[p] !== closeBrace) cursor.pass(p, closeBrace, `data[${row}]`)
    return p + 1
  }
}

function nameOf({ columns, tags }: KaiwuTable, slot: number): string {
  return (columns[slot] ?? tags?.[slot - columns.length])?.name ?? ''
}

/** Where a member's name ends when it is the key; -1 when it is another one. */
function keyEnd(bytes: Buffer, at: number, key: Buffer): number {
  const { length } = key
  if (bytes[at] !== quote || bytes[at + length + 1] !== quote) return -1
  for (let i = 0; i < length; i += 1) if (bytes[at + 1 + i] !== key[i]) return -1
  return at + length + 2
}

function trimmed(bytes: Buffer, start: number, end: number): number {
  let p = end
  while (p > start && (bytes[p - 1] as number) <= 32) p -= 1
  return p
}

function noPath(): string {
  return ''
}
