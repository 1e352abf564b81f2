import type { Table } from '../../catalog/descriptor.ts'
import type { Delete } from '../../sql/ast.ts'
import { notCarriedOut } from '../../sql/sql-error.ts'
import { compileCondition } from '../query/compile-expression.ts'
import type { Context, QueryEnvironment } from '../query/context.ts'
import { Scope } from '../query/scope.ts'
import { columnSqlType } from '../query/sql-type.ts'
import { columnName, rowTable, seriesTable } from '../storage/stored-table.ts'

/** The statements of storage that a DELETE comes to. */
export interface DeletePlan {
  /** Removes rows; its count is the answer. */
  readonly rows: string
  /** Removes series with their tags, when the condition speaks of tags alone. */
  readonly series: string | null
}

/** A DELETE of a time-series table. Throws `SqlError`. */
export function planDelete(statement: Delete, table: Table, env: QueryEnvironment): DeletePlan {
  const scope = new Scope()
  let usesRows = false
  scope.relations.push({
    name: table.name,
    database: env.database,
    schema: 'public',
    columns: table.columns.map(column => ({
      name: column.name,
      sql: `t.${columnName(column.id)}`,
      type: columnSqlType(column.type),
      use() {
        if (column.role === 'time' || column.role === 'column') usesRows = true
      },
    })),
  })
  const context: Context = {
    env,
    scope,
    commonTables: new Map(),
    subquery() {
      throw notCarriedOut('a subquery in DELETE')
    },
    nextAlias: () => 't0',
  }
  const rows = rowTable(table.id)
  const series = seriesTable(table.id)
  if (statement.where === undefined) return { rows: `DELETE FROM ${rows}`, series: null }
  const condition = compileCondition(statement.where, context)
  if (!usesRows) {
    const chosen = `SELECT t.series FROM ${series} t WHERE ${condition}`
    return {
      rows: `DELETE FROM ${rows} WHERE series IN (${chosen})`,
      series: `DELETE FROM ${series} WHERE series IN (${chosen})`,
    }
  }
  const joined = `SELECT r.rowid AS row, r.*, s.* EXCLUDE (series) FROM ${rows} r JOIN ${series} s ON s.series = r.series`
  return {
    rows: `DELETE FROM ${rows} WHERE rowid IN (SELECT t.row FROM (${joined}) AS t WHERE ${condition})`,
    series: null,
  }
}
