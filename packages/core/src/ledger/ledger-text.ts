import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { Ledger, RecentSlice, seriesGroups } from './ledger.ts'
import { RowSketch } from './row-sketch.ts'

const version = 1
/** More than any ledger needs; a text from outside cannot make us fill the memory. */
const maxBytes = 1_048_576

class Writer {
  readonly #bytes: number[] = []

  unsigned(value: bigint | number): void {
    let rest = BigInt(value)
    while (rest >= 0x80n) {
      this.#bytes.push(Number(rest & 0x7fn) | 0x80)
      rest >>= 7n
    }
    this.#bytes.push(Number(rest))
  }

  signed(value: bigint): void {
    this.unsigned(value < 0n ? -value * 2n - 1n : value * 2n)
  }

  get bytes(): Buffer {
    return Buffer.from(this.#bytes)
  }
}

class Reader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  unsigned(): bigint {
    let value = 0n
    for (let shift = 0n; shift < 77n; shift += 7n) {
      const byte = this.#bytes[this.#at]
      if (byte === undefined) throw new RangeError('the text ends early')
      this.#at += 1
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
    throw new RangeError('a number is too long')
  }

  /** What was not read. */
  get rest(): Buffer {
    return this.#bytes.subarray(this.#at)
  }

  signed(): bigint {
    const value = this.unsigned()
    return value & 1n ? -((value + 1n) >> 1n) : value >> 1n
  }
}

/** A ledger as text for the offsets topic: at most some 35 kilobytes, whatever the table's size. */
export function ledgerText(ledger: Ledger): string {
  const out = new Writer()
  out.unsigned(version)
  out.signed(ledger.begin)
  out.signed(ledger.frontier)
  out.unsigned(ledger.width)
  out.unsigned(ledger.old.length)
  for (const { start, end, groups } of ledger.old) {
    out.unsigned(end - start)
    for (const count of groups) out.unsigned(count)
  }
  out.unsigned(ledger.recent.length)
  for (const { index, count, digest } of ledger.recent) {
    out.signed(index)
    out.unsigned(count)
    out.unsigned(digest >>> 0)
  }
  const sketch = ledger.sketch()
  const parts = sketch === null ? [out.bytes] : [out.bytes, sketch.bytes]
  return deflateRawSync(Buffer.concat(parts), { level: 1 }).toString('base64')
}

/**
 * Reads a ledger; null for text of another version or damaged text. The recent slices come back with count and digest
 * only: their rows have to be looked up before they are known one by one.
 */
export function readLedger(text: string): Ledger | null {
  try {
    const bytes = inflateRawSync(Buffer.from(text, 'base64'), { maxOutputLength: maxBytes })
    const input = new Reader(bytes)
    if (input.unsigned() !== BigInt(version)) return null
    const begin = input.signed()
    const frontier = input.signed()
    const width = input.unsigned()
    if (width === 0n || frontier < begin) return null
    const ledger = new Ledger(begin, width)
    const oldSlices = Number(input.unsigned())
    for (let i = 0; i < oldSlices; i += 1) {
      const start = ledger.oldEnd
      const end = start + input.unsigned()
      const groups = new Float64Array(seriesGroups)
      for (let group = 0; group < seriesGroups; group += 1) groups[group] = Number(input.unsigned())
      ledger.old.push({ start, end, groups })
    }
    const recentSlices = Number(input.unsigned())
    for (let i = 0; i < recentSlices; i += 1) {
      const slice = new RecentSlice(input.signed())
      slice.count = Number(input.unsigned())
      slice.digest = Number(input.unsigned()) | 0
      slice.seen = null
      ledger.recent.push(slice)
    }
    ledger.frontier = frontier
    ledger.stored = RowSketch.read(input.rest)
    return ledger
  } catch {
    return null
  }
}
