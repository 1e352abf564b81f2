import { engineError, unsupported } from '../engine/error-code.ts'
import { AggregateNames, windowColumns } from './aggregate-names.ts'
import { assembleSelect } from './assemble-select.ts'
import type { Expression, Query, Select, SelectItem } from './ast.ts'
import { checkClauses } from './clause-check.ts'
import type { CompileContext } from './compile-context.ts'
import { ExpressionCompiler, type Names } from './compile-expression.ts'
import { compileUnion } from './compile-union.ts'
import type { CompiledQuery } from './compiled-query.ts'
import { walkExpression } from './expression-walk.ts'
import { fillQuery } from './fill.ts'
import { FromClause, isAggregateName, pseudoColumn, rawNames } from './from-clause.ts'
import { wrongNumber } from './functions/registry.ts'
import { type Series, seriesFunctions } from './functions/series.ts'
import { interpQuery } from './interp.ts'
import { ItemExpansion } from './item-expansion.ts'
import { mergeDirection } from './merge-direction.ts'
import {
  direction,
  itemName,
  type Output,
  outputIndex,
  sortIndex,
  timeIndex,
} from './query-output.ts'
import { QueryRange } from './query-range.ts'
import { Scope, type ScopeColumn } from './scope.ts'
import { bigintType, type Typed } from './typed.ts'
import { type WindowSource, windowSource } from './window-source.ts'

/** Translates a query; `isOutermost` is false for a part of another one. */
export function compileQuery(
  query: Query,
  context: CompileContext,
  isOutermost = true,
): CompiledQuery {
  return query.kind === 'union'
    ? compileUnion(query, part => compileQuery(part, context, false))
    : new SelectCompiler(query, context, isOutermost).compile()
}

interface Compiled {
  readonly sql: string
  readonly outputs: readonly Output[]
  readonly merge?: 'ascending' | 'descending' | undefined
}

/** Compiles one SELECT. One class, since each clause changes what the names of the next ones mean. */
class SelectCompiler {
  readonly #select: Select
  readonly #outer: CompileContext
  #context: CompileContext
  #scope = new Scope([])
  #series: Series | undefined
  #seriesName = ''
  readonly #keys: { readonly typed: Typed; readonly sql: string }[] = []

  /** Not part of another query. */
  readonly #isOutermost: boolean

  constructor(select: Select, context: CompileContext, isOutermost: boolean) {
    this.#select = select
    this.#isOutermost = isOutermost
    this.#outer = context
    this.#context = context
  }

  compile(): CompiledQuery {
    const select = this.#select
    const from = new FromClause(this.#context, query => compileQuery(query, this.#outer, false))
    const fromText = select.from === undefined ? undefined : from.compile(select.from)
    this.#context = { ...this.#context, precision: from.precision }
    this.#scope = new Scope(from.relations)
    const where = select.where === undefined ? undefined : this.#where(select.where)
    const expansion = new ItemExpansion(this.#scope, this.#context.sql, fromText !== undefined)
    const items = expansion.items(select.items)
    const aggregated = this.#isAggregated(items)
    this.#compileKeys(items)
    checkClauses(select, this.#scope)
    const compiled: Compiled = aggregated
      ? this.#aggregate(items)
      : select.interp !== undefined
        ? this.#interp(items)
        : this.#rows(items)
    const text = this.#sourceFrom(fromText, aggregated)
    const sql = compiled.sql.replaceAll(sourceMark, () => this.#source(text, where))
    return {
      sql,
      columns: compiled.outputs.map(({ name, typed }) => ({ name, type: typed.type })),
      precision: this.#context.precision,
      timeIndex: timeIndex(compiled.outputs, this.#scope.time?.name, aggregated),
      systemTables: from.systemTables,
      ...(compiled.merge === undefined ? {} : { merge: compiled.merge }),
    }
  }

  /** FROM of the source: the tag table alone, the rows alone, or both. */
  #sourceFrom(from: ((withTags: boolean) => string) | undefined, aggregated: boolean): string {
    if (from === undefined) return ''
    const [relation] = this.#scope.relations
    const { distinct, tagsOnly } = this.#select
    const named = relation?.tbname !== undefined && this.#scope.hasUsed(relation.tbname)
    const tagScan =
      (tagsOnly || (distinct && !aggregated && named)) &&
      !this.#scope.usesRows &&
      this.#scope.usesTags
    if (tagScan && relation?.tagsFrom !== undefined && this.#scope.relations.length === 1) {
      return relation.tagsFrom
    }
    return from(this.#scope.usesTags)
  }

  #source(from: string, where: string | undefined): string {
    const text = from === '' ? '' : ` FROM ${from}`
    const filter = where === undefined ? '' : ` WHERE ${where}`
    return `SELECT ${this.#scope.list()}${text}${filter}`
  }

  // Names -----------------------------------------------------------------------------------------------------------

  /** Names over the rows of the source. */
  #rowNames(): Names {
    const used = (column: ScopeColumn): Typed => ({
      sql: this.#scope.use(column),
      type: column.type,
    })
    return {
      column: (table, name) => used(this.#scope.find(table, name)),
      special: expression => {
        const column = pseudoColumn(this.#scope, expression)
        if (column !== undefined) return used(column)
        if (windowColumns.has(expression.name)) {
          throw engineError('WINDOW_PSEUDO')
        }
        return this.#queryRange.pseudoColumn(expression.name)
      },
    }
  }

  get #queryRange(): QueryRange {
    return new QueryRange(this.#select.where, this.#context, this.#scope)
  }

  #where(expression: Expression): string {
    return new ExpressionCompiler(this.#context, rawNames(this.#scope)).filter(expression)
  }

  #time(): string | undefined {
    const time = this.#scope.time
    return time === undefined ? undefined : this.#scope.use(time)
  }

  // Items -----------------------------------------------------------------------------------------------------------

  #isAggregated(items: readonly SelectItem[]): boolean {
    const { groupBy, window, having } = this.#select
    if (window !== undefined || groupBy.length > 0) return true
    let found = false
    for (const { expression } of items) {
      walkExpression(expression, part => {
        if (part.kind === 'function' && isAggregateName(part.name)) found = true
      })
    }
    if (having !== undefined && !found) throw engineError('NOT_GROUP_BY')
    if (having !== undefined && this.#select.partitionBy.length === 0)
      throw engineError('NOT_GROUP_BY')
    return found
  }

  /** Compiles PARTITION BY and GROUP BY, over the rows of the source. */
  #compileKeys(items: readonly SelectItem[]): void {
    const compiler = new ExpressionCompiler(this.#context, this.#rowNames())
    const expressions = [
      ...this.#select.partitionBy.map(({ expression }) => expression),
      ...this.#select.groupBy,
    ]
    for (const expression of expressions) {
      const index =
        expression.kind === 'integer' || !this.#isColumn(expression)
          ? outputIndex(
              expression,
              items.map(item => ({ name: itemName(item, this.#context.sql) })),
            )
          : undefined
      const typed = compiler.compile(items[index ?? -1]?.expression ?? expression)
      if (typed.type.name === 'JSON') throw engineError('JSON_GROUP')
      this.#keys.push({ typed, sql: typed.sql })
    }
  }

  #isColumn(expression: Expression): boolean {
    if (expression.kind !== 'column') return true
    try {
      this.#scope.find(expression.table, expression.name)
      return true
    } catch {
      return false
    }
  }

  get #partition(): string {
    return this.#keys.length === 0
      ? ''
      : `PARTITION BY ${this.#keys.map(({ sql }) => sql).join(', ')}`
  }

  // Rows ------------------------------------------------------------------------------------------------------------

  #rows(items: readonly SelectItem[]): Compiled {
    const base = this.#rowNames()
    const names: Names = {
      column: base.column,
      special: expression => this.#seriesCall(expression) ?? base.special(expression),
    }
    const compiler = new ExpressionCompiler(this.#context, names)
    const outputs = items.map(item => this.#output(item, compiler))
    if (this.#select.distinct && outputs.some(({ typed }) => typed.type.name === 'JSON')) {
      throw engineError('JSON_GROUP')
    }
    const sorts = this.#select.orderBy.map(({ expression, descending, nulls }) => {
      const index = sortIndex(expression, outputs, this.#context.sql)
      const sql = index === undefined ? compiler.compile(expression).sql : undefined
      return { index, sql, suffix: direction(descending, nulls) }
    })
    // Rows that ORDER BY does not tell apart stay in their natural order.
    const natural = this.#select.distinct ? [] : this.#naturalOrder()
    const filter = this.#series?.filter === undefined ? '' : ` WHERE ${this.#series.filter}`
    const keep = this.#series?.keep === undefined ? '' : ` QUALIFY ${this.#series.keep}`
    const merge =
      this.#isOutermost && this.#series === undefined
        ? mergeDirection(this.#select, this.#scope, outputs)
        : undefined
    return {
      outputs,
      merge,
      sql: assembleSelect(this.#select, {
        outputs,
        sorts,
        natural,
        body: `FROM (${sourceMark}) td_src${filter}`,
        tail: keep,
        partitionKeys: this.#select.partitionBy.length > 0 ? this.#keys.map(({ sql }) => sql) : [],
        withTable: merge !== undefined,
      }),
    }
  }

  #naturalOrder(): readonly string[] {
    const [relation] = this.#scope.relations
    if (this.#select.from === undefined || relation === undefined) return []
    if (!this.#scope.usesRows && this.#select.tagsOnly) return []
    const order = this.#scope.relations.length > 1 ? this.#joinOrder() : relation.order
    return order.map((sql, i) =>
      this.#scope.use({
        name: `td_order${i}`,
        sql,
        type: bigintType,
        isTag: false,
        isTime: false,
      }),
    )
  }

  /** Rows of a join come in the order of the time that they share, then in that of their tables. */
  #joinOrder(): readonly string[] {
    const readable = this.#scope.relations.filter(({ barred }) => barred === undefined)
    const times = readable.flatMap(({ columns }) => columns.find(({ isTime }) => isTime)?.sql ?? [])
    const tables = readable.flatMap(({ order }) => order)
    return times.length === 0 ? tables : [`coalesce(${times.join(', ')})`, ...tables]
  }

  #output(item: SelectItem, compiler: ExpressionCompiler): Output {
    return {
      name: itemName(item, this.#context.sql),
      expression: item.expression,
      alias: item.alias,
      typed: compiler.compile(item.expression),
    }
  }

  #seriesCall(expression: Extract<Expression, { readonly kind: 'function' }>): Typed | undefined {
    const found = seriesFunctions[expression.name]
    if (found === undefined) return undefined
    const { name, args } = expression
    if (args.length < found.min || args.length > found.max) throw wrongNumber(name)
    const time = this.#time()
    if (time === undefined) throw unsupported(`${name.toUpperCase()} without a time column`)
    const compiler = new ExpressionCompiler(this.#context, this.#rowNames())
    const series = found.compile({
      name,
      args: args.map(arg => compiler.compile(arg)),
      time,
      partition: this.#partition,
      context: this.#context,
    })
    if (this.#series !== undefined) {
      const same =
        this.#series.filter === series.filter &&
        this.#series.keep === series.keep &&
        name === this.#seriesName
      if (!same) throw engineError('FUNC_MIX')
    }
    this.#series = series
    this.#seriesName = name
    return series.value
  }

  // Aggregates ------------------------------------------------------------------------------------------------------

  #aggregate(items: readonly SelectItem[]): {
    readonly sql: string
    readonly outputs: readonly Output[]
  } {
    const { window, having, orderBy } = this.#select
    const rows = new ExpressionCompiler(this.#context, this.#rowNames())
    let source: WindowSource | undefined
    let stateSql: string | undefined
    if (window !== undefined) {
      const time = this.#time()
      if (time === undefined) throw engineError('WINDOW_NO_TIME')
      if (window.kind === 'state') stateSql = rows.compile(window.expression).sql
      source = windowSource(window, {
        source: sourceMark,
        time,
        partition: this.#partition,
        compile: expression => rows.compile(expression),
        condition: expression => rows.condition(expression),
        isTag: expression =>
          expression.kind === 'column' &&
          this.#scope.find(expression.table, expression.name).isTag &&
          this.#scope.relations[0]?.tbname !== undefined,
        context: this.#context,
      })
    }
    const names = new AggregateNames(
      {
        select: this.#select,
        scope: this.#scope,
        context: this.#context,
        rows,
        base: this.#rowNames(),
        time: this.#time(),
        keys: this.#keys.map(({ sql }) => sql),
        source,
        stateSql,
        range: this.#queryRange,
      },
      items,
    )
    const compiler = new ExpressionCompiler(this.#context, names.names())
    const outputs = items.map(item => this.#output(item, compiler))
    const fill = window?.kind === 'interval' ? window.fill : undefined
    const groups = [
      ...this.#keys.map(({ sql }) => sql),
      ...(source === undefined ? [] : ['wkey', 'wstart', 'wend']),
      ...(stateSql === undefined ? [] : [stateSql]),
    ]
    const havingSql = having === undefined ? undefined : compiler.condition(having)
    const nothing =
      groups.length === 0 && !names.countsNothing && having === undefined
        ? 'count(*) > 0'
        : undefined
    const sorts = orderBy.map(({ expression, descending, nulls }) => {
      const index = sortIndex(expression, outputs, this.#context.sql)
      const sql = index === undefined ? compiler.compile(expression).sql : undefined
      return { index, sql, suffix: direction(descending, nulls) }
    })
    const body = `FROM (${source?.sql ?? sourceMark}) td_src`
    const by = groups.length === 0 ? '' : ` GROUP BY ${groups.join(', ')}`
    const check = havingSql ?? nothing
    const tail = `${by}${check === undefined ? '' : ` HAVING ${check}`}`
    const natural =
      sorts.length > 0
        ? []
        : [...this.#keys.map(({ sql }) => sql), ...(source === undefined ? [] : ['wstart'])]
    if (fill !== undefined && fill.mode !== 'none' && source?.grid !== undefined) {
      return {
        outputs,
        sql: fillQuery({
          outputs,
          fill,
          grid: source.grid,
          range: this.#queryRange.bounds(),
          keys: this.#keys.map(({ sql }) => sql),
          body: `${body}${tail}`,
          order: this.#fillOrder(sorts),
          limit: this.#select.limit,
          constant: expression => rows.compile(expression),
        }),
      }
    }
    return {
      outputs,
      sql: assembleSelect(this.#select, {
        outputs,
        sorts,
        natural,
        body,
        tail,
        partitionKeys: this.#keys.map(({ sql }) => sql),
      }),
    }
  }

  #fillOrder(
    sorts: readonly { readonly index: number | undefined; readonly suffix: string }[],
  ): readonly string[] {
    return sorts.map(({ index, suffix }) => {
      if (index === undefined) throw unsupported('FILL with ORDER BY of what is not selected')
      return `o${index} ${suffix}`
    })
  }

  // INTERP ----------------------------------------------------------------------------------------------------------

  #interp(items: readonly SelectItem[]): {
    readonly sql: string
    readonly outputs: readonly Output[]
  } {
    const { interp } = this.#select
    const time = this.#time()
    if (interp === undefined || time === undefined) throw unsupported('this INTERP')
    const rows = new ExpressionCompiler(this.#context, this.#rowNames())
    return interpQuery({
      clause: interp,
      items: items.map(item => ({ name: itemName(item, this.#context.sql), item })),
      time,
      source: sourceMark,
      keys: this.#keys.map(({ sql, typed }) => ({ sql, typed })),
      compile: expression => rows.compile(expression),
      orderBy: this.#select.orderBy.map(({ expression, descending, nulls }) => ({
        index: outputIndex(
          expression,
          items.map(item => ({ name: itemName(item, this.#context.sql) })),
        ),
        suffix: direction(descending, nulls),
      })),
      limit: this.#select.limit,
      context: this.#context,
    })
  }
}

/** Stands for the source of a query until all its columns are known. */
const sourceMark = '\u0001source\u0001'
