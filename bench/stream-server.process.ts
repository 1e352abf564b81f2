// A TDengine that serves rows from memory: a query of any WHERE gives its share of ROWS rows, a topic with two vgroups
// half of them each. The same blocks again and again, so that the server costs little. stream-server.process.ts ROWS
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  encodeBlock,
  encodeTmqBody,
  encodeTmqReply,
  type TDengineType,
  wireType,
} from '@tidewire/tdengine/wire'
import { type WebSocket, WebSocketServer } from 'ws'
import { type BlockResult, type Column, serveBlocks, version } from './block-server.ts'

const rows = Number(process.argv[2] ?? 5_000_000)
const blockRows = 4096
const begin = 1_648_432_611_249n
const vgroups = [1, 2]

const columns: readonly Column[] = [
  { name: 'ts', type: 'TIMESTAMP', length: 8 },
  { name: 'current', type: 'FLOAT', length: 4 },
  { name: 'voltage', type: 'INT', length: 4 },
  { name: 'phase', type: 'FLOAT', length: 4 },
  { name: 'location', type: 'VARCHAR', length: 64 },
  { name: 'groupid', type: 'INT', length: 4 },
]

/** One block of readings of one meter. */
function blockOf(count: number): Buffer {
  const values = Array.from({ length: count }, (_, i) => [
    begin + BigInt(i),
    i % 100,
    200 + (i % 50),
    0.5,
    'California.SanFrancisco',
    2,
  ])
  return encodeBlock(
    columns.map(({ type, length }, c) => ({
      type,
      length,
      values: values.map(row => row[c]),
    })) as never,
  )
}

const full = blockOf(blockRows)

function* blocks(count: number): Generator<Buffer> {
  let left = count
  for (; left >= blockRows; left -= blockRows) yield full
  if (left > 0) yield blockOf(left)
}

function single(type: TDengineType, value: unknown): BlockResult {
  const block = encodeBlock([{ type, length: 64, values: [value] }] as never)
  return { columns: [{ name: 'value', type, length: 64 }], blocks: [block][Symbol.iterator]() }
}

/** Rows of a query: the share of the range 0 to ROWS (in the unit of the database) that it asks for. */
function answer(sql: string): BlockResult {
  if (/ins_topics/.test(sql)) return single('VARCHAR', 'power')
  if (/ins_databases/.test(sql)) {
    const block = encodeBlock([
      { type: 'INT', length: 4, values: [vgroups.length] },
      { type: 'VARCHAR', length: 8, values: ['ms'] },
    ] as never)
    return {
      columns: [
        { name: 'vgroups', type: 'INT', length: 4 },
        { name: 'precision', type: 'VARCHAR', length: 8 },
      ],
      blocks: [block][Symbol.iterator](),
    }
  }
  const from = Number(/`ts` >= (\d+)/.exec(sql)?.[1] ?? 0)
  const to = Number(/`ts` < (\d+)/.exec(sql)?.[1] ?? rows)
  if (/count\(\*\)/i.test(sql)) return single('BIGINT', BigInt(to - from))
  return { columns, blocks: blocks(/limit 1$/.test(sql) ? 1 : to - from) }
}

/** Blocks of a TMQ message. */
const messageBlocks = 2
const message = encodeTmqBody(
  Array.from({ length: messageBlocks }, () => ({
    precision: 0,
    block: full,
    schemaVersion: 1,
    columns: columns.map(({ name, type, length }, i) => ({
      name,
      type: wireType(type),
      flags: 0,
      bytes: length,
      id: i + 1,
    })),
    tableName: 'd1001',
  })),
  { request: 0n, response: 1n },
)
const perMessage = messageBlocks * blockRows
const messagesPerVgroup = Math.ceil(rows / perMessage / vgroups.length)
let consumers = 0

function serveTopic(socket: WebSocket): void {
  const vgroup = vgroups[consumers % vgroups.length] ?? 1
  consumers += 1
  let next = 0
  socket.on('message', (data: Buffer) => {
    const { action, args = {} } = JSON.parse(data.toString())
    const say = (fields: object): void =>
      socket.send(
        JSON.stringify({ code: 0, message: '', action, req_id: args.req_id, timing: 1, ...fields }),
      )
    switch (action) {
      case 'version':
        return say({ version })
      case 'assignment':
        return say({
          assignment: [{ vgroup_id: vgroup, offset: next, begin: 0, end: messagesPerVgroup }],
        })
      case 'poll':
        if (next >= messagesPerVgroup) return say({ have_message: false })
        next += 1
        return say({
          have_message: true,
          topic: 'topic_meters',
          database: 'power',
          vgroup_id: vgroup,
          message_type: 1,
          message_id: next,
          offset: next - 1,
        })
      case 'fetch_raw_data':
        socket.send(
          encodeTmqReply({
            timing: 1n,
            requestId: BigInt(args.req_id),
            code: 0,
            message: '',
            messageId: BigInt(args.message_id),
            rawType: 2,
            body: message,
          }),
        )
        return
      default:
        return say({})
    }
  })
}

const server = createServer()
const queries = new WebSocketServer({ noServer: true }).on('connection', socket =>
  serveBlocks(socket, 0, answer),
)
const topics = new WebSocketServer({ noServer: true }).on('connection', serveTopic)
server.on('upgrade', (request, socket, head) => {
  const target = request.url?.startsWith('/rest/tmq') ? topics : queries
  target.handleUpgrade(request, socket, head, ready => target.emit('connection', ready, request))
})
server.listen(0, '127.0.0.1', () => {
  console.log(`ready ${(server.address() as AddressInfo).port}`)
})
