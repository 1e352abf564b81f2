import { convertTime, type TimeUnit } from '@tidewire/core'
import { raise } from '../errors.ts'

/** How a query is cut into splits, under the names of the Flink connector. */
export const SplitType = {
  SPLIT_TYPE_TIMESTAMP: 'TIMESTAMP',
  SPLIT_TYPE_TABLE: 'TABLE',
  SPLIT_TYPE_TAG: 'TAG',
  SPLIT_TYPE_SQL: 'SQL',
} as const

/** One of the split types. */
export type SplitTypeName = (typeof SplitType)[keyof typeof SplitType]

/** A time range in steps. Windows are left-closed and right-open. */
export interface TimeRange {
  /** Column of the query's output that decides. */
  readonly field: string
  /** Nanoseconds since the epoch; null is found with the first row. */
  readonly start: bigint | null
  /** Nanoseconds since the epoch, not included; null is found with the last row. */
  readonly end: bigint | null
  /** Length of a window in nanoseconds. */
  readonly step: bigint
}

/** A moment: nanoseconds since the epoch, a Date, or ISO 8601 text; text without an offset is in `zone`. */
export type Moment = bigint | Date | string

/**
 * Start, end, column and step of a split by time (Flink connector `TimestampSplitInfo`). The zone counts: it is that of
 * texts without an offset, UTC when absent. `start` or `end` may be null: then they are looked up when the job starts.
 */
export class TimestampSplitInfo implements TimeRange {
  readonly field: string
  readonly start: bigint | null
  readonly end: bigint | null
  readonly step: bigint

  constructor(options: {
    readonly start: Moment | null
    readonly end: Moment | null
    readonly field: string
    readonly stepMs: number
    readonly zone?: string
  }) {
    const { start, end, field, stepMs, zone = 'UTC' } = options
    this.field = field
    this.start = start === null ? null : nanosOf(start, zone)
    this.end = end === null ? null : nanosOf(end, zone)
    if (!Number.isFinite(stepMs)) throw refuse(`the step ${stepMs} is no number of milliseconds`)
    this.step = BigInt(Math.trunc(stepMs)) * 1_000_000n
  }
}

function refuse(reason: string): Error {
  return raise('TDENGINE_STREAM_SPLIT', { reason })
}

/** A moment as nanoseconds since the epoch; `zone` is for text without an offset. */
export function nanosOf(moment: Moment, zone: string): bigint {
  if (typeof moment === 'bigint') return moment
  if (moment instanceof Date) {
    if (Number.isNaN(moment.getTime())) throw refuse('a Date that is no time')
    return convertTime(BigInt(moment.getTime()), 'ms', 'ns')
  }
  const match =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,9}))?)?\s*(Z|[+-]\d\d:?\d\d)?$/i.exec(
      moment.trim(),
    )
  const [, day = '', clock = '00:00:00', fraction = '', offset] = match ?? []
  const local = Date.parse(`${day}T${clock}Z`)
  if (match === null || Number.isNaN(local)) throw refuse(`"${moment}" is no time`)
  const shift = offset === undefined ? zoneOffsetMs(local, zone) : offsetMs(offset)
  return BigInt(local - shift) * 1_000_000n + BigInt(fraction.padEnd(9, '0'))
}

function offsetMs(text: string): number {
  if (/^z$/i.test(text)) return 0
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2))
  return (text.startsWith('-') ? -minutes : minutes) * 60_000
}

/** The offset of a zone at a local time. In the hour that a clock skips or repeats the earlier offset counts. */
function zoneOffsetMs(local: number, zone: string): number {
  let format: Intl.DateTimeFormat
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
  } catch {
    throw refuse(`"${zone}" is no time zone`)
  }
  const at = (time: number): number => {
    const name = format.formatToParts(time).find(part => part.type === 'timeZoneName')?.value
    const text = name?.replace(/^GMT/, '') ?? ''
    return text === '' ? 0 : offsetMs(text)
  }
  const before = at(local - 24 * 3_600_000)
  return at(local - before) === before ? before : at(local - at(local))
}

/**
 * What to read and how to cut it (Flink connector `SourceSplitSql`). Either `sql` is the whole query, or it is put
 * together from select, table, where and other. All setters return the object.
 */
export class SourceSplitSql {
  sql = ''
  select = ''
  tableName = ''
  where = ''
  other = ''
  splitType: SplitTypeName = SplitType.SPLIT_TYPE_SQL
  timestampSplitInfo: TimeRange | null = null
  tagList: readonly string[] = []
  tableList: readonly string[] = []
  /** Tag whose values become the splits, looked up when the job starts; instead of `tagList`. */
  discoverTag = ''
  /** Super table whose sub-tables become the splits, looked up when the job starts; instead of `tableList`. */
  discoverTablesOf = ''
  /** Output column by which a split is read in order, so that a restart goes on behind the last row; TAG and SQL. */
  resumeColumn = ''

  constructor(sql = '') {
    this.sql = sql
  }

  setSql(sql: string): this {
    this.sql = sql
    return this
  }

  setSelect(select: string): this {
    this.select = select
    return this
  }

  setTableName(name: string): this {
    this.tableName = name
    return this
  }

  setWhere(where: string): this {
    this.where = where
    return this
  }

  setOther(other: string): this {
    this.other = other
    return this
  }

  setSplitType(type: SplitTypeName): this {
    this.splitType = type
    return this
  }

  setTimestampSplitInfo(info: TimeRange): this {
    this.timestampSplitInfo = info
    return this
  }

  setTagList(conditions: readonly string[]): this {
    this.tagList = conditions
    return this
  }

  setTableList(tables: readonly string[]): this {
    this.tableList = tables
    return this
  }

  setDiscoverTag(tag: string): this {
    this.discoverTag = tag
    return this
  }

  setDiscoverTablesOf(superTable: string): this {
    this.discoverTablesOf = superTable
    return this
  }

  setResumeColumn(column: string): this {
    this.resumeColumn = column
    return this
  }
}

/** The whole query of a split description; throws `TDENGINE_STREAM_SQL` when there is none. */
export function querySql(split: SourceSplitSql): string {
  if (split.sql.trim() !== '') return split.sql.trim().replace(/;\s*$/, '')
  if (split.select.trim() === '' || split.tableName.trim() === '')
    throw raise('TDENGINE_STREAM_SQL')
  return tableQuery(split, split.tableName)
}

/** The query of one table in builder form. */
export function tableQuery(
  { select, where, other }: Pick<SourceSplitSql, 'select' | 'where' | 'other'>,
  table: string,
): string {
  if (select.trim() === '') throw raise('TDENGINE_STREAM_SQL')
  const condition = where.trim() === '' ? '' : ` where ${where.trim()}`
  const suffix = other.trim() === '' ? '' : ` ${other.trim()}`
  return `select ${select.trim()} from ${quoteTable(table)}${condition}${suffix}`
}

/**
 * True when a select list leaves the rows of a table as they are, in the order of its time column: columns with or without
 * another name, none of which takes the name of the time. Functions and DISTINCT may give another order.
 */
export function keepsOrder(select: string, time: string): boolean {
  const name = '(`[^`]+`|\\w+)'
  const item = new RegExp(`^(?:\\*|(?:${name}\\.)?${name}(?:\\s+(?:as\\s+)?${name})?)$`, 'i')
  return select.split(',').every(part => {
    const match = item.exec(part.trim())
    if (match === null) return false
    const [, , column, alias] = match.map(word => word?.replace(/^`(.+)`$/, '$1'))
    // Two words without AS may be a keyword and a column.
    if (/^(distinct|all)$/i.test(column ?? '')) return false
    return alias !== time || column === time
  })
}

/** A table name in backticks; `database.table` gets each part quoted. Names in backticks stay. */
export function quoteTable(name: string): string {
  const plain = name.trim()
  if (/^`[^`]+`(\.`[^`]+`)?$/.test(plain)) return plain
  if (plain.includes('`') || plain === '') throw refuse(`${JSON.stringify(name)} is no table name`)
  const parts = plain.split('.')
  if (parts.length > 2 || parts.includes('')) {
    throw refuse(
      `${JSON.stringify(name)} is no table name; a dot in a name needs backticks around it`,
    )
  }
  return parts.map(part => `\`${part}\``).join('.')
}

/** A column name in backticks. */
export function quoteColumn(name: string): string {
  const plain = name.trim().replace(/^`([^`]+)`$/, '$1')
  if (plain === '' || plain.includes('`')) {
    throw refuse(`${JSON.stringify(name)} is no column name`)
  }
  return `\`${plain}\``
}

/** A moment in the unit that TDengine reads bare integers in; a finer part is cut off upward, so that `< end` holds. */
export function inUnit(nanos: bigint, unit: TimeUnit): bigint {
  const cut = convertTime(nanos, 'ns', unit)
  return convertTime(cut, unit, 'ns') === nanos ? cut : cut + 1n
}
