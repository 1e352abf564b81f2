import { raise } from '../errors.ts'
import { type DataType, type TDengineType, type TDengineValue, wireType } from './data-type.ts'
import { writeFixed } from './raw-block-encode.ts'

/** What a row of a bound column holds: a value, NULL, or nothing (the column is left as it is). */
export const bindState = { value: 0, null: 1, none: 2 } as const

/** Stands for "leave this column unset" among bound values. */
export const unset: unique symbol = Symbol('unset')

/**
 * One bound column or tag in the layout of the wire (stmt2 bind block): what a hot path fills and what a server reads.
 * Fixed types: `data` is rows × width with a placeholder per NULL, or empty when every row is NULL. Variable types:
 * values back to back without prefixes; text, NCHAR included, is UTF-8.
 */
export interface BindBlock {
  readonly type: DataType
  readonly rows: number
  /** One `bindState` per row. */
  readonly states: Uint8Array
  /** Byte length per row for variable types (0 for NULL); null for fixed types. */
  readonly lengths: Int32Array | null
  readonly data: Uint8Array
}

/** Makes a bind block from values in `TDengineValue` form; VARBINARY, GEOMETRY and BLOB are given as bytes. */
export function bindBlock(
  typeName: TDengineType,
  values: readonly (TDengineValue | typeof unset)[],
): BindBlock {
  const type = wireType(typeName)
  const states = new Uint8Array(values.length)
  let empty = true
  for (const [row, value] of values.entries()) {
    states[row] =
      value === null ? bindState.null : value === unset ? bindState.none : bindState.value
    if (states[row] === bindState.value) empty = false
  }
  const variable = type.lengthBytes > 0
  if (!variable) {
    const data = Buffer.alloc(empty ? 0 : values.length * type.width)
    for (const [row, value] of values.entries()) {
      if (value === null || value === unset) continue
      writeFixed(data, row * type.width, type, value)
    }
    return { type, rows: values.length, states, lengths: null, data }
  }
  const lengths = new Int32Array(values.length)
  const parts: Buffer[] = []
  for (const [row, value] of values.entries()) {
    if (value === null || value === unset) continue
    const part = typeof value === 'string' ? Buffer.from(value, 'utf8') : value
    if (!Buffer.isBuffer(part)) {
      throw raise('TDENGINE_ENCODE', { reason: `${String(value)} is no ${typeName}` })
    }
    lengths[row] = part.length
    parts.push(part)
  }
  return { type, rows: values.length, states, lengths, data: Buffer.concat(parts) }
}

const text: readonly TDengineType[] = ['VARCHAR', 'NCHAR', 'JSON']

/** The values of a bind block; text as strings, other variable types as bytes. */
export function bindValues(block: BindBlock): (TDengineValue | typeof unset)[] {
  const { type, states, lengths, data } = block
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.length)
  const values: (TDengineValue | typeof unset)[] = []
  let at = 0
  for (let row = 0; row < block.rows; row += 1) {
    const length = lengths === null ? 0 : (lengths[row] ?? 0)
    const start = lengths === null ? row * type.width : at
    at += length
    if (states[row] === bindState.none) values.push(unset)
    else if (states[row] !== bindState.value) values.push(null)
    else if (lengths === null) values.push(readFixed(bytes, start, type))
    else if (text.includes(type.name)) values.push(bytes.toString('utf8', start, start + length))
    else values.push(Buffer.from(bytes.subarray(start, start + length)))
  }
  return values
}

function readFixed(bytes: Buffer, at: number, type: DataType): TDengineValue {
  if (at + type.width > bytes.length) {
    throw raise('TDENGINE_FRAME', { reason: `a bound ${type.name} leaves its block` })
  }
  switch (type.name) {
    case 'BOOL':
      return bytes[at] !== 0
    case 'FLOAT':
      return bytes.readFloatLE(at)
    case 'DOUBLE':
      return bytes.readDoubleLE(at)
    case 'BIGINT':
    case 'TIMESTAMP':
      return bytes.readBigInt64LE(at)
    case 'BIGINT UNSIGNED':
      return bytes.readBigUInt64LE(at)
    case 'TINYINT UNSIGNED':
    case 'SMALLINT UNSIGNED':
    case 'INT UNSIGNED':
      return bytes.readUIntLE(at, type.width)
    case 'TINYINT':
    case 'SMALLINT':
    case 'INT':
      return bytes.readIntLE(at, type.width)
    default:
      return Buffer.from(bytes.subarray(at, at + type.width))
  }
}
