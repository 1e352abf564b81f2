import { raise } from '../errors.ts'
import { type DataType, dataTypeOf, type TDengineValue } from './data-type.ts'
import { decimalText } from './decimal.ts'
import { decodeJsonTag, jsonTagLength } from './json-tag.ts'
import { decodeUcs4 } from './ucs4.ts'

/** Where one column lies in a block; positions count from the start of the block's buffer. */
export interface BlockColumn {
  readonly type: DataType
  /** Schema size as the block carries it (DECIMAL: the packed word). */
  readonly bytes: number
  /** DECIMAL's digits in all and after the point; 0 for other types. */
  readonly precision: number
  readonly scale: number
  /** Fixed types: the NULL bitmap, most significant bit first. Variable types: an i32 offset per row, -1 for NULL. */
  readonly nullStart: number
  readonly dataStart: number
  readonly dataLength: number
}

const headerLength = 28
const perColumn = 9

function malformed(reason: string): Error {
  return raise('TDENGINE_FRAME', { reason })
}

/**
 * A raw result block (taosAdapter: `fetch_raw_block` and TMQ `fetch_raw_data`; block versions 1 and 2), read in place.
 * Nothing is decoded until it is asked for, and no row becomes an object. Every position is checked before it is
 * followed: bytes that do not fit give `TDENGINE_FRAME`.
 */
export class RawBlock {
  readonly version: number
  readonly rows: number
  readonly columns: readonly BlockColumn[]
  readonly bytes: Buffer
  /** Length of the block as its header says it. */
  readonly length: number

  /** Reads the header of the block that starts at the beginning of `bytes`; the buffer is kept, not copied. */
  constructor(bytes: Buffer) {
    this.bytes = bytes
    if (bytes.length < headerLength) throw malformed(`a block of ${bytes.length} bytes`)
    this.version = bytes.readInt32LE(0)
    this.length = bytes.readInt32LE(4)
    this.rows = bytes.readInt32LE(8)
    const count = bytes.readInt32LE(12)
    if (this.version !== 1 && this.version !== 2) {
      throw malformed(`a block of the unknown version ${this.version}`)
    }
    if (this.length < headerLength || this.length > bytes.length) {
      throw malformed(`a block of length ${this.length} in ${bytes.length} bytes`)
    }
    const dataStart = headerLength + perColumn * count
    if (this.rows < 0 || count < 1 || dataStart > this.length) {
      throw malformed(`a block of ${this.rows} rows and ${count} columns`)
    }
    const columns: BlockColumn[] = []
    let position = dataStart
    for (let i = 0; i < count; i += 1) {
      const at = headerLength + 5 * i
      const id = bytes.readInt8(at)
      const type = dataTypeOf(id)
      if (type === undefined) throw malformed(`column ${i} has the unknown type ${id}`)
      const size = bytes.readInt32LE(at + 1)
      const dataLength = bytes.readInt32LE(headerLength + 5 * count + 4 * i)
      const variable = type.lengthBytes > 0
      const nullLength = variable ? this.rows * 4 : (this.rows + 7) >> 3
      const start = position + nullLength
      position = start + dataLength
      const needed = variable || type.name === 'NULL' ? 0 : this.rows * type.width
      if (dataLength < needed || position > this.length) {
        throw malformed(`column ${i} (${type.name}) of ${this.rows} rows has ${dataLength} bytes`)
      }
      const decimal = type.name === 'DECIMAL'
      columns.push({
        type,
        bytes: size,
        precision: decimal ? (size >> 8) & 0xff : 0,
        scale: decimal ? size & 0xff : 0,
        nullStart: start - nullLength,
        dataStart: start,
        dataLength,
      })
    }
    this.columns = columns
  }

  /** The layout of a column; a RangeError when there is none of that number. */
  column(column: number): BlockColumn {
    const found = this.columns[column]
    if (found === undefined) throw new RangeError(`the block has no column ${column}`)
    return found
  }

  /** True when the value of `row` in `column` is NULL. */
  isNull(row: number, column: number): boolean {
    return this.#isNull(row, this.column(column))
  }

  /**
   * The bytes of a value as they lie in the block, without length prefix and without a copy; null for NULL. NCHAR is
   * UCS-4, numbers are little-endian.
   */
  bytesAt(row: number, column: number): Buffer | null {
    const layout = this.column(column)
    if (this.#isNull(row, layout)) return null
    const { type } = layout
    if (type.lengthBytes > 0) {
      const start = this.#variableStart(row, layout)
      return this.bytes.subarray(start, start + this.#variableLength(start, layout))
    }
    const start = layout.dataStart + row * type.width
    return this.bytes.subarray(start, start + type.width)
  }

  /** The value of `row` in `column`; bytes are copied out, so that they do not keep the block alive. */
  value(row: number, column: number): TDengineValue {
    const layout = this.column(column)
    if (this.#isNull(row, layout)) return null
    const { bytes } = this
    const { type } = layout
    if (type.lengthBytes > 0) {
      const start = this.#variableStart(row, layout)
      const end = start + this.#variableLength(start, layout)
      switch (type.name) {
        case 'NCHAR':
          return decodeUcs4(bytes, start, end)
        case 'VARCHAR':
          return bytes.toString('utf8', start, end)
        case 'JSON':
          if (this.#hasJsonTag(layout)) return decodeJsonTag(bytes.subarray(start, end))
          return bytes.toString('utf8', start, end)
        default:
          return Buffer.from(bytes.subarray(start, end))
      }
    }
    const at = layout.dataStart + row * type.width
    switch (type.name) {
      case 'BOOL':
        return bytes[at] !== 0
      case 'TINYINT':
        return bytes.readInt8(at)
      case 'SMALLINT':
        return bytes.readInt16LE(at)
      case 'INT':
        return bytes.readInt32LE(at)
      case 'BIGINT':
      case 'TIMESTAMP':
        return bytes.readBigInt64LE(at)
      case 'FLOAT':
        return bytes.readFloatLE(at)
      case 'DOUBLE':
        return bytes.readDoubleLE(at)
      case 'TINYINT UNSIGNED':
        return bytes.readUInt8(at)
      case 'SMALLINT UNSIGNED':
        return bytes.readUInt16LE(at)
      case 'INT UNSIGNED':
        return bytes.readUInt32LE(at)
      case 'BIGINT UNSIGNED':
        return bytes.readBigUInt64LE(at)
      case 'DECIMAL':
        return decimalText(this.#unscaled(at, type.width), layout.scale)
      default:
        return null
    }
  }

  /** All values of a row. */
  row(row: number): TDengineValue[] {
    return this.columns.map((_, column) => this.value(row, column))
  }

  #unscaled(at: number, width: number): bigint {
    if (width === 8) return this.bytes.readBigInt64LE(at)
    return (this.bytes.readBigInt64LE(at + 8) << 64n) | this.bytes.readBigUInt64LE(at)
  }

  #isNull(row: number, layout: BlockColumn): boolean {
    if (!(row >= 0 && row < this.rows)) throw new RangeError(`the block has no row ${row}`)
    if (layout.type.name === 'NULL') return true
    if (layout.type.lengthBytes > 0)
      return this.bytes.readInt32LE(layout.nullStart + 4 * row) === -1
    return ((this.bytes[layout.nullStart + (row >> 3)] ?? 0) & (0x80 >> (row & 7))) !== 0
  }

  /** Version 2 blocks hold JSON in the engine's form, which has no length in front. */
  #hasJsonTag(layout: BlockColumn): boolean {
    return this.version === 2 && layout.type.name === 'JSON'
  }

  #variableStart(row: number, layout: BlockColumn): number {
    const offset = this.bytes.readInt32LE(layout.nullStart + 4 * row)
    const prefix = this.#hasJsonTag(layout) ? 0 : layout.type.lengthBytes
    if (offset < 0 || offset + prefix > layout.dataLength) {
      throw malformed(`row ${row} (${layout.type.name}) lies at ${offset} of ${layout.dataLength}`)
    }
    return layout.dataStart + offset + prefix
  }

  #variableLength(start: number, layout: BlockColumn): number {
    if (this.#hasJsonTag(layout)) {
      return jsonTagLength(this.bytes, start, layout.dataStart + layout.dataLength)
    }
    const length =
      layout.type.lengthBytes === 2
        ? this.bytes.readUInt16LE(start - 2)
        : this.bytes.readUInt32LE(start - 4)
    if (start + length > layout.dataStart + layout.dataLength) {
      throw malformed(`a ${layout.type.name} of ${length} bytes leaves its column`)
    }
    return length
  }
}
