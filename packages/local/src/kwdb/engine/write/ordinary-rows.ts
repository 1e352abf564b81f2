import type { Column } from '../../catalog/descriptor.ts'
import type { Expression } from '../../sql/ast.ts'
import { SqlError } from '../../sql/sql-error.ts'
import { type Cells, makeCells, setCell } from '../storage/cells.ts'
import type { WriteBatch } from '../storage/write.ts'
import { checkOrder, type InsertPlan } from './insert-plan.ts'
import { ordinaryValue, type ValueContext } from './ordinary-value.ts'

/** The rows of VALUES as storage takes them. Throws `SqlError`. */
export function ordinaryBatch(
  rows: readonly (readonly Expression[])[],
  plan: InsertPlan,
  context: ValueContext,
): WriteBatch {
  const width = plan.listed.length
  for (const row of rows) {
    if (row.length === width) continue
    const which =
      row.length > width ? 'expressions than target columns' : 'target columns than expressions'
    throw new SqlError(
      '42601',
      `INSERT has more ${which}, ${row.length} expressions for ${width} targets`,
    )
  }
  const order = checkOrder(plan)
  const cells = new Map<number, Cells>(
    plan.listed.map(column => [column.id, makeCells(column.type, rows.length)]),
  )
  for (const [at, row] of rows.entries()) {
    for (const i of order) {
      const column = plan.listed[i] as Column
      const value = ordinaryValue(row[i] as Expression, column, context)
      setCell(cells.get(column.id) as Cells, at, value)
    }
  }
  return { rows: rows.length, cells }
}

/** Adds the defaults of columns that were not named. */
export function withDefaults(
  batch: WriteBatch,
  plan: InsertPlan,
  parse: (text: string) => Expression,
  context: ValueContext,
): WriteBatch {
  if (plan.defaulted.length === 0) return batch
  const cells = new Map(batch.cells)
  for (const column of plan.defaulted) {
    const value = ordinaryValue(parse(column.default ?? 'NULL'), column, context)
    const own = makeCells(column.type, batch.rows)
    for (let row = 0; row < batch.rows; row++) setCell(own, row, value)
    cells.set(column.id, own)
  }
  return { rows: batch.rows, cells }
}
