import http from 'node:http'
import https from 'node:https'
import { setTimeout as delay } from 'node:timers/promises'
import { isRetriable, TidewireError, type TimeUnit } from '@tidewire/core'
import { raise } from '../errors.ts'
import type { AdapterEndpoint, SchemalessWrite, TDengineAddress } from './api.ts'
import { connectError } from './connect-error.ts'
import { endpointText } from './endpoint-text.ts'
import { serverError } from './server-error.ts'

/** Units as the line protocol endpoint spells them: `us` would silently be taken for nanoseconds. */
export const linePrecision: Readonly<Record<TimeUnit, string>> = {
  s: 's',
  ms: 'ms',
  us: 'u',
  ns: 'ns',
}

const maximumAnswerBytes = 64 * 1024
const maximumPauseMs = 120_000
const keepAliveMs = 30_000

interface Answer {
  readonly status: number
  readonly retryAfter: string | undefined
  readonly body: string
}

/** The request target of a schemaless write (taosAdapter InfluxDB and OpenTSDB endpoints). */
export function schemalessPath(write: SchemalessWrite, token: string | null): string {
  const query = new URLSearchParams()
  let path: string
  if (write.protocol === 'line') {
    path = '/influxdb/v1/write'
    query.set('db', write.database)
    if (write.precision !== null) query.set('precision', linePrecision[write.precision])
  } else {
    path = `/opentsdb/v1/put/${write.protocol}/${encodeURIComponent(write.database)}`
  }
  if (write.ttlDays !== undefined) query.set('ttl', String(write.ttlDays))
  if (write.tableNameKey !== undefined) query.set('table_name_key', write.tableNameKey)
  if (token !== null) query.set('token', token)
  return query.size === 0 ? path : `${path}?${query}`
}

/**
 * Schemaless writes over HTTP on kept-alive connections. Body parts go to the socket as they are, without being joined.
 * A promise settles only when the parts are no longer read, so that the caller may fill their memory again.
 */
export class HttpWriter implements Disposable {
  readonly #address: TDengineAddress
  readonly #agent: http.Agent | https.Agent
  readonly #authorization: string | null
  readonly #pauses = new Map<string, number>()
  #preferred: number

  /** `first`: which of the hosts is tried first. */
  constructor(address: TDengineAddress, first = 0) {
    this.#address = address
    this.#preferred = first
    const options = {
      keepAlive: true,
      keepAliveMsecs: keepAliveMs,
      maxSockets: address.httpPoolSize,
      scheduling: 'lifo',
      noDelay: true,
    } as const
    this.#agent = address.tls
      ? new https.Agent({ ...options, rejectUnauthorized: address.verifyCertificate })
      : new http.Agent(options)
    const user = address.user ?? (address.token === null ? 'root' : '')
    const password = address.password?.reveal() ?? (address.token === null ? 'taosdata' : '')
    this.#authorization =
      user === '' ? null : `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`
  }

  /**
   * Writes to one adapter; when it cannot be reached, to the next. Fails with the server's error (see `serverError`),
   * `TDENGINE_BUSY` (503), `TDENGINE_HTTP` or a connection error.
   */
  async write(write: SchemalessWrite, signal?: AbortSignal): Promise<void> {
    const endpoints = this.#endpoints()
    let failure: unknown
    for (const [i, endpoint] of endpoints.entries()) {
      try {
        await this.#writeTo(endpoint, write, signal)
        return
      } catch (error) {
        const elsewhere =
          error instanceof TidewireError &&
          isRetriable(error) &&
          error.card.serverCode === undefined &&
          error.code !== 'TDENGINE_TIMEOUT'
        if (!elsewhere || i === endpoints.length - 1 || signal?.aborted === true) throw error
        failure = error
        this.#preferred += 1
      }
    }
    throw failure
  }

  [Symbol.dispose](): void {
    this.#agent.destroy()
  }

  /** All endpoints in the order to try; those that asked for a pause come last. */
  #endpoints(): AdapterEndpoint[] {
    const { hosts, standby } = this.#address
    const from = this.#preferred % hosts.length
    const order = [...hosts.slice(from), ...hosts.slice(0, from), ...standby]
    if (this.#pauses.size === 0) return order
    const paused = (endpoint: AdapterEndpoint) => this.#pauses.has(endpointText(endpoint))
    return [...order.filter(endpoint => !paused(endpoint)), ...order.filter(paused)]
  }

  async #writeTo(
    endpoint: AdapterEndpoint,
    write: SchemalessWrite,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const address = endpointText(endpoint)
    await this.#waitOut(address, signal)
    const doing = `writing ${write.protocol} data to database ${write.database} at ${address}`
    const path = schemalessPath(write, this.#address.token?.reveal() ?? null)
    const answer = await this.#postFresh(endpoint, path, write.body, signal)
    if (answer.status >= 200 && answer.status < 300) return
    throw this.#errorOf(answer, address, doing)
  }

  /** The server may close idle connections just as they are used again; a few more tries find a fresh one. */
  async #postFresh(
    endpoint: AdapterEndpoint,
    path: string,
    parts: readonly Uint8Array[],
    signal: AbortSignal | undefined,
  ): Promise<Answer> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#post(endpoint, path, parts, signal)
      } catch (error) {
        if (!(error instanceof StaleConnection)) throw error
        if (attempt <= this.#address.httpPoolSize) continue
        const address = endpointText(endpoint)
        throw raise('TDENGINE_CONNECTION_LOST', { address, reason: error.message })
      }
    }
  }

  /** Waits as long as the server asked for with Retry-After. */
  async #waitOut(address: string, signal: AbortSignal | undefined): Promise<void> {
    const until = this.#pauses.get(address)
    if (until === undefined) return
    const ms = until - performance.now()
    if (ms > 0) await delay(ms, undefined, signal === undefined ? {} : { signal })
    this.#pauses.delete(address)
  }

  #errorOf(answer: Answer, address: string, doing: string): TidewireError {
    const { status, body } = answer
    const words = wordsOf(body)
    const code = /^\[0x([0-9a-f]+)\]\s*/i.exec(words)
    if (code !== null) {
      return serverError(Number.parseInt(code[1] ?? '', 16) & 0xffff, words.slice(code[0].length), {
        doing,
      })
    }
    const facts = { doing, serverCode: String(status), serverMessage: words }
    if (status === 401 || status === 403) {
      return raise('TDENGINE_ACCESS', { words, code: `HTTP ${status}` }, facts)
    }
    if (status === 502 || status === 503 || status === 504) {
      this.#pause(address, answer.retryAfter)
      return raise('TDENGINE_BUSY', { address, status }, { doing, serverMessage: words })
    }
    if (status === 413) {
      return raise(
        'TDENGINE_REFUSED',
        { words: 'the request is too large', code: 'HTTP 413' },
        facts,
      )
    }
    if (status === 404) return raise('TDENGINE_ENDPOINT', { address, status }, facts)
    return raise('TDENGINE_HTTP', { address, status }, { ...facts, retriable: status >= 500 })
  }

  #pause(address: string, retryAfter: string | undefined): void {
    const seconds = Number(retryAfter)
    if (retryAfter === undefined || !(seconds > 0)) return
    this.#pauses.set(address, performance.now() + Math.min(seconds * 1000, maximumPauseMs))
  }

  #post(
    endpoint: AdapterEndpoint,
    path: string,
    parts: readonly Uint8Array[],
    signal: AbortSignal | undefined,
  ): Promise<Answer> {
    if (signal?.aborted) return Promise.reject(signal.reason)
    const address = endpointText(endpoint)
    const ms = this.#address.messageTimeoutMs
    let length = 0
    for (const part of parts) length += part.length
    return new Promise((resolve, reject) => {
      const request = (this.#address.tls ? https : http).request({
        host: endpoint.host,
        port: endpoint.port,
        method: 'POST',
        path,
        agent: this.#agent,
        headers: {
          ...(this.#authorization === null ? {} : { Authorization: this.#authorization }),
          'Content-Type': 'text/plain; charset=utf-8',
          'Content-Length': length,
        },
      })
      const settle = (act: () => void) => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', abort)
        act()
      }
      const giveUp = (error: unknown) => {
        settle(() => reject(error))
        request.destroy()
      }
      const abort = () => giveUp(signal?.reason)
      const timer = setTimeout(() => giveUp(raise('TDENGINE_TIMEOUT', { address, ms })), ms)
      signal?.addEventListener('abort', abort, { once: true })
      request.on('error', error => {
        const code = (error as NodeJS.ErrnoException).code
        const stale = request.reusedSocket && (code === 'ECONNRESET' || code === 'EPIPE')
        settle(() => reject(stale ? new StaleConnection(code) : socketError(address, error)))
      })
      request.on('response', response => {
        const answered = (answer: Answer) => {
          // An early answer: the rest of the body must not be read from memory that is filled anew.
          if (!request.writableFinished) request.destroy()
          settle(() => resolve(answer))
        }
        readAnswer(response, answered, error => settle(() => reject(socketError(address, error))))
      })
      request.cork()
      for (const part of parts) request.write(part)
      request.end()
      request.uncork()
    })
  }
}

/** A kept-alive connection that the server had closed. */
class StaleConnection extends Error {}

function socketError(address: string, error: Error): TidewireError {
  const { syscall } = error as NodeJS.ErrnoException
  const beforeConnected =
    syscall === 'connect' || syscall === 'getaddrinfo' || error instanceof AggregateError
  const opening = connectError(address, error)
  if (beforeConnected || opening.code === 'TDENGINE_TLS') return opening
  return raise('TDENGINE_CONNECTION_LOST', { address, reason: error.message }, { cause: error })
}

/** Reads an answer to its end, or to its limit. Events, since an iterator would cost as much as the request. */
function readAnswer(
  response: http.IncomingMessage,
  done: (answer: Answer) => void,
  failed: (error: Error) => void,
): void {
  const chunks: Buffer[] = []
  let length = 0
  const finish = () =>
    done({
      status: response.statusCode ?? 0,
      retryAfter: response.headers['retry-after'],
      body: length === 0 ? '' : Buffer.concat(chunks).toString('utf8', 0, maximumAnswerBytes),
    })
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    length += chunk.length
    if (length < maximumAnswerBytes) return
    response.removeAllListeners('end')
    finish()
    response.destroy()
  })
  response.on('end', finish)
  response.on('error', failed)
}

/** The message in an answer: `{"message":…}`, `{"desc":…}`, a JSON string, or the text as it is. */
function wordsOf(body: string): string {
  try {
    const json: unknown = JSON.parse(body)
    if (typeof json === 'string') return json
    if (typeof json === 'object' && json !== null) {
      const { message, desc } = json as Record<string, unknown>
      if (typeof message === 'string') return message
      if (typeof desc === 'string') return desc
    }
  } catch {
    // No JSON: the text is all there is.
  }
  return body.trim()
}
