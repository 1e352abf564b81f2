/** Reversed polynomial of CRC-32C (Castagnoli), the checksum of record batches since Kafka 0.11. */
const polynomial = 0x82f63b78

const slices = 16

/** Words are read as the processor has them; on another one the loop by bytes does all. */
const isLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1

/** Table `s` holds the checksum of byte `b` followed by `s` zero bytes ("slicing by 16"). */
const tables = (() => {
  const table = new Int32Array(slices * 256)
  for (let b = 0; b < 256; b += 1) {
    let crc = b
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1
    table[b] = crc
  }
  for (let s = 1; s < slices; s += 1) {
    for (let b = 0; b < 256; b += 1) {
      const before = table[(s - 1) * 256 + b] as number
      table[s * 256 + b] = (before >>> 8) ^ (table[before & 0xff] as number)
    }
  }
  return table
})()

/**
 * CRC-32C of `bytes[start .. end]` as an unsigned number; `seed` continues an earlier checksum.
 * Rule: Kafka message format, RecordBatch `crc` (RFC 3720, appendix B.4).
 */
export function crc32c(bytes: Uint8Array, start = 0, end = bytes.length, seed = 0): number {
  const t = tables
  const { byteOffset } = bytes
  let crc = ~seed
  let p = start
  // The casts stand for `noUncheckedIndexedAccess`: every index is below the length of its array.
  while (p < end && ((byteOffset + p) & 3) !== 0) {
    crc = (crc >>> 8) ^ (t[(crc ^ (bytes[p] as number)) & 0xff] as number)
    p += 1
  }
  if (isLittleEndian && end - p >= slices) {
    const words = new Int32Array(bytes.buffer, byteOffset + p, ((end - p) >> 4) << 2)
    for (let w = 0; w < words.length; w += 4) {
      const b = words[w + 1] as number
      const c = words[w + 2] as number
      const d = words[w + 3] as number
      // What does not depend on the checksum so far comes first: the processor need not wait for it.
      const rest =
        (t[0xb00 + (b & 0xff)] as number) ^
        (t[0xa00 + ((b >>> 8) & 0xff)] as number) ^
        (t[0x900 + ((b >>> 16) & 0xff)] as number) ^
        (t[0x800 + (b >>> 24)] as number) ^
        (t[0x700 + (c & 0xff)] as number) ^
        (t[0x600 + ((c >>> 8) & 0xff)] as number) ^
        (t[0x500 + ((c >>> 16) & 0xff)] as number) ^
        (t[0x400 + (c >>> 24)] as number) ^
        (t[0x300 + (d & 0xff)] as number) ^
        (t[0x200 + ((d >>> 8) & 0xff)] as number) ^
        (t[0x100 + ((d >>> 16) & 0xff)] as number) ^
        (t[d >>> 24] as number)
      const a = (words[w] as number) ^ crc
      crc =
        (t[0xf00 + (a & 0xff)] as number) ^
        (t[0xe00 + ((a >>> 8) & 0xff)] as number) ^
        ((t[0xd00 + ((a >>> 16) & 0xff)] as number) ^ (t[0xc00 + (a >>> 24)] as number)) ^
        rest
    }
    p += words.length * 4
  }
  while (p < end) {
    crc = (crc >>> 8) ^ (t[(crc ^ (bytes[p] as number)) & 0xff] as number)
    p += 1
  }
  return ~crc >>> 0
}
