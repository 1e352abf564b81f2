/** Larger than any answer we ask for; a peer that announces more does not speak Kafka's protocol. */
const maxMessage = 512 * 1024 * 1024

/** Puts messages together from pieces of a stream: each is a 32-bit length and so many bytes (Kafka protocol, framing). */
export class MessageReader {
  readonly #deliver: (message: Buffer) => void
  readonly #allocate: (size: number) => Buffer
  readonly #head = Buffer.alloc(4)
  #headFilled = 0
  #message: Buffer | null = null
  #filled = 0

  constructor(
    deliver: (message: Buffer) => void,
    allocate: (size: number) => Buffer = size => Buffer.allocUnsafe(size),
  ) {
    this.#deliver = deliver
    this.#allocate = allocate
  }

  /** Takes the first `count` bytes of a buffer, which the caller may use again; throws `RangeError` for a bad length. */
  push(bytes: Uint8Array, count: number): void {
    let at = 0
    while (at < count) {
      if (this.#message === null) {
        while (at < count && this.#headFilled < 4) {
          this.#head[this.#headFilled] = bytes[at] as number
          this.#headFilled += 1
          at += 1
        }
        if (this.#headFilled < 4) return
        const size = this.#head.readInt32BE(0)
        if (size < 0 || size > maxMessage) {
          throw new RangeError(`the peer announces a message of ${size} bytes: no Kafka broker?`)
        }
        this.#message = this.#allocate(size)
        this.#filled = 0
      }
      const message = this.#message
      const piece = Math.min(count - at, message.length - this.#filled)
      message.set(bytes.subarray(at, at + piece), this.#filled)
      this.#filled += piece
      at += piece
      if (this.#filled < message.length) return
      this.#message = null
      this.#headFilled = 0
      this.#deliver(message)
    }
  }
}
