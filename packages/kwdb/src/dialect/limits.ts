import type { ColumnType } from './column-type.ts'
import { Misfit } from './misfit.ts'
import type { TableShape, Tag } from './table-shape.ts'

/** Limits of time-series tables (KWDB: CREATE TABLE, data types). */
export const limits = {
  nameBytes: 128,
  columns: 4096,
  tags: 128,
  primaryTags: 4,
  primaryVarchar: 128,
  defaultPrimaryVarchar: 64,
} as const

/** Longest lengths of the types that have one, where documentation and server agree. */
export const longest = {
  CHAR: 1023,
  NCHAR: 254,
  VARCHAR: 65_534,
  NVARCHAR: 16_383,
  VARBYTES: 65_534,
  GEOMETRY: 1023,
} as const

const neverTag = new Set(['TIMESTAMPTZ', 'TIMESTAMP', 'NVARCHAR', 'GEOMETRY'])
const neverPrimary = new Set(['FLOAT4', 'FLOAT8', 'VARBYTES'])

/** Throws when KWDB takes no such name: at most 128 bytes of printable ASCII. */
function checkName(name: string, what: 'table' | 'column' | 'tag'): void {
  const shown = JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name)
  if (name === '') throw new Misfit(`a ${what} has an empty name`)
  if (!/^[\x20-\x7e]+$/.test(name)) {
    throw new Misfit(`${shown} cannot be the name of a ${what}: KWDB takes ASCII characters only`)
  }
  if (name.length > limits.nameBytes) {
    throw new Misfit(`${shown} cannot be the name of a ${what}: it has more than 128 bytes`)
  }
}

/** Throws when a type has a length that KWDB does not take. */
function checkLength(name: string, type: ColumnType): void {
  if (!('length' in type)) return
  const most = longest[type.name]
  if (type.length < 1 || type.length > most) {
    throw new Misfit(`${type.name}(${type.length}) is not between 1 and ${most} long`, name)
  }
}

/** Throws when a tag cannot be one. */
export function checkTag(tag: Tag): void {
  checkName(tag.name, 'tag')
  checkLength(tag.name, tag.type)
  const { name, type, primary } = tag
  if (neverTag.has(type.name)) throw new Misfit(`a tag cannot be ${type.name}`, name)
  if (!primary) return
  if (neverPrimary.has(type.name)) throw new Misfit(`a primary tag cannot be ${type.name}`, name)
  if (type.name === 'VARCHAR' && type.length > limits.primaryVarchar) {
    throw new Misfit(`a primary tag has at most ${limits.primaryVarchar} bytes`, name)
  }
}

/** Throws when a column cannot be one. */
export function checkColumn(name: string, type: ColumnType): void {
  checkName(name, 'column')
  checkLength(name, type)
}

/** Throws when KWDB cannot make such a table, with the rule that it breaks. */
export function checkTable(table: TableShape): void {
  const { columns, name, tags } = table
  checkName(name, 'table')
  for (const column of columns) checkColumn(column.name, column.type)
  for (const tag of tags) checkTag(tag)
  const [time] = columns
  if (time === undefined || !('precision' in time.type)) {
    throw new Misfit('the first column of a table has to be a TIMESTAMPTZ or TIMESTAMP')
  }
  if (columns.length < 2) throw new Misfit('a table needs a column beside its time')
  if (columns.length > limits.columns)
    throw new Misfit(`a table has at most ${limits.columns} columns`)
  if (tags.length > limits.tags) throw new Misfit(`a table has at most ${limits.tags} tags`)
  const primary = tags.filter(tag => tag.primary).length
  if (primary === 0) throw new Misfit('a time-series table needs a primary tag')
  if (primary > limits.primaryTags) {
    throw new Misfit(`a table has at most ${limits.primaryTags} primary tags`)
  }
  const names = [...columns, ...tags].map(column => column.name)
  const twice = names.find((one, i) => names.indexOf(one) !== i)
  if (twice !== undefined) throw new Misfit(`the name ${twice} stands for two columns or tags`)
}
