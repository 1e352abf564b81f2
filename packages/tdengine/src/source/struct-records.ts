import {
  type Field,
  type Schema,
  type SchemaType,
  type SourceBytesBatch,
  type SourceRecord,
  sourceRecords,
  textSchema,
} from '@tidewire/core'
import { tagsMember } from './json-row-printers.ts'
import type { OutputSettings } from './profile.ts'
import type { TableShape } from './table-shape.ts'

/** Connect types; an unsigned type has the next larger signed one. What is not here is a text. */
const schemaTypes: Readonly<Record<string, SchemaType>> = {
  BOOL: 'boolean',
  TINYINT: 'int8',
  SMALLINT: 'int16',
  INT: 'int32',
  BIGINT: 'int64',
  'TINYINT UNSIGNED': 'int16',
  'SMALLINT UNSIGNED': 'int32',
  'INT UNSIGNED': 'int64',
  'BIGINT UNSIGNED': 'int64',
  FLOAT: 'float32',
  DOUBLE: 'float64',
  TIMESTAMP: 'int64',
}

function fieldOf(shape: TableShape, name: string): Field {
  const type = schemaTypes[shape.types.get(name) ?? ''] ?? 'string'
  return { name, schema: { type, optional: true } }
}

/** The schema of flat JSON: the time (required), the columns, and a struct of the tags if there are any. */
export function structSchema(shape: TableShape, settings: OutputSettings): Schema {
  const { tableNameTag } = settings
  const tags = [
    ...(tableNameTag === null ? [] : [{ name: tableNameTag, schema: textSchema }]),
    ...shape.tags.map(name => fieldOf(shape, name)),
  ]
  return {
    type: 'struct',
    optional: false,
    fields: [
      { name: shape.time, schema: { type: 'int64', optional: false } },
      ...shape.columns.map(name => fieldOf(shape, name)),
      ...(tags.length === 0
        ? []
        : [
            {
              name: tagsMember(shape),
              schema: { type: 'struct', optional: true, fields: tags } as const,
            },
          ]),
    ],
  }
}

function typed(schema: Schema, value: unknown): unknown {
  if (value === undefined || value === null) return null
  switch (schema.type) {
    case 'struct': {
      const members = value as Readonly<Record<string, unknown>>
      const fields = schema.fields ?? []
      return Object.fromEntries(
        fields.map(({ name, schema: of }) => [name, typed(of, members[name])]),
      )
    }
    case 'int8':
    case 'int16':
    case 'int32':
    case 'float32':
    case 'float64':
      return Number(value)
    default:
      return value
  }
}

/** Integers keep all their digits. */
function exact(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source ?? ''
  return typeof value === 'number' && /^-?\d+$/.test(source) ? BigInt(source) : value
}

/** Printed flat JSON as structures with their schema, for converters that want them (JsonConverter). */
export function structRecords(batch: SourceBytesBatch, schema: Schema): SourceRecord[] {
  return sourceRecords(batch, schema, json => typed(schema, JSON.parse(json, exact)))
}
