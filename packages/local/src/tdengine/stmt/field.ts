import { schemaBytes, wireType } from '@tidewire/tdengine/wire'
import type { ColumnSchema, DataType } from '../engine/api.ts'
import { wireTypeId } from '../ws/open-results.ts'

/** What a `?` of an INSERT stands for (TDengine C API: `TAOS_FIELD_T`). */
const bindType = { column: 1, tag: 2, query: 3, tableName: 4 } as const

/** One `?` of an INSERT, as `stmt2_prepare` describes it. */
export interface StatementField {
  readonly name: string
  readonly field_type: number
  readonly precision: number
  readonly scale: number
  readonly bytes: number
  readonly bind_type: number
}

/** Bytes that a type takes in a table's schema. */
export function bytesOf(type: DataType): number {
  return schemaBytes(wireType(type.name, type.precision), type.length)
}

/** The `?` of a column or tag; `precision` is the database's. */
export function columnField(column: ColumnSchema, precision: number): StatementField {
  return {
    name: column.name,
    field_type: wireTypeId(column.type),
    precision: column.type.name === 'TIMESTAMP' ? precision : 0,
    scale: 0,
    bytes: bytesOf(column.type),
    bind_type: column.isTag ? bindType.tag : bindType.column,
  }
}

/** The `?` of a table's name. */
export const tableNameField: StatementField = {
  name: 'tbname',
  field_type: 8,
  precision: 0,
  scale: 0,
  bytes: 271,
  bind_type: bindType.tableName,
}
