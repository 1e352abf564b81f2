const quote = 39

/** SQL text under construction, as bytes; it grows and is used again. */
export class SqlText {
  bytes: Buffer
  end = 0

  constructor(size: number) {
    this.bytes = Buffer.allocUnsafeSlow(size)
  }

  /** Makes room for more bytes. */
  room(count: number): void {
    const needed = this.end + count
    if (needed <= this.bytes.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.bytes.length * 2))
    this.bytes.copy(larger, 0, 0, this.end)
    this.bytes = larger
  }

  byte(code: number): void {
    if (this.end === this.bytes.length) this.room(1)
    this.bytes[this.end] = code
    this.end += 1
  }

  /** Adds a text of ASCII characters. */
  ascii(text: string): void {
    const { length } = text
    this.room(length)
    const { bytes } = this
    let p = this.end
    if (length > 32) bytes.write(text, p, 'latin1')
    else for (let i = 0; i < length; i += 1) bytes[p++] = text.charCodeAt(i)
    this.end += length
  }

  /** Adds any text. */
  utf8(text: string): void {
    this.room(text.length * 3)
    this.end += this.bytes.write(text, this.end)
  }

  /** Adds bytes of another buffer. */
  copy(source: Buffer, start: number, end: number): void {
    const length = end - start
    this.room(length)
    const { bytes } = this
    let p = this.end
    if (length > 48) source.copy(bytes, p, start, end)
    else for (let i = start; i < end; i += 1) bytes[p++] = source[i] as number
    this.end += length
  }

  /**
   * Adds a text between quotes that has no quote, backslash or NUL in it. Answers its code points, or -1 and adds nothing
   * when it has a control character, which must be escaped.
   */
  quoted(source: Buffer, start: number, end: number): number {
    this.room(end - start + 2)
    const { bytes } = this
    let p = this.end
    let points = 0
    bytes[p++] = quote
    for (let i = start; i < end; i += 1) {
      const c = source[i] as number
      if (c < 32) return -1
      if ((c & 0xc0) !== 0x80) points += 1
      bytes[p++] = c
    }
    bytes[p++] = quote
    this.end = p
    return points
  }
}
