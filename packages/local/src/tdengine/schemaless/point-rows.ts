import {
  type ChildTarget,
  isVariableType,
  type Measurement,
  type PointColumn,
  valueTypes,
} from '@tidewire/formats'
import {
  type ChildRef,
  type ColumnBatch,
  type ColumnValues,
  cellState,
  type EngineValue,
  type TableBatch,
  type TableSchema,
} from '../engine/api.ts'

/** The values of a column as the engine takes them; typed arrays are handed on without a copy. */
function columnValues(column: PointColumn, rows: number): ColumnValues {
  if (!isVariableType(column.type) && column.type !== valueTypes.BOOL) return column.values()
  const values = new Array<EngineValue | undefined>(rows)
  const last = Math.min(rows, column.lastRow + 1)
  if (column.type === valueTypes.BOOL) {
    const bits = column.values()
    for (let row = 0; row < last; row += 1) {
      if (column.filled[row] === 1) values[row] = bits[row] === 1
    }
    return values
  }
  const isText = column.type === valueTypes.VARCHAR || column.type === valueTypes.NCHAR
  for (let row = 0; row < last; row += 1) {
    if (column.filled[row] !== 1) continue
    values[row] = isText ? column.text(row) : Uint8Array.prototype.slice.call(column.bytes(row))
  }
  return values
}

function states(column: PointColumn, rows: number): Uint8Array | undefined {
  if (column.count === rows) return undefined
  const result = new Uint8Array(rows).fill(cellState.unset)
  const last = Math.min(rows, column.lastRow + 1)
  for (let row = 0; row < last; row += 1) {
    if (column.filled[row] === 1) result[row] = cellState.value
  }
  return result
}

function columnBatch(column: PointColumn, columnId: number, rows: number): ColumnBatch {
  const cells = states(column, rows)
  const values = columnValues(column, rows)
  return cells === undefined ? { columnId, values } : { columnId, values, states: cells }
}

function childRef(target: ChildTarget, table: TableSchema, ttl: number): ChildRef {
  const named: number[] = []
  const tags = table.tags.map(tag => {
    const given = target.tags.find(candidate => candidate.name === tag.name)
    if (given === undefined) return null
    named.push(tag.id)
    return given.value
  })
  return { name: target.name, tags, ttl, namedTags: named }
}

/** The rows of a measurement as the engine takes them; `targets` are the child tables of its series, in their order. */
export function tableBatch(
  measurement: Measurement,
  targets: readonly ChildTarget[],
  table: TableSchema,
  ttl: number,
): TableBatch {
  const { rows } = measurement
  const children: ChildRef[] = []
  const byName = new Map<string, number>()
  const childOfSeries = new Uint32Array(targets.length)
  for (const [i, target] of targets.entries()) {
    let child = byName.get(target.name)
    if (child === undefined) {
      child = children.length
      byName.set(target.name, child)
      children.push(childRef(target, table, ttl))
    }
    childOfSeries[i] = child
  }
  const ids = new Map(table.columns.map(column => [column.name, column.id]))
  return {
    table,
    children,
    childOf: childrenOf(measurement, childOfSeries, children.length === targets.length),
    rows,
    timestamps: measurement.times.subarray(0, rows),
    columns: measurement.columns.map(column =>
      columnBatch(column, ids.get(column.name) ?? 0, rows),
    ),
  }
}

function childrenOf(
  measurement: Measurement,
  childOfSeries: Uint32Array,
  isIdentity: boolean,
): Uint32Array {
  const seriesOf = measurement.seriesOf.subarray(0, measurement.rows)
  return isIdentity ? seriesOf : seriesOf.map(series => childOfSeries[series] ?? 0)
}
