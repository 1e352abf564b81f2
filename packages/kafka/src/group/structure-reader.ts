/**
 * Reads the structures that group members exchange, of consumers and of Connect workers: big-endian integers, strings
 * with a length of 16 bits, arrays and bytes with one of 32 (Kafka protocol, primitive types). Throws `RangeError` when
 * the bytes end early.
 */
export class StructureReader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get left(): number {
    return this.#bytes.length - this.#at
  }

  #take(length: number): number {
    if (length < 0 || length > this.left) {
      throw new RangeError(`${length} bytes wanted, ${this.left} left`)
    }
    const at = this.#at
    this.#at += length
    return at
  }

  int16(): number {
    return this.#bytes.readInt16BE(this.#take(2))
  }

  int32(): number {
    return this.#bytes.readInt32BE(this.#take(4))
  }

  int64(): bigint {
    return this.#bytes.readBigInt64BE(this.#take(8))
  }

  string(): string {
    const length = this.int16()
    const at = this.#take(Math.max(0, length))
    return this.#bytes.toString('utf8', at, at + Math.max(0, length))
  }

  nullableBytes(): Buffer | null {
    const length = this.int32()
    if (length < 0) return null
    const at = this.#take(length)
    return this.#bytes.subarray(at, at + length)
  }

  /** `null` for a null array. */
  array<T>(element: () => T): T[] | null {
    const count = this.int32()
    if (count < 0) return null
    if (count > this.left)
      throw new RangeError(`${count} elements announced, ${this.left} bytes left`)
    return Array.from({ length: count }, element)
  }
}
