import { engineError } from '../engine/error-code.ts'
import type { Expression } from './ast.ts'
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
export function cutName(text: string): string {
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
