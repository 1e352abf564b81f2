// A server that only acknowledges: HTTP writes, and the few WebSocket actions a client needs to connect and to make a
// database. GET /count tells what it was sent.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'

const version = '3.3.7.5'
let bytes = 0
let requests = 0

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.end(JSON.stringify({ bytes, requests }))
    return
  }
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length
  })
  request.on('end', () => {
    requests += 1
    response.writeHead(204).end()
  })
})

const updated = {
  id: 0,
  is_update: true,
  affected_rows: 0,
  fields_count: 0,
  fields_names: null,
  fields_types: null,
  fields_lengths: null,
  precision: 0,
}

function answer(action: string, requestId: unknown, sql: string): Record<string, unknown> {
  const common = { code: 0, message: '', action, req_id: requestId, timing: 1 }
  if (/^\s*select/i.test(sql)) return { ...common, code: 0x2603, message: 'Table does not exist' }
  return sql === '' ? { ...common, version } : { ...common, ...updated }
}

new WebSocketServer({ server, path: '/ws' }).on('connection', socket => {
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) {
      const requestId = Number(data.readBigUInt64LE(0))
      const sql = data.toString('utf8', 30)
      socket.send(JSON.stringify(answer('binary_query', requestId, sql)))
      return
    }
    const { action, args = {} } = JSON.parse(data.toString())
    socket.send(JSON.stringify(answer(action, args.req_id ?? 0, args.sql ?? '')))
  })
})

server.listen(0, '127.0.0.1', () => {
  console.log(`ready ${(server.address() as AddressInfo).port}`)
})
