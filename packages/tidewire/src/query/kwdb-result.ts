import type { QueryResult } from '@tidewire/kwdb'
import { textWidth } from './display-width.ts'
import { csvField } from './result-text.ts'
import { cell, headerLines, verticalLines } from './text-table.ts'

/** A result of KWDB: values are the server's own texts. */
export type TextResult = Pick<QueryResult, 'fields' | 'rows'>

type Value = string | null

const bool = 16
const integers: ReadonlySet<number> = new Set([20, 21, 23, 26])
const decimals: ReadonlySet<number> = new Set([700, 701, 1700])
/** Times are never cut. */
const times: ReadonlySet<number> = new Set([1082, 1083, 1114, 1184])
const json: ReadonlySet<number> = new Set([114, 3802])

function isNumber(oid: number): boolean {
  return integers.has(oid) || decimals.has(oid)
}

/** The text that is shown: `true` and `false` where the protocol has `t` and `f`. */
function shown(value: Value, oid: number): string {
  if (value === null) return 'NULL'
  if (oid !== bool) return value
  return value === 't' ? 'true' : 'false'
}

/** Widths of the columns, by what is in them; a text takes `most` columns at most. */
function widths({ fields, rows }: TextResult, most: number): number[] {
  return fields.map(({ name, oid }, i) => {
    const limit = isNumber(oid) || times.has(oid) ? Number.POSITIVE_INFINITY : most
    let width = 0
    for (const row of rows) width = Math.max(width, textWidth(shown(row[i] ?? null, oid)))
    return Math.max(textWidth(name), Math.min(width, limit))
  })
}

/** A table with the names above it, or nothing for no rows. */
export function resultTable(result: TextResult, most: number): string {
  if (result.rows.length === 0) return ''
  const { fields, rows } = result
  const columns = widths(result, most)
  let text = headerLines(
    fields.map(field => field.name),
    columns,
  )
  for (const row of rows) {
    fields.forEach(({ oid }, i) => {
      const value = row[i] ?? null
      text += cell(shown(value, oid), columns[i] ?? 0, value !== null && isNumber(oid))
    })
    text += '\n'
  }
  return text
}

/** Rows below each other. */
export function resultLines({ fields, rows }: TextResult): string {
  const names = fields.map(field => field.name)
  return rows
    .map((row, i) => {
      const texts = fields.map(({ oid }, column) => shown(row[column] ?? null, oid))
      return verticalLines(names, texts, i + 1)
    })
    .join('')
}

/** Rows as CSV (RFC 4180) without the names; NULL is nothing. */
export function resultCsv({ fields, rows }: TextResult): string {
  return rows
    .map(row => {
      const values = fields.map(({ oid }, i) => {
        const value = row[i] ?? null
        return csvField(shown(value, oid), value === null)
      })
      return `${values.join(',')}\n`
    })
    .join('')
}

function jsonValue(value: Value, oid: number): string {
  if (value === null) return 'null'
  if (oid === bool) return shown(value, oid)
  // Digits as they are: a reader that keeps int64 loses nothing.
  if (integers.has(oid) || json.has(oid)) return value
  if (decimals.has(oid)) return Number.isFinite(Number(value)) ? value : 'null'
  return JSON.stringify(value)
}

/** Rows as one JSON object a line; numbers with all their digits, everything else in the server's own text. */
export function resultJson({ fields, rows }: TextResult): string {
  return rows
    .map(row => {
      const pairs = fields.map(
        ({ name, oid }, i) => `${JSON.stringify(name)}:${jsonValue(row[i] ?? null, oid)}`,
      )
      return `{${pairs.join(',')}}\n`
    })
    .join('')
}
