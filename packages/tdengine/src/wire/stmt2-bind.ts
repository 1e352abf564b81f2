import { raise } from '../errors.ts'
import type { BindBlock } from './bind-block.ts'
import { binaryAction, writeBinaryHead } from './fetch-frame.ts'

/** The rows of one table in a bind. `name` is null when the statement names the table. */
export interface BindTable {
  readonly name: string | null
  /** Tags, one row each. */
  readonly tags: readonly BindBlock[]
  readonly columns: readonly BindBlock[]
}

/** Bytes of a payload before its sections. */
export const bindPayloadHead = 28
/** Bytes of a block before the states of its rows. */
export const bindBlockHead = 12
const frameHead = 30

function blockLength(block: BindBlock): number {
  const lengths = block.lengths === null ? 0 : 4 * block.rows
  return bindBlockHead + block.rows + 1 + lengths + 4 + block.data.length
}

function writeBlock(target: Buffer, at: number, block: BindBlock): number {
  const { rows, states, lengths, data } = block
  target.writeUInt32LE(blockLength(block), at)
  target.writeInt32LE(block.type.id, at + 4)
  target.writeInt32LE(rows, at + 8)
  target.set(states.subarray(0, rows), at + bindBlockHead)
  let position = at + bindBlockHead + rows
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
  const tagsAt = bindPayloadHead + namesLength
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
  payload.writeUInt32LE(named ? bindPayloadHead : 0, 16)
  payload.writeUInt32LE(tagCount === 0 ? 0 : tagsAt, 20)
  payload.writeUInt32LE(columnCount === 0 ? 0 : columnsAt, 24)
  let at = bindPayloadHead
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
