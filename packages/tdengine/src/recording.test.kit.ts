import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { encodeBlock } from './wire/raw-block-encode.ts'

/** One line of a recording of the real server. */
export interface RecordedLine {
  readonly t: string
  readonly ch?: string
  readonly kind?: 'text' | 'binary' | 'http'
  readonly json?: { readonly action: string; readonly args?: Readonly<Record<string, unknown>> }
  readonly text?: string
  readonly hex?: string
  readonly truncated?: boolean
  readonly len?: number
  readonly sha256?: string
  readonly decoded?: { readonly sql?: string; readonly action?: number }
  readonly path?: string
  readonly method?: string
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly sql?: string
  readonly db?: string
  readonly rows?: readonly (readonly unknown[])[]
}

const folder = new URL('../../../test/golden/tdengine/', import.meta.url)

/** Names of the recordings that begin with a prefix. */
export function recordingsOf(prefix: string): string[] {
  return readdirSync(folder).filter(name => name.startsWith(prefix) && name.endsWith('.jsonl'))
}

/** The lines of a recording. */
export function readRecording(name: string): RecordedLine[] {
  return readFileSync(new URL(name, folder), 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as RecordedLine)
}

/** Begins the binary replies that carry a request id. */
const newFrame = 0xffff_ffff_ffff_ffffn
const firstTime = 1_700_000_000_000

/**
 * The whole of a binary frame. Long ones were cut after 2048 bytes; they hold rows (T0+i, i) in one of the known orders,
 * so they are made again and must have the recorded checksum.
 */
export function wholeFrame(line: RecordedLine): Buffer {
  const head = Buffer.from(line.hex ?? '', 'hex')
  if (line.truncated !== true) return head
  const begin = head.readBigUInt64LE(0) === newFrame ? 55 : 16
  const rows = head.readInt32LE(begin + 8)
  const columns = head.readInt32LE(begin + 12)
  for (const from of [0, 4096, 8192]) {
    for (const backwards of [false, true]) {
      const numbers = Array.from({ length: rows }, (_, i) =>
        backwards ? 8999 - from - i : from + i,
      )
      const v = { type: 'INT' as const, values: numbers }
      const ts = { type: 'TIMESTAMP' as const, values: numbers.map(i => firstTime + i) }
      const block = encodeBlock(columns === 2 ? [ts, v] : [v])
      const frame = Buffer.concat([head.subarray(0, begin), block])
      if (createHash('sha256').update(frame).digest('hex') === line.sha256) return frame
    }
  }
  throw new Error('a cut frame could not be completed')
}

/** What is asked, without the ids that a client chooses. */
function keyOf(frame: Buffer | string): string {
  if (typeof frame !== 'string') return `binary ${frame.subarray(8).toString('hex')}`
  const { action, args = {} } = JSON.parse(frame) as NonNullable<RecordedLine['json']>
  if (action === 'conn') return 'conn'
  const { req_id: _, ...rest } = args
  return `${action} ${JSON.stringify(rest)}`
}

function requestId(frame: Buffer | string): number {
  if (typeof frame !== 'string') return Number(frame.readBigUInt64LE(0))
  return (JSON.parse(frame) as { args: { req_id: number } }).args.req_id
}

interface Exchange {
  readonly key: string
  readonly replies: RecordedLine[]
}

/** The requests of a recording with the replies that followed each. */
function exchangesOf(lines: readonly RecordedLine[]): Exchange[] {
  const exchanges: Exchange[] = []
  for (const line of lines) {
    if (line.t === 'send' && line.kind !== 'http') {
      const frame = line.kind === 'binary' ? Buffer.from(line.hex ?? '', 'hex') : frameText(line)
      exchanges.push({ key: keyOf(frame), replies: [] })
    } else if (line.t === 'recv' && line.kind !== 'http') exchanges.at(-1)?.replies.push(line)
  }
  return exchanges
}

const frameText = (line: RecordedLine) => line.text ?? JSON.stringify(line.json)

function answer(socket: WebSocket, line: RecordedLine, id: number): void {
  if (line.kind === 'text') {
    const json = {
      ...line.json,
      ...(line.json !== undefined && 'req_id' in line.json && { req_id: id }),
    }
    socket.send(JSON.stringify(json))
    return
  }
  const frame = wholeFrame(line)
  if (frame.readBigUInt64LE(0) === newFrame) frame.writeBigUInt64LE(BigInt(id), 26)
  socket.send(frame)
}

/** A server that gives the recorded replies to the recorded requests, each once, and closes on anything else. */
export interface ReplayServer extends AsyncDisposable {
  readonly port: number
  /** Requests that no recorded one matches. */
  readonly unknown: readonly string[]
}

/** Serves the WebSocket part of a recording on a free port; `path` is where it accepts sockets. */
export async function replayServer(
  lines: readonly RecordedLine[],
  path = '/ws',
): Promise<ReplayServer> {
  const exchanges = exchangesOf(lines)
  const unknown: string[] = []
  const http = createServer((_, response) => response.writeHead(404).end())
  const sockets = new WebSocketServer({ noServer: true })
  http.on('upgrade', (request, socket, head) => {
    if (request.url?.split('?')[0] !== path) {
      socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, ws => {
      ws.on('message', (data, binary) => {
        const frame = binary ? (data as Buffer) : (data as Buffer).toString('utf8')
        const key = keyOf(frame)
        const index = exchanges.findIndex(exchange => exchange.key === key)
        const [exchange] = index < 0 ? [] : exchanges.splice(index, 1)
        if (exchange === undefined) {
          unknown.push(key)
          return
        }
        for (const line of exchange.replies) answer(ws, line, requestId(frame))
      })
    })
  })
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve))
  return {
    port: (http.address() as AddressInfo).port,
    unknown,
    async [Symbol.asyncDispose]() {
      for (const client of sockets.clients) client.terminate()
      http.closeAllConnections()
      await new Promise(resolve => http.close(resolve))
    },
  }
}
