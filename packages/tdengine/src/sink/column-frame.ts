import { isVariableType, type Measurement, type PointColumn, valueTypes } from '@tidewire/formats'
import { dataTypeOf, dataTypes } from '../wire/data-type.ts'

/** Rows of one child table in a frame: `order[from..to)` are row numbers of the measurement. */
export interface ChildRows {
  /** Name with the NUL that ends it. */
  readonly name: Buffer
  /** Bind blocks of all tags, back to back. */
  readonly tags: Buffer
  readonly from: number
  readonly to: number
}

/** What a frame binds. */
export interface FrameContent {
  readonly measurement: Measurement
  readonly columns: readonly PointColumn[]
  readonly tagCount: number
  readonly tables: readonly ChildRows[]
  readonly order: Int32Array
}

const frameHead = 30
const payloadHead = 28
const blockHead = 12
const timestampType = 9
const none = 2
const initialBytes = 64 * 1024

const widths = new Uint8Array(32)
for (const { id, width } of dataTypes) widths[id] = width

/**
 * A whole `stmt2_bind` request (binary action 9, column index -1), filled straight from parsed columns, in memory that
 * serves the next request again. Its first 30 bytes are left to the client. A row without a value of a column is bound
 * as NONE: the stored value stays (taosAdapter WebSocket protocol, stmt2 bind).
 */
export class ColumnFrame {
  #bytes = Buffer.allocUnsafeSlow(initialBytes)
  #view = viewOf(this.#bytes)
  #halves: Int32Array = new Int32Array(0)
  #at = 0

  /** Fills the frame; the result is a view that is valid until the next call. */
  fill(content: FrameContent): Buffer {
    const { tables, columns, tagCount, measurement, order } = content
    this.#reserve(content)
    const view = this.#view
    const bytes = this.#bytes
    let at = frameHead + payloadHead
    for (const { name } of tables) {
      view.setUint16(at, name.length, true)
      at += 2
    }
    for (const { name } of tables) {
      bytes.set(name, at)
      at += name.length
    }
    const tagsAt = at
    for (const { tags } of tables) {
      view.setUint32(at, tags.length, true)
      at += 4
    }
    for (const { tags } of tables) {
      bytes.set(tags, at)
      at += tags.length
    }
    const columnsAt = at
    at += 4 * tables.length
    this.#halves = new Int32Array(measurement.times.buffer)
    const sources = columns.map(column => sourceOf(column, measurement.rows))
    for (let i = 0; i < tables.length; i += 1) {
      const { from, to } = tables[i] as ChildRows
      const start = at
      this.#at = at
      this.#times(order, from, to)
      for (const source of sources) this.#column(source, order, from, to)
      at = this.#at
      view.setUint32(columnsAt + 4 * i, at - start, true)
    }
    view.setUint32(frameHead, at - frameHead, true)
    view.setUint32(frameHead + 4, tables.length, true)
    view.setUint32(frameHead + 8, tagCount, true)
    view.setUint32(frameHead + 12, columns.length + 1, true)
    view.setUint32(frameHead + 16, payloadHead, true)
    view.setUint32(frameHead + 20, tagsAt - frameHead, true)
    view.setUint32(frameHead + 24, columnsAt - frameHead, true)
    return bytes.subarray(0, at)
  }

  #reserve({ tables, columns, order }: FrameContent): void {
    let rows = 0
    let bytes = frameHead + payloadHead
    for (const { name, tags, from, to } of tables) {
      rows += to - from
      bytes += name.length + tags.length + 10
    }
    const heads = (blockHead + 5) * tables.length
    bytes += heads + rows * 9
    for (const column of columns) {
      bytes += heads + rows
      if (!isVariableType(column.type)) {
        bytes += rows * (widths[column.type] as number)
        continue
      }
      bytes += rows * 4
      for (const { from, to } of tables) bytes += textBytes(column, order, from, to)
    }
    if (bytes <= this.#bytes.length) return
    this.#bytes = Buffer.allocUnsafeSlow(Math.max(bytes, this.#bytes.length * 2))
    this.#view = viewOf(this.#bytes)
  }

  /** Writes the beginning of a block and the states of rows that all have values; returns where the states begin. */
  #head(typeId: number, rows: number, isVariable: boolean): number {
    const view = this.#view
    const at = this.#at
    view.setInt32(at + 4, typeId, true)
    view.setInt32(at + 8, rows, true)
    const states = at + blockHead
    this.#bytes.fill(0, states, states + rows)
    this.#bytes[states + rows] = isVariable ? 1 : 0
    return states
  }

  /** Writes the lengths of block and data; `end` is where the data ends. */
  #finish(dataAt: number, end: number): void {
    const view = this.#view
    view.setInt32(dataAt - 4, end - dataAt, true)
    view.setUint32(this.#at, end - this.#at, true)
    this.#at = end
  }

  #times(order: Int32Array, from: number, to: number): void {
    const rows = to - from
    const view = this.#view
    const halves = this.#halves
    const dataAt = this.#head(timestampType, rows, false) + rows + 5
    let at = dataAt
    for (let i = from; i < to; i += 1) {
      const row = (order[i] as number) * 2
      view.setInt32(at, halves[row] as number, true)
      view.setInt32(at + 4, halves[row + 1] as number, true)
      at += 8
    }
    this.#finish(dataAt, at)
  }

  #column(source: ColumnSource, order: Int32Array, from: number, to: number): void {
    const rows = to - from
    const { column } = source
    const isVariable = source.kind === 'variable'
    const states = this.#head(column.type, rows, isVariable)
    if (!source.isFull) {
      const bytes = this.#bytes
      const { filled } = column
      for (let i = from; i < to; i += 1) {
        if (filled[order[i] as number] !== 1) bytes[states + i - from] = none
      }
    }
    if (source.kind === 'variable') this.#variable(source, order, from, to, states + rows + 1)
    else this.#fixed(source, order, from, to, states + rows + 5)
  }

  /** Values of rows without one are whatever the array has: the server does not look at them. */
  #fixed(
    source: Exclude<ColumnSource, { kind: 'variable' }>,
    order: Int32Array,
    from: number,
    to: number,
    dataAt: number,
  ): void {
    const view = this.#view
    let at = dataAt
    switch (source.kind) {
      case 'double':
        for (let i = from; i < to; i += 1, at += 8) {
          view.setFloat64(at, source.values[order[i] as number] as number, true)
        }
        break
      case 'float':
        for (let i = from; i < to; i += 1, at += 4) {
          view.setFloat32(at, source.values[order[i] as number] as number, true)
        }
        break
      case 'wide':
        for (let i = from; i < to; i += 1, at += 8) {
          const row = (order[i] as number) * 2
          view.setInt32(at, source.values[row] as number, true)
          view.setInt32(at + 4, source.values[row + 1] as number, true)
        }
        break
      case 'int':
        for (let i = from; i < to; i += 1, at += 4) {
          view.setInt32(at, source.values[order[i] as number] as number, true)
        }
        break
      case 'short':
        for (let i = from; i < to; i += 1, at += 2) {
          view.setInt16(at, source.values[order[i] as number] as number, true)
        }
        break
      case 'byte':
        for (let i = from; i < to; i += 1, at += 1) {
          this.#bytes[at] = source.values[order[i] as number] as number
        }
        break
    }
    this.#finish(dataAt, at)
  }

  #variable(
    source: Extract<ColumnSource, { kind: 'variable' }>,
    order: Int32Array,
    from: number,
    to: number,
    lengthsAt: number,
  ): void {
    const { column } = source
    const { filled } = column
    const view = this.#view
    const bytes = this.#bytes
    const dataAt = lengthsAt + 4 * (to - from) + 4
    let at = dataAt
    for (let i = from; i < to; i += 1) {
      const row = order[i] as number
      const start = at
      if (filled[row] === 1) at = column.copyTo(row, bytes, at)
      view.setInt32(lengthsAt + 4 * (i - from), at - start, true)
    }
    this.#finish(dataAt, at)
  }
}

interface SourceBase {
  readonly column: PointColumn
  /** True when every row of the measurement has a value. */
  readonly isFull: boolean
}

type NumberArray = { readonly [index: number]: number }

/** A column with the array that its values are read from. */
type ColumnSource =
  | (SourceBase & { readonly kind: 'variable' })
  | (SourceBase & {
      readonly kind: 'double' | 'float' | 'wide' | 'int' | 'short' | 'byte'
      readonly values: NumberArray
    })

function sourceOf(column: PointColumn, rows: number): ColumnSource {
  const isFull = column.count === rows
  if (isVariableType(column.type)) return { kind: 'variable', column, isFull }
  const values = column.values()
  if (values instanceof BigInt64Array || values instanceof BigUint64Array) {
    return { kind: 'wide', column, isFull, values: new Int32Array(values.buffer) }
  }
  if (column.type === valueTypes.DOUBLE) return { kind: 'double', column, isFull, values }
  if (column.type === valueTypes.FLOAT) return { kind: 'float', column, isFull, values }
  const width = dataTypeOf(column.type)?.width
  return { kind: width === 4 ? 'int' : width === 2 ? 'short' : 'byte', column, isFull, values }
}

function textBytes(column: PointColumn, order: Int32Array, from: number, to: number): number {
  let bytes = 0
  for (let i = from; i < to; i += 1) {
    const row = order[i] as number
    if (column.filled[row] === 1) bytes += column.lengthOf(row)
  }
  return bytes
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
