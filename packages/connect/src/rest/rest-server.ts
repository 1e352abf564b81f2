import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { messageOf } from '@tidewire/core'
import type { Hono } from 'hono'
import type { ListenAddress } from '../config/worker-settings.ts'
import { raise } from '../raise.ts'
import { startingApp } from './worker-app.ts'

/** A listening REST server; until it is given an app it answers 503. */
export class RestServer implements AsyncDisposable {
  readonly #server: Server
  readonly port: number
  #app: Hono

  private constructor(server: Server, port: number) {
    this.#server = server
    this.port = port
    this.#app = startingApp()
  }

  static async listen({ host, port }: ListenAddress): Promise<RestServer> {
    const bound = Promise.withResolvers<number>()
    let rest: RestServer | null = null
    const server = serve(
      {
        fetch: (request, env) =>
          rest === null ? startingApp().fetch(request, env) : rest.#app.fetch(request, env),
        hostname: host,
        port,
        overrideGlobalObjects: false,
      },
      info => bound.resolve(info.port),
    ) as Server
    server.once('error', error => bound.reject(error))
    try {
      rest = new RestServer(server, await bound.promise)
    } catch (error) {
      const reason = messageOf(error)
      throw raise(
        'CONNECT_LISTENER',
        { listener: `http://${host}:${port}`, reason },
        { cause: error },
      )
    }
    return rest
  }

  /** From now on requests go to this app. */
  use(app: Hono): void {
    this.#app = app
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise<void>(resolve => this.#server.close(() => resolve()))
    this.#server.closeIdleConnections()
    const force = setTimeout(() => this.#server.closeAllConnections(), 1_000)
    await closed
    clearTimeout(force)
  }
}
