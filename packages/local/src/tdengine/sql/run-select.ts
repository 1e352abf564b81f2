import { columnName, rowTable, tagTable } from '../engine/catalog.ts'
import type { DuckEngine } from '../engine/duck-engine.ts'
import { engineErrorAbout, unsupported } from '../engine/error-code.ts'
import { fromStore } from '../engine/row-writer.ts'
import type { Query } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { findTable } from './name-lookup.ts'
import { rowsResult, type StatementResult } from './result.ts'
import type { Session } from './session.ts'

/** Runs a query. */
export async function runSelect(
  engine: DuckEngine,
  session: Session,
  _cursor: Cursor,
  query: Query,
): Promise<StatementResult> {
  if (query.kind !== 'select' || query.from?.kind !== 'table' || query.where !== undefined) {
    throw unsupported('this query')
  }
  const { table, child } = findTable(engine, session, query.from.table)
  const all = [...table.columns, ...(child === undefined ? table.tags : [])]
  const chosen = query.items.flatMap(({ expression, alias }) => {
    if (expression.kind === 'star') return all.map(column => ({ name: column.name, column }))
    if (expression.kind !== 'column') throw unsupported('this query')
    const column = [...table.columns, ...table.tags].find(c => c.name === expression.name)
    if (column === undefined) throw engineErrorAbout('INVALID_COLUMN', expression.name)
    return [{ name: alias ?? column.name, column }]
  })
  const list = chosen
    .map(({ column }) => `${column.isTag ? 't' : 'r'}.${columnName(column.id)}`)
    .join(', ')
  const from =
    table.kind === 'super'
      ? `${rowTable(table.id)} r JOIN ${tagTable(table.id)} t ON r.tb = t.tb`
      : `${rowTable(table.id)} r`
  const where = child === undefined ? '' : ` WHERE r.tb = ${child.id}`
  const order = table.kind === 'super' ? 'r.tb, r.c1' : 'r.c1'
  const rows = await engine.store.rows(`SELECT ${list} FROM ${from}${where} ORDER BY ${order}`)
  return rowsResult(
    chosen.map(({ name, column }) => ({ name, type: column.type })),
    rows.map(row => Object.values(row).map(value => fromStore(value as never))),
    engine.database(table.database)?.precision ?? 0,
  )
}
