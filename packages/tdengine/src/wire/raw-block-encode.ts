import { raise } from '../errors.ts'
import {
  type DataType,
  defaultLength,
  schemaBytes,
  type TDengineType,
  type TDengineValue,
  wireType,
} from './data-type.ts'
import { parseDecimal } from './decimal.ts'
import { encodeJsonTag } from './json-tag.ts'
import { encodeUcs4, ucs4Length } from './ucs4.ts'

/** One column of a block to encode. */
export interface ColumnToEncode {
  readonly type: TDengineType
  /** User length: bytes of VARCHAR, VARBINARY and GEOMETRY, characters of NCHAR. Not needed for other types. */
  readonly length?: number
  /** DECIMAL's digits in all and after the point. */
  readonly precision?: number
  readonly scale?: number
  /**
   * One value per row in `TDengineValue` form. Integers may be number or bigint everywhere; DECIMAL and JSON are text.
   */
  readonly values: readonly TDengineValue[]
}

/** How a block is laid out. */
export interface BlockOptions {
  /** 1 for query results (default), 2 for TMQ messages. */
  readonly version?: 1 | 2
  /** Group id; clients ignore it. */
  readonly groupId?: bigint
  /** False leaves out the trailing blank-fill byte, as servers before 3.3.7 do. */
  readonly blankFill?: boolean
}

const columnInfoFlag = 0x8000_0000

function refuse(type: DataType, value: unknown): Error {
  const shown = typeof value === 'string' ? JSON.stringify(value) : String(value)
  return raise('TDENGINE_ENCODE', { reason: `${shown} is no ${type.name}` })
}

function variableLength(type: DataType, value: TDengineValue): number {
  if (typeof value === 'string') {
    return type.name === 'NCHAR' ? ucs4Length(value) : Buffer.byteLength(value, 'utf8')
  }
  if (Buffer.isBuffer(value)) return value.length
  throw refuse(type, value)
}

/** JSON of version 2 blocks: the engine's form, without lengths. */
function encodeJsonTags(values: readonly TDengineValue[]): [Buffer, number] {
  const offsets = Buffer.alloc(values.length * 4)
  const parts: Buffer[] = [offsets]
  let at = 0
  for (const [row, value] of values.entries()) {
    offsets.writeInt32LE(value === null ? -1 : at, row * 4)
    if (value === null) continue
    const tag = encodeJsonTag(String(value))
    parts.push(tag)
    at += tag.length
  }
  return [Buffer.concat(parts), at]
}

function encodeVariable(type: DataType, values: readonly TDengineValue[]): [Buffer, number] {
  const limit = type.lengthBytes === 2 ? 0xffff : 0xffff_ffff
  const offsetsLength = values.length * 4
  let size = offsetsLength
  for (const value of values) {
    if (value === null) continue
    const length = variableLength(type, value)
    if (length > limit)
      throw raise('TDENGINE_ENCODE', { reason: `a ${type.name} of ${length} bytes` })
    size += type.lengthBytes + length
  }
  const bytes = Buffer.alloc(size)
  let at = offsetsLength
  for (const [row, value] of values.entries()) {
    if (value === null) {
      bytes.writeInt32LE(-1, row * 4)
      continue
    }
    bytes.writeInt32LE(at - offsetsLength, row * 4)
    const start = at + type.lengthBytes
    if (typeof value === 'string') {
      at =
        type.name === 'NCHAR' ? encodeUcs4(value, bytes, start) : start + bytes.write(value, start)
    } else {
      at = start + (value as Buffer).copy(bytes, start)
    }
    if (type.lengthBytes === 2) bytes.writeUInt16LE(at - start, start - 2)
    else bytes.writeUInt32LE(at - start, start - 4)
  }
  return [bytes, size - offsetsLength]
}

/** Writes one value of a fixed type at `at`; `TDENGINE_ENCODE` when it is of another type or out of range. */
export function writeFixed(
  target: Buffer,
  at: number,
  type: DataType,
  value: TDengineValue,
  scale = 0,
): void {
  try {
    switch (type.name) {
      case 'NULL':
        return
      case 'BOOL':
        if (typeof value !== 'boolean') throw refuse(type, value)
        target[at] = value ? 1 : 0
        return
      case 'FLOAT':
        target.writeFloatLE(Number(value), at)
        return
      case 'DOUBLE':
        target.writeDoubleLE(Number(value), at)
        return
      case 'DECIMAL': {
        const unscaled = parseDecimal(String(value), scale)
        if (unscaled === null) throw refuse(type, value)
        if (type.width === 8) {
          target.writeBigInt64LE(unscaled, at)
        } else {
          target.writeBigUInt64LE(BigInt.asUintN(64, unscaled), at)
          target.writeBigInt64LE(unscaled >> 64n, at + 8)
        }
        return
      }
    }
    if (typeof value !== 'number' && typeof value !== 'bigint') throw refuse(type, value)
    if (typeof value === 'number' && !Number.isInteger(value)) throw refuse(type, value)
    const unsigned = type.name.endsWith('UNSIGNED')
    if (type.width === 8) {
      if (unsigned) target.writeBigUInt64LE(BigInt(value), at)
      else target.writeBigInt64LE(BigInt(value), at)
    } else if (unsigned) target.writeUIntLE(Number(value), at, type.width)
    else target.writeIntLE(Number(value), at, type.width)
  } catch (cause) {
    if (cause instanceof RangeError) throw refuse(type, value)
    throw cause
  }
}

function encodeFixed(
  type: DataType,
  values: readonly TDengineValue[],
  scale: number,
): [Buffer, number] {
  const bitmapLength = (values.length + 7) >> 3
  const dataLength = type.name === 'NULL' ? 0 : values.length * type.width
  const bytes = Buffer.alloc(bitmapLength + dataLength)
  for (const [row, value] of values.entries()) {
    if (value === null || type.name === 'NULL') {
      const at = row >> 3
      bytes[at] = (bytes[at] ?? 0) | (0x80 >> (row & 7))
    } else writeFixed(bytes, bitmapLength + row * type.width, type, value, scale)
  }
  return [bytes, dataLength]
}

/**
 * Encodes columns as a raw result block, the layout that `RawBlock` reads (taosAdapter: `fetch_raw_block`). All columns
 * have the same number of values. Fails with `TDENGINE_ENCODE` when a value does not fit its type.
 */
export function encodeBlock(
  columns: readonly ColumnToEncode[],
  options: BlockOptions = {},
): Buffer {
  const rows = columns[0]?.values.length ?? 0
  const header = Buffer.alloc(28 + 9 * columns.length)
  const parts: Buffer[] = [header]
  let total = header.length
  for (const [i, column] of columns.entries()) {
    if (column.values.length !== rows) {
      throw raise('TDENGINE_ENCODE', { reason: `column ${i} has not ${rows} rows` })
    }
    const type = wireType(column.type, column.precision)
    const { precision = 0, scale = 0 } = column
    const length = column.length ?? defaultLength(type)
    const bytes =
      type.name === 'DECIMAL'
        ? (type.width << 24) | (precision << 8) | scale
        : schemaBytes(type, length)
    const [data, dataLength] =
      options.version === 2 && type.name === 'JSON'
        ? encodeJsonTags(column.values)
        : type.lengthBytes > 0
          ? encodeVariable(type, column.values)
          : encodeFixed(type, column.values, scale)
    header.writeInt8(type.id, 28 + 5 * i)
    header.writeInt32LE(bytes, 29 + 5 * i)
    header.writeInt32LE(dataLength, 28 + 5 * columns.length + 4 * i)
    parts.push(data)
    total += data.length
  }
  if (options.blankFill ?? true) {
    parts.push(Buffer.alloc(1))
    total += 1
  }
  header.writeInt32LE(options.version ?? 1, 0)
  header.writeInt32LE(total, 4)
  header.writeInt32LE(rows, 8)
  header.writeInt32LE(columns.length, 12)
  header.writeUInt32LE(columnInfoFlag, 16)
  header.writeBigUInt64LE(options.groupId ?? 0n, 20)
  return Buffer.concat(parts, total)
}
