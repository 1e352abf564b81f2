import { once } from 'node:events'
import type { Socket } from 'node:net'
import { type SecureContext, TLSSocket } from 'node:tls'
import { type Frame, FrameReader } from './frame-reader.ts'

/** Bytes of whole messages that may wait for their turn before the client has to. */
const waitingLimit = 1 << 20

/** A connection as messages in and bytes out, each with back-pressure. */
export class ClientStream {
  readonly frames = new FrameReader()
  /** Aborted when the connection is gone. */
  readonly gone: AbortSignal
  readonly #gone = new AbortController()
  #socket: Socket
  #ended = false
  #mute = false
  #wake: (() => void) | null = null

  constructor(socket: Socket) {
    this.gone = this.#gone.signal
    this.#socket = socket
    socket.setNoDelay(true)
    this.#listen()
  }

  get encrypted(): boolean {
    return this.#socket instanceof TLSSocket
  }

  /** Resolves when the client sends no more. */
  get end(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    if (this.#ended) resolve()
    this.#socket.once('end', resolve)
    this.#socket.once('close', resolve)
    return promise
  }

  #listen(): void {
    const socket = this.#socket
    socket.on('data', piece => {
      this.frames.push(piece)
      if (this.frames.bytes > waitingLimit && this.frames.ready) socket.pause()
      this.#wake?.()
    })
    socket.on('end', () => {
      this.#ended = true
      this.#wake?.()
    })
    // What the system says of a broken connection helps nobody here; the client has its own view of it.
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      this.#ended = true
      this.#gone.abort()
      this.#wake?.()
    })
  }

  /** The next message, or null when there will be none; throws `SqlError` when the stream makes no sense. */
  async next(): Promise<Frame | null> {
    for (;;) {
      if (this.gone.aborted) return null
      const frame = this.frames.next()
      if (frame !== null) return frame
      if (this.#ended) return null
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#wake = resolve
      this.#socket.resume()
      await promise
      this.#wake = null
    }
  }

  /** Sends bytes; resolves when the client has taken enough of them, or when `signal` or `gone` is aborted. */
  async write(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    const socket = this.#socket
    if (bytes.length === 0 || this.#mute) return
    // The system's word of it may still wait behind what we do, and it would wait for ever.
    if (!socket.writable) this.#gone.abort()
    if (this.gone.aborted || socket.write(bytes)) return
    try {
      await once(socket, 'drain', { signal })
    } catch {
      // Whoever waits for the client finds out with the next look at the signal.
    }
  }

  /** From now on nothing reaches the client. */
  mute(): void {
    this.#mute = true
  }

  /** Goes on encrypted; what was sent in clear behind the request for it is never read. */
  encrypt(secureContext: SecureContext): void {
    const plain = this.#socket
    plain.removeAllListeners('data')
    plain.removeAllListeners('end')
    this.#socket = new TLSSocket(plain, { isServer: true, secureContext })
    this.#listen()
  }

  /** Sends what is left and closes. */
  finish(bytes: Uint8Array): void {
    if (this.#mute || !this.#socket.writable) {
      this.destroy()
      return
    }
    this.#socket.write(bytes)
    this.#socket.destroySoon()
  }

  /** Closes at once. */
  destroy(): void {
    this.#socket.destroy()
    this.#gone.abort()
    this.#wake?.()
  }
}
