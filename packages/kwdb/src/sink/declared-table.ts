import type { KaiwuColumn, KaiwuTable } from '@tidewire/formats'
import {
  type ColumnType,
  columnType,
  parseColumnType,
  type TimePrecision,
  typeNameOf,
} from '../dialect/column-type.ts'
import { limits } from '../dialect/limits.ts'
import { Misfit } from '../dialect/misfit.ts'
import type { TableShape } from '../dialect/table-shape.ts'

/** What a record declares, as a table of KWDB. */
export interface DeclaredTable extends TableShape {
  /** Columns and tags whose type names its own unit of time, e.g. `TIMESTAMPTZ(9)`. */
  readonly ownPrecision: ReadonlySet<string>
}

/**
 * The table that a json_kaiwudb record declares. `length` counts for texts and bytes alone: of the others it is the
 * number of bits. A time has the precision that its type names, as `TIMESTAMPTZ(6)`, else that of the records.
 */
export function declaredTable(table: KaiwuTable, precision: TimePrecision): DeclaredTable {
  if (table.tags === null)
    throw new Misfit('tags are missing: a time-series table needs a primary tag')
  const ownPrecision = new Set<string>()
  const typeOf = (column: KaiwuColumn): ColumnType => {
    if (/\(\s*[369]\s*\)/.test(column.type) && /^timestamp/i.test(column.type)) {
      ownPrecision.add(column.name)
    }
    return declaredType(column, precision)
  }
  const columns = table.columns.map((column, i) => {
    const type = typeOf(column)
    // The server makes the first column one with a time zone, whichever of the two it is told.
    return i === 0 && 'precision' in type
      ? { name: column.name, type: { ...type, name: 'TIMESTAMPTZ' as const }, nullable: false }
      : { name: column.name, type, nullable: column.nullable ?? true }
  })
  const tags = table.tags.map(tag => {
    const type = typeOf(tag)
    const { name, primary } = tag
    if (!primary) return { name, type, nullable: tag.nullable ?? true, primary }
    const fitting =
      type.name !== 'VARCHAR'
        ? type
        : {
            ...type,
            length:
              tag.length === null
                ? limits.defaultPrimaryVarchar
                : Math.min(type.length, limits.primaryVarchar),
          }
    return { name, type: fitting, nullable: false, primary }
  })
  return { name: table.name, columns, tags, ownPrecision }
}

function declaredType(column: KaiwuColumn, precision: TimePrecision): ColumnType {
  const { length, name, type } = column
  const plain = typeNameOf(type)
  if (plain !== null) return columnType(plain, length === 0 ? null : length, precision)
  try {
    return parseColumnType(type)
  } catch {
    throw new Misfit(`${type} is no type of a time-series table`, name)
  }
}
