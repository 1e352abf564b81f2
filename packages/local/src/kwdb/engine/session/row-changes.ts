import type { StatementReply } from '../../api.ts'
import { requirePrivilege } from '../../catalog/privilege.ts'
import { findTable } from '../../catalog/resolve.ts'
import type { Delete, Update } from '../../sql/ast.ts'
import { SqlError } from '../../sql/sql-error.ts'
import { type DuckKwdbEngine, tableChanged } from '../kwdb-engine.ts'
import type { QueryEnvironment } from '../query/context.ts'
import { queryError } from '../query/run-query.ts'
import { appendRows } from '../storage/append.ts'
import { columnName, seriesTable } from '../storage/stored-table.ts'
import { storedType } from '../storage/stored-type.ts'
import { planDelete } from '../write/delete-rows.ts'
import { planTagUpdate } from '../write/update-tags.ts'
import { done } from './answers.ts'

function busy(table: string): SqlError {
  return new SqlError('55006', `table "${table}" is being modified. Please wait for success`)
}

/** Carries out UPDATE: new values for tags of one series. Throws `SqlError`. */
export async function updateTags(
  engine: DuckKwdbEngine,
  update: Update,
  env: QueryEnvironment,
): Promise<StatementReply> {
  const table = findTable(engine.catalog, update.table, env.database)
  requirePrivilege(env, table, 'UPDATE')
  const plan = planTagUpdate(update, table, env)
  const count = await engine.change(table, async (connection, state) => {
    const series = state.series.get(plan.key)
    if (series === undefined) return 0
    const names = plan.values.map(({ column }) => columnName(column.id))
    const definitions = plan.values.map(
      ({ column }) => `${columnName(column.id)} ${storedType(column.type).ddl}`,
    )
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE stage (series INTEGER, ${definitions.join(', ')})`,
    )
    await appendRows(
      connection,
      'stage',
      Int32Array.of(series.id),
      plan.values.map(({ column, cells }) => ({ type: storedType(column.type).duck, cells })),
    )
    const sets = names.map(name => `${name} = s.${name}`)
    await connection.run(
      `UPDATE ${seriesTable(table.id)} t SET ${sets.join(', ')} FROM temp.main.stage s WHERE t.series = s.series`,
    )
    await connection.run('DROP TABLE temp.main.stage')
    return 1
  })
  if (count === tableChanged) throw busy(table.name)
  return done(`UPDATE ${count}`)
}

/** Carries out DELETE. Throws `SqlError`. */
export async function deleteRows(
  engine: DuckKwdbEngine,
  statement: Delete,
  env: QueryEnvironment,
  signal: AbortSignal,
): Promise<StatementReply> {
  const table = findTable(engine.catalog, statement.table, env.database)
  requirePrivilege(env, table, 'DELETE')
  const plan = planDelete(statement, table, env)
  try {
    const count = await engine.change(table, async connection => {
      const { rowsChanged } = await connection.run(plan.rows)
      if (plan.series !== null) {
        await connection.run(plan.series)
        engine.forgetSeries(table)
      }
      return rowsChanged
    })
    if (count === tableChanged) throw busy(table.name)
    return done(`DELETE ${count}`)
  } catch (cause) {
    throw queryError(cause, signal)
  }
}
