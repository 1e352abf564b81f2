import { once } from 'node:events'
import { createConnection, type Socket } from 'node:net'

/** A message of the server as it came. */
export interface ServerMessage {
  readonly type: string
  readonly body: Buffer
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value | 0)
  return bytes
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}

function text(value: string): Buffer {
  return Buffer.from(`${value}\0`)
}

function value(bytes: Buffer | null): Buffer {
  return bytes === null ? int32(-1) : Buffer.concat([int32(bytes.length), bytes])
}

/** A message with its length, and its type when it has one. */
export function message(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body])
}

/** Messages that clients send. */
export const send = {
  startup: (parameters: Readonly<Record<string, string>>) =>
    message(
      '',
      int32(0x30000),
      ...Object.entries(parameters).flatMap(([key, found]) => [text(key), text(found)]),
      text(''),
    ),
  request: (code: number, ...numbers: readonly number[]) =>
    message('', int32(code), ...numbers.map(int32)),
  query: (sql: string) => message('Q', text(sql)),
  parse: (sql: string, name = '', oids: readonly number[] = []) =>
    message('P', text(name), text(sql), int16(oids.length), ...oids.map(int32)),
  bind: (
    values: readonly (Buffer | null)[] = [],
    options: {
      readonly portal?: string
      readonly statement?: string
      readonly formats?: readonly number[]
      readonly results?: readonly number[]
    } = {},
  ) => {
    const { portal = '', statement = '', formats = [], results = [] } = options
    return message(
      'B',
      text(portal),
      text(statement),
      int16(formats.length),
      ...formats.map(int16),
      int16(values.length),
      ...values.map(value),
      int16(results.length),
      ...results.map(int16),
    )
  },
  describe: (what: 'S' | 'P', name = '') => message('D', Buffer.from(what), text(name)),
  close: (what: 'S' | 'P', name = '') => message('C', Buffer.from(what), text(name)),
  execute: (maxRows = 0, portal = '') => message('E', text(portal), int32(maxRows)),
  sync: message('S'),
  flush: message('H'),
  terminate: message('X'),
  password: (word: string) => message('p', text(word)),
} as const

/** The fields of an ErrorResponse or NoticeResponse by their letters. */
export function report(found: ServerMessage | undefined): Readonly<Record<string, string>> {
  const fields = (found?.body.toString('utf8') ?? '').split('\0').filter(part => part !== '')
  return Object.fromEntries(fields.map(part => [part.slice(0, 1), part.slice(1)]))
}

/** The values of a DataRow. */
export function row(found: ServerMessage | undefined): (Buffer | null)[] {
  const body = found?.body ?? Buffer.alloc(2)
  const values: (Buffer | null)[] = []
  let at = 2
  for (let i = body.readUInt16BE(0); i > 0; i -= 1) {
    const length = body.readInt32BE(at)
    at += 4
    values.push(length < 0 ? null : body.subarray(at, at + Math.max(0, length)))
    at += Math.max(0, length)
  }
  return values
}

/** A client that sends bytes and sees messages. */
export class RawClient implements Disposable {
  readonly socket: Socket
  #bytes = Buffer.alloc(0)
  #closed = false
  #wake = () => {}

  /** On a connection that is open. */
  constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', piece => {
      this.#bytes = Buffer.concat([this.#bytes, piece])
      this.#wake()
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      this.#closed = true
      this.#wake()
    })
  }

  /** A connection on which nothing has been said. */
  static async open(port: number): Promise<RawClient> {
    const socket = createConnection(port, '127.0.0.1')
    await once(socket, 'connect')
    return new RawClient(socket)
  }

  /** A client that is logged in. */
  static async login(port: number, parameters: Record<string, string> = {}): Promise<RawClient> {
    const client = await RawClient.open(port)
    client.write(send.startup({ user: 'root', ...parameters }))
    await client.until('Z')
    return client
  }

  write(...pieces: readonly Buffer[]): void {
    this.socket.write(Buffer.concat(pieces))
  }

  /** The next bytes, at least so many; fewer when the server has closed. */
  async bytes(count: number): Promise<Buffer> {
    while (this.#bytes.length < count && !this.#closed) {
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#wake = resolve
      await promise
    }
    const taken = this.#bytes.subarray(0, count)
    this.#bytes = this.#bytes.subarray(taken.length)
    return taken
  }

  /** The next message; null when the server has closed. */
  async next(): Promise<ServerMessage | null> {
    const head = await this.bytes(5)
    if (head.length < 5) return null
    return { type: head.toString('latin1', 0, 1), body: await this.bytes(head.readInt32BE(1) - 4) }
  }

  /** The messages up to the first of a type, or to the end of the connection. */
  async until(type: string): Promise<ServerMessage[]> {
    const all: ServerMessage[] = []
    for (;;) {
      const found = await this.next()
      if (found === null) return all
      all.push(found)
      if (found.type === type) return all
    }
  }

  /** Sends, and reads to the end of the answer (ReadyForQuery). */
  async ask(...pieces: readonly Buffer[]): Promise<ServerMessage[]> {
    this.write(...pieces)
    return this.until('Z')
  }

  [Symbol.dispose](): void {
    this.socket.destroy()
  }
}

/** The types of messages in a row, e.g. `TDDCZ`. */
export function types(messages: readonly ServerMessage[]): string {
  return messages.map(found => found.type).join('')
}
