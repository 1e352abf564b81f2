import type { WebSocket } from 'ws'
import { EngineError } from '../engine/api.ts'
import { nanosSince } from '../http/rest-sql.ts'
import { asEngineError } from '../http/router.ts'
import type { ServerContext } from '../server-context.ts'
import {
  type ArgumentKinds,
  type Arguments,
  looseRequestId,
  member,
  parseJson,
  printJson,
  readArguments,
} from './json-frame.ts'

/** Code of errors that the adapter itself makes. */
export const adapterCode = 0xffff

/** What answers one text action. */
export interface Action {
  readonly kinds: ArgumentKinds
  /** How the adapter calls the request when it cannot read it. */
  readonly label: string
  /** False for actions that need no `conn` before. */
  readonly needsConnection?: boolean
  /** True when the arguments may be left out. */
  readonly argumentsOptional?: boolean
  /**
   * Returns what the reply has beside the common fields; a Buffer for a binary reply; undefined for no reply. Throws
   * EngineError for an error reply.
   */
  readonly run: (args: Arguments) => Promise<Record<string, unknown> | Buffer | undefined>
  /** Fields that an error reply repeats. */
  readonly errorFields?: (args: Arguments) => Record<string, unknown>
}

/** An error of the adapter. */
export function adapterError(message: string): EngineError {
  return new EngineError(adapterCode, message)
}

/** Reply fields in the order of taosAdapter. */
export interface ReplyHead {
  readonly code: number
  readonly message: string
  readonly action: string
  readonly requestId: bigint
  readonly start: bigint
}

/** Prints a text reply. */
export function replyText(head: ReplyHead, fields: Record<string, unknown> = {}): string {
  return printJson({
    code: head.code,
    message: head.message,
    action: head.action,
    req_id: head.requestId,
    timing: nanosSince(head.start),
    ...fields,
  })
}

/** Seconds between pings, and of silence after which the server closes. */
const pingMs = 54_000
const silenceMs = 114_000

/** What every WebSocket endpoint has: text actions, binary frames, pings, faults. */
export abstract class Socket {
  protected readonly context: ServerContext
  protected readonly socket: WebSocket
  protected connected = false
  #lastSeen = Date.now()
  #ping: NodeJS.Timeout | undefined

  constructor(context: ServerContext, socket: WebSocket) {
    this.context = context
    this.socket = socket
  }

  /** Begins to serve the socket. */
  open(): void {
    const { socket, context } = this
    context.counters.sockets += 1
    socket.on('pong', () => {
      this.#lastSeen = Date.now()
    })
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      this.#lastSeen = Date.now()
      void this.#receive(data, isBinary)
    })
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      clearInterval(this.#ping)
      context.counters.sockets -= 1
      void this.closed()
    })
    this.#ping = setInterval(() => {
      if (Date.now() - this.#lastSeen >= silenceMs) socket.terminate()
      else socket.ping()
    }, pingMs)
    this.#ping.unref()
  }

  /** The action of that name. */
  protected abstract action(name: string): Action | undefined

  /** Answers a binary frame. */
  protected abstract binary(frame: Buffer, start: bigint): Promise<void>

  /** Frees what the socket holds. */
  protected abstract closed(): Promise<void>

  /** Whether unknown actions and unreadable requests are answered; the subscription endpoint keeps silent. */
  protected get answersUnknown(): boolean {
    return true
  }

  /** Whether a version reply leaves out request id and timing, as the older endpoint does. */
  protected get shortReplies(): boolean {
    return false
  }

  protected send(data: string | Buffer): void {
    if (this.socket.readyState === this.socket.OPEN) this.socket.send(data)
  }

  /** Applies a fault to a request; true when the request is done with. */
  protected async fault(name: string, requestId: bigint, start: bigint): Promise<boolean> {
    const action = this.context.faults.take(name)
    switch (action?.kind) {
      case undefined:
      case 'disk-full':
        return false
      case 'delay':
        await new Promise(resolve => setTimeout(resolve, action.ms))
        return false
      case 'drop':
        this.socket.terminate()
        return action.apply !== true
      case 'silence':
        return true
      case 'error':
        this.send(
          replyText({ code: action.code, message: action.message, action: name, requestId, start }),
        )
        return true
      case 'unavailable':
        this.socket.terminate()
        return true
    }
  }

  async #receive(data: Buffer, isBinary: boolean): Promise<void> {
    const start = process.hrtime.bigint()
    if (isBinary) {
      try {
        await this.binary(data, start)
      } catch {
        this.socket.terminate()
      }
      return
    }
    await this.#text(data.toString('utf8'), start)
  }

  async #text(text: string, start: bigint): Promise<void> {
    const envelope = parseJson(text)
    const name = member(envelope, 'action') ?? null
    const isObject = envelope === null || (typeof envelope === 'object' && !Array.isArray(envelope))
    if (!isObject || (name !== null && typeof name !== 'string')) {
      this.#refuse('', 0n, 'unmarshal request error', start)
      return
    }
    if (name === null || name === '') {
      this.#refuse('', 0n, 'request no action', start)
      return
    }
    const given = member(envelope, 'args')
    const requestId = looseRequestId(given)
    const action = this.action(name)
    // The adapter looks at the session before it looks for the action.
    if (!this.connected && action?.needsConnection !== false) {
      if (action === undefined && !this.answersUnknown) return
      this.#refuse(name, requestId, this.notConnected, start)
      return
    }
    if (action === undefined) {
      this.#refuse(name, requestId, `unknown action ${name}`, start)
      return
    }
    const args =
      given === undefined && action.argumentsOptional === true
        ? readArguments({}, action.kinds)
        : readArguments(given, action.kinds)
    if (args === undefined) {
      this.#refuse(name, requestId, `unmarshal ${action.label} request error`, start)
      return
    }
    if (await this.fault(name, requestId, start)) return
    try {
      const reply = await action.run(args)
      if (reply === undefined) return
      if (Buffer.isBuffer(reply)) this.send(reply)
      else if (this.shortReplies && name === 'version') {
        this.send(printJson({ code: 0, message: '', action: name, ...reply }))
      } else this.send(replyText({ code: 0, message: '', action: name, requestId, start }, reply))
    } catch (cause) {
      const { code, message } = asEngineError(cause)
      this.send(
        replyText({ code, message, action: name, requestId, start }, action.errorFields?.(args)),
      )
    }
  }

  /** What the endpoint says to actions before its session has begun. */
  protected get notConnected(): string {
    return 'server not connected'
  }

  #refuse(action: string, requestId: bigint, message: string, start: bigint): void {
    if (!this.answersUnknown && message !== this.notConnected) return
    this.send(replyText({ code: adapterCode, message, action, requestId, start }))
  }
}
