import { tagTable } from '../engine/catalog.ts'
import type { DuckEngine } from '../engine/duck-engine.ts'
import { engineError } from '../engine/error-code.ts'
import type { Expression, TableName } from './ast.ts'
import { ExpressionCompiler, type Names } from './compile-expression.ts'
import type { Cursor } from './cursor.ts'
import { walkExpression } from './expression-walk.ts'
import { findTable } from './name-lookup.ts'
import { tableRelation } from './relation.ts'
import { type StatementResult, updated } from './result.ts'
import { Scope } from './scope.ts'
import type { Session } from './session.ts'
import { timeRange } from './time-range.ts'

/** DELETE FROM: a time range of a table, for super tables also with conditions on tags. */
export async function runDelete(
  engine: DuckEngine,
  session: Session,
  cursor: Cursor,
  name: TableName,
  where: Expression | undefined,
): Promise<StatementResult> {
  const found = findTable(engine, session, name)
  const { table, child } = found
  const scope = new Scope([tableRelation(found, undefined, 0)])
  const time = scope.time
  if (where !== undefined) {
    walkExpression(where, part => {
      if (part.kind !== 'column') return
      const column = scope.find(part.table, part.name)
      const allowed = column === time || (column.isTag && child === undefined)
      if (!allowed) throw engineError('DELETE_WHERE')
    })
  }
  const names: Names = {
    column: (qualifier, columnText) => {
      const column = scope.find(qualifier, columnText)
      scope.touch(column)
      return { sql: column.sql, type: column.type }
    },
    special: expression => {
      if (expression.name === 'tbname') {
        const tbname = scope.relations[0]?.tbname
        if (tbname === undefined) return undefined
        scope.touch(tbname)
        return { sql: tbname.sql, type: tbname.type }
      }
      if ((expression.name === '_rowts' || expression.name === '_c0') && time !== undefined) {
        return { sql: time.sql, type: time.type }
      }
      return undefined
    },
  }
  const compiler = new ExpressionCompiler(
    {
      engine,
      session,
      zone: session.zone,
      precision: engine.database(table.database)?.precision ?? 0,
      sql: cursor.sql,
      parameters: [],
    },
    names,
  )
  const condition = where === undefined ? 'true' : compiler.filter(where)
  const rows = `rows_${table.id}`
  const own = child === undefined ? '' : `r0.tb = ${child.id} AND `
  const tagged = scope.usesTags && table.kind === 'super'
  const inner = tagged
    ? `EXISTS (SELECT 1 FROM ${tagTable(table.id)} t0 WHERE t0.tb = r0.tb AND ${condition})`
    : condition
  const range = timeRange(where, time?.name, compiler)
  const deleted = await engine.deleteRows(
    table,
    `rowid IN (SELECT r0.rowid FROM ${rows} r0 WHERE ${own}${inner})`,
    {
      child: child?.name ?? null,
      from: range.from ?? -(1n << 63n),
      to: range.to ?? (1n << 63n) - 1n,
    },
  )
  return updated(deleted)
}
