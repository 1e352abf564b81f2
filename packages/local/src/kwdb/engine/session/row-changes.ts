import type { StatementReply } from '../../api.ts'
import type { Table } from '../../catalog/descriptor.ts'
import { requirePrivilege } from '../../catalog/privilege.ts'
import { findTable } from '../../catalog/resolve.ts'
import type { Delete, ObjectName, Privilege, Update } from '../../sql/ast.ts'
import type { DuckKwdbEngine } from '../kwdb-engine.ts'
import type { QueryEnvironment } from '../query/context.ts'
import { queryError } from '../query/run-query.ts'
import { appendRows } from '../storage/append.ts'
import { columnName, seriesTable } from '../storage/stored-table.ts'
import { storedType } from '../storage/stored-type.ts'
import { planDelete } from '../write/delete-rows.ts'
import { planTagUpdate } from '../write/update-tags.ts'
import { done } from './answers.ts'

/** Looks a table up that the user may change. Throws `SqlError`. */
function finder(
  engine: DuckKwdbEngine,
  name: ObjectName,
  privilege: Privilege,
  env: QueryEnvironment,
): () => Table {
  return () => {
    const table = findTable(engine.catalog, name, env.database)
    requirePrivilege(env, table, privilege)
    return table
  }
}

/** Carries out UPDATE: new values for tags of one series. Throws `SqlError`. */
export async function updateTags(
  engine: DuckKwdbEngine,
  update: Update,
  env: QueryEnvironment,
): Promise<StatementReply> {
  const find = finder(engine, update.table, 'UPDATE', env)
  planTagUpdate(update, find(), env)
  const count = await engine.change(find, async (connection, table, state) => {
    const plan = planTagUpdate(update, table, env)
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
  return done(`UPDATE ${count}`)
}

/** Carries out DELETE. Throws `SqlError`. */
export async function deleteRows(
  engine: DuckKwdbEngine,
  statement: Delete,
  env: QueryEnvironment,
  signal: AbortSignal,
): Promise<StatementReply> {
  const find = finder(engine, statement.table, 'DELETE', env)
  planDelete(statement, find(), env)
  try {
    const count = await engine.change(find, async (connection, table) => {
      const plan = planDelete(statement, table, env)
      const { rowsChanged } = await connection.run(plan.rows)
      if (plan.series !== null) {
        await connection.run(plan.series)
        engine.forgetSeries(table)
      }
      return rowsChanged
    })
    return done(`DELETE ${count}`)
  } catch (cause) {
    throw queryError(cause, signal)
  }
}
