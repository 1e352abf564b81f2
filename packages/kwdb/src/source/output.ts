import type { TimeUnit } from '@tidewire/core'
import {
  KaiwuJsonPrinter,
  KaiwuLinePrinter,
  type KaiwuPrinter,
  type KaiwuTable,
  kaiwuOpenTsdbPrinter,
  kaiwuTelnetPrinter,
  type PrimaryFlags,
} from '@tidewire/formats'
import { type Format, timeUnits } from '../config.ts'
import type { ColumnType } from '../dialect/column-type.ts'
import type { TableShape } from '../dialect/table-shape.ts'
import { unitOf } from '../dialect/time-literal.ts'

/** How rows become records. */
export interface OutputSettings {
  readonly format: Format
  /** Unit of the times in records; null for the format's own. */
  readonly unit: TimeUnit | null
  readonly primaryFlags: PrimaryFlags
}

/** Units that the times of each format can have. */
export const unitsOfRecords: Readonly<Record<Format, readonly TimeUnit[]>> = timeUnits

/** Lengths that json_kaiwudb says for types that have none: bits (KaiwuDB JSON format, examples). */
const bits = { INT2: 16, INT4: 32, INT8: 64, FLOAT4: 32, FLOAT8: 64, BOOL: 1 } as const

function lengthOf(type: ColumnType): number {
  if ('precision' in type) return 64
  return 'length' in type ? type.length : bits[type.name]
}

/** A table as json_kaiwudb declares it; its time column is a TIMESTAMP there, whatever the server made of it. */
function declared({ name, columns, tags }: TableShape): KaiwuTable {
  return {
    name,
    columns: columns.map((column, i) => ({
      name: column.name,
      type: i === 0 ? 'TIMESTAMP' : column.type.name,
      length: lengthOf(column.type),
      nullable: column.nullable,
    })),
    tags: tags.map(tag => ({
      name: tag.name,
      type: tag.type.name,
      length: lengthOf(tag.type),
      nullable: tag.nullable,
      primary: tag.primary,
    })),
  }
}

/** The printer of a table's rows. */
export function printerOf(
  { format, primaryFlags }: OutputSettings,
  shape: TableShape,
): KaiwuPrinter {
  const table = declared(shape)
  switch (format) {
    case 'json_kaiwudb':
      return new KaiwuJsonPrinter(table, primaryFlags)
    case 'line_influxdb':
      return new KaiwuLinePrinter(table)
    case 'json_opentsdb':
      return kaiwuOpenTsdbPrinter(table)
    case 'line_opentsdb':
      return kaiwuTelnetPrinter(table)
  }
}

/** The unit of the times in a table's records: as configured, else the time column's own or the format's usual one. */
export function recordUnit({ format, unit }: OutputSettings, shape: TableShape): TimeUnit {
  if (unit !== null) return unit
  return format === 'json_kaiwudb' ? timeUnitOf(shape) : (unitsOfRecords[format][0] ?? 'ms')
}

/** The unit in which a table's time column counts. */
export function timeUnitOf({ columns }: TableShape): 'ms' | 'us' | 'ns' {
  const type = columns[0]?.type
  return unitOf(type !== undefined && 'precision' in type ? type.precision : 3)
}
