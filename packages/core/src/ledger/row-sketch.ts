import { mix } from './mix.ts'
import type { SeenRows } from './seen-rows.ts'

/** Cells of a sketch; about two thirds as many rows may differ. A row is in one cell of each third. */
const fewCells = 384
/** Where many rows come, many come while nothing runs: then a sketch is larger. */
const manyCells = 1536
const manyRows = 1000
/** Numbers kept of a cell: rows, and the sums without carry of both halves and of a check. */
const words = 4

function check(first: number, second: number): number {
  return mix(first ^ Math.imul(second, 0x9e37_79b1) ^ 0x5bd1_e995)
}

/**
 * A small summary of a set of rows from which the difference to another set can be read back, row by row, as long as it
 * has few rows (an invertible Bloom lookup table): so a restart knows which rows came meanwhile, without the rows.
 */
export class RowSketch {
  readonly #cells: Int32Array
  readonly #third: number

  private constructor(data: Int32Array) {
    this.#cells = data
    this.#third = data.length / words / 3
  }

  /** An empty sketch for a set of about so many rows: 250 of them may differ, or 1000 when there are many. */
  static for(rows: number): RowSketch {
    return new RowSketch(new Int32Array((rows < manyRows ? fewCells : manyCells) * words))
  }

  /** Reads a sketch from its bytes; null when they are not of a sketch. */
  static read(bytes: Buffer): RowSketch | null {
    const length = bytes.length / 4
    if (length !== fewCells * words && length !== manyCells * words) return null
    return new RowSketch(Int32Array.from({ length }, (_, i) => bytes.readInt32LE(i * 4)))
  }

  get bytes(): Buffer {
    const bytes = Buffer.alloc(this.#cells.length * 4)
    for (const [i, value] of this.#cells.entries()) bytes.writeInt32LE(value, i * 4)
    return bytes
  }

  /** Adds rows, or takes them away. */
  addAll(rows: SeenRows, by: 1 | -1): void {
    rows.forEach((first, second) => {
      this.#add(first, second, by)
    })
  }

  /**
   * The rows that were taken away without having been added; null when too many rows differ. The sketch is used up.
   */
  missing(): { readonly first: number; readonly second: number }[] | null {
    const data = this.#cells
    const found: { first: number; second: number }[] = []
    const queue = Array.from({ length: this.#third * 3 }, (_, i) => i)
    for (let cell = queue.pop(); cell !== undefined; cell = queue.pop()) {
      const at = cell * words
      const count = data[at] as number
      if (count !== 1 && count !== -1) continue
      const first = data[at + 1] as number
      const second = data[at + 2] as number
      if (data[at + 3] !== check(first, second)) continue
      if (count === -1) found.push({ first, second })
      this.#add(first, second, count === 1 ? -1 : 1)
      for (let part = 0; part < 3; part += 1) queue.push(this.#cellOf(first, second, part))
    }
    return data.every(value => value === 0) ? found : null
  }

  #add(first: number, second: number, by: 1 | -1): void {
    const data = this.#cells
    const sum = check(first, second)
    for (let part = 0; part < 3; part += 1) {
      const at = this.#cellOf(first, second, part) * words
      data[at] = (data[at] as number) + by
      data[at + 1] = (data[at + 1] as number) ^ first
      data[at + 2] = (data[at + 2] as number) ^ second
      data[at + 3] = (data[at + 3] as number) ^ sum
    }
  }

  #cellOf(first: number, second: number, part: number): number {
    const h = mix(
      part === 0 ? first : part === 1 ? second : first ^ (second << 11) ^ (second >>> 21),
    )
    return part * this.#third + ((h >>> 0) % this.#third)
  }
}
