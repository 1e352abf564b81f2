/** Bytes that are written again and again, by words. */
export class Stamp {
  readonly bytes: Buffer
  readonly length: number
  /** The bytes as little-endian words, the last one filled up with zeros. */
  readonly words: Int32Array

  constructor(bytes: Buffer) {
    this.bytes = bytes
    this.length = bytes.length
    const filled = Buffer.concat([bytes, Buffer.alloc(3)])
    const words = Math.ceil(bytes.length / 4)
    this.words = Int32Array.from({ length: words }, (_, i) => filled.readInt32LE(i * 4))
  }

  /** A stamp of a text. */
  static of(text: string): Stamp {
    return new Stamp(Buffer.from(text))
  }

  /** True when the bytes from `start` to `end` are these. */
  isAt(view: DataView, start: number, end: number): boolean {
    const { length, words, bytes } = this
    if (end - start !== length) return false
    const whole = length >> 2
    // The last bytes differ most often.
    for (let i = length - 1; i >= whole * 4; i -= 1) {
      if (bytes[i] !== view.getUint8(start + i)) return false
    }
    for (let i = whole - 1; i >= 0; i -= 1) {
      if (words[i] !== view.getInt32(start + i * 4, true)) return false
    }
    return true
  }
}

/** The same bytes for reading and writing by words. */
export function viewOf({ buffer, byteOffset, length }: Buffer): DataView {
  return new DataView(buffer, byteOffset, length)
}
