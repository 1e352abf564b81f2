import { gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import {
  lz4Compress,
  lz4Decompress,
  snappyCompress,
  snappyDecompress,
} from '@platformatic/wasm-utils'

/** The codecs of record batches, at the index that the batch attributes carry. */
export const compressions = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const

/** A codec of record batches (`compression.type`). */
export type Compression = (typeof compressions)[number]

/** The codec behind the low three bits of the batch attributes; null for a number nobody defined. */
export function compressionOf(bits: number): Compression | null {
  return compressions[bits] ?? null
}

/**
 * The most bytes one batch may decompress to. Brokers take 1 MiB a batch unless told otherwise, and text rarely
 * shrinks more than tenfold; what is larger is an attack or an accident.
 */
const maxDecompressedBytes = 256 * 1024 * 1024

/** Compresses the records of a batch. */
export function compress(compression: Compression, records: Buffer): Buffer {
  switch (compression) {
    case 'none':
      return records
    case 'gzip':
      return gzipSync(records)
    case 'snappy':
      return snappyFramed(records)
    case 'lz4':
      return lz4Compress(records)
    case 'zstd':
      return zstdCompressSync(records)
  }
}

/** Decompresses the records of a batch; throws a plain `Error` for damaged or oversized input. */
export function decompress(compression: Compression, records: Buffer): Buffer {
  switch (compression) {
    case 'none':
      return records
    case 'gzip':
      return gunzipSync(records, { maxOutputLength: maxDecompressedBytes })
    case 'snappy':
      return snappyPlain(records)
    case 'lz4':
      checkLz4(records)
      return lz4Decompress(records)
    case 'zstd':
      return zstdDecompressSync(records, { maxOutputLength: maxDecompressedBytes })
  }
}

// snappy-java wraps raw snappy blocks: magic, version 1, compatible version 1, then blocks with a 32-bit length each.
// Java producers and consumers use that framing; librdkafka writes one raw block and reads both.
const xerialMagic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00])
const xerialHeader = Buffer.concat([xerialMagic, Buffer.from([0, 0, 0, 1, 0, 0, 0, 1])])
const xerialBlockSize = 32 * 1024

function snappyFramed(records: Buffer): Buffer {
  const parts: Buffer[] = [xerialHeader]
  for (let at = 0; at < records.length; at += xerialBlockSize) {
    const block = snappyCompress(records.subarray(at, at + xerialBlockSize))
    const length = Buffer.alloc(4)
    length.writeUInt32BE(block.length)
    parts.push(length, block)
  }
  return Buffer.concat(parts)
}

function snappyPlain(records: Buffer): Buffer {
  if (!records.subarray(0, xerialMagic.length).equals(xerialMagic)) {
    checkSnappy(records, maxDecompressedBytes)
    return snappyDecompress(records)
  }
  const blocks: Buffer[] = []
  let total = 0
  let at = xerialHeader.length
  while (at < records.length) {
    if (at + 4 > records.length) throw new Error('snappy: a block length is cut off')
    const length = records.readUInt32BE(at)
    at += 4
    if (length > records.length - at) throw new Error('snappy: a block is cut off')
    const block = records.subarray(at, at + length)
    checkSnappy(block, maxDecompressedBytes - total)
    const plain = snappyDecompress(block)
    blocks.push(plain)
    total += plain.length
    at += length
  }
  return Buffer.concat(blocks, total)
}

/** A raw snappy block says its size first; refuse it before memory is taken. */
function checkSnappy(block: Buffer, limit: number): void {
  let size = 0
  for (let i = 0; i < 5; i += 1) {
    const byte = block[i]
    if (byte === undefined) break
    size += (byte & 0x7f) * 2 ** (7 * i)
    if (byte < 0x80) {
      if (size > limit) throw new Error(`snappy: ${size} bytes are over the limit`)
      return
    }
  }
  throw new Error('snappy: no size')
}

const lz4Magic = 0x184d2204

/**
 * Walks the blocks of an LZ4 frame without decompressing: they must be whole, end with an end mark, and cannot become
 * more than the limit (LZ4 frame format 1.6).
 */
function checkLz4(records: Buffer): void {
  const cut = () => new Error('lz4: the frame is cut off')
  if (records.length < 7) throw cut()
  if (records.readUInt32LE(0) !== lz4Magic) throw new Error('lz4: not a frame')
  const flags = records[4] as number
  if (flags >> 6 !== 1) throw new Error('lz4: unknown frame version')
  const blockChecksum = (flags & 0x10) !== 0
  const contentSize = (flags & 0x08) !== 0
  const dictionary = (flags & 0x01) !== 0
  const sizeCode = ((records[5] as number) >> 4) & 0x07
  if (sizeCode < 4) throw new Error('lz4: unknown block size')
  const blockMax = 2 ** (8 + 2 * sizeCode)
  let at = 7 + (contentSize ? 8 : 0) + (dictionary ? 4 : 0)
  let most = 0
  for (;;) {
    if (at + 4 > records.length) throw cut()
    const word = records.readUInt32LE(at)
    at += 4
    if (word === 0) return
    const length = word & 0x7fff_ffff
    if (length > records.length - at) throw cut()
    // A block cannot grow more than 255-fold, so small ones do not count as full.
    most += word >>> 31 === 1 ? length : Math.min(blockMax, length * 255)
    if (most > maxDecompressedBytes) throw new Error('lz4: over the limit')
    at += length + (blockChecksum ? 4 : 0)
  }
}
