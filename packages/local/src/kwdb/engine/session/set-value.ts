import type { Expression } from '../../sql/ast.ts'
import { SqlError } from '../../sql/sql-error.ts'

/** A value of SET as text: words, numbers and literals. Throws `SqlError` (22023). */
export function settingText(expression: Expression, name: string): string {
  switch (expression.kind) {
    case 'string':
      return expression.value
    case 'number':
      return expression.text
    case 'boolean':
      return expression.value ? 'on' : 'off'
    case 'column':
      return expression.parts.join('.')
    case 'unary':
      if (expression.operand.kind === 'number') {
        return expression.operator === '-' ? `-${expression.operand.text}` : expression.operand.text
      }
      break
    case 'cast':
      return settingText(expression.operand, name)
    default:
  }
  throw new SqlError('22023', `parameter "${name}" requires a constant value`)
}
