import type { FieldValue } from '../field-value.ts'
import { digitsValue } from '../field-value.ts'
import { valueTypes } from '../value-type.ts'

const quote = 34
const backslash = 92
const colon = 58
const comma = 44
const open = 0x7b
const close = 0x7d

const keys = {
  metric: Buffer.from('metric'),
  timestamp: Buffer.from('timestamp'),
  value: Buffer.from('value'),
  tags: Buffer.from('tags'),
} as const

/**
 * Reads one point of OpenTSDB JSON as nearly all are written, in one pass and without an object: the four keys in lower
 * case, a plain number as value, 10 or 13 digits of timestamp, strings without escapes. Whatever is different is left to
 * the reader that knows all of the format; this one never says that a text is wrong.
 */
export class QuickPoint {
  /** Content of the metric's string, and where its quotes are: one byte before and after. */
  metricStart = 0
  metricEnd = 0
  /** The tags' object, braces included. */
  tagsStart = 0
  tagsEnd = 0
  valueStart = 0
  /** The timestamp as `high * 1e9 + low`, and whether it is milliseconds. */
  high = 0
  low = 0
  isMillis = false
  #bytes: Uint8Array = new Uint8Array(0)
  #end = 0

  /** Reads the object that begins at a position; returns where it ends, or -1. */
  read(bytes: Uint8Array, at: number, value: FieldValue): number {
    this.#bytes = bytes
    this.#end = bytes.length
    if (bytes[at] !== open) return -1
    let seen = 0
    let p = at + 1
    for (let member = 0; member < 4; member += 1) {
      p = this.#space(p)
      if (bytes[p] !== quote) return -1
      const keyAt = p + 1
      p = this.#string(p)
      if (p < 0) return -1
      const keyEnd = p - 1
      p = this.#space(p)
      if (bytes[p] !== colon) return -1
      p = this.#space(p + 1)
      const bit = this.#key(keyAt, keyEnd)
      if (bit === 0 || (seen & bit) !== 0) return -1
      seen |= bit
      p = this.#member(bit, p, value)
      if (p < 0) return -1
      p = this.#space(p)
      if (bytes[p] !== (member === 3 ? close : comma)) return -1
      p += 1
    }
    return p
  }

  #key(start: number, end: number): number {
    if (this.#is(keys.value, start, end)) return 1
    if (this.#is(keys.tags, start, end)) return 2
    if (this.#is(keys.metric, start, end)) return 4
    return this.#is(keys.timestamp, start, end) ? 8 : 0
  }

  #member(bit: number, at: number, value: FieldValue): number {
    const bytes = this.#bytes
    if (bit === 1) {
      const first = bytes[at] as number
      if (first !== 45 && (first < 48 || first > 57)) return -1
      this.valueStart = at
      const end = value.quickNumber(bytes, at, this.#end)
      const isPlain =
        end > 0 && value.type === valueTypes.DOUBLE && (bytes[end - 1] as number) <= 57
      return isPlain && this.#endsNumber(end) ? end : -1
    }
    if (bit === 2) {
      this.tagsStart = at
      this.tagsEnd = this.#flatObject(at)
      return this.tagsEnd
    }
    if (bit === 4) {
      if (bytes[at] !== quote) return -1
      const end = this.#string(at)
      this.metricStart = at + 1
      this.metricEnd = end - 1
      return end
    }
    let p = at
    while (p < this.#end && (bytes[p] as number) >= 48 && (bytes[p] as number) <= 57) p += 1
    const digits = p - at
    if ((digits !== 10 && digits !== 13) || bytes[at] === 48 || !this.#endsNumber(p)) return -1
    this.isMillis = digits === 13
    this.high = digitsValue(bytes, at, p - 9)
    this.low = digitsValue(bytes, p - 9, p)
    return p
  }

  #is(key: Uint8Array, start: number, end: number): boolean {
    if (end - start !== key.length) return false
    for (let i = 0; i < key.length; i += 1) if (key[i] !== this.#bytes[start + i]) return false
    return true
  }

  #space(at: number): number {
    let p = at
    while (p < this.#end && (this.#bytes[p] as number) <= 32) p += 1
    return p
  }

  #endsNumber(at: number): boolean {
    const c = at < this.#end ? (this.#bytes[at] as number) : 0
    return c === comma || c === close || c <= 32
  }

  /** The end of a string without escapes, or -1. */
  #string(at: number): number {
    const bytes = this.#bytes
    for (let p = at + 1; p < this.#end; p += 1) {
      const c = bytes[p]
      if (c === quote) return p + 1
      if (c === backslash) return -1
    }
    return -1
  }

  /** The end of an object that has no object in it and no escapes, or -1; what is between is not looked at. */
  #flatObject(at: number): number {
    const bytes = this.#bytes
    if (bytes[at] !== open) return -1
    for (let p = at + 1; p < this.#end; p += 1) {
      const c = bytes[p]
      if (c === close) return p + 1
      if (c === quote) {
        p = this.#string(p) - 1
        if (p < 0) return -1
      } else if (c === open || c === backslash) return -1
    }
    return -1
  }
}
