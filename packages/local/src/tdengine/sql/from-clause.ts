import { systemDatabases } from '../engine/duck-engine.ts'
import { engineError, engineErrorAbout, unsupported } from '../engine/error-code.ts'
import type { Expression, Query, TableReference } from './ast.ts'
import type { CompileContext } from './compile-context.ts'
import { ExpressionCompiler, isScalarFunction, type Names } from './compile-expression.ts'
import type { CompiledQuery } from './compiled-query.ts'
import { walkExpression } from './expression-walk.ts'
import { aggregateFunctions } from './functions/aggregate.ts'
import { seriesFunctions } from './functions/series.ts'
import { databaseOf, findTable } from './name-lookup.ts'
import { queryRelation, systemRelation, tableRelation } from './relation.ts'
import { type Relation, Scope, type ScopeColumn } from './scope.ts'
import type { SystemTable } from './system-table.ts'
import { findSystemTable } from './system-tables.ts'

/** FROM of one SELECT: its relations, and the text of the store that joins them. */
export class FromClause {
  readonly #context: CompileContext
  readonly #compileQuery: (query: Query) => CompiledQuery
  readonly relations: Relation[] = []
  /** Tables that must be at hand as temporary tables. */
  readonly systemTables: SystemTable[] = []
  /** Of the database that is read. */
  precision: 0 | 1 | 2
  #count = 0

  constructor(context: CompileContext, compile: (query: Query) => CompiledQuery) {
    this.#context = context
    this.#compileQuery = compile
    this.precision = context.precision
  }

  /** Resolves a FROM; the text joins the tags of super tables when it is told to. */
  compile(reference: TableReference): (withTags: boolean) => string {
    return this.#compile(reference, this.relations)
  }

  #compile(reference: TableReference, relations: Relation[]): (withTags: boolean) => string {
    switch (reference.kind) {
      case 'table': {
        const relation = this.#table(reference)
        relations.push(relation)
        return relation.from
      }
      case 'query': {
        const inner = this.#compileQuery(reference.query)
        this.systemTables.push(...inner.systemTables)
        this.precision = inner.precision
        const relation = queryRelation(inner, reference.alias, this.#count)
        this.#count += 1
        relations.push(relation)
        return relation.from
      }
      case 'join': {
        const left = this.#compile(reference.left, relations)
        const before = relations.length
        const right = this.#compile(reference.right, relations)
        return this.#join(reference, relations, before, left, right)
      }
    }
  }

  #join(
    reference: Extract<TableReference, { readonly kind: 'join' }>,
    relations: Relation[],
    before: number,
    left: (withTags: boolean) => string,
    right: (withTags: boolean) => string,
  ): (withTags: boolean) => string {
    const { type, subtype, on } = reference
    if (subtype === 'asof' || subtype === 'window')
      throw unsupported(`${subtype.toUpperCase()} JOIN`)
    const scope = new Scope(relations)
    let condition = 'true'
    let onTags = false
    if (on === undefined && type !== 'inner') throw engineError('CROSS_JOIN')
    if (on !== undefined) {
      checkJoinCondition(on, scope)
      condition = new ExpressionCompiler(
        { ...this.#context, precision: this.precision },
        rawNames(scope),
      ).filter(on)
      onTags = scope.usesTags
    }
    let words = `${type.toUpperCase()} JOIN`
    if (subtype === 'semi' || subtype === 'anti') {
      if (type !== 'left') throw unsupported(`${type.toUpperCase()} ${subtype.toUpperCase()} JOIN`)
      words = `${subtype.toUpperCase()} JOIN`
      for (let i = before; i < relations.length; i += 1) {
        const relation = relations[i]
        if (relation === undefined) continue
        relations[i] = { ...relation, barred: `columns of the right side of ${words}` }
      }
    }
    if (on === undefined && type === 'inner') words = 'CROSS JOIN'
    return withTags => {
      const tags = withTags || onTags
      const text = `${left(tags)} ${words} ${right(tags)}`
      return words === 'CROSS JOIN' ? text : `${text} ON ${condition}`
    }
  }

  #table(reference: Extract<TableReference, { readonly kind: 'table' }>): Relation {
    const { engine, session } = this.#context
    const n = this.#count
    this.#count += 1
    const database = databaseOf(engine, session, reference.table.database)
    if (systemDatabases.includes(database)) {
      const table = findSystemTable(database, reference.table.name)
      if (table === undefined) throw engineError('TABLE_NOT_EXIST')
      this.systemTables.push(table)
      return systemRelation(table, reference.alias, n)
    }
    const found = findTable(engine, session, reference.table)
    this.precision = engine.database(found.table.database)?.precision ?? 0
    const isOneVgroup = engine.database(found.table.database)?.vgroups === 1
    return { ...tableRelation(found, reference.alias, n), isOneVgroup }
  }
}

/** Whether a condition demands that the times of two tables are equal. */
export function demandsEqualTimes(expression: Expression, scope: Scope): boolean {
  if (expression.kind !== 'binary') return false
  const { operator, left, right } = expression
  if (operator === 'and') return demandsEqualTimes(left, scope) || demandsEqualTimes(right, scope)
  if (operator !== '=') return false
  return isTimeOf(left, scope) && isTimeOf(right, scope)
}

/** The primary time of a table, or TIMETRUNCATE of it. */
function isTimeOf(expression: Expression, scope: Scope): boolean {
  if (expression.kind === 'column') {
    try {
      return scope.find(expression.table, expression.name).type.name === 'TIMESTAMP'
    } catch {
      return false
    }
  }
  if (expression.kind !== 'function') return false
  if (expression.name === '_rowts' || expression.name === '_c0') return true
  const [first] = expression.args
  return expression.name === 'timetruncate' && first !== undefined && isTimeOf(first, scope)
}

/** Joins are on equal times; TDengine 3.3.7 cannot plan them on TIMETRUNCATE of both. */
function checkJoinCondition(on: Expression, scope: Scope): void {
  walkExpression(on, part => {
    if (part.kind === 'function' && part.name === 'timetruncate') {
      throw engineError('INVALID_FUNC_TIMEZONE', 'Invalid timzone format : timetruncate')
    }
  })
  if (!demandsEqualTimes(on, scope)) throw engineError('JOIN_TIME_EXPECTED')
}

/** Names inside FROM and WHERE: columns as the store has them. */
export function rawNames(scope: Scope): Names {
  return {
    column: (table, name) => {
      const column = scope.find(table, name)
      scope.touch(column)
      return { sql: column.sql, type: column.type }
    },
    special: expression => {
      const column = pseudoColumn(scope, expression)
      if (column !== undefined) {
        scope.touch(column)
        return { sql: column.sql, type: column.type }
      }
      if (isAggregateName(expression.name) || expression.name in seriesFunctions) {
        throw engineError('AGG_IN_WHERE')
      }
      return undefined
    },
  }
}

/** The column behind `tbname`, `_rowts` and `_c0`. */
export function pseudoColumn(
  scope: Scope,
  expression: Extract<Expression, { readonly kind: 'function' }>,
): ScopeColumn | undefined {
  const { name, table } = expression
  const relation =
    table === undefined
      ? scope.relations[0]
      : scope.relations.find(candidate => candidate.names.includes(table))
  if (relation?.tbname === undefined && name !== '_c0' && name !== '_rowts') {
    // A column of a sub-query may have the name of a pseudo column.
    const column = relation?.columns.find(candidate => candidate.name === name)
    if (column !== undefined) return column
  }
  if (name === 'tbname') {
    if (relation?.tbname === undefined) throw engineErrorAbout('INVALID_COLUMN', 'tbname')
    return relation.tbname
  }
  if (name === '_rowts' || name === '_c0') {
    const time = relation?.columns.find(column => column.isTime)
    if (time === undefined) throw engineErrorAbout('INVALID_COLUMN', name)
    return time
  }
  return undefined
}

/** True for the name of an aggregate. */
export function isAggregateName(name: string): boolean {
  return name in aggregateFunctions && !isScalarFunction(name)
}
