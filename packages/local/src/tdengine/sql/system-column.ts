import { wkbToWkt } from '@tidewire/formats'
import { decimalText } from '@tidewire/tdengine/wire'
import type { DataType, EngineValue } from '../engine/api.ts'
import { dataType, isVariable } from '../engine/data-type.ts'
import type { ResultColumn } from './result.ts'

/** A VARCHAR column of a system table. */
export const text = (name: string, length: number): ResultColumn => ({
  name,
  type: dataType('VARCHAR', length),
})
/** A column of a type of fixed length. */
export const of = (
  name: string,
  type:
    | 'INT'
    | 'BIGINT'
    | 'TIMESTAMP'
    | 'BOOL'
    | 'TINYINT'
    | 'SMALLINT'
    | 'DOUBLE'
    | 'INT UNSIGNED'
    | 'BIGINT UNSIGNED',
): ResultColumn => ({
  name,
  type: dataType(type),
})

/** The type of a column as information_schema prints it. */
export function columnTypeText(type: DataType): string {
  if (isVariable(type.name)) return `${type.name}(${type.length})`
  if (type.name === 'DECIMAL') return `DECIMAL(${type.precision},${type.scale})`
  return type.name
}

/** A tag's value as information_schema prints it. */
export function tagText(type: DataType, value: EngineValue): string | null {
  if (value === null) return null
  switch (type.name) {
    case 'FLOAT':
      return Number(value).toFixed(5)
    case 'DOUBLE':
      return Number(value).toFixed(9)
    case 'DECIMAL':
      return decimalText(BigInt(value as bigint), type.scale)
    case 'VARBINARY':
      return `\\x${Buffer.from(value as Uint8Array)
        .toString('hex')
        .toUpperCase()}`
    case 'GEOMETRY':
      return wkbToWkt(Buffer.from(value as Uint8Array))
    default:
      return String(value)
  }
}
