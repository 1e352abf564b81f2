import { readFileSync } from 'node:fs'
import { Socket } from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import { messageOf } from '@tidewire/core'
import pg from 'pg'
import { raise } from '../errors.ts'
import type { KwdbAddress, KwdbHost, QueryResult, ServerNotice } from './api.ts'
import { hostText } from './host-text.ts'
import { serverError } from './server-error.ts'

/** A notice as the library hands it over. */
interface Notice {
  readonly severity?: string | undefined
  readonly code?: string | undefined
  readonly message?: string | undefined
}

/** Codes of Node's TLS layer that say that a certificate was not accepted or that no TLS is spoken there. */
const tlsFailure = /CERT|SSL|TLS|EPROTO|SELF_SIGNED|UNABLE_TO_VERIFY|ISSUER/
const noTls = 'The server does not support SSL connections'
const oddTls = 'There was an error establishing an SSL connection'
const mostRows = 1_000_000
/** Silence after which the system asks whether the other side is still there. */
const keepAliveMs = 10_000

/**
 * One statement in the simple protocol, as `pg` takes it: it is sent as text or as a finished message, and its rows stay
 * as the server wrote them. When several go together, the first one sends all of their messages. The others, whose
 * answers come in their turn, send nothing, and are handed to `pg` one when the one before is answered: it has no queue.
 */
class Statement implements pg.Submittable {
  readonly done: Promise<QueryResult>
  readonly #payload: string | readonly Uint8Array[]
  readonly #settle: PromiseWithResolvers<QueryResult>
  readonly #rows: (readonly (string | null)[])[] = []
  readonly #notices: ServerNotice[] = []
  /** Called as soon as its answer is there, before the bytes of the next answer are looked at. */
  onAnswer = (): void => {}
  #fields: QueryResult['fields'] = []
  #tag = ''

  constructor(payload: string | readonly Uint8Array[]) {
    this.#payload = payload
    this.#settle = Promise.withResolvers()
    this.done = this.#settle.promise
    this.done.catch(() => {}) // whoever sends it awaits it later
  }

  submit(connection: pg.Connection): void {
    if (typeof this.#payload === 'string') connection.query(this.#payload)
    else {
      connection.stream.cork()
      for (const message of this.#payload) connection.stream.write(message)
      connection.stream.uncork()
    }
  }

  handleRowDescription(message: { readonly fields: readonly pg.FieldDef[] }): void {
    this.#fields = message.fields.map(({ name, dataTypeID }) => ({ name, oid: dataTypeID }))
  }

  handleDataRow(message: { readonly fields: readonly (string | null)[] }): void {
    if (this.#rows.length < mostRows) this.#rows.push(message.fields)
  }

  handleCommandComplete(message: { readonly text: string }): void {
    this.#tag = message.text
  }

  handleEmptyQuery(): void {}

  handlePortalSuspended(): void {}

  handleCopyInResponse(connection: pg.Connection): void {
    connection.end()
  }

  handleCopyData(): void {}

  handleError(error: Error): void {
    this.#settle.reject(error)
    this.onAnswer()
  }

  handleReadyForQuery(): void {
    this.#finish()
    this.onAnswer()
  }

  #finish(): void {
    if (this.#rows.length >= mostRows) {
      this.#settle.reject(raise('KWDB_TOO_LARGE', { rows: mostRows }))
      return
    }
    const tag = this.#tag
    const changed = /^(?:INSERT \d+|UPDATE|DELETE) (\d+)$/.exec(tag)?.[1]
    this.#settle.resolve({
      tag,
      affectedRows: changed === undefined ? 0 : Number(changed),
      fields: this.#fields,
      rows: this.#rows,
      notices: this.#notices,
    })
  }

  notice(notice: Notice): void {
    this.#notices.push({
      severity: notice.severity ?? 'NOTICE',
      sqlState: notice.code ?? '00000',
      message: notice.message ?? '',
    })
  }

  fail(error: Error): void {
    this.#settle.reject(error)
  }
}

/** One connection to one node, through the `pg` library. */
export class PgSession {
  readonly server: string
  readonly #address: KwdbAddress
  readonly #socket: Socket
  readonly #client: pg.Client
  /** The statement whose answer comes now. */
  #current: Statement | null = null
  #lost: Error | null = null

  private constructor(address: KwdbAddress, host: KwdbHost, ssl: ConnectionOptions | false) {
    const { applicationName, database, password, user } = address
    this.server = hostText(host)
    this.#address = address
    this.#socket = new Socket()
    this.#client = new pg.Client({
      host: host.host,
      port: host.port,
      user: user ?? 'root',
      // A function, since an empty password would make the library look into the environment and into files.
      password: () => password?.reveal() ?? '',
      database: database ?? 'defaultdb',
      application_name: applicationName,
      client_encoding: 'utf8',
      connectionTimeoutMillis: address.connectTimeoutMs,
      keepAlive: true,
      keepAliveInitialDelayMillis: keepAliveMs,
      ssl,
      stream: () => this.#socket,
    })
    this.#client.on('error', error => this.#lose(error))
    this.#client.on('end', () => this.#lose(new Error('the server closed the connection')))
    this.#client.on('notice', notice => this.#current?.notice(notice as Notice))
  }

  /**
   * Connects and logs in. Fails with `KWDB_CONNECT` (can be retried), `KWDB_TLS`, `KWDB_PROTOCOL`, `KWDB_ACCESS`, or as
   * the server says.
   */
  static async open(
    address: KwdbAddress,
    host: KwdbHost,
    signal: AbortSignal | undefined,
  ): Promise<PgSession> {
    if (address.tls === 'disable') return await PgSession.#attempt(address, host, false, signal)
    const tls = tlsOptions(address, hostText(host))
    try {
      return await PgSession.#attempt(address, host, tls, signal)
    } catch (error) {
      const plain = error instanceof Error && (error.cause as Error | undefined)?.message === noTls
      if (!plain || address.tls !== 'prefer') throw error
      return await PgSession.#attempt(address, host, false, signal)
    }
  }

  static async #attempt(
    address: KwdbAddress,
    host: KwdbHost,
    ssl: ConnectionOptions | false,
    signal: AbortSignal | undefined,
  ): Promise<PgSession> {
    signal?.throwIfAborted()
    const session = new PgSession(address, host, ssl)
    const abort = () => session.destroy()
    signal?.addEventListener('abort', abort, { once: true })
    try {
      await session.#client.connect()
      return session
    } catch (error) {
      session.destroy()
      signal?.throwIfAborted()
      throw connectError(session.server, error, ssl !== false)
    } finally {
      signal?.removeEventListener('abort', abort)
    }
  }

  /** True while statements can be sent. */
  get isOpen(): boolean {
    return this.#lost === null
  }

  /** Runs one statement. Aborting and a timeout close the connection. */
  async query(text: string, signal: AbortSignal | undefined): Promise<QueryResult> {
    const [result] = await this.#run([new Statement(text)], signal)
    if (result === undefined) throw new Error('a statement has a result')
    return result
  }

  /** Sends messages of the simple protocol without waiting in between; rejects with the first failure, in the end. */
  async send(
    messages: readonly Uint8Array[],
    signal: AbortSignal | undefined,
  ): Promise<readonly QueryResult[]> {
    return await this.#run(
      messages.map((_, i) => new Statement(i === 0 ? messages : [])),
      signal,
    )
  }

  async #run(
    statements: readonly Statement[],
    signal: AbortSignal | undefined,
  ): Promise<readonly QueryResult[]> {
    signal?.throwIfAborted()
    if (this.#lost !== null) throw this.#connectionLost(this.#lost)
    const { statementTimeoutMs: ms } = this.#address
    const giveUp = (error: Error) => {
      for (const statement of statements) statement.fail(error)
      this.destroy()
    }
    const abort = () => giveUp(signal?.reason)
    const timer =
      ms === 0
        ? undefined
        : setTimeout(() => giveUp(raise('KWDB_TIMEOUT', { address: this.server, ms })), ms)
    signal?.addEventListener('abort', abort, { once: true })
    try {
      this.#take(statements, 0)
      const results = await Promise.allSettled(statements.map(statement => statement.done))
      return results.map(result => {
        if (result.status === 'rejected') throw this.#failure(result.reason)
        return result.value
      })
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
    }
  }

  /** Hands a statement to the library, and the next one once it is answered. */
  #take(statements: readonly Statement[], at: number): void {
    const statement = statements[at]
    this.#current = statement ?? null
    if (statement === undefined) return
    statement.onAnswer = () => this.#take(statements, at + 1)
    this.#client.query(statement)
  }

  #failure(error: unknown): unknown {
    if (error instanceof pg.DatabaseError) {
      const { code, message, detail, hint } = error
      // The node says so before it closes the connection.
      if (code === '57P01') this.destroy()
      return serverError({ sqlState: code ?? 'XX000', message, detail, hint })
    }
    if (this.#lost !== null && error instanceof Error && error === this.#lost) {
      return this.#connectionLost(error)
    }
    const isOwn = error instanceof Error && (error.name === 'TidewireError' || isAbort(error))
    return isOwn ? error : this.#connectionLost(error)
  }

  #connectionLost(cause: unknown): Error {
    const reason = messageOf(cause)
    return raise('KWDB_CONNECTION_LOST', { address: this.server, reason }, { cause })
  }

  #lose(error: Error): void {
    this.#lost ??= error
  }

  /** Closes the connection at once. */
  destroy(): void {
    this.#lose(new Error('the connection is closed'))
    this.#socket.destroy()
  }

  /** Says good-bye to the server and closes the connection. */
  async close(): Promise<void> {
    if (this.#lost !== null) {
      this.destroy()
      return
    }
    this.#lose(new Error('the connection is closed'))
    this.#socket.setTimeout(1000, () => this.#socket.destroy())
    await this.#client.end()
  }
}

function isAbort(error: Error): boolean {
  return error.name === 'AbortError' || error.name === 'TimeoutError'
}

function tlsOptions(address: KwdbAddress, server: string): ConnectionOptions {
  const { tls, tlsFiles } = address
  const file = (path: string | null) => {
    if (path === null) return undefined
    try {
      return readFileSync(path)
    } catch (error) {
      const reason = `${path} cannot be read: ${(error as Error).message}`
      throw raise('KWDB_TLS', { address: server, reason }, { cause: error })
    }
  }
  const verifies = tls === 'verify-ca' || tls === 'verify-full'
  return {
    rejectUnauthorized: verifies,
    ...(tls === 'verify-full' ? {} : { checkServerIdentity: () => undefined }),
    ca: file(tlsFiles.authorities),
    cert: file(tlsFiles.certificate),
    key: file(tlsFiles.key),
    passphrase: tlsFiles.passphrase?.reveal(),
  }
}

function connectError(address: string, error: unknown, usesTls: boolean): unknown {
  if (error instanceof pg.DatabaseError) {
    const { code, message, detail, hint } = error
    return serverError({ sqlState: code ?? 'XX000', message, detail, hint })
  }
  if (!(error instanceof Error)) return error
  const code = (error as NodeJS.ErrnoException).code ?? ''
  const reason = error.message === '' ? code : error.message
  const facts = { cause: error }
  if (reason === oddTls) return raise('KWDB_PROTOCOL', { address, reason }, facts)
  if (reason === noTls || (usesTls && tlsFailure.test(code))) {
    return raise('KWDB_TLS', { address, reason }, facts)
  }
  return raise('KWDB_CONNECT', { address, reason }, facts)
}
