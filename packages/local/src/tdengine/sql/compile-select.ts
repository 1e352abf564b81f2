import { engineError, engineErrorAbout, unsupported } from '../engine/error-code.ts'
import { assembleSelect } from './assemble-select.ts'
import type { Expression, Query, Select, SelectItem } from './ast.ts'
import type { CompileContext } from './compile-context.ts'
import { ExpressionCompiler, type Names } from './compile-expression.ts'
import { walkExpression } from './expression-walk.ts'
import { fillQuery } from './fill.ts'
import {
  demandsEqualTimes,
  FromClause,
  isAggregateName,
  pseudoColumn,
  rawNames,
} from './from-clause.ts'
import {
  type AggregateCall,
  aggregateFunctions,
  groupWiseFunctions,
} from './functions/aggregate.ts'
import { wrongNumber } from './functions/registry.ts'
import { type Series, seriesFunctions } from './functions/series.ts'
import { interpQuery } from './interp.ts'
import { cutName, direction, type Output, outputIndex } from './query-output.ts'
import type { ResultColumn } from './result.ts'
import { Scope, type ScopeColumn } from './scope.ts'
import type { SystemTable } from './system-table.ts'
import { timeRange } from './time-range.ts'
import { bigintType, commonType, convertTo, type Typed, timestampType } from './typed.ts'
import { type WindowSource, windowSource } from './window-source.ts'

/** A query translated for the store: its columns are `o0`, `o1`, …. */
export interface CompiledQuery {
  readonly sql: string
  readonly columns: readonly ResultColumn[]
  readonly precision: 0 | 1 | 2
  /**
   * Set when ORDER BY sorts the rows of several tables by time: behind the outputs stand then the table and the time of
   * each row, by which small results are put into TDengine's order (see merge-order.ts).
   */
  readonly merge?: 'ascending' | 'descending'
  /** Output column that is a primary timestamp. */
  readonly timeIndex: number | undefined
  /** Tables that must be at hand as temporary tables. */
  readonly systemTables: readonly SystemTable[]
}

/** Translates a query; `isOutermost` is false for a part of another one. */
export function compileQuery(
  query: Query,
  context: CompileContext,
  isOutermost = true,
): CompiledQuery {
  return query.kind === 'union'
    ? compileUnion(query, context)
    : new SelectCompiler(query, context, isOutermost).compile()
}

function compileUnion(
  query: Extract<Query, { readonly kind: 'union' }>,
  context: CompileContext,
): CompiledQuery {
  const left = compileQuery(query.left, context, false)
  const right = compileQuery(query.right, context, false)
  if (left.columns.length !== right.columns.length) throw engineError('UNION_COLUMNS')
  const types = left.columns.map((column, i) =>
    commonType(column.type, right.columns[i]?.type ?? column.type),
  )
  const side = (part: CompiledQuery) => {
    const list = part.columns.map(
      ({ type }, i) => `${convertTo({ sql: `o${i}`, type }, types[i] ?? type)} AS o${i}`,
    )
    return `SELECT ${list.join(', ')} FROM (${part.sql})`
  }
  const columns = left.columns.map(({ name }, i) => ({ name, type: types[i] ?? bigintType }))
  const both = `${side(left)} UNION${query.all ? ' ALL' : ''} ${side(right)}`
  const order = query.orderBy.map(({ expression, descending, nulls }) => {
    const index = outputIndex(expression, columns)
    if (index === undefined) {
      throw expression.kind === 'column'
        ? engineErrorAbout('INVALID_COLUMN', expression.name)
        : unsupported('ORDER BY of an expression behind UNION')
    }
    return `o${index} ${direction(descending, nulls)}`
  })
  const limit =
    query.limit === undefined ? '' : ` LIMIT ${query.limit.limit} OFFSET ${query.limit.offset}`
  return {
    sql: `SELECT * FROM (${both})${order.length === 0 ? '' : ` ORDER BY ${order.join(', ')}`}${limit}`,
    columns,
    precision: left.precision,
    timeIndex: left.timeIndex,
    systemTables: [...left.systemTables, ...right.systemTables],
  }
}

/** Pseudo columns of windows. */
const windowColumns: ReadonlySet<string> = new Set(['_wstart', '_wend', '_wduration'])

interface Compiled {
  readonly sql: string
  readonly outputs: readonly Output[]
  readonly merge?: 'ascending' | 'descending' | undefined
}

/** Compiles one SELECT. */
class SelectCompiler {
  readonly #select: Select
  readonly #outer: CompileContext
  #context: CompileContext
  #scope = new Scope([])
  #series: Series | undefined
  #seriesName = ''
  /** The row that aggregates pick, when bare columns stand beside them. */
  #pick: { readonly arg: string; readonly by: string } | undefined
  #countsNothing = false
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
    const items = this.#expand(select.items)
    const aggregated = this.#isAggregated(items)
    this.#compileKeys(items)
    this.#checkClauses()
    const compiled: Compiled = aggregated
      ? this.#aggregate(items, where)
      : select.interp !== undefined
        ? this.#interp(items, where)
        : this.#rows(items, where)
    const text = this.#sourceFrom(fromText, aggregated)
    const sql = compiled.sql.replaceAll(sourceMark, () => this.#source(text, where))
    return {
      sql,
      columns: compiled.outputs.map(({ name, typed }) => ({ name, type: typed.type })),
      precision: this.#context.precision,
      timeIndex: this.#timeIndex(compiled.outputs, aggregated),
      systemTables: from.systemTables,
      ...(compiled.merge === undefined ? {} : { merge: compiled.merge }),
    }
  }

  /** Refuses combinations of clauses that TDengine refuses. */
  #checkClauses(): void {
    const { from, where, window, groupBy, slimit, partitionBy } = this.#select
    if (from?.kind === 'join' && from.on === undefined) {
      if (where === undefined) throw engineError('CROSS_JOIN')
      if (!demandsEqualTimes(where, this.#scope)) throw engineError('JOIN_TIME_EXPECTED')
    }
    if (window !== undefined && groupBy.length > 0) throw engineError('GROUP_AND_WINDOW')
    if (slimit !== undefined && partitionBy.length === 0 && groupBy.length === 0) {
      throw engineError('SLIMIT_WITHOUT_GROUPS')
    }
  }

  #timeIndex(outputs: readonly Output[], aggregated: boolean): number | undefined {
    const time = this.#scope.time
    const index = outputs.findIndex(({ expression, typed }) => {
      if (typed.type.name !== 'TIMESTAMP') return false
      if (expression.kind === 'function') {
        return (
          expression.name === '_wstart' || expression.name === '_rowts' || expression.name === '_c0'
        )
      }
      if (aggregated) return false
      return expression.kind === 'column' && expression.name === time?.name
    })
    if (index >= 0) return index
    const any = outputs.findIndex(({ typed }) => typed.type.name === 'TIMESTAMP')
    return any < 0 ? undefined : any
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
        return this.#range(expression.name)
      },
    }
  }

  #range(name: string): Typed | undefined {
    if (name !== '_qstart' && name !== '_qend' && name !== '_qduration') return undefined
    const { from = -(1n << 63n), to = (1n << 63n) - 1n } = this.#timeRange()
    if (name === '_qduration')
      return { sql: `${BigInt.asIntN(64, to - from)}::BIGINT`, type: bigintType }
    return { sql: `(${name === '_qstart' ? from : to})::BIGINT`, type: timestampType }
  }

  #timeRange(): { readonly from: bigint | undefined; readonly to: bigint | undefined } {
    const time = this.#scope.time
    const compiler = new ExpressionCompiler(this.#context, rawNames(this.#scope))
    return timeRange(
      this.#select.where,
      expression =>
        (expression.kind === 'column' && expression.name === time?.name) ||
        (expression.kind === 'function' &&
          (expression.name === '_rowts' || expression.name === '_c0')),
      expression => {
        const typed = compiler.compile(expression)
        if (typed.constant?.kind !== 'text') return typed
        // Text beside a time is a time.
        return compiler.compile({
          kind: 'cast',
          operand: expression,
          type: { name: 'TIMESTAMP', args: [] },
          start: expression.start,
          end: expression.end,
        })
      },
    )
  }

  #where(expression: Expression): string {
    return new ExpressionCompiler(this.#context, rawNames(this.#scope)).filter(expression)
  }

  #time(): string | undefined {
    const time = this.#scope.time
    return time === undefined ? undefined : this.#scope.use(time)
  }

  // Items -----------------------------------------------------------------------------------------------------------

  /** Resolves `*` and functions that stand for several columns. */
  #expand(items: readonly SelectItem[]): SelectItem[] {
    return items.flatMap(item => {
      const { expression } = item
      if (expression.kind === 'star') {
        if (this.#select.from === undefined) throw engineError('SYNTAX', 'syntax error near "*"')
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
          : `${name}(${this.#context.sql.slice(column.start, column.end)})`,
    }))
  }

  /** The name of an output column: its alias, or its text in the statement. */
  #name(item: SelectItem): string {
    if (item.alias !== undefined) return item.alias
    const { expression } = item
    if (expression.kind === 'column') return expression.name
    // `t.tbname` is called tbname.
    if (expression.kind === 'function' && expression.table !== undefined) return expression.name
    return cutName(this.#context.sql.slice(expression.start, expression.end))
  }

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
              items.map(item => ({ name: this.#name(item) })),
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

  #rows(items: readonly SelectItem[], _where: string | undefined): Compiled {
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
      const index = this.#sortIndex(expression, outputs)
      const sql = index === undefined ? compiler.compile(expression).sql : undefined
      return { index, sql, suffix: direction(descending, nulls) }
    })
    // Rows that ORDER BY does not tell apart stay in their natural order.
    const natural = this.#select.distinct ? [] : this.#naturalOrder()
    const filter = this.#series?.filter === undefined ? '' : ` WHERE ${this.#series.filter}`
    const keep = this.#series?.keep === undefined ? '' : ` QUALIFY ${this.#series.keep}`
    const merge = this.#mergeDirection(outputs)
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

  /** The direction when the query is a merge of child tables by time, and nothing else. */
  #mergeDirection(outputs: readonly Output[]): 'ascending' | 'descending' | undefined {
    const { orderBy, limit, slimit, distinct, partitionBy } = this.#select
    const [relation, ...others] = this.#scope.relations
    const [sort, ...sorts] = orderBy
    if (relation?.isSuper !== true || relation.isOneVgroup !== true || others.length > 0)
      return undefined
    if (sort === undefined || sorts.length > 0 || !this.#isOutermost) return undefined
    if (limit !== undefined || slimit !== undefined || distinct) return undefined
    if (partitionBy.length > 0 || this.#series !== undefined) return undefined
    const index = outputIndex(sort.expression, outputs)
    const expression = outputs[index ?? -1]?.expression ?? sort.expression
    const time = this.#scope.time?.name
    const isTime =
      (expression.kind === 'column' && expression.name === time) ||
      (expression.kind === 'function' &&
        (expression.name === '_rowts' || expression.name === '_c0'))
    if (!isTime) return undefined
    return sort.descending ? 'descending' : 'ascending'
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
      name: this.#name(item),
      expression: item.expression,
      alias: item.alias,
      typed: compiler.compile(item.expression),
    }
  }

  /** The output column that an ORDER BY entry means: by position, alias, or the same text. */
  #sortIndex(expression: Expression, outputs: readonly Output[]): number | undefined {
    const byName = outputIndex(expression, outputs)
    if (byName !== undefined) return byName
    const text = this.#context.sql.slice(expression.start, expression.end)
    const index = outputs.findIndex(
      output =>
        output.expression.kind !== 'column' &&
        this.#context.sql.slice(output.expression.start, output.expression.end) === text,
    )
    return index < 0 ? undefined : index
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

  #aggregate(
    items: readonly SelectItem[],
    _where: string | undefined,
  ): { readonly sql: string; readonly outputs: readonly Output[] } {
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
    this.#findPick(items, rows)
    const compiler = new ExpressionCompiler(
      this.#context,
      this.#aggregateNames(rows, source, stateSql),
    )
    const outputs = items.map(item => this.#output(item, compiler))
    const fill = window?.kind === 'interval' ? window.fill : undefined
    const groups = [
      ...this.#keys.map(({ sql }) => sql),
      ...(source === undefined ? [] : ['wkey', 'wstart', 'wend']),
      ...(stateSql === undefined ? [] : [stateSql]),
    ]
    const havingSql = having === undefined ? undefined : compiler.condition(having)
    const nothing =
      groups.length === 0 && !this.#countsNothing && having === undefined
        ? 'count(*) > 0'
        : undefined
    const sorts = orderBy.map(({ expression, descending, nulls }) => {
      const index = this.#sortIndex(expression, outputs)
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
          range: this.#timeRange(),
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

  /** The aggregate whose row bare columns are taken from. */
  #findPick(items: readonly SelectItem[], rows: ExpressionCompiler): void {
    for (const { expression } of items) {
      walkExpression(expression, part => {
        if (part.kind !== 'function') return
        const found = aggregateFunctions[part.name]
        if (found?.countsNothing === true) this.#countsNothing = true
        if (found?.picks === undefined || this.#pick !== undefined) return
        if (part.args.some(arg => arg.kind === 'star')) return
        this.#pick = found.picks(this.#call(part, rows))
      })
    }
  }

  #call(
    expression: Extract<Expression, { readonly kind: 'function' }>,
    rows: ExpressionCompiler,
  ): AggregateCall {
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
      time: this.#time(),
      context: this.#context,
    }
  }

  #aggregateNames(
    rows: ExpressionCompiler,
    source: WindowSource | undefined,
    stateSql: string | undefined,
  ): Names {
    const base = this.#rowNames()
    const keys = new Set(this.#keys.map(({ sql }) => sql))
    if (stateSql !== undefined) keys.add(stateSql)
    const grouped = (typed: Typed, column: ScopeColumn | undefined, name: string): Typed => {
      if (keys.has(typed.sql)) return typed
      if (this.#pick !== undefined) {
        return { sql: `${this.#pick.arg}_null(${typed.sql}, ${this.#pick.by})`, type: typed.type }
      }
      if (column?.isTag === true && this.#keys.length > 0) {
        return { sql: `any_value(${typed.sql})`, type: typed.type }
      }
      if (this.#select.window !== undefined) throw engineErrorAbout('NOT_IN_WINDOW', name)
      throw engineError(
        this.#select.groupBy.length > 0 || this.#keys.length > 0
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
        const column = this.#scope.find(table, name)
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
          const call = this.#call(expression, rows)
          if (call.star && name !== 'count') throw wrongNumber(name)
          if (!call.star && (call.args.length < found.min || call.args.length > found.max)) {
            throw wrongNumber(name)
          }
          if (found.singleTable === true) this.#checkSingleTable(name)
          return found.compile(call)
        }
        const groupWise = groupWiseFunctions[name]
        if (groupWise !== undefined) {
          if (!this.#isGrouped) throw engineError('FUNC_MIX')
          return groupWise(this.#call(expression, rows))
        }
        if (name in seriesFunctions) {
          throw this.#isGrouped
            ? engineError(
                'NOT_ALLOWED_FUNC',
                `${name} function is not supported in window query or group query`,
              )
            : engineError('FUNC_MIX')
        }
        const column = pseudoColumn(this.#scope, expression)
        if (column !== undefined) {
          const typed = base.special(expression)
          return typed === undefined ? undefined : grouped(typed, column, name)
        }
        return this.#range(name)
      },
    }
  }

  get #isGrouped(): boolean {
    return this.#select.window !== undefined || this.#select.groupBy.length > 0
  }

  /** Some functions scan their rows twice, which TDengine does for one table alone. */
  #checkSingleTable(name: string): void {
    const [relation] = this.#scope.relations
    if (this.#select.from === undefined || relation === undefined) return
    if (this.#scope.relations.length > 1 || relation.isSuper || relation.tbname === undefined) {
      throw engineError('ONLY_SINGLE_TABLE', `${name} is only supported in single table query`)
    }
    if (this.#select.partitionBy.length > 0) {
      throw engineError('NOT_ALLOWED_FUNC', `${name} function is not supported in partition query`)
    }
  }

  // INTERP ----------------------------------------------------------------------------------------------------------

  #interp(
    items: readonly SelectItem[],
    _where: string | undefined,
  ): { readonly sql: string; readonly outputs: readonly Output[] } {
    const { interp } = this.#select
    const time = this.#time()
    if (interp === undefined || time === undefined) throw unsupported('this INTERP')
    const rows = new ExpressionCompiler(this.#context, this.#rowNames())
    return interpQuery({
      clause: interp,
      items: items.map(item => ({ name: this.#name(item), item })),
      time,
      source: sourceMark,
      keys: this.#keys.map(({ sql, typed }) => ({ sql, typed })),
      compile: expression => rows.compile(expression),
      orderBy: this.#select.orderBy.map(({ expression, descending, nulls }) => ({
        index: outputIndex(
          expression,
          items.map(item => ({ name: this.#name(item) })),
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
