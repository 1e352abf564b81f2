/** A request that does not follow the protocol; the connection that sent it is closed. */
export class MalformedRequest extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'MalformedRequest'
  }
}

/** Reads Kafka's primitive types from one frame; every read is checked against the frame's end. */
export class WireReader {
  readonly #buffer: Buffer
  #position: number

  constructor(buffer: Buffer, position = 0) {
    this.#buffer = buffer
    this.#position = position
  }

  /** Bytes that are left. */
  get remaining(): number {
    return this.#buffer.length - this.#position
  }

  #advance(size: number): number {
    const at = this.#position
    if (size < 0 || size > this.#buffer.length - at) {
      throw new MalformedRequest(`${size} bytes wanted at ${at}, ${this.remaining} left`)
    }
    this.#position = at + size
    return at
  }

  bool(): boolean {
    return this.#buffer.readInt8(this.#advance(1)) !== 0
  }

  int8(): number {
    return this.#buffer.readInt8(this.#advance(1))
  }

  int16(): number {
    return this.#buffer.readInt16BE(this.#advance(2))
  }

  int32(): number {
    return this.#buffer.readInt32BE(this.#advance(4))
  }

  int64(): bigint {
    return this.#buffer.readBigInt64BE(this.#advance(8))
  }

  float64(): number {
    return this.#buffer.readDoubleBE(this.#advance(8))
  }

  /** UNSIGNED_VARINT: seven bits a byte, least significant first, at most five bytes. */
  unsignedVarint(): number {
    let value = 0
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.#buffer.readUInt8(this.#advance(1))
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
    }
    throw new MalformedRequest('a variable-length integer of more than five bytes')
  }

  /** The next bytes, as a view of the frame. */
  bytes(size: number): Buffer {
    const at = this.#advance(size)
    return this.#buffer.subarray(at, at + size)
  }

  text(size: number): string {
    const at = this.#advance(size)
    return this.#buffer.toString('utf8', at, at + size)
  }

  /** A topic id as 32 hexadecimal digits. */
  uuid(): string {
    const at = this.#advance(16)
    return this.#buffer.toString('hex', at, at + 16)
  }

  skip(size: number): void {
    this.#advance(size)
  }
}
