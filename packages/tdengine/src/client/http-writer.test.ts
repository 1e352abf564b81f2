import { createServer } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import { isRetriable, Secret, type TidewireError, type TimeUnit } from '@tidewire/core'
import { describe, expect, test, vi } from 'vitest'
import { readRecording, recordingsOf } from '../recording.test.kit.ts'
import { parseTDengineUrl } from './address.ts'
import type { SchemalessProtocol, SchemalessWrite, TDengineAddress } from './api.ts'
import { HttpWriter, linePrecision, schemalessPath } from './http-writer.ts'
import { scriptedAdapter } from './scripted-adapter.test.kit.ts'
import { errorKind, serverCodeOf } from './server-error.ts'

function addressOf(port: number, more: Partial<TDengineAddress> = {}): TDengineAddress {
  const url = `jdbc:TAOS-WS://127.0.0.1:${port}/?user=root&password=taosdata`
  return { ...parseTDengineUrl(url), ...more }
}

const line = (text: string, more: Partial<SchemalessWrite> = {}): SchemalessWrite => ({
  database: 'g',
  protocol: 'line',
  precision: 'ms',
  body: [Buffer.from(text)],
  ...more,
})

async function failureOf(work: Promise<unknown>): Promise<TidewireError> {
  return work.then(
    () => expect.unreachable(),
    (reason: TidewireError) => reason,
  )
}

/** Writes of a recording that this client could have sent, with the recorded answers. */
function recordedWrites() {
  const units = new Map(
    Object.entries(linePrecision).map(([unit, text]) => [text, unit as TimeUnit]),
  )
  return [...recordingsOf('influx-'), ...recordingsOf('opentsdb-')].flatMap(name => {
    const lines = readRecording(name)
    return lines.flatMap((request, i) => {
      if (request.t !== 'send' || request.method !== 'POST') return []
      const url = new URL(request.path ?? '', 'http://h')
      const [, kind, , , protocol, database] = url.pathname.split('/')
      const influx = kind === 'influxdb'
      if (!influx && (kind !== 'opentsdb' || database === '')) return []
      if (request.headers?.Authorization !== 'Basic cm9vdDp0YW9zZGF0YQ==') return []
      const precision = url.searchParams.get('precision')
      if (precision !== null && !units.has(precision)) return []
      const write: SchemalessWrite = {
        database: influx ? (url.searchParams.get('db') ?? '') : (database ?? ''),
        protocol: influx ? 'line' : (protocol as SchemalessProtocol),
        precision: units.get(precision ?? '') ?? null,
        body: [Buffer.from(request.body ?? '')],
      }
      const path = schemalessPath(write, null)
      return path === request.path ? [{ name, path, write, answer: lines[i + 1]! }] : []
    })
  })
}

describe('writes that the real server was given', () => {
  const writes = recordedWrites()

  test('are sent as recorded, and its answers are understood', async () => {
    expect(writes.length).toBeGreaterThan(40)
    let next = writes[0]!
    await using server = await scriptedAdapter({
      http: (request, body, response) => {
        expect(request.headers.authorization).toBe('Basic cm9vdDp0YW9zZGF0YQ==')
        expect(request.url).toBe(next.path)
        expect(body.toString()).toBe(next.write.body[0]!.toString())
        response.writeHead(next.answer.status ?? 0, next.answer.headers).end(next.answer.body)
      },
    })
    using writer = new HttpWriter(addressOf(server.port))
    for (next of writes) {
      if (next.answer.status === 204) {
        await writer.write(next.write)
        continue
      }
      const error = await failureOf(writer.write(next.write))
      const { message } = JSON.parse(next.answer.body ?? '') as { message: string }
      const code = /^\[0x([0-9a-f]+)\] (.*)$/s.exec(message)
      if (code === null) {
        // A parameter that the adapter itself refuses.
        expect(next.answer.status).toBe(400)
        expect(error.card).toMatchObject({ serverCode: '400', serverMessage: message })
        expect(isRetriable(error)).toBe(false)
        continue
      }
      expect(serverCodeOf(error)).toBe(Number.parseInt(code[1]!, 16))
      expect(error.card.serverMessage).toBe(code[2])
      // HTTP 500 is the answer to bad lines too: only the code tells whether a retry can help.
      expect(isRetriable(error)).toBe(errorKind(error) === 'transient')
    }
  })

  test('microseconds are u: us would be taken for nanoseconds', () => {
    expect(schemalessPath(line('', { precision: 'us' }), null)).toBe(
      '/influxdb/v1/write?db=g&precision=u',
    )
  })

  test('names are encoded, options and tokens are sent', () => {
    const options = { database: 'a b/c&d', ttlDays: 3, tableNameKey: 'k=1' }
    expect(schemalessPath(line('', { ...options, precision: null }), 't/1')).toBe(
      '/influxdb/v1/write?db=a+b%2Fc%26d&ttl=3&table_name_key=k%3D1&token=t%2F1',
    )
    expect(schemalessPath(line('', { ...options, protocol: 'json' }), null)).toBe(
      '/opentsdb/v1/put/json/a%20b%2Fc%26d?ttl=3&table_name_key=k%3D1',
    )
  })
})

describe('bodies', () => {
  test('parts arrive one after another, byte for byte', async () => {
    const bodies: Buffer[] = []
    await using server = await scriptedAdapter({
      http: (_, body, response) => {
        bodies.push(body)
        response.writeHead(204).end()
      },
    })
    using writer = new HttpWriter(addressOf(server.port))
    const parts = Array.from({ length: 50 }, (_, i) => Buffer.alloc(20_000, i))
    await writer.write(line('', { body: parts }))
    await writer.write(line('', { body: [] }))
    expect(bodies[0]).toEqual(Buffer.concat(parts))
    expect(bodies[1]?.length).toBe(0)
  })

  test('an early answer does not leave the rest of the body to be read from reused memory', async () => {
    const received: Buffer[] = []
    const server = createTcpServer(socket => {
      socket.on('error', () => {})
      socket.once('data', chunk => {
        received.push(chunk)
        const body = '{"code":"forbidden","message":"get auth error"}'
        socket.write(
          `HTTP/1.1 401 Unauthorized\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
          () => socket.on('data', more => received.push(more)),
        )
        socket.pause()
        setTimeout(() => socket.resume(), 50)
      })
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    using writer = new HttpWriter(addressOf((server.address() as AddressInfo).port))
    const memory = Buffer.alloc(32 * 1024 * 1024, 0x61)
    const error = await failureOf(writer.write(line('', { body: [memory] })))
    memory.fill(0x62)
    expect(errorKind(error)).toBe('access')
    await new Promise<void>(resolve => server.close(() => resolve()))
    expect(Buffer.concat(received).includes(0x62, 1000)).toBe(false)
  })
})

describe('answers', () => {
  const answering = (status: number, body = '', headers: Record<string, string> = {}) =>
    scriptedAdapter({ http: (_, __, response) => response.writeHead(status, headers).end(body) })

  test.each([
    [401, '{"code":"forbidden","message":"get auth error"}', 'TDENGINE_ACCESS', false],
    [
      403,
      '{"code":403,"message":"whitelist prohibits current IP access"}',
      'TDENGINE_ACCESS',
      false,
    ],
    [400, '{"code":"illegal param","message":"ttl must be numeric"}', 'TDENGINE_HTTP', false],
    [404, '', 'TDENGINE_ENDPOINT', false],
    [413, '<html>', 'TDENGINE_REFUSED', false],
    [500, '{"code":"internal error","message":"connect failed"}', 'TDENGINE_HTTP', true],
    [500, '{"code":"internal error","message":"[0x3002] bad"}', 'TDENGINE_REFUSED', false],
    [
      500,
      '{"code":"internal error","message":"[0x90c] Sync leader"}',
      'TDENGINE_UNAVAILABLE',
      true,
    ],
    [500, '{"code":500,"message":"[0x80000388] Database not exist"}', 'TDENGINE_DATABASE', false],
    [502, '', 'TDENGINE_BUSY', true],
    [503, '"memory exceeds threshold"', 'TDENGINE_BUSY', true],
  ] as const)('HTTP %s %s', async (status, body, code, retriable) => {
    await using server = await answering(status, body)
    using writer = new HttpWriter(addressOf(server.port))
    const error = await failureOf(writer.write(line('m v=1')))
    expect(error.code).toBe(code)
    expect(isRetriable(error)).toBe(retriable)
  })

  test('Retry-After holds the next write back, and an abort ends the wait', async () => {
    let answers = 0
    await using server = await scriptedAdapter({
      http: (_, __, response) => {
        answers += 1
        response.writeHead(answers === 1 ? 503 : 204, { 'retry-after': '0.2' }).end()
      },
    })
    using writer = new HttpWriter(addressOf(server.port))
    expect((await failureOf(writer.write(line('m v=1')))).code).toBe('TDENGINE_BUSY')
    const control = new AbortController()
    const waiting = writer.write(line('m v=1'), control.signal)
    control.abort(new Error('stop'))
    await expect(waiting).rejects.toThrow()
    expect(answers).toBe(1)
    const before = performance.now()
    await writer.write(line('m v=1'))
    expect(performance.now() - before).toBeGreaterThan(100)
    expect(answers).toBe(2)
  })

  test('a host that asked for a pause is passed over for another', async () => {
    let calm = 0
    await using busy = await answering(503, '', { 'retry-after': '60' })
    await using free = await scriptedAdapter({
      http: (_, __, response) => {
        calm += 1
        response.writeHead(204).end()
      },
    })
    const hosts = [busy.port, free.port].map(port => ({ host: '127.0.0.1', port }))
    using writer = new HttpWriter(addressOf(1, { hosts }))
    await writer.write(line('m v=1'))
    await writer.write(line('m v=1'))
    expect(calm).toBe(2)
  })

  test('an endless answer is cut', async () => {
    await using server = await scriptedAdapter({
      http: (_, __, response) => {
        response.writeHead(500)
        const more = () => response.write('x'.repeat(65_536), error => error ?? setImmediate(more))
        more()
      },
    })
    using writer = new HttpWriter(addressOf(server.port))
    const error = await failureOf(writer.write(line('m v=1')))
    expect(error.card.serverMessage?.length).toBe(65_536)
  })
})

describe('connections', () => {
  test('are kept alive', async () => {
    const sockets = new Set<unknown>()
    await using server = await scriptedAdapter({
      http: (request, _, response) => {
        sockets.add(request.socket)
        response.writeHead(204).end()
      },
    })
    using writer = new HttpWriter(addressOf(server.port))
    for (let i = 0; i < 5; i += 1) await writer.write(line('m v=1'))
    expect(sockets.size).toBe(1)
  })

  test('one that the server closed while idle costs nothing', async () => {
    const open: Socket[] = []
    let requests = 0
    const server = createServer((_, response) => {
      requests += 1
      response.writeHead(204).end()
    })
    server.on('connection', socket => open.push(socket))
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    using writer = new HttpWriter(addressOf((server.address() as AddressInfo).port))
    await writer.write(line('m v=1'))
    open[0]!.resetAndDestroy()
    await writer.write(line('m v=1'))
    expect(requests).toBe(2)
    server.closeAllConnections()
    server.close()
  })

  test('the next host is written to when one is down', async () => {
    let written = 0
    const http = (_: unknown, __: unknown, response: { writeHead(n: number): { end(): void } }) => {
      written += 1
      response.writeHead(204).end()
    }
    await using server = await scriptedAdapter({ http })
    const down = await scriptedAdapter()
    await down[Symbol.asyncDispose]()
    const hosts = [down.port, server.port].map(port => ({ host: '127.0.0.1', port }))
    using writer = new HttpWriter(addressOf(1, { hosts }))
    await writer.write(line('m v=1'))
    expect(written).toBe(1)
    using nowhere = new HttpWriter(addressOf(down.port))
    const error = await failureOf(nowhere.write(line('m v=1')))
    expect(error.code).toBe('TDENGINE_CONNECT')
    expect(isRetriable(error)).toBe(true)
  })

  test('a server that hangs gives a retriable timeout; an abort ends the write at once', async () => {
    let requests = 0
    await using server = await scriptedAdapter({
      http: () => {
        requests += 1
      },
    })
    using impatient = new HttpWriter(addressOf(server.port, { messageTimeoutMs: 50 }))
    const error = await failureOf(impatient.write(line('m v=1')))
    expect(error.code).toBe('TDENGINE_TIMEOUT')
    expect(isRetriable(error)).toBe(true)
    using writer = new HttpWriter(addressOf(server.port))
    const control = new AbortController()
    const writing = writer.write(line('m v=1'), control.signal)
    await vi.waitFor(() => expect(requests).toBe(2))
    control.abort(new Error('stop'))
    await expect(writing).rejects.toThrow('stop')
  })

  test('TLS, with a certificate of anybody only when the address says so', async () => {
    await using server = await scriptedAdapter({
      tls: true,
      http: (_, __, response) => response.writeHead(204).end(),
    })
    using strict = new HttpWriter(addressOf(server.port, { tls: true }))
    expect((await failureOf(strict.write(line('m v=1')))).code).toBe('TDENGINE_TLS')
    const trusting = addressOf(server.port, { tls: true, verifyCertificate: false })
    using writer = new HttpWriter(trusting)
    await writer.write(line('m v=1'))
  })

  test('passwords never show in errors', async () => {
    const down = await scriptedAdapter()
    await down[Symbol.asyncDispose]()
    const password = new Secret('geheim')
    const token = new Secret('marke')
    using writer = new HttpWriter(addressOf(down.port, { password, token }))
    const error = await failureOf(writer.write(line('m v=1')))
    expect(JSON.stringify([error.message, error.card, String(error.cause)])).not.toMatch(
      /geheim|marke/,
    )
  })
})
