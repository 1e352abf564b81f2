import { negateStored, storeBigInt, storeProduct, storeSafe } from '../int64.ts'
import { isVariableType, type ValueTypeId, valueTypes } from '../value-type.ts'
import type { ByteArena } from './byte-arena.ts'

type SmallArray =
  | Uint8Array
  | Int8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array

const noBytes = new Uint8Array(0)
const noInts = new Int32Array(0)
const noDoubles = new Float64Array(0)

function smallArray(type: ValueTypeId, capacity: number): SmallArray {
  switch (type) {
    case valueTypes.TINYINT:
      return new Int8Array(capacity)
    case valueTypes.SMALLINT:
      return new Int16Array(capacity)
    case valueTypes.INT:
      return new Int32Array(capacity)
    case valueTypes['SMALLINT UNSIGNED']:
      return new Uint16Array(capacity)
    case valueTypes['INT UNSIGNED']:
      return new Uint32Array(capacity)
    case valueTypes.FLOAT:
      return new Float32Array(capacity)
    default:
      return new Uint8Array(capacity)
  }
}

/** Typed values of a column: one array entry a row, of the array type that fits the column's type. */
export type PointValues = SmallArray | Float64Array | BigInt64Array | BigUint64Array

/**
 * The values of one field of a measurement in a batch: typed arrays, one entry a row; rows without the field have
 * `filled[row] === 0`. Text and binary values are positions in the batch's text.
 */
export class PointColumn {
  readonly name: string
  /** The key as it stands in the text, escapes included. */
  readonly key: Uint8Array
  /** Type of all values in this batch; 0 as long as there are none. */
  type: ValueTypeId | 0 = 0
  /** Rows of the batch that have a value. */
  count = 0
  /** Length in bytes of the longest text or binary value. */
  maxLength = 0
  /** Byte position of the key where it first comes up in the batch's text. */
  firstAt = 0
  /** Last row with a value; -1 for none. */
  lastRow = -1
  /** 1 for rows that have a value. */
  filled = noBytes
  #capacity = 0
  #doubles = noDoubles
  #halves = noInts
  #small: SmallArray = noBytes
  #smallType: ValueTypeId | 0 = 0
  #starts = noInts
  #lengths = noInts
  readonly #arena: ByteArena

  constructor(name: string, key: Uint8Array, arena: ByteArena) {
    this.name = name
    this.key = key
    this.#arena = arena
  }

  /** Forgets the values, keeps the memory. */
  reset(): void {
    if (this.type === 0) return
    this.filled.fill(0, 0, this.lastRow + 1)
    this.type = 0
    this.count = 0
    this.maxLength = 0
    this.lastRow = -1
  }

  /** Says that the row has a value; the value has to follow. */
  claim(row: number): void {
    if (row >= this.#capacity) this.#grow(row + 1)
    this.filled[row] = 1
    if (row > this.lastRow) this.lastRow = row
    this.count += 1
  }

  setDouble(row: number, value: number): void {
    if (row >= this.#doubles.length) this.#doubles = regrown(this.#doubles, this.#capacity)
    this.#doubles[row] = value
  }

  /** A BOOL, FLOAT or an integer of at most 32 bits. */
  setSmall(row: number, value: number): void {
    if (this.#smallType !== this.type || row >= this.#small.length) this.#prepareSmall()
    this.#small[row] = value
  }

  /** A 64-bit integer that a double holds exactly. */
  setSafe(row: number, value: number): void {
    storeSafe(this.#wide(row), row, value)
  }

  /** A 64-bit integer as `high * 1e9 + low`, negative or not. */
  setParts(row: number, high: number, low: number, negative: boolean): void {
    const halves = this.#wide(row)
    storeProduct(halves, row, high, 1e9, low)
    if (negative) negateStored(halves, row)
  }

  setBigInt(row: number, value: bigint): void {
    storeBigInt(this.#wide(row), row, value)
  }

  /** A value that stands in the batch's text as it is. */
  setSpan(row: number, start: number, length: number): void {
    if (row >= this.#starts.length) {
      this.#starts = regrown(this.#starts, this.#capacity)
      this.#lengths = regrown(this.#lengths, this.#capacity)
    }
    this.#starts[row] = start
    this.#lengths[row] = length
    if (length > this.maxLength) this.maxLength = length
  }

  /** A string of the batch's text whose escapes have to be undone. */
  setEscaped(row: number, start: number, length: number): void {
    const at = this.#arena.addUnescaped(start, length)
    this.setSpan(row, -1 - at, this.#arena.addedLength)
  }

  /** A value that does not stand in the text as it is (escapes, hexadecimal, geometry). */
  setBytes(row: number, value: Uint8Array): void {
    this.setSpan(row, -1 - this.#arena.add(value), value.length)
  }

  /** The bytes of a text or binary value, without a copy; valid as long as the batch. */
  bytes(row: number): Buffer {
    const start = this.#starts[row] as number
    const length = this.#lengths[row] as number
    return start >= 0 ? this.#arena.source(start, length) : this.#arena.slice(-1 - start, length)
  }

  /** The text of a value; undecodable bytes become U+FFFD. */
  text(row: number): string {
    return this.bytes(row).toString('utf8')
  }

  /** Length in bytes of a text or binary value. */
  lengthOf(row: number): number {
    return this.#lengths[row] as number
  }

  /** Copies the bytes of a text or binary value to a position; returns where they end. */
  copyTo(row: number, target: Uint8Array, at: number): number {
    const start = this.#starts[row] as number
    return this.#arena.copy(start, this.#lengths[row] as number, target, at)
  }

  /** Gives row `to`, which has none, the value of row `from`; for two points that are one. */
  repeat(from: number, to: number): void {
    this.claim(to)
    if (isVariableType(this.type)) {
      this.setSpan(to, this.#starts[from] as number, this.#lengths[from] as number)
    } else if (this.type === valueTypes.DOUBLE) this.setDouble(to, this.#doubles[from] as number)
    else if (this.type === valueTypes.BIGINT || this.type === valueTypes['BIGINT UNSIGNED']) {
      const halves = this.#wide(to)
      halves[to * 2] = halves[from * 2] as number
      halves[to * 2 + 1] = halves[from * 2 + 1] as number
    } else this.setSmall(to, this.#small[from] as number)
  }

  /** The values of a column of fixed width. BOOL is 0 or 1. */
  values(): PointValues {
    if (this.type === valueTypes.DOUBLE) return this.#doubles
    if (this.type === valueTypes.BIGINT) return new BigInt64Array(this.#halves.buffer)
    if (this.type === valueTypes['BIGINT UNSIGNED']) return new BigUint64Array(this.#halves.buffer)
    return this.#small
  }

  #wide(row: number): Int32Array {
    if (row * 2 >= this.#halves.length) this.#halves = regrown(this.#halves, this.#capacity * 2)
    return this.#halves
  }

  #grow(rows: number): void {
    this.#capacity = Math.max(64, rows, this.#capacity * 2)
    this.filled = regrown(this.filled, this.#capacity)
  }

  #prepareSmall(): void {
    const type = this.type as ValueTypeId
    const next = smallArray(type, this.#capacity)
    if (this.#smallType === type) next.set(this.#small)
    this.#small = next
    this.#smallType = type
  }
}

function regrown<T extends Uint8Array | Int32Array | Float64Array>(array: T, length: number): T {
  const next = new (array.constructor as new (length: number) => T)(length)
  next.set(array)
  return next
}
