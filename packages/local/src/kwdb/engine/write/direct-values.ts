import { type DirectInsert, DirectKind } from '../../sql/direct-insert.ts'
import { SqlError } from '../../sql/sql-error.ts'
import { type Cells, makeCells, pickCells, setCell } from '../storage/cells.ts'
import type { WriteBatch } from '../storage/write.ts'
import { literalConverter } from '../values/literal.ts'
import type { Moment } from '../values/timestamp-text.ts'
import { checkOrder, type InsertPlan, nullViolation } from './insert-plan.ts'

/** The first row that cannot be stored, and why. */
interface Failure {
  readonly row: number
  readonly error: SqlError
}

/** Converts one column's literals; the first failure ends it, unless failures are collected. */
function convertColumn(
  insert: DirectInsert,
  plan: InsertPlan,
  at: number,
  now: Moment,
  cells: Cells,
  failed: Map<number, SqlError> | null,
): Failure | null {
  const column = plan.listed[at]
  if (column === undefined) return null
  const convert = literalConverter(column, now)
  const { kinds, values, rowCount } = insert
  const width = plan.listed.length
  for (let row = 0, i = at; row < rowCount; row++, i += width) {
    const kind = kinds[i] ?? DirectKind.null
    try {
      if (kind !== DirectKind.null) setCell(cells, row, convert(kind, values[i] ?? ''))
      else if (column.nullable) setCell(cells, row, null)
      else throw nullViolation(column)
    } catch (error) {
      if (!(error instanceof SqlError)) throw error
      if (failed === null) return { row, error }
      if (!failed.has(row)) failed.set(row, error)
    }
  }
  return null
}

/**
 * The rows of the fast path as storage takes them. Throws the `SqlError` of the first bad literal;
 * with `rejected`, bad rows are left out instead and counted there.
 */
export function directBatch(
  insert: DirectInsert,
  plan: InsertPlan,
  now: Moment,
  rejected: { count: number } | null,
): WriteBatch {
  const cells = new Map<number, Cells>()
  const failed = rejected === null ? null : new Map<number, SqlError>()
  let first: Failure | null = null
  for (const at of checkOrder(plan)) {
    const column = plan.listed[at]
    if (column === undefined) continue
    const own = makeCells(column.type, insert.rowCount)
    const failure = convertColumn(insert, plan, at, now, own, failed)
    if (failure !== null && (first === null || failure.row < first.row)) first = failure
    cells.set(column.id, own)
  }
  if (first !== null) throw first.error
  if (failed === null || failed.size === 0 || rejected === null) {
    return { rows: insert.rowCount, cells }
  }
  rejected.count = failed.size
  const kept = Array.from({ length: insert.rowCount }, (_, row) => row).filter(
    row => !failed.has(row),
  )
  const [anyError] = failed.values()
  if (kept.length === 0) {
    throw new SqlError(
      anyError?.sqlState ?? 'XX000',
      `All BatchInsert Error: ${anyError?.message ?? ''}`,
    )
  }
  for (const column of plan.listed) {
    const own = cells.get(column.id)
    if (own !== undefined) cells.set(column.id, pickCells(column.type, own, kept))
  }
  return { rows: kept.length, cells }
}
