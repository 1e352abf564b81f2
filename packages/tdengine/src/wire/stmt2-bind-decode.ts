import { type BindBlock, bindState } from './bind-block.ts'
import { type DataType, dataTypeOf } from './data-type.ts'
import { type BindTable, bindBlockHead, bindPayloadHead } from './stmt2-bind.ts'

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

/** Stands for a type id that TDengine does not have; it matches no column. */
function unknownType(id: number): DataType {
  return { id, name: 'NULL', width: 0, lengthBytes: 0 }
}

function readBlock(payload: Buffer, at: number, end: number, where: string): [BindBlock, number] {
  const bad = () => new BadPayload(`bind data length error, ${where}`)
  if (at + bindBlockHead > end) throw bad()
  const length = payload.readUInt32LE(at)
  const id = payload.readInt32LE(at + 4)
  const rows = payload.readInt32LE(at + 8)
  const blockEnd = at + length
  const type = dataTypeOf(id) ?? unknownType(id)
  if (rows < 0 || blockEnd > end || at + bindBlockHead + rows + 5 > blockEnd) throw bad()
  const states = payload.subarray(at + bindBlockHead, at + bindBlockHead + rows)
  let position = at + bindBlockHead + rows
  const haveLength = payload[position] !== 0
  position += 1
  let lengths: Int32Array | null = null
  let sum = 0
  if (haveLength) {
    if (position + 4 * rows + 4 > blockEnd) throw bad()
    lengths = new Int32Array(rows)
    for (let row = 0; row < rows; row += 1, position += 4) {
      const value = payload.readInt32LE(position)
      if (states[row] !== bindState.value) continue
      if (value < 0) throw bad()
      lengths[row] = value
      sum += value
    }
  }
  const dataLength = payload.readInt32LE(position)
  position += 4
  if (dataLength < 0 || position + dataLength !== blockEnd) throw bad()
  // A DECIMAL may come as text, which its lengths tell.
  const isText = type.width === 0 || (type.name === 'DECIMAL' && haveLength)
  if (isText && sum > dataLength) throw bad()
  if (!isText && dataLength < rows * type.width && states.includes(bindState.value)) throw bad()
  const data = payload.subarray(position, position + dataLength)
  return [{ type, rows, states, lengths, data }, blockEnd]
}

/**
 * Decodes the payload of a `stmt2_bind` frame (what follows its first 30 bytes); states and data are views of the
 * payload. Checks and their words are those of taosAdapter 3.3.7.5; a payload without tables is good.
 */
export function decodeBindPayload(payload: Buffer): BindPayload {
  try {
    return decode(payload)
  } catch (error) {
    if (error instanceof BadPayload) return { ok: false, message: error.message }
    throw error
  }
}

function decode(payload: Buffer): BindPayload {
  if (payload.length < bindPayloadHead) throw new BadPayload('data length is less than 28')
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
  checkNames(payload, namesAt, count)
  checkSection(payload, 'tag', tagsAt, count, tagCount)
  checkSection(payload, 'col', columnsAt, count, columnCount)
  if (namesAt === 0 && tagsAt === 0 && columnsAt === 0) {
    return { ok: true, tables: [], tagCount, columnCount }
  }
  const names = namesAt === 0 ? null : readNames(payload, namesAt, count)
  const tags = tagsAt === 0 ? null : readSection(payload, tagsAt, count, tagCount)
  const columns = columnsAt === 0 ? null : readSection(payload, columnsAt, count, columnCount)
  const tables = Array.from({ length: count }, (_, i) => ({
    name: names?.[i] ?? null,
    tags: tags?.[i] ?? [],
    columns: columns?.[i] ?? [],
  }))
  return { ok: true, tables, tagCount, columnCount }
}

function checkNames(payload: Buffer, at: number, count: number): void {
  if (at === 0) return
  const total = payload.length
  let end = at + 2 * count
  if (end > total) {
    throw new BadPayload(
      `table name lengths out of range, total length: ${total}, tableNamesLengthEnd: ${end}`,
    )
  }
  for (let table = 0; table < count; table += 1) {
    const length = payload.readUInt16LE(at + 2 * table)
    if (length === 0) throw new BadPayload(`table name length is 0, tableIndex: ${table}`)
    end += length
  }
  if (end > total) {
    throw new BadPayload(
      `table names out of range, total length: ${total}, tableNameTotalLength: ${end}`,
    )
  }
}

function checkSection(
  payload: Buffer,
  what: 'tag' | 'col',
  at: number,
  count: number,
  blocks: number,
): void {
  if (at === 0) return
  const total = payload.length
  if (blocks === 0) throw new BadPayload(`${what} count is 0, but ${what}s offset is not 0`)
  let end = at + 4 * count
  if (end > total) {
    throw new BadPayload(`${what}s out of range, total length: ${total}, ${what}End: ${end}`)
  }
  for (let table = 0; table < count; table += 1) {
    const length = payload.readUInt32LE(at + 4 * table)
    if (length === 0) throw new BadPayload(`${what} length is 0, tableIndex: ${table}`)
    end += length
  }
  if (end > total) {
    throw new BadPayload(
      `${what}s out of range, total length: ${total}, ${what}sTotalLength: ${end}`,
    )
  }
}

/** Reads the blocks of a section; they follow one another whatever the lengths of the tables say. */
function readSection(payload: Buffer, at: number, count: number, blocks: number): BindBlock[][] {
  let position = at + 4 * count
  const result: BindBlock[][] = []
  for (let table = 0; table < count; table += 1) {
    const row: BindBlock[] = []
    for (let i = 0; i < blocks; i += 1) {
      const where = `tableIndex: ${table}, fieldIndex: ${i}`
      const [block, next] = readBlock(payload, position, payload.length, where)
      row.push(block)
      position = next
    }
    result.push(row)
  }
  return result
}

/** Names end at their NUL; a name that is empty means that the table has none. */
function readNames(payload: Buffer, at: number, count: number): (string | null)[] {
  let position = at + 2 * count
  const names: (string | null)[] = []
  for (let table = 0; table < count; table += 1) {
    const length = payload.readUInt16LE(at + 2 * table)
    names.push(length === 1 ? null : payload.toString('utf8', position, position + length - 1))
    position += length
  }
  return names
}
