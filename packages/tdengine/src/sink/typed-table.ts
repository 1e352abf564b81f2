import { quoted } from '../dialect/identifier.ts'
import type { TDengineType } from '../wire/data-type.ts'
import type { StoredColumn, SuperTable } from './super-table.ts'
import type { TypedRow } from './typed-row.ts'
import { Misfit, type TypedValue, textOf } from './typed-value.ts'

/** A column that rows need. */
interface NeededColumn {
  readonly type: TDengineType
  /** The whole type, where the record or the mapping says it. */
  readonly declaration: string | null
  /** Bytes of the longest value of a text or binary type, characters for NCHAR. */
  length: number
}

const variableTypes = new Set<TDengineType>(['VARCHAR', 'NCHAR', 'VARBINARY', 'GEOMETRY'])
const longest: Readonly<Record<string, number>> = {
  VARCHAR: 65_517,
  NCHAR: 16_379,
  VARBINARY: 65_517,
  GEOMETRY: 65_517,
}
const longestTag: Readonly<Record<string, number>> = {
  VARCHAR: 16_382,
  NCHAR: 4095,
  VARBINARY: 16_382,
  GEOMETRY: 16_382,
}
/** Name of the tag of super tables whose rows have none; schemaless writing calls it so too. */
const noTag = '_tag_null'

/** The type that a value would have in a new table. */
function typeOf({ value, type }: TypedValue): TDengineType {
  if (type !== null) return type
  if (typeof value === 'boolean') return 'BOOL'
  if (typeof value === 'bigint') return 'BIGINT'
  if (typeof value === 'number') return 'DOUBLE'
  if (value instanceof Uint8Array) return 'VARBINARY'
  return value instanceof Date ? 'TIMESTAMP' : 'VARCHAR'
}

function lengthOf({ value }: TypedValue, type: TDengineType): number {
  if (value === null) return 0
  if (value instanceof Uint8Array) return value.length
  const text = textOf(value)
  if (type === 'NCHAR') return [...text].length
  // Hexadecimal text of binary columns is shorter when it is read.
  return type === 'GEOMETRY' ? Buffer.byteLength(text) * 4 : Buffer.byteLength(text)
}

/** The declared length for a longest value: the next power of two above it, as schemaless writing has it. */
function declared(type: TDengineType, length: number, isTag: boolean): number {
  let result = 8
  while (result <= length) result *= 2
  return Math.max(length, Math.min(result, (isTag ? longestTag : longest)[type] ?? result))
}

function typeText({ type, declaration, length }: NeededColumn, isTag: boolean): string {
  if (declaration !== null) return declaration
  return variableTypes.has(type) ? `${type}(${declared(type, length, isTag)})` : type
}

function collect(
  into: Map<string, NeededColumn>,
  values: ReadonlyMap<string, TypedValue>,
  stored: (name: string) => StoredColumn | undefined,
): void {
  for (const [name, value] of values) {
    if (value.value === null && value.type === null) continue
    const type = stored(name)?.type.name ?? typeOf(value)
    const known = into.get(name)
    const length = variableTypes.has(type) ? lengthOf(value, type) : 0
    const declaration = value.declaration ?? null
    if (known === undefined) into.set(name, { type, declaration, length })
    // A whole number and a fraction in one new column: it holds fractions.
    else if (stored(name) === undefined && known.type === 'BIGINT' && type === 'DOUBLE') {
      into.set(name, { type, declaration, length })
    } else if (length > known.length) known.length = length
  }
}

function nameOf(name: string): string {
  const text = quoted(name)
  if (text === null || name === '')
    throw new Misfit(`${JSON.stringify(name)} is no name of a column or table`)
  return text
}

/**
 * The statements that make a table fit for rows: CREATE when there is none, else new columns and tags and longer texts.
 * What cannot be changed (types) is left to the conversion of values. `database` is quoted.
 */
export function statementsFor(
  database: string,
  rows: readonly TypedRow[],
  table: SuperTable | null,
): readonly string[] {
  const columns = new Map<string, NeededColumn>()
  const tags = new Map<string, NeededColumn>()
  const stored = (isTag: boolean) => (name: string) => {
    const column = table?.byName.get(name)
    return column?.isTag === isTag ? column : undefined
  }
  for (const row of rows) {
    collect(columns, row.columns, stored(false))
    collect(tags, row.tags, stored(true))
  }
  const [first] = rows
  if (first === undefined) return []
  const name = `${database}.${nameOf(first.table)}`
  if (table === null) return [create(name, rows, columns, tags)]
  if (table.tags.length === 0) tags.clear()
  const kind = table.tags.length === 0 ? 'TABLE' : 'STABLE'
  return [...changes(name, kind, false, columns, table), ...changes(name, kind, true, tags, table)]
}

function create(
  name: string,
  rows: readonly TypedRow[],
  columns: ReadonlyMap<string, NeededColumn>,
  tags: ReadonlyMap<string, NeededColumn>,
): string {
  const time = rows.find(row => row.timeName !== null)?.timeName ?? 'ts'
  const list = (from: ReadonlyMap<string, NeededColumn>, isTag: boolean) =>
    [...from]
      .filter(([column]) => isTag || column !== time)
      .map(([column, needed]) => `${nameOf(column)} ${typeText(needed, isTag)}`)
  const fields = [`${nameOf(time)} TIMESTAMP`, ...list(columns, false)].join(', ')
  const isNormal = tags.size === 0 && rows.every(row => row.child === null)
  if (isNormal) return `CREATE TABLE IF NOT EXISTS ${name} (${fields})`
  const tagList = tags.size === 0 ? [`${nameOf(noTag)} NCHAR(1)`] : list(tags, true)
  return `CREATE STABLE IF NOT EXISTS ${name} (${fields}) TAGS (${tagList.join(', ')})`
}

function changes(
  table: string,
  kind: 'TABLE' | 'STABLE',
  isTag: boolean,
  needed: ReadonlyMap<string, NeededColumn>,
  { byName }: SuperTable,
): string[] {
  const what = isTag ? 'TAG' : 'COLUMN'
  const found: string[] = []
  for (const [name, column] of needed) {
    const { type, length } = column
    const stored = byName.get(name)
    if (stored === undefined) {
      found.push(`ALTER ${kind} ${table} ADD ${what} ${nameOf(name)} ${typeText(column, isTag)}`)
    } else if (stored.isTag === isTag && variableTypes.has(type) && length > stored.length) {
      const wanted = declared(type, length, isTag)
      if (wanted > stored.length && type !== 'GEOMETRY') {
        found.push(`ALTER ${kind} ${table} MODIFY ${what} ${nameOf(name)} ${type}(${wanted})`)
      }
    }
  }
  return found
}
