import { withoutDots } from '@tidewire/formats'
import { bindBlock, unset } from '../wire/bind-block.ts'
import type { TDengineValue } from '../wire/data-type.ts'
import { type BindTable, encodeBindRequest } from '../wire/stmt2-bind.ts'
import type { StoredColumn, SuperTable } from './super-table.ts'
import type { TypedRow } from './typed-row.ts'
import { Misfit, storedValue, type TimeUnits } from './typed-value.ts'

/** A row with its values as the table stores them. */
export interface StoredRow {
  readonly child: string | null
  readonly time: bigint
  readonly tags: ReadonlyMap<string, TDengineValue>
  readonly columns: ReadonlyMap<string, TDengineValue>
}

/** Converts a row; throws a `Misfit` that names the column. */
export function storedRow(row: TypedRow, table: SuperTable, units: TimeUnits): StoredRow {
  const [timeColumn] = table.columns
  if (timeColumn === undefined) throw new Misfit('the table has no columns')
  // The time may come under the name that the table gives it.
  const time = row.time ?? row.columns.get(timeColumn.name)?.value ?? null
  const now = BigInt(Date.now())
  const stored =
    time === null
      ? storedValue(now, timeColumn, { record: 'ms', database: units.database })
      : converted('the time', time, timeColumn, units)
  const convert = (values: TypedRow['columns'], isTag: boolean) => {
    const found = new Map<string, TDengineValue>()
    for (const [name, { value }] of values) {
      const column = table.byName.get(name)
      if (column === undefined || column.isTag !== isTag) {
        if (isTag && table.tags.length === 0) continue
        throw new Misfit(`${table.name} has no ${isTag ? 'tag' : 'column'} ${name}`)
      }
      if (column !== timeColumn) found.set(name, converted(name, value, column, units))
    }
    return found
  }
  return {
    child: row.child === null ? null : withoutDots(row.child),
    time: stored as bigint,
    tags: convert(row.tags, true),
    columns: convert(row.columns, false),
  }
}

function converted(
  what: string,
  value: Parameters<typeof storedValue>[0],
  column: StoredColumn,
  units: TimeUnits,
): TDengineValue {
  try {
    return storedValue(value, column, units)
  } catch (error) {
    throw error instanceof Misfit ? new Misfit(`${what}: ${error.message}`) : error
  }
}

/** One bind of rows of one table. */
export interface TypedBind {
  readonly statement: string
  readonly frame: Buffer
}

/**
 * The statement and the frame for rows of one table. Rows of one child table with the same time are made one first, each
 * column with its last value; columns that a row does not have stay as they are in the table.
 */
export function bindRows(rows: readonly StoredRow[], table: SuperTable): TypedBind {
  const isSuper = table.tags.length > 0
  const columns = table.columns
    .slice(1)
    .filter(column => rows.some(row => row.columns.has(column.name)))
  const byChild = new Map<string, Map<bigint, StoredRow>>()
  for (const row of rows) {
    const name = row.child ?? ''
    let times = byChild.get(name)
    if (times === undefined) {
      times = new Map()
      byChild.set(name, times)
    }
    const before = times.get(row.time)
    times.set(row.time, before === undefined ? row : merged(before, row))
  }
  const [time] = table.columns
  const tables: BindTable[] = [...byChild].map(([name, times]) => {
    const list = [...times.values()]
    const cells = (column: StoredColumn) =>
      bindBlock(
        column.type.name,
        list.map(
          row => row.columns.get(column.name) ?? (row.columns.has(column.name) ? null : unset),
        ),
      )
    return {
      name: isSuper ? name : null,
      tags: table.tags.map(tag => bindBlock(tag.type.name, [tagOf(list, tag.name)])),
      columns: [
        bindBlock(
          'TIMESTAMP',
          list.map(row => row.time),
        ),
        ...columns.map(cells),
      ],
    }
  })
  const names = [time, ...columns].map(column => `\`${column?.name ?? ''}\``)
  const all = isSuper ? ['tbname', ...table.tags.map(({ name }) => `\`${name}\``), ...names] : names
  const marks = all.map(() => '?').join(',')
  return {
    statement: `INSERT INTO \`${table.name}\` (${all.join(',')}) VALUES (${marks})`,
    frame: encodeBindRequest(0n, 0n, tables),
  }
}

function merged(before: StoredRow, row: StoredRow): StoredRow {
  return {
    ...row,
    tags: new Map([...before.tags, ...row.tags]),
    columns: new Map([...before.columns, ...row.columns]),
  }
}

function tagOf(rows: readonly StoredRow[], name: string): TDengineValue {
  for (const row of rows) if (row.tags.has(name)) return row.tags.get(name) ?? null
  return null
}
