import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { CancelKeys } from './cancel-keys.ts'
import { Connection, type WireContext } from './connection.ts'
import { MessageWriter } from './message-writer.ts'

/** Connections at once: each may hold a message of the largest size. */
export const mostConnections = 500

/** Tells a client that there are too many. */
function refuse(socket: Socket): void {
  const writer = new MessageWriter()
  writer.errorResponse({
    severity: 'FATAL',
    sqlState: '53300',
    message: 'sorry, too many clients already',
  })
  socket.on('error', () => socket.destroy())
  socket.end(writer.take())
  socket.destroySoon()
}

/** Listens for clients and serves them; disposing ends all connections. */
export class WireServer implements AsyncDisposable {
  readonly host: string
  readonly port: number
  readonly #server: Server
  readonly #connections: ReadonlySet<Connection>

  private constructor(server: Server, connections: ReadonlySet<Connection>) {
    // A server that listens on TCP has an address of this kind.
    const address = server.address() as AddressInfo
    this.host = address.address
    this.port = address.port
    this.#server = server
    this.#connections = connections
  }

  /** Resolves when it listens; rejects with the system's error when it cannot. */
  static async listen(
    context: Omit<WireContext, 'cancelKeys'>,
    host: string,
    port: number,
  ): Promise<WireServer> {
    const connections = new Set<Connection>()
    const shared: WireContext = { ...context, cancelKeys: new CancelKeys() }
    const serve = (socket: Socket) => {
      if (connections.size >= mostConnections) {
        refuse(socket)
        return
      }
      const connection = new Connection(socket, shared)
      connections.add(connection)
      void connection.done.then(() => connections.delete(connection))
    }
    // A client that has said all it wants to say still gets its answers.
    const server = createServer({ allowHalfOpen: true, noDelay: true, keepAlive: true }, serve)
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, host, () => {
        server.off('error', reject)
        resolve()
      })
    })
    return new WireServer(server, connections)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise<void>(resolve => this.#server.close(() => resolve()))
    const all = [...this.#connections]
    for (const connection of all) connection.shutDown()
    await Promise.all(all.map(connection => connection.done))
    await closed
  }
}
