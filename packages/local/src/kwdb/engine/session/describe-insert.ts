import type { Insert } from '../../sql/ast.ts'
import { sqlTypes } from '../query/sql-type.ts'
import { type InsertContext, insertColumns } from './inserts.ts'

const parameterOids: Readonly<Record<string, number>> = {
  TIMESTAMP: 1114,
  TIMESTAMPTZ: 1184,
  INT2: 21,
  INT4: 23,
  INT8: 20,
  FLOAT4: 700,
  FLOAT8: 701,
  BOOL: 16,
  VARBYTES: 17,
}

/** The type of a parameter for a column; texts of all kinds are one. */
function parameterOid(type: string): number {
  return parameterOids[type] ?? sqlTypes.varchar.oid
}

/** Gives the parameters of an INSERT that have no type (0) those of their columns. Throws `SqlError`. */
export function describeParameters(insert: Insert, oids: number[], context: InsertContext): void {
  if (insert.source.kind !== 'values') return
  const columns = insertColumns(insert, context)
  for (const row of insert.source.rows) {
    for (const [i, value] of row.entries()) {
      const column = columns[i]
      if (value.kind !== 'placeholder' || column === undefined) continue
      if ((oids[value.index - 1] ?? 0) === 0) oids[value.index - 1] = parameterOid(column.type.name)
    }
  }
}
