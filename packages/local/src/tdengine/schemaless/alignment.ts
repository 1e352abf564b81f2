import { columnNames, type Measurement, valueTypeName } from '@tidewire/formats'
import { EngineError, type TableSchema } from '../engine/api.ts'

/**
 * TDengine first tries to write points straight into the columns of tables that exist: possible as long as the tags and
 * fields of every point are the table's own, in its order. That way has answers of its own, which this file knows.
 */

function invalidData(): EngineError {
  return new EngineError(0x3002, 'Invalid data format')
}

function hasTableTags(measurement: Measurement, table: TableSchema): boolean {
  return measurement.series.every(series =>
    series.tags.every((tag, i) => {
      const stored = table.tags[i]
      return stored?.name === tag.name && stored.type.name === valueTypeName(tag.type)
    }),
  )
}

function hasTableColumns(measurement: Measurement, table: TableSchema): boolean {
  return measurement.columns.every((column, i) => {
    const stored = table.columns[i + 1]
    return (
      column.type !== 0 &&
      stored?.name === column.name &&
      stored.type.name === valueTypeName(column.type)
    )
  })
}

/** Whether all points go the straight way; `tables` are the super tables of the measurements, in their order. */
export function isAligned(
  measurements: readonly Measurement[],
  tables: readonly (TableSchema | undefined)[],
): boolean {
  return measurements.every((measurement, i) => {
    const table = tables[i]
    return table?.kind === 'super' && hasTableTags(measurement, table)
  })
}

/**
 * The error of OpenTSDB points on the straight way: their table must have `_ts` and `_value` as its first columns, of the
 * points' type. Longer values do not lengthen the column there.
 */
export function alignedValueError(
  measurement: Measurement,
  table: TableSchema,
): EngineError | undefined {
  const [time, value] = table.columns
  const [column] = measurement.columns
  const fits =
    time?.name === columnNames.time &&
    value?.name === columnNames.value &&
    column !== undefined &&
    column.type !== 0 &&
    value.type.name === valueTypeName(column.type)
  return fits ? undefined : invalidData()
}

/** The error of line-protocol points for a super table whose time column has another name than `_ts`. */
export function timeColumnError(
  measurement: Measurement,
  table: TableSchema,
): { readonly early: boolean; readonly error: EngineError } | undefined {
  if (table.kind !== 'super' || table.columns[0]?.name === columnNames.time) return undefined
  return hasTableTags(measurement, table) && hasTableColumns(measurement, table)
    ? { early: true, error: invalidData() }
    : { early: false, error: new EngineError(0x3002, 'bound cols error') }
}
