import type { IncomingMessage, ServerResponse } from 'node:http'
import { messageOf } from '@tidewire/core'
import { encodeTaosdToken } from '@tidewire/tdengine/wire'
import { EngineError } from '../engine/api.ts'
import { vgroupIndex } from '../engine/vgroup.ts'
import type { ServerContext } from '../server-context.ts'
import type { HttpWriteRoutes, WriteRoute } from './api.ts'
import { checkLogin, readAuthorization } from './auth.ts'
import { metricsText } from './metrics.ts'
import { BodyTooLarge, readBody } from './request-body.ts'
import { answerSql, sendJson, sendRestError } from './rest-sql.ts'
import { answerUpload } from './rest-upload.ts'

/** Answers every HTTP request. */
export class HttpRouter {
  readonly #context: ServerContext
  readonly #writes: HttpWriteRoutes

  constructor(context: ServerContext, writes: HttpWriteRoutes) {
    this.#context = context
    this.#writes = writes
  }

  /** Answers one request, whatever happens. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const start = process.hrtime.bigint()
    const url = new URL(request.url ?? '/', 'http://localhost')
    try {
      if (await this.#context.faults.beforeHttp(request, response)) return
      await this.#route(request, response, url, start)
    } catch (cause) {
      if (response.headersSent) {
        response.end()
        return
      }
      if (cause instanceof BodyTooLarge) {
        sendRestError(response, 413, 0xffff, cause.message, start)
        return
      }
      const { code, message } = asEngineError(cause)
      sendRestError(response, 200, code, message, start)
    }
  }

  async #route(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    start: bigint,
  ): Promise<void> {
    const { pathname } = url
    const post = request.method === 'POST'
    const get = request.method === 'GET'
    if (get && pathname === '/-/ping') {
      response.writeHead(200, { 'Content-Length': 0 })
      response.end()
      return
    }
    if (get && pathname === '/metrics') {
      response.writeHead(200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' })
      response.end(metricsText(this.#context))
      return
    }
    const segments = pathname.split('/').slice(1).map(decode)
    if (get && segments[0] === 'rest' && segments[1] === 'login' && segments.length === 4) {
      this.#login(response, segments[2] ?? '', segments[3] ?? '', start)
      return
    }
    if (post && segments[0] === 'rest' && segments[1] === 'sql') {
      if (segments.length <= 3) {
        await this.#sql(request, response, url, segments[2], start)
        return
      }
      if (segments.length === 4 && segments[3] === 'vgid') {
        await this.#vgroups(request, response, segments[2] ?? '', start)
        return
      }
    }
    if (post && pathname === '/rest/upload') {
      await this.#upload(request, response, url, start)
      return
    }
    if (post && pathname === '/influxdb/v1/write') {
      await this.#write(this.#writes.influxWrite, request, response, url, [])
      return
    }
    if (post && segments.length === 5 && pathname.startsWith('/opentsdb/v1/put/')) {
      const route = segments[3] === 'json' ? this.#writes.opentsdbJson : this.#writes.opentsdbTelnet
      if (segments[3] === 'json' || segments[3] === 'telnet') {
        await this.#write(route, request, response, url, segments.slice(4))
        return
      }
    }
    request.resume()
    response.writeHead(404, { 'Content-Type': 'text/plain', 'Content-Length': 18 })
    response.end('404 page not found')
  }

  async #write(
    route: WriteRoute,
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    segments: readonly string[],
  ): Promise<void> {
    await route(request, response, {
      engine: this.#context.engine,
      url,
      segments,
      auth: readAuthorization(request.headers.authorization),
      login: credentials => checkLogin(this.#context.engine.catalog, credentials),
      body: () => readBody(request),
    })
  }

  async #sql(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    database: string | undefined,
    start: bigint,
  ): Promise<void> {
    const { engine } = this.#context
    const auth = readAuthorization(request.headers.authorization)
    const body = await readBody(request)
    if (!auth.ok) {
      sendRestError(response, 401, auth.code, auth.message, start)
      return
    }
    const refused = checkLogin(engine.catalog, auth.credentials)
    if (refused !== undefined) throw refused
    await answerSql(engine, response, {
      user: auth.credentials.user,
      database: database === '' ? undefined : database,
      query: url.searchParams,
      body,
      start,
    })
  }

  async #upload(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    start: bigint,
  ): Promise<void> {
    const { engine } = this.#context
    const auth = readAuthorization(request.headers.authorization)
    const body = await readBody(request)
    if (!auth.ok) {
      sendRestError(response, 401, auth.code, auth.message, start)
      return
    }
    const refused = checkLogin(engine.catalog, auth.credentials)
    if (refused !== undefined) throw refused
    await answerUpload(engine, response, {
      user: auth.credentials.user,
      query: url.searchParams,
      contentType: request.headers['content-type'],
      body,
      start,
    })
  }

  async #vgroups(
    request: IncomingMessage,
    response: ServerResponse,
    database: string,
    start: bigint,
  ): Promise<void> {
    const auth = readAuthorization(request.headers.authorization)
    const body = (await readBody(request)).toString('utf8')
    if (!auth.ok) {
      sendRestError(response, 401, auth.code, auth.message, start)
      return
    }
    let names: unknown
    try {
      names = JSON.parse(body)
    } catch {
      const first = body.trim()[0]
      const message =
        first === undefined
          ? 'unexpected end of JSON input'
          : `invalid character '${first}' looking for beginning of value`
      sendRestError(response, 400, 0xffff, message, start)
      return
    }
    if (!Array.isArray(names) || names.length === 0) {
      sendRestError(response, 400, 0xffff, 'illegal params', start)
      return
    }
    const state = this.#context.engine.catalog.databases.get(database)
    if (state === undefined) throw new EngineError(0x0388, 'Database not exist')
    const ids = names.map(
      name => state.firstVgroup + vgroupIndex(database, String(name), state.database.vgroups),
    )
    sendJson(response, 200, JSON.stringify({ code: 0, vgIDs: ids }))
  }

  #login(response: ServerResponse, user: string, password: string, start: bigint): void {
    if (Buffer.byteLength(user) > 24 || password === '') {
      sendRestError(response, 400, 0x110a, 'generate taosd token error', start)
      return
    }
    const refused = checkLogin(this.#context.engine.catalog, { user, password })
    if (refused !== undefined) {
      sendRestError(response, 401, 3, 'Authentication failure', start)
      return
    }
    sendJson(response, 200, JSON.stringify({ code: 0, desc: encodeTaosdToken(user, password) }))
  }
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/** Any failure as an engine error; what is no engine error is a defect or a failure of the store, and says so. */
export function asEngineError(cause: unknown): EngineError {
  if (cause instanceof EngineError) return cause
  const text = messageOf(cause)
  return new EngineError(
    0xffff,
    `${text} (internal failure of Tidewire's TDengine development server)`,
  )
}
