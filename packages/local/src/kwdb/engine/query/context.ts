import type { Catalog } from '../../catalog/catalog.ts'
import type { Table } from '../../catalog/descriptor.ts'
import type { Query, Statement } from '../../sql/ast.ts'
import type { Moment } from '../values/timestamp-text.ts'
import type { Zone } from '../values/zone.ts'
import { Scope } from './scope.ts'
import type { SqlType } from './sql-type.ts'

/** A value for `$n`; undefined while a statement is only described. */
export type ParameterValue = string | Uint8Array | null | undefined

/** Rows that the server itself answers, e.g. those of SHOW. */
export interface AnswerTable {
  readonly columns: readonly { readonly name: string; readonly type: SqlType }[]
  readonly rows: readonly (readonly AnswerValue[])[]
}

/** A value of such a row; bigint for whole numbers of all lengths. */
export type AnswerValue = string | number | bigint | boolean | null | readonly string[]

/** What a query may depend on beside its text. */
export interface QueryEnvironment {
  readonly catalog: Catalog
  readonly user: string
  readonly database: string
  readonly zone: Zone
  /** The session's clock when the statement began. */
  readonly now: Moment
  readonly parameters: readonly ParameterValue[]
  /** Types that were declared for parameters (0 for none), and those that the context gave them. */
  readonly parameterOids: number[]
  /** Value of a session variable. */
  variable(name: string): string
  /** The answer of a statement in square brackets. */
  answer(statement: Statement): AnswerTable
  /** Throws `SqlError` (42501) when the user may not read the table. */
  checkRead(table: Table): void
  /** Whether the catalog shows the table to the user. */
  maySee(table: Table): boolean
}

/** A query in storage's SQL. */
export interface CompiledQuery {
  readonly sql: string
  readonly columns: readonly { readonly name: string; readonly type: SqlType }[]
}

/** Common tables by name. */
export type CommonTables = ReadonlyMap<string, CompiledQuery>

/** What expressions are compiled against. */
export interface Context {
  readonly env: QueryEnvironment
  readonly scope: Scope
  readonly commonTables: CommonTables
  /** Compiles a subquery, which sees this scope. */
  subquery(query: Query): CompiledQuery
  /** Numbers for aliases of storage's SQL. */
  nextAlias(): string
}

/** A context for expressions that name no column, e.g. values of SET. */
export function constantContext(env: QueryEnvironment): Context {
  return {
    env,
    scope: new Scope(),
    commonTables: new Map(),
    subquery() {
      throw new Error('no subquery among constants')
    },
    nextAlias: () => 't0',
  }
}

/** Seconds east of UTC of the session's zone now, for arithmetic inside storage. */
export function zoneOffset(env: QueryEnvironment): number {
  return env.zone.offsetAt(env.now.seconds)
}
