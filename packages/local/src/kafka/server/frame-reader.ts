import { MalformedRequest } from '../protocol/wire-reader.ts'

/** Cuts a stream of bytes into frames: a size of four bytes, then that many. */
export class FrameReader {
  readonly #largest: number
  #chunks: Buffer[] = []
  #buffered = 0
  #size: number | null = null

  constructor(largest: number) {
    this.#largest = largest
  }

  /** Bytes that were pushed and not taken. */
  get buffered(): number {
    return this.#buffered
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#buffered += chunk.length
  }

  /** Size of the frame that has begun; null before its size has arrived. Throws `MalformedRequest`. */
  size(): number | null {
    if (this.#size !== null) return this.#size
    if (this.#buffered < 4) return null
    const size = this.#take(4).readInt32BE(0)
    if (size < 0 || size > this.#largest) {
      throw new MalformedRequest(
        `a request of ${size} bytes; socket.request.max.bytes is ${this.#largest}`,
      )
    }
    this.#size = size
    return size
  }

  /** The frame, when it has arrived whole. */
  frame(): Buffer | null {
    const size = this.size()
    if (size === null || this.#buffered < size) return null
    this.#size = null
    return this.#take(size)
  }

  #take(size: number): Buffer {
    const first = this.#chunks[0]
    this.#buffered -= size
    if (first !== undefined && first.length >= size) {
      if (first.length === size) this.#chunks.shift()
      else this.#chunks[0] = first.subarray(size)
      return first.subarray(0, size)
    }
    const taken = Buffer.allocUnsafe(size)
    let filled = 0
    let used = 0
    for (const chunk of this.#chunks) {
      if (filled === size) break
      const part = Math.min(chunk.length, size - filled)
      chunk.copy(taken, filled, 0, part)
      filled += part
      if (part === chunk.length) used += 1
      else this.#chunks[used] = chunk.subarray(part)
    }
    this.#chunks.splice(0, used)
    return taken
  }
}
