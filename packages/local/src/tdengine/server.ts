import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { RunningTDengine, TDengineDevServerOptions } from './api.ts'
import { DuckEngine } from './engine/duck-engine.ts'
import { engineError } from './engine/error-code.ts'
import { FaultSwitch } from './fault.ts'
import { HttpRouter } from './http/router.ts'
import { httpWriteRoutes, PointWriter, SchemalessSocket } from './schemaless/index.ts'
import type { ServerContext } from './server-context.ts'
import { macros } from './sql/macros.ts'
import { StmtSocket } from './stmt/stmt-socket.ts'
import { Subscriptions, TmqSocket } from './tmq/index.ts'
import { QuerySocket } from './ws/query-socket.ts'
import { serveRestSocket } from './ws/rest-socket.ts'

/** Compression as taosAdapter negotiates it. */
const deflate = {
  serverNoContextTakeover: true,
  clientNoContextTakeover: true,
  threshold: 0,
} as const
/** Bytes that one WebSocket message may have. */
const messageLimit = 256 * 1024 * 1024

/**
 * A TDengine with taosAdapter's protocols for development, demos and tests: HTTP and WebSocket on one port, data in one
 * DuckDB file. See docs/reference/tdengine-dev-server.md for the ground it covers.
 */
export class TDengineDevServer implements RunningTDengine {
  readonly host: string
  readonly port: number
  readonly faults: FaultSwitch
  readonly #context: ServerContext
  readonly #server: Server
  readonly #sockets: WebSocketServer
  readonly #temporary: string | undefined
  #closing: Promise<void> | undefined

  private constructor(
    context: ServerContext,
    server: Server,
    sockets: WebSocketServer,
    temporary: string | undefined,
  ) {
    const address = server.address() as AddressInfo
    this.host = address.address
    this.port = address.port
    this.faults = context.faults
    this.#context = context
    this.#server = server
    this.#sockets = sockets
    this.#temporary = temporary
  }

  /** Starts a server and resolves when it listens. */
  static async start(options: TDengineDevServerOptions = {}): Promise<TDengineDevServer> {
    const temporary =
      options.dataDir === undefined
        ? await mkdtemp(join(tmpdir(), 'tidewire-tdengine-'))
        : undefined
    const folder = options.dataDir ?? temporary ?? '.'
    await mkdir(folder, { recursive: true })
    const faults = new FaultSwitch()
    const engine = await DuckEngine.open({
      path: join(folder, 'tdengine.duckdb'),
      memoryLimit: options.memoryLimit ?? '256MB',
      threads: options.threads ?? 1,
      setup: macros,
      beforeCommit: () => {
        if (faults.take('disk')?.kind === 'disk-full') throw engineError('NO_DISK')
      },
    })
    const subscriptions = await Subscriptions.open(engine)
    engine.subscriptions = subscriptions
    const context: ServerContext = {
      engine,
      subscriptions,
      schemaless: new PointWriter(engine),
      faults,
      counters: { httpRequests: 0, sockets: 0 },
    }
    const router = new HttpRouter(context, httpWriteRoutes(context.schemaless))
    const server = createServer((request, response) => {
      context.counters.httpRequests += 1
      void router.answer(request, response)
    })
    const sockets = new WebSocketServer({
      noServer: true,
      perMessageDeflate: deflate,
      maxPayload: messageLimit,
    })
    server.on('upgrade', (request, socket, head) => {
      upgrade(context, sockets, request, socket, head)
    })
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(options.port ?? 0, options.host ?? '127.0.0.1', () => {
          server.off('error', reject)
          resolve()
        })
      })
    } catch (cause) {
      await engine.close()
      throw cause
    }
    return new TDengineDevServer(context, server, sockets, temporary)
  }

  get url(): string {
    return `http://${this.host}:${this.port}`
  }

  get jdbcUrl(): string {
    return `jdbc:TAOS-WS://${this.host}:${this.port}/?user=root&password=taosdata`
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate()
    this.#server.closeAllConnections()
    await new Promise<void>(resolve => this.#server.close(() => resolve()))
    this.#context.subscriptions.close()
    await this.#context.engine.close()
    if (this.#temporary !== undefined) await rm(this.#temporary, { recursive: true, force: true })
  }
}

function upgrade(
  context: ServerContext,
  sockets: WebSocketServer,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost')
  const serve = endpoints[pathname]
  if (serve === undefined) {
    socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 18\r\n\r\n404 page not found')
    return
  }
  sockets.handleUpgrade(request, socket, head, webSocket => serve(context, webSocket))
}

const endpoints: Readonly<Record<string, (context: ServerContext, socket: WebSocket) => void>> = {
  '/ws': (context, socket) => new QuerySocket(context, socket).open(),
  '/rest/tmq': (context, socket) => new TmqSocket(context, socket).open(),
  '/rest/ws': serveRestSocket,
  '/rest/stmt': (context, socket) => new StmtSocket(context, socket).open(),
  '/rest/schemaless': (context, socket) => new SchemalessSocket(context, socket).open(),
}
