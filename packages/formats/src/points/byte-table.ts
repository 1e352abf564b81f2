/** Things found by the bytes of their key: open addressing, one compare a look-up, no string. */
export class ByteTable<T extends { readonly key: Uint8Array }> {
  #slots = new Int32Array(256)
  #hashes = new Int32Array(256)
  #items: T[] = []
  /** Bytes of all keys. */
  keyBytes = 0

  get size(): number {
    return this.#items.length
  }

  /** The item whose key is `bytes[start..end)`; `hash` as {@link hashBytes} makes it. */
  find(bytes: Uint8Array, start: number, end: number, hash: number): T | undefined {
    const mask = this.#slots.length - 1
    for (let i = spread(hash) & mask; ; i = (i + 1) & mask) {
      const slot = this.#slots[i] as number
      if (slot === 0) return undefined
      if (this.#hashes[i] === hash) {
        const item = this.#items[slot - 1] as T
        if (sameBytes(item.key, bytes, start, end)) return item
      }
    }
  }

  /** Adds an item that is not there yet. */
  add(item: T, hash: number): void {
    if (this.#items.length * 2 >= this.#slots.length) this.#grow()
    this.#items.push(item)
    this.keyBytes += item.key.length
    this.#place(hash, this.#items.length)
  }

  clear(): void {
    this.#slots = new Int32Array(256)
    this.#hashes = new Int32Array(256)
    this.#items = []
    this.keyBytes = 0
  }

  #place(hash: number, slot: number): void {
    const mask = this.#slots.length - 1
    let i = spread(hash) & mask
    while (this.#slots[i] !== 0) i = (i + 1) & mask
    this.#slots[i] = slot
    this.#hashes[i] = hash
  }

  #grow(): void {
    const slots = this.#slots
    const hashes = this.#hashes
    this.#slots = new Int32Array(slots.length * 2)
    this.#hashes = new Int32Array(slots.length * 2)
    for (let i = 0; i < slots.length; i += 1) {
      if (slots[i] !== 0) this.#place(hashes[i] as number, slots[i] as number)
    }
  }
}

function spread(hash: number): number {
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 7
}

/** What {@link ByteTable} hashes a key to; scanners may compute it byte by byte while they look for the key's end. */
export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0
  for (let i = start; i < end; i += 1) hash = (Math.imul(hash, 31) + (bytes[i] as number)) | 0
  return hash
}

/** A copy of `bytes[start..end)`; `slice` of a Buffer would be a view that keeps, and follows, the whole text. */
export function copyBytes(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return new Uint8Array(bytes.subarray(start, end))
}

/** Whether a key is `bytes[start..end)`. */
export function sameBytes(key: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start
  if (key.length !== length) return false
  for (let i = 0; i < length; i += 1) if (key[i] !== bytes[start + i]) return false
  return true
}
