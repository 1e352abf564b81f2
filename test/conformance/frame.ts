import {
  decodeFetchReply,
  decodeTmqBody,
  decodeTmqReply,
  RawBlock,
  readBinaryReplyHead,
} from '@tidewire/tdengine/wire'
import { type Difference, difference, rowsDifference } from './compare.ts'
import type { Json } from './recording.ts'

/** What request a binary frame answers. */
export type FrameForm = 'fetch' | 'tmq' | 'tmq-raw' | 'tmq-block'

interface Decoded {
  readonly head: Json
  readonly block: RawBlock | undefined
  readonly message: Json | undefined
}

function plain(value: unknown): Json {
  if (typeof value === 'bigint') return value.toString()
  if (Buffer.isBuffer(value)) return `0x${value.toString('hex')}`
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  if (Object.is(value, -0)) return '-0'
  return value as Json
}

/** Rows of a block as JSON. */
function blockRows(block: RawBlock): Json[] {
  return Array.from({ length: block.rows }, (_, row) =>
    block.columns.map((_column, i) => plain(block.value(row, i))),
  )
}

function blockHead(block: RawBlock): Json {
  return {
    rows: block.rows,
    columns: block.columns.map(column => [column.type.id, column.bytes]),
  }
}

function tmqMessage(rawType: number, body: Buffer): Json {
  if (rawType !== 2 && rawType !== 4) return { rawType, filled: body.length > 0 }
  return {
    rawType,
    blocks: decodeTmqBody(body).map(part => ({
      table: part.tableName,
      precision: part.precision,
      head: blockHead(part.block),
      schema: part.columns?.map(column => [column.name, column.type.id, column.bytes]) ?? null,
      rows: blockRows(part.block),
    })),
  }
}

function decode(frame: Buffer, form: FrameForm): Decoded {
  const head = readBinaryReplyHead(frame)
  if (head !== null && head.action === 7) {
    const reply = decodeFetchReply(frame)
    return {
      head: {
        requestId: reply.requestId.toString(),
        code: reply.code,
        message: reply.message,
        id: reply.resultId.toString(),
        finished: reply.finished,
      },
      block: reply.block === null ? undefined : new RawBlock(reply.block),
      message: undefined,
    }
  }
  if (form === 'tmq' || form === 'tmq-raw') {
    const reply = decodeTmqReply(frame)
    return {
      head: {
        requestId: reply.requestId.toString(),
        code: reply.code,
        message: reply.message,
        id: reply.messageId.toString(),
      },
      block: undefined,
      message: reply.code === 0 ? tmqMessage(reply.rawType, reply.body) : undefined,
    }
  }
  const offset = form === 'tmq-block' ? 24 : 16
  return {
    head: {
      old: true,
      ids: [
        frame.readBigUInt64LE(8).toString(),
        offset === 24 ? frame.readBigUInt64LE(16).toString() : '',
      ],
    },
    block: new RawBlock(frame.subarray(offset)),
    message: undefined,
  }
}

const near = (value: Json, type: number) =>
  type === 9 &&
  typeof value === 'string' &&
  Math.abs(Number(value.slice(0, 13)) - Date.now()) < 3 * 86_400_000

/** Rows of messages of topics whose vgroups come in any order. */
export function messageRows(frame: Buffer, form: FrameForm): readonly string[] {
  const { message } = decode(frame, form)
  const blocks = (message as { readonly blocks?: readonly Json[] } | undefined)?.blocks ?? []
  return blocks.flatMap(part => {
    const { table, schema, rows } = part as { table: Json; schema: Json; rows: Json[] }
    return rows.map(row => JSON.stringify([table, schema, row]))
  })
}

/** The first difference of two binary frames. `sql` is the statement whose result they carry. */
export function frameDifference(
  recorded: { readonly hex: string; readonly truncated?: boolean; readonly len?: number },
  got: Buffer,
  form: FrameForm,
  sql: string | undefined,
): Difference {
  const bytes = Buffer.from(recorded.hex, 'hex')
  if (recorded.truncated === true) {
    const length = recorded.len ?? 0
    if (Math.abs(got.length - length) > 1) return `length: recorded ${length}, got ${got.length}`
    return bytes.subarray(55, 1024).equals(got.subarray(55, 1024))
      ? null
      : 'the frames begin differently'
  }
  let a: Decoded
  let b: Decoded
  try {
    a = decode(bytes, form)
    b = decode(got, form)
  } catch (cause) {
    return `undecodable: ${cause instanceof Error ? cause.message : String(cause)}`
  }
  const head = difference(a.head, b.head, 'head')
  if (head !== null) return head
  if (a.message !== undefined || b.message !== undefined) {
    return difference(a.message, b.message, 'message')
  }
  if (a.block === undefined || b.block === undefined)
    return a.block === b.block ? null : 'block: absent'
  const shape = difference(blockHead(a.block), blockHead(b.block), 'block')
  if (shape !== null) return shape
  const types = a.block.columns.map(column => column.type.id)
  const mask = (rows: Json[], isRecorded: boolean) =>
    rows.map(row =>
      (row as Json[]).map((value, i) =>
        isRecorded
          ? types[i] === 9 && typeof value === 'string' && /^1795\d{9,15}$/.test(value)
            ? '<now>'
            : value
          : near(value, types[i] ?? 0)
            ? '<now>'
            : value,
      ),
    )
  return rowsDifference(
    [],
    mask(blockRows(a.block), true),
    mask(blockRows(b.block), false),
    sql ?? 'order by',
  )
}
