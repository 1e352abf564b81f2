import { isUtf8 } from 'node:buffer'
import { SqlError } from '../sql/sql-error.ts'

/** Reads the fields of a message one after the other; throws `08P01` where there is less than its kind demands. */
export class MessageBody {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  #advance(count: number): number {
    const start = this.#at
    if (count < 0 || start + count > this.#bytes.length) {
      throw new SqlError('08P01', 'insufficient data left in message')
    }
    this.#at = start + count
    return start
  }

  byte(): number {
    return this.#bytes.readUInt8(this.#advance(1))
  }

  int16(): number {
    return this.#bytes.readInt16BE(this.#advance(2))
  }

  /** A count: parameters may number 65535. */
  uint16(): number {
    return this.#bytes.readUInt16BE(this.#advance(2))
  }

  int32(): number {
    return this.#bytes.readInt32BE(this.#advance(4))
  }

  uint32(): number {
    return this.#bytes.readUInt32BE(this.#advance(4))
  }

  /** A text up to its NUL byte; throws `22021` when it is no UTF-8. */
  string(): string {
    const end = this.#bytes.indexOf(0, this.#at)
    if (end < 0) throw new SqlError('08P01', 'NUL terminator not found')
    const start = this.#at
    this.#at = end + 1
    return utf8(this.#bytes.subarray(start, end))
  }

  /** Bytes with their length before them; null when the length is -1. */
  value(): Buffer | null {
    const length = this.int32()
    if (length === -1) return null
    const start = this.#advance(length)
    return this.#bytes.subarray(start, start + length)
  }

  /** Throws unless all was read. */
  end(): void {
    if (this.#at !== this.#bytes.length) {
      throw new SqlError('08P01', 'invalid message format: unexpected data at its end')
    }
  }
}

/** The text of UTF-8 bytes; throws `22021` when they are none. */
export function utf8(bytes: Buffer): string {
  if (!isUtf8(bytes)) {
    throw new SqlError('22021', 'invalid byte sequence for encoding "UTF8"')
  }
  return bytes.toString('utf8')
}
