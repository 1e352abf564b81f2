import { randomFillSync } from 'node:crypto'
import type { Writable } from 'node:stream'

/** Where the payload begins in the memory of a frame: after the longest head, at a multiple of a 32-bit word. */
const payloadAt = 16
const wordBytes = 4
const keysAtOnce = 256
/** Memory of larger frames is not kept for the next one. */
const keptBytes = 4 * 1024 * 1024

/** A whole message of binary data in one frame (RFC 6455, section 5.2: FIN and opcode 2). */
const finalBinary = 0x82
const isMasked = 0x80

/**
 * Writes large binary messages to the socket of an open WebSocket. The mask that clients must put over their data is a
 * new random key for each frame, applied to whole words (RFC 6455, section 5.3); the data itself is left as it is.
 */
export class FrameWriter {
  readonly #socket: Writable
  readonly #keys = Buffer.allocUnsafe(keysAtOnce * wordBytes)
  #nextKey = this.#keys.length
  /** Memory whose frame has left. */
  #free: Buffer | null = null

  constructor(socket: Writable) {
    this.#socket = socket
  }

  /** Sends a message; what becomes of it shows on the WebSocket. The data may be changed afterwards. */
  send(data: Uint8Array): void {
    const memory = this.#take(payloadAt + data.length)
    this.#putKey(memory)
    memory.set(data, payloadAt)
    mask(memory, data.length)
    const start = writeHead(memory, data.length)
    this.#socket.write(memory.subarray(start, payloadAt + data.length), () => {
      if (memory.length <= keptBytes) this.#free = memory
    })
  }

  /** Puts a random key before the payload. The system is asked for many at once. */
  #putKey(memory: Buffer): void {
    if (this.#nextKey === this.#keys.length) {
      randomFillSync(this.#keys)
      this.#nextKey = 0
    }
    this.#keys.copy(memory, payloadAt - wordBytes, this.#nextKey, this.#nextKey + wordBytes)
    this.#nextKey += wordBytes
  }

  #take(size: number): Buffer {
    const free = this.#free
    this.#free = null
    if (free !== null && free.length >= size) return free
    // Whole words, and room for a frame that is a little longer.
    const words = Math.ceil((size + size / 8) / wordBytes)
    return Buffer.allocUnsafeSlow(words * wordBytes)
  }
}

/** Writes the head of a frame before its key; returns where it begins. */
function writeHead(memory: Buffer, length: number): number {
  const start = payloadAt - wordBytes - (length > 0xffff ? 10 : length > 125 ? 4 : 2)
  memory[start] = finalBinary
  if (length > 0xffff) {
    memory[start + 1] = isMasked | 127
    memory.writeBigUInt64BE(BigInt(length), start + 2)
  } else if (length > 125) {
    memory[start + 1] = isMasked | 126
    memory.writeUInt16BE(length, start + 2)
  } else memory[start + 1] = isMasked | length
  return start
}

/** Masks the payload, and what is behind it up to a whole word. */
function mask(memory: Buffer, length: number): void {
  const words = Math.ceil(length / wordBytes)
  const { buffer, byteOffset } = memory
  // Key and payload are read in the same byte order, so that it does not matter which one it is.
  const key = new Int32Array(buffer, byteOffset + payloadAt - wordBytes, 1)[0] as number
  const payload = new Int32Array(buffer, byteOffset + payloadAt, words)
  for (let i = 0; i < words; i += 1) payload[i] = (payload[i] as number) ^ key
}
