/** The text of a batch, and the bytes of its values that do not stand in the text as they are. */
export class ByteArena {
  #source: Buffer = Buffer.alloc(0)
  #bytes: Buffer = Buffer.alloc(0)
  #used = 0

  reset(source: Uint8Array): void {
    this.#source = Buffer.from(source.buffer, source.byteOffset, source.byteLength)
    this.#used = 0
  }

  /** Keeps a copy and returns its position. */
  add(value: Uint8Array): number {
    const at = this.#used
    this.#used += value.length
    if (this.#used > this.#bytes.length) {
      const next = Buffer.alloc(Math.max(1024, this.#used, this.#bytes.length * 2))
      next.set(this.#bytes.subarray(0, at))
      this.#bytes = next
    }
    this.#bytes.set(value, at)
    return at
  }

  source(start: number, length: number): Buffer {
    return this.#source.subarray(start, start + length)
  }

  slice(start: number, length: number): Buffer {
    return this.#bytes.subarray(start, start + length)
  }
}
