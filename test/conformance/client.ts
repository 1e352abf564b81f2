import { type IncomingMessage, request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { get, type Json, parseBig } from './recording.ts'

/** How long an answer may take, in milliseconds. */
export const patience = 3000

const root = `Basic ${Buffer.from('root:taosdata').toString('base64')}`

/** The server that is measured. */
export interface Target {
  readonly host: string
  readonly port: number
}

/** One HTTP request. */
export function send(
  target: Target,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body = '',
): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const length = method === 'POST' ? { 'Content-Length': String(Buffer.byteLength(body)) } : {}
    const outgoing = request(
      {
        ...target,
        method,
        path,
        headers: { ...headers, ...length },
        agent: false,
        timeout: 15_000,
      },
      (response: IncomingMessage) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        )
        response.on('error', reject)
      },
    )
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer to ${method} ${path}`)))
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

/** Runs SQL as root over REST; the body as JSON, or `{ code: -1, unparsable }`. */
export async function rest(target: Target, sql: string, database?: string): Promise<Json> {
  const path = `/rest/sql${database === undefined ? '' : `/${encodeURIComponent(database)}`}`
  const { body } = await send(target, 'POST', path, { Authorization: root }, sql)
  const value = parseBig(body)
  return typeof value === 'object' && value !== null ? value : { code: -1, unparsable: body }
}

/** Runs SQL that prepares a scenario; fails when it is refused. */
export async function must(target: Target, sql: string, database?: string): Promise<Json> {
  const answer = await rest(target, sql, database)
  if (get(answer, 'code') !== 0) {
    throw new Error(`${sql.slice(0, 100)}: ${JSON.stringify(answer).slice(0, 200)}`)
  }
  return answer
}

/** Drops what a scenario left. */
export async function dropAll(
  target: Target,
  names: {
    readonly topics?: Iterable<string>
    readonly databases?: Iterable<string>
    readonly users?: Iterable<string>
  },
): Promise<void> {
  for (const topic of names.topics ?? []) {
    for (let tries = 0; tries < 20; tries += 1) {
      if (get(await rest(target, `drop topic if exists \`${topic}\``), 'code') === 0) break
      await delay(200)
    }
  }
  for (const database of names.databases ?? []) {
    await rest(target, `drop database if exists \`${database}\``)
  }
  for (const user of names.users ?? []) await rest(target, `drop user ${user}`)
}

/** A frame that came in. */
export interface Incoming {
  readonly binary: boolean
  readonly data: Buffer
  readonly key: string | null
}

/** The request id of a text frame. */
export function requestKey(value: Json | undefined): string | null {
  const id = get(value, 'req_id')
  if (id === undefined || id === null) return null
  return typeof id === 'object' ? String(get(id, '$int')) : String(id)
}

function keyOf(data: Buffer, binary: boolean): string | null {
  if (!binary) return requestKey(parseBig(data.toString('utf8')))
  const flagged = data.length >= 34 && data.readBigUInt64LE(0) === 0xffff_ffff_ffff_ffffn
  return flagged ? data.readBigUInt64LE(26).toString() : null
}

/** A WebSocket with the frames that have not been asked for yet. */
export class Channel {
  readonly path: string
  readonly #socket: WebSocket
  readonly #frames: Incoming[] = []
  #extensions: string | null = null
  closed = false
  #wake: () => void = () => undefined

  private constructor(path: string, socket: WebSocket) {
    this.path = path
    this.#socket = socket
    socket.on('upgrade', message => {
      this.#extensions = message.headers['sec-websocket-extensions'] ?? null
    })
    socket.on('message', (data: Buffer, binary: boolean) => {
      this.#frames.push({ binary, data, key: keyOf(data, binary) })
      this.#wake()
    })
    socket.on('close', () => {
      this.closed = true
      this.#wake()
    })
    socket.on('error', () => {
      this.closed = true
      this.#wake()
    })
  }

  /** Opens a socket; a socket that is refused counts as closed. */
  static async open(target: Target, path: string, compress: boolean): Promise<Channel> {
    const socket = new WebSocket(`ws://${target.host}:${target.port}${path}`, {
      perMessageDeflate: compress ? { threshold: 0 } : false,
    })
    const channel = new Channel(path, socket)
    await new Promise<void>(resolve => {
      socket.once('open', () => resolve())
      socket.once('error', () => resolve())
    })
    return channel
  }

  /** What the server agreed to. */
  get extensions(): string | null {
    return this.#extensions
  }

  send(data: string | Buffer): void {
    if (!this.closed) this.#socket.send(data)
  }

  /** The next frame, by preference the one with this request id; undefined when none comes. */
  async take(
    key: string | null,
    others: ReadonlySet<string>,
    ms = patience,
  ): Promise<Incoming | undefined> {
    const end = Date.now() + ms
    for (;;) {
      let index = key === null ? 0 : this.#frames.findIndex(frame => frame.key === key)
      if (index < 0) {
        index = this.#frames.findIndex(frame => frame.key === null || !others.has(frame.key))
      }
      if (index >= 0 && this.#frames[index] !== undefined) return this.#frames.splice(index, 1)[0]
      if (this.closed || Date.now() >= end) return undefined
      await this.#changed(end - Date.now())
    }
  }

  /** Waits until something comes that nobody expects; undefined when it stays silent. */
  async silence(expected: ReadonlySet<string>, ms: number): Promise<Incoming | undefined> {
    const end = Date.now() + ms
    while (Date.now() < end && !this.closed) {
      const index = this.#frames.findIndex(frame => frame.key === null || !expected.has(frame.key))
      if (index >= 0) return this.#frames.splice(index, 1)[0]
      await this.#changed(end - Date.now())
    }
    return undefined
  }

  async close(): Promise<void> {
    if (this.closed) return
    await new Promise<void>(resolve => {
      this.#socket.once('close', () => resolve())
      this.#socket.close()
    })
  }

  async #changed(ms: number): Promise<void> {
    if (ms <= 0) return
    let timer: NodeJS.Timeout | undefined
    await new Promise<void>(resolve => {
      timer = setTimeout(resolve, ms)
      this.#wake = resolve
    })
    clearTimeout(timer)
  }
}
