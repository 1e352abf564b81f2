// A server of KWDB's wire protocol that only acknowledges: it knows one table, `meters`, and takes every INSERT.
// kwdb-null-server.process.ts PRECISION. GET /count on the same port tells how many rows it was sent.
import { type AddressInfo, createServer, type Socket } from 'node:net'

const precision = process.argv[2] ?? '3'
let rows = 0
let bytes = 0
let statements = 0

const columns = [
  ['k_timestamp', `TIMESTAMPTZ(${precision})`, 'f', 'f', 'f'],
  ['current', 'FLOAT8', 't', 'f', 'f'],
  ['voltage', 'FLOAT8', 't', 'f', 'f'],
  ['phase', 'FLOAT8', 't', 'f', 'f'],
  ['location', 'VARCHAR(64)', 'f', 'f', 't'],
  ['groupid', 'INT4', 'f', 'f', 't'],
]

interface Answer {
  readonly fields: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** What statements beside INSERT answer. */
const answers: readonly (readonly [RegExp, Answer])[] = [
  [/^show kwdb_version/i, { fields: ['kwdb_version'], rows: [['null server']] }],
  [
    /^show databases/i,
    { fields: ['database_name', 'engine_type'], rows: [['power', 'TIME SERIES']] },
  ],
  [
    /^show columns/i,
    {
      fields: ['column_name', 'data_type', 'is_nullable', 'is_hidden', 'is_tag'],
      rows: columns,
    },
  ],
  [
    /^show tags/i,
    {
      fields: ['tag', 'type', 'is_primary', 'nullable'],
      rows: [
        ['location', 'VARCHAR(64)', 't', 'f'],
        ['groupid', 'INT4', 't', 'f'],
      ],
    },
  ],
]

function message(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  const head = Buffer.alloc(5)
  head.write(type, 0, 'latin1')
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

function int(value: number, size: 2 | 4): Buffer {
  const bytes = Buffer.alloc(size)
  bytes.writeIntBE(value, 0, size)
  return bytes
}

const ready = message('Z', Buffer.from('I'))

function reply(answer: Answer): Buffer {
  const fields = answer.fields.map(name =>
    Buffer.concat([
      Buffer.from(`${name}\0`),
      int(0, 4),
      int(0, 2),
      int(1043, 4),
      int(-1, 2),
      int(-1, 4),
      int(0, 2),
    ]),
  )
  const described = message('T', int(fields.length, 2), ...fields)
  const data = answer.rows.map(row =>
    message(
      'D',
      int(row.length, 2),
      ...row.flatMap(value => [int(Buffer.byteLength(value), 4), Buffer.from(value)]),
    ),
  )
  return Buffer.concat([described, ...data, message('C', Buffer.from('SHOW\0')), ready])
}

/** Rows of an INSERT: every one but the first follows a comma after a bracket. */
function countRows(text: Buffer): number {
  let count = 1
  for (let at = text.indexOf('),('); at >= 0; at = text.indexOf('),(', at + 3)) count += 1
  return count
}

function answerTo(text: Buffer): Buffer {
  if (text.subarray(0, 6).toString('latin1') === 'INSERT') {
    const count = countRows(text)
    rows += count
    bytes += text.length
    statements += 1
    return Buffer.concat([message('C', Buffer.from(`INSERT 0 ${count}\0`)), ready])
  }
  const sql = text.toString('utf8', 0, text.length - 1)
  const found = answers.find(([pattern]) => pattern.test(sql))
  if (found !== undefined) return reply(found[1])
  return Buffer.concat([message('C', Buffer.from('OK\0')), ready])
}

/** Begins a session; answers how many bytes it has used. */
function startUp(socket: Socket, buffer: Buffer): number {
  const length = buffer.readInt32BE(0)
  const code = buffer.readInt32BE(4)
  if (code === 80877103) socket.write('N')
  else socket.write(Buffer.concat([message('R', int(0, 4)), ready]))
  return length
}

const server = createServer(socket => {
  let chunks: Buffer[] = []
  let held = 0
  let isStarted = false
  const take = () => {
    let buffer = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, held)
    if (!isStarted && buffer.subarray(0, 3).toString() === 'GET') {
      const body = JSON.stringify({ rows, bytes, statements })
      socket.end(
        `HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      )
      return
    }
    while (buffer.length >= 8 && !isStarted) {
      const isTlsRequest = buffer.readInt32BE(4) === 80877103
      const used = startUp(socket, buffer)
      if (!isTlsRequest) isStarted = true
      buffer = buffer.subarray(used)
    }
    while (isStarted && buffer.length >= 5) {
      const length = buffer.readInt32BE(1) + 1
      if (buffer.length < length) break
      if (buffer[0] === 0x51) socket.write(answerTo(buffer.subarray(5, length)))
      else if (buffer[0] === 0x58) socket.end()
      buffer = buffer.subarray(length)
    }
    chunks = buffer.length === 0 ? [] : [buffer]
    held = buffer.length
  }
  socket.on('data', chunk => {
    chunks.push(chunk)
    held += chunk.length
    // A long message comes in many pieces; they are joined when all of them are there.
    const first = chunks[0] as Buffer
    const isLong = isStarted && first.length >= 5 && first.readInt32BE(1) + 1 > held
    if (!isLong) take()
  })
  socket.on('error', () => socket.destroy())
})

server.listen(0, '127.0.0.1', () => {
  console.log(`ready ${(server.address() as AddressInfo).port}`)
})
