import type { TimeUnit } from '@tidewire/core'
import type { ResultColumn, TDengineValue } from '@tidewire/tdengine'
import { textWidth } from './display-width.ts'
import { geometryText } from './geometry-text.ts'
import { cell, headerLines, verticalLines } from './text-table.ts'
import { timestampText } from './timestamp-text.ts'

/** How a table is printed. */
export interface TableOptions {
  /** Widest column of text, as the TDengine shell's `-w`. */
  readonly maxTextWidth: number
  /** Time stamps as numbers, as the TDengine shell's `-r`. */
  readonly rawTime: boolean
}

/** The TDengine shell's own settings. */
export const defaultTable: TableOptions = { maxTextWidth: 30, rawTime: false }

/** Bytes that one NCHAR character may take; the shell counts columns with it. */
const ncharBytes = 4

const fixedWidths = {
  NULL: 4,
  BOOL: 5,
  TINYINT: 4,
  'TINYINT UNSIGNED': 4,
  SMALLINT: 6,
  'SMALLINT UNSIGNED': 6,
  INT: 11,
  'INT UNSIGNED': 11,
  BIGINT: 21,
  'BIGINT UNSIGNED': 21,
  FLOAT: 20,
  DOUBLE: 25,
} as const

const timeWidths: Readonly<Record<TimeUnit, number>> = { s: 23, ms: 23, us: 26, ns: 29 }

function typeWidth(column: ResultColumn, unit: TimeUnit, options: TableOptions): number {
  const text = (bytes: number) => (bytes > options.maxTextWidth ? options.maxTextWidth : bytes + 2)
  switch (column.type) {
    case 'TIMESTAMP':
      return options.rawTime ? 14 : timeWidths[unit]
    case 'VARCHAR':
    case 'GEOMETRY':
      return text(column.length)
    case 'VARBINARY':
    case 'BLOB':
      return text(column.length * 2 + 2)
    case 'NCHAR':
    case 'JSON':
      return text(column.length * ncharBytes)
    case 'DECIMAL':
      return column.precision > 18 ? 40 : 20
    default:
      return fixedWidths[column.type]
  }
}

/** The width of a column as the TDengine shell computes it: by type and declared length, never by the values. */
export function columnWidth(
  column: ResultColumn,
  unit: TimeUnit,
  options: TableOptions = defaultTable,
): number {
  return Math.max(typeWidth(column, unit, options), textWidth(column.name))
}

/** C's `%.{digits}e`: at least two digits in the exponent. */
function scientific(value: number, decimals: number): string {
  return value
    .toExponential(decimals)
    .replace(/e([+-])(\d)$/, (_, sign, digit) => `e${sign}0${digit}`)
}

function floating(value: number, decimals: number, limit: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  const plain = Math.abs(value) < 1e21 ? value.toFixed(decimals) : null
  return plain === null || plain.length > limit ? scientific(value, decimals) : plain
}

/** A value as text, before alignment. */
export function valueText(
  value: TDengineValue,
  column: ResultColumn,
  unit: TimeUnit,
  options: TableOptions = defaultTable,
): string {
  if (value === null) return 'NULL'
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (typeof value === 'bigint') {
    if (column.type !== 'TIMESTAMP' || options.rawTime) return String(value)
    return timestampText(value, unit)
  }
  if (typeof value === 'number') {
    if (column.type === 'FLOAT') return floating(value, 7, 20)
    if (column.type === 'DOUBLE') return floating(value, 15, 25)
    return String(value)
  }
  if (typeof value === 'string') return value
  if (column.type === 'GEOMETRY') return geometryText(value)
  return `\\x${value.toString('hex').toUpperCase()}`
}

/** True for the types that the shell aligns to the right. */
function rightAligned(column: ResultColumn): boolean {
  switch (column.type) {
    case 'BOOL':
    case 'NULL':
    case 'TIMESTAMP':
    case 'VARCHAR':
    case 'NCHAR':
    case 'JSON':
    case 'VARBINARY':
    case 'BLOB':
    case 'GEOMETRY':
      return false
    default:
      return true
  }
}

/** The two lines above the rows: the names, centred, and a rule of `=`. */
export function tableHeader(
  columns: readonly ResultColumn[],
  unit: TimeUnit,
  options: TableOptions = defaultTable,
): string {
  return headerLines(
    columns.map(column => column.name),
    columns.map(column => columnWidth(column, unit, options)),
  )
}

/** One row. NULL stands at the left in every column, as in the TDengine shell. */
export function tableRow(
  columns: readonly ResultColumn[],
  row: readonly TDengineValue[],
  unit: TimeUnit,
  options: TableOptions = defaultTable,
): string {
  let line = ''
  columns.forEach((column, i) => {
    const value = row[i] ?? null
    const width = columnWidth(column, unit, options)
    line += cell(
      valueText(value, column, unit, options),
      width,
      value !== null && rightAligned(column),
    )
  })
  return `${line}\n`
}

/** One row below each other, as the TDengine shell prints after `\G`; `number` counts from 1. */
export function verticalRow(
  columns: readonly ResultColumn[],
  row: readonly TDengineValue[],
  unit: TimeUnit,
  number: number,
  options: TableOptions = defaultTable,
): string {
  return verticalLines(
    columns.map(column => column.name),
    columns.map((column, i) => valueText(row[i] ?? null, column, unit, options)),
    number,
  )
}
