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
import { type ColumnType, printColumnType } from '../dialect/column-type.ts'
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

/**
 * A table as json_kaiwudb declares it; its time column is a TIMESTAMP there, whatever the server made of it. Further
 * columns of another unit than the records' say their precision; with null none does.
 */
function declared({ name, columns, tags }: TableShape, unit: TimeUnit | null): KaiwuTable {
  return {
    name,
    columns: columns.map((column, i) => ({
      name: column.name,
      type: i === 0 ? 'TIMESTAMP' : typeText(column.type, unit),
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

function typeText(type: ColumnType, unit: TimeUnit | null): string {
  const isOwn = unit !== null && 'precision' in type && unitOf(type.precision) !== unit
  return isOwn ? printColumnType(type) : type.name
}

/** The printer of a table's rows. */
export function printerOf(output: OutputSettings, shape: TableShape): KaiwuPrinter {
  const { format, primaryFlags } = output
  const table = declared(shape, format === 'json_kaiwudb' ? recordUnit(output, shape) : null)
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
