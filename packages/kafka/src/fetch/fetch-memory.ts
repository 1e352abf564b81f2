/** Blocks below this size are left to the allocator, which is good at them. */
const leastBlock = 16 * 1024

/** Sizes are rounded up to this, so that blocks fit each other. */
const blockStep = 64 * 1024

/**
 * Memory for fetched records that is used again when its users have let go of it. Large blocks weigh on the garbage
 * collector far more than the work done with them; what is never given back is collected as usual.
 */
export class FetchMemory {
  readonly #limit: number
  readonly #free: ArrayBufferLike[] = []
  #freeBytes = 0
  readonly #holds = new WeakMap<ArrayBufferLike, number>()

  /** Keeps at most `limit` bytes for the next use. */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** A buffer of the given size, not cleared, held once. */
  bytes(size: number): Buffer {
    if (size < leastBlock) return Buffer.allocUnsafe(size)
    return Buffer.from(this.#block(size) as ArrayBuffer, 0, size)
  }

  /** An array of the given length, not cleared, held once. */
  ints(length: number): Int32Array {
    if (length * 4 < leastBlock) return new Int32Array(length)
    return new Int32Array(this.#block(length * 4), 0, length)
  }

  #block(size: number): ArrayBufferLike {
    const at = this.#free.findIndex(b => b.byteLength >= size && b.byteLength <= size * 4)
    let block = this.#free[at]
    if (block === undefined) {
      block = Buffer.allocUnsafeSlow(Math.ceil(size / blockStep) * blockStep).buffer
    } else {
      this.#free.splice(at, 1)
      this.#freeBytes -= block.byteLength
    }
    this.#holds.set(block, 1)
    return block
  }

  /** Adds a user to the block behind a view; nothing happens to memory that is not ours. */
  hold({ buffer }: ArrayBufferView): void {
    const holds = this.#holds.get(buffer)
    if (holds !== undefined) this.#holds.set(buffer, holds + 1)
  }

  /** Takes a user away; the last one frees the block for the next use. */
  drop({ buffer }: ArrayBufferView): void {
    const holds = this.#holds.get(buffer)
    if (holds === undefined) return
    if (holds > 1) {
      this.#holds.set(buffer, holds - 1)
      return
    }
    this.#holds.delete(buffer)
    if (this.#freeBytes + buffer.byteLength > this.#limit) return
    this.#free.push(buffer)
    this.#freeBytes += buffer.byteLength
  }
}
