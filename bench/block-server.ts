import {
  binaryAction,
  encodeFetchReply,
  readBinaryHead,
  type TDengineType,
  wireType,
} from '@tidewire/tdengine/wire'
import type { WebSocket } from 'ws'

/** The version that null servers of TDengine say they have. */
export const version = '3.3.7.5'

/** A column of a result. */
export interface Column {
  readonly name: string
  readonly type: TDengineType
  readonly length: number
}

/** What a null server answers a statement with. */
export interface BlockResult {
  readonly columns: readonly Column[]
  readonly blocks: Iterator<Buffer>
}

/** Answers the statements of a connection with blocks (taosAdapter WebSocket protocol); `precision` is that of its times. */
export function serveBlocks(
  socket: WebSocket,
  precision: 0 | 1 | 2,
  answer: (sql: string) => BlockResult,
): void {
  const results = new Map<bigint, Iterator<Buffer>>()
  let last = 0n
  const say = (action: string, requestId: unknown, fields: object = {}): void =>
    socket.send(
      JSON.stringify({ code: 0, message: '', action, req_id: requestId, timing: 1, ...fields }),
    )
  socket.on('message', (data: Buffer, isBinary) => {
    if (!isBinary) {
      const { action, args = {} } = JSON.parse(data.toString())
      if (action !== 'free_result') say(action, args.req_id ?? 0, { version })
      return
    }
    const head = readBinaryHead(data)
    if (head === null) return
    const { requestId, resourceId } = head
    if (head.action === BigInt(binaryAction.fetchRawBlock)) {
      const block = results.get(resourceId)?.next().value ?? null
      const reply = { requestId, code: 0, message: '', resultId: resourceId, block, timing: 1n }
      socket.send(encodeFetchReply({ ...reply, finished: block === null }))
      return
    }
    const { columns, blocks } = answer(data.toString('utf8', 30))
    last += 1n
    results.set(last, blocks)
    say('binary_query', Number(requestId), {
      id: Number(last),
      is_update: false,
      affected_rows: 0,
      fields_count: columns.length,
      fields_names: columns.map(column => column.name),
      fields_types: columns.map(column => wireType(column.type).id),
      fields_lengths: columns.map(column => column.length),
      precision,
      fields_precisions: columns.map(() => 0),
      fields_scales: columns.map(() => 0),
    })
  })
}
