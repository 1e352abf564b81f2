import { raise } from '../errors.ts'
import { binaryAction, writeBinaryHead } from '../wire/fetch-frame.ts'
import type { ColumnInserter } from './api.ts'
import { errorKind, serverError, shownSql } from './server-error.ts'
import { type ReadySocket, type Session, successOf } from './session.ts'
import type { Reply } from './ws-reply.ts'

/** Statements that a socket keeps prepared; the one used longest ago is closed for a new one. */
const maximumStatements = 64
const bindVersion = 1
const allColumns = -1

/**
 * Prepared statements on one socket (taosAdapter `stmt2_*`). Bind and execution are never sent ahead of the reply to
 * the step before, since the adapter handles every frame on its own. A statement that failed is thrown away, as
 * TDengine's documentation asks for.
 */
export class StatementInserter implements ColumnInserter {
  readonly #session: Session
  readonly #database: string
  readonly #onClose: () => void
  readonly #statements = new Map<string, number>()
  #socket: ReadySocket | null = null
  #lastShown = { statement: '', text: '' }

  constructor(session: Session, database: string, onClose: () => void) {
    this.#session = session
    this.#database = database
    this.#onClose = onClose
  }

  async insert(statement: string, frame: Buffer, signal?: AbortSignal): Promise<number> {
    const socket = await this.#ready(signal)
    const doing = `${this.#shown(statement)} in database ${this.#database} at ${socket.ws.address}`
    const options = signal === undefined ? {} : { signal }
    let id: number | null = null
    try {
      id = this.#known(statement) ?? (await this.#prepare(socket, statement, options))
      const requestId = socket.ws.nextRequestId()
      writeBinaryHead(frame, BigInt(requestId), BigInt(id), binaryAction.stmt2Bind)
      frame.writeUInt16LE(bindVersion, 24)
      frame.writeInt32LE(allColumns, 26)
      executed(await socket.ws.requestBinary(requestId, frame, options), doing)
      const reply = await socket.ws.request('stmt2_exec', { stmt_id: id }, options)
      const { affected } = executed(reply, doing)
      return typeof affected === 'number' ? affected : 0
    } catch (error) {
      this.#statements.delete(statement)
      if (errorKind(error) === 'session') this.#session.discard(socket)
      else if (id !== null) socket.ws.notify('stmt2_close', { stmt_id: id })
      throw error
    }
  }

  /** The statement as errors show it; it is mostly the one before. */
  #shown(statement: string): string {
    if (this.#lastShown.statement !== statement) {
      this.#lastShown = { statement, text: shownSql(statement) }
    }
    return this.#lastShown.text
  }

  forget(): void {
    for (const id of this.#statements.values()) {
      this.#socket?.ws.notify('stmt2_close', { stmt_id: id })
    }
    this.#statements.clear()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#onClose()
    await this.#session[Symbol.asyncDispose]()
  }

  async #ready(signal: AbortSignal | undefined): Promise<ReadySocket> {
    const socket = await this.#session.socket(signal)
    if (!socket.features.stmt2) {
      const { version, ws } = socket
      throw raise('TDENGINE_STATEMENTS', { version, address: ws.address })
    }
    if (socket !== this.#socket) {
      this.#socket = socket
      this.#statements.clear()
    }
    return socket
  }

  /** The statement's number when it is prepared; it becomes the one used last. */
  #known(statement: string): number | null {
    const id = this.#statements.get(statement)
    if (id === undefined) return null
    this.#statements.delete(statement)
    this.#statements.set(statement, id)
    return id
  }

  async #prepare(
    { ws }: ReadySocket,
    statement: string,
    options: { readonly signal?: AbortSignal },
  ): Promise<number> {
    const doing = `preparing ${shownSql(statement)} in database ${this.#database}`
    // What our frames keep: rows of one super table only, and every child table once a bind.
    const hints = { single_stb_insert: true, single_table_bind_once: true }
    const id = successOf(await ws.request('stmt2_init', hints, options), doing).stmt_id
    if (typeof id !== 'number') {
      throw raise('TDENGINE_FRAME', { reason: 'a statement without a number' }, { doing })
    }
    try {
      const args = { stmt_id: id, sql: statement, get_fields: false }
      successOf(await ws.request('stmt2_prepare', args, options), doing)
    } catch (error) {
      ws.notify('stmt2_close', { stmt_id: id })
      throw error
    }
    const [oldest] = this.#statements
    if (this.#statements.size >= maximumStatements && oldest !== undefined) {
      this.#statements.delete(oldest[0])
      ws.notify('stmt2_close', { stmt_id: oldest[1] })
    }
    this.#statements.set(statement, id)
    return id
  }
}

/** The fields of a reply to a bind or an execution; their messages can be those of an earlier step, even `success`. */
function executed(reply: Reply, doing: string): Readonly<Record<string, unknown>> {
  if (reply.kind === 'text' && reply.json.code !== 0 && reply.json.message === 'success') {
    throw serverError(reply.json.code, '', { doing })
  }
  return successOf(reply, doing)
}
