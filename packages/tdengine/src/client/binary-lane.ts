import type { ReusedMemory } from '@tidewire/core'

/** Ends the head of an HTTP response. */
const headEnd = Buffer.from('\r\n\r\n')
/** Where the status is in a response: behind `HTTP/1.1 `. */
const statusAt = 9
const finalBinary = 0x82
const finalBit = 0x80
/** A server must not mask; the library complains about one that does. */
const maskBit = 0x80
const opcodeClose = 8
const longestHead = 10

type State = 'http' | 'head' | 'binary' | 'other' | 'aside'

/**
 * The way of bytes from a server to the WebSocket library (RFC 6455, 5.2). Whole binary messages, which are where the
 * bytes are, are put together here, in memory that is used again; the library would keep every piece of the socket and
 * then copy all of them into new memory, which costs more than what is done with the message. Everything else goes on
 * to the library as it came: the HTTP response, text, control frames, fragments, compressed and faulty frames.
 */
export class BinaryLane {
  readonly #memory: ReusedMemory
  readonly #limit: number
  /** Gets copies of all bytes that are no part of a whole binary message, for the library. */
  pass: (bytes: Buffer) => void = () => {}
  /** Gets the memory of a message, which it owns from then on, and the length of the message in it. */
  deliver: (memory: Buffer, length: number) => void = () => {}
  #state: State = 'http'
  /** Bytes of the HTTP response's end that were seen one after the other. */
  #matched = 0
  readonly #status = Buffer.alloc(statusAt + 3)
  #seen = 0
  readonly #head = Buffer.alloc(longestHead)
  #headLength = 0
  /** True between the first and the last fragment of a message. */
  #fragmented = false
  #message: Buffer = Buffer.alloc(0)
  #length = 0
  #filled = 0
  /** Bytes of another frame that are still to come. */
  #rest = 0

  /** Takes messages of at most `limit` bytes. */
  constructor(memory: ReusedMemory, limit: number) {
    this.#memory = memory
    this.#limit = limit
  }

  /** Takes the first `count` bytes of a buffer, which the caller may use again. */
  push(bytes: Buffer, count: number): void {
    let at = 0
    while (at < count) {
      switch (this.#state) {
        case 'http':
          at = this.#response(bytes, at, count)
          break
        case 'head':
          at = this.#frameHead(bytes, at, count)
          break
        case 'binary':
          at = this.#fill(bytes, at, count)
          break
        case 'other': {
          const end = Math.min(count, at + this.#rest)
          this.#rest -= end - at
          if (this.#rest === 0) this.#state = 'head'
          this.#copied(bytes, at, end)
          at = end
          break
        }
        case 'aside':
          this.#copied(bytes, at, count)
          return
      }
    }
  }

  #copied(bytes: Buffer, from: number, to: number): void {
    this.pass(Buffer.from(bytes.subarray(from, to)))
  }

  /** The response to the upgrade: frames begin behind it, unless it is a refusal. */
  #response(bytes: Buffer, from: number, count: number): number {
    let at = from
    while (at < count && this.#matched < headEnd.length) {
      const byte = bytes[at] as number
      if (this.#seen < this.#status.length) this.#status[this.#seen] = byte
      this.#seen += 1
      if (byte === headEnd[this.#matched]) this.#matched += 1
      else this.#matched = byte === headEnd[0] ? 1 : 0
      at += 1
    }
    if (this.#matched === headEnd.length) {
      this.#state = this.#status.toString('latin1', statusAt) === '101' ? 'head' : 'aside'
    }
    this.#copied(bytes, from, at)
    return at
  }

  #frameHead(bytes: Buffer, from: number, count: number): number {
    const head = this.#head
    let at = from
    while (at < count && this.#headLength < this.#headSize) {
      head[this.#headLength] = bytes[at] as number
      this.#headLength += 1
      at += 1
    }
    if (this.#headLength < this.#headSize) return at
    const length = payloadLength(head)
    const opcode = (head[0] as number) & 0x0f
    const faulty = length > this.#limit || ((head[1] as number) & maskBit) !== 0
    if (head[0] === finalBinary && !this.#fragmented && length > 0 && !faulty) {
      this.#state = 'binary'
      this.#message = this.#memory.take(length)
      this.#length = length
      this.#filled = 0
    } else {
      const isFinal = ((head[0] as number) & finalBit) !== 0
      if (opcode < opcodeClose) this.#fragmented = !isFinal
      this.#rest = length
      // Nothing that comes behind these is a message.
      if (opcode === opcodeClose || faulty) this.#state = 'aside'
      else this.#state = length === 0 ? 'head' : 'other'
      this.#copied(head, 0, this.#headLength)
    }
    this.#headLength = 0
    return at
  }

  /** Bytes of the frame's head, as far as it is known. */
  get #headSize(): number {
    if (this.#headLength < 2) return 2
    const length = this.#head[1] as number
    return length === 126 ? 4 : length === 127 ? longestHead : 2
  }

  #fill(bytes: Buffer, from: number, count: number): number {
    const end = Math.min(count, from + this.#length - this.#filled)
    bytes.copy(this.#message, this.#filled, from, end)
    this.#filled += end - from
    if (this.#filled === this.#length) {
      this.#state = 'head'
      this.deliver(this.#message, this.#length)
    }
    return end
  }
}

/** The length that the head of a frame announces; of a masked one it means nothing. */
function payloadLength(head: Buffer): number {
  const length = (head[1] as number) & 0x7f
  if (length === 126) return head.readUInt16BE(2)
  if (length === 127) return head.readUInt32BE(2) * 4_294_967_296 + head.readUInt32BE(6)
  return length
}
