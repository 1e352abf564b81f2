import type { Header, SourceBytesBatch } from '@tidewire/core'
import { varintSize, writeVarint } from './varint.ts'

/** Bytes that a record needs beside key, value and headers, at most. */
const perRecord = 5 + 1 + 10 + 5 + 5 + 5

/** The headers of a record as a batch carries them, their number first. */
function encodeHeaders(headers: readonly Header[]): Buffer {
  let size = varintSize(headers.length)
  for (const { key, value } of headers) {
    const name = Buffer.byteLength(key)
    size += varintSize(name) + name + varintSize(value?.length ?? -1) + (value?.length ?? 0)
  }
  const bytes = Buffer.allocUnsafe(size)
  let at = writeVarint(bytes, 0, headers.length)
  for (const { key, value } of headers) {
    at = writeVarint(bytes, at, Buffer.byteLength(key))
    at += bytes.write(key, at)
    at = writeVarint(bytes, at, value?.length ?? -1)
    if (value !== null) bytes.set(value, at)
    at += value?.length ?? 0
  }
  return bytes
}

/** A batch of bytes with the headers that its records share, encoded once. */
export class EncodableBatch {
  readonly batch: SourceBytesBatch
  readonly headers: readonly Buffer[]

  constructor(batch: SourceBytesBatch) {
    this.batch = batch
    this.headers = batch.headerSets.map(encodeHeaders)
    if (this.headers.length === 0) this.headers = [encodeHeaders([])]
  }

  /** An upper bound of the bytes of record `i` in an uncompressed batch. */
  sizeBound(i: number): number {
    const { valueLengths, keyLengths, headerSetOf } = this.batch
    const value = valueLengths[i] as number
    const key = keyLengths[i] as number
    const headers = (this.headers[headerSetOf[i] as number] as Buffer).length
    return perRecord + Math.max(0, value) + Math.max(0, key) + headers
  }
}

/** Some records of a batch of bytes, in order, without an object per record. */
export class RecordSlice {
  readonly of: EncodableBatch
  /** Which records they are. */
  readonly indices: Int32Array
  #bytes: number | null

  /** `bytes` is the sum of `sizeBound` of the records, where it is known. */
  constructor(of: EncodableBatch, indices: Int32Array, bytes: number | null = null) {
    this.of = of
    this.indices = indices
    this.#bytes = bytes
  }

  /** An upper bound of the bytes of all records in an uncompressed batch. */
  get sizeBound(): number {
    if (this.#bytes === null) {
      let bytes = 0
      for (const i of this.indices) bytes += this.of.sizeBound(i)
      this.#bytes = bytes
    }
    return this.#bytes
  }

  get length(): number {
    return this.indices.length
  }

  slice(from: number, to?: number): RecordSlice {
    return new RecordSlice(this.of, this.indices.subarray(from, to))
  }
}
