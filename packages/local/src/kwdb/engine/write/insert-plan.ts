import type { Column, Table } from '../../catalog/descriptor.ts'
import { SqlError } from '../../sql/sql-error.ts'
import { primaryTags } from '../storage/stored-table.ts'

/** Where the values of an INSERT go. */
export interface InsertPlan {
  readonly table: Table
  /** The column of each value of a row, in the order of the list. */
  readonly listed: readonly Column[]
  /** Columns that were not named and have a default. */
  readonly defaulted: readonly Column[]
  /** Whether any data column is named; else only tags are registered. */
  readonly hasData: boolean
}

function isTag({ role }: Column): boolean {
  return role === 'tag' || role === 'primaryTag'
}

/** 23502. */
export function nullViolation(column: Column): SqlError {
  return new SqlError('23502', `null value in column "${column.name}" violates not-null constraint`)
}

/**
 * Checks the list of columns of an INSERT; an empty one means all data columns, then all tags.
 * Throws `SqlError`: 42701 named twice, 42703 unknown, 42601 a primary tag is missing, 23502 another
 * column that must not be NULL is.
 */
export function planInsert(table: Table, names: readonly string[]): InsertPlan {
  if (names.length === 0) {
    const listed = [
      ...table.columns.filter(column => !isTag(column)),
      ...table.columns.filter(isTag),
    ]
    return { table, listed, defaulted: [], hasData: true }
  }
  const seen = new Set<string>()
  for (const name of names) {
    if (seen.has(name)) {
      throw new SqlError('42701', `multiple assignments to the same column "${name}"`)
    }
    seen.add(name)
  }
  const listed = names.map(name => {
    const column = table.columns.find(candidate => candidate.name === name)
    if (column === undefined) throw new SqlError('42703', `column "${name}" does not exist`)
    return column
  })
  const hasData = listed.some(column => !isTag(column))
  const primary = primaryTags(table)
  if (primary.some(({ name }) => !seen.has(name))) {
    const all = primary.map(({ name }) => name).join(' ')
    throw new SqlError('42601', `need to specify all primary tag [${all}]`)
  }
  const defaulted: Column[] = []
  for (const column of table.columns) {
    if (seen.has(column.name) || (!isTag(column) && !hasData)) continue
    if (column.default !== undefined) defaulted.push(column)
    else if (!column.nullable && (isTag(column) || hasData)) throw nullViolation(column)
  }
  return { table, listed, defaulted, hasData }
}

/** Columns in the order in which KWDB looks at a row's values: tags, the primary ones first, then data. */
export function checkOrder(plan: InsertPlan): readonly number[] {
  const rank = ({ role }: Column) => (role === 'primaryTag' ? 0 : role === 'tag' ? 1 : 2)
  return plan.listed
    .map((column, at) => ({ column, at }))
    .sort((a, b) => rank(a.column) - rank(b.column) || a.column.id - b.column.id)
    .map(({ at }) => at)
}
