/**
 * Reads the primitive types of the Kafka protocol from one buffer; `compact` chooses the flexible encodings (lengths as
 * unsigned varints, plus one). Throws `RangeError` when the buffer ends early, as Node's Buffer does.
 */
export class ByteCursor {
  readonly bytes: Buffer
  readonly #compact: boolean
  #at = 0

  constructor(bytes: Buffer, compact: boolean) {
    this.bytes = bytes
    this.#compact = compact
  }

  int8(): number {
    const value = this.bytes.readInt8(this.#at)
    this.#at += 1
    return value
  }

  int16(): number {
    const value = this.bytes.readInt16BE(this.#at)
    this.#at += 2
    return value
  }

  int32(): number {
    const value = this.bytes.readInt32BE(this.#at)
    this.#at += 4
    return value
  }

  int64(): bigint {
    const value = this.bytes.readBigInt64BE(this.#at)
    this.#at += 8
    return value
  }

  unsignedVarint(): number {
    let value = 0
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.bytes.readUInt8(this.#at)
      this.#at += 1
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
    }
    throw new RangeError('a varint is longer than five bytes')
  }

  /** -1 for null. */
  arrayLength(): number {
    return this.#compact ? this.unsignedVarint() - 1 : this.int32()
  }

  string(): string | null {
    const length = this.#compact ? this.unsignedVarint() - 1 : this.int16()
    return length < 0 ? null : this.#take(length).toString('utf8')
  }

  /** A view, not a copy. */
  byteString(): Buffer | null {
    const length = this.#compact ? this.unsignedVarint() - 1 : this.int32()
    return length < 0 ? null : this.#take(length)
  }

  /** Skips the tagged fields that end every structure of a flexible version. */
  tags(): void {
    if (!this.#compact) return
    const count = this.unsignedVarint()
    for (let i = 0; i < count; i += 1) {
      this.unsignedVarint()
      this.#take(this.unsignedVarint())
    }
  }

  #take(length: number): Buffer {
    const end = this.#at + length
    if (end > this.bytes.length) throw new RangeError('the message ends early')
    const view = this.bytes.subarray(this.#at, end)
    this.#at = end
    return view
  }
}
