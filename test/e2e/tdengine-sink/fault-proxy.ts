import { createServer, type IncomingMessage, request, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { WebSocket, WebSocketServer } from 'ws'

/** A write that passed through the proxy. */
export interface SeenWrite {
  readonly path: string
  readonly body: string
  /** Status that was answered; 0 when the connection was cut. */
  readonly status: number
}

/**
 * What happens to a write: it passes to the server, its connection is cut before or after the server has stored it, or
 * it is answered with an error of TDengine.
 */
export type Fate =
  | 'pass'
  | 'cut'
  | 'store and cut'
  | { readonly code: number; readonly words: string }

/** A proxy before taosAdapter that lets writes fail on demand and remembers what passed. */
export class FaultProxy implements AsyncDisposable {
  readonly writes: SeenWrite[] = []
  readonly statements: string[] = []
  /** Decides over each write; all pass by default. */
  fate: (path: string, body: string) => Fate = () => 'pass'
  /** An error that answers a statement instead of the server, or null to let it pass. */
  statementFate: (sql: string) => { readonly code: number; readonly words: string } | null = () =>
    null
  /** True: no connection is accepted. */
  down = false
  /** Most writes that were under way at once. */
  maxInFlight = 0
  readonly #server: Server
  readonly #target: number
  readonly #sockets = new Set<Socket>()
  #inFlight = 0

  private constructor(target: number) {
    this.#target = target
    this.#server = createServer((incoming, response) => {
      this.#inFlight += 1
      this.maxInFlight = Math.max(this.maxInFlight, this.#inFlight)
      this.#write(incoming)
        .then(answer => {
          if (answer === null) incoming.socket.destroy()
          else response.writeHead(answer.status).end(answer.body)
        })
        .finally(() => {
          this.#inFlight -= 1
        })
    })
    this.#server.on('connection', socket => {
      if (this.down) socket.destroy()
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
    })
    new WebSocketServer({ server: this.#server, path: '/ws' }).on('connection', socket => {
      const behind = new WebSocket(`ws://127.0.0.1:${target}/ws`)
      const early: { data: Buffer; binary: boolean }[] = []
      socket.on('message', (data: Buffer, binary) => {
        const text = binary ? data.toString('utf8', 30) : (JSON.parse(String(data)).args?.sql ?? '')
        if (text !== '') this.statements.push(text)
        const refusal = binary ? this.statementFate(text) : null
        if (refusal !== null) {
          const { code, words: message } = refusal
          const req_id = Number(data.readBigUInt64LE(0))
          const reply = { code, message, action: 'binary_query', req_id, timing: 1 }
          socket.send(JSON.stringify(reply))
          return
        }
        if (behind.readyState === WebSocket.OPEN) behind.send(data, { binary })
        else early.push({ data, binary })
      })
      behind.on('open', () => {
        for (const { data, binary } of early) behind.send(data, { binary })
      })
      behind.on('message', (data, binary) => socket.send(data, { binary }))
      behind.on('close', () => socket.terminate())
      behind.on('error', () => socket.terminate())
      socket.on('close', () => behind.terminate())
    })
  }

  /** Starts a proxy before the adapter on a port of this machine. */
  static async start(target: number): Promise<FaultProxy> {
    const proxy = new FaultProxy(target)
    await new Promise<void>(resolve => proxy.#server.listen(0, '127.0.0.1', resolve))
    return proxy
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** Cuts all connections, as a restart of the server would. */
  cutAll(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  async #write(incoming: IncomingMessage): Promise<{ status: number; body: string } | null> {
    const parts: Buffer[] = []
    for await (const part of incoming) parts.push(part as Buffer)
    const body = Buffer.concat(parts)
    const path = incoming.url ?? ''
    const fate = this.fate(path, body.toString())
    const remember = (status: number) => this.writes.push({ path, body: body.toString(), status })
    if (fate === 'cut') {
      remember(0)
      return null
    }
    if (typeof fate === 'object') {
      remember(500)
      const message = `[0x${fate.code.toString(16)}] ${fate.words}`
      return { status: 500, body: JSON.stringify({ code: 'internal error', message }) }
    }
    const answer = await this.#forward(incoming, body)
    remember(fate === 'pass' ? answer.status : 0)
    return fate === 'pass' ? answer : null
  }

  #forward(incoming: IncomingMessage, body: Buffer): Promise<{ status: number; body: string }> {
    const { method, url: path, headers } = incoming
    return new Promise((resolve, reject) => {
      const { connection: _, 'transfer-encoding': __, ...kept } = headers
      const options = {
        host: '127.0.0.1',
        port: this.#target,
        method,
        path,
        headers: { ...kept, 'content-length': body.length },
      }
      request(options, response => {
        let text = ''
        response.setEncoding('utf8').on('data', chunk => {
          text += chunk
        })
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }))
      })
        .on('error', reject)
        .end(body)
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cutAll()
    await new Promise(resolve => this.#server.close(resolve))
  }
}
