import { crc32 } from 'node:zlib'

/** What an entry of the change log holds. */
export const logKind = { rows: 1, meta: 2 } as const
export type LogKind = (typeof logKind)[keyof typeof logKind]

/** One entry of a vgroup's change log. */
export interface LogRecord {
  /** Number of the entry in its vgroup, without gaps. */
  readonly version: number
  /** The transaction of the store that the entry belongs to. */
  readonly transaction: number
  /** Milliseconds since the epoch. */
  readonly time: number
  readonly kind: LogKind
  readonly body: Buffer
}

/** Bytes in front of an entry's body: u32 length, u32 CRC, u8 kind, u48 version, u48 transaction, u48 time. */
export const recordHead = 27
const sumFrom = 8

/** Encodes an entry. */
export function encodeRecord(record: LogRecord): Buffer {
  const { body } = record
  const bytes = Buffer.allocUnsafe(recordHead + body.length)
  bytes.writeUInt32LE(body.length, 0)
  bytes.writeUInt8(record.kind, 8)
  bytes.writeUIntLE(record.version, 9, 6)
  bytes.writeUIntLE(record.transaction, 15, 6)
  bytes.writeUIntLE(record.time, 21, 6)
  body.copy(bytes, recordHead)
  bytes.writeUInt32LE(crc32(bytes.subarray(sumFrom)), 4)
  return bytes
}

/** Bytes of the entry that begins at `at`, or how many more are needed to know. */
export function recordLength(bytes: Buffer, at: number): number {
  return bytes.length - at < 4 ? recordHead : recordHead + bytes.readUInt32LE(at)
}

/** Decodes the entry at `at`; undefined when it is torn or damaged. Its body is a view of `bytes`. */
export function decodeRecord(bytes: Buffer, at: number): LogRecord | undefined {
  const length = recordLength(bytes, at)
  if (at + length > bytes.length) return undefined
  const sum = crc32(bytes.subarray(at + sumFrom, at + length))
  const kind = bytes.readUInt8(at + 8)
  if (sum !== bytes.readUInt32LE(at + 4) || (kind !== logKind.rows && kind !== logKind.meta)) {
    return undefined
  }
  return {
    version: bytes.readUIntLE(at + 9, 6),
    transaction: bytes.readUIntLE(at + 15, 6),
    time: bytes.readUIntLE(at + 21, 6),
    kind,
    body: bytes.subarray(at + recordHead, at + length),
  }
}
