import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, type ConnectionOptions as TlsOptions } from 'node:tls'
import type { Connection, Library, Writer } from './library.ts'
import { MessageReader } from './message-reader.ts'

/** The address of a broker. */
export interface Server {
  readonly host: string
  readonly port: number
}

/** How a connection is made. Times in milliseconds. */
export interface TransportOptions {
  readonly clientId: string
  readonly tls?: TlsOptions
  readonly connectTimeoutMs: number
  readonly requestTimeoutMs: number
  /** Where messages of a known size are put; Node's allocator when absent. */
  readonly allocate?: (size: number) => Buffer
}

/** A connection failed, or answered too late. */
export class TransportError extends Error {
  readonly kind: 'network' | 'timeout'

  constructor(kind: 'network' | 'timeout', message: string, options?: ErrorOptions) {
    super(message, options)
    this.kind = kind
  }
}

interface Pending {
  readonly receive: (message: Buffer) => void
  readonly fail: (error: Error) => void
  readonly timer: NodeJS.Timeout
}

type Send = Connection['send']

/** Pieces of a request below this size are copied together. */
const copiedBytes = 16 * 1024

/**
 * The bytes between us and a broker: requests out, responses in, matched by correlation id (Kafka protocol, framing).
 *
 * It stands where the library has its `Connection`, for two reasons. Reading goes through one buffer that is filled
 * again and again, and a response is copied once, to its final place; the library keeps every chunk of the socket until
 * the response is whole, which costs as much CPU in garbage as everything else together. And an aborted connect or a
 * lost connection ends in a rejected promise, never in an unheard event.
 */
export class Transport {
  readonly server: string
  readonly #lib: Library
  readonly #clientId: string
  readonly #timeoutMs: number
  readonly #socket: Socket
  readonly #reader: MessageReader
  readonly #pending = new Map<number, Pending>()
  #correlation = 0
  #failure: Error | null = null
  #retired = false

  private constructor(lib: Library, server: Server, options: TransportOptions) {
    this.#lib = lib
    this.server = `${server.host}:${server.port}`
    this.#clientId = options.clientId
    this.#timeoutMs = options.requestTimeoutMs
    this.#reader = new MessageReader(message => this.#receive(message), options.allocate)
    const onread = {
      buffer: Buffer.allocUnsafeSlow(64 * 1024),
      callback: (count: number, buffer: Uint8Array) => {
        try {
          this.#reader.push(buffer, count)
        } catch (error) {
          this.#fail(new TransportError('network', String(error), { cause: error }))
        }
        return true
      },
    }
    const { host, port } = server
    // Servers behind one address are told apart by name; an address is no name.
    const servername = isIP(host) === 0 ? { servername: host } : {}
    // The types of Node know `onread` for TCP only; its documentation has it for TLS as well.
    const tls: TlsOptions & { readonly onread: typeof onread } = {
      host,
      port,
      ...servername,
      ...options.tls,
      onread,
    }
    this.#socket = options.tls === undefined ? connectTcp({ host, port, onread }) : connectTls(tls)
    this.#socket.setNoDelay(true)
    this.#socket.on('error', error =>
      this.#fail(
        new TransportError('network', error.message || 'connection failed', { cause: error }),
      ),
    )
    this.#socket.on('close', () =>
      this.#fail(new TransportError('network', 'the broker closed the connection')),
    )
  }

  /** Connects; throws `TransportError` or the signal's reason. */
  static async open(
    lib: Library,
    server: Server,
    options: TransportOptions,
    signal?: AbortSignal,
  ): Promise<Transport> {
    signal?.throwIfAborted()
    const transport = new Transport(lib, server, options)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const event = options.tls === undefined ? 'connect' : 'secureConnect'
    transport.#socket.once(event, resolve)
    transport.#onFailure = reject
    const onAbort = () => reject(signal?.reason)
    signal?.addEventListener('abort', onAbort, { once: true })
    const ms = options.connectTimeoutMs
    const timer = setTimeout(
      () => reject(new TransportError('timeout', `no connection within ${ms} ms`)),
      ms,
    )
    try {
      await promise
      return transport
    } catch (error) {
      transport.close()
      throw error
    } finally {
      transport.#onFailure = () => {}
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
    }
  }

  #onFailure: (error: Error) => void = () => {}

  get connected(): boolean {
    return this.#failure === null && !this.#retired
  }

  /** Sends a request that the library encodes, with the signature of the library's `Connection.send`. */
  readonly send: Send = (key, version, encode, parse, requestTags, responseTags, callback) => {
    if (this.#failure !== null) {
      callback(this.#failure)
      return
    }
    this.#correlation = (this.#correlation + 1) & 0x7fff_ffff
    const correlation = this.#correlation
    const frame = (body: Awaited<ReturnType<typeof encode>>) => {
      const writer = this.#lib.Writer.create()
        .appendInt16(key)
        .appendInt16(version)
        .appendInt32(correlation)
        .appendString(this.#clientId, false)
      if (requestTags) writer.appendTaggedFields()
      writer.appendFrom(body).prependLength()
      if (body.context.noResponse === true) {
        this.#write(writer)
        callback(null, undefined)
        return
      }
      const timer = setTimeout(() => {
        const text = `no answer within ${this.#timeoutMs} ms`
        this.#fail(new TransportError('timeout', text))
      }, this.#timeoutMs)
      this.#pending.set(correlation, {
        receive: message => {
          const reader = this.#lib.Reader.from(message)
          reader.skip(4)
          if (responseTags) reader.readTaggedFields()
          const result = parse(correlation, key, version, reader)
          if (result instanceof Promise) result.then(r => callback(null, r), callback)
          else callback(null, result)
        },
        fail: callback,
        timer,
      })
      this.#write(writer)
    }
    try {
      const body = encode()
      if (body instanceof Promise) body.then(frame).catch(callback)
      else frame(body)
    } catch (error) {
      callback(error as Error)
    }
  }

  /** Writes a request; large pieces, which are record batches, as they are, without a copy. */
  #write(writer: Writer): void {
    if (writer.length < copiedBytes) {
      this.#socket.write(writer.buffer)
      return
    }
    this.#socket.cork()
    let small: Buffer[] = []
    const flush = () => {
      if (small.length > 0) this.#socket.write(Buffer.concat(small))
      small = []
    }
    for (const piece of writer.buffers) {
      if (piece.length < copiedBytes) small.push(piece)
      else {
        flush()
        this.#socket.write(piece)
      }
    }
    flush()
    this.#socket.uncork()
  }

  #receive(message: Buffer): void {
    if (message.length < 4) throw new RangeError('a response has no correlation id')
    const correlation = message.readInt32BE(0)
    const pending = this.#pending.get(correlation)
    if (pending === undefined) throw new RangeError('a response has an unknown correlation id')
    this.#pending.delete(correlation)
    clearTimeout(pending.timer)
    try {
      pending.receive(message)
    } catch (error) {
      pending.fail(error as Error)
    }
    if (this.#retired && this.#pending.size === 0) this.close()
  }

  #fail(error: Error): void {
    if (this.#failure !== null) return
    this.#failure = error
    this.#socket.destroy()
    this.#onFailure(error)
    const pending = [...this.#pending.values()]
    this.#pending.clear()
    for (const request of pending) {
      clearTimeout(request.timer)
      request.fail(error)
    }
  }

  /** Closes when the last answer has come; new requests need another connection. */
  retire(): void {
    this.#retired = true
    if (this.#pending.size === 0) this.close()
  }

  close(): void {
    this.#fail(new TransportError('network', 'the connection was closed'))
  }
}
