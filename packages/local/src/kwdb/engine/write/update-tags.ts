import type { Column, Table } from '../../catalog/descriptor.ts'
import type { Expression, Update } from '../../sql/ast.ts'
import { SqlError } from '../../sql/sql-error.ts'
import { type Cells, makeCells, setCell } from '../storage/cells.ts'
import { primaryTags } from '../storage/stored-table.ts'
import { seriesKey } from '../storage/table-state.ts'
import type { StoredValue } from '../values/literal.ts'
import { ordinaryValue, type ValueContext } from './ordinary-value.ts'

/** New values for the tags of one series. */
export interface TagUpdate {
  /** Key of the series among those of its table. */
  readonly key: string
  readonly values: readonly { readonly column: Column; readonly cells: Cells }[]
}

/** `a = 1 AND b = 2` as pairs; throws `SqlError` for any other condition. */
function equalities(condition: Expression, table: Table): ReadonlyMap<string, Expression> {
  if (condition.kind === 'and') {
    return new Map([...equalities(condition.left, table), ...equalities(condition.right, table)])
  }
  if (condition.kind === 'binary' && condition.operator === '=') {
    const { left, right } = condition
    if (left.kind === 'column') return new Map([[left.parts.at(-1) ?? '', right]])
    if (right.kind === 'column') return new Map([[right.parts.at(-1) ?? '', left]])
  }
  throw new SqlError('0A000', 'unsupported conditions in update')
}

/**
 * An UPDATE of a time-series table: constants for ordinary tags of the one series whose primary tags
 * are all named. Throws `SqlError`.
 */
export function planTagUpdate(update: Update, table: Table, context: ValueContext): TagUpdate {
  const values = update.assignments.map(({ name, value }) => {
    const column = table.columns.find(candidate => candidate.name === name)
    if (column === undefined) throw new SqlError('42703', `column "${name}" does not exist`)
    if (column.role === 'primaryTag') {
      throw new SqlError('0A000', `primary tag column "${name}" can not be updated`)
    }
    if (column.role !== 'tag') {
      throw new SqlError('0A000', `column "${name}" can not be updated: only tags can`)
    }
    const cells = makeCells(column.type, 1)
    setCell(cells, 0, ordinaryValue(value, column, context))
    return { column, cells }
  })
  const named = update.where === undefined ? new Map() : equalities(update.where, table)
  const primary = primaryTags(table)
  for (const name of named.keys()) {
    if (!primary.some(column => column.name === name)) {
      throw new SqlError('0A000', 'unsupported conditions in update')
    }
  }
  const key: StoredValue[] = primary.map(column => {
    const value = named.get(column.name)
    if (value === undefined) {
      throw new SqlError('0A000', 'all primary tags must be specified in the condition of update')
    }
    return ordinaryValue(value, column, context)
  })
  return { key: seriesKey(key), values }
}
