import type { Schema } from '@tidewire/core'
import type { TDengineType } from '../wire/data-type.ts'
import type { RecordValue, TypedValue } from './typed-value.ts'

const logical = 'org.apache.kafka.connect.data.'
const dayMs = 86_400_000
/** The most digits of a DECIMAL of TDengine. */
const decimalDigits = 38

const types: Readonly<Partial<Record<Schema['type'], TDengineType>>> = {
  boolean: 'BOOL',
  int8: 'TINYINT',
  int16: 'SMALLINT',
  int32: 'INT',
  int64: 'BIGINT',
  float32: 'FLOAT',
  float64: 'DOUBLE',
  string: 'VARCHAR',
  bytes: 'VARBINARY',
}

/** A member of a structured record with the type that its schema says (Kafka Connect's data model, logical types). */
export function schemaValue(schema: Schema | undefined, value: RecordValue): TypedValue {
  if (schema === undefined) return { value, type: null }
  switch (schema.name) {
    case `${logical}Timestamp`:
      return { value: dateOf(value, 1), type: 'TIMESTAMP' }
    case `${logical}Date`:
      return { value: dateOf(value, dayMs), type: 'TIMESTAMP' }
    case `${logical}Decimal`: {
      const scale = Number(schema.parameters?.scale ?? 0)
      const digits = Number(schema.parameters?.['connect.decimal.precision'] ?? decimalDigits)
      if (scale < 0 || scale > digits || digits > decimalDigits) return { value, type: null }
      const text = value instanceof Uint8Array ? decimalText(value, scale) : value
      return { value: text, type: 'DECIMAL', declaration: `DECIMAL(${digits},${scale})` }
    }
    default:
      return { value, type: types[schema.type] ?? null }
  }
}

function dateOf(value: RecordValue, unitMs: number): RecordValue {
  if (typeof value !== 'number' && typeof value !== 'bigint') return value
  return new Date(Number(value) * unitMs)
}

/** The unscaled value of a decimal, big-endian two's complement, as text with its scale. */
function decimalText(bytes: Uint8Array, scale: number): string {
  const unsigned = bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
  const unscaled = BigInt.asIntN(bytes.length * 8, unsigned)
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  const sign = unscaled < 0n ? '-' : ''
  return scale === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-scale)}`
}

/** The schema of a member of a structured value; undefined when there is none. */
export function memberSchema(
  schema: Schema | null | undefined,
  path: readonly string[],
): Schema | undefined {
  const whole = schema?.fields?.find(({ name }) => name === path.join('.'))
  if (whole !== undefined) return whole.schema
  let found = schema ?? undefined
  for (const part of path) found = found?.fields?.find(({ name }) => name === part)?.schema
  return found
}
