import type { Expression } from './ast.ts'

/** Walks an expression and its parts, not into sub-queries. */
export function walkExpression(expression: Expression, visit: (part: Expression) => void): void {
  visit(expression)
  const each = (parts: readonly (Expression | undefined)[]) => {
    for (const part of parts) if (part !== undefined) walkExpression(part, visit)
  }
  switch (expression.kind) {
    case 'unary':
    case 'is-null':
    case 'cast':
      each([expression.operand])
      break
    case 'binary':
      each([expression.left, expression.right])
      break
    case 'in':
      each([expression.operand, ...expression.items])
      break
    case 'between':
      each([expression.operand, expression.low, expression.high])
      break
    case 'case':
      each([
        expression.operand,
        ...expression.branches.flatMap(({ when, result }) => [when, result]),
        expression.otherwise,
      ])
      break
    case 'function':
      each(expression.args)
      break
  }
}
