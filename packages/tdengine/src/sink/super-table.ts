import { type DataType, dataTypes, type TDengineValue } from '../wire/data-type.ts'

/** A column or tag as the server has it. */
export interface StoredColumn {
  readonly name: string
  readonly type: DataType
  /** Declared length: bytes, for NCHAR characters. */
  readonly length: number
  readonly isTag: boolean
  /** Place among columns and tags. */
  readonly index: number
}

/** A super table as DESCRIBE tells it. A new object is made whenever it is described again. */
export interface SuperTable {
  readonly name: string
  /** The first one is the time. */
  readonly columns: readonly StoredColumn[]
  readonly tags: readonly StoredColumn[]
  readonly byName: ReadonlyMap<string, StoredColumn>
  /** True when a second column belongs to the primary key. */
  readonly hasKey: boolean
}

const typeByName = new Map<string, DataType>(dataTypes.map(type => [type.name, type]))

function typeOf(text: string): DataType | undefined {
  const name = text.replace(/\(.*$/, '')
  return typeByName.get(name === 'BINARY' ? 'VARCHAR' : name)
}

/** Reads the rows of `DESCRIBE` of a super table; null when it is none, or has a type that is not known here. */
export function readDescription(
  name: string,
  rows: readonly (readonly TDengineValue[])[],
): SuperTable | null {
  const table = readTable(name, rows)
  return table === null || table.tags.length === 0 ? null : table
}

/** Reads the rows of `DESCRIBE` of any table; a normal table has no tags. */
export function readTable(
  name: string,
  rows: readonly (readonly TDengineValue[])[],
): SuperTable | null {
  const columns: StoredColumn[] = []
  const tags: StoredColumn[] = []
  let hasKey = false
  for (const [index, [column, typeName, length, note]] of rows.entries()) {
    const type = typeOf(String(typeName))
    if (type === undefined) return null
    const isTag = note === 'TAG'
    const stored = { name: String(column), type, length: Number(length), isTag, index }
    if (isTag) tags.push(stored)
    else {
      columns.push(stored)
      if (typeof note === 'string' && /KEY/i.test(note)) hasKey = true
    }
  }
  if (columns[0]?.type.name !== 'TIMESTAMP') return null
  const byName = new Map([...columns, ...tags].map(column => [column.name, column]))
  return { name, columns, tags, byName, hasKey }
}
