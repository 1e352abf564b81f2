import { ByteReader } from '../wire/byte-reader.ts'

/** From this marker on, the offset records have their length in front. */
const lengthMarker = 100
const walRecord = 1

/**
 * The offset behind a data message: its second offset record (TMQ message body, raw types 2 and 4). Null in a snapshot,
 * whose records name tables instead.
 */
export function endOfBody(body: Buffer): bigint | null {
  const reader = new ByteReader(body, 'the offsets of a TMQ message')
  if (reader.u8() >= lengthMarker) reader.u32()
  else reader.position = 0
  if ((reader.u8() & 0x0f) !== walRecord) return null
  reader.i64()
  const end = (reader.u8() & 0x0f) === walRecord ? reader.i64() : -1n
  return end < 0n ? null : end
}
