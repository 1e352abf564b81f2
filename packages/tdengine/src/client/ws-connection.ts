import { ReusedMemory, type TidewireError } from '@tidewire/core'
import WebSocket from 'ws'
import { raise } from '../errors.ts'
import { readBinaryReplyHead } from '../wire/fetch-frame.ts'
import { BinaryLane } from './binary-lane.ts'
import { connectError } from './connect-error.ts'
import { endpointText } from './endpoint-text.ts'
import { FrameWriter } from './frame-writer.ts'
import { openSocket } from './lane-socket.ts'
import { parseTextReply, type Reply } from './ws-reply.ts'

/** How to open a socket. */
export interface SocketOptions {
  readonly host: string
  readonly port: number
  readonly path: string
  readonly tls: boolean
  readonly verifyCertificate: boolean
  readonly token: string | null
  readonly compression: boolean
  readonly connectTimeoutMs: number
  readonly requestTimeoutMs: number
  readonly maxFrameBytes: number
}

/** How one request waits. */
export interface RequestOptions {
  readonly signal?: AbortSignal
  /**
   * The older `fetch_block` is answered by a frame that names the result, not the request; such a reply is looked for
   * under this id.
   */
  readonly resultId?: bigint
  /** Gets a reply that comes after the request was given up, so that what it opened can be freed. */
  readonly late?: (reply: Reply) => void
}

interface Pending {
  /** The action of a text request, which its reply repeats; null for binary requests. */
  readonly action: string | null
  readonly settle: (reply: Reply) => void
  readonly fail: (error: unknown) => void
}

/** What goes past the library at a socket: its binary messages and the memory for them, and large frames. */
interface SocketParts {
  readonly lane: BinaryLane
  readonly memory: ReusedMemory
  readonly writer: FrameWriter | null
}

const keepAliveMs = 30_000
const closeGraceMs = 1_000
const silenceMs = 120_000
/** Memory of frames that is kept for the next ones, in bytes. */
const keptBytes = 8 * 1024 * 1024
/** Frames of this size are written without the library, whose mask goes byte by byte. */
const largeBytes = 4096
/** Requests given up whose replies are still looked out for. */
const maximumLate = 1_000

/** The WebSocket upgrade was answered with another HTTP status. */
export class UpgradeRefused extends Error {
  readonly status: number

  constructor(status: number) {
    super(`HTTP ${status}`)
    this.status = status
  }
}

/**
 * One WebSocket to taosAdapter. Replies are matched to requests by request id, since the adapter may answer out of
 * order; every request has a timer. Server pings are answered by the socket itself.
 */
export class WsConnection {
  readonly address: string
  readonly #socket: WebSocket
  /** Writes large frames; null when the library has to, since they are compressed. */
  readonly #writer: FrameWriter | null
  readonly #requestTimeoutMs: number
  readonly #pending = new Map<number, Pending>()
  readonly #late = new Map<number, (reply: Reply) => void>()
  readonly #byResult = new Map<bigint, number>()
  readonly #closed: Promise<void>
  #lastRequestId = 0
  #lastHeardAt = performance.now()
  #failure: TidewireError | null = null

  /** Opens a socket; fails with `TDENGINE_CONNECT`, `TDENGINE_TLS`, or `UpgradeRefused` when HTTP was answered. */
  static async open(options: SocketOptions, signal?: AbortSignal): Promise<WsConnection> {
    signal?.throwIfAborted()
    const { tls, token } = options
    const where = endpointText(options)
    const query = token === null ? '' : `?token=${encodeURIComponent(token)}`
    const url = `${tls ? 'wss' : 'ws'}://${where}${options.path}${query}`
    // The library's own complaint would show the whole URL, token and all.
    if (!URL.canParse(url)) {
      throw raise('TDENGINE_CONNECT', { address: where, reason: 'it is no address' })
    }
    const memory = new ReusedMemory(keptBytes)
    const lane = new BinaryLane(memory, options.maxFrameBytes)
    const socket = new WebSocket(url, {
      perMessageDeflate: options.compression,
      handshakeTimeout: options.connectTimeoutMs,
      maxPayload: options.maxFrameBytes,
      rejectUnauthorized: options.verifyCertificate,
      followRedirects: false,
      createConnection: openSocket(tls, lane),
      ...keepAlive,
    })
    socket.binaryType = 'nodebuffer'
    let writer: FrameWriter | null = null
    socket.once('upgrade', response => {
      if (!options.compression) writer = new FrameWriter(response.socket)
    })
    await new Promise<void>((resolve, reject) => {
      const abort = () => {
        reject(signal?.reason)
        socket.terminate()
      }
      signal?.addEventListener('abort', abort, { once: true })
      const done = () => signal?.removeEventListener('abort', abort)
      socket.once('open', () => {
        done()
        resolve()
      })
      socket.once('unexpected-response', (request, response) => {
        done()
        request.destroy()
        reject(new UpgradeRefused(response.statusCode ?? 0))
      })
      // Stays attached: after a refused upgrade or an abort the socket reports an error once more.
      socket.on('error', error => {
        done()
        reject(connectError(where, error))
      })
    })
    return new WsConnection(socket, { lane, memory, writer }, where, options)
  }

  private constructor(
    socket: WebSocket,
    { lane, memory, writer }: SocketParts,
    address: string,
    options: SocketOptions,
  ) {
    const { maxFrameBytes, requestTimeoutMs } = options
    this.address = address
    this.#socket = socket
    this.#writer = writer
    this.#requestTimeoutMs = requestTimeoutMs
    let reason = 'the server closed it'
    socket.on('error', error => {
      reason = error.message
      if ((error as NodeJS.ErrnoException).code !== 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') return
      const limit = `${maxFrameBytes} bytes`
      this.#fail(raise('TDENGINE_TOO_LARGE', { what: 'a block of the result', limit }))
    })
    lane.deliver = (buffer, length) => {
      const frame = buffer.subarray(0, length)
      let given = false
      const release = () => {
        if (!given) memory.give(buffer)
        given = true
      }
      this.#receive(() => ({ kind: 'binary', frame, release }))
    }
    socket.on('message', (data: Buffer, binary) => {
      this.#receive(() =>
        binary
          ? { kind: 'binary', frame: data, release: () => {} }
          : { kind: 'text', json: parseTextReply(data) },
      )
    })
    socket.on('ping', () => this.#heard())
    this.#closed = new Promise(resolve => {
      socket.once('close', code => {
        this.#fail(
          raise('TDENGINE_CONNECTION_LOST', {
            address,
            reason: code === 1006 || code === 1000 ? reason : `${reason} (${code})`,
          }),
        )
        resolve()
      })
    })
  }

  /** True while requests can be sent. */
  get open(): boolean {
    return this.#failure === null && this.#socket.readyState === WebSocket.OPEN
  }

  /**
   * True when nothing, not even a ping, has come for so long that the peer must be gone: taosAdapter pings every 54
   * seconds.
   */
  get deaf(): boolean {
    return performance.now() - this.#lastHeardAt > silenceMs
  }

  /** A number for the next request, unique on this socket and exact in JSON. */
  nextRequestId(): number {
    this.#lastRequestId += 1
    return this.#lastRequestId
  }

  /** Sends a text request and waits for its reply; a code other than 0 is still a reply. */
  async request(
    action: string,
    args: Readonly<Record<string, unknown>>,
    options: RequestOptions = {},
  ): Promise<Reply> {
    const id = this.nextRequestId()
    const text = JSON.stringify({ action, args: { req_id: id, ...args } })
    return this.#exchange(id, text, action, options)
  }

  /** Sends a binary request that carries `id` and waits for its reply. */
  async requestBinary(id: number, frame: Buffer, options: RequestOptions = {}): Promise<Reply> {
    return this.#exchange(id, frame, null, options)
  }

  /** Sends a text request that carries `id` and waits for its reply, which may be a binary frame. */
  async requestText(
    id: number,
    text: string,
    action: string,
    options: RequestOptions = {},
  ): Promise<Reply> {
    return this.#exchange(id, text, action, options)
  }

  /** Sends a text request that has no reply. */
  notify(action: string, args: Readonly<Record<string, unknown>>): void {
    if (!this.open) return
    this.#socket.send(JSON.stringify({ action, args: { req_id: this.nextRequestId(), ...args } }))
  }

  /** Closes the socket and fails what still waits; resolves when it is closed. */
  async close(error?: TidewireError): Promise<void> {
    this.#fail(error ?? raise('TDENGINE_CLOSED'))
    this.#socket.close()
    const timer = setTimeout(() => this.#socket.terminate(), closeGraceMs)
    await this.#closed
    clearTimeout(timer)
  }

  #exchange(
    id: number,
    frame: string | Buffer,
    action: string | null,
    options: RequestOptions,
  ): Promise<Reply> {
    const { signal } = options
    if (signal?.aborted) return Promise.reject(signal.reason)
    if (!this.open) {
      const { address } = this
      const lost = raise('TDENGINE_CONNECTION_LOST', { address, reason: 'it is closed' })
      return Promise.reject(this.#failure ?? lost)
    }
    return new Promise((resolve, reject) => {
      const finish = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', abort)
        this.#pending.delete(id)
        if (options.resultId !== undefined) this.#byResult.delete(options.resultId)
      }
      const giveUp = (error: unknown) => {
        finish()
        if (options.late !== undefined && this.#late.size < maximumLate) {
          this.#late.set(id, options.late)
        }
        reject(error)
      }
      const abort = () => giveUp(signal?.reason)
      const timer = setTimeout(() => {
        const silent = this.#lastHeardAt < sentAt
        giveUp(raise('TDENGINE_TIMEOUT', { address: this.address, ms: this.#requestTimeoutMs }))
        // Nothing at all came since the request: the peer is gone, and the next request shall not wait for it.
        if (silent) this.#socket.terminate()
      }, this.#requestTimeoutMs)
      const sentAt = performance.now()
      signal?.addEventListener('abort', abort, { once: true })
      this.#pending.set(id, {
        action,
        settle: reply => {
          finish()
          resolve(reply)
        },
        fail: error => {
          finish()
          reject(error)
        },
      })
      if (options.resultId !== undefined) this.#byResult.set(options.resultId, id)
      if (this.#writer !== null && typeof frame !== 'string' && frame.length >= largeBytes) {
        this.#writer.send(frame)
      } else this.#socket.send(frame)
    })
  }

  #heard(): void {
    this.#lastHeardAt = performance.now()
  }

  #receive(read: () => Reply): void {
    this.#heard()
    try {
      const reply = read()
      this.#dispatch(this.#requestOf(reply), reply)
    } catch (error) {
      this.#fail(error as TidewireError)
      this.#socket.terminate()
    }
  }

  #requestOf(reply: Reply): number {
    if (reply.kind === 'text') return reply.json.req_id
    const head = readBinaryReplyHead(reply.frame)
    if (head !== null) return Number(head.requestId)
    if (reply.frame.length < 16) return 0
    return this.#byResult.get(reply.frame.readBigUInt64LE(8)) ?? 0
  }

  #dispatch(id: number, reply: Reply): void {
    const pending = this.#pending.get(id)
    if (pending !== undefined) {
      pending.settle(reply)
      return
    }
    const late = this.#late.get(id)
    this.#late.delete(id)
    late?.(reply)
    if (id === 0 && reply.kind === 'text') this.#dispatchUnnumbered(reply)
  }

  /**
   * Older endpoints answer `version` without the request id, and a request that cannot be parsed gets neither id nor
   * action back. Such a reply is taken when one request waits and it can be meant.
   */
  #dispatchUnnumbered(reply: Extract<Reply, { kind: 'text' }>): void {
    if (this.#pending.size !== 1) return
    const { action, code } = reply.json
    for (const [, only] of [...this.#pending]) {
      if (action === only.action || (action === '' && code !== 0)) only.settle(reply)
    }
  }

  #fail(error: TidewireError): void {
    this.#failure ??= error
    for (const [, pending] of [...this.#pending]) pending.fail(this.#failure)
    this.#late.clear()
  }
}

const keepAlive = { keepAlive: true, keepAliveInitialDelay: keepAliveMs }
