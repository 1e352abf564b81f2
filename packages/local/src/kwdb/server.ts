import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSecureContext } from 'node:tls'
import type { KwdbDevServerOptions, KwdbEngine, RunningKwdb } from './api.ts'
import { openEngine } from './engine/index.ts'
import { FaultSwitch } from './fault.ts'
import { SqlError } from './sql/sql-error.ts'
import { WireServer } from './wire/wire-server.ts'

/**
 * A KWDB for development, demos and tests: its PostgreSQL protocol and its SQL for time series. See
 * docs/reference/kwdb-dev-server.md for the ground it covers.
 */
export class KwdbDevServer implements RunningKwdb {
  readonly host: string
  readonly port: number
  readonly faults: FaultSwitch
  readonly #engine: KwdbEngine
  readonly #wire: WireServer
  readonly #temporary: string | null
  #closing: Promise<void> | null = null

  private constructor(
    engine: KwdbEngine,
    wire: WireServer,
    faults: FaultSwitch,
    temporary: string | null,
  ) {
    this.host = wire.host
    this.port = wire.port
    this.faults = faults
    this.#engine = engine
    this.#wire = wire
    this.#temporary = temporary
  }

  /** Starts a server and resolves when it listens. */
  static async start(options: KwdbDevServerOptions = {}): Promise<KwdbDevServer> {
    const { dataDir, tls, secure = false } = options
    const secureContext = tls === undefined ? null : createSecureContext(tls)
    const temporary = dataDir === undefined ? await mkdtemp(join(tmpdir(), 'tidewire-kwdb-')) : null
    const faults = new FaultSwitch()
    const engine = await openEngine({
      dataDir: dataDir ?? temporary ?? '.',
      memoryLimit: options.memoryLimit ?? '256MB',
      threads: options.threads ?? 1,
      secure,
      admins: options.admins ?? [],
      beforeCommit: () => {
        if (faults.take('disk')?.kind !== 'disk-full') return
        throw new SqlError('53100', 'no space left on device')
      },
    })
    try {
      const wire = await WireServer.listen(
        { engine, faults, secure, secureContext, log: options.log ?? (() => undefined) },
        options.host ?? '127.0.0.1',
        options.port ?? 0,
      )
      return new KwdbDevServer(engine, wire, faults, temporary)
    } catch (cause) {
      await engine[Symbol.asyncDispose]()
      throw cause
    }
  }

  get url(): string {
    return `postgresql://root@${this.#address}/defaultdb`
  }

  get jdbcUrl(): string {
    return `jdbc:kaiwudb://${this.#address}`
  }

  get #address(): string {
    return this.host.includes(':') ? `[${this.host}]:${this.port}` : `${this.host}:${this.port}`
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #close(): Promise<void> {
    await this.#wire[Symbol.asyncDispose]()
    await this.#engine[Symbol.asyncDispose]()
    if (this.#temporary !== null) await rm(this.#temporary, { recursive: true, force: true })
  }
}
