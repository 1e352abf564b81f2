import type { TimeUnit } from '@tidewire/core'
import type { ResultColumn, TDengineValue } from '@tidewire/tdengine'
import { geometryText } from './geometry-text.ts'
import { timestampText } from './timestamp-text.ts'

function plainText(value: TDengineValue, column: ResultColumn, unit: TimeUnit): string {
  if (value === null) return ''
  if (Buffer.isBuffer(value)) {
    return column.type === 'GEOMETRY' ? geometryText(value) : `\\x${value.toString('hex')}`
  }
  if (typeof value === 'bigint' && column.type === 'TIMESTAMP') return timestampText(value, unit)
  return String(value)
}

/** A CSV field (RFC 4180): quoted when it must be; an empty text is quoted so that it differs from NULL. */
export function csvField(text: string, isNull: boolean): string {
  if (isNull) return ''
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A line of CSV (RFC 4180) with the names. */
export function csvHeader(columns: readonly { readonly name: string }[]): string {
  return `${columns.map(column => csvField(column.name, false)).join(',')}\n`
}

/** A row as CSV; NULL is nothing, bytes are `\x…`, time stamps as in the table. */
export function csvRow(
  columns: readonly ResultColumn[],
  row: readonly TDengineValue[],
  unit: TimeUnit,
): string {
  const fields = columns.map((column, i) => {
    const value = row[i] ?? null
    return csvField(plainText(value, column, unit), value === null)
  })
  return `${fields.join(',')}\n`
}

function jsonValue(value: TDengineValue, column: ResultColumn, unit: TimeUnit): string {
  if (value === null) return 'null'
  if (typeof value === 'bigint') {
    // Digits as they are: a reader that keeps int64 loses nothing.
    return column.type === 'TIMESTAMP' ? JSON.stringify(isoText(value, unit)) : String(value)
  }
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'null'
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return column.type === 'JSON' ? value : JSON.stringify(value)
  return JSON.stringify(plainText(value, column, unit))
}

/** A time stamp in UTC with all its digits, e.g. `2022-03-28T01:56:51.249000000Z`. */
function isoText(value: bigint, unit: TimeUnit): string {
  const perMs = unit === 'ns' ? 1_000_000n : unit === 'us' ? 1_000n : 1n
  const ms = unit === 's' ? value * 1000n : value / perMs - (value % perMs < 0n ? 1n : 0n)
  const date = new Date(Number(ms))
  if (Number.isNaN(date.getTime())) return String(value)
  const rest = ((value % perMs) + perMs) % perMs
  const finer =
    unit === 'ns'
      ? String(rest).padStart(6, '0')
      : unit === 'us'
        ? String(rest).padStart(3, '0')
        : ''
  return date.toISOString().replace('Z', `${finer}Z`)
}

/** A row as one JSON object on a line; int64 as digits, time stamps in UTC, bytes as `\x…`. */
export function jsonRow(
  columns: readonly ResultColumn[],
  row: readonly TDengineValue[],
  unit: TimeUnit,
): string {
  const fields = columns.map(
    (column, i) => `${JSON.stringify(column.name)}:${jsonValue(row[i] ?? null, column, unit)}`,
  )
  return `{${fields.join(',')}}\n`
}
