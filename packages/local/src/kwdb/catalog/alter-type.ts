import { SqlError } from '../sql/sql-error.ts'
import { type ColumnType, type ColumnTypeName, isTime, typeText } from './column-type.ts'
import type { Column } from './descriptor.ts'

/** Shortest VARCHAR that holds every number of a type. */
const textLengths: Readonly<Partial<Record<ColumnTypeName, number>>> = {
  INT2: 6,
  INT4: 11,
  INT8: 20,
  FLOAT4: 30,
  FLOAT8: 30,
}

/** Wider numbers that a number may become. */
const widerNumbers: Readonly<Partial<Record<ColumnTypeName, readonly ColumnTypeName[]>>> = {
  INT2: ['INT4', 'INT8'],
  INT4: ['INT8'],
  FLOAT4: ['FLOAT8'],
}

const numbers: readonly ColumnTypeName[] = ['INT2', 'INT4', 'INT8', 'FLOAT4', 'FLOAT8']
const texts: readonly ColumnTypeName[] = ['CHAR', 'VARCHAR', 'NCHAR', 'NVARCHAR']

/**
 * Checks that a column or tag may change its type: lengths grow only, numbers widen or become
 * VARCHAR, VARCHAR becomes any number, times swap TIMESTAMP and TIMESTAMPTZ at one precision.
 * Throws `SqlError` 42846, or 42611 for a VARCHAR that is too short for the number.
 */
export function checkTypeChange(column: Column, to: ColumnType): void {
  const from = column.type
  if (isTime(from) && isTime(to) && from.width === to.width) return
  if (numbers.includes(from.name)) {
    if (widerNumbers[from.name]?.includes(to.name)) return
    if (to.name === 'VARCHAR') {
      checkTextLength(column, to)
      return
    }
  }
  if (from.name === 'VARCHAR' && numbers.includes(to.name)) return
  const text = texts.includes(from.name) && texts.includes(to.name)
  if (text && inQuarters(to) >= inQuarters(from)) return
  throw new SqlError(
    '42846',
    `column: "${column.name}": cannot convert ${typeText(from)} to ${typeText(to)}`,
  )
}

function checkTextLength(column: Column, to: ColumnType): void {
  const shortest = textLengths[column.type.name] ?? 0
  if (to.width >= shortest) return
  throw new SqlError(
    '42611',
    `column "${column.name}": when ${column.type.name} is converted to VARCHAR, the minimum length is ${shortest}`,
  )
}

/** Length in bytes: a character of NCHAR and NVARCHAR counts four. */
function inQuarters({ name, width }: ColumnType): number {
  return name === 'NCHAR' || name === 'NVARCHAR' ? width * 4 : width
}
