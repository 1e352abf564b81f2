import {
  type BindTable,
  decodeFetchReply,
  encodeBindRequest,
  encodeFetchRequest,
  encodeSqlRequest,
  type FetchReply,
  RawBlock,
  type TDengineValue,
} from '@tidewire/tdengine/wire'
import { WebSocket } from 'ws'
import type { TDengineDevServer } from '../server.ts'

/** A reply of the endpoint, with the members that tests look at; which of them are there depends on the action. */
export interface Reply {
  readonly code: number
  readonly message: string
  readonly req_id: number
  readonly stmt_id: number
  readonly affected: number
  readonly id: number
  readonly result_id: number
  readonly is_update: boolean
  readonly is_insert: boolean
  readonly num_params: number
  readonly fields: readonly { readonly name: string; readonly bind_type: number }[] | null
}

/** A client of `/ws`, or of another endpoint, that shows replies as they are. */
export class StmtClient {
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, (reply: unknown) => void>()
  #next = 1

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', (data: Buffer, binary: boolean) => {
      const reply = binary ? decodeFetchReply(data) : (JSON.parse(data.toString()) as Reply)
      const id = Number(
        binary ? (reply as { requestId: bigint }).requestId : (reply as Reply).req_id,
      )
      this.#waiting.get(id)?.(reply)
      this.#waiting.delete(id)
    })
  }

  static async open(
    server: TDengineDevServer,
    database: string | undefined,
    path = '/ws',
  ): Promise<StmtClient> {
    const socket = new WebSocket(server.url.replace('http', 'ws') + path)
    await new Promise((resolve, reject) => {
      socket.once('open', resolve)
      socket.once('error', reject)
    })
    const client = new StmtClient(socket)
    await client.ask('conn', {
      user: 'root',
      password: 'taosdata',
      ...(database === undefined ? {} : { db: database }),
    })
    return client
  }

  close(): void {
    this.#socket.terminate()
  }

  #reply<T>(): readonly [number, Promise<T>] {
    const id = this.#next
    this.#next += 1
    return [
      id,
      new Promise<T>(resolve => this.#waiting.set(id, resolve as (reply: unknown) => void)),
    ]
  }

  /** Sends a text request and waits for its reply. */
  async send(action: string, args: Record<string, unknown> = {}): Promise<Reply> {
    const [id, reply] = this.#reply<Reply>()
    this.#socket.send(JSON.stringify({ action, args: { req_id: id, ...args } }))
    return await reply
  }

  /** Sends a text request that has no reply. */
  tell(action: string, args: Record<string, unknown> = {}): void {
    this.#socket.send(JSON.stringify({ action, args: { req_id: 0, ...args } }))
  }

  /** Sends a request that must succeed. */
  async ask(action: string, args: Record<string, unknown> = {}): Promise<Reply> {
    const reply = await this.send(action, args)
    if (reply.code !== 0) throw new Error(`${action}: ${reply.code} ${reply.message}`)
    return reply
  }

  /** Sends a binary request: `frame` makes it from the request id. */
  async binary<T = Reply>(frame: (requestId: bigint) => Buffer): Promise<T> {
    const [id, reply] = this.#reply<T>()
    this.#socket.send(frame(BigInt(id)))
    return await reply
  }

  /** Binds tables to a statement of version 2. */
  bind(statement: number, tables: readonly BindTable[], columnIndex = -1): Promise<Reply> {
    return this.binary(id => encodeBindRequest(id, BigInt(statement), tables, columnIndex))
  }

  /** Opens a statement of version 2. */
  async init2(fast = true): Promise<number> {
    const reply = await this.ask('stmt2_init', {
      single_stb_insert: fast,
      single_table_bind_once: fast,
    })
    return reply.stmt_id
  }

  /** Opens and prepares a statement of version 2. */
  async prepare2(sql: string, fast = true): Promise<number> {
    const id = await this.init2(fast)
    await this.ask('stmt2_prepare', { stmt_id: id, sql })
    return id
  }

  /** Runs a statement; its rows, none for a change. */
  async query(sql: string): Promise<TDengineValue[][]> {
    const reply = await this.binary(id => encodeSqlRequest(id, sql))
    if (reply.code !== 0) throw new Error(`${sql}: ${reply.code} ${reply.message}`)
    return reply.is_update ? [] : await this.rows(reply.id)
  }

  /** Reads all rows of a result. */
  async rows(result: number): Promise<TDengineValue[][]> {
    const rows: TDengineValue[][] = []
    for (;;) {
      const reply = await this.binary<FetchReply>(id => encodeFetchRequest(id, BigInt(result)))
      if (reply.code !== 0) throw new Error(`fetch: ${reply.code} ${reply.message}`)
      if (reply.block === null) return rows
      const block = new RawBlock(reply.block)
      for (let row = 0; row < block.rows; row += 1) rows.push(block.row(row))
    }
  }
}

/** The tests' way of saying what a reply is about. */
export function outcome(reply: Reply): readonly [number, string] {
  return [reply.code, reply.message]
}
