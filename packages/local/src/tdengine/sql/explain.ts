import { dataType, rowBytes } from '../engine/data-type.ts'
import type { DuckEngine } from '../engine/duck-engine.ts'
import { engineErrorAbout, unsupported } from '../engine/error-code.ts'
import type { Query } from './ast.ts'
import { walkExpression } from './expression-walk.ts'
import { findTable } from './name-lookup.ts'
import { type RowsResult, rowsResult } from './result.ts'
import type { Session } from './session.ts'

/** EXPLAIN of the one plan that this server knows how to draw: the scan of one table with plain columns. */
export function explain(engine: DuckEngine, session: Session, query: Query): RowsResult {
  const refused = unsupported('EXPLAIN of more than the columns of one table')
  if (query.kind !== 'select' || query.from?.kind !== 'table') throw refused
  const { from, items, where, orderBy } = query
  const isPlain =
    !query.distinct &&
    !query.tagsOnly &&
    query.partitionBy.length === 0 &&
    query.groupBy.length === 0 &&
    query.window === undefined &&
    query.interp === undefined &&
    query.having === undefined
  const { table, child } = findTable(engine, session, from.table)
  if (!isPlain || (table.kind === 'super' && child === undefined)) throw refused
  const used = new Set<string>()
  const note = (name: string) => {
    if (!table.columns.some(column => column.name === name)) {
      throw table.tags.some(tag => tag.name === name)
        ? refused
        : engineErrorAbout('INVALID_COLUMN', name)
    }
    used.add(name)
  }
  for (const { expression } of items) {
    if (expression.kind === 'star') for (const { name } of table.columns) note(name)
    else if (expression.kind === 'column') note(expression.name)
    else throw refused
  }
  if (where !== undefined) {
    walkExpression(where, part => {
      if (part.kind === 'column') note(part.name)
      if (part.kind === 'function') throw refused
    })
  }
  const [sort, ...others] = orderBy
  const time = table.columns[0]?.name
  const sorted = sort?.expression.kind === 'column' ? sort.expression.name : undefined
  if (others.length > 0 || (sort !== undefined && sorted !== time)) throw refused
  const width = table.columns
    .filter(({ name }) => used.has(name))
    .reduce((sum, { type }) => sum + rowBytes(type), 0)
  const order = sort?.descending === true ? 'order=[asc|0 desc|1]' : 'order=[asc|1 desc|0]'
  const line = `-> Table Scan on ${child?.name ?? table.name} (columns=${used.size} width=${width} ${order} mode=ts_order data_load=data)`
  return rowsResult([{ name: 'QUERY_PLAN', type: dataType('VARCHAR', 16382) }], [[line]])
}
