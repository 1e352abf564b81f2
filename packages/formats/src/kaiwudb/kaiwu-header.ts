import { ByteTable, hashBytes } from '../points/byte-table.ts'
import type { JsonCursor } from './json-cursor.ts'
import type { KaiwuTable, KaiwuTag } from './kaiwu-table.ts'

const maxHeaders = 1000
const maxKeyBytes = 8 * 1024 * 1024

/** Where the declarations of a record stand in its text; an empty place for `tags` means that there are none. */
export interface HeaderPlaces {
  tableStart: number
  tableEnd: number
  columnsStart: number
  columnsEnd: number
  tagsStart: number
  tagsEnd: number
}

/** The declarations of a record, ready for reading its rows. */
export class KaiwuHeader {
  /** Table, columns and tags as they stand in the text, one after another. */
  readonly key: Buffer
  readonly table: KaiwuTable
  /** Names of columns and tags as they stand in JSON, quotes left out. */
  readonly keys: readonly Buffer[]
  readonly slots: ReadonlyMap<string, number>
  /** Slot of the member at each position of a row, as the row before had it. */
  readonly order: Int32Array

  constructor(key: Buffer, table: KaiwuTable) {
    this.key = key
    this.table = table
    const names = [...table.columns, ...(table.tags ?? [])].map(column => column.name)
    this.keys = names.map(name => Buffer.from(JSON.stringify(name).slice(1, -1)))
    this.slots = new Map(names.map((name, slot) => [name, slot]))
    this.order = Int32Array.from(names.keys())
  }
}

/** Remembers the declarations of earlier records, so that equal ones are read once. */
export class HeaderTable {
  readonly #cursor: JsonCursor
  readonly #known = new ByteTable<KaiwuHeader>()
  #last: KaiwuHeader | undefined
  #scratch = Buffer.alloc(4096)

  constructor(cursor: JsonCursor) {
    this.#cursor = cursor
  }

  /** The header that stands at these places. */
  find(places: HeaderPlaces): KaiwuHeader {
    const { bytes } = this.#cursor
    const { tableStart, tableEnd, columnsStart, columnsEnd, tagsStart, tagsEnd } = places
    const length = tableEnd - tableStart + columnsEnd - columnsStart + tagsEnd - tagsStart
    if (length > this.#scratch.length) this.#scratch = Buffer.alloc(length * 2)
    const scratch = this.#scratch
    let end = bytes.copy(scratch, 0, tableStart, tableEnd)
    end += bytes.copy(scratch, end, columnsStart, columnsEnd)
    end += bytes.copy(scratch, end, tagsStart, tagsEnd)
    const last = this.#last
    if (last !== undefined && last.key.length === end && last.key.compare(scratch, 0, end) === 0) {
      return last
    }
    const hash = hashBytes(scratch, 0, end)
    this.#last = this.#known.find(scratch, 0, end, hash) ?? this.#learn(places, hash, end)
    return this.#last
  }

  #learn(places: HeaderPlaces, hash: number, length: number): KaiwuHeader {
    if (this.#known.size >= maxHeaders || this.#known.keyBytes > maxKeyBytes) this.#known.clear()
    const table = readTable(this.#cursor, places)
    const header = new KaiwuHeader(Buffer.from(this.#scratch.subarray(0, length)), table)
    this.#known.add(header, hash)
    return header
  }
}

function readTable(cursor: JsonCursor, places: HeaderPlaces): KaiwuTable {
  const name = cursor.build(places.tableStart, places.tableEnd, 'table')
  if (typeof name !== 'string' || name === '' || !name.isWellFormed()) {
    throw cursor.fail(places.tableStart, 'it has to be a name', 'table')
  }
  const names = new Set<string>()
  const columns = readList(cursor, 'columns', places.columnsStart, places.columnsEnd, names)
  if (columns === null || columns.length === 0) {
    throw cursor.fail(places.columnsStart, 'it has to hold at least one column', 'columns')
  }
  const tags =
    places.tagsStart === places.tagsEnd
      ? null
      : readList(cursor, 'tags', places.tagsStart, places.tagsEnd, names)
  return {
    name,
    columns: columns.map(({ name, type, length, nullable }) => ({ name, type, length, nullable })),
    tags: tags === null || tags.length === 0 ? null : tags,
  }
}

function readList(
  cursor: JsonCursor,
  member: string,
  start: number,
  end: number,
  names: Set<string>,
): readonly KaiwuTag[] | null {
  const list = cursor.build(start, end, member)
  if (list === null) return null
  if (!Array.isArray(list)) throw cursor.fail(start, 'it has to be an array', member)
  return list.map((item: unknown, index) => {
    const path = `${member}[${index}]`
    const fail = (reason: string, name = '') =>
      cursor.fail(start, reason, name === '' ? path : `${path}.${name}`)
    if (typeof item !== 'object' || item === null || Array.isArray(item)) {
      throw fail('it has to be an object')
    }
    const { name, type, length, nullable, primary, isPrimary } = item as Record<string, unknown>
    if (typeof name !== 'string' || name === '') throw fail('it has to be a name', 'name')
    if (!name.isWellFormed()) throw fail('the string has half a character', 'name')
    if (names.has(name)) throw fail(`${name} is declared twice`, 'name')
    names.add(name)
    if (typeof type !== 'string' || type === '')
      throw fail('it has to be the name of a type', 'type')
    if (primary != null && isPrimary != null && primary !== isPrimary) {
      throw fail('primary and isPrimary contradict each other')
    }
    return {
      name,
      type: type.toUpperCase(),
      length: whole(length, () => fail('it has to be a whole number', 'length')),
      nullable: flag(nullable, () => fail('it has to be true or false', 'nullable')),
      primary:
        flag(primary ?? isPrimary, () => fail('it has to be true or false', 'primary')) ?? false,
    }
  })
}

function whole(value: unknown, fail: () => Error): number | null {
  if (value == null) return null
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw fail()
}

function flag(value: unknown, fail: () => Error): boolean | null {
  if (value == null) return null
  if (typeof value === 'boolean') return value
  throw fail()
}
