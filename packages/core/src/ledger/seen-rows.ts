const initialCapacity = 64

/** A set of 64-bit row identities, two halves each; about 12 to 24 bytes a row. */
export class SeenRows {
  #table = new Int32Array(initialCapacity * 2)
  #mask = initialCapacity - 1
  #size = 0

  get size(): number {
    return this.#size
  }

  /** Adds an identity; false when it was there. */
  add(first: number, second: number): boolean {
    if (this.#size * 3 > this.#mask * 2) this.#grow()
    if (!this.#put(first, second)) return false
    this.#size += 1
    return true
  }

  /** True when the identity was added. */
  has(first: number, second: number): boolean {
    const table = this.#table
    const a = (first | second) === 0 ? 1 : first | 0
    const b = second | 0
    for (let slot = (a ^ (b >>> 7)) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const at = slot * 2
      if (table[at] === a && table[at + 1] === b) return true
      if (table[at] === 0 && table[at + 1] === 0) return false
    }
  }

  /** Calls back with every identity. */
  forEach(visit: (first: number, second: number) => void): void {
    const table = this.#table
    for (let at = 0; at < table.length; at += 2) {
      const first = table[at] as number
      const second = table[at + 1] as number
      if (first !== 0 || second !== 0) visit(first, second)
    }
  }

  #put(first: number, second: number): boolean {
    const table = this.#table
    // Both halves zero mark a free place.
    const a = (first | second) === 0 ? 1 : first | 0
    const b = second | 0
    for (let slot = (a ^ (b >>> 7)) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const at = slot * 2
      if (table[at] === a && table[at + 1] === b) return false
      if (table[at] === 0 && table[at + 1] === 0) {
        table[at] = a
        table[at + 1] = b
        return true
      }
    }
  }

  #grow(): void {
    const old = this.#table
    this.#table = new Int32Array(old.length * 2)
    this.#mask = old.length - 1
    for (let at = 0; at < old.length; at += 2) {
      const a = old[at] as number
      const b = old[at + 1] as number
      if (a !== 0 || b !== 0) this.#put(a, b)
    }
  }
}
