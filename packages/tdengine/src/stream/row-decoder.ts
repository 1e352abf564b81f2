import { nanosPer, type TimeUnit } from '@tidewire/core'
import type { ResultColumn } from '../client/api.ts'
import type { TDengineValue } from '../wire/data-type.ts'
import type { BlockColumn, RawBlock } from '../wire/raw-block.ts'

/**
 * A value of a row in a stream job. TIMESTAMP is bigint in nanoseconds since the epoch, whatever the database's
 * precision; BIGINT and BIGINT UNSIGNED are bigint; DECIMAL is text with all its digits; VARBINARY, GEOMETRY and BLOB are
 * bytes; VARCHAR is text, or bytes where `varcharAsString` is false.
 */
export type RowValue = null | boolean | number | bigint | string | Uint8Array

/** A row: its values by column name. Plain data, so that it may go to another thread. */
export type Row = Record<string, RowValue>

/** One TypeScript type per TDengine type; declare the columns of a table with it to get typed rows. */
export interface TypeOf {
  readonly TIMESTAMP: bigint
  readonly BOOL: boolean
  readonly TINYINT: number
  readonly SMALLINT: number
  readonly INT: number
  readonly BIGINT: bigint
  readonly 'TINYINT UNSIGNED': number
  readonly 'SMALLINT UNSIGNED': number
  readonly 'INT UNSIGNED': number
  readonly 'BIGINT UNSIGNED': bigint
  readonly FLOAT: number
  readonly DOUBLE: number
  readonly VARCHAR: string
  readonly BINARY: string
  readonly NCHAR: string
  readonly JSON: string
  readonly VARBINARY: Uint8Array
  readonly GEOMETRY: Uint8Array
  readonly BLOB: Uint8Array
  readonly DECIMAL: string
}

/** The row type of columns that are known: `RowOf<{ ts: 'TIMESTAMP'; voltage: 'INT' }>`. */
export type RowOf<C extends Readonly<Record<string, keyof TypeOf>>> = {
  -readonly [K in keyof C]: TypeOf[C[K]] | null
}

/** A description of the columns that decoders need. */
export type DecodedColumn = Pick<ResultColumn, 'name' | 'type'>

type Reader = (row: number) => RowValue

/** Makes rows from raw blocks of one result. Nothing of a block is kept in its rows. */
export class RowDecoder {
  readonly #names: readonly string[]
  readonly #nanosPerUnit: bigint
  readonly #varcharAsString: boolean
  readonly #template: Row

  constructor(columns: readonly DecodedColumn[], unit: TimeUnit, varcharAsString: boolean) {
    this.#names = columns.map(column => column.name)
    this.#nanosPerUnit = nanosPer(unit)
    this.#varcharAsString = varcharAsString
    // Copies of one object share their shape, which keeps rows small and access fast.
    this.#template = Object.fromEntries(this.#names.map(name => [name, null]))
  }

  /** The rows `from` to `to` - 1 of a block. */
  rows(block: RawBlock, from = 0, to = block.rows): Row[] {
    const readers = block.columns.map((column, index) => this.#reader(block, column, index))
    const names = this.#names
    const rows: Row[] = new Array(to - from)
    for (let row = from; row < to; row += 1) {
      const values: Row = { ...this.#template }
      for (let column = 0; column < names.length; column += 1) {
        const read = readers[column]
        const name = names[column]
        if (read !== undefined && name !== undefined) values[name] = read(row)
      }
      rows[row - from] = values
    }
    return rows
  }

  #reader(block: RawBlock, column: BlockColumn, index: number): Reader {
    if (column.type.lengthBytes > 0) return this.#variableReader(block, column, index)
    const fixed = this.#fixedReader(block, column, index)
    const { bytes } = block
    const { nullStart } = column
    return row =>
      ((bytes[nullStart + (row >> 3)] ?? 0) & (0x80 >> (row & 7))) !== 0 ? null : fixed(row)
  }

  #fixedReader(block: RawBlock, { type, dataStart }: BlockColumn, index: number): Reader {
    const { bytes } = block
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    const at = (row: number): number => dataStart + row * type.width
    switch (type.name) {
      case 'TIMESTAMP': {
        const factor = this.#nanosPerUnit
        if (factor === 1n) return row => view.getBigInt64(at(row), true)
        return row => view.getBigInt64(at(row), true) * factor
      }
      case 'BIGINT':
        return row => view.getBigInt64(at(row), true)
      case 'BIGINT UNSIGNED':
        return row => view.getBigUint64(at(row), true)
      case 'FLOAT':
        return row => view.getFloat32(at(row), true)
      case 'DOUBLE':
        return row => view.getFloat64(at(row), true)
      case 'INT':
        return row => view.getInt32(at(row), true)
      case 'INT UNSIGNED':
        return row => view.getUint32(at(row), true)
      case 'SMALLINT':
        return row => view.getInt16(at(row), true)
      case 'TINYINT':
        return row => view.getInt8(at(row))
      case 'BOOL':
        return row => view.getUint8(at(row)) !== 0
      default:
        return row => block.value(row, index)
    }
  }

  #variableReader(block: RawBlock, { type }: BlockColumn, index: number): Reader {
    const isText = type.name === 'NCHAR' || (type.name === 'VARCHAR' && this.#varcharAsString)
    if (isText) return textReader(block, index)
    if (type.name === 'JSON') return row => block.value(row, index)
    return row => copied(block.bytesAt(row, index))
  }
}

/** Reads text that often repeats from row to row, as tags do: then it is decoded once. */
function textReader(block: RawBlock, index: number): Reader {
  const { nullStart, dataStart, dataLength } = block.column(index)
  const { bytes } = block
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const end = dataStart + dataLength
  let lastAt = -1
  let lastLength = -1
  let last: TDengineValue = null
  return row => {
    const offset = view.getInt32(nullStart + 4 * row, true)
    if (offset === -1) return null
    const at = dataStart + offset + lengthBytes
    const length = offset >= 0 && at <= end ? view.getUint16(at - lengthBytes, true) : -1
    if (length === lastLength && at + length <= end && sameBytes(bytes, lastAt, at, length)) {
      return last
    }
    // Places that leave the column are refused there.
    last = block.value(row, index)
    lastAt = at
    lastLength = length
    return last
  }
}

const lengthBytes = 2

function sameBytes(bytes: Uint8Array, a: number, b: number, length: number): boolean {
  for (let i = 0; i < length; i += 1) if (bytes[a + i] !== bytes[b + i]) return false
  return true
}

function copied(bytes: Buffer | null): Uint8Array | null {
  return bytes === null ? null : Uint8Array.from(bytes)
}
