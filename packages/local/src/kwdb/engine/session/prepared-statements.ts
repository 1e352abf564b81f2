import type { TextValue } from '../../api.ts'
import type { Expression, ParsedStatement } from '../../sql/ast.ts'
import { SqlError } from '../../sql/sql-error.ts'
import { compileExpression } from '../query/compile-expression.ts'
import { constantContext, type QueryEnvironment } from '../query/context.ts'
import { settingText } from './set-value.ts'

/** The statements that a session has prepared with PREPARE. */
export class PreparedStatements {
  readonly #statements = new Map<string, ParsedStatement>()

  /** Throws `SqlError` (42P05) when there is one of this name. */
  add(name: string, statement: ParsedStatement): void {
    if (this.#statements.has(name)) {
      throw new SqlError('42P05', `prepared statement "${name}" already exists`)
    }
    this.#statements.set(name, statement)
  }

  /** Throws `SqlError`: 26000 when there is none of this name, 42601 when it takes another number of values. */
  get(name: string, values?: number): ParsedStatement {
    const found = this.#statements.get(name)
    if (found === undefined) throw missing(name)
    if (values !== undefined && values !== found.parameterCount) {
      throw new SqlError(
        '42601',
        `wrong number of parameters for prepared statement "${name}": expected ${found.parameterCount}, got ${values}`,
      )
    }
    return found
  }

  /** Throws `SqlError` (26000) when there is none of this name. */
  remove(name: string): void {
    if (!this.#statements.delete(name)) throw missing(name)
  }

  clear(): void {
    this.#statements.clear()
  }
}

function missing(name: string): SqlError {
  return new SqlError('26000', `prepared statement "${name}" does not exist`)
}

/** The values of EXECUTE as text, with the types that they say themselves (0 for none). Throws `SqlError`. */
export function executeValues(
  parameters: readonly Expression[],
  env: QueryEnvironment,
): { readonly values: readonly TextValue[]; readonly oids: readonly number[] } {
  const context = constantContext(env)
  const oids: number[] = []
  const values = parameters.map(parameter => {
    const typed = compileExpression(parameter, context)
    oids.push(typed.literal === undefined ? typed.type.oid : 0)
    if (typed.literal !== undefined) return typed.literal
    if (typed.integer !== undefined) return typed.integer.toString()
    return settingText(parameter, 'EXECUTE')
  })
  return { values, oids }
}
