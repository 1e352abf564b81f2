import type { ColumnBatch, EngineValue, TableSchema } from '../engine/api.ts'
import type { LoggedChild, LoggedRows } from '../engine/change-log.ts'
import type { DuckEngine } from '../engine/duck-engine.ts'
import { cellOf } from '../engine/row-writer.ts'

/**
 * The rows that one write made in one table: in order of time, one row per key. A cell is undefined when the write did
 * not name it.
 */
export interface TableRows {
  /** The schema that the rows were written with. */
  readonly table: TableSchema
  /** Undefined for a normal table. */
  readonly child: LoggedChild | undefined
  readonly rows: number
  /** One list per column of `table`, the timestamp first; undefined for a column without any value. */
  readonly columns: readonly (readonly (EngineValue | undefined)[] | undefined)[]
}

interface Part {
  readonly logged: LoggedRows
  readonly rows: readonly number[] | undefined
}

interface Gathered {
  readonly table: TableSchema
  child: LoggedChild | undefined
  readonly parts: Part[]
}

/** Whether a table that the log names is still there; what is gone is not delivered any more (TDengine TMQ). */
function isThere(engine: DuckEngine, tableId: number, child: LoggedChild | undefined): boolean {
  const state = engine.catalog.tablesById.get(tableId)
  return (
    state !== undefined && (child === undefined || state.children.get(child.name)?.id === child.id)
  )
}

/** The rows of a log entry that belong to a vgroup, table by table. */
export function tableRows(
  engine: DuckEngine,
  vgroup: number,
  logged: readonly LoggedRows[],
  wanted: (table: TableSchema, child: LoggedChild | undefined) => boolean,
): TableRows[] {
  const gathered = new Map<string, Gathered>()
  const add = (
    part: LoggedRows,
    table: TableSchema,
    child: LoggedChild | undefined,
    rows?: number[],
  ) => {
    const key = `${table.id} ${child?.id ?? ''} ${table.version}`
    const entry = gathered.get(key) ?? { table, child, parts: [] }
    if (child?.created === true) entry.child = child
    entry.parts.push({ logged: part, rows })
    gathered.set(key, entry)
  }
  for (const part of logged) {
    const table = engine.schemaAt(part.tableId, part.version, part.tagVersion)
    if (table === undefined) continue
    if (table.kind === 'normal') {
      const own = table.vgroup === vgroup && isThere(engine, table.id, undefined)
      if (own && wanted(table, undefined)) add(part, table, undefined)
      continue
    }
    const indexes = new Map<number, number[]>()
    for (const [i, child] of part.children.entries()) {
      if (child.vgroup !== vgroup || !isThere(engine, table.id, child)) continue
      if (wanted(table, child)) indexes.set(i, [])
    }
    if (indexes.size === 0) continue
    if (part.childOf === undefined) {
      add(part, table, part.children[0])
      continue
    }
    for (let row = 0; row < part.rows; row += 1) indexes.get(part.childOf[row] ?? 0)?.push(row)
    for (const [i, rows] of indexes) {
      if (rows.length > 0) add(part, table, part.children[i], rows)
    }
  }
  return [...gathered.values()].map(merged)
}

function timestamps(part: Part): bigint[] {
  const { logged, rows } = part
  return rows === undefined
    ? Array.from(logged.timestamps.subarray(0, logged.rows))
    : rows.map(row => logged.timestamps[row] ?? 0n)
}

function cells(part: Part, column: ColumnBatch): (EngineValue | undefined)[] {
  const { logged, rows } = part
  if (rows !== undefined) return rows.map(row => cellOf(column, row))
  return Array.from({ length: logged.rows }, (_, row) => cellOf(column, row))
}

function merged({ table, child, parts }: Gathered): TableRows {
  const times = parts.flatMap(timestamps)
  const columns: ((EngineValue | undefined)[] | undefined)[] = table.columns.map((column, i) => {
    if (i === 0) return times
    if (
      !parts.some(({ logged }) => logged.columns.some(({ columnId }) => columnId === column.id))
    ) {
      return undefined
    }
    return parts.flatMap(part => {
      const batch = part.logged.columns.find(({ columnId }) => columnId === column.id)
      if (batch !== undefined) return cells(part, batch)
      return new Array<undefined>(part.rows?.length ?? part.logged.rows).fill(undefined)
    })
  })
  if (times.every((time, i) => i === 0 || (times[i - 1] as bigint) < time)) {
    return { table, child, rows: times.length, columns }
  }
  const key = table.columns.findIndex(column => column.isKey)
  return sorted({ table, child, rows: times.length, columns }, key < 0 ? undefined : columns[key])
}

/** Puts rows in order of time and key; a later row with the same key goes over an earlier one, cell by cell. */
function sorted(
  source: TableRows,
  keys: readonly (EngineValue | undefined)[] | undefined,
): TableRows {
  const { table, child, columns } = source
  const times = (columns[0] ?? []) as readonly bigint[]
  const order = times.map((_, i) => i)
  const compare = (a: number, b: number) => {
    const [x, y] = [times[a] as bigint, times[b] as bigint]
    if (x !== y) return x < y ? -1 : 1
    const [k, l] = [keys?.[a] ?? 0, keys?.[b] ?? 0]
    return k === l ? 0 : k < l ? -1 : 1
  }
  order.sort((a, b) => compare(a, b) || a - b)
  const groups: number[][] = []
  for (const row of order) {
    const last = groups.at(-1)
    if (last !== undefined && compare(last[0] as number, row) === 0) last.push(row)
    else groups.push([row])
  }
  return {
    table,
    child,
    rows: groups.length,
    columns: columns.map(values =>
      values === undefined
        ? undefined
        : groups.map(group => {
            const row = group.findLast(candidate => values[candidate] !== undefined)
            return row === undefined ? undefined : values[row]
          }),
    ),
  }
}
