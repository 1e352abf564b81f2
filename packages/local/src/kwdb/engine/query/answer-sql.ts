import type { AnswerTable, AnswerValue, CompiledQuery } from './context.ts'
import { storageType, textSql } from './typed.ts'

function valueSql(value: AnswerValue): string {
  if (value === null) return 'NULL'
  if (typeof value === 'string') return textSql(value)
  if (typeof value === 'object') return `CAST([${value.map(textSql).join(', ')}] AS VARCHAR[])`
  return String(value)
}

/** Rows of the server itself as a query of storage's SQL. */
export function answerSql({ columns, rows }: AnswerTable): CompiledQuery {
  const names = columns.map((_, i) => `a${i + 1}`)
  const casts = columns.map(({ type }, i) => `CAST(a${i + 1} AS ${storageType(type)}) AS o${i + 1}`)
  const shown = rows.length > 0 ? rows : [columns.map(() => null)]
  const values = shown.map(row => `(${row.map(valueSql).join(', ')})`)
  const none = rows.length > 0 ? '' : ' WHERE false'
  return {
    sql: `SELECT ${casts.join(', ')} FROM (VALUES ${values.join(', ')}) AS v(${names.join(', ')})${none}`,
    columns,
  }
}
