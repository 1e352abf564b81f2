import {
  isVariableType,
  type Measurement,
  type PointBatch,
  type PointColumn,
} from '@tidewire/formats'
import { quoted } from '../dialect/identifier.ts'
import type { ChildRows } from './column-frame.ts'
import type { SuperTable } from './super-table.ts'
import type { Child, TableCatalog, TableState } from './table-catalog.ts'

/** Where records begin in the parsed text: record `k` at `starts[k]`. */
export interface RecordStarts {
  readonly count: number
  start(k: number): number
}

/** Rows of one super table to bind in one frame. */
export interface PlannedBind {
  readonly state: TableState
  readonly statement: string
  readonly lane: number
  readonly rows: number
  readonly measurement: Measurement
  readonly columns: readonly PointColumn[]
  readonly tagCount: number
  readonly tables: readonly ChildRows[]
  readonly order: Int32Array
}

/** A child table that is not known yet, with a record that has a row of it. */
export interface NewChild {
  readonly state: TableState
  readonly child: Child
  readonly record: number
}

/** How the rows of a text are written. */
export interface ColumnPlan {
  /** 1 for records that the server has to parse; null when it has to parse all of them. */
  readonly parsed: Uint8Array | null
  readonly parsedCount: number
  readonly binds: readonly PlannedBind[]
  readonly newChildren: readonly NewChild[]
  /** Super tables whose description is missing or old; it is worth a look after the parsed records are written. */
  readonly changed: ReadonlySet<TableState>
  /** Super tables in the text. */
  readonly tables: number
}

/** How frames are cut. */
export interface PlanLimits {
  readonly lanes: number
  /** Most rows of a frame. */
  readonly maxRows: number
}

/** The time of points without one, and of points whose time does not fit 64-bit nanoseconds. */
export const nowMark = 9_223_372_036_854_775_807n

interface Draft {
  readonly measurement: Measurement
  readonly state: TableState
  readonly children: Child[]
  /** Per series the place of its child table in `children`. */
  readonly childOf: Int32Array
  /** 1 for child tables whose rows the server has to parse. */
  readonly isParsed: Uint8Array
  readonly columns: PointColumn[]
  recordOf: Int32Array | null
}

let plans = 0

/**
 * Decides for every row whether it is bound or left to the server: left is whatever creates or changes a table, does not
 * fit it, or is in doubt. All rows of a child table in the text go the same way, and all rows of a record, so that
 * neither the order of a series nor the fate of a record depends on the way.
 */
export function planColumns(
  batch: PointBatch,
  catalog: TableCatalog,
  records: RecordStarts,
  limits: PlanLimits,
): ColumnPlan {
  plans += 1
  catalog.trim()
  const changed = new Set<TableState>()
  const drafts = batch.measurements.map(m => draftOf(m, catalog, changed))
  const needsServer = drafts.some(draft => draft.isParsed.includes(1))
  const parsed = needsServer ? parsedRecords(drafts, records) : new Uint8Array(0)
  const newChildren = needsServer ? childrenToLearn(drafts, records) : []
  const tables = drafts.length
  let parsedCount = 0
  for (const one of parsed) parsedCount += one
  if (parsedCount === records.count) {
    return { parsed: null, parsedCount, binds: [], newChildren, changed, tables }
  }
  const binds = drafts.flatMap(draft => bindsOf(draft, limits))
  return { parsed, parsedCount, binds, newChildren, changed, tables }
}

function draftOf(measurement: Measurement, catalog: TableCatalog, changed: Set<TableState>): Draft {
  const { series, columns } = measurement
  const state = catalog.state(measurement.name)
  const { table } = state
  const children: Child[] = []
  const childOf = new Int32Array(series.length)
  for (let i = 0; i < series.length; i += 1) {
    const one = series[i]
    if (one === undefined) continue
    const child = catalog.child(state, one)
    if (child.plan !== plans) {
      child.plan = plans
      child.index = children.length
      children.push(child)
    }
    childOf[i] = child.index
  }
  const isParsed = new Uint8Array(children.length)
  const draft = { measurement, state, children, childOf, isParsed, columns: [], recordOf: null }
  if (table === null) {
    changed.add(state)
    isParsed.fill(1)
    return draft
  }
  for (let i = 0; i < children.length; i += 1) {
    const child = children[i] as Child
    const tags = catalog.tagsOf(child, table)
    if (tags === null) changed.add(state)
    if (tags === null || !child.isKnown) isParsed[i] = 1
  }
  const fitting = columns.filter(column => fits(column, table, draft, changed))
  markDoubtfulTimes(draft, highOfMark[catalog.unit ?? 'ns'])
  const rank = (column: PointColumn) => table.byName.get(column.name)?.index ?? 0
  return { ...draft, columns: fitting.sort((a, b) => rank(a) - rank(b)) }
}

/** Whether a column can be bound; marks the child tables of rows that do not fit it. */
function fits(
  column: PointColumn,
  table: SuperTable,
  draft: Draft,
  changed: Set<TableState>,
): boolean {
  const stored = table.byName.get(column.name)
  const { measurement, childOf, isParsed, state } = draft
  const isSame = stored !== undefined && !stored.isTag && stored.type.id === column.type
  const isUsable = isSame && quoted(column.name) !== null && column.name !== 'tbname'
  const isVariable = isVariableType(column.type)
  if (isUsable && (!isVariable || column.maxLength <= stored.length)) return true
  changed.add(state)
  const { filled } = column
  for (let row = 0; row <= column.lastRow; row += 1) {
    if (filled[row] !== 1) continue
    if (isUsable && column.lengthOf(row) <= stored.length) continue
    isParsed[childOf[measurement.seriesOf[row] as number] as number] = 1
  }
  return isUsable
}

/** The high half of the greatest time of each unit. */
const highOfMark = {
  ns: Number(nowMark >> 32n),
  us: Number((nowMark / 1_000n) >> 32n),
  ms: Number((nowMark / 1_000_000n) >> 32n),
} as const

/** Rows without a time get it from the server's clock, and what is out of range is the server's to judge. */
function markDoubtfulTimes({ measurement, childOf, isParsed }: Draft, highest: number): void {
  const halves = new Int32Array(measurement.times.buffer)
  const { rows, seriesOf } = measurement
  for (let row = 0; row < rows; row += 1) {
    if ((halves[row * 2 + 1] as number) < highest) continue
    isParsed[childOf[seriesOf[row] as number] as number] = 1
  }
}

/** The record of each row; rows and records are in the order of the text. */
function recordsOf(draft: Draft, records: RecordStarts): Int32Array {
  if (draft.recordOf !== null) return draft.recordOf
  const { rows, lineOf } = draft.measurement
  const recordOf = new Int32Array(rows)
  let k = 0
  for (let row = 0; row < rows; row += 1) {
    const at = lineOf[row] as number
    while (k + 1 < records.count && records.start(k + 1) <= at) k += 1
    recordOf[row] = k
  }
  draft.recordOf = recordOf
  return recordOf
}

/** Rounds after which the rest is left to the server as well. */
const maximumRounds = 8

/** The records that the server has to parse: those of marked child tables, their other child tables, and so on. */
function parsedRecords(drafts: readonly Draft[], records: RecordStarts): Uint8Array {
  const parsed = new Uint8Array(records.count)
  for (let round = 0; round < maximumRounds; round += 1) {
    let grown = false
    for (const draft of drafts) {
      const { measurement, childOf, isParsed } = draft
      const { rows, seriesOf } = measurement
      const recordOf = recordsOf(draft, records)
      for (let row = 0; row < rows; row += 1) {
        const record = recordOf[row] as number
        const child = childOf[seriesOf[row] as number] as number
        if (parsed[record] === isParsed[child]) continue
        parsed[record] = 1
        isParsed[child] = 1
        grown = true
      }
    }
    if (!grown) return parsed
  }
  return parsed.fill(1)
}

function childrenToLearn(drafts: readonly Draft[], records: RecordStarts): NewChild[] {
  const found: NewChild[] = []
  for (const draft of drafts) {
    const { measurement, children, childOf, state } = draft
    const recordOf = recordsOf(draft, records)
    const seen = new Uint8Array(children.length)
    for (let row = 0; row < measurement.rows; row += 1) {
      const place = childOf[measurement.seriesOf[row] as number] as number
      const child = children[place]
      if (child === undefined || child.isKnown || seen[place] === 1) continue
      seen[place] = 1
      found.push({ state, child, record: recordOf[row] as number })
    }
  }
  return found
}

/** The frames of one super table: rows by child table, cut at `maxRows`, one after the other for each lane. */
function bindsOf(draft: Draft, { lanes, maxRows }: PlanLimits): PlannedBind[] {
  const { children, isParsed, measurement, state, columns } = draft
  const { table } = state
  if (table === null) return []
  const { order, from: starts, to: stops } = orderRows(draft)
  const statement = statementOf(table, columns)
  const binds: PlannedBind[] = []
  for (let lane = 0; lane < lanes; lane += 1) {
    let tables: ChildRows[] = []
    let rows = 0
    const cut = () => {
      if (rows === 0) return
      const tagCount = table.tags.length
      binds.push({
        state,
        statement,
        lane,
        rows,
        measurement,
        columns,
        tagCount,
        tables,
        order,
      })
      tables = []
      rows = 0
    }
    for (let i = 0; i < children.length; i += 1) {
      const child = children[i] as Child
      if (isParsed[i] === 1 || child.tags === null || child.lane % lanes !== lane) continue
      let from = starts[i] as number
      const to = stops[i] as number
      while (from < to) {
        if (rows >= maxRows) cut()
        const next = Math.min(to, from + maxRows - rows)
        tables.push({ name: child.name, tags: child.tags, from, to: next })
        rows += next - from
        from = next
      }
    }
    cut()
  }
  return binds
}

/** Rows by child table: those of child `i` are `order[from[i]..to[i])`. */
interface RowOrder {
  readonly order: Int32Array
  readonly from: Int32Array
  readonly to: Int32Array
}

/** Sorts the rows of child tables that are bound by child table; in each they stay in their order. */
function orderRows(draft: Draft): RowOrder {
  const { measurement, children, childOf, isParsed } = draft
  const { rows, seriesOf, times } = measurement
  const halves = new Int32Array(times.buffer)
  const from = new Int32Array(children.length)
  const to = new Int32Array(children.length)
  const counts = new Int32Array(children.length)
  const childOfRow = new Int32Array(rows)
  for (let row = 0; row < rows; row += 1) {
    const child = childOf[seriesOf[row] as number] as number
    childOfRow[row] = child
    counts[child] = (counts[child] as number) + 1
  }
  for (let i = 1; i < children.length; i += 1) {
    from[i] = (from[i - 1] as number) + (counts[i - 1] as number)
  }
  to.set(from)
  const order = new Int32Array(rows)
  const mixed: number[] = []
  const isMixed = new Uint8Array(children.length)
  for (let row = 0; row < rows; row += 1) {
    const child = childOfRow[row] as number
    const at = to[child] as number
    order[at] = row
    to[child] = at + 1
    if (at === from[child] || isMixed[child] === 1) continue
    if (isLater(halves, row, order[at - 1] as number)) continue
    isMixed[child] = 1
    mixed.push(child)
  }
  for (const child of mixed) {
    if (isParsed[child] === 1) continue
    const range = order.subarray(from[child], to[child])
    to[child] = (from[child] as number) + mergeRows(range, times, draft.columns)
  }
  return { order, from, to }
}

function isLater(halves: Int32Array, row: number, other: number): boolean {
  const high = halves[row * 2 + 1] as number
  const otherHigh = halves[other * 2 + 1] as number
  if (high !== otherHigh) return high > otherHigh
  return (halves[row * 2] as number) >>> 0 > (halves[other * 2] as number) >>> 0
}

/**
 * Sorts the rows of one child table by time and makes one of those with the same time, as the server does: each column
 * has the value of the last row that has one. Returns how many rows are left, at the beginning of the range.
 */
function mergeRows(
  range: Int32Array,
  times: BigInt64Array,
  columns: readonly PointColumn[],
): number {
  const timeOf = (row: number) => times[row] as bigint
  range.sort((a, b) => (timeOf(a) < timeOf(b) ? -1 : timeOf(a) > timeOf(b) ? 1 : a - b))
  let left = 0
  for (const row of range) {
    const before = left === 0 ? -1 : (range[left - 1] as number)
    if (before < 0 || timeOf(before) !== timeOf(row)) {
      range[left] = row
      left += 1
      continue
    }
    for (const column of columns) {
      if (column.filled[row] !== 1 && column.filled[before] === 1) column.repeat(before, row)
    }
    range[left - 1] = row
  }
  return left
}

/** The statement that a frame with these columns is bound to (TDengine INSERT into a super table by `tbname`). */
function statementOf(table: SuperTable, columns: readonly PointColumn[]): string {
  const names = [table.columns[0], ...columns].map(column => `\`${column?.name ?? ''}\``)
  const tags = table.tags.map(({ name }) => `\`${name}\``)
  const all = ['tbname', ...tags, ...names]
  const marks = all.map(() => '?').join(',')
  return `INSERT INTO \`${table.name}\` (${all.join(',')}) VALUES (${marks})`
}
