import type { Expression } from './ast.ts'
import type { Typed } from './typed.ts'

/** The range that WHERE allows for the primary timestamp; both ends included. */
export interface TimeRange {
  readonly from: bigint | undefined
  readonly to: bigint | undefined
}

const flipped: Readonly<Record<string, string>> = {
  '<': '>',
  '>': '<',
  '<=': '>=',
  '>=': '<=',
  '=': '=',
}

/** Reads the range from the AND-joined conditions on the timestamp. */
export function timeRange(
  where: Expression | undefined,
  isTime: (expression: Expression) => boolean,
  constantOf: (expression: Expression) => Typed,
): TimeRange {
  let from: bigint | undefined
  let to: bigint | undefined
  const atLeast = (value: bigint) => {
    if (from === undefined || value > from) from = value
  }
  const atMost = (value: bigint) => {
    if (to === undefined || value < to) to = value
  }
  const constant = (expression: Expression): bigint | undefined => {
    const typed = constantOf(expression)
    if (typed.constant?.kind === 'time' || typed.constant?.kind === 'integer') {
      return typed.constant.value
    }
    return undefined
  }
  const walk = (expression: Expression): void => {
    if (expression.kind === 'between' && !expression.not && isTime(expression.operand)) {
      const low = constant(expression.low)
      const high = constant(expression.high)
      if (low !== undefined) atLeast(low)
      if (high !== undefined) atMost(high)
      return
    }
    if (expression.kind !== 'binary') return
    if (expression.operator === 'and') {
      walk(expression.left)
      walk(expression.right)
      return
    }
    const leftIsTime = isTime(expression.left)
    if (!leftIsTime && !isTime(expression.right)) return
    const operator = leftIsTime ? expression.operator : flipped[expression.operator]
    const value = constant(leftIsTime ? expression.right : expression.left)
    if (value === undefined) return
    if (operator === '>=' || operator === '=') atLeast(value)
    if (operator === '<=' || operator === '=') atMost(value)
    if (operator === '>') atLeast(value + 1n)
    if (operator === '<') atMost(value - 1n)
  }
  if (where !== undefined) walk(where)
  return { from, to }
}
