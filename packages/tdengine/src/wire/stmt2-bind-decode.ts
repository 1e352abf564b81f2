import { type BindBlock, bindState } from './bind-block.ts'
import { dataTypeOf } from './data-type.ts'
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

function readBlock(payload: Buffer, at: number, end: number, where: string): [BindBlock, number] {
  const bad = () => new BadPayload(`bind data length error, ${where}`)
  if (at + bindBlockHead > end) throw bad()
  const length = payload.readUInt32LE(at)
  const id = payload.readInt32LE(at + 4)
  const rows = payload.readInt32LE(at + 8)
  const blockEnd = at + length
  const type = dataTypeOf(id)
  if (type === undefined) throw new BadPayload(`unknown type ${id}, ${where}`)
  if (rows < 0 || blockEnd > end || at + bindBlockHead + rows + 5 > blockEnd) throw bad()
  const states = new Uint8Array(payload.subarray(at + bindBlockHead, at + bindBlockHead + rows))
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
