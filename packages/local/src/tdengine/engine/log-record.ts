import { crc32 } from 'node:zlib'

/** The number that an entry has in a vgroup. */
export interface VgroupVersion {
  readonly vgroup: number
  readonly version: bigint
}

/** One entry of a database's log: a change that one or several of its vgroups have seen. */
export interface LogRecord {
  /** The transaction of the store that the entry belongs to. */
  readonly transaction: number
  /** Milliseconds since the epoch. */
  readonly time: number
  readonly vgroups: readonly VgroupVersion[]
  readonly body: Buffer
}

/** Fixed head: u32 bytes behind it, u32 CRC of what follows the CRC, u48 transaction, u48 time, u16 vgroups. */
const headBytes = 22
const sumFrom = 8
const vgroupBytes = 12

/** Encodes an entry. */
export function encodeRecord(record: LogRecord): Buffer {
  const { vgroups, body } = record
  const rest = vgroups.length * vgroupBytes + body.length
  const bytes = Buffer.allocUnsafe(headBytes + rest)
  bytes.writeUInt32LE(rest, 0)
  bytes.writeUIntLE(record.transaction, 8, 6)
  bytes.writeUIntLE(record.time, 14, 6)
  bytes.writeUInt16LE(vgroups.length, 20)
  for (const [i, { vgroup, version }] of vgroups.entries()) {
    bytes.writeUInt32LE(vgroup, headBytes + i * vgroupBytes)
    bytes.writeBigUInt64LE(version, headBytes + i * vgroupBytes + 4)
  }
  body.copy(bytes, headBytes + vgroups.length * vgroupBytes)
  bytes.writeUInt32LE(crc32(bytes.subarray(sumFrom)), 4)
  return bytes
}

/** Length of the entry that begins at `at`; the length of a head when not even that is there. */
export function recordLength(bytes: Buffer, at: number): number {
  return bytes.length - at < headBytes ? headBytes : headBytes + bytes.readUInt32LE(at)
}

/** Version of the entry at `at` in a vgroup, without a look at its body; undefined when it is not for the vgroup. */
export function versionIn(bytes: Buffer, at: number, vgroup: number): bigint | undefined {
  const count = bytes.readUInt16LE(at + 20)
  for (let i = 0; i < count; i += 1) {
    const from = at + headBytes + i * vgroupBytes
    if (bytes.readUInt32LE(from) === vgroup) return bytes.readBigUInt64LE(from + 4)
  }
  return undefined
}

/** Decodes the whole entry at `at`; undefined when it is damaged. Its body is a view of `bytes`. */
export function decodeRecord(bytes: Buffer, at: number): LogRecord | undefined {
  const end = at + recordLength(bytes, at)
  const count = bytes.readUInt16LE(at + 20)
  const bodyAt = at + headBytes + count * vgroupBytes
  if (bodyAt > end || crc32(bytes.subarray(at + sumFrom, end)) !== bytes.readUInt32LE(at + 4)) {
    return undefined
  }
  return {
    transaction: bytes.readUIntLE(at + 8, 6),
    time: bytes.readUIntLE(at + 14, 6),
    vgroups: Array.from({ length: count }, (_, i) => ({
      vgroup: bytes.readUInt32LE(at + headBytes + i * vgroupBytes),
      version: bytes.readBigUInt64LE(at + headBytes + i * vgroupBytes + 4),
    })),
    body: bytes.subarray(bodyAt, end),
  }
}
