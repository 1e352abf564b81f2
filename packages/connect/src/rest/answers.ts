import { messageOf, TidewireError } from '@tidewire/core'
import { printJson } from '../converters/lossless-json.ts'

/** A JSON answer in Kafka Connect's form: no charset in the content type. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(printJson(body), {
    status,
    headers: { 'Content-Type': 'application/json', ...headers },
  })
}

/** An answer without a body (202, 204). */
export function empty(status: 202 | 204): Response {
  return new Response(null, { status })
}

/** An error answer in Kafka Connect's form. */
export function errorAnswer(status: number, message: string): Response {
  return json({ error_code: status, message }, status)
}

const reasons: Readonly<Record<number, string>> = {
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  415: 'Unsupported Media Type',
}

/** What Kafka Connect's HTTP layer answers itself. Unlike Jersey we name the content type there, too. */
export function protocolError(status: 404 | 405 | 406 | 415): Response {
  return errorAnswer(status, `HTTP ${status} ${reasons[status] ?? ''}`)
}

/** Any error as an answer; unexpected ones become 500 with their message, never a stack. */
export function answerOf(error: unknown): Response {
  if (error instanceof TidewireError) return errorAnswer(error.status, error.message)
  return errorAnswer(500, messageOf(error))
}
