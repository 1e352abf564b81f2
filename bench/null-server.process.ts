// A server that only acknowledges: HTTP writes, prepared statements, and the few WebSocket actions a client needs to
// connect, to make a database and to describe what the lines have made. GET /count tells what it was sent: bytes and
// requests of lines, and rows of columns.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  binaryAction,
  encodeBlock,
  encodeFetchReply,
  readBinaryHead,
  type TDengineType,
  wireType,
} from '@tidewire/tdengine/wire'
import { WebSocketServer } from 'ws'

const version = '3.3.7.5'
let bytes = 0
let requests = 0
let bound = 0

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.end(JSON.stringify({ bytes, requests, bound }))
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

/** What DESCRIBE says of the super tables that the load makes. */
const described: Readonly<Record<string, readonly (readonly [string, TDengineType, number])[]>> = {
  meters: [
    ['current', 'DOUBLE', 8],
    ['voltage', 'DOUBLE', 8],
    ['phase', 'DOUBLE', 8],
  ],
  meters_voltage: [['_value', 'DOUBLE', 8]],
}

/** Rows of a result as texts and numbers, or null for a statement that has none. */
function rowsOf(sql: string): ResultText | null {
  const table = /^describe .*`(\w+)`$/i.exec(sql)?.[1]
  const columns = described[table ?? '']
  if (columns !== undefined) {
    const tagType: TDengineType = format === 'json' ? 'VARCHAR' : 'NCHAR'
    const rows = [
      ['_ts', 'TIMESTAMP', 8, ''],
      ...columns.map(column => [...column, '']),
      ...['location', 'groupid'].map(name => [name, tagType, 64, 'TAG']),
    ]
    return { names: ['field', 'type', 'length', 'note'], rows }
  }
  if (/ins_databases/.test(sql)) return { names: ['precision'], rows: [['ns']] }
  const names = /tbname in \((.*)\)$/i.exec(sql)?.[1]
  if (names === undefined) return null
  return { names: ['tbname'], rows: names.split(',').map(name => [name.slice(1, -1)]) }
}

interface ResultText {
  readonly names: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
}

function typeOf(value: string | number | undefined): TDengineType {
  return typeof value === 'number' ? 'INT' : 'VARCHAR'
}

/** The tags of JSON points are VARCHAR; it is told at the start. */
const format = process.argv[2] ?? 'line'

new WebSocketServer({ server, path: '/ws' }).on('connection', socket => {
  const results = new Map<bigint, Buffer>()
  let lastResult = 0n
  const statements = new Map<bigint, number>()
  const say = (action: string, requestId: unknown, fields: object = {}) =>
    socket.send(
      JSON.stringify({ code: 0, message: '', action, req_id: requestId, timing: 1, ...fields }),
    )
  const query = (requestId: number, sql: string) => {
    const result = rowsOf(sql.trim())
    if (result === null) {
      say('binary_query', requestId, { ...updated })
      return
    }
    const { names, rows } = result
    const types = names.map((_, i) => typeOf(rows[0]?.[i]))
    lastResult += 1n
    const id = lastResult
    const block = encodeBlock(
      types.map((type, i) => ({ type, values: rows.map(row => row[i] ?? null) })),
    )
    results.set(id, block)
    say('binary_query', requestId, {
      ...updated,
      id: Number(id),
      is_update: false,
      fields_count: names.length,
      fields_names: names,
      fields_types: types.map(type => wireType(type).id),
      fields_lengths: types.map(type => (type === 'INT' ? 4 : 64)),
      fields_precisions: names.map(() => 0),
      fields_scales: names.map(() => 0),
    })
  }
  const binary = (data: Buffer) => {
    const head = readBinaryHead(data)
    if (head === null) return
    const { requestId, resourceId, action } = head
    if (action === BigInt(binaryAction.stmt2Bind)) {
      statements.set(resourceId, rowsBound(data))
      say('stmt2_bind', Number(requestId), { stmt_id: Number(resourceId) })
    } else if (action === BigInt(binaryAction.fetchRawBlock)) {
      const block = results.get(resourceId) ?? null
      results.delete(resourceId)
      const reply = { requestId, code: 0, message: '', resultId: resourceId, block, timing: 1n }
      socket.send(encodeFetchReply({ ...reply, finished: block === null }))
    } else query(Number(requestId), data.toString('utf8', 30))
  }
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) {
      binary(data)
      return
    }
    const { action, args = {} } = JSON.parse(data.toString())
    const { req_id: requestId, stmt_id } = args
    if (action === 'stmt2_exec') {
      const affected = statements.get(BigInt(stmt_id)) ?? 0
      bound += affected
      say(action, requestId, { stmt_id, affected })
    } else if (action === 'stmt2_init') say(action, requestId, { stmt_id: 1 })
    else if (action === 'stmt2_prepare') say(action, requestId, { stmt_id, is_insert: true })
    else if (action !== 'free_result') say(action, requestId ?? 0, { version })
  })
})

/** Rows that a frame binds: those of the first column of every table. */
function rowsBound(frame: Buffer): number {
  const payload = 30
  const tables = frame.readUInt32LE(payload + 4)
  const columnsAt = payload + frame.readUInt32LE(payload + 24)
  let rows = 0
  let at = columnsAt + 4 * tables
  for (let i = 0; i < tables; i += 1) {
    rows += frame.readInt32LE(at + 8)
    at += frame.readUInt32LE(columnsAt + 4 * i)
  }
  return rows
}

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

server.listen(0, '127.0.0.1', () => {
  console.log(`ready ${(server.address() as AddressInfo).port}`)
})
