import { raise } from '../errors.ts'

/** Tokens have a few kilobytes; an endpoint that sends more is something else. */
const maxAnswerBytes = 1024 * 1024
const timeoutMs = 10_000

/**
 * Gets a token with client credentials (RFC 6749, 4.4), for SASL/OAUTHBEARER. Throws `KAFKA_TOKEN`, retriable unless
 * the endpoint refuses the request itself.
 */
export async function fetchToken(
  endpoint: string,
  credentials: { readonly id: string; readonly secret: string; readonly scope?: string },
): Promise<string> {
  const { id, secret, scope } = credentials
  const fail = (reason: string, retriable: boolean, cause?: unknown) =>
    raise('KAFKA_TOKEN', { endpoint: withoutLogin(endpoint), reason }, { retriable, cause })
  const body = new URLSearchParams({ grant_type: 'client_credentials' })
  if (scope !== undefined) body.set('scope', scope)
  let status: number
  let text: string
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    })
    status = response.status
    text = await atMostText(response)
  } catch (error) {
    throw fail(reasonOf(error), true, error)
  }
  if (status === 429 || status >= 500) throw fail(`it answered ${status}`, true)
  if (status !== 200) throw fail(`it answered ${status}`, false)
  const token = accessToken(text)
  if (token === null) throw fail('its answer has no access_token', false)
  return token
}

async function atMostText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > maxAnswerBytes) throw new Error(`its answer has more than ${maxAnswerBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

/** The token of an answer, or null; the answer itself may hold secrets, so no message quotes it. */
function accessToken(text: string): string | null {
  try {
    const answer: unknown = JSON.parse(text)
    if (typeof answer !== 'object' || answer === null || !('access_token' in answer)) return null
    return typeof answer.access_token === 'string' ? answer.access_token : null
  } catch {
    return null
  }
}

/** What `fetch` says is "fetch failed"; its cause has the reason. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as Error
  return cause instanceof Error ? cause.message || String(cause) : message
}

function withoutLogin(endpoint: string): string {
  return URL.canParse(endpoint) ? new URL(endpoint).origin + new URL(endpoint).pathname : endpoint
}
