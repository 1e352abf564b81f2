import { hashBytes } from './points/byte-table.ts'

/** The key of a series whose measurement and tags do not stand together: both, with a zero byte between. */
export class SeriesKey {
  bytes = new Uint8Array(256)
  length = 0
  hash = 0

  set(source: Uint8Array, start: number, end: number, tagsAt: number, tagsEnd: number): void {
    this.length = end - start + 1 + tagsEnd - tagsAt
    if (this.length > this.bytes.length) this.bytes = new Uint8Array(this.length * 2)
    const { bytes } = this
    let at = 0
    for (let p = start; p < end; p += 1) bytes[at++] = source[p] as number
    bytes[at++] = 0
    for (let p = tagsAt; p < tagsEnd; p += 1) bytes[at++] = source[p] as number
    this.hash = hashBytes(bytes, 0, at)
  }

  copy(): Uint8Array {
    return this.bytes.slice(0, this.length)
  }
}

/** Whether a key is what {@link SeriesKey.set} would make of these spans; it looks from the end, where keys differ. */
export function isKeyOf(
  key: Uint8Array,
  source: Uint8Array,
  start: number,
  end: number,
  tagsAt: number,
  tagsEnd: number,
): boolean {
  const name = end - start
  const tags = tagsEnd - tagsAt
  if (key.length !== name + 1 + tags || key[name] !== 0) return false
  for (let i = tags - 1; i >= 0; i -= 1) {
    if (key[name + 1 + i] !== source[tagsAt + i]) return false
  }
  for (let i = name - 1; i >= 0; i -= 1) if (key[i] !== source[start + i]) return false
  return true
}
