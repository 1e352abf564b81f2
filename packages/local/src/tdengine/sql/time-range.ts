import type { Expression } from './ast.ts'
import type { ExpressionCompiler } from './compile-expression.ts'
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

/** A constant beside the timestamp; a text there is a time. */
function constantBesideTime(compiler: ExpressionCompiler, expression: Expression): Typed {
  const typed = compiler.compile(expression)
  if (typed.constant?.kind !== 'text') return typed
  return compiler.compile({
    kind: 'cast',
    operand: expression,
    type: { name: 'TIMESTAMP', args: [] },
    start: expression.start,
    end: expression.end,
  })
}

/** Reads the range from the AND-joined conditions on the timestamp, the column of that name. */
export function timeRange(
  where: Expression | undefined,
  timeColumn: string | undefined,
  compiler: ExpressionCompiler,
): TimeRange {
  const isTime = (expression: Expression): boolean =>
    (expression.kind === 'column' && expression.name === timeColumn) ||
    (expression.kind === 'function' && (expression.name === '_rowts' || expression.name === '_c0'))
  let from: bigint | undefined
  let to: bigint | undefined
  const atLeast = (value: bigint) => {
    if (from === undefined || value > from) from = value
  }
  const atMost = (value: bigint) => {
    if (to === undefined || value < to) to = value
  }
  const constant = (expression: Expression): bigint | undefined => {
    const typed = constantBesideTime(compiler, expression)
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
