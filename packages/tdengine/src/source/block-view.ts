import type { TimeUnit } from '@tidewire/core'
import type { ResultBlock } from '../client/api.ts'
import type { TDengineType } from '../wire/data-type.ts'
import type { BlockColumn, RawBlock } from '../wire/raw-block.ts'
import { viewOf } from './stamp.ts'

/** A column of a block, laid out for quick access. */
export interface ColumnView {
  readonly type: TDengineType
  readonly variable: boolean
  readonly nullStart: number
  readonly dataStart: number
  readonly width: number
  readonly lengthBytes: number
  /** Position in the block's columns. */
  readonly index: number
  /** False when the block has no NULL in the column; true when it may have one. */
  readonly nulls: boolean
}

/** A block of whole rows as one query selected them: child table, time, tags, columns. */
export class BlockView {
  readonly raw: RawBlock
  readonly bytes: Buffer
  readonly view: DataView
  readonly rows: number
  /** Unit of all times in the block. */
  readonly unit: TimeUnit
  readonly columns: readonly ColumnView[]
  /** Of the value that `locate` found. */
  start = 0
  end = 0

  constructor(block: ResultBlock) {
    const { raw } = block
    this.raw = raw
    this.bytes = raw.bytes
    this.view = viewOf(raw.bytes)
    this.rows = raw.rows
    this.unit = block.unit
    this.columns = raw.columns.map((column, index) => columnView(raw, column, index))
  }

  isNull(column: ColumnView, row: number): boolean {
    if (column.variable) return this.view.getInt32(column.nullStart + 4 * row, true) < 0
    if (column.type === 'NULL') return true
    return ((this.bytes[column.nullStart + (row >> 3)] as number) & (0x80 >> (row & 7))) !== 0
  }

  /** Finds the bytes of a value of variable length that is not NULL: `start` to `end`. */
  locate(column: ColumnView, row: number): void {
    const offset = this.view.getInt32(column.nullStart + 4 * row, true)
    const at = column.dataStart + offset
    if (column.lengthBytes === 4) {
      this.start = at + 4
      this.end = this.start + this.view.getUint32(at, true)
    } else {
      this.start = at + 2
      this.end = this.start + this.view.getUint16(at, true)
    }
    if (this.end > this.bytes.length) this.raw.bytesAt(row, column.index)
  }
}

function columnView(raw: RawBlock, column: BlockColumn, index: number): ColumnView {
  const { type } = column
  return {
    type: type.name,
    variable: type.lengthBytes > 0,
    nullStart: column.nullStart,
    dataStart: column.dataStart,
    width: type.width,
    lengthBytes: type.lengthBytes,
    index,
    nulls: type.lengthBytes > 0 || type.name === 'NULL' || hasNulls(raw, column),
  }
}

/** True when a bit of a column's NULL bitmap is set. */
function hasNulls({ bytes }: RawBlock, { nullStart, dataStart }: BlockColumn): boolean {
  for (let at = nullStart; at < dataStart; at += 1) if (bytes[at] !== 0) return true
  return false
}
