import { engineError } from '../engine/error-code.ts'
import type { Expression, SelectItem } from './ast.ts'
import type { Typed } from './typed.ts'

/** A compiled output column. */
export interface Output {
  readonly name: string
  readonly expression: Expression
  readonly alias: string | undefined
  readonly typed: Typed
}

/** Names of results are cut at this many bytes. */
const nameLimit = 64

/** Cuts a result name at a number of UTF-8 bytes. */
function cutName(text: string): string {
  if (Buffer.byteLength(text) <= nameLimit) return text
  return Buffer.from(text)
    .subarray(0, nameLimit)
    .toString('utf8')
    .replace(/\ufffd+$/, '')
}

/** ASC or DESC with the place of NULL: first when ascending, last when descending. */
export function direction(descending: boolean, nulls: 'first' | 'last' | undefined): string {
  const fallback = descending ? 'last' : 'first'
  return `${descending ? 'DESC' : 'ASC'} NULLS ${(nulls ?? fallback).toUpperCase()}`
}

/** The output column that an expression names by position or by name; undefined when it names none. */
export function outputIndex(
  expression: Expression,
  columns: readonly { readonly name: string }[],
): number | undefined {
  if (expression.kind === 'integer') {
    const position = Number(expression.text)
    if (position < 1 || position > columns.length) throw engineError('ORDER_POSITION')
    return position - 1
  }
  if (expression.kind !== 'column' || expression.table !== undefined) return undefined
  const index = columns.findIndex(({ name }) => name === expression.name)
  return index < 0 ? undefined : index
}

/** NULL of no type would be an INTEGER in the store. */
export function outputSql(typed: Typed): string {
  return typed.constant?.kind === 'null' ? 'NULL::VARCHAR' : typed.sql
}

/** The name of an output column: its alias, or its text in the statement. */
export function itemName(item: SelectItem, sql: string): string {
  if (item.alias !== undefined) return item.alias
  const { expression } = item
  if (expression.kind === 'column') return expression.name
  // `t.tbname` is called tbname.
  if (expression.kind === 'function' && expression.table !== undefined) return expression.name
  return cutName(sql.slice(expression.start, expression.end))
}

/** The output column that an ORDER BY entry means: by position, alias, or the same text. */
export function sortIndex(
  expression: Expression,
  outputs: readonly Output[],
  sql: string,
): number | undefined {
  const byName = outputIndex(expression, outputs)
  if (byName !== undefined) return byName
  const text = sql.slice(expression.start, expression.end)
  const index = outputs.findIndex(
    output =>
      output.expression.kind !== 'column' &&
      sql.slice(output.expression.start, output.expression.end) === text,
  )
  return index < 0 ? undefined : index
}

/** The output that is the primary time of a result; `time` is the name of the source's. */
export function timeIndex(
  outputs: readonly Output[],
  time: string | undefined,
  aggregated: boolean,
): number | undefined {
  const index = outputs.findIndex(({ expression, typed }) => {
    if (typed.type.name !== 'TIMESTAMP') return false
    if (expression.kind === 'function') {
      return (
        expression.name === '_wstart' || expression.name === '_rowts' || expression.name === '_c0'
      )
    }
    if (aggregated) return false
    return expression.kind === 'column' && expression.name === time
  })
  if (index >= 0) return index
  const any = outputs.findIndex(({ typed }) => typed.type.name === 'TIMESTAMP')
  return any < 0 ? undefined : any
}
