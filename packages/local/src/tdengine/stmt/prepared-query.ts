import type { DuckEngine } from '../engine/duck-engine.ts'
import { engineError } from '../engine/error-code.ts'
import type { CompiledQuery } from '../sql/compiled-query.ts'
import { Cursor } from '../sql/cursor.ts'
import { parseStatement } from '../sql/parse-statement.ts'
import type { RowsResult } from '../sql/result.ts'
import { compileFor, runCompiled } from '../sql/run-select.ts'
import type { Session } from '../sql/session.ts'
import type { Typed } from '../sql/typed.ts'
import { fillLimits, findPlaceholders } from './query-parameters.ts'

/** A query with parameters. */
export class PreparedQuery {
  readonly #engine: DuckEngine
  readonly #session: Session
  readonly #sql: string
  readonly #values: (Typed | undefined)[]
  #compiled: CompiledQuery | undefined

  /** Checks the syntax; names are looked up when values are bound. A query without parameters is refused. */
  constructor(engine: DuckEngine, session: Session, sql: string) {
    this.#engine = engine
    this.#session = session
    this.#sql = sql
    const { length } = findPlaceholders(sql)
    parseStatement(new Cursor(fillLimits(sql, undefined).sql))
    if (length === 0) throw engineError('SYNTAX', 'stmt only support select or insert')
    this.#values = new Array<Typed | undefined>(length)
  }

  get parameterCount(): number {
    return this.#values.length
  }

  /** Binds all parameters, or one by its index; the last one makes the query ready. */
  bind(values: readonly Typed[], index = -1): void {
    if (index < 0) {
      for (let i = 0; i < this.#values.length; i += 1) this.#values[i] = values[i]
    } else if (index >= this.#values.length) throw engineError('STMT_BIND_NUMBER')
    else this.#values[index] = values[0]
    if (index >= 0 && index + 1 < this.#values.length) return
    const { sql, parameters } = fillLimits(this.#sql, this.#values)
    const cursor = new Cursor(sql)
    const statement = parseStatement(cursor)
    if (statement.kind !== 'query') {
      throw engineError('SYNTAX', 'stmt only support select or insert')
    }
    this.#compiled = compileFor(this.#engine, this.#session, cursor, statement.query, parameters)
  }

  /** Runs the query with the bound values; undefined when none are bound. */
  async run(): Promise<RowsResult | undefined> {
    return this.#compiled === undefined
      ? undefined
      : await runCompiled(this.#engine, this.#compiled, this.#session.signal)
  }
}
