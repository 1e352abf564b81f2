const quote = 34
const backslash = 92

/** The text of a batch, and the bytes of its values that do not stand in the text as they are. */
export class ByteArena {
  #source: Buffer = Buffer.alloc(0)
  #bytes: Buffer = Buffer.alloc(0)
  #used = 0
  /** Length of what was kept last. */
  addedLength = 0

  reset(source: Uint8Array): void {
    this.#source = Buffer.from(source.buffer, source.byteOffset, source.byteLength)
    this.#used = 0
  }

  /** Keeps a copy and returns its position. */
  add(value: Uint8Array): number {
    const at = this.#used
    this.#reserve(value.length)
    this.#used += value.length
    this.#bytes.set(value, at)
    this.addedLength = value.length
    return at
  }

  /** Keeps `length` bytes of the text with the escapes `\\"` and `\\\\` undone; {@link addedLength} says how many are left. */
  addUnescaped(start: number, length: number): number {
    const at = this.#used
    this.#reserve(length)
    const source = this.#source
    const bytes = this.#bytes
    const end = start + length
    let out = at
    for (let p = start; p < end; p += 1) {
      let c = source[p] as number
      if (c === backslash && p + 1 < end) {
        const next = source[p + 1] as number
        if (next === quote || next === backslash) {
          c = next
          p += 1
        }
      }
      bytes[out] = c
      out += 1
    }
    this.#used = out
    this.addedLength = out - at
    return at
  }

  source(start: number, length: number): Buffer {
    return this.#source.subarray(start, start + length)
  }

  /** Copies a value, whose position is negative when it is kept here, and returns where it ends. */
  copy(start: number, length: number, target: Uint8Array, at: number): number {
    const from = start >= 0 ? this.#source : this.#bytes
    const first = start >= 0 ? start : -1 - start
    if (length > 32) target.set(from.subarray(first, first + length), at)
    else for (let i = 0; i < length; i += 1) target[at + i] = from[first + i] as number
    return at + length
  }

  slice(start: number, length: number): Buffer {
    return this.#bytes.subarray(start, start + length)
  }

  #reserve(more: number): void {
    if (this.#used + more <= this.#bytes.length) return
    const next = Buffer.alloc(Math.max(1024, this.#used + more, this.#bytes.length * 2))
    next.set(this.#bytes.subarray(0, this.#used))
    this.#bytes = next
  }
}
