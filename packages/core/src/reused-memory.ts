/** Below this size the allocator is good at its work; sizes are rounded up to it, so that buffers fit each other. */
const step = 64 * 1024

/**
 * Large buffers that are used again once their users have let go of them: as garbage they cost more than the work done
 * with them. What is never given back is collected as usual.
 */
export class ReusedMemory {
  readonly #limit: number
  readonly #free: Buffer[] = []
  #kept = 0

  /** Keeps at most `limit` bytes for the next use. */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** Memory of at least so many bytes, not cleared. */
  take(bytes: number): Buffer {
    if (bytes < step) return Buffer.allocUnsafe(bytes)
    const at = this.#free.findIndex(buffer => buffer.length >= bytes)
    const [found] = at < 0 ? [] : this.#free.splice(at, 1)
    if (found === undefined) return Buffer.allocUnsafeSlow(Math.ceil(bytes / step) * step)
    this.#kept -= found.length
    return found
  }

  /** Gives memory back, as `take` returned it, that nothing reads any more. */
  give(buffer: Buffer): void {
    if (buffer.length < step || this.#kept + buffer.length > this.#limit) return
    this.#free.push(buffer)
    this.#kept += buffer.length
  }
}
