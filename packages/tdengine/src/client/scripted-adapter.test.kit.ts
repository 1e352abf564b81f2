import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createHttps } from 'node:https'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import {
  type ColumnToEncode,
  dataTypeOf,
  encodeBlock,
  encodeFetchReply,
  readBinaryHead,
  wireType,
} from '../wire/index.ts'

/** A text request as the server sees it. */
export interface TextRequest {
  readonly action: string
  readonly args: Readonly<Record<string, unknown>> & { readonly req_id: number }
}

/** A binary request: `sql` is set for statements. */
export interface BinaryRequest {
  readonly requestId: bigint
  readonly resourceId: bigint
  readonly action: number
  readonly sql: string | null
}

/** What a scripted adapter does; what it does not handle gets the default answer of a working server. */
export interface Script {
  readonly version?: string
  readonly tls?: boolean
  readonly path?: string
  readonly compression?: boolean
  /** Returns true when it has dealt with the request. */
  readonly text?: (request: TextRequest, socket: WebSocket) => boolean
  readonly binary?: (request: BinaryRequest, socket: WebSocket) => boolean
  readonly http?: (request: IncomingMessage, body: Buffer, response: ServerResponse) => void
}

/** A server on a free port of 127.0.0.1 that behaves badly on request: what a real one does only in bad moments. */
export interface ScriptedAdapter extends AsyncDisposable {
  readonly port: number
  readonly seen: { readonly texts: TextRequest[]; readonly binaries: BinaryRequest[] }
  readonly sockets: ReadonlySet<WebSocket>
  readonly upgrades: readonly IncomingMessage[]
}

/** Sends a text reply. */
export function reply(socket: WebSocket, request: TextRequest, fields: object = {}): void {
  const { action, args } = request
  socket.send(JSON.stringify({ code: 0, message: '', action, req_id: args.req_id, ...fields }))
}

/** Sends the description of a result with one column of each given type, or of an update. */
export function describeResult(
  socket: WebSocket,
  requestId: bigint,
  columns: readonly ColumnToEncode[],
  id = 1,
  action = 'binary_query',
): void {
  const types = columns.map(column => wireType(column.type, column.precision).id)
  socket.send(
    JSON.stringify({
      code: 0,
      message: '',
      action,
      req_id: Number(requestId),
      id,
      is_update: columns.length === 0,
      affected_rows: columns.length === 0 ? 3 : 0,
      fields_count: columns.length,
      fields_names: columns.map((_, i) => `c${i}`),
      fields_types: types,
      fields_lengths: types.map(type => dataTypeOf(type)?.width ?? 0),
      precision: 0,
    }),
  )
}

/** Sends a block, or the end of the result when there are no columns. */
export function sendBlock(
  socket: WebSocket,
  request: BinaryRequest,
  columns: readonly ColumnToEncode[] | null,
): void {
  const block = columns === null ? null : encodeBlock(columns)
  socket.send(
    encodeFetchReply({
      timing: 1n,
      requestId: request.requestId,
      code: 0,
      message: '',
      resultId: request.resourceId,
      finished: block === null,
      block,
    }),
  )
}

function answerText(script: Script, request: TextRequest, socket: WebSocket): void {
  if (script.text?.(request, socket) === true) return
  if (request.action === 'free_result') return
  reply(socket, request, { version: script.version ?? '3.3.7.5' })
}

function answerBinary(script: Script, request: BinaryRequest, socket: WebSocket): void {
  if (script.binary?.(request, socket) === true) return
  if (request.sql !== null) describeResult(socket, request.requestId, [])
  else sendBlock(socket, request, null)
}

function readBinary(frame: Buffer): BinaryRequest {
  const head = readBinaryHead(frame)
  const action = Number(head?.action)
  return {
    requestId: head?.requestId ?? 0n,
    resourceId: head?.resourceId ?? 0n,
    action,
    sql: action === 6 ? frame.toString('utf8', 30) : null,
  }
}

/** Starts a scripted adapter. */
export async function scriptedAdapter(script: Script = {}): Promise<ScriptedAdapter> {
  const seen = { texts: [] as TextRequest[], binaries: [] as BinaryRequest[] }
  const upgrades: IncomingMessage[] = []
  const onRequest = async (request: IncomingMessage, response: ServerResponse) => {
    if (script.http === undefined) {
      response.writeHead(404).end()
      return
    }
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    script.http(request, Buffer.concat(chunks), response)
  }
  const server =
    script.tls === true
      ? createHttps({ key: testKey, cert: testCertificate }, onRequest)
      : createHttp(onRequest)
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: script.compression ?? true,
  })
  server.on('upgrade', (request: IncomingMessage, socket, head) => {
    upgrades.push(request)
    if (request.url?.split('?')[0] !== (script.path ?? '/ws')) {
      socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, ws => {
      ws.on('message', (data, binary) => {
        if (binary) {
          const message = readBinary(data as Buffer)
          seen.binaries.push(message)
          answerBinary(script, message, ws)
          return
        }
        const message = JSON.parse((data as Buffer).toString('utf8')) as TextRequest
        seen.texts.push(message)
        answerText(script, message, ws)
      })
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    sockets: sockets.clients,
    upgrades,
    async [Symbol.asyncDispose]() {
      for (const client of sockets.clients) client.terminate()
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

/** A self-signed certificate for localhost; its key protects nothing. */
const testKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgoWWRGOcAdPfhdfsn
UDzPg6qlBrmp0SVmB1ZbYvTPnV2hRANCAAQ7lNCNmJWmwvjIKaxYX7dc1VChnKFq
a8Jo0J9n9gIC24e14HrH6FYNfXTtQToqBxV0UavAY1PnOElNYvSMGJmC
-----END PRIVATE KEY-----`
const testCertificate = `-----BEGIN CERTIFICATE-----
MIIBmjCCAUGgAwIBAgIUKnIto27UOng4FRTFh/2ZllL50HgwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNDE3NTAwM1oYDzIxMjYxMDMx
MTc1MDAzWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQ7lNCNmJWmwvjIKaxYX7dc1VChnKFqa8Jo0J9n9gIC24e14HrH6FYN
fXTtQToqBxV0UavAY1PnOElNYvSMGJmCo28wbTAdBgNVHQ4EFgQUqBFk1w+E/3ed
rKXJ9J0bpBKMgL4wHwYDVR0jBBgwFoAUqBFk1w+E/3edrKXJ9J0bpBKMgL4wDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDRwAwRAIgMv7dtnc7Lzfb0VfdW2ThqcusXoaVHuQa8sdbSnfN6mgCIFI3
717oB9R56O5W4a/IeWuhKFY3yrcU7RYLREXuPEt8
-----END CERTIFICATE-----`
