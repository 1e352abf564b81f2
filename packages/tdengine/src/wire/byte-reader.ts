import { raise } from '../errors.ts'

/** Reads a buffer from front to back; reading past its end gives `TDENGINE_FRAME`. */
export class ByteReader {
  readonly bytes: Buffer
  position: number
  readonly #what: string

  constructor(bytes: Buffer, what: string, position = 0) {
    this.bytes = bytes
    this.#what = what
    this.position = position
  }

  get remaining(): number {
    return this.bytes.length - this.position
  }

  /** Moves over `count` bytes and returns where they began. */
  skip(count: number): number {
    const at = this.position
    if (!(count >= 0) || at + count > this.bytes.length) {
      throw this.malformed(`ends ${at + count - this.bytes.length} bytes too early`)
    }
    this.position = at + count
    return at
  }

  malformed(reason: string): Error {
    return raise('TDENGINE_FRAME', { reason: `${this.#what}: ${reason}` })
  }

  take(count: number): Buffer {
    const at = this.skip(count)
    return this.bytes.subarray(at, at + count)
  }

  u8(): number {
    return this.bytes.readUInt8(this.skip(1))
  }

  u16(): number {
    return this.bytes.readUInt16LE(this.skip(2))
  }

  u32(): number {
    return this.bytes.readUInt32LE(this.skip(4))
  }

  u64(): bigint {
    return this.bytes.readBigUInt64LE(this.skip(8))
  }

  i64(): bigint {
    return this.bytes.readBigInt64LE(this.skip(8))
  }

  /** Unsigned LEB128 of at most 32 bits. */
  varint(): number {
    let value = 0
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.u8()
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) {
        if (value > 0xffff_ffff) break
        return value
      }
    }
    throw this.malformed('has a number of more than 32 bits')
  }

  /** Zig-zag LEB128. */
  zigzag(): number {
    const value = this.varint()
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }

  /** Text with its length in front (the trailing NUL counted). */
  cstring(): string {
    const bytes = this.take(this.varint())
    const end = bytes.length > 0 && bytes[bytes.length - 1] === 0 ? bytes.length - 1 : bytes.length
    return bytes.toString('utf8', 0, end)
  }
}

/** Collects bytes of the same encodings that `ByteReader` reads. */
export class ByteWriter {
  readonly #parts: Buffer[] = []
  length = 0

  bytes(part: Uint8Array): this {
    this.#parts.push(Buffer.from(part.buffer, part.byteOffset, part.length))
    this.length += part.length
    return this
  }

  u8(value: number): this {
    return this.bytes(Buffer.of(value))
  }

  u16(value: number): this {
    const part = Buffer.allocUnsafe(2)
    part.writeUInt16LE(value)
    return this.bytes(part)
  }

  u32(value: number): this {
    const part = Buffer.allocUnsafe(4)
    part.writeUInt32LE(value)
    return this.bytes(part)
  }

  i64(value: bigint): this {
    const part = Buffer.allocUnsafe(8)
    part.writeBigInt64LE(value)
    return this.bytes(part)
  }

  varint(value: number): this {
    const part: number[] = []
    let rest = value
    while (rest >= 0x80) {
      part.push((rest % 0x80) | 0x80)
      rest = Math.floor(rest / 0x80)
    }
    part.push(rest)
    return this.bytes(Buffer.from(part))
  }

  zigzag(value: number): this {
    return this.varint(value < 0 ? -2 * value - 1 : 2 * value)
  }

  cstring(text: string): this {
    const part = Buffer.from(`${text}\0`, 'utf8')
    return this.varint(part.length).bytes(part)
  }

  finish(): Buffer {
    return Buffer.concat(this.#parts, this.length)
  }
}
