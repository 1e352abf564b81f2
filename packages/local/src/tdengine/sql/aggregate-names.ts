import { engineError, engineErrorAbout } from '../engine/error-code.ts'
import type { Expression, Select, SelectItem } from './ast.ts'
import { checkSingleTable } from './clause-check.ts'
import type { CompileContext } from './compile-context.ts'
import type { ExpressionCompiler, Names } from './compile-expression.ts'
import { walkExpression } from './expression-walk.ts'
import { isAggregateName, pseudoColumn } from './from-clause.ts'
import {
  type AggregateCall,
  aggregateFunctions,
  groupWiseFunctions,
} from './functions/aggregate.ts'
import { wrongNumber } from './functions/registry.ts'
import { seriesFunctions } from './functions/series.ts'
import type { QueryRange } from './query-range.ts'
import type { Scope, ScopeColumn } from './scope.ts'
import { bigintType, type Typed, timestampType } from './typed.ts'
import type { WindowSource } from './window-source.ts'

/** Pseudo columns of windows. */
export const windowColumns: ReadonlySet<string> = new Set(['_wstart', '_wend', '_wduration'])

/** A query with aggregates, as far as its names need it. */
export interface AggregatedQuery {
  readonly select: Select
  readonly scope: Scope
  readonly context: CompileContext
  /** Compiles over the rows of the source. */
  readonly rows: ExpressionCompiler
  /** The names of those rows. */
  readonly base: Names
  readonly time: string | undefined
  /** Keys of PARTITION BY and GROUP BY. */
  readonly keys: readonly string[]
  readonly source: WindowSource | undefined
  readonly stateSql: string | undefined
  readonly range: QueryRange
}

/** Names of a query whose rows are groups or windows. */
export class AggregateNames {
  readonly #query: AggregatedQuery
  /** The row that aggregates pick, when bare columns stand beside them. */
  #pick: { readonly arg: string; readonly by: string } | undefined
  /** COUNT and its like are there, which give a row of nothing. */
  countsNothing = false

  constructor(query: AggregatedQuery, items: readonly SelectItem[]) {
    this.#query = query
    this.#findPick(items)
  }

  /** The aggregate whose row bare columns are taken from. */
  #findPick(items: readonly SelectItem[]): void {
    for (const { expression } of items) {
      walkExpression(expression, part => {
        if (part.kind !== 'function') return
        const found = aggregateFunctions[part.name]
        if (found?.countsNothing === true) this.countsNothing = true
        if (found?.picks === undefined || this.#pick !== undefined) return
        if (part.args.some(arg => arg.kind === 'star')) return
        this.#pick = found.picks(this.#call(part))
      })
    }
  }

  #call(expression: Extract<Expression, { readonly kind: 'function' }>): AggregateCall {
    const { rows, time } = this.#query
    for (const arg of expression.args) {
      walkExpression(arg, part => {
        if (part.kind === 'function' && isAggregateName(part.name)) throw engineError('AGG_NESTED')
      })
    }
    const star = expression.args[0]?.kind === 'star'
    return {
      name: expression.name,
      args: star ? [] : expression.args.map(arg => rows.compile(arg)),
      star,
      time,
      context: this.#query.context,
    }
  }

  /** The names of the select list, HAVING and ORDER BY. */
  names(): Names {
    const { rows, base, source, stateSql, select, scope } = this.#query
    const keys = new Set(this.#query.keys)
    if (stateSql !== undefined) keys.add(stateSql)
    const grouped = (typed: Typed, column: ScopeColumn | undefined, name: string): Typed => {
      if (keys.has(typed.sql)) return typed
      if (this.#pick !== undefined) {
        return { sql: `${this.#pick.arg}_null(${typed.sql}, ${this.#pick.by})`, type: typed.type }
      }
      if (column?.isTag === true && this.#query.keys.length > 0) {
        return { sql: `any_value(${typed.sql})`, type: typed.type }
      }
      if (select.window !== undefined) throw engineErrorAbout('NOT_IN_WINDOW', name)
      throw engineError(
        select.groupBy.length > 0 || this.#query.keys.length > 0
          ? 'NOT_GROUP_BY'
          : 'NOT_SINGLE_GROUP',
      )
    }
    return {
      ready: expression => {
        if (keys.size === 0) return undefined
        if (expression.kind === 'integer' || expression.kind === 'string') return undefined
        let typed: Typed
        try {
          typed = rows.compile(expression)
        } catch {
          return undefined
        }
        return typed.constant === undefined && keys.has(typed.sql) ? typed : undefined
      },
      column: (table, name) => {
        const column = scope.find(table, name)
        return grouped(base.column(table, name), column, name)
      },
      special: expression => {
        const { name } = expression
        if (windowColumns.has(name)) {
          if (source === undefined) throw engineError('WINDOW_PSEUDO')
          if (name === '_wduration') return { sql: '(wend - wstart)', type: bigintType }
          return { sql: name === '_wstart' ? 'wstart' : 'wend', type: timestampType }
        }
        const found = aggregateFunctions[name]
        if (found !== undefined) {
          const call = this.#call(expression)
          if (call.star && name !== 'count') throw wrongNumber(name)
          if (!call.star && (call.args.length < found.min || call.args.length > found.max)) {
            throw wrongNumber(name)
          }
          if (found.singleTable === true) checkSingleTable(name, select, scope)
          return found.compile(call)
        }
        const groupWise = groupWiseFunctions[name]
        if (groupWise !== undefined) {
          if (!this.#isGrouped) throw engineError('FUNC_MIX')
          return groupWise(this.#call(expression))
        }
        if (name in seriesFunctions) {
          throw this.#isGrouped
            ? engineError(
                'NOT_ALLOWED_FUNC',
                `${name} function is not supported in window query or group query`,
              )
            : engineError('FUNC_MIX')
        }
        const column = pseudoColumn(scope, expression)
        if (column !== undefined) {
          const typed = base.special(expression)
          return typed === undefined ? undefined : grouped(typed, column, name)
        }
        return this.#query.range.pseudoColumn(name)
      },
    }
  }

  get #isGrouped(): boolean {
    const { select } = this.#query
    return select.window !== undefined || select.groupBy.length > 0
  }
}
