import { connect, type Socket } from 'node:net'
import type { Api } from '../protocol/api.ts'
import type { Decoded, Encodable, Shape } from '../protocol/schema.ts'
import { WireReader } from '../protocol/wire-reader.ts'
import { WireWriter } from '../protocol/wire-writer.ts'
import { FrameReader } from './frame-reader.ts'

/** A client that sends single frames, for what ordinary clients never send. */
export class RawClient implements AsyncDisposable {
  readonly socket: Socket
  readonly #frames = new FrameReader(200_000_000)
  readonly #waiting = new Map<number, (frame: Buffer | null) => void>()
  #correlation = 0
  #closed = false

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (chunk: Buffer) => {
      this.#frames.push(chunk)
      for (let frame = this.#frames.frame(); frame !== null; frame = this.#frames.frame()) {
        const id = frame.readInt32BE(0)
        const answer = this.#waiting.get(id)
        this.#waiting.delete(id)
        answer?.(frame)
      }
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      this.#closed = true
      for (const answer of this.#waiting.values()) answer(null)
      this.#waiting.clear()
    })
  }

  static async connect(port: number): Promise<RawClient> {
    const socket = connect(port, '127.0.0.1')
    await new Promise((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('error', reject)
    })
    return new RawClient(socket)
  }

  /** Sends a body under a header and returns the answer's frame; null when the connection was closed instead. */
  send(apiKey: number, version: number, flexible: boolean, body: Buffer): Promise<Buffer | null> {
    this.#correlation += 1
    const id = this.#correlation
    const writer = new WireWriter()
    writer.int16(apiKey)
    writer.int16(version)
    writer.int32(id)
    writer.int16(4)
    writer.text('test', 4)
    if (flexible) writer.unsignedVarint(0)
    writer.bytes(body)
    const frame = writer.toBuffer()
    const size = Buffer.alloc(4)
    size.writeInt32BE(frame.length)
    return new Promise(resolve => {
      if (this.#closed) {
        resolve(null)
        return
      }
      this.#waiting.set(id, resolve)
      this.socket.write(Buffer.concat([size, frame]))
    })
  }

  /** Sends a request and decodes its answer; throws when the connection was closed instead. */
  async request<Request extends Shape, Response extends Shape>(
    api: Api<Request, Response>,
    version: number,
    request: Encodable<Request>,
  ): Promise<Decoded<Response>> {
    const writer = new WireWriter()
    api.requestCodec(version).write(writer, request)
    const flexible = api.isFlexible(version)
    const frame = await this.send(api.key, version, flexible, writer.toBuffer())
    if (frame === null) throw new Error('the broker closed the connection')
    const reader = new WireReader(frame, 4)
    if (flexible && api.name !== 'ApiVersions') reader.unsignedVarint()
    const response = api.responseCodec(version).read(reader)
    if (reader.remaining > 0) throw new Error(`${reader.remaining} bytes after the response`)
    return response
  }

  [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return Promise.resolve()
    return new Promise(resolve => {
      this.socket.once('close', () => resolve())
      this.socket.destroy()
    })
  }
}
