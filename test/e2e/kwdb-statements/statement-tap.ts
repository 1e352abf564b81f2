import { type AddressInfo, connect, createServer, type Server } from 'node:net'

const letterQ = 0x51

/** A TCP proxy before a server of the PostgreSQL protocol that notes every statement of the simple protocol. */
export class StatementTap implements AsyncDisposable {
  /** The statements in the order in which they were sent. */
  readonly statements: string[] = []
  readonly #server: Server

  private constructor(port: number) {
    this.#server = createServer(client => {
      const upstream = connect(port, '127.0.0.1')
      let held = Buffer.alloc(0)
      let isStarted = false
      client.on('data', chunk => {
        upstream.write(chunk)
        held = Buffer.concat([held, chunk])
        for (;;) {
          const type = isStarted ? 1 : 0
          if (held.length < type + 4) return
          const length = type + held.readInt32BE(type)
          if (held.length < length) return
          if (isStarted && held[0] === letterQ) {
            this.statements.push(held.toString('utf8', 5, length - 1))
          }
          isStarted = true
          held = held.subarray(length)
        }
      })
      upstream.on('data', chunk => client.write(chunk))
      client.on('close', () => upstream.destroy())
      upstream.on('close', () => client.destroy())
      client.on('error', () => upstream.destroy())
      upstream.on('error', () => client.destroy())
    })
  }

  /** Starts before a server on a port of this machine. Clients must not ask for encryption. */
  static async start(port: number): Promise<StatementTap> {
    const tap = new StatementTap(port)
    await new Promise<void>(resolve => tap.#server.listen(0, '127.0.0.1', () => resolve()))
    return tap
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise<void>(resolve => this.#server.close(() => resolve()))
  }
}
