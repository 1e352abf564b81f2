import type { TimeUnit } from '@tidewire/core'
import type { ResultBlock } from '../client/api.ts'
import { type DataType, dataTypes } from '../wire/data-type.ts'
import { RawBlock } from '../wire/raw-block.ts'
import type { TmqBlock } from '../wire/tmq-message.ts'

/** A tag of a child table: its type and its bytes as blocks carry them, without length; null for NULL. */
export interface TagCell {
  readonly type: DataType
  /** Schema size; the packed word of DECIMAL. */
  readonly bytes: number
  readonly value: Buffer | null
}

const headLength = 28
const units: readonly TimeUnit[] = ['ms', 'us', 'ns']
const nullType: DataType = typeNamed('NULL')
const nameType: DataType = typeNamed('VARCHAR')

function typeNamed(name: DataType['name']): DataType {
  const found = dataTypes.find(type => type.name === name)
  if (found === undefined) throw new Error(`there is no type ${name}`)
  return found
}

/** A column of the block that is put together: its type, where its bytes come from, and how many they are. */
interface Part {
  readonly type: DataType
  readonly bytes: number
  /** Length behind the NULL map or the offsets. */
  readonly dataLength: number
  write(target: Buffer, at: number): void
}

function nullMapLength(type: DataType, rows: number): number {
  return type.lengthBytes > 0 ? 4 * rows : (rows + 7) >> 3
}

/** The same value in every row. */
function repeated(type: DataType, bytes: number, value: Buffer | null, rows: number): Part {
  const mapLength = nullMapLength(type, rows)
  if (value === null) {
    const dataLength = type.lengthBytes > 0 || type.name === 'NULL' ? 0 : rows * type.width
    const write = (target: Buffer, at: number) => target.fill(0xff, at, at + mapLength)
    return { type, bytes, dataLength, write: (target, at) => void write(target, at) }
  }
  if (type.lengthBytes === 0) {
    return {
      type,
      bytes,
      dataLength: rows * type.width,
      write(target, at) {
        target.fill(0, at, at + mapLength)
        target.fill(value, at + mapLength, at + mapLength + rows * type.width)
      },
    }
  }
  // All rows point to one copy.
  return {
    type,
    bytes,
    dataLength: type.lengthBytes + value.length,
    write(target, at) {
      target.fill(0, at, at + mapLength)
      target.writeUIntLE(value.length, at + mapLength, type.lengthBytes)
      value.copy(target, at + mapLength + type.lengthBytes)
    },
  }
}

/** A column of a message's block as it lies there. */
function copied(source: RawBlock, index: number): Part {
  const { type, bytes, nullStart, dataStart, dataLength } = source.column(index)
  return {
    type,
    bytes,
    dataLength,
    write(target, at) {
      source.bytes.copy(target, at, nullStart, dataStart + dataLength)
    },
  }
}

/** What a block of whole rows is put together from. */
export interface WholeRows {
  readonly block: TmqBlock
  /** Name of the child table for the first column; null for tables without one. */
  readonly child: Buffer | null
  readonly tags: readonly TagCell[]
  /** Which of the block's columns stand behind the tags; -1 for one that it lacks. The time comes first. */
  readonly columns: readonly number[]
}

/**
 * Rows of a subscription as a query of whole rows would give them: child table, time, tags, columns. A subscription sends
 * the columns that were written and no tags; what is missing is NULL, and what is the same in all rows is stored once.
 * `allocate` gives memory of at least so many bytes.
 */
export function wholeRows(
  { block, child, tags, columns }: WholeRows,
  allocate: (bytes: number) => Buffer,
): ResultBlock {
  const source = block.block
  const { rows } = source
  const [time = 0, ...others] = columns
  const parts: Part[] = []
  if (child !== null) parts.push(repeated(nameType, child.length + 2, child, rows))
  parts.push(copied(source, time))
  for (const { type, bytes, value } of tags) parts.push(repeated(type, bytes, value, rows))
  for (const column of others) {
    parts.push(column < 0 ? repeated(nullType, 1, null, rows) : copied(source, column))
  }
  let length = headLength + 9 * parts.length
  for (const { type, dataLength } of parts) length += nullMapLength(type, rows) + dataLength
  const bytes = allocate(length)
  bytes.fill(0, 0, headLength)
  // Version 1: a JSON tag is text.
  bytes.writeInt32LE(1, 0)
  bytes.writeInt32LE(length, 4)
  bytes.writeInt32LE(rows, 8)
  bytes.writeInt32LE(parts.length, 12)
  let at = headLength + 9 * parts.length
  for (const [i, part] of parts.entries()) {
    bytes.writeInt8(part.type.id, headLength + 5 * i)
    bytes.writeInt32LE(part.bytes, headLength + 5 * i + 1)
    bytes.writeInt32LE(part.dataLength, headLength + 5 * parts.length + 4 * i)
    part.write(bytes, at)
    at += nullMapLength(part.type, rows) + part.dataLength
  }
  const raw = new RawBlock(bytes)
  const unit = units[block.precision] ?? 'ms'
  return { rows, columns: [], unit, raw, value: (row, column) => raw.value(row, column) }
}
