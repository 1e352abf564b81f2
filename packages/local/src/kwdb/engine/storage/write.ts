import type { DuckDBConnection } from '@duckdb/node-api'
import type { Column, Table } from '../../catalog/descriptor.ts'
import { type AppendColumn, appendRows } from './append.ts'
import { type Cells, cellAt, makeCells, pickCells, setCell } from './cells.ts'
import {
  columnName,
  dataColumns,
  primaryTags,
  rowTable,
  seriesTable,
  tagColumns,
  timeColumn,
} from './stored-table.ts'
import { storedType } from './stored-type.ts'
import { type Series, seriesKey, type TableState } from './table-state.ts'

/** What becomes of a second row of the same series and time (`ts.dedup.rule`). */
export type DedupRule = 'override' | 'merge' | 'discard' | 'keep'

/** Rows to write: the values of the columns that were named, by column id. */
export interface WriteBatch {
  readonly rows: number
  readonly cells: ReadonlyMap<number, Cells>
}

/** What a write has done. */
export interface WriteResult {
  /** Rows that `discard` dropped. */
  readonly discarded: number
}

/** Called with what takes a change of memory back, should the transaction not come to its end. */
export type OnUndo = (undo: () => void) => void

/**
 * Writes rows: makes the series that are new, with the tags of their first row, and stores the
 * rows. Rows newer than all that their series has are appended; others go through the rule.
 * A batch without the time column only makes series.
 */
export async function writeRows(
  connection: DuckDBConnection,
  table: Table,
  state: TableState,
  batch: WriteBatch,
  rule: DedupRule,
  onUndo: OnUndo,
): Promise<WriteResult> {
  const owners = await findSeries(connection, table, state, batch, onUndo)
  const times = batch.cells.get(timeColumn(table).id)?.values
  if (!(times instanceof BigInt64Array)) return { discarded: 0 }
  const appended = rule === 'keep' || isAppend(owners, times)
  const ids = Int32Array.from(owners, owner => owner.id)
  const columns = dataColumns(table)
  let discarded = 0
  if (appended) {
    await appendRows(connection, rowTable(table.id), ids, appendColumns(columns, batch.cells))
  } else if (rule === 'merge') await mergeRows(connection, table, ids, batch)
  else discarded = await replaceRows(connection, table, ids, times, batch, rule)
  raiseNewest(owners, times)
  return { discarded }
}

function appendColumns(
  columns: readonly Column[],
  cells: ReadonlyMap<number, Cells>,
): AppendColumn[] {
  return columns.map(({ id, type }) => ({
    type: storedType(type).duck,
    cells: cells.get(id) ?? null,
  }))
}

/** The series of each row. */
async function findSeries(
  connection: DuckDBConnection,
  table: Table,
  state: TableState,
  batch: WriteBatch,
  onUndo: OnUndo,
): Promise<readonly Series[]> {
  const keys = primaryTags(table).map(({ id }) => batch.cells.get(id))
  const owners = new Array<Series>(batch.rows)
  const made: Series[] = []
  const firstRows: number[] = []
  const values = new Array<ReturnType<typeof cellAt>>(keys.length)
  for (let row = 0; row < batch.rows; row++) {
    for (let i = 0; i < keys.length; i++) {
      const cells = keys[i]
      values[i] = cells === undefined ? null : cellAt(cells, row)
    }
    const key = seriesKey(values)
    let series = state.series.get(key)
    if (series === undefined) {
      series = state.add(key)
      onUndo(() => state.series.delete(key))
      made.push(series)
      firstRows.push(row)
    }
    owners[row] = series
  }
  if (made.length > 0) {
    const ids = Int32Array.from(made, series => series.id)
    const columns = tagColumns(table).map(({ id, type }) => {
      const cells = batch.cells.get(id)
      return {
        type: storedType(type).duck,
        cells: cells === undefined ? null : pickCells(type, cells, firstRows),
      }
    })
    await appendRows(connection, seriesTable(table.id), ids, columns)
  }
  return owners
}

/** Whether every row is newer than all rows of its series that are stored or come before it. */
function isAppend(owners: readonly Series[], times: BigInt64Array): boolean {
  const newest = new Map<Series, bigint>()
  let last: Series | undefined
  let lastTime: bigint | undefined
  for (const [row, owner] of owners.entries()) {
    const time = times[row] as bigint
    if (owner !== last) {
      if (last !== undefined && lastTime !== undefined) newest.set(last, lastTime)
      last = owner
      lastTime = newest.get(owner) ?? owner.newest
    }
    if (lastTime !== undefined && time <= lastTime) return false
    lastTime = time
  }
  return true
}

/** Never lowered again, for it is only an upper bound. */
function raiseNewest(owners: readonly Series[], times: BigInt64Array): void {
  for (const [row, owner] of owners.entries()) {
    const time = times[row] as bigint
    if (owner.newest === undefined || time > owner.newest) owner.newest = time
  }
}

/** Positions of the rows that stay when rows of the same series and time meet within a batch. */
function withoutRepeats(ids: Int32Array, times: BigInt64Array, keepLast: boolean): number[] {
  const kept = new Map<string, number>()
  for (let row = 0; row < ids.length; row++) {
    const key = `${ids[row]} ${times[row]}`
    if (keepLast || !kept.has(key)) kept.set(key, row)
  }
  return [...kept.values()].sort((a, b) => a - b)
}

const stage = 'temp.main.stage'

async function fillStage(
  connection: DuckDBConnection,
  columns: readonly Column[],
  ids: Int32Array,
  cells: ReadonlyMap<number, Cells>,
  ordinal: boolean,
): Promise<void> {
  const definitions = columns.map(({ id, type }) => `${columnName(id)} ${storedType(type).ddl}`)
  const last = ordinal ? ', n INTEGER' : ''
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE stage (series INTEGER, ${definitions.join(', ')}${last})`,
  )
  const appended = appendColumns(columns, cells)
  if (ordinal) {
    const type = { name: 'INT4', width: 0 } as const
    const numbers = makeCells(type, ids.length)
    for (let row = 0; row < ids.length; row++) setCell(numbers, row, row)
    appended.push({ type: storedType(type).duck, cells: numbers })
  }
  await appendRows(connection, 'stage', ids, appended)
}

/** Answers how many rows were dropped. */
async function replaceRows(
  connection: DuckDBConnection,
  table: Table,
  ids: Int32Array,
  times: BigInt64Array,
  batch: WriteBatch,
  rule: DedupRule,
): Promise<number> {
  const columns = dataColumns(table)
  const kept = withoutRepeats(ids, times, rule === 'override')
  const cells = new Map<number, Cells>()
  for (const { id, type } of columns) {
    const all = batch.cells.get(id)
    if (all !== undefined) cells.set(id, pickCells(type, all, kept))
  }
  const keptIds = Int32Array.from(kept, row => ids[row] as number)
  await fillStage(connection, columns, keptIds, cells, false)
  const rows = rowTable(table.id)
  const time = columnName(timeColumn(table).id)
  const same = `r.series = s.series AND r.${time} = s.${time}`
  let stored = kept.length
  if (rule === 'override') {
    await connection.run(`DELETE FROM ${rows} r USING ${stage} s WHERE ${same}`)
  } else {
    const gone = await connection.run(`DELETE FROM ${stage} s USING ${rows} r WHERE ${same}`)
    stored -= gone.rowsChanged
  }
  await connection.run(`INSERT INTO ${rows} SELECT * FROM ${stage}`)
  await connection.run(`DROP TABLE ${stage}`)
  return rule === 'discard' ? batch.rows - stored : 0
}

/** Column by column the last value that is not NULL stays. */
async function mergeRows(
  connection: DuckDBConnection,
  table: Table,
  ids: Int32Array,
  batch: WriteBatch,
): Promise<void> {
  const columns = dataColumns(table)
  await fillStage(connection, columns, ids, batch.cells, true)
  const rows = rowTable(table.id)
  const time = columnName(timeColumn(table).id)
  const others = columns.slice(1).map(({ id }) => columnName(id))
  const picks = others.map(c => `last(${c} ORDER BY n) FILTER (${c} IS NOT NULL) AS ${c}`)
  const list = [time, ...others].join(', ')
  const same = `r.series = s.series AND r.${time} = s.${time}`
  await connection.run(
    `INSERT INTO ${stage} SELECT DISTINCT r.*, -1 FROM ${rows} r JOIN ${stage} s ON ${same}`,
  )
  await connection.run(`DELETE FROM ${rows} r USING ${stage} s WHERE ${same}`)
  await connection.run(
    `INSERT INTO ${rows} (series, ${list}) SELECT series, ${[time, ...picks].join(', ')} ` +
      `FROM ${stage} GROUP BY series, ${time}`,
  )
  await connection.run(`DROP TABLE ${stage}`)
}
