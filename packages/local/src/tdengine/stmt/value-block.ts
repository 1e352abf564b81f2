import {
  type BindBlock,
  bindBlock,
  type TDengineType,
  type TDengineValue,
} from '@tidewire/tdengine/wire'
import type { ColumnSchema, EngineValue } from '../engine/api.ts'

/** Makes a bind block of a column from values in the engine's form. */
export function valueBlock(column: ColumnSchema, values: readonly EngineValue[]): BindBlock {
  return bindBlock(
    column.type.name as TDengineType,
    values.map(
      value => (value instanceof Uint8Array ? Buffer.from(value) : value) as TDengineValue,
    ),
  )
}
