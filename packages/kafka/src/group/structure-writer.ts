/** Writes the structures that group members exchange, as `StructureReader` reads them. */
export class StructureWriter {
  readonly #parts: Buffer[] = []

  #number(size: number, write: (part: Buffer) => void): this {
    const part = Buffer.alloc(size)
    write(part)
    this.#parts.push(part)
    return this
  }

  int16(value: number): this {
    return this.#number(2, part => part.writeInt16BE(value))
  }

  int32(value: number): this {
    return this.#number(4, part => part.writeInt32BE(value))
  }

  int64(value: bigint): this {
    return this.#number(8, part => part.writeBigInt64BE(value))
  }

  string(text: string): this {
    const bytes = Buffer.from(text, 'utf8')
    this.int16(bytes.length)
    this.#parts.push(bytes)
    return this
  }

  nullableBytes(bytes: Buffer | null): this {
    if (bytes === null) return this.int32(-1)
    this.int32(bytes.length)
    this.#parts.push(bytes)
    return this
  }

  array<T>(items: readonly T[] | null, write: (item: T) => void): this {
    if (items === null) return this.int32(-1)
    this.int32(items.length)
    for (const item of items) write(item)
    return this
  }

  toBuffer(): Buffer {
    return Buffer.concat(this.#parts)
  }
}
