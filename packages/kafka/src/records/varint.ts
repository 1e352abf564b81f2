/** Zigzag: small negative numbers become small unsigned ones (protocol buffers encoding, as Kafka uses it). */
function zigzag(value: number): number {
  return ((value << 1) ^ (value >> 31)) >>> 0
}

/** Bytes of a signed varint. */
export function varintSize(value: number): number {
  const v = zigzag(value)
  if (v < 0x80) return 1
  if (v < 0x4000) return 2
  if (v < 0x200000) return 3
  return v < 0x10000000 ? 4 : 5
}

/** Writes a signed varint at `at`; returns the position after it. */
export function writeVarint(bytes: Uint8Array, at: number, value: number): number {
  let v = zigzag(value)
  let p = at
  while (v > 0x7f) {
    bytes[p] = (v & 0x7f) | 0x80
    v >>>= 7
    p += 1
  }
  bytes[p] = v
  return p + 1
}

const int32Max = 0x7fff_ffffn

function zigzagLong(value: bigint): bigint {
  return BigInt.asUintN(64, (value << 1n) ^ (value >> 63n))
}

/** Bytes of a signed 64-bit varint. */
export function varlongSize(value: bigint): number {
  if (value <= int32Max && value >= -int32Max) return varintSize(Number(value))
  let size = 1
  for (let v = zigzagLong(value); v > 0x7fn; v >>= 7n) size += 1
  return size
}

/** Writes a signed 64-bit varint at `at`; returns the position after it. */
export function writeVarlong(bytes: Uint8Array, at: number, value: bigint): number {
  if (value <= int32Max && value >= -int32Max) return writeVarint(bytes, at, Number(value))
  let v = zigzagLong(value)
  let p = at
  while (v > 0x7fn) {
    bytes[p] = Number(v & 0x7fn) | 0x80
    v >>= 7n
    p += 1
  }
  bytes[p] = Number(v)
  return p + 1
}

/** Reads a signed 64-bit varint; null when it runs past `end` or over ten bytes. */
export function readVarlong(bytes: Uint8Array, at: number, end: number): bigint | null {
  let low = 0
  let shift = 0
  let p = at
  // Up to four bytes fit a number, which is what timestamps of one batch nearly always need.
  while (p < end && shift < 28) {
    const byte = bytes[p] as number
    low |= (byte & 0x7f) << shift
    p += 1
    if (byte < 0x80) return BigInt((low >>> 1) ^ -(low & 1))
    shift += 7
  }
  let value = BigInt(low)
  while (p < end && shift < 70) {
    const byte = bytes[p] as number
    value |= BigInt(byte & 0x7f) << BigInt(shift)
    p += 1
    if (byte < 0x80) {
      value = BigInt.asUintN(64, value)
      return BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n))
    }
    shift += 7
  }
  return null
}

/**
 * Reads signed varints from a buffer one after the other, without an object per value: `next` moves `position`.
 * A value that runs past `end` or over five bytes sets `bad` and reads as 0.
 */
export class VarintCursor {
  readonly #bytes: Uint8Array
  readonly #end: number
  position: number
  bad = false

  constructor(bytes: Uint8Array, position: number, end: number) {
    this.#bytes = bytes
    this.position = position
    this.#end = end
  }

  next(): number {
    let p = this.position
    const bytes = this.#bytes
    let value = 0
    for (let shift = 0; shift < 35 && p < this.#end; shift += 7) {
      const byte = bytes[p] as number
      p += 1
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) {
        // The fifth byte carries the top four bits only.
        if (shift === 28 && byte > 0x0f) break
        this.position = p
        return (value >>> 1) ^ -(value & 1)
      }
    }
    this.bad = true
    this.position = p
    return 0
  }

  /** Skips a varint of up to ten bytes. */
  skip(): void {
    const bytes = this.#bytes
    let p = this.position
    const last = Math.min(this.#end, p + 10)
    while (p < last) {
      const byte = bytes[p] as number
      p += 1
      if (byte < 0x80) {
        this.position = p
        return
      }
    }
    this.bad = true
    this.position = p
  }
}
