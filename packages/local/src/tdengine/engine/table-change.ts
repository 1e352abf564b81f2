import type { ColumnDefinition, ColumnSchema, TableChange, TableSchema } from './api.ts'
import { defaultEncoding, isVariable, rowBytes } from './data-type.ts'
import { engineError, engineErrorAbout } from './error-code.ts'

/** Limits of TDengine 3.3. */
const limits = {
  columns: 4096,
  tags: 128,
  rowBytes: 65531,
  tagBytes: 16384,
  nameBytes: 192,
  columnNameBytes: 64,
} as const

/** Builds a column from its definition. */
export function columnOf(definition: ColumnDefinition, id: number, isTag: boolean): ColumnSchema {
  const fallback = defaultEncoding(definition.type, isTag)
  return {
    id,
    name: definition.name,
    type: definition.type,
    isTag,
    isKey: definition.isKey ?? false,
    encode: definition.encode ?? fallback.encode,
    compress: definition.compress ?? fallback.compress,
    level: definition.level ?? fallback.level,
  }
}

/** Refuses tables that TDengine refuses: duplicate names, too many or too long columns or tags. */
export function checkColumns(
  columns: readonly ColumnDefinition[],
  tags: readonly ColumnDefinition[],
): void {
  if (columns[0]?.type.name !== 'TIMESTAMP') throw engineError('FIRST_COLUMN')
  const names = new Set<string>()
  for (const { name } of [...columns, ...tags]) {
    if (names.has(name)) throw engineError('DUPLICATED_COLUMN')
    names.add(name)
  }
  if (columns.length < 2) throw engineError('COLUMNS_NUM')
  if (columns.length + tags.length > limits.columns) throw engineError('TOO_MANY_COLUMNS')
  if (tags.length > limits.tags) throw engineError('TAGS_NUM')
  if (sum(columns) > limits.rowBytes) throw engineError('ROW_LENGTH')
  if (sum(tags) > limits.tagBytes) throw engineError('TAGS_LENGTH')
  if (tags.length > 1 && tags.some(tag => tag.type.name === 'JSON')) {
    throw engineError('ONLY_ONE_JSON_TAG')
  }
}

function sum(columns: readonly { readonly type: ColumnDefinition['type'] }[]): number {
  return columns.reduce((total, column) => total + rowBytes(column.type), 0)
}

function rename(
  list: readonly ColumnSchema[],
  name: string,
  newName: string,
): readonly ColumnSchema[] {
  return list.map(column => (column.name === name ? { ...column, name: newName } : column))
}

function lengthen(
  list: readonly ColumnSchema[],
  name: string,
  type: ColumnDefinition['type'],
): readonly ColumnSchema[] {
  return list.map(column => {
    if (column.name !== name) return column
    if (column.type.name !== type.name || !isVariable(type.name)) {
      throw engineError('INVALID_MODIFY_COLUMN')
    }
    if (column.type.length >= type.length) throw engineError('INVALID_MODIFY_COLUMN')
    return { ...column, type }
  })
}

/** The schema after a change; throws TDengine's refusal when the change is not possible. */
export function changedSchema(table: TableSchema, change: TableChange): TableSchema {
  const { columns, tags } = table
  const column = (name: string) => columns.find(candidate => candidate.name === name)
  const tag = (name: string) => tags.find(candidate => candidate.name === name)
  const nextId = Math.max(...columns.map(c => c.id), ...tags.map(t => t.id)) + 1
  const withColumns = (list: readonly ColumnSchema[]): TableSchema => {
    if (sum(list) > limits.rowBytes) throw engineError('ROW_LENGTH')
    return { ...table, columns: list, version: table.version + 1 }
  }
  const withTags = (list: readonly ColumnSchema[]): TableSchema => {
    if (sum(list) > limits.tagBytes) throw engineError('TAGS_LENGTH')
    return { ...table, tags: list, tagVersion: table.tagVersion + 1 }
  }
  switch (change.change) {
    case 'add-column':
      if (column(change.column.name) !== undefined) throw existingColumn(table)
      if (tag(change.column.name) !== undefined) throw engineError('TAG_EXISTS')
      if (columns.length + tags.length >= limits.columns) throw engineError('TOO_MANY_COLUMNS')
      return withColumns([...columns, columnOf(change.column, nextId, false)])
    case 'drop-column':
      if (column(change.name) === undefined) throw missingColumn(table, change.name)
      if (columns.length === 2) throw engineError('INVALID_DROP_COLUMN')
      if (change.name === columns[0]?.name) throw engineError('DROP_PRIMARY_KEY')
      return withColumns(columns.filter(candidate => candidate.name !== change.name))
    case 'modify-column':
      if (column(change.name) === undefined) throw engineErrorAbout('INVALID_COLUMN', change.name)
      return withColumns(lengthen(columns, change.name, change.type))
    case 'rename-column':
      if (column(change.name) === undefined) throw missingColumn(table, change.name)
      if (column(change.newName) !== undefined) throw existingColumn(table)
      return withColumns(rename(columns, change.name, change.newName))
    case 'add-tag':
      if (tag(change.column.name) !== undefined) throw engineError('TAG_EXISTS')
      if (column(change.column.name) !== undefined) throw engineError('COLUMN_EXISTS')
      if (tags.length >= limits.tags) throw engineError('TAGS_NUM')
      return withTags([...tags, columnOf(change.column, nextId, true)])
    case 'drop-tag':
      if (tag(change.name) === undefined) throw engineError('TAG_NOT_EXIST')
      if (tags.length === 1) throw engineError('INVALID_DROP_TAG')
      return withTags(tags.filter(candidate => candidate.name !== change.name))
    case 'modify-tag':
      if (tag(change.name) === undefined) throw engineErrorAbout('INVALID_COLUMN', change.name)
      return withTags(lengthen(tags, change.name, change.type))
    case 'rename-tag':
      if (tag(change.name) === undefined) throw engineError('TAG_NOT_EXIST')
      if (tag(change.newName) !== undefined) throw engineError('TAG_EXISTS')
      return withTags(rename(tags, change.name, change.newName))
    case 'comment':
      return { ...table, comment: change.comment }
    case 'ttl':
      return { ...table, ttl: change.ttl }
  }
}

/** A super table is checked by the management node, a normal table by the parser. */
function existingColumn(table: TableSchema): Error {
  return engineError(table.kind === 'super' ? 'COLUMN_EXISTS' : 'DUPLICATED_COLUMN')
}

function missingColumn(table: TableSchema, name: string): Error {
  return table.kind === 'super'
    ? engineError('COLUMN_NOT_EXIST')
    : engineErrorAbout('INVALID_COLUMN', name)
}
