import { engineError } from '../engine/error-code.ts'
import type { Expression, SelectItem } from './ast.ts'
import type { Scope, ScopeColumn } from './scope.ts'

/** Resolves what stands for several columns in a select list. */
export class ItemExpansion {
  readonly #scope: Scope
  readonly #sql: string
  readonly #hasFrom: boolean

  constructor(scope: Scope, sql: string, hasFrom: boolean) {
    this.#scope = scope
    this.#sql = sql
    this.#hasFrom = hasFrom
  }

  /** Resolves `*` and functions that stand for several columns. */
  items(items: readonly SelectItem[]): SelectItem[] {
    return items.flatMap(item => {
      const { expression } = item
      if (expression.kind === 'star') {
        if (!this.#hasFrom) throw engineError('SYNTAX', 'syntax error near "*"')
        return this.#scope
          .star(expression.table)
          .map(column => this.#columnItem(column, expression))
      }
      if (
        expression.kind === 'function' &&
        (expression.name === 'first' ||
          expression.name === 'last' ||
          expression.name === 'last_row')
      ) {
        return this.#expandPick(item, expression)
      }
      return [item]
    })
  }

  #columnItem(column: ScopeColumn, at: Expression): SelectItem {
    const owner = this.#scope.relations.find(relation => relation.columns.includes(column))
    const table = this.#scope.relations.length > 1 ? owner?.names[0] : undefined
    return {
      expression: { kind: 'column', table, name: column.name, start: at.start, end: at.end },
      alias: column.name,
    }
  }

  #expandPick(
    item: SelectItem,
    expression: Extract<Expression, { readonly kind: 'function' }>,
  ): SelectItem[] {
    const { name, args } = expression
    const columns = args.flatMap((arg): Expression[] => {
      if (arg.kind !== 'star') return [arg]
      return this.#scope
        .star(arg.table)
        .filter(column => !column.isTag)
        .map(column => this.#columnItem(column, arg).expression)
    })
    const single = columns.length === 1 && args[0]?.kind !== 'star'
    if (single) return [item]
    return columns.map(column => ({
      expression: { ...expression, args: [column] },
      alias:
        column.kind === 'column'
          ? `${name}(${column.name})`
          : `${name}(${this.#sql.slice(column.start, column.end)})`,
    }))
  }
}
