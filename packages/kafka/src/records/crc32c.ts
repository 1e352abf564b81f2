/** Reversed polynomial of CRC-32C (Castagnoli), the checksum of record batches since Kafka 0.11. */
const polynomial = 0x82f63b78

const slices = 16

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

// One constant per table lets the engine keep the bases in registers.
const [t0, t1, t2, t3, t4, t5, t6, t7, t8, t9, ta, tb, tc, td, te, tf] = Array.from(
  { length: slices },
  (_, s) => tables.subarray(s * 256, s * 256 + 256),
) as [
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
]

/**
 * CRC-32C of `bytes[start .. end]` as an unsigned number; `seed` continues an earlier checksum.
 * Rule: Kafka message format, RecordBatch `crc` (RFC 3720, appendix B.4).
 */
export function crc32c(bytes: Uint8Array, start = 0, end = bytes.length, seed = 0): number {
  let crc = ~seed
  let p = start
  const whole = end - ((end - start) % slices)
  // The casts stand for `noUncheckedIndexedAccess`: every index is masked to 8 bits or below `whole`.
  while (p < whole) {
    const b0 = (bytes[p] as number) ^ (crc & 0xff)
    const b1 = (bytes[p + 1] as number) ^ ((crc >>> 8) & 0xff)
    const b2 = (bytes[p + 2] as number) ^ ((crc >>> 16) & 0xff)
    const b3 = (bytes[p + 3] as number) ^ (crc >>> 24)
    crc =
      (tf[b0] as number) ^
      (te[b1] as number) ^
      (td[b2] as number) ^
      (tc[b3] as number) ^
      (tb[bytes[p + 4] as number] as number) ^
      (ta[bytes[p + 5] as number] as number) ^
      (t9[bytes[p + 6] as number] as number) ^
      (t8[bytes[p + 7] as number] as number) ^
      (t7[bytes[p + 8] as number] as number) ^
      (t6[bytes[p + 9] as number] as number) ^
      (t5[bytes[p + 10] as number] as number) ^
      (t4[bytes[p + 11] as number] as number) ^
      (t3[bytes[p + 12] as number] as number) ^
      (t2[bytes[p + 13] as number] as number) ^
      (t1[bytes[p + 14] as number] as number) ^
      (t0[bytes[p + 15] as number] as number)
    p += slices
  }
  while (p < end) {
    crc = (crc >>> 8) ^ (t0[(crc ^ (bytes[p] as number)) & 0xff] as number)
    p += 1
  }
  return ~crc >>> 0
}
