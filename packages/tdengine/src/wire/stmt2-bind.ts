import { raise } from '../errors.ts'
import {
  type DataType,
  dataTypeOf,
  type TDengineType,
  type TDengineValue,
  wireType,
} from './data-type.ts'
import { binaryAction, writeBinaryHead } from './fetch-frame.ts'
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

/** The rows of one table in a bind. `name` is null when the statement names the table. */
export interface BindTable {
  readonly name: string | null
  /** Tags, one row each. */
  readonly tags: readonly BindBlock[]
  readonly columns: readonly BindBlock[]
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

const payloadHead = 28
const frameHead = 30
const blockHead = 12

function blockLength(block: BindBlock): number {
  const lengths = block.lengths === null ? 0 : 4 * block.rows
  return blockHead + block.rows + 1 + lengths + 4 + block.data.length
}

function writeBlock(target: Buffer, at: number, block: BindBlock): number {
  const { rows, states, lengths, data } = block
  target.writeUInt32LE(blockLength(block), at)
  target.writeInt32LE(block.type.id, at + 4)
  target.writeInt32LE(rows, at + 8)
  target.set(states.subarray(0, rows), at + blockHead)
  let position = at + blockHead + rows
  target[position] = lengths === null ? 0 : 1
  position += 1
  if (lengths !== null) {
    for (let row = 0; row < rows; row += 1) {
      position = target.writeInt32LE(lengths[row] ?? 0, position)
    }
  }
  position = target.writeInt32LE(data.length, position)
  target.set(data, position)
  return position + data.length
}

const sizeOf = (blocks: readonly BindBlock[]) => blocks.reduce((sum, b) => sum + blockLength(b), 0)

/**
 * Encodes a whole `stmt2_bind` frame (binary action 9). Every table has the same number of tags and of columns.
 * `columnIndex` -1 binds all columns; another one binds that column alone.
 */
export function encodeBindRequest(
  requestId: bigint,
  statementId: bigint,
  tables: readonly BindTable[],
  columnIndex = -1,
): Buffer {
  const count = tables.length
  const tagCount = tables[0]?.tags.length ?? 0
  const columnCount = tables[0]?.columns.length ?? 0
  for (const table of tables) {
    if (table.tags.length !== tagCount || table.columns.length !== columnCount) {
      throw raise('TDENGINE_ENCODE', { reason: 'bound tables differ in their tags or columns' })
    }
  }
  const named = tables.some(table => table.name !== null)
  const names = named ? tables.map(table => Buffer.from(`${table.name ?? ''}\0`, 'utf8')) : []
  const namesLength = names.reduce((sum, name) => sum + 2 + name.length, 0)
  const tagSizes = tables.map(table => sizeOf(table.tags))
  const columnSizes = tables.map(table => sizeOf(table.columns))
  const sum = (sizes: readonly number[]) => sizes.reduce((a, b) => a + b, 0)
  const tagsLength = tagCount === 0 ? 0 : 4 * count + sum(tagSizes)
  const columnsLength = columnCount === 0 ? 0 : 4 * count + sum(columnSizes)
  const tagsAt = payloadHead + namesLength
  const columnsAt = tagsAt + tagsLength
  const total = columnsAt + columnsLength
  const frame = Buffer.allocUnsafe(frameHead + total)
  writeBinaryHead(frame, requestId, statementId, binaryAction.stmt2Bind)
  frame.writeUInt16LE(1, 24)
  frame.writeInt32LE(columnIndex, 26)
  const payload = frame.subarray(frameHead)
  payload.writeUInt32LE(total, 0)
  payload.writeUInt32LE(count, 4)
  payload.writeUInt32LE(tagCount, 8)
  payload.writeUInt32LE(columnCount, 12)
  payload.writeUInt32LE(named ? payloadHead : 0, 16)
  payload.writeUInt32LE(tagCount === 0 ? 0 : tagsAt, 20)
  payload.writeUInt32LE(columnCount === 0 ? 0 : columnsAt, 24)
  let at = payloadHead
  for (const name of names) at = payload.writeUInt16LE(name.length, at)
  for (const name of names) at += name.copy(payload, at)
  const section = (
    sizes: readonly number[],
    blocks: (table: BindTable) => readonly BindBlock[],
  ) => {
    for (const size of sizes) at = payload.writeUInt32LE(size, at)
    for (const table of tables)
      for (const block of blocks(table)) at = writeBlock(payload, at, block)
  }
  if (tagCount > 0) section(tagSizes, table => table.tags)
  if (columnCount > 0) section(columnSizes, table => table.columns)
  return frame
}

/** A decoded bind payload, or what is wrong with it in taosAdapter's words. */
export type BindPayload =
  | {
      readonly ok: true
      readonly tables: readonly BindTable[]
      readonly tagCount: number
      readonly columnCount: number
    }
  | { readonly ok: false; readonly message: string }

class BadPayload extends Error {}

function readBlock(payload: Buffer, at: number, end: number, where: string): [BindBlock, number] {
  const bad = () => new BadPayload(`bind data length error, ${where}`)
  if (at + blockHead > end) throw bad()
  const length = payload.readUInt32LE(at)
  const id = payload.readInt32LE(at + 4)
  const rows = payload.readInt32LE(at + 8)
  const blockEnd = at + length
  const type = dataTypeOf(id)
  if (type === undefined) throw new BadPayload(`unknown type ${id}, ${where}`)
  if (rows < 0 || blockEnd > end || at + blockHead + rows + 5 > blockEnd) throw bad()
  const states = new Uint8Array(payload.subarray(at + blockHead, at + blockHead + rows))
  let position = at + blockHead + rows
  const haveLength = payload[position] !== 0
  position += 1
  let lengths: Int32Array | null = null
  let sum = 0
  if (haveLength) {
    if (position + 4 * rows + 4 > blockEnd) throw bad()
    lengths = new Int32Array(rows)
    for (let row = 0; row < rows; row += 1, position += 4) {
      const value = payload.readInt32LE(position)
      if (value < 0) throw bad()
      lengths[row] = value
      sum += value
    }
  }
  const dataLength = payload.readInt32LE(position)
  position += 4
  if (dataLength < 0 || position + dataLength !== blockEnd) throw bad()
  if (lengths !== null && sum > dataLength) throw bad()
  const valued = states.includes(bindState.value)
  if (lengths === null && valued && dataLength < rows * type.width) throw bad()
  const data = payload.subarray(position, position + dataLength)
  return [{ type, rows, states, lengths, data }, blockEnd]
}

/** Decodes the payload of a `stmt2_bind` frame (what follows its first 30 bytes); data are views of the payload. */
export function decodeBindPayload(payload: Buffer): BindPayload {
  try {
    return decode(payload)
  } catch (error) {
    if (error instanceof BadPayload) return { ok: false, message: error.message }
    throw error
  }
}

function decode(payload: Buffer): BindPayload {
  if (payload.length < payloadHead) throw new BadPayload('data length is less than 28')
  const total = payload.readUInt32LE(0)
  if (total !== payload.length) {
    throw new BadPayload(`total length not match, expect ${payload.length}, but get ${total}`)
  }
  const count = payload.readUInt32LE(4)
  const tagCount = payload.readUInt32LE(8)
  const columnCount = payload.readUInt32LE(12)
  const namesAt = payload.readUInt32LE(16)
  const tagsAt = payload.readUInt32LE(20)
  const columnsAt = payload.readUInt32LE(24)
  if (tagCount === 0 && tagsAt !== 0)
    throw new BadPayload('tag count is 0, but tags offset is not 0')
  if (columnCount === 0 && columnsAt !== 0) {
    throw new BadPayload('col count is 0, but cols offset is not 0')
  }
  const inside = (what: string, at: number, width: number): void => {
    const end = at + count * width
    if (end > total) {
      throw new BadPayload(`${what} out of range, total length: ${total}, ${endName(what)}: ${end}`)
    }
  }
  if (namesAt === 0 && tagsAt === 0 && columnsAt === 0) {
    return { ok: true, tables: [], tagCount, columnCount }
  }
  const names = namesAt === 0 ? null : readNames(payload, namesAt, count, inside)
  const section = (what: string, at: number, blocks: number): BindBlock[][] | null => {
    if (at === 0) return null
    inside(what, at, 4)
    let position = at + 4 * count
    const result: BindBlock[][] = []
    for (let table = 0; table < count; table += 1) {
      const end = position + payload.readUInt32LE(at + 4 * table)
      if (end > total) {
        throw new BadPayload(
          `${what} out of range, total length: ${total}, ${endName(what)}: ${end}`,
        )
      }
      const row: BindBlock[] = []
      for (let i = 0; i < blocks; i += 1) {
        const where = `tableIndex: ${table}, fieldIndex: ${i}`
        const [block, next] = readBlock(payload, position, end, where)
        row.push(block)
        position = next
      }
      result.push(row)
      position = end
    }
    return result
  }
  const tags = section('tags', tagsAt, tagCount)
  const columns = section('cols', columnsAt, columnCount)
  const tables = Array.from({ length: count }, (_, i) => ({
    name: names?.[i] ?? null,
    tags: tags?.[i] ?? [],
    columns: columns?.[i] ?? [],
  }))
  return { ok: true, tables, tagCount, columnCount }
}

const endName = (what: string) => `${what.slice(0, -1)}End`

function readNames(
  payload: Buffer,
  at: number,
  count: number,
  inside: (what: string, at: number, width: number) => void,
): (string | null)[] {
  inside('tableNames', at, 2)
  let position = at + 2 * count
  const names: (string | null)[] = []
  for (let table = 0; table < count; table += 1) {
    const length = payload.readUInt16LE(at + 2 * table)
    if (length === 0) throw new BadPayload(`table name length is 0, tableIndex: ${table}`)
    const end = position + length
    if (end > payload.length) {
      throw new BadPayload(
        `tableNames out of range, total length: ${payload.length}, tableNameEnd: ${end}`,
      )
    }
    names.push(length === 1 ? null : payload.toString('utf8', position, end - 1))
    position = end
  }
  return names
}
