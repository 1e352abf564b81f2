import { type Logger, nanosPer, type TimeUnit } from '@tidewire/core'
import type { QueryResult, TDengineClient } from '../client/api.ts'
import { textLiteral } from '../dialect/text-literal.ts'
import { raise } from '../errors.ts'
import type { TDengineValue } from '../wire/data-type.ts'
import {
  rangePosition,
  type SplitPosition,
  type TDengineSplit,
  windowRows,
} from './source-split.ts'
import {
  inUnit,
  keepsOrder,
  querySql,
  quoteColumn,
  quoteTable,
  type SourceSplitSql,
  SplitType,
  type TimeRange,
  tableQuery,
} from './split-sql.ts'

/** Conditions of tags that are compared each with all others, in statements that grow with their number. */
const mostCompared = 100

/** Splits that a time range may have. */
const maximumSplits = 100_000n

function refuse(reason: string): Error {
  return raise('TDENGINE_STREAM_SPLIT', { reason })
}

/**
 * Makes the splits of a description, oldest first: asks the server for the columns and the precision of the query, for
 * tables, tag values and times that are to be discovered, and whether tag conditions overlap (refused) or leave rows out
 * (reported). Throws `TDENGINE_STREAM_SPLIT`, `TDENGINE_STREAM_SQL`, or what the server says of the query.
 */
export class SplitPlanner {
  readonly #client: TDengineClient
  readonly #log: Logger
  readonly #signal: AbortSignal
  readonly #allowOverlap: boolean

  constructor(
    client: TDengineClient,
    log: Logger,
    signal: AbortSignal,
    options: { readonly allowOverlap: boolean },
  ) {
    this.#client = client
    this.#log = log
    this.#signal = signal
    this.#allowOverlap = options.allowOverlap
  }

  async splits(split: SourceSplitSql): Promise<readonly TDengineSplit[]> {
    switch (split.splitType) {
      case SplitType.SPLIT_TYPE_SQL:
        return await this.#sqlSplit(split)
      case SplitType.SPLIT_TYPE_TIMESTAMP:
        return await this.#timeSplits(split)
      case SplitType.SPLIT_TYPE_TAG:
        return await this.#tagSplits(split)
      case SplitType.SPLIT_TYPE_TABLE:
        return await this.#tableSplits(split)
      default:
        throw refuse(
          `the split type ${JSON.stringify(split.splitType)} is none of ${Object.values(SplitType).join(', ')}`,
        )
    }
  }

  async #sqlSplit(split: SourceSplitSql): Promise<TDengineSplit[]> {
    const sql = querySql(split)
    const result = await this.#probe(sql)
    return [{ id: 'sql', sql, condition: null, progress: resumePosition(split, result) }]
  }

  async #timeSplits(split: SourceSplitSql): Promise<TDengineSplit[]> {
    const info = split.timestampSplitInfo
    if (info === null || info.field.trim() === '') {
      throw refuse('a split by time needs timestampSplitInfo with the name of its time column')
    }
    const sql = querySql(split)
    const result = await this.#probe(sql)
    const column = timeColumn(info.field, result)
    const range = await this.#range(sql, column, info, result.unit)
    if (range === null) {
      this.#log.warn('the query has no rows, so there is no time range to split', { sql })
      return []
    }
    const { start, end } = range
    if (end <= start) throw refuse('the end of the time range is not behind its start')
    const step = info.step > 0n && info.step < end - start ? info.step : end - start
    if ((end - start) / step > maximumSplits) {
      throw refuse(`the step makes more than ${maximumSplits} splits; take a longer one`)
    }
    const { unit } = result
    const [first, last] = [inUnit(start, unit), inUnit(end, unit)]
    const width = await this.#windowWidth(sql, column, first, last)
    const splits: TDengineSplit[] = []
    for (let from = start; from < end; from += step) {
      const to = from + step < end ? from + step : end
      splits.push({
        id: `time-${splits.length}`,
        sql,
        condition: null,
        progress: rangePosition(column, inUnit(from, unit), inUnit(to, unit), width),
      })
    }
    return splits
  }

  /** How long a window is that has the wanted number of rows, if they are spread evenly. */
  async #windowWidth(sql: string, column: string, from: bigint, end: bigint): Promise<bigint> {
    const { rows } = await this.#client.query(
      `select count(*) from (${sql}) where ${column} >= ${from} and ${column} < ${end}`,
      this.#signal,
    )
    const count = BigInt(String(rows[0]?.[0] ?? 0))
    const width = end - from
    return count === 0n ? width : (width * BigInt(windowRows)) / count
  }

  /** Start and end in nanoseconds; the last row is included. */
  async #range(
    sql: string,
    column: string,
    info: TimeRange,
    unit: TimeUnit,
  ): Promise<{ readonly start: bigint; readonly end: bigint } | null> {
    const { start, end } = info
    if (start !== null && end !== null) return { start, end }
    const bound = async (order: 'asc' | 'desc'): Promise<bigint | null> => {
      const { rows } = await this.#client.query(
        `select ${column} from (${sql}) where ${column} is not null order by ${column} ${order} limit 1`,
        this.#signal,
      )
      const value = rows[0]?.[0]
      return typeof value === 'bigint' ? value : null
    }
    const first = start === null ? await bound('asc') : 0n
    const last = end === null ? await bound('desc') : 0n
    if (first === null || last === null) return null
    const nanos = nanosPer(unit)
    return { start: start ?? first * nanos, end: end ?? (last + 1n) * nanos }
  }

  async #tagSplits(split: SourceSplitSql): Promise<TDengineSplit[]> {
    const sql = querySql(split)
    const conditions =
      split.discoverTag === '' ? split.tagList : await this.#tagConditions(sql, split.discoverTag)
    if (conditions.length === 0) {
      throw refuse('a split by tag needs tagList with a condition per split, or discoverTag')
    }
    const blank = conditions.findIndex(condition => condition.trim() === '')
    if (blank >= 0) throw refuse(`condition ${blank + 1} of tagList is empty`)
    const result = await this.#probe(sql)
    if (split.discoverTag === '') await this.#checkConditions(sql, conditions)
    const progress = resumePosition(split, result)
    return conditions.map((condition, i) => ({ id: `tag-${i}`, sql, condition, progress }))
  }

  async #tagConditions(sql: string, tag: string): Promise<string[]> {
    const column = quoteColumn(tag)
    const { rows } = await this.#client.query(
      `select distinct ${column} from (${sql})`,
      this.#signal,
    )
    return rows
      .map(row => row[0] ?? null)
      .map(value => (value === null ? `${column} is null` : `${column} = ${literal(value)}`))
      .sort()
  }

  /** Overlapping conditions would give rows twice: refused. Rows that no condition takes: reported. */
  async #checkConditions(sql: string, conditions: readonly string[]): Promise<void> {
    if (conditions.length > mostCompared) {
      await this.#compareCounts(sql, conditions)
      return
    }
    for (const [i, condition] of conditions.entries()) {
      const others = conditions.slice(i + 1).map(other => `(${other})`)
      if (others.length === 0) break
      const twice = `(${condition}) and (${others.join(' or ')})`
      if (await this.#hasRows(sql, twice)) {
        const reason = `condition ${i + 1} of tagList (${condition}) and a later one hold for the same rows, which would be read twice`
        if (!this.#allowOverlap) throw refuse(reason)
        this.#log.warn(reason, {})
      }
    }
    const any = conditions.map(condition => `(${condition})`).join(' or ')
    if (await this.#hasRows(sql, `not (${any})`)) {
      this.#log.warn('some rows are read by no split: no condition of tagList holds for them', {
        sql,
      })
    }
  }

  /** Too many conditions to compare each with all others: their rows together are compared with all rows. */
  async #compareCounts(sql: string, conditions: readonly string[]): Promise<void> {
    const repeated = conditions.findIndex((one, i) => conditions.indexOf(one) !== i)
    if (repeated >= 0 && !this.#allowOverlap) {
      throw refuse(
        `condition ${repeated + 1} of tagList (${conditions[repeated]}) stands there twice`,
      )
    }
    let sum = 0n
    for (const condition of conditions) sum += await this.#count(sql, condition)
    const all = await this.#count(sql, null)
    if (sum > all) {
      const reason = `the conditions of tagList hold for ${sum} rows together, but the query has ${all}: some would be read twice`
      if (!this.#allowOverlap) throw refuse(reason)
      this.#log.warn(reason, {})
    } else if (sum < all) {
      this.#log.warn('some rows are read by no split: no condition of tagList holds for them', {
        sql,
        rows: String(all - sum),
      })
    }
  }

  async #count(sql: string, condition: string | null): Promise<bigint> {
    const where = condition === null ? '' : ` where ${condition}`
    const { rows } = await this.#client.query(`select count(*) from (${sql})${where}`, this.#signal)
    return BigInt(String(rows[0]?.[0] ?? 0))
  }

  async #hasRows(sql: string, condition: string): Promise<boolean> {
    const { rows } = await this.#client.query(
      `select * from (${sql}) where ${condition} limit 1`,
      this.#signal,
    )
    return rows.length > 0
  }

  async #tableSplits(split: SourceSplitSql): Promise<TDengineSplit[]> {
    const tables =
      split.discoverTablesOf === ''
        ? split.tableList
        : await this.#subTables(split.discoverTablesOf)
    if (tables.length === 0) {
      throw refuse('a split by table needs tableList, or discoverTablesOf with a super table')
    }
    const repeated = tables.find((table, i) => tables.indexOf(table) !== i)
    if (repeated !== undefined) throw refuse(`table ${repeated} is listed twice`)
    const splits: TDengineSplit[] = []
    let progress: SplitPosition | null = null
    for (const [i, table] of tables.entries()) {
      const sql = tableQuery(split, table)
      // The sub-tables of one super table are alike: what holds for the first one holds for thousands.
      if (progress === null || split.discoverTablesOf === '') {
        progress = await this.#tablePosition(split, table, await this.#probe(sql))
      }
      splits.push({ id: `table-${i}`, sql, condition: null, progress })
    }
    return splits
  }

  /** Rows of one table come in the order of its time; a clause behind the query may change that. */
  async #tablePosition(
    split: SourceSplitSql,
    table: string,
    result: QueryResult,
  ): Promise<SplitPosition> {
    if (split.resumeColumn !== '') return resumePosition(split, result)
    if (split.other.trim() !== '') return { kind: 'whole' }
    const description = await this.#client.query(`describe ${quoteTable(table)}`, this.#signal)
    const time = String(description.rows[0]?.[0] ?? '')
    const inResult = result.columns.find(({ name, type }) => name === time && type === 'TIMESTAMP')
    if (inResult === undefined || !keepsOrder(split.select, time)) return { kind: 'whole' }
    if (await this.#isSuperTable(table)) return { kind: 'whole' }
    return { kind: 'ordered', column: quoteColumn(time), after: null, sort: false }
  }

  async #isSuperTable(table: string): Promise<boolean> {
    const { database, name } = this.#nameOf(table)
    const { rows } = await this.#client.query(
      `select stable_name from information_schema.ins_stables where stable_name = ${textLiteral(name)}` +
        ` and db_name = ${database}`,
      this.#signal,
    )
    return rows.length > 0
  }

  async #subTables(superTable: string): Promise<string[]> {
    const { database, name, prefix } = this.#nameOf(superTable)
    const { rows } = await this.#client.query(
      `select table_name from information_schema.ins_tables where stable_name = ${textLiteral(name)}` +
        ` and db_name = ${database} order by table_name`,
      this.#signal,
    )
    if (rows.length === 0) {
      throw raise('TDENGINE_STREAM_NO_DATA', { reason: `${superTable} has no sub-tables` })
    }
    return rows.map(row => `${prefix}\`${String(row[0])}\``)
  }

  /** The parts of a table name as the catalog has them: lower case where it is not quoted. */
  #nameOf(table: string): {
    readonly database: string
    readonly name: string
    readonly prefix: string
  } {
    const parts = quoteTable(table)
      .split('`.`')
      .map(part => part.replaceAll('`', ''))
    const name = parts.at(-1) ?? ''
    const own = parts.length > 1 ? parts[0] : undefined
    return {
      name,
      database: own === undefined ? 'database()' : textLiteral(own),
      prefix: own === undefined ? '' : `\`${own}\`.`,
    }
  }

  /** Columns and precision of a query, without reading it. */
  async #probe(sql: string): Promise<QueryResult> {
    const result = await this.#client.query(`select * from (${sql}) limit 1`, this.#signal)
    const names = result.columns.map(({ name }) => name)
    const repeated = names.find((name, i) => names.indexOf(name) !== i)
    if (repeated !== undefined) {
      throw refuse(`the query has two columns ${repeated}; give one of them another name with AS`)
    }
    return result
  }
}

function timeColumn(field: string, result: QueryResult): string {
  const quoted = quoteColumn(field)
  const name = quoted.slice(1, -1)
  const column = result.columns.find(one => one.name === name)
  if (column === undefined) throw refuse(`the query has no column ${name}`)
  if (column.type !== 'TIMESTAMP') throw refuse(`column ${name} is ${column.type}, not TIMESTAMP`)
  return quoted
}

function resumePosition(split: SourceSplitSql, result: QueryResult): SplitPosition {
  if (split.resumeColumn === '') return { kind: 'whole' }
  const column = timeColumn(split.resumeColumn, result)
  return { kind: 'ordered', column, after: null, sort: true }
}

function literal(value: Exclude<TDengineValue, null>): string {
  if (typeof value === 'string') return textLiteral(value)
  if (Buffer.isBuffer(value)) throw refuse('values of a binary tag cannot be discovered')
  return String(value)
}
