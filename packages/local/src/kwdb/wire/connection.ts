import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { SecureContext } from 'node:tls'
import type { KwdbEngine, Session, SessionOptions } from '../api.ts'
import type { FaultAction, FaultSwitch } from '../fault.ts'
import { SqlError } from '../sql/sql-error.ts'
import type { CancelKey, CancelKeys } from './cancel-keys.ts'
import { type ClientMessage, clientMessage } from './client-message.ts'
import { ClientStream } from './client-stream.ts'
import { type Carry, ExtendedQuery } from './extended-query.ts'
import { type Frame, messageLimit } from './frame-reader.ts'
import { MessageBody } from './message-body.ts'
import { ReplySender } from './reply-sender.ts'
import { internalError, reportOf } from './sql-report.ts'
import { sessionOptions, startCodes } from './startup.ts'

/** What the connections of one server share. */
export interface WireContext {
  readonly engine: KwdbEngine
  readonly faults: FaultSwitch
  readonly cancelKeys: CancelKeys
  /** Asks for passwords. */
  readonly secure: boolean
  /** Key and certificate, when the server has them; a secure server then takes encrypted connections only. */
  readonly secureContext: SecureContext | null
  /** Told of failures of the engine that are no answer to a statement. */
  readonly log: (line: string) => void
}

/** Milliseconds that a client may take to log in. */
const loginPatience = 60_000
/** Requests for encryption that a client may make before it logs in. */
const mostRequests = 3

/** One client: login, then message after message. PostgreSQL protocol 3.0. */
export class Connection {
  /** Resolves when the connection is closed and nothing of it runs any more. */
  readonly done: Promise<void>
  readonly #context: WireContext
  readonly #stream: ClientStream
  readonly #sender: ReplySender
  #running: AbortController | null = null
  /** After an error of the extended protocol everything up to the next Sync is passed over. */
  #skipping = false

  constructor(socket: Socket, context: WireContext) {
    this.#context = context
    this.#stream = new ClientStream(socket)
    this.#sender = new ReplySender(this.#stream)
    this.#stream.gone.addEventListener('abort', () => this.cancel(), { once: true })
    this.done = this.#serve()
  }

  /** Cancels the statement that is running, if one is. */
  cancel(): void {
    this.#running?.abort()
  }

  /** Says goodbye and closes; `done` resolves soon. */
  shutDown(): void {
    this.#sender.error({
      severity: 'FATAL',
      sqlState: '57P01',
      message: 'server is shutting down',
    })
    this.#stream.finish(this.#sender.writer.take())
    this.#stream.destroy()
  }

  async #serve(): Promise<void> {
    let key: CancelKey | null = null
    let session: Session | null = null
    try {
      session = await this.#login()
      if (session === null) return
      key = this.#context.cancelKeys.issue(() => this.cancel())
      const { writer } = this.#sender
      writer.authenticationOk()
      this.#sender.parameters(session)
      writer.backendKeyData(key.processId, key.secret)
      await this.#ready(session)
      this.#stream.frames.limit = messageLimit
      await this.#converse(session)
    } catch (error) {
      // What cannot be answered and gone on from: a failed login, or a stream that makes no sense.
      if (!this.#stream.gone.aborted) this.#fail(error)
    } finally {
      if (key !== null) this.#context.cancelKeys.revoke(key)
      this.#stream.finish(this.#sender.writer.take())
      // Nobody is left who could be told that the session did not end well.
      await session?.close().catch(() => undefined)
    }
  }

  /** Null when the connection has served its purpose, or is gone. */
  async #login(): Promise<Session | null> {
    const timer = setTimeout(() => this.#stream.destroy(), loginPatience).unref()
    try {
      const options = await this.#startup()
      if (options === null) return null
      const fault = this.#context.faults.take('connect')
      if (fault !== undefined) await this.#strike(fault, this.#stream.gone)
      if (this.#stream.gone.aborted) return null
      await this.#authenticate(options.user)
      return this.#context.engine.openSession(options)
    } finally {
      clearTimeout(timer)
    }
  }

  async #startup(): Promise<SessionOptions | null> {
    for (let requests = 0; requests <= mostRequests; requests += 1) {
      const frame = await this.#stream.next()
      if (frame === null) return null
      const body = new MessageBody(frame.body)
      const code = body.int32()
      switch (code) {
        case startCodes.protocol:
          this.#stream.frames.typed = true
          return sessionOptions(body)
        case startCodes.cancel:
          this.#context.cancelKeys.cancel({ processId: body.int32(), secret: body.int32() })
          return null
        case startCodes.ssl:
          if (!(await this.#encrypt())) return null
          break
        case startCodes.gssEncryption:
          await this.#stream.write(Buffer.from('N'), this.#stream.gone)
          break
        default:
          throw new SqlError('08P01', `unknown protocol version ${code}`)
      }
    }
    return null
  }

  /** Answers a request for TLS; false when what follows cannot be trusted. */
  async #encrypt(): Promise<boolean> {
    const { secureContext } = this.#context
    if (secureContext === null || this.#stream.encrypted) {
      await this.#stream.write(Buffer.from('N'), this.#stream.gone)
      return true
    }
    // Somebody on the way may have added it, so as to have it taken for something that came encrypted.
    if (this.#stream.frames.bytes > 0) return false
    await this.#stream.write(Buffer.from('S'), this.#stream.gone)
    this.#stream.encrypt(secureContext)
    return true
  }

  async #authenticate(user: string): Promise<void> {
    const { engine, secure, secureContext } = this.#context
    let password: string | null = null
    if (secure) {
      if (secureContext !== null && !this.#stream.encrypted) {
        throw new SqlError('08P01', 'node is running secure mode, SSL connection required')
      }
      this.#sender.writer.cleartextPassword()
      await this.#sender.flush(this.#stream.gone)
      const frame = await this.#stream.next()
      const message = frame === null ? null : clientMessage(frame)
      if (message?.kind !== 'password') {
        throw new SqlError('08P01', 'expected password message')
      }
      password = message.text
    }
    // As KWDB's login path has it: no SQLSTATE of its own, hence the one of uncategorised errors.
    if (!engine.authenticate(user, password)) {
      throw new SqlError('XXUUU', `password authentication failed for user ${user}`)
    }
  }

  async #converse(session: Session): Promise<void> {
    const extended = new ExtendedQuery(session, this.#sender)
    for (;;) {
      const frame = await this.#stream.next()
      if (frame === null) return
      const message = await this.#understand(frame, session)
      if (message === null) continue
      if (message.kind === 'terminate') return
      if (this.#skipping && message.kind !== 'sync') continue
      await this.#answer(message, session, extended)
      await this.#sender.relieve(this.#stream.gone)
    }
  }

  /** The message of a frame; null for a damaged one, of which the client has been told. */
  async #understand(frame: Frame, session: Session): Promise<ClientMessage | null> {
    try {
      const message = clientMessage(frame)
      if (message !== null) return message
    } catch (error) {
      if (this.#skipping) return null
      this.#fail(error)
      // Who sent a simple query waits for the end of its answer, all others will send a Sync.
      if (frame.type === 'Q'.charCodeAt(0)) await this.#ready(session)
      else await this.#skip()
      return null
    }
    const type = String.fromCharCode(frame.type)
    throw new SqlError('08P01', `unrecognized client message type ${JSON.stringify(type)}`)
  }

  async #answer(message: ClientMessage, session: Session, extended: ExtendedQuery): Promise<void> {
    switch (message.kind) {
      case 'query':
        await this.#simpleQuery(message.text, session)
        extended.forgetUnnamed()
        await this.#endOfTransaction(session, extended)
        await this.#ready(session)
        return
      case 'sync':
        this.#skipping = false
        await this.#endOfTransaction(session, extended)
        await this.#ready(session)
        return
      case 'flush':
        await this.#sender.flush(this.#stream.gone)
        return
      case 'function-call':
        this.#fail(new SqlError('0A000', 'function calls are not supported'))
        await this.#ready(session)
        return
      case 'copy':
      case 'terminate':
        return
      default:
        await this.#extendedQuery(message, extended)
    }
  }

  async #extendedQuery(
    message: Exclude<
      ClientMessage,
      { readonly kind: 'query' | 'sync' | 'flush' | 'function-call' | 'copy' | 'terminate' }
    >,
    extended: ExtendedQuery,
  ): Promise<void> {
    try {
      switch (message.kind) {
        case 'parse':
          await this.#cancellable(new AbortController(), signal => extended.parse(message, signal))
          break
        case 'bind':
          await extended.bind(message)
          break
        case 'describe':
          extended.describe(message)
          break
        case 'execute':
          await extended.execute(message, this.#carry)
          break
        case 'close':
          await extended.close(message)
          break
        case 'password':
          throw new SqlError('08P01', 'unexpected password message')
      }
    } catch (error) {
      this.#fail(error)
      await this.#skip()
    }
  }

  /** Passes over what comes before the next Sync. The error goes out at once: some clients wait for it with that Sync. */
  async #skip(): Promise<void> {
    this.#skipping = true
    await this.#sender.flush(this.#stream.gone)
  }

  async #simpleQuery(text: string, session: Session): Promise<void> {
    try {
      await this.#carry(text, new AbortController(), async signal => {
        let empty = true
        for await (const reply of session.run(text, signal)) {
          empty = false
          await this.#sender.reply(reply, session, signal)
        }
        if (empty) this.#sender.writer.emptyQueryResponse()
      })
    } catch (error) {
      this.#fail(error)
      this.#sender.parameters(session)
    }
  }

  readonly #carry: Carry = async (text, controller, run) => {
    const fault = text === '' ? undefined : this.#context.faults.takeStatement(text)
    await this.#cancellable(controller, async signal => {
      if (fault !== undefined) await this.#strike(fault, signal)
      await run(signal)
    })
    if (fault?.kind === 'drop') this.#stream.destroy()
  }

  /** Runs what a CancelRequest, or the end of the connection, can end early. */
  async #cancellable(
    controller: AbortController,
    run: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    this.#running = controller
    if (this.#stream.gone.aborted) controller.abort()
    try {
      await run(controller.signal)
    } catch (error) {
      // The engine may have its own words for it; those of KWDB are what clients know.
      if (controller.signal.aborted && !(error instanceof SqlError)) {
        throw new SqlError('57014', 'query execution canceled')
      }
      throw error
    } finally {
      this.#running = null
    }
  }

  /** What an armed fault does before a statement or a login. */
  async #strike(fault: FaultAction, signal: AbortSignal): Promise<void> {
    switch (fault.kind) {
      case 'delay':
        await delay(fault.ms, undefined, { signal })
        return
      case 'drop':
        if (fault.apply === true) {
          this.#stream.mute()
          return
        }
        this.#stream.destroy()
        signal.throwIfAborted()
        return
      case 'silence':
        this.#stream.mute()
        await this.#stream.end
        this.#stream.destroy()
        signal.throwIfAborted()
        return
      case 'error':
        throw new SqlError(fault.sqlState, fault.message)
      case 'disk-full':
        return
    }
  }

  async #endOfTransaction(session: Session, extended: ExtendedQuery): Promise<void> {
    if (session.transactionStatus !== 'T') await extended.endOfTransaction()
  }

  /** Tells the client of an error. */
  #fail(error: unknown): void {
    const report = reportOf(error)
    if (report.sqlState === internalError && error instanceof Error) {
      this.#context.log(`internal error: ${error.stack ?? error.message}`)
    }
    this.#sender.error(report)
  }

  async #ready(session: Session): Promise<void> {
    this.#sender.writer.readyForQuery(session.transactionStatus)
    await this.#sender.flush(this.#stream.gone)
  }
}
