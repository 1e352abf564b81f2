/** Text that grows: what printers write into. */
export class TextBuffer {
  #bytes = Buffer.allocUnsafe(4096)
  #length = 0

  /** The memory that is written into; what was written are its first `length` bytes. It is replaced when it grows. */
  get bytes(): Buffer {
    return this.#bytes
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#length
  }

  /** Goes back to an earlier length. */
  set length(length: number) {
    this.#length = length
  }

  /** Appends text as UTF-8. */
  text(text: string): void {
    // At most three bytes a UTF-16 unit.
    this.#reserve(text.length * 3)
    this.#length += this.#bytes.write(text, this.#length, 'utf8')
  }

  /** Appends ASCII text. */
  ascii(text: string): void {
    this.#reserve(text.length)
    this.#length += this.#bytes.write(text, this.#length, 'latin1')
  }

  /** Appends one ASCII character. */
  byte(code: number): void {
    this.#reserve(1)
    this.#bytes[this.#length] = code
    this.#length += 1
  }

  /** A copy of what was written; the buffer is empty after it. */
  take(): Buffer {
    const copy = Buffer.from(this.#bytes.subarray(0, this.#length))
    this.#length = 0
    return copy
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return
    const next = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + more))
    next.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = next
  }
}
