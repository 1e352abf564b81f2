import { decodeTmqBody, decodeTmqReply } from '@tidewire/tdengine/wire'
import { WebSocket } from 'ws'
import type { TDengineDevServer } from '../server.ts'

/** A text reply of the endpoint, as far as tests look at it. */
export interface Reply {
  readonly code: number
  readonly message: string
  readonly action: string
  readonly req_id: number
  readonly have_message: boolean
  readonly topic: string
  readonly vgroup_id: number
  readonly message_type: number
  readonly message_id: number
  readonly offset: number
  readonly assignment: readonly {
    readonly vgroup_id: number
    readonly offset: number
    readonly begin: number
    readonly end: number
  }[]
  readonly committed: readonly number[]
  readonly position: readonly number[]
  readonly topics: readonly string[]
  readonly completed: boolean
  readonly table_name: string
  readonly rows: number
  readonly data: unknown
}

/** A block of a message: names of its columns and its rows. */
export interface ReadBlock {
  readonly table: string | null
  readonly names: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
}

/** Runs a statement over REST; fails with the server's words. */
export async function sql(
  server: Pick<TDengineDevServer, 'url'>,
  text: string,
  database = '',
): Promise<unknown[][]> {
  const response = await fetch(`${server.url}/rest/sql/${database}`, {
    method: 'POST',
    body: text,
    headers: { Authorization: `Basic ${btoa('root:taosdata')}` },
  })
  const body = (await response.json()) as { code: number; desc?: string; data?: unknown[][] }
  if (body.code !== 0) throw new Error(`0x${body.code.toString(16)} ${body.desc}`)
  return body.data ?? []
}

/** A client of `/rest/tmq`. */
export class TmqClient {
  readonly socket: WebSocket
  #next = 1
  readonly #waiting = new Map<
    number,
    { readonly resolve: (reply: Reply | Buffer) => void; readonly reject: (cause: Error) => void }
  >()

  private constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('message', (data: Buffer, binary: boolean) => {
      const reply = binary ? data : (JSON.parse(data.toString()) as Reply)
      const id = Buffer.isBuffer(reply) ? requestIdOf(reply) : reply.req_id
      const waiting = this.#waiting.get(id)
      this.#waiting.delete(id)
      waiting?.resolve(reply)
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('the socket is closed'))
      this.#waiting.clear()
    })
  }

  static async open(server: Pick<TDengineDevServer, 'url'>): Promise<TmqClient> {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/rest/tmq`)
    await new Promise((resolve, reject) => {
      socket.once('open', resolve)
      socket.once('error', reject)
    })
    return new TmqClient(socket)
  }

  /** Sends a request; resolves with its reply, whatever it says. */
  send(action: string, args: Record<string, unknown> = {}): Promise<Reply | Buffer> {
    const id = this.#next
    this.#next += 1
    if (this.socket.readyState !== this.socket.OPEN) {
      return Promise.reject(new Error('the socket is closed'))
    }
    const reply = new Promise<Reply | Buffer>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
    })
    this.socket.send(JSON.stringify({ action, args: { req_id: id, ...args } }))
    return reply
  }

  /** Sends a request that must succeed. */
  async ask(action: string, args: Record<string, unknown> = {}): Promise<Reply> {
    const reply = await this.send(action, args)
    if (Buffer.isBuffer(reply)) throw new Error(`${action} answers with bytes`)
    if (reply.code !== 0) throw new Error(`${action}: ${reply.code} ${reply.message}`)
    return reply
  }

  async subscribe(topics: readonly string[], more: Record<string, unknown> = {}): Promise<void> {
    await this.ask('subscribe', {
      user: 'root',
      password: 'taosdata',
      group_id: 'g',
      offset_reset: 'earliest',
      topics,
      ...more,
    })
  }

  poll(blocking = 0): Promise<Reply> {
    return this.ask('poll', { blocking_time: blocking })
  }

  /** The blocks of a message. */
  async blocks(message: Reply): Promise<readonly ReadBlock[]> {
    const reply = await this.send('fetch_raw_data', { message_id: message.message_id })
    if (!Buffer.isBuffer(reply)) throw new Error(`fetch_raw_data: ${reply.message}`)
    return decodeTmqBody(decodeTmqReply(reply).body).map(({ tableName, columns, block }) => ({
      table: tableName,
      names: (columns ?? []).map(({ name }) => name),
      rows: Array.from({ length: block.rows }, (_, row) => [...block.row(row)]),
    }))
  }

  /** The rows of one message, each with its table in front. */
  async rows(message: Reply): Promise<unknown[][]> {
    const blocks = await this.blocks(message)
    return blocks.flatMap(({ table, rows }) => rows.map(row => [table, ...row]))
  }

  /** Polls until nothing comes, and returns all rows. */
  async drain(blocking = 0): Promise<unknown[][]> {
    const rows: unknown[][] = []
    for (;;) {
      const message = await this.poll(blocking)
      if (!message.have_message) return rows
      if (message.message_type !== 2) rows.push(...(await this.rows(message)))
    }
  }

  /** Polls until nothing comes, and returns what the meta messages say. */
  async metas(): Promise<unknown[]> {
    const metas: unknown[] = []
    for (;;) {
      const message = await this.poll()
      if (!message.have_message) return metas
      if (message.message_type === 1) continue
      metas.push((await this.ask('fetch_json_meta', { message_id: message.message_id })).data)
    }
  }

  async close(): Promise<void> {
    const closed = new Promise(resolve => this.socket.once('close', resolve))
    this.socket.close()
    await closed
  }
}

function requestIdOf(frame: Buffer): number {
  return Number(frame.readBigUInt64LE(frame.readBigInt64LE(0) === -1n ? 26 : 8))
}
