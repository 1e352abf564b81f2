import {
  DuckDBBlobValue,
  type DuckDBConnection,
  DuckDBDecimalValue,
  type DuckDBValue,
} from '@duckdb/node-api'
import {
  type ColumnBatch,
  type ColumnSchema,
  cellState,
  type EngineValue,
  type TableBatch,
} from './api.ts'
import { type ChildState, columnName, rowTable, type TableState } from './catalog.ts'
import { appendRows } from './row-append.ts'

/** A value of the store as the engine keeps it. */
export function fromStore(value: DuckDBValue): EngineValue {
  if (value instanceof DuckDBDecimalValue) return value.value
  if (value instanceof DuckDBBlobValue) return value.bytes
  return value as EngineValue
}

/** Reads the newest timestamp of a table, or of each of its child tables, once after a start. */
async function learnNewest(connection: DuckDBConnection, table: TableState): Promise<void> {
  if (table.newestKnown) return
  const [first] = table.schema.columns
  const name = rowTable(table.schema.id)
  const ts = columnName(first?.id ?? 1)
  if (table.schema.kind === 'normal') {
    const reader = await connection.runAndReadAll(`SELECT max(${ts}) FROM ${name}`)
    const newest = reader.getRows()[0]?.[0]
    if (typeof newest === 'bigint') table.newest = newest
  } else {
    const reader = await connection.runAndReadAll(`SELECT tb, max(${ts}) FROM ${name} GROUP BY tb`)
    const byId = new Map(reader.getRows().map(([tb, newest]) => [Number(tb), newest]))
    for (const child of table.children.values()) {
      const newest = byId.get(child.id)
      if (typeof newest === 'bigint') child.newest = newest
    }
  }
  table.newestKnown = true
}

/** Whether every row is newer than all rows of its table that are stored or come before it in the batch. */
function isAppend(
  batch: TableBatch,
  table: TableState,
  children: readonly ChildState[],
  newest: (bigint | undefined)[],
): boolean {
  if (table.schema.columns.some(column => column.isKey)) return false
  const { timestamps, childOf, rows } = batch
  for (let row = 0; row < rows; row += 1) {
    const child = childOf?.[row] ?? 0
    const ts = timestamps[row] as bigint
    const last = newest[child]
    if (last !== undefined && ts <= last) return false
    newest[child] = ts
  }
  return children.length > 0 || table.schema.kind === 'normal'
}

/**
 * Writes the rows of one batch. Rows that are newer than everything stored are appended; otherwise rows with a stored
 * (table, timestamp, key) are merged with it column by column. `children` are the batch's child tables in its order.
 */
export async function writeRows(
  connection: DuckDBConnection,
  table: TableState,
  batch: TableBatch,
  children: readonly ChildState[],
): Promise<void> {
  if (batch.rows === 0) return
  await learnNewest(connection, table)
  const owners: { newest: bigint | undefined }[] =
    table.schema.kind === 'normal' ? [table] : [...children]
  const newest = owners.map(owner => owner.newest)
  if (isAppend(batch, table, children, newest)) {
    await appendRows(connection, rowTable(table.schema.id), table.schema.columns, {
      rows: batch.rows,
      children: childIds(batch, children),
      timestamps: batch.timestamps,
      columns: new Map(batch.columns.map(column => [column.columnId, column])),
    })
  } else {
    await mergeRows(connection, table, batch, children)
    for (let row = 0; row < batch.rows; row += 1) {
      const child = batch.childOf?.[row] ?? 0
      const ts = batch.timestamps[row] as bigint
      const last = newest[child]
      if (last === undefined || ts > last) newest[child] = ts
    }
  }
  // Only ever an upper bound, so it needs no undoing when the change is rolled back.
  for (const [i, owner] of owners.entries()) owner.newest = newest[i]
}

function childIds(batch: TableBatch, children: readonly ChildState[]): Int32Array | undefined {
  if (batch.table.kind === 'normal') return undefined
  const ids = new Int32Array(batch.rows)
  if (batch.childOf === undefined) return ids.fill(children[0]?.id ?? 0)
  for (let row = 0; row < batch.rows; row += 1) {
    ids[row] = children[batch.childOf[row] ?? 0]?.id ?? 0
  }
  return ids
}

interface MergedRow {
  readonly child: number
  readonly ts: bigint
  /** By position of the column in the table; undefined is unset. */
  readonly values: (EngineValue | undefined)[]
}

/** The cell of a batch: undefined when it is unset. */
export function cellOf(column: ColumnBatch, row: number): EngineValue | undefined {
  const state = column.states?.[row]
  if (state === cellState.null) return null
  if (state === cellState.unset) return undefined
  return column.values[row] as EngineValue | undefined
}

function mergeWithin(
  batch: TableBatch,
  children: readonly ChildState[],
  columns: readonly ColumnSchema[],
): Map<string, MergedRow> {
  const positions = new Map(columns.map((column, i) => [column.id, i]))
  const keyId = columns.find(column => column.isKey)?.id
  const key = batch.columns.find(column => column.columnId === keyId)
  const merged = new Map<string, MergedRow>()
  for (let row = 0; row < batch.rows; row += 1) {
    const child = children[batch.childOf?.[row] ?? 0]?.id ?? 0
    const ts = batch.timestamps[row] as bigint
    const keyText = key === undefined ? '' : String(cellOf(key, row))
    const id = `${child} ${ts} ${keyText}`
    let target = merged.get(id)
    if (target === undefined) {
      target = { child, ts, values: new Array<EngineValue | undefined>(columns.length) }
      merged.set(id, target)
    }
    for (const column of batch.columns) {
      const value = cellOf(column, row)
      const position = positions.get(column.columnId)
      if (value !== undefined && position !== undefined) target.values[position] = value
    }
  }
  return merged
}

async function mergeRows(
  connection: DuckDBConnection,
  table: TableState,
  batch: TableBatch,
  children: readonly ChildState[],
): Promise<void> {
  const { columns, id } = table.schema
  const [first] = columns
  if (first === undefined) return
  const name = rowTable(id)
  const isSuper = table.schema.kind === 'super'
  const merged = mergeWithin(batch, children, columns)
  const rows = [...merged.values()]
  const ts = columnName(first.id)
  const stage = 'temp.main.stage_keys'
  await connection.run(`CREATE OR REPLACE TEMP TABLE stage_keys (tb INTEGER, ${ts} BIGINT)`)
  await appendRows(connection, 'stage_keys', [{ ...first, type: first.type }], {
    rows: rows.length,
    children: Int32Array.from(rows, row => row.child),
    timestamps: BigInt64Array.from(rows, row => row.ts),
    columns: new Map(),
  })
  const match = `${isSuper ? `r.tb = s.tb AND ` : ''}r.${ts} = s.${ts}`
  const names = columns.map(column => `r.${columnName(column.id)}`).join(', ')
  const stored = await connection.runAndReadAll(
    `SELECT DISTINCT ${isSuper ? 'r.tb' : '0'}, ${names} FROM ${name} r JOIN ${stage} s ON ${match}`,
  )
  const keyPosition = columns.findIndex(column => column.isKey)
  let replaced = 0
  const kept: MergedRow[] = []
  for (const [tb, ...cells] of stored.getRows()) {
    const values = cells.map(cell => fromStore(cell ?? null))
    const keyText = keyPosition < 0 ? '' : String(values[keyPosition])
    const target = merged.get(`${Number(tb)} ${String(values[0])} ${keyText}`)
    if (target === undefined) {
      // Same timestamp, other key: goes with the others of its timestamp and comes back as it was.
      kept.push({ child: Number(tb), ts: values[0] as bigint, values })
      continue
    }
    replaced += 1
    for (let i = 1; i < columns.length; i += 1) {
      target.values[i] = valueOr(target.values[i], values[i])
    }
  }
  if (replaced > 0 || kept.length > 0) {
    await connection.run(`DELETE FROM ${name} r USING ${stage} s WHERE ${match}`)
  }
  const all = kept.length > 0 ? [...kept, ...rows] : rows
  await appendRows(connection, name, columns, {
    rows: all.length,
    children: isSuper ? Int32Array.from(all, row => row.child) : undefined,
    timestamps: BigInt64Array.from(all, row => row.ts),
    columns: new Map(
      columns
        .slice(1)
        .map((column, i) => [
          column.id,
          { columnId: column.id, values: all.map(row => row.values[i + 1]) },
        ]),
    ),
  })
  await connection.run('DROP TABLE temp.main.stage_keys')
}

/** The merged cell: NULL that was named stays NULL, what was unset takes the stored value. */
function valueOr(
  named: EngineValue | undefined,
  stored: EngineValue | undefined,
): EngineValue | undefined {
  return named === undefined ? stored : named
}
