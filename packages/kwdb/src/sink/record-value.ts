import { isBytes, type SinkBatch, valueBytes } from '@tidewire/core'
import { raise } from '../errors.ts'

/** Writes a number by its digits (ECMAScript: JSON.rawJSON). */
const rawJson = (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON

/** JSON text of a value, its large whole numbers with all their digits. */
function jsonText(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'bigint' ? rawJson(String(member)) : member,
  )
}

/**
 * The text of a record's value; null for a tombstone. Structures, as JsonConverter makes them, become JSON again where
 * the format is JSON.
 */
export function recordValue(batch: SinkBatch, index: number, isJson: boolean): Buffer | null {
  if (isBytes(batch)) return valueBytes(batch, index)
  const value = batch.records[index]?.value
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return Buffer.from(value)
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.length)
  if (isJson && typeof value === 'object') return Buffer.from(jsonText(value))
  throw raise('KWDB_VALUE_TYPE', { type: `of type ${typeof value}` })
}
