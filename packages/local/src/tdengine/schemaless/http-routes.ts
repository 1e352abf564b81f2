import type { IncomingMessage, ServerResponse } from 'node:http'
import { EngineError, type SchemalessWriter } from '../engine/api.ts'
import type {
  Credentials,
  HeaderAuth,
  HttpWriteRoutes,
  WriteRoute,
  WriteRouteContext,
} from '../http/api.ts'

/** Go's JSON encoder, which the adapter answers with, writes these characters as escapes. */
function goJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function answer(response: ServerResponse, status: number, value?: unknown): void {
  if (value === undefined) {
    response.writeHead(status)
    response.end()
    return
  }
  const body = Buffer.from(goJson(value))
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': body.length,
  })
  response.end(body)
}

/** `[0x3002] text`, as the adapter prints an engine's error. */
function errorText(error: EngineError): string {
  return `[0x${error.code.toString(16)}] ${error.message}`
}

const integer = /^[+-]?\d+$/
const maxUint64 = 18_446_744_073_709_551_615n

function isUint64(text: string): boolean {
  return /^\d+$/.test(text) && BigInt(text) <= maxUint64
}

function isInt(text: string): boolean {
  return (
    integer.test(text) &&
    BigInt.asIntN(64, BigInt(text.replace('+', ''))) === BigInt(text.replace('+', ''))
  )
}

/** What Go's strconv says of a text that is no number of the kind. */
function parseError(call: 'Atoi' | 'ParseUint', text: string): string {
  const isDigits = (call === 'Atoi' ? integer : /^\d+$/).test(text)
  const reason = isDigits ? 'value out of range' : 'invalid syntax'
  return `strconv.${call}: parsing ${JSON.stringify(text)}: ${reason}`
}

function badInflux(response: ServerResponse, code: string, message: string, op: string): void {
  answer(response, 400, { code, message, op, err: message, line: 0 })
}

/** Credentials of an InfluxDB write: the Basic header, each part overridden by the parameters `u` and `p`. */
function influxCredentials(
  request: IncomingMessage,
  auth: HeaderAuth,
  query: URLSearchParams,
): Credentials | undefined {
  const isBasic = (request.headers.authorization ?? '').trim().startsWith('Basic')
  const header = auth.ok && isBasic ? auth.credentials : undefined
  const user = query.get('u') || header?.user || ''
  const password = query.get('p') || header?.password || ''
  return user === '' || password === '' ? undefined : { user, password }
}

function trimmed(body: Buffer): Buffer {
  let start = 0
  let end = body.length
  while (start < end && isBlank(body[start] as number)) start += 1
  while (end > start && isBlank(body[end - 1] as number)) end -= 1
  return body.subarray(start, end)
}

function isBlank(c: number): boolean {
  return c === 32 || (c >= 9 && c <= 13)
}

/**
 * Telnet lines as the adapter hands them on: empty ones dropped, the others trimmed, a leading `put ` cut off. A line of
 * blanks stays, as an empty one; null when there is no line.
 */
function telnetLines(body: Buffer): Buffer | null {
  const parts: Buffer[] = []
  for (let at = 0; at < body.length; ) {
    const next = body.indexOf(10, at)
    const end = next < 0 ? body.length : next
    const isEmpty = end === at || (next >= 0 && end === at + 1 && body[at] === 13)
    if (!isEmpty) {
      let line = trimmed(body.subarray(at, end))
      if (line.subarray(0, 4).equals(putWord)) line = line.subarray(4)
      if (parts.length > 0) parts.push(lineFeed)
      parts.push(line)
    }
    at = end + 1
  }
  return parts.length === 0 ? null : Buffer.concat(parts)
}

const putWord = Buffer.from('put ')
const lineFeed = Buffer.from('\n')

/** The HTTP routes for schemaless writing, answering as taosAdapter does (taosAdapter InfluxDB and OpenTSDB plugins). */
export function httpWriteRoutes(writer: SchemalessWriter): HttpWriteRoutes {
  return {
    influxWrite: (request, response, context) => influxWrite(writer, request, response, context),
    opentsdbJson: opentsdbRoute(writer, 3, body => (body.length === 0 ? null : body)),
    opentsdbTelnet: opentsdbRoute(writer, 2, telnetLines),
  }
}

async function influxWrite(
  writer: SchemalessWriter,
  request: IncomingMessage,
  response: ServerResponse,
  context: WriteRouteContext,
): Promise<void> {
  const query = context.url.searchParams
  const requestId = query.get('req_id') ?? ''
  if (requestId !== '' && !isUint64(requestId)) {
    badInflux(response, 'illegal param', 'req_id must be numeric', 'parse req_id')
    return
  }
  const credentials = influxCredentials(request, context.auth, query)
  if (credentials === undefined) {
    answer(response, 401, { code: 'forbidden', message: 'get auth error' })
    return
  }
  const database = query.get('db') ?? ''
  if (database === '') {
    badInflux(response, 'not found', 'db required', 'get db query')
    return
  }
  const ttl = query.get('ttl') ?? ''
  if (ttl !== '' && !isInt(ttl)) {
    badInflux(response, 'illegal param', 'ttl must be numeric', 'parse ttl')
    return
  }
  const body = await context.body()
  try {
    const refused = context.login(credentials)
    if (refused !== undefined) throw refused
    await writer.write({
      database,
      protocol: 1,
      precision: query.get('precision') || 'ns',
      ttl: Number(ttl),
      tableNameKey: query.get('table_name_key') ?? '',
      data: trimmed(body),
    })
    answer(response, 204)
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    answer(response, 500, { code: 'internal error', message: errorText(error) })
  }
}

function opentsdbRoute(
  writer: SchemalessWriter,
  protocol: number,
  prepare: (body: Buffer) => Buffer | null,
): WriteRoute {
  return async (request, response, context) => {
    const refuse = (status: number, message: string) =>
      answer(response, status, { code: status, message })
    const database = context.segments[0] ?? ''
    if (database === '') {
      request.resume()
      response.writeHead(404, { 'Content-Type': 'text/plain', 'Content-Length': 18 })
      response.end('404 page not found')
      return
    }
    const header = (request.headers.authorization ?? '').trim()
    if (header === '') {
      refuse(401, 'auth needed')
      return
    }
    if (header.startsWith('Basic') && !context.auth.ok) {
      refuse(401, context.auth.message)
      return
    }
    const query = context.url.searchParams
    const requestId = query.get('req_id') ?? ''
    if (requestId !== '' && !isUint64(requestId)) {
      const reason = parseError('ParseUint', requestId)
      refuse(400, `illegal param, req_id must be numeric ${reason}`)
      return
    }
    const ttl = query.get('ttl') ?? ''
    if (ttl !== '' && !isInt(ttl)) {
      refuse(400, `illegal param, ttl must be numeric ${parseError('Atoi', ttl)}`)
      return
    }
    // Every scheme but Basic passes the first check and then has no user.
    if (!header.startsWith('Basic') || !context.auth.ok) {
      refuse(400, 'get auth error')
      return
    }
    const data = prepare(await context.body())
    try {
      const refused = context.login(context.auth.credentials)
      if (refused !== undefined) throw refused
      if (data !== null) {
        await writer.write({
          database,
          protocol,
          precision: '',
          ttl: Number(ttl),
          tableNameKey: query.get('table_name_key') ?? '',
          data,
        })
      }
      answer(response, 204)
    } catch (error) {
      if (!(error instanceof EngineError)) throw error
      refuse(500, errorText(error))
    }
  }
}
