import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Writable } from 'node:stream'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { FrameWriter } from './frame-writer.ts'
import { WsConnection } from './ws-connection.ts'

const server = createServer()
const sockets = new WebSocketServer({ server })
const received: Buffer[] = []
sockets.on('connection', socket => {
  socket.on('message', (data: Buffer) => {
    received.push(data)
    socket.send(JSON.stringify({ code: 0, message: '', action: '', req_id: received.length }))
  })
})

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => {
  sockets.close()
  server.close()
})

function connect(compression: boolean): Promise<WsConnection> {
  return WsConnection.open({
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    path: '/ws',
    tls: false,
    verifyCertificate: true,
    token: null,
    compression,
    connectTimeoutMs: 5000,
    requestTimeoutMs: 5000,
    maxFrameBytes: 1 << 24,
  })
}

test.each([false, true])('messages of any length arrive as they are, compressed: %s', async on => {
  received.length = 0
  const ws = await connect(on)
  const lengths = [1, 125, 126, 4095, 4096, 4097, 65_535, 65_536, 65_539, 300_001, 5_000_000, 5000]
  const sent = lengths.map(length => Buffer.alloc(length, `${length} bytes `))
  for (const message of sent) {
    const before = Buffer.from(message)
    await ws.requestBinary(ws.nextRequestId(), message)
    expect(message.equals(before)).toBe(true)
  }
  expect(received.map(message => message.length)).toEqual(lengths)
  for (const [i, message] of sent.entries()) expect(received[i]?.equals(message)).toBe(true)
  await ws.close()
})

test('a message that still waits in the socket is not touched by the next ones', () => {
  const writes: { readonly bytes: Buffer; readonly done: () => void }[] = []
  const slow = new Writable({
    highWaterMark: 1,
    write: (bytes, _, done) => void writes.push({ bytes, done }),
  })
  const writer = new FrameWriter(slow)
  const messages = ['first', 'second', 'third'].map(word => Buffer.alloc(200, word))
  for (const message of messages) writer.send(message)
  for (let i = 0; i < messages.length; i += 1) {
    expect(unmasked(writes[i]?.bytes ?? Buffer.alloc(0))).toEqual(messages[i])
    writes[i]?.done()
  }
})

test('every frame has a key of its own and its bytes unmask to the message', () => {
  const keys = new Set<number>()
  let written = Buffer.alloc(0)
  const socket = new Writable({
    write(bytes: Buffer, _, done) {
      written = Buffer.from(bytes)
      done()
    },
  })
  const writer = new FrameWriter(socket)
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 1000 }), message => {
      writer.send(message)
      expect(unmasked(written)).toEqual(Buffer.from(message))
      keys.add(written.readInt32LE(headLength(written)))
    }),
    { numRuns: 200 },
  )
  expect(keys.size).toBeGreaterThan(190)
})

function headLength(frame: Buffer): number {
  const short = (frame[1] as number) & 0x7f
  return short === 127 ? 10 : short === 126 ? 4 : 2
}

/** Reads a masked frame byte by byte, as RFC 6455 describes it. */
function unmasked(frame: Buffer): Buffer {
  const head = headLength(frame)
  const key = frame.subarray(head, head + 4)
  return Buffer.from(frame.subarray(head + 4).map((byte, i) => byte ^ (key[i % 4] as number)))
}
