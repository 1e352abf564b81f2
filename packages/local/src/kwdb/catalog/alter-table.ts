import type { AlterAction, AlterTable, DataType } from '../sql/ast.ts'
import { notCarriedOut, SqlError } from '../sql/sql-error.ts'
import { checkTypeChange } from './alter-type.ts'
import { dataColumn, defaultText } from './define-column.ts'
import { buildTag, mostTags, tooManyTags } from './define-table.ts'
import { columnType, tagType } from './define-type.ts'
import type { CatalogChange, Column, Table } from './descriptor.ts'
import { retentionSeconds, storedDuration } from './duration.ts'
import { checkName } from './names.ts'
import { type Actor, requirePrivilege } from './privilege.ts'
import { findDatabase, findTable, fullName, lookUpTable } from './resolve.ts'

const mostColumns = 4096
const mostSparseColumns = 20_000

type Context = Actor & { readonly database: string; readonly inTransaction: boolean }

/** ALTER TABLE: one change a statement. */
export function alterTable(context: Context, statement: AlterTable): readonly CatalogChange[] {
  const { catalog, database } = context
  if (statement.ifExists && !lookUpTable(catalog, statement.name, database)) return []
  const table = findTable(catalog, statement.name, database)
  requirePrivilege(context, table, 'CREATE')
  if (context.inTransaction) {
    throw new SqlError('0A000', 'ALTER of a timeseries table is not allowed in a transaction')
  }
  const [action, ...more] = statement.actions
  if (!action || more.length > 0) {
    throw new SqlError('0A000', 'alter timeseries table with multiple commands is not supported')
  }
  const changed = applyAction(context, table, action)
  return changed === table ? [] : [{ kind: 'putTable', table: changed }]
}

function applyAction(context: Context, table: Table, action: AlterAction): Table {
  switch (action.kind) {
    case 'addColumn':
      return addColumn(table, action)
    case 'addTag':
      return addTag(table, action)
    case 'dropColumn':
      return dropColumn(table, action)
    case 'dropTag':
      return without(table, changeableTag(table, action.name))
    case 'alterColumnType':
      return alterColumnType(table, action)
    case 'alterTagType': {
      const tag = changeableTag(table, action.name)
      return retyped(table, tag, alteredType(action.type, tagTypeOf(tag)))
    }
    case 'renameColumn':
      return renamed(table, changeableColumn(table, action.name, 'rename'), action.to)
    case 'renameTag':
      return renamed(table, changeableTag(table, action.name, '42703'), action.to)
    case 'renameTable':
      return moved(context, table, action)
    case 'setRetentions':
      retentionSeconds(action.retentions)
      return { ...table, retentions: storedDuration(action.retentions) }
    case 'setDefault':
      return withDefault(table, action)
    case 'unsupported':
      throw refused(action.construct)
  }
}

/** Every other change is refused by KWDB itself, but for statistics. */
function refused(construct: string): SqlError {
  if (construct === 'INJECT STATISTICS') return notCarriedOut(construct)
  if (construct.startsWith('ADD ')) {
    return new SqlError('0A000', `${construct} is not supported in timeseries table`)
  }
  // KWDB calls these errors of syntax, although its grammar has them.
  const odd = /(USING|COLLATE|without a type)$/.test(construct)
  return new SqlError(odd ? '42601' : '42809', `${construct} is not possible on a timeseries table`)
}

function addColumn(table: Table, action: Extract<AlterAction, { kind: 'addColumn' }>): Table {
  const { column } = action
  if (column.nullable === false) {
    throw new SqlError(
      '0A000',
      `add NOT-NULL column ${column.name} for timeseries table is not supported`,
    )
  }
  const most = table.sparse ? mostSparseColumns : mostColumns
  if (table.columns.filter(isData).length >= most) {
    throw new SqlError(
      '54011',
      `on timeseries table ${table.name}, the number of columns exceeded the maximum value ${most}`,
    )
  }
  if (table.columns.some(({ name }) => name === column.name)) {
    if (action.ifNotExists) return table
    throw new SqlError('42701', `duplicate column name: "${column.name}"`)
  }
  return withColumn(table, dataColumn(table.nextColumnId, column))
}

function addTag(table: Table, { tag }: Extract<AlterAction, { kind: 'addTag' }>): Table {
  checkName('tag', tag.name)
  if (tag.nullable === false) {
    throw new SqlError('0A000', `cannot add a NOT NULL tag in timeseries table (tag ${tag.name})`)
  }
  if (table.columns.filter(each => !isData(each)).length >= mostTags) throw tooManyTags()
  if (table.columns.some(({ name }) => name === tag.name)) {
    throw new SqlError('42701', `column/tag named "${tag.name}" already exists`)
  }
  return withColumn(table, { id: table.nextColumnId, ...buildTag(tag, false) })
}

/** Data columns stand before tags. */
function withColumn(table: Table, column: Column): Table {
  const columns = [
    ...table.columns.filter(isData),
    ...table.columns.filter(other => !isData(other)),
  ]
  const at = isData(column) ? columns.filter(isData).length : columns.length
  return {
    ...table,
    columns: columns.toSpliced(at, 0, column),
    nextColumnId: table.nextColumnId + 1,
  }
}

function dropColumn(table: Table, action: Extract<AlterAction, { kind: 'dropColumn' }>): Table {
  if (action.ifExists && !table.columns.some(({ name }) => name === action.name)) return table
  const column = changeableColumn(table, action.name, 'drop')
  if (table.columns.filter(isData).length === 2) {
    throw new SqlError(
      '42P16',
      `cannot drop the only data column besides the timestamp column on table ${table.name}`,
    )
  }
  return without(table, column)
}

function alterColumnType(
  table: Table,
  action: Extract<AlterAction, { kind: 'alterColumnType' }>,
): Table {
  const column = changeableColumn(table, action.name, 'alter')
  const type = (to: DataType) => columnType(column.name, to)
  return retyped(table, column, alteredType(action.type, type))
}

function tagTypeOf(tag: Column): (to: DataType) => Column['type'] {
  return to => tagType(tag.name, to, false)
}

/** A type that is too wide cannot be converted to. */
function alteredType(to: DataType, convert: (to: DataType) => Column['type']): Column['type'] {
  try {
    return convert(to)
  } catch (error) {
    const tooWide = error instanceof SqlError && /width/.test(error.message)
    throw tooWide ? new SqlError('42846', error.message) : error
  }
}

function retyped(table: Table, column: Column, type: Column['type']): Table {
  if (type.name === column.type.name && type.width === column.type.width) return table
  checkTypeChange(column, type)
  return replaced(table, column, { ...column, type })
}

function renamed(table: Table, column: Column, to: string): Table {
  if (to === '') throw new SqlError('42601', 'empty column name')
  checkName(isData(column) ? 'column' : 'tag', to)
  if (to === column.name) return table
  if (table.columns.some(({ name }) => name === to)) {
    throw new SqlError('42701', `column/tag name "${to}" already exists`)
  }
  return replaced(table, column, { ...column, name: to })
}

function moved(
  { catalog, database }: Context,
  table: Table,
  { to }: Extract<AlterAction, { kind: 'renameTable' }>,
): Table {
  const own = catalog.databaseById(table.databaseId)?.name ?? database
  const full = fullName(to, own)
  const target = findDatabase(catalog, full.database)
  if (!target.timeSeries) {
    throw new SqlError(
      '42809',
      `can not change ts table ${table.name} to relational database ${target.name}`,
    )
  }
  checkName('table', full.name)
  if (catalog.table(target.id, full.name)) {
    throw new SqlError('42P07', `relation "${full.name}" already exists`)
  }
  return { ...table, name: full.name, databaseId: target.id }
}

function withDefault(table: Table, action: Extract<AlterAction, { kind: 'setDefault' }>): Table {
  const column = findColumn(table, action.name)
  if (!isData(column)) throw new SqlError('42809', `${column.name} is a tag`)
  const { default: _before, ...plain } = column
  const value =
    action.default && defaultText(column.name, column.type, column.nullable, action.default)
  return replaced(
    table,
    column,
    value === undefined || value === null ? plain : { ...plain, default: value },
  )
}

// ---------------------------------------------------------------- columns of a table

function isData({ role }: Column): boolean {
  return role === 'time' || role === 'column'
}

function findColumn(table: Table, name: string): Column {
  const column = table.columns.find(each => each.name === name)
  if (!column) throw new SqlError('42703', `column "${name}" does not exist`)
  return column
}

/** A data column, but not the time. */
function changeableColumn(table: Table, name: string, verb: 'drop' | 'alter' | 'rename'): Column {
  const column = findColumn(table, name)
  if (!isData(column)) throw new SqlError('42809', `${column.name} is a tag`)
  if (column.role === 'time' && verb !== 'rename') {
    throw new SqlError('42611', `cannot ${verb} the first timestamp column ${name}`)
  }
  return column
}

/** A tag, but no primary one. For RENAME a tag that is missing is a missing column. */
function changeableTag(table: Table, name: string, missing: '42704' | '42703' = '42704'): Column {
  const tag = table.columns.find(each => each.name === name)
  if (!tag) {
    throw new SqlError(
      missing,
      `${missing === '42704' ? 'tag' : 'column'} "${name}" does not exist`,
    )
  }
  if (isData(tag)) throw new SqlError('42809', `"${name}" is not a tag`)
  if (tag.role === 'primaryTag') throw new SqlError('42809', `tag "${name}" is a primary tag`)
  return tag
}

function replaced(table: Table, before: Column, after: Column): Table {
  return { ...table, columns: table.columns.map(each => (each === before ? after : each)) }
}

function without(table: Table, column: Column): Table {
  return { ...table, columns: table.columns.filter(each => each !== column) }
}
