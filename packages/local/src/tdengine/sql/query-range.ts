import type { Expression } from './ast.ts'
import type { CompileContext } from './compile-context.ts'
import { ExpressionCompiler } from './compile-expression.ts'
import { rawNames } from './from-clause.ts'
import type { Scope } from './scope.ts'
import { type TimeRange, timeRange } from './time-range.ts'
import { bigintType, type Typed, timestampType } from './typed.ts'

/** The range of time that a query reads. */
export class QueryRange {
  readonly #where: Expression | undefined
  readonly #context: CompileContext
  readonly #scope: Scope

  constructor(where: Expression | undefined, context: CompileContext, scope: Scope) {
    this.#where = where
    this.#context = context
    this.#scope = scope
  }

  /** `_qstart`, `_qend` and `_qduration`. */
  pseudoColumn(name: string): Typed | undefined {
    if (name !== '_qstart' && name !== '_qend' && name !== '_qduration') return undefined
    const { from = -(1n << 63n), to = (1n << 63n) - 1n } = this.bounds()
    if (name === '_qduration')
      return { sql: `${BigInt.asIntN(64, to - from)}::BIGINT`, type: bigintType }
    return { sql: `(${name === '_qstart' ? from : to})::BIGINT`, type: timestampType }
  }

  /** The bounds of the time in WHERE. */
  bounds(): TimeRange {
    const compiler = new ExpressionCompiler(this.#context, rawNames(this.#scope))
    return timeRange(this.#where, this.#scope.time?.name, compiler)
  }
}
