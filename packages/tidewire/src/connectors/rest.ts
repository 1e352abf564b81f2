import { raise } from '../errors.ts'

/** A JSON value as the worker sends it. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json }

/** An answer of the worker; `body` is null when there is none. */
export interface RestAnswer {
  readonly status: number
  readonly body: Json
}

/** Milliseconds to wait for an answer: a worker may take 90 s before it gives up on a blocked connector. */
const answerTimeout = 120_000

const notFound = 404

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  let cause: unknown = error.cause ?? error
  if (cause instanceof AggregateError && cause.errors.length > 0) cause = cause.errors[0]
  if (cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED') {
    return 'connection refused'
  }
  return cause instanceof Error ? cause.message : String(cause)
}

/** The error text of an answer (Kafka Connect REST: `error_code`, `message`). */
function messageOf(answer: RestAnswer): string {
  const { body } = answer
  if (typeof body === 'object' && body !== null && 'message' in body) return String(body.message)
  return typeof body === 'string' && body !== '' ? body : `HTTP status ${answer.status}`
}

/** A Connect worker's REST interface. */
export class ConnectRest {
  readonly url: string

  constructor(url: string) {
    this.url = url.replace(/\/+$/, '')
  }

  /** Sends a request; any status is an answer. Throws `CLI_REST_UNREACHABLE`. */
  async send(method: string, path: string, body?: Json): Promise<RestAnswer> {
    const headers: Record<string, string> = { Accept: 'application/json' }
    if (body !== undefined) headers['Content-Type'] = 'application/json'
    try {
      const response = await fetch(this.url + path, {
        method,
        headers,
        signal: AbortSignal.timeout(answerTimeout),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      return { status: response.status, body: parse(text) }
    } catch (error) {
      throw raise('CLI_REST_UNREACHABLE', { url: this.url, reason: reasonOf(error) })
    }
  }

  /** Sends a request that must succeed; `doing` completes "the worker refused to …". */
  async ask(doing: string, method: string, path: string, body?: Json): Promise<Json> {
    const answer = await this.send(method, path, body)
    if (answer.status === notFound && path.startsWith('/connectors/')) {
      throw raise('CLI_NO_CONNECTOR', { doing, reason: messageOf(answer) })
    }
    if (answer.status >= 400) throw refusal(doing, answer)
    return answer.body
  }
}

/** The error for an answer that is none of success; one without Connect's `message` comes from another program. */
export function refusal(doing: string, answer: RestAnswer): Error {
  const isConnect = typeof answer.body === 'object'
  return raise(
    'CLI_REST_ANSWER',
    { doing, reason: messageOf(answer) },
    isConnect ? {} : { hint: 'Is it a Connect worker that answers there? Its usual port is 8083.' },
  )
}

function parse(text: string): Json {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** A path segment with a connector's name. */
export function segment(name: string): string {
  return encodeURIComponent(name)
}
