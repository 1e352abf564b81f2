import { once } from 'node:events'
import { isRetriable, Secret, TidewireError } from '@tidewire/core'
import { describe, expect, test, vi } from 'vitest'
import type { WebSocket } from 'ws'
import { readRecording, replayServer } from '../recording.test.kit.ts'
import { parseTDengineUrl } from './address.ts'
import type { ResultBlock, TDengineAddress } from './api.ts'
import { connectTDengine } from './client.ts'
import {
  type BinaryRequest,
  describeResult,
  reply,
  scriptedAdapter,
  sendBlock,
} from './scripted-adapter.test.kit.ts'
import { errorKind, serverCodeOf } from './server-error.ts'

function addressOf(port: number, more: Partial<TDengineAddress> = {}): TDengineAddress {
  const url = `jdbc:TAOS-WS://127.0.0.1:${port}/g?user=root&password=taosdata`
  return { ...parseTDengineUrl(url), ...more }
}

async function failureOf(work: Promise<unknown>): Promise<TidewireError> {
  const error = await work.then(
    () => expect.unreachable(),
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(TidewireError)
  return error as TidewireError
}

const numbers = [{ type: 'INT' as const, values: [1, 2, null] }]

/** Answers every statement with a result of `blocks` equal blocks. */
function results(blocks: number) {
  const sent = new Map<bigint, number>()
  let id = 0
  return (request: BinaryRequest, socket: WebSocket): boolean => {
    if (request.sql !== null) {
      id += 1
      describeResult(socket, request.requestId, numbers, id)
      return true
    }
    const count = sent.get(request.resourceId) ?? 0
    sent.set(request.resourceId, count + 1)
    sendBlock(socket, request, count < blocks ? numbers : null)
    return true
  }
}

describe('logging in', () => {
  test('sends what the address says and reads the version', async () => {
    await using server = await scriptedAdapter()
    const address = addressOf(server.port, {
      timezone: 'Asia/Shanghai',
      appName: 'etl',
      appIp: '10.0.0.1',
      biMode: true,
    })
    await using client = await connectTDengine(address)
    expect(client.serverVersion).toBe('3.3.7.5')
    expect(server.seen.texts[0]).toMatchObject({
      action: 'conn',
      args: {
        user: 'root',
        password: 'taosdata',
        db: 'g',
        mode: 0,
        tz: 'Asia/Shanghai',
        app: 'etl',
        ip: '10.0.0.1',
      },
    })
  })

  test('a version below 3.0 is refused in plain words', async () => {
    await using server = await scriptedAdapter({ version: '2.6.0.34' })
    const error = await failureOf(connectTDengine(addressOf(server.port)))
    expect(error.code).toBe('TDENGINE_VERSION')
    expect(error.message).toContain('2.6.0.34')
    expect(isRetriable(error)).toBe(false)
  })

  test('the errors of the real server are told apart', async () => {
    const lines = readRecording('ws-conn-errors.jsonl')
    const failures = lines.filter(
      line => line.t === 'recv' && line.json?.action === 'conn' && 'code' in line.json,
    )
    const kinds = new Map([
      [855, 'access'],
      [849, 'access'],
      [904, 'database'],
      [519, 'access'],
      [520, 'access'],
    ])
    let compared = 0
    for (const line of failures) {
      const { code, message } = line.json as unknown as { code: number; message: string }
      const kind = kinds.get(code)
      if (kind === undefined) continue
      compared += 1
      await using server = await scriptedAdapter({
        text: (request, socket) => {
          reply(socket, request, { code, message })
          return true
        },
      })
      const error = await failureOf(connectTDengine(addressOf(server.port)))
      expect(errorKind(error)).toBe(kind)
      expect(serverCodeOf(error)).toBe(code)
      expect(error.card.serverMessage).toBe(message)
      expect(isRetriable(error)).toBe(false)
    }
    expect(compared).toBeGreaterThan(1)
  })

  test('nobody there is a retriable error that names the address', async () => {
    const server = await scriptedAdapter()
    const { port } = server
    await server[Symbol.asyncDispose]()
    const error = await failureOf(connectTDengine(addressOf(port)))
    expect(error.code).toBe('TDENGINE_CONNECT')
    expect(error.message).toContain(`127.0.0.1:${port}`)
    expect(isRetriable(error)).toBe(true)
  })

  test('another web server is named as such', async () => {
    await using server = await scriptedAdapter({ path: '/other' })
    const error = await failureOf(connectTDengine(addressOf(server.port)))
    expect(error.code).toBe('TDENGINE_ENDPOINT')
    expect(error.message).toContain('HTTP 404')
  })

  test('the next host is taken when one is down, the standby when all are', async () => {
    const down = await scriptedAdapter()
    await down[Symbol.asyncDispose]()
    await using server = await scriptedAdapter()
    const dead = { host: '127.0.0.1', port: down.port }
    const alive = { host: '127.0.0.1', port: server.port }
    await using first = await connectTDengine(addressOf(1, { hosts: [dead, alive] }))
    await using second = await connectTDengine(addressOf(1, { hosts: [dead], standby: [alive] }))
    expect(await first.execute('x')).toBe(3)
    expect(await second.execute('x')).toBe(3)
  })

  test('a self-signed certificate is refused unless the address accepts any', async () => {
    await using server = await scriptedAdapter({ tls: true })
    const error = await failureOf(connectTDengine(addressOf(server.port, { tls: true })))
    expect(error.code).toBe('TDENGINE_TLS')
    expect(isRetriable(error)).toBe(false)
    const trusting = addressOf(server.port, { tls: true, verifyCertificate: false })
    await using client = await connectTDengine(trusting)
    expect(await client.execute('x')).toBe(3)
  })

  test('compression is offered only when it is asked for', async () => {
    await using server = await scriptedAdapter({ binary: results(1) })
    await using plain = await connectTDengine(addressOf(server.port))
    await using packed = await connectTDengine(addressOf(server.port, { compression: true }))
    const offers = server.upgrades.map(request => request.headers['sec-websocket-extensions'])
    expect(offers[0]).toBeUndefined()
    expect(offers[1]).toContain('permessage-deflate')
    expect((await packed.query('x')).rows).toEqual((await plain.query('x')).rows)
  })

  test('a cloud token travels in the query string, for statements and for writes', async () => {
    await using server = await scriptedAdapter()
    const token = new Secret('a/b c')
    const address = addressOf(server.port, { token, user: null, password: null })
    await using client = await connectTDengine(address)
    const body = [Buffer.from('m v=1i 1700000000000\n')]
    await client.writeSchemaless({ database: 'd', protocol: 'line', precision: 'us', body })
    expect(server.upgrades.map(request => request.url)).toEqual([
      '/ws?token=a%2Fb%20c',
      '/ws?token=a%2Fb%20c',
    ])
    expect(server.seen.texts.map(({ action, args }) => [action, args.db])).toEqual([
      ['conn', 'g'],
      ['conn', 'd'],
      ['insert', undefined],
    ])
    expect(server.seen.texts[2]?.args).toMatchObject({
      protocol: 1,
      precision: 'u',
      data: 'm v=1i 1700000000000',
    })
  })
})

describe('statements', () => {
  test('a result comes in blocks; a statement that changes something counts rows', async () => {
    await using server = await scriptedAdapter({ binary: results(2) })
    await using client = await connectTDengine(addressOf(server.port))
    const result = await client.query('select')
    expect(result.rows).toEqual([[1], [2], [null], [1], [2], [null]])
    await using other = await scriptedAdapter()
    await using writer = await connectTDengine(addressOf(other.port))
    expect(await writer.execute('insert')).toBe(3)
    const update = await writer.query('insert')
    expect(update).toMatchObject({ isUpdate: true, affectedRows: 3, columns: [], rows: [] })
  })

  test('replies in another order find their requests', async () => {
    const waiting: (() => void)[] = []
    await using server = await scriptedAdapter({
      binary: (request, socket) => {
        if (request.sql === null) return false
        const rows = Number(request.sql)
        waiting.push(() =>
          socket.send(
            JSON.stringify({
              code: 0,
              message: '',
              action: 'binary_query',
              req_id: Number(request.requestId),
              is_update: true,
              affected_rows: rows,
            }),
          ),
        )
        if (waiting.length === 3) for (const answer of waiting.reverse()) answer()
        return true
      },
    })
    await using client = await connectTDengine(addressOf(server.port))
    const answers = await Promise.all(['7', '8', '9'].map(sql => client.execute(sql)))
    expect(answers).toEqual([7, 8, 9])
  })

  test('stopping a stream early frees the result on the server', async () => {
    await using server = await scriptedAdapter({ binary: results(100) })
    await using client = await connectTDengine(addressOf(server.port))
    for await (const block of client.stream('select')) {
      expect(block.value(0, 0)).toBe(1)
      break
    }
    await vi.waitFor(() =>
      expect(server.seen.texts.at(-1)).toMatchObject({ action: 'free_result', args: { id: 1 } }),
    )
  })

  describe.each([
    ['plain', {}, {}],
    ['encrypted', { tls: true }, { tls: true, verifyCertificate: false }],
    ['compressed', {}, { compression: true }],
  ])('blocks larger than what is read at once, %s', (_, script, address) => {
    const rows = 50_000
    /** Answers with three blocks, each with numbers of its own. */
    const adapter = () => {
      let next = 0
      return scriptedAdapter({
        ...script,
        binary: (request, socket) => {
          if (request.sql !== null) {
            next = 0
            describeResult(socket, request.requestId, numbers)
            return true
          }
          next += 1
          const values = Array.from({ length: rows }, (_, i) => i * next)
          sendBlock(socket, request, next > 3 ? null : [{ type: 'INT', values }])
          return true
        },
      })
    }

    test('are whole, and stay as they are when they are kept', async () => {
      await using server = await adapter()
      await using client = await connectTDengine(addressOf(server.port, address))
      const blocks: ResultBlock[] = []
      for await (const block of client.stream('select')) blocks.push(block)
      const last = blocks.map(block => [block.value(0, 0), block.value(rows - 1, 0)])
      expect(last).toEqual([1, 2, 3].map(n => [0, (rows - 1) * n]))
    })

    test('are whole when they are lent, while the next one is on its way', async () => {
      await using server = await adapter()
      await using client = await connectTDengine(addressOf(server.port, address))
      let n = 0
      const memories = new Set<ArrayBufferLike>()
      for (let round = 0; round < 3; round += 1) {
        n = 0
        for await (const block of client.stream('select', undefined, { lent: true })) {
          n += 1
          await new Promise(resolve => setTimeout(resolve, 5))
          expect([block.value(1, 0), block.value(rows - 1, 0)]).toEqual([n, (rows - 1) * n])
          memories.add(block.raw.bytes.buffer)
        }
        expect(n).toBe(3)
      }
      // Nine blocks lie in the memory of two at most, but for compressed ones, which the library unpacks.
      if (!('compression' in address)) expect(memories.size).toBeLessThanOrEqual(2)
    })
  })

  test('a result read to its end is not freed again', async () => {
    await using server = await scriptedAdapter({ binary: results(1) })
    await using client = await connectTDengine(addressOf(server.port))
    await client.query('select')
    await client.query('select')
    expect(server.seen.texts.map(text => text.action)).toEqual(['conn'])
  })

  test('a query with too many rows is refused and freed; the stream has no limit', async () => {
    await using server = await scriptedAdapter({ binary: results(3) })
    const address = addressOf(server.port)
    await using client = await connectTDengine(address, { maxQueryRows: 5 })
    const error = await failureOf(client.query('select'))
    expect(error.code).toBe('TDENGINE_TOO_LARGE')
    await vi.waitFor(() => expect(server.seen.texts.at(-1)?.action).toBe('free_result'))
    let rows = 0
    for await (const block of client.stream('select')) rows += block.rows
    expect(rows).toBe(9)
  })

  test('an aborted statement is given up at once, and its late result is freed', async () => {
    const held = Promise.withResolvers<() => void>()
    await using server = await scriptedAdapter({
      binary: (request, socket) => {
        held.resolve(() => describeResult(socket, request.requestId, numbers, 5))
        return true
      },
    })
    await using client = await connectTDengine(addressOf(server.port))
    const control = new AbortController()
    const running = client.query('select', control.signal)
    const answer = await held.promise
    control.abort(new Error('stop'))
    await expect(running).rejects.toThrow('stop')
    answer()
    await vi.waitFor(() =>
      expect(server.seen.texts.at(-1)).toMatchObject({ action: 'free_result', args: { id: 5 } }),
    )
  })

  test('a result whose block is on its way when the stream is aborted is freed once that has come', async () => {
    const held = Promise.withResolvers<() => void>()
    const many = results(100)
    let fetches = 0
    await using server = await scriptedAdapter({
      binary: (request, socket) => {
        if (request.sql === null) fetches += 1
        if (fetches < 2) return many(request, socket)
        held.resolve(() => many(request, socket))
        return true
      },
    })
    await using client = await connectTDengine(addressOf(server.port))
    const control = new AbortController()
    const reading = (async () => {
      for await (const _ of client.stream('select', control.signal));
    })()
    const answer = await held.promise
    control.abort(new Error('stop'))
    await expect(reading).rejects.toThrow('stop')
    expect(server.seen.texts.map(text => text.action)).toEqual(['conn'])
    answer()
    await vi.waitFor(() => expect(server.seen.texts.at(-1)?.action).toBe('free_result'))
  })

  test('a server that does not answer one request gives a retriable timeout and goes on', async () => {
    await using server = await scriptedAdapter({
      binary: (request, socket) => {
        // Another frame shows that the server lives.
        if (request.sql === 'slow') socket.send('{"code":0,"action":"x","req_id":0}')
        return request.sql === 'slow'
      },
    })
    await using client = await connectTDengine(addressOf(server.port, { messageTimeoutMs: 100 }))
    const error = await failureOf(client.query('slow'))
    expect(error.code).toBe('TDENGINE_TIMEOUT')
    expect(isRetriable(error)).toBe(true)
    expect(await client.execute('fast')).toBe(3)
    expect(server.upgrades.length).toBe(1)
  })

  test('a socket on which nothing at all comes is given up', async () => {
    let dead = true
    await using server = await scriptedAdapter({ binary: () => dead })
    await using client = await connectTDengine(addressOf(server.port, { messageTimeoutMs: 100 }))
    expect((await failureOf(client.query('x'))).code).toBe('TDENGINE_TIMEOUT')
    dead = false
    expect(await client.execute('x')).toBe(3)
    expect(server.upgrades.length).toBe(2)
  })

  test("the server's error has its code and words, and passwords stay out of it", async () => {
    await using server = await scriptedAdapter({
      binary: (request, socket) => {
        const fields = { code: 0x2603, message: 'Table does not exist', action: 'binary_query' }
        socket.send(JSON.stringify({ ...fields, req_id: Number(request.requestId) }))
        return true
      },
    })
    await using client = await connectTDengine(addressOf(server.port))
    const error = await failureOf(client.query("create user u pass 'geheim'"))
    expect(error.code).toBe('TDENGINE_REFUSED')
    expect(error.card).toMatchObject({
      serverCode: '0x2603',
      serverMessage: 'Table does not exist',
      doing: 'running create user u pass [hidden]',
      retriable: false,
    })
  })

  test('a frame larger than the limit is an error that says so', async () => {
    await using server = await scriptedAdapter({ binary: results(1) })
    const address = addressOf(server.port)
    await using client = await connectTDengine(address, { maxFrameBytes: 400 })
    const values = Array.from({ length: 200 }, () => 1)
    await using large = await scriptedAdapter({
      binary: (request, socket) => {
        if (request.sql === null) sendBlock(socket, request, [{ type: 'INT', values }])
        else describeResult(socket, request.requestId, numbers)
        return true
      },
    })
    await using other = await connectTDengine(addressOf(large.port), { maxFrameBytes: 400 })
    expect((await client.query('x')).rows.length).toBe(3)
    const error = await failureOf(other.query('x'))
    expect(error.code).toBe('TDENGINE_TOO_LARGE')
    expect(error.message).toContain('400 bytes')
    expect(isRetriable(error)).toBe(false)
  })

  test('an error in the middle of a result ends it', async () => {
    let fetches = 0
    const results2 = results(5)
    await using server = await scriptedAdapter({
      binary: (request, socket) => {
        if (request.sql === null) fetches += 1
        if (fetches !== 2) return results2(request, socket)
        const fields = { code: 0x0019, message: 'Conn read timeout', action: 'fetch_raw_block' }
        socket.send(JSON.stringify({ ...fields, req_id: Number(request.requestId) }))
        return true
      },
    })
    await using client = await connectTDengine(addressOf(server.port))
    const error = await failureOf(client.query('select'))
    expect(errorKind(error)).toBe('transient')
    expect(isRetriable(error)).toBe(true)
  })

  test('bytes that follow no protocol end the connection with an error, not the process', async () => {
    await using server = await scriptedAdapter({
      binary: (request, socket) => {
        if (request.sql === 'text') socket.send('no json')
        else if (request.sql !== null) describeResult(socket, request.requestId, numbers)
        else socket.send(Buffer.from('ffffffffffffffff0700', 'hex'))
        return true
      },
    })
    await using client = await connectTDengine(addressOf(server.port))
    expect((await failureOf(client.query('text'))).code).toBe('TDENGINE_FRAME')
    expect((await failureOf(client.query('block'))).code).toBe('TDENGINE_FRAME')
  })
})

describe('older servers', () => {
  test('before 3.3.2 statements and blocks travel in their text forms', async () => {
    const lines = readRecording('ws-query-old-fetch.jsonl').map(line => ({
      ...line,
      ...(line.json?.action === 'conn' && line.t === 'recv'
        ? { json: { ...line.json, version: '3.2.3.0' } }
        : {}),
    }))
    // The recording asks for the first block twice; a client does so once.
    const twice = lines.findIndex(line => line.json?.args?.req_id === 6)
    lines.splice(twice, 2)
    await using server = await replayServer(lines)
    await using client = await connectTDengine(addressOf(server.port))
    const { rows, unit } = await client.query('select * from t')
    expect(unit).toBe('ms')
    expect(rows).toEqual([
      [1_700_000_000_000n, 1, 'a'],
      [1_700_000_000_001n, null, null],
    ])
    expect(server.unknown).toEqual([])
  })

  test('an adapter without /ws is asked at its older endpoint', async () => {
    const lines = readRecording('ws-rest-ws-endpoint.jsonl').map(line => ({
      ...line,
      ...(line.json?.action === 'version' && line.t === 'recv'
        ? { json: { ...line.json, version: '3.0.1.0' } }
        : {}),
    }))
    await using server = await replayServer(lines, '/rest/ws')
    await using client = await connectTDengine(addressOf(server.port))
    expect(client.serverVersion).toBe('3.0.1.0')
    expect((await client.query('select * from t')).rows.length).toBe(2)
    const error = await failureOf(client.query('bad'))
    expect(serverCodeOf(error)).toBe(0x2600)
  })
})

describe('a lost connection', () => {
  test('fails what waits with a retriable error; the next statement connects again', async () => {
    let drop = true
    await using server = await scriptedAdapter({
      binary: (_, socket) => {
        if (drop) socket.terminate()
        return drop
      },
    })
    await using client = await connectTDengine(addressOf(server.port))
    const error = await failureOf(client.query('x'))
    expect(error.code).toBe('TDENGINE_CONNECTION_LOST')
    expect(isRetriable(error)).toBe(true)
    drop = false
    expect(await client.execute('x')).toBe(3)
    expect(server.upgrades.length).toBe(2)
  })

  test('the database chosen by USE is chosen again', async () => {
    await using server = await scriptedAdapter()
    await using client = await connectTDengine(addressOf(server.port))
    await client.execute('use `Power`;')
    for (const socket of server.sockets) socket.terminate()
    await vi.waitFor(async () => expect(await client.execute('x')).toBe(3))
    expect(server.seen.texts.at(-1)).toMatchObject({ action: 'conn', args: { db: 'Power' } })
  })

  test('with enableAutoReconnect it is tried as often and as slowly as the URL says', async () => {
    let refuse = 0
    await using server = await scriptedAdapter({
      text: (request, socket) => {
        if (request.action !== 'conn' || refuse === 0) return false
        refuse -= 1
        reply(socket, request, { code: 0x090c, message: 'Sync leader is unreachable' })
        return true
      },
    })
    const reconnect = { enabled: true, attempts: 3, intervalMs: 10 }
    await using client = await connectTDengine(addressOf(server.port, { reconnect }))
    const lose = async () => {
      const [socket] = server.sockets
      const closed = once(socket!, 'close')
      socket!.terminate()
      await closed
    }
    await lose()
    refuse = 3
    await vi.waitFor(async () => expect(await client.execute('x')).toBe(3))
    expect(refuse).toBe(0)
    await lose()
    refuse = 5
    await vi.waitFor(async () => {
      const error = await failureOf(client.execute('x'))
      expect(errorKind(error)).toBe('transient')
    })
  })

  test('a session that the server no longer knows is made anew', async () => {
    let unknown = true
    await using server = await scriptedAdapter({
      binary: (request, socket) => {
        if (!unknown) return false
        const fields = { code: 65_535, message: 'server not connected', action: 'binary_query' }
        socket.send(JSON.stringify({ ...fields, req_id: Number(request.requestId) }))
        return true
      },
    })
    await using client = await connectTDengine(addressOf(server.port))
    expect(errorKind(await failureOf(client.execute('x')))).toBe('session')
    unknown = false
    expect(await client.execute('x')).toBe(3)
    expect(server.upgrades.length).toBe(2)
  })

  test('a socket on which not even pings came for two minutes is not waited for', async () => {
    await using server = await scriptedAdapter()
    await using client = await connectTDengine(addressOf(server.port))
    const now = performance.now()
    const clock = vi.spyOn(performance, 'now').mockReturnValue(now + 121_000)
    try {
      expect(await client.execute('x')).toBe(3)
      expect(server.upgrades.length).toBe(2)
      expect(await client.execute('x')).toBe(3)
      expect(server.upgrades.length).toBe(2)
    } finally {
      clock.mockRestore()
    }
  })

  test('pings of the server are answered', async () => {
    await using server = await scriptedAdapter()
    await using _client = await connectTDengine(addressOf(server.port))
    const [socket] = server.sockets
    const pong = once(socket!, 'pong')
    socket!.ping()
    await pong
  })
})

describe('closing', () => {
  test('what waits fails, and so does what comes later', async () => {
    await using server = await scriptedAdapter({ binary: () => true })
    const client = await connectTDengine(addressOf(server.port))
    const waiting = failureOf(client.query('x'))
    await vi.waitFor(() => expect(server.seen.binaries.length).toBe(1))
    await client[Symbol.asyncDispose]()
    expect((await waiting).code).toBe('TDENGINE_CLOSED')
    expect((await failureOf(client.query('x'))).code).toBe('TDENGINE_CLOSED')
    const write = { database: 'd', protocol: 'line' as const, precision: null, body: [] }
    expect((await failureOf(client.writeSchemaless(write))).code).toBe('TDENGINE_CLOSED')
  })

  test('an abort while connecting is the reason of the failure', async () => {
    await using server = await scriptedAdapter({ text: () => true })
    const control = new AbortController()
    const connecting = connectTDengine(addressOf(server.port), {}, control.signal)
    await vi.waitFor(() => expect(server.seen.texts.length).toBe(1))
    control.abort(new Error('enough'))
    await expect(connecting).rejects.toThrow('enough')
  })
})
