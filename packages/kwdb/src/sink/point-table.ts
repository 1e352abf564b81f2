import { type DeclaredType, declaredTypes, type PointSeries } from '@tidewire/formats'
import type { ColumnType } from '../dialect/column-type.ts'
import { codePoints } from '../dialect/literal.ts'
import type { Column, TableShape, Tag } from '../dialect/table-shape.ts'
import { precisionOf } from '../dialect/time-literal.ts'
import type { RowOptions } from './row-options.ts'

/** Name of the tag that holds the hash of all tags. */
export const primaryTagName = 'primary_tag'
const hashLength = 64
const varchar = { name: 'VARCHAR', length: 254 } as const
const nvarcharLength = 63

/** A field of a point: its name, the type it declares, and its text where it is one. */
export interface PointField {
  readonly name: string
  readonly declared: DeclaredType
  readonly text: string
}

/** The type of a column that is made for a field. */
export function fieldType(field: PointField): ColumnType {
  switch (field.declared) {
    case declaredTypes.INT2:
      return { name: 'INT2' }
    case declaredTypes.INT4:
      return { name: 'INT4' }
    case declaredTypes.INT8:
      return { name: 'INT8' }
    case declaredTypes.FLOAT4:
      return { name: 'FLOAT4' }
    case declaredTypes.BOOL:
      return { name: 'BOOL' }
    case declaredTypes.VARCHAR:
      return { name: 'VARCHAR', length: Math.max(varchar.length, Buffer.byteLength(field.text)) }
    case declaredTypes.NVARCHAR:
      return { name: 'NVARCHAR', length: Math.max(nvarcharLength, codePoints(field.text)) }
    default:
      return { name: 'FLOAT8' }
  }
}

/** A tag that is added to a table for points: a text, of 254 bytes or as long as its first value. */
export function pointTag(name: string, value: string): Tag {
  const length = Math.max(varchar.length, Buffer.byteLength(value))
  return { name, type: { name: 'VARCHAR', length }, nullable: true, primary: false }
}

/**
 * The table that is made for a point. OpenTSDB formats: columns `timestamp` and `value`. Line protocol: `k_timestamp` and
 * the fields. The primary tag is the hash of all tags, as KWDB's own gateway has it, or those that the options name.
 */
export function pointTable(
  name: string,
  series: PointSeries,
  fields: readonly PointField[],
  options: RowOptions,
): TableShape {
  const precision = precisionOf(options.unit)
  const isLine = options.format === 'line_influxdb'
  const time: Column = {
    name: isLine ? 'k_timestamp' : 'timestamp',
    type: { name: 'TIMESTAMPTZ', precision },
    nullable: false,
  }
  const values: readonly Column[] = isLine
    ? fields.map(field => ({ name: field.name, type: fieldType(field), nullable: true }))
    : [{ name: 'value', type: valueType(fields, options), nullable: true }]
  const tags = series.tags.map(tag => pointTag(tag.name, tag.value))
  const chosen = options.primaryTags
  const primary: readonly Tag[] =
    chosen.length > 0
      ? chosen.map(tag => ({
          name: tag,
          type: { name: 'VARCHAR', length: 128 },
          nullable: false,
          primary: true,
        }))
      : [
          {
            name: primaryTagName,
            type: { name: 'VARCHAR', length: hashLength },
            nullable: false,
            primary: true,
          },
        ]
  const others = tags.filter(tag => !primary.some(one => one.name === tag.name))
  return { name, columns: [time, ...values], tags: [...primary, ...others] }
}

function valueType(fields: readonly PointField[], options: RowOptions): ColumnType {
  if (options.valueType === 'FLOAT8') return { name: 'FLOAT8' }
  const length = Math.max(varchar.length, Buffer.byteLength(fields[0]?.text ?? ''))
  return { name: 'VARCHAR', length }
}
