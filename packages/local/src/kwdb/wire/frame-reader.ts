import { SqlError } from '../sql/sql-error.ts'

/** Bytes that one message may have, without its type and length (KWDB: `1 << 27`). */
export const messageLimit = 1 << 27
/** Bytes that a message before the login may have: nothing legitimate comes near, and anybody can send one. */
const loginLimit = 1 << 16

/** One message as it came: its type as a character code, and what follows its length. */
export interface Frame {
  /** 0 for the untyped messages at the start of a connection. */
  readonly type: number
  readonly body: Buffer
}

/** Cuts a stream of bytes into the messages of the PostgreSQL protocol, without copying what comes in one piece. */
export class FrameReader {
  /** Whether the next message begins with its type; only the first ones of a connection do not. */
  typed = false
  /** The largest message now. */
  limit = loginLimit
  readonly #pieces: Buffer[] = []
  #bytes = 0

  /** Bytes that wait. */
  get bytes(): number {
    return this.#bytes
  }

  push(piece: Buffer): void {
    this.#pieces.push(piece)
    this.#bytes += piece.length
  }

  /** True when `next` has an answer: a whole message, or one that is refused. */
  get ready(): boolean {
    const header = this.typed ? 5 : 4
    if (this.#bytes < header) return false
    const size = this.#size(header)
    return size < 0 || size > this.limit || this.#bytes >= header + size
  }

  /** The next whole message, or null; throws `08P01` for one that is too large, after which the stream is lost. */
  next(): Frame | null {
    const header = this.typed ? 5 : 4
    if (!this.ready) return null
    const size = this.#size(header)
    if (size < 0 || size > this.limit) {
      throw new SqlError('08P01', `message size ${size} out of bounds (0..${this.limit})`)
    }
    const frame = this.#take(header + size)
    return { type: this.typed ? frame.readUInt8(0) : 0, body: frame.subarray(header) }
  }

  /** Length of the next message's body; the length in the message counts itself. */
  #size(header: number): number {
    return this.#front(header).readInt32BE(header - 4) - 4
  }

  /** The first piece, which holds at least so many bytes. */
  #front(bytes: number): Buffer {
    const [first] = this.#pieces
    if (first !== undefined && first.length >= bytes) return first
    let count = 0
    let length = 0
    while (length < bytes) {
      length += this.#pieces[count]?.length ?? bytes
      count += 1
    }
    const joined = Buffer.concat(this.#pieces.splice(0, count))
    this.#pieces.unshift(joined)
    return joined
  }

  #take(bytes: number): Buffer {
    const front = this.#front(bytes)
    if (front.length === bytes) this.#pieces.shift()
    else this.#pieces[0] = front.subarray(bytes)
    this.#bytes -= bytes
    return front.subarray(0, bytes)
  }
}
