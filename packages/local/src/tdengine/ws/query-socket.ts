import {
  type BinaryRequestHead,
  binaryAction,
  binaryHeadLength,
  encodeFetchReply,
  readBinaryHead,
} from '@tidewire/tdengine/wire'
import { TimeZone, utc } from '../../time-zone.ts'
import type { EngineError } from '../engine/api.ts'
import { engineError } from '../engine/error-code.ts'
import { nanosSince } from '../http/rest-sql.ts'
import { asEngineError } from '../http/router.ts'
import { insertKinds, insertLines } from '../schemaless/insert-action.ts'
import { serverVersion } from '../server-context.ts'
import { execute } from '../sql/execute.ts'
import type { StatementResult } from '../sql/result.ts'
import { newSession, type Session } from '../sql/session.ts'
import { validate } from '../sql/validate.ts'
import { type BinaryAction, Statements } from '../stmt/index.ts'
import { type Arguments, member } from './json-frame.ts'
import { logIn } from './log-in.ts'
import { isOpen } from './open-port.ts'
import { blockOf, fieldsOf, OpenResults, updateFields } from './open-results.ts'
import { type Action, adapterCode, adapterError, replyText, Socket } from './socket.ts'
import { sqlOf } from './sql-frame.ts'

/** What get_server_info answers. */
const serverInfo = `ver:${serverVersion}\nbuild:Tidewire development server\ngitinfo:none`

/** The unified endpoint `/ws` (taosAdapter WebSocket protocol). */
export class QuerySocket extends Socket {
  protected readonly results = new OpenResults()
  protected session: Session = newSession('')
  readonly #gone = new AbortController()
  protected readonly statements = new Statements({
    engine: this.context.engine,
    session: () => this.session,
    results: this.results,
  })
  readonly #actions: ReadonlyMap<string, Action> = this.actions()

  protected action(name: string): Action | undefined {
    return this.#actions.get(name)
  }

  protected async closed(): Promise<void> {
    this.#gone.abort()
    await this.statements.closeAll()
    await this.results.freeAll()
  }

  /** Every text action of the endpoint. */
  protected actions(): ReadonlyMap<string, Action> {
    return new Map<string, Action>([
      [
        'version',
        {
          kinds: { req_id: 'uint' },
          label: 'version',
          needsConnection: false,
          argumentsOptional: true,
          run: async () => ({ version: serverVersion }),
        },
      ],
      [
        'conn',
        {
          kinds: {
            req_id: 'uint',
            user: 'string',
            password: 'string',
            db: 'string',
            mode: 'int',
            tz: 'string',
            app: 'string',
            ip: 'string',
          },
          label: 'connect',
          needsConnection: false,
          run: args => this.#connect(args),
        },
      ],
      [
        'query',
        {
          kinds: { req_id: 'uint', sql: 'string' },
          label: 'query',
          run: async args => this.query(args.string('sql')),
        },
      ],
      ['fetch', this.#onResult('fetch', 'id', args => this.#fetch(args))],
      ['fetch_block', this.#onResult('fetch block', 'id', args => this.#fetchBlock(args))],
      [
        'free_result',
        this.#onResult('free result', 'id', async args => {
          await this.results.free(args.uint('id'))
          return undefined
        }),
      ],
      [
        'num_fields',
        this.#onResult('num fields', 'result_id', async args => {
          const result = this.results.get(args.uint('result_id'))
          if (result === undefined) throw adapterError('result is nil')
          return { num_fields: result.rows.columns.length }
        }),
      ],
      [
        'get_current_db',
        {
          kinds: { req_id: 'uint' },
          label: 'get current db',
          run: async () => ({ db: this.session.database ?? '' }),
        },
      ],
      [
        'get_server_info',
        {
          kinds: { req_id: 'uint' },
          label: 'get server info',
          run: async () => ({ info: serverInfo }),
        },
      ],
      [
        'check_server_status',
        {
          kinds: { req_id: 'uint', fqdn: 'string', port: 'int' },
          label: 'check_server_status',
          needsConnection: false,
          run: args => this.#serverStatus(args),
        },
      ],
      [
        'options_connection',
        {
          kinds: { req_id: 'uint', options: 'array' },
          label: 'options connection',
          run: async args => this.#options(args),
        },
      ],
      [
        'insert',
        {
          kinds: insertKinds,
          label: 'schemaless insert',
          run: args => insertLines(this.context, this.session.database, args),
        },
      ],
      ...this.statements.actions(),
    ])
  }

  #onResult(label: string, id: string, run: Action['run']): Action {
    return { kinds: { req_id: 'uint', [id]: 'uint' }, label, run }
  }

  async #connect(args: Arguments): Promise<Record<string, unknown>> {
    if (this.connected) throw adapterError('duplicate connections')
    const { user, database } = logIn(this.context, args)
    const mode = args.int('mode')
    if (mode !== undefined && mode !== 0) throw adapterError(`unexpected mode:${mode}`)
    const zone = args.string('tz')
    this.session = newSession(
      user,
      database,
      zone === '' ? utc : (TimeZone.find(zone) ?? TimeZone.unknown(zone)),
      this.#gone.signal,
    )
    this.connected = true
    return { version: serverVersion }
  }

  /** Runs a statement and opens its result. */
  protected async query(sql: string): Promise<Record<string, unknown>> {
    if (sql.trim() === '') throw engineError('INCOMPLETE')
    const result = await execute(this.context.engine, this.session, sql)
    return this.describeResult(result)
  }

  /** The reply of a statement: its effect, or the id and columns of its result. */
  protected describeResult(result: StatementResult): Record<string, unknown> {
    if (result.kind === 'update') return updateFields(result.affectedRows)
    const { id } = this.results.add(result)
    return { id, is_update: false, affected_rows: 0, ...fieldsOf(result) }
  }

  async #fetch(args: Arguments): Promise<Record<string, unknown>> {
    const id = args.uint('id')
    const result = this.results.get(id)
    if (result === undefined) throw adapterError('result is nil')
    result.announced = await result.rows.next()
    if (result.announced === undefined) {
      await this.results.free(id)
      return { id, completed: true, lengths: null, rows: 0 }
    }
    const lengths = result.rows.columns.map(({ type }) =>
      type.name === 'NCHAR'
        ? type.length * 4 + 2
        : type.name === 'VARCHAR' || type.name === 'VARBINARY' || type.name === 'GEOMETRY'
          ? type.length + 2
          : type.length,
    )
    return { id, completed: false, lengths, rows: result.announced.rows }
  }

  async #fetchBlock(args: Arguments): Promise<Buffer> {
    const start = process.hrtime.bigint()
    const id = args.uint('id')
    const result = this.results.get(id)
    if (result === undefined) throw adapterError('result is nil')
    if (result.announced === undefined) throw adapterError('block is nil')
    const head = Buffer.alloc(16)
    head.writeBigUInt64LE(id, 8)
    const block = blockOf(result.rows.columns, result.announced)
    head.writeBigUInt64LE(nanosSince(start), 0)
    return Buffer.concat([head, block])
  }

  async #serverStatus(args: Arguments): Promise<Record<string, unknown>> {
    const host = args.string('fqdn')
    const port = args.int('port') ?? 0
    const alive = host === '' || port === 0 || port === 6030 || (await isOpen(host, port))
    return { status: alive ? 2 : 0, details: '' }
  }

  #options(args: Arguments): Record<string, unknown> {
    for (const entry of args.array('options')) {
      const option = member(entry, 'option')
      const value = member(entry, 'value')
      switch (option) {
        case -1:
          this.session.zone = utc
          break
        case 1:
          this.session.zone =
            typeof value === 'string' && value !== ''
              ? (TimeZone.find(value) ?? TimeZone.unknown(value))
              : utc
          break
        case 0:
        case 2:
        case 3:
          break
        default:
          throw engineError('INVALID_PARA')
      }
    }
    return {}
  }

  protected async binary(frame: Buffer, start: bigint): Promise<void> {
    const head = readBinaryHead(frame)
    if (head === null) {
      // The real adapter reads out of bounds here; there is nothing to answer.
      this.socket.terminate()
      return
    }
    switch (Number(head.action)) {
      case binaryAction.binaryQuery:
        await this.#answerBinary('binary_query', head.requestId, start, async () =>
          this.query(sqlOf(frame, 'binary query')),
        )
        return
      case binaryAction.validateSql:
        await this.#answerBinary('validate_sql', head.requestId, start, async () =>
          this.#validate(sqlOf(frame, 'validate sql')),
        )
        return
      case binaryAction.fetchRawBlock:
        await this.#fetchRawBlock(frame, head.requestId, head.resourceId, start)
        return
      default: {
        const action = this.statements.binary(Number(head.action))
        if (action !== undefined) {
          await this.#statementBinary(action, frame, head, start)
          return
        }
        this.send(
          replyText({
            code: adapterCode,
            message: this.connected ? `unknown binary action ${head.action}` : this.notConnected,
            action: 'unknown',
            requestId: head.requestId,
            start,
          }),
        )
      }
    }
  }

  /** Runs a binary action of prepared statements; its errors repeat the statement's number. */
  async #statementBinary(
    action: BinaryAction,
    frame: Buffer,
    head: BinaryRequestHead,
    start: bigint,
  ): Promise<void> {
    const { requestId, resourceId } = head
    await this.#answerBinary(
      action.name,
      requestId,
      start,
      () => action.run(frame, resourceId),
      this.connected && action.isStatement ? { stmt_id: resourceId } : {},
    )
  }

  /** Runs a binary request that has a text reply. */
  async #answerBinary(
    action: string,
    requestId: bigint,
    start: bigint,
    run: () => Promise<Record<string, unknown>>,
    errorFields: Record<string, unknown> = {},
  ): Promise<void> {
    if (await this.fault(action, requestId, start)) return
    try {
      if (!this.connected) throw adapterError(this.notConnected)
      const fields = await run()
      this.send(replyText({ code: 0, message: '', action, requestId, start }, fields))
    } catch (cause) {
      const { code, message } = asEngineError(cause)
      this.send(replyText({ code, message, action, requestId, start }, errorFields))
    }
  }

  async #validate(sql: string): Promise<Record<string, unknown>> {
    const failure = await validate(this.context.engine, this.session, sql)
    return { result_code: failure === undefined ? 0 : signedCode(failure) }
  }

  async #fetchRawBlock(
    frame: Buffer,
    requestId: bigint,
    resultId: bigint,
    start: bigint,
  ): Promise<void> {
    const action = 'fetch_raw_block'
    if (await this.fault(action, requestId, start)) return
    if (!this.connected) {
      this.send(
        replyText({ code: adapterCode, message: this.notConnected, action, requestId, start }),
      )
      return
    }
    try {
      if (frame.length < binaryHeadLength + 2) throw adapterError('message length is too short')
      const version = frame.readUInt16LE(binaryHeadLength)
      if (version !== 1) throw adapterError('unknown fetch raw block version')
      const result = this.results.get(resultId)
      if (result === undefined) throw adapterError('result is nil')
      const block = await result.rows.next()
      if (block === undefined) await this.results.free(resultId)
      this.send(
        encodeFetchReply({
          timing: nanosSince(start),
          requestId,
          code: 0,
          message: '',
          resultId,
          finished: block === undefined,
          block: block === undefined ? null : blockOf(result.rows.columns, block),
        }),
      )
    } catch (cause) {
      await this.results.free(resultId)
      const { code, message } = asEngineError(cause)
      this.send(
        encodeFetchReply({
          timing: nanosSince(start),
          requestId,
          code,
          message,
          resultId,
          finished: true,
          block: null,
        }),
      )
    }
  }
}

/** The engine's code as the signed 32-bit number that it is inside TDengine. */
function signedCode(error: EngineError): number {
  return 0x8000_0000 | error.code | 0
}
