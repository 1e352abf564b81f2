import { isAscii } from 'node:buffer'
import { wkbToWkt } from '@tidewire/formats'
import { type BindBlock, bindState, parseDecimal } from '@tidewire/tdengine/wire'
import type { ColumnBatch, ColumnSchema, ColumnValues, EngineValue } from '../engine/api.ts'
import { engineError, engineErrorAbout } from '../engine/error-code.ts'
import { wireTypeId } from '../ws/open-results.ts'

/** Rows that one table may have in one bind. */
export const maxBoundRows = 0x7fff

const typeMismatch = 'column type mis-match with buffer type'
const rowMismatch = 'row number in each bind param should be the same'

/**
 * Checks a bound column as TDengine does; `rows` is the row count of the first one. A single NULL may have any type,
 * unless columns are bound one by one (`strict`).
 */
export function checkColumn(
  column: ColumnSchema,
  block: BindBlock | undefined,
  rows: number,
  isFirst: boolean,
  strict: boolean,
): void {
  // What TDengine reads behind the last column is no bind of that many rows.
  if (block === undefined || block.rows !== rows)
    throw engineError('INVALID_OPERATION', rowMismatch)
  const singleNull = !strict && rows === 1 && block.states[0] !== bindState.value
  if (!singleNull && block.type.id !== wireTypeId(column.type)) {
    throw engineError('INVALID_OPERATION', typeMismatch)
  }
  if ((isFirst || column.isKey) && hasAbsent(block)) throw engineError('PRIMARY_KEY_IS_NULL')
  if (column.type.name === 'DECIMAL') decimals(column, block)
  if (block.lengths === null || block.type.width > 0) return
  checkLengths(column, block, block.lengths)
  if (column.type.name === 'GEOMETRY') checkGeometry(block, block.lengths)
}

function checkGeometry(block: BindBlock, lengths: Int32Array): void {
  let at = 0
  for (let row = 0; row < block.rows; row += 1) {
    const end = at + (lengths[row] as number)
    const isValue = block.states[row] === bindState.value
    if (isValue && wkbToWkt(Buffer.from(block.data.subarray(at, end))) === null) {
      throw engineError('FUNC_PARAM_VALUE', 'Invalid function para value')
    }
    at = end
  }
}

function hasAbsent(block: BindBlock): boolean {
  return block.states.includes(bindState.null) || block.states.includes(bindState.none)
}

function checkLengths(column: ColumnSchema, block: BindBlock, lengths: Int32Array): void {
  const { length: limit, name } = column.type
  let at = 0
  for (let row = 0; row < block.rows; row += 1) {
    const length = lengths[row] as number
    if (length > limit) {
      if (name !== 'NCHAR') throw engineError('VALUE_TOO_LONG')
      if (countCharacters(block.data, at, at + length) > limit) {
        throw engineErrorAbout('VALUE_TOO_LONG', column.name)
      }
    }
    at += length
  }
}

/** Code points in UTF-8 bytes. */
function countCharacters(bytes: Uint8Array, from: number, to: number): number {
  let count = 0
  for (let i = from; i < to; i += 1) if (((bytes[i] as number) & 0xc0) !== 0x80) count += 1
  return count
}

type FixedArray = Exclude<ColumnValues, readonly (EngineValue | undefined)[]>

function fixedArray(column: ColumnSchema, rows: number): FixedArray | undefined {
  switch (column.type.name) {
    case 'TINYINT':
      return new Int8Array(rows)
    case 'SMALLINT':
      return new Int16Array(rows)
    case 'INT':
      return new Int32Array(rows)
    case 'BIGINT':
    case 'TIMESTAMP':
      return new BigInt64Array(rows)
    case 'FLOAT':
      return new Float32Array(rows)
    case 'DOUBLE':
      return new Float64Array(rows)
    case 'TINYINT UNSIGNED':
      return new Uint8Array(rows)
    case 'SMALLINT UNSIGNED':
      return new Uint16Array(rows)
    case 'INT UNSIGNED':
      return new Uint32Array(rows)
    case 'BIGINT UNSIGNED':
      return new BigUint64Array(rows)
    default:
      return undefined
  }
}

/** Joins the bound values of one column, block after block, into the column of a batch. */
export function joinColumn(
  column: ColumnSchema,
  blocks: readonly BindBlock[],
  rows: number,
): ColumnBatch {
  const states = joinStates(blocks, rows)
  const values = joinFixed(column, blocks, rows) ?? joinOther(column, blocks, rows)
  return states === undefined
    ? { columnId: column.id, values }
    : { columnId: column.id, values, states }
}

/** The timestamps of bound rows. */
export function joinTimestamps(
  column: ColumnSchema,
  blocks: readonly BindBlock[],
  rows: number,
): BigInt64Array {
  return joinFixed(column, blocks, rows) as BigInt64Array
}

/** One state per row; undefined when every row has a value. NULL and NONE have the engine's numbers. */
function joinStates(blocks: readonly BindBlock[], rows: number): Uint8Array | undefined {
  if (!blocks.some(hasAbsent)) return undefined
  const states = new Uint8Array(rows)
  let at = 0
  for (const block of blocks) {
    states.set(block.states, at)
    at += block.rows
  }
  return states
}

/** Copies the bytes of fixed types as they are: the wire and the machine are both little-endian. */
function joinFixed(
  column: ColumnSchema,
  blocks: readonly BindBlock[],
  rows: number,
): FixedArray | undefined {
  const values = fixedArray(column, rows)
  if (values === undefined) return undefined
  const width = values.BYTES_PER_ELEMENT
  const bytes = new Uint8Array(values.buffer)
  let at = 0
  for (const block of blocks) {
    const length = block.rows * width
    // A single NULL of another type has other bytes; a column of NULLs may have none.
    if (block.type.width === width && block.data.length >= length) {
      bytes.set(block.data.length === length ? block.data : block.data.subarray(0, length), at)
    }
    at += length
  }
  return values
}

function joinOther(
  column: ColumnSchema,
  blocks: readonly BindBlock[],
  rows: number,
): (EngineValue | undefined)[] {
  const values = new Array<EngineValue | undefined>(rows)
  let at = 0
  for (const block of blocks) {
    readBlock(column, block, values, at)
    at += block.rows
  }
  return values
}

function readBlock(
  column: ColumnSchema,
  block: BindBlock,
  values: (EngineValue | undefined)[],
  from: number,
): void {
  const { name } = column.type
  if (block.type.width > 0) {
    if (name === 'BOOL') {
      for (let row = 0; row < block.rows; row += 1) values[from + row] = block.data[row] !== 0
    } else if (name === 'DECIMAL') {
      for (const [row, value] of decimals(column, block).entries()) values[from + row] = value
    }
    return
  }
  const { lengths, data, states } = block
  if (lengths === null) return
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.length)
  const isText = name === 'VARCHAR' || name === 'NCHAR' || name === 'JSON'
  const ascii = isText && isAscii(bytes) ? bytes.toString('latin1') : undefined
  let at = 0
  for (let row = 0; row < block.rows; row += 1) {
    const end = at + (lengths[row] as number)
    if (states[row] === bindState.value) {
      if (ascii !== undefined) values[from + row] = ascii.slice(at, end)
      else if (isText) values[from + row] = bytes.toString('utf8', at, end)
      else values[from + row] = Uint8Array.prototype.slice.call(bytes, at, end)
    }
    at = end
  }
}

/**
 * DECIMAL values as unscaled numbers: from their bytes or, when the block has lengths, from text. TDengine takes text
 * from a later release on; clients send it whatever the release.
 */
function decimals(column: ColumnSchema, block: BindBlock): (bigint | undefined)[] {
  const { data, lengths, rows, states, type } = block
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.length)
  let at = 0
  return Array.from({ length: rows }, (_, row) => {
    const start = lengths === null ? row * type.width : at
    at += lengths?.[row] ?? 0
    if (states[row] !== bindState.value) return undefined
    if (lengths !== null) return decimalOf(column, bytes.toString('utf8', start, at))
    const unscaled =
      type.width === 8
        ? bytes.readBigInt64LE(start)
        : (bytes.readBigInt64LE(start + 8) << 64n) | bytes.readBigUInt64LE(start)
    return withinPrecision(column, unscaled)
  })
}

function decimalOf(column: ColumnSchema, text: string): bigint {
  const unscaled = parseDecimal(text.trim(), column.type.scale)
  if (unscaled === null) throw engineError('INVALID_OPERATION', 'invalid decimal data')
  return withinPrecision(column, unscaled)
}

function withinPrecision(column: ColumnSchema, unscaled: bigint): bigint {
  const limit = 10n ** BigInt(column.type.precision)
  if (unscaled >= limit || unscaled <= -limit) throw engineError('DECIMAL_OVERFLOW')
  return unscaled
}

/** The same value in every row. */
export function repeatValue(column: ColumnSchema, value: EngineValue, rows: number): ColumnBatch {
  return { columnId: column.id, values: new Array<EngineValue>(rows).fill(value) }
}
