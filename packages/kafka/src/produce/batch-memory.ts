/** Bytes kept for reuse, and the size up to which memory is worth keeping. */
const keptBytes = 8 * 1024 * 1024
const smallestBytes = 64 * 1024

/** Memory of record batches, used again once the broker has stored them: large garbage costs peaks of memory. */
export class BatchMemory {
  readonly #free: Buffer[] = []
  #kept = 0

  /** Memory of at least so many bytes, from what was given back if it fits. */
  take(bytes: number): Buffer {
    const at = this.#free.findIndex(buffer => buffer.length >= bytes)
    const [found] = at < 0 ? [] : this.#free.splice(at, 1)
    if (found === undefined) {
      const size = bytes < smallestBytes ? bytes : Math.ceil(bytes / smallestBytes) * smallestBytes
      return Buffer.allocUnsafe(size)
    }
    this.#kept -= found.length
    return found
  }

  /** Gives memory back that nothing reads any more. */
  give(buffer: Buffer): void {
    if (buffer.length < smallestBytes || this.#kept + buffer.length > keptBytes) return
    this.#free.push(buffer)
    this.#kept += buffer.length
  }
}
