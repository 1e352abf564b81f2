/**
 * MurmurHash3 (32 bit, seed 0x12345678), by which tables are spread over vgroups.
 */
function murmur3(bytes: Uint8Array): number {
  let hash = 0x12345678
  const blocks = bytes.length >> 2
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let i = 0; i < blocks; i += 1) {
    let k = Math.imul(view.getUint32(i * 4, true), 0xcc9e2d51)
    k = (k << 15) | (k >>> 17)
    hash ^= Math.imul(k, 0x1b873593)
    hash = (hash << 13) | (hash >>> 19)
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0
  }
  let tail = 0
  for (let i = bytes.length - 1; i >= blocks * 4; i -= 1) tail = (tail << 8) | (bytes[i] ?? 0)
  if (bytes.length > blocks * 4) {
    let k = Math.imul(tail, 0xcc9e2d51)
    k = (k << 15) | (k >>> 17)
    hash ^= Math.imul(k, 0x1b873593)
  }
  hash ^= bytes.length
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** Which of `count` vgroups a table belongs to: equal shares of the hash range over `1.db.table`. */
export function vgroupIndex(database: string, table: string, count: number): number {
  if (count <= 1) return 0
  const hash = murmur3(Buffer.from(`1.${database}.${table}`, 'utf8'))
  return Math.min(count - 1, Math.floor(hash / (0x1_0000_0000 / count)))
}
