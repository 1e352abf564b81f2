import type { TDengineValue } from '@tidewire/tdengine/wire'
import type { TimeZone } from '../../time-zone.ts'
import type { DataType } from '../engine/api.ts'
import { type Precision, timeText } from '../sql/time-literal.ts'

/** Shortest decimal text that reads back as the same 32-bit float. */
function floatText(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value)
  for (let digits = 1; digits <= 9; digits += 1) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return String(short)
  }
  return String(value)
}

/** Whether a value cannot be rendered: the real adapter then sends an empty body. */
export function isUnprintable(value: TDengineValue): boolean {
  return typeof value === 'number' && !Number.isFinite(value)
}

/** A value as `/rest/sql` prints it (REST interface: rendering per type). */
export function restValue(
  type: DataType,
  value: TDengineValue,
  precision: Precision,
  zone: TimeZone,
): string {
  if (value === null) return 'null'
  switch (type.name) {
    case 'FLOAT':
      return floatText(Number(value))
    case 'TIMESTAMP':
      return `"${timeText(BigInt(value as bigint), precision, zone)}"`
    case 'VARBINARY':
    case 'BLOB':
    case 'GEOMETRY':
      return `"${(value as Buffer).toString('hex')}"`
    case 'JSON':
      return String(value)
    case 'DECIMAL':
    case 'VARCHAR':
    case 'NCHAR':
      return JSON.stringify(String(value))
    default:
      return String(value)
  }
}

/** The type as `column_meta` names it. */
export function restTypeName(type: DataType): string {
  return type.name === 'DECIMAL' ? `DECIMAL(${type.precision},${type.scale})` : type.name
}
