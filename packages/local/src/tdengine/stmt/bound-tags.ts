import { type BindBlock, bindState } from '@tidewire/tdengine/wire'
import { utc } from '../../time-zone.ts'
import type { ChildRef, ColumnSchema, EngineValue } from '../engine/api.ts'
import { isVariable } from '../engine/data-type.ts'
import { engineError } from '../engine/error-code.ts'
import { insertError, textValue } from '../sql/value.ts'
import { bytesOf } from './field.ts'
import { type InsertTemplate, isFixed } from './insert-template.ts'

/** Longest text of a JSON tag in bytes. */
const maxJson = 4095

/**
 * The child table that rows are bound to, with its tags: `tag(i)` gives the block of the i-th tag parameter, undefined
 * when there is none. TDengine does not look at the type of a bound tag: other types give their bytes.
 */
export function childOf(
  template: InsertTemplate,
  name: string,
  tag: (index: number) => BindBlock | undefined,
): ChildRef {
  const values = new Map<number, EngineValue>()
  let parameter = 0
  for (const slot of template.tags) {
    if (isFixed(slot)) {
      values.set(slot.column.id, slot.fixed)
      continue
    }
    values.set(slot.column.id, tagValue(slot.column, tag(parameter)))
    parameter += 1
  }
  const { tags } = template.table
  const named = template.tags.map(({ column }) => column.id)
  return {
    name,
    tags: tags.map(({ id }) => values.get(id) ?? null),
    ...(named.length === tags.length ? {} : { namedTags: named }),
  }
}

/** The value of a bound tag. */
function tagValue(column: ColumnSchema, block: BindBlock | undefined): EngineValue {
  const { name } = column.type
  if (block !== undefined && block.states[0] !== bindState.value) return null
  if (isVariable(name) || name === 'JSON') return variableTag(column, block)
  const width = column.type.length
  const bytes = Buffer.alloc(width)
  if (block !== undefined) bytes.set(block.data.subarray(0, width))
  return fixedTag(column, bytes)
}

function variableTag(column: ColumnSchema, block: BindBlock | undefined): EngineValue {
  const length = block?.lengths?.[0]
  if (block === undefined || length === undefined) {
    throw engineError('INVALID_OPERATION', 'var tag length is null')
  }
  const { name } = column.type
  const bytes = Buffer.from(block.data.subarray(0, length))
  if (name === 'JSON') return jsonTag(column, bytes.toString('utf8'), length)
  if (length + 2 > bytesOf(column.type)) {
    throw engineError('INVALID_OPERATION', 'tag length is too big')
  }
  return name === 'VARCHAR' || name === 'NCHAR' ? bytes.toString('utf8') : bytes
}

function jsonTag(column: ColumnSchema, text: string, length: number): EngineValue {
  if (length > maxJson) throw insertError(text, 'json string too long than 4095')
  return textValue(text, column, { precision: 0, zone: utc }, reason => insertError(text, reason))
}

function fixedTag(column: ColumnSchema, bytes: Buffer): EngineValue {
  switch (column.type.name) {
    case 'BOOL':
      return bytes[0] !== 0
    case 'TINYINT':
      return bytes.readInt8()
    case 'SMALLINT':
      return bytes.readInt16LE()
    case 'INT':
      return bytes.readInt32LE()
    case 'TINYINT UNSIGNED':
      return bytes.readUInt8()
    case 'SMALLINT UNSIGNED':
      return bytes.readUInt16LE()
    case 'INT UNSIGNED':
      return bytes.readUInt32LE()
    case 'BIGINT UNSIGNED':
      return bytes.readBigUInt64LE()
    case 'FLOAT':
      return bytes.readFloatLE()
    case 'DOUBLE':
      return bytes.readDoubleLE()
    case 'DECIMAL':
      return bytes.length === 8
        ? bytes.readBigInt64LE()
        : (bytes.readBigInt64LE(8) << 64n) | bytes.readBigUInt64LE()
    default:
      return bytes.readBigInt64LE()
  }
}
