/** Bytes of a response that lie in a file and are read when the socket can take them. */
export interface FileRegion {
  readonly size: number
  /** Reads up to `target.length` bytes from `offset` of the region; resolves with the number of bytes read. */
  read(target: Buffer, offset: number): Promise<number>
  /** Says that the region will not be read any more. */
  release(): void
}

/** A response: pieces of memory and of files, in order. */
export type ResponsePart = Buffer | FileRegion

/** Writes Kafka's primitive types; file regions are kept as references between the written bytes. */
export class WireWriter {
  #buffer: Buffer
  #length = 0
  readonly #parts: ResponsePart[] = []
  #external = 0

  constructor(capacity = 512) {
    this.#buffer = Buffer.allocUnsafe(capacity)
  }

  /** Bytes written so far, those of file regions included. */
  get size(): number {
    return this.#length + this.#external
  }

  #reserve(size: number): number {
    const at = this.#length
    const end = at + size
    if (end > this.#buffer.length) {
      const grown = Buffer.allocUnsafe(Math.max(end, this.#buffer.length * 2))
      this.#buffer.copy(grown, 0, 0, at)
      this.#buffer = grown
    }
    this.#length = end
    return at
  }

  bool(value: boolean): void {
    this.int8(value ? 1 : 0)
  }

  int8(value: number): void {
    const at = this.#reserve(1)
    this.#buffer.writeInt8(value, at)
  }

  int16(value: number): void {
    const at = this.#reserve(2)
    this.#buffer.writeInt16BE(value, at)
  }

  int32(value: number): void {
    const at = this.#reserve(4)
    this.#buffer.writeInt32BE(value, at)
  }

  int64(value: bigint): void {
    const at = this.#reserve(8)
    this.#buffer.writeBigInt64BE(value, at)
  }

  float64(value: number): void {
    const at = this.#reserve(8)
    this.#buffer.writeDoubleBE(value, at)
  }

  unsignedVarint(value: number): void {
    let rest = value
    while (rest >= 0x80) {
      const at = this.#reserve(1)
      this.#buffer[at] = (rest % 0x80) | 0x80
      rest = Math.floor(rest / 0x80)
    }
    const at = this.#reserve(1)
    this.#buffer[at] = rest
  }

  bytes(value: Uint8Array): void {
    const at = this.#reserve(value.length)
    this.#buffer.set(value, at)
  }

  text(value: string, size: number): void {
    const at = this.#reserve(size)
    this.#buffer.write(value, at, 'utf8')
  }

  uuid(value: string): void {
    const at = this.#reserve(16)
    this.#buffer.write(value, at, 'hex')
  }

  /** Puts a file region here, without reading it. */
  region(part: FileRegion): void {
    this.#parts.push(this.#buffer.subarray(0, this.#length), part)
    // Bytes already handed to `#parts` must not move: what follows goes into a buffer of its own.
    this.#external += part.size + this.#length
    this.#buffer = Buffer.allocUnsafe(512)
    this.#length = 0
  }

  /** The written bytes and regions in order. */
  finish(): readonly ResponsePart[] {
    this.#parts.push(this.#buffer.subarray(0, this.#length))
    return this.#parts
  }

  /** The written bytes as one buffer; only for a message without file regions. */
  toBuffer(): Buffer {
    return this.#buffer.subarray(0, this.#length)
  }
}
