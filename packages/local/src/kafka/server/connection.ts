import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { apiVersionsApi } from '../apis/api-versions.ts'
import { errorCode } from '../protocol/error-code.ts'
import { MalformedRequest, WireReader } from '../protocol/wire-reader.ts'
import { WireWriter } from '../protocol/wire-writer.ts'
import type { Faults } from './fault-switches.ts'
import { FrameReader } from './frame-reader.ts'
import type { MemoryBudget } from './memory-budget.ts'
import type { ResponseSender } from './response-sender.ts'
import type { Refusal, Route } from './route.ts'

/** Bytes that are read ahead while a request is being answered. */
const readAhead = 64 * 1024

/** What every connection of a server shares. */
export interface ConnectionHost {
  readonly routes: ReadonlyMap<number, Route>
  readonly faults: Faults
  readonly budget: MemoryBudget
  readonly sender: ResponseSender
  readonly largestRequest: number
  readonly idleMs: number
  log(line: string): void
}

/**
 * One client's connection. Requests are answered one after the other, in their order, as Kafka does; while one is
 * answered little is read ahead, so a client that does not read its answers is not read either.
 */
export class Connection {
  readonly #socket: Socket
  readonly #host: ConnectionHost
  readonly #frames: FrameReader
  readonly #gone = new AbortController()
  readonly #peer: string
  #busy = false
  #reserved = 0
  #stopWaiting: (() => void) | null = null

  constructor(socket: Socket, host: ConnectionHost) {
    this.#socket = socket
    this.#host = host
    this.#frames = new FrameReader(host.largestRequest)
    this.#peer = `${socket.remoteAddress}:${socket.remotePort}`
    socket.setNoDelay(true)
    if (host.idleMs > 0) socket.setTimeout(host.idleMs, () => this.#onIdle())
    socket.on('data', (chunk: Buffer) => {
      this.#frames.push(chunk)
      this.#pump()
    })
    socket.on('error', () => {})
    socket.on('close', () => this.#onClose())
  }

  /** Closes the connection; what is under way is not answered. */
  destroy(): void {
    this.#socket.destroy()
  }

  #onIdle(): void {
    if (!this.#busy) this.#socket.destroy()
  }

  #onClose(): void {
    this.#gone.abort()
    this.#stopWaiting?.()
    if (!this.#busy) this.#giveBack()
  }

  #giveBack(): void {
    this.#host.budget.giveBack(this.#reserved)
    this.#reserved = 0
  }

  #fail(error: unknown): void {
    if (!this.#socket.destroyed && error instanceof MalformedRequest) {
      this.#host.log(`closing the connection of ${this.#peer}: ${error.message}`)
    }
    this.#socket.destroy()
  }

  /** Takes the next frame if there is one and nothing is being answered; else decides whether to read on. */
  #pump(): void {
    if (this.#socket.destroyed) return
    if (this.#busy) {
      if (this.#frames.buffered > readAhead) this.#socket.pause()
      return
    }
    try {
      const size = this.#frames.size()
      if (size !== null && !this.#reserve(size)) {
        this.#socket.pause()
        return
      }
      const frame = this.#frames.frame()
      if (frame === null) {
        this.#socket.resume()
        return
      }
      this.#busy = true
      this.#serve(frame).then(
        () => this.#onServed(),
        (error: unknown) => {
          this.#fail(error)
          this.#onServed()
        },
      )
    } catch (error) {
      this.#fail(error)
    }
  }

  #onServed(): void {
    this.#busy = false
    this.#giveBack()
    this.#pump()
  }

  #reserve(size: number): boolean {
    if (this.#reserved > 0 || size === 0) return true
    if (this.#host.budget.take(size)) {
      this.#reserved = size
      return true
    }
    this.#stopWaiting ??= this.#host.budget.wait(() => {
      this.#stopWaiting = null
      this.#pump()
    })
    return false
  }

  async #serve(frame: Buffer): Promise<void> {
    const reader = new WireReader(frame)
    const apiKey = reader.int16()
    const version = reader.int16()
    const correlationId = reader.int32()
    const route = this.#host.routes.get(apiKey)
    if (route === undefined) throw new MalformedRequest(`API ${apiKey} is not supported`)
    const { api } = route
    if (version < api.min || version > api.max) {
      if (apiKey !== apiVersionsApi.key) {
        throw new MalformedRequest(`${api.name} version ${version} is not supported`)
      }
      return this.#answerOldest(route, correlationId)
    }
    const flexible = api.isFlexible(version)
    const clientIdLength = reader.int16()
    const clientId = clientIdLength < 0 ? '' : reader.text(clientIdLength)
    if (flexible) skipTaggedFields(reader)
    const fault = this.#host.faults.take(api.name)?.action
    if (fault?.kind === 'delay') {
      await sleep(fault.ms, undefined, { signal: this.#gone.signal })
    }
    if (fault?.kind === 'drop' && fault.afterWork !== true) {
      this.#socket.destroy()
      return
    }
    const refusal: Refusal | null =
      fault?.kind === 'error' ? { code: fault.code, message: 'injected fault' } : null
    const call = { version, clientId, clientHost: this.#clientHost, signal: this.#gone.signal }
    const write = await route.execute(reader, call, refusal)
    if (fault?.kind === 'drop') {
      this.#socket.destroy()
      return
    }
    if (write === null) return
    const header = flexible && apiKey !== apiVersionsApi.key
    await this.#respond(correlationId, header, write)
  }

  get #clientHost(): string {
    return `/${this.#socket.remoteAddress ?? ''}`
  }

  /** A version of ApiVersions that is too new is answered in version 0, with the error, so that clients fall back. */
  async #answerOldest(route: Route, correlationId: number): Promise<void> {
    const refusal = { code: errorCode.unsupportedVersion, message: '' }
    const call = { version: 0, clientId: '', clientHost: '', signal: this.#gone.signal }
    const write = await route.execute(new WireReader(Buffer.alloc(0)), call, refusal)
    if (write !== null) await this.#respond(correlationId, false, write)
  }

  async #respond(
    correlationId: number,
    taggedHeader: boolean,
    write: (writer: WireWriter) => void,
  ): Promise<void> {
    const writer = new WireWriter()
    writer.int32(0)
    writer.int32(correlationId)
    if (taggedHeader) writer.unsignedVarint(0)
    write(writer)
    const parts = writer.finish()
    const first = parts[0]
    if (first instanceof Uint8Array) first.writeInt32BE(writer.size - 4, 0)
    await this.#host.sender.send(this.#socket, parts)
  }
}

function skipTaggedFields(reader: WireReader): void {
  for (let left = reader.unsignedVarint(); left > 0; left -= 1) {
    reader.unsignedVarint()
    reader.skip(reader.unsignedVarint())
  }
}
