import { raise } from '../errors.ts'
import { ByteReader, ByteWriter } from './byte-reader.ts'
import { type DataType, dataTypeOf } from './data-type.ts'
import { binaryAction, readBinaryReplyHead } from './fetch-frame.ts'
import { RawBlock } from './raw-block.ts'

/** Raw types of TMQ messages that hold rows: plain data, and data with create-table records. */
export const tmqRawType = { data: 2, dataWithMeta: 4 } as const

/** A reply to `fetch_raw_data` or `fetch_raw` (taosAdapter `/rest/tmq`). `body` is a view of the frame. */
export interface TmqRawReply {
  readonly timing: bigint
  readonly requestId: bigint
  /** Low 16 bits of the engine's code; 0 is success. */
  readonly code: number
  readonly message: string
  readonly messageId: bigint
  readonly rawType: number
  readonly body: Buffer
}

/** Decodes a reply to `fetch_raw_data`, or the older one to `fetch_raw`; `TDENGINE_FRAME` when it is neither. */
export function decodeTmqReply(frame: Buffer): TmqRawReply {
  const head = readBinaryReplyHead(frame)
  if (head === null) return decodeOldReply(frame)
  if (head.action !== binaryAction.fetchRawData) {
    throw raise('TDENGINE_FRAME', { reason: `a binary reply to action ${head.action}` })
  }
  const reader = new ByteReader(frame, 'a fetch_raw_data reply', head.end)
  const messageId = reader.u64()
  const rawType = head.code === 0 ? reader.u16() : 0
  const body = head.code === 0 ? reader.take(reader.u32()) : Buffer.alloc(0)
  const { timing, requestId, code, message } = head
  return { timing, requestId, code, message, messageId, rawType, body }
}

function decodeOldReply(frame: Buffer): TmqRawReply {
  const reader = new ByteReader(frame, 'a fetch_raw reply')
  const timing = reader.u64()
  const requestId = reader.u64()
  const messageId = reader.u64()
  const kind = reader.u64()
  if (kind !== 3n) throw reader.malformed(`has the kind ${kind}`)
  const length = reader.u32()
  const rawType = reader.u16()
  return { timing, requestId, code: 0, message: '', messageId, rawType, body: reader.take(length) }
}

/** Encodes a reply to `fetch_raw_data`; with a code other than 0 it carries no body. */
export function encodeTmqReply(reply: TmqRawReply): Buffer {
  const writer = new ByteWriter()
  const message = Buffer.from(reply.message, 'utf8')
  writer.i64(-1n).i64(BigInt(binaryAction.fetchRawData)).u16(1)
  writer.i64(BigInt.asIntN(64, reply.timing)).i64(BigInt.asIntN(64, reply.requestId))
  writer.u32(reply.code).u32(message.length).bytes(message)
  writer.i64(BigInt.asIntN(64, reply.messageId))
  if (reply.code === 0) writer.u16(reply.rawType).u32(reply.body.length).bytes(reply.body)
  return writer.finish()
}

/** A column of a TMQ schema. `bytes` is the schema size, `id` the column's stable identity, `flags` bit 0 is SMA. */
export interface TmqColumn {
  readonly name: string
  readonly type: DataType
  readonly flags: number
  readonly bytes: number
  readonly id: number
}

/** One block of a TMQ message; its schema may differ from that of the next one. */
export interface TmqBlock {
  /** 0 ms, 1 µs, 2 ns. */
  readonly precision: number
  readonly block: RawBlock
  readonly schemaVersion: number
  /** Null when the message was sent without schema. */
  readonly columns: readonly TmqColumn[] | null
  readonly tableName: string | null
}

/** Decodes the body of a data message (raw types 2 and 4); create-table records behind the blocks are left alone. */
export function decodeTmqBody(body: Buffer): TmqBlock[] {
  const reader = new ByteReader(body, 'a TMQ message')
  skipOffsets(reader)
  const count = reader.u32()
  if (count === 0) return []
  const withName = reader.u8() !== 0
  const withSchema = reader.u8() !== 0
  const blocks: TmqBlock[] = []
  for (let i = 0; i < count; i += 1) blocks.push(readBlock(reader, withSchema, withName))
  return blocks
}

/** From this marker on, the offset records have their length in front. */
const lengthMarker = 100

function skipOffsets(reader: ByteReader): void {
  const marker = reader.u8()
  if (marker >= lengthMarker) {
    reader.skip(reader.u32())
    return
  }
  reader.position = 0
  for (let record = 0; record < 2; record += 1) {
    const kind = reader.u8() & 0x0f
    if (kind === 1) reader.skip(8)
    else if (kind === 2 || kind === 3) reader.skip(16)
    else throw reader.malformed(`has an offset record of type ${kind}`)
  }
}

const retrieveHead = 18

function readBlock(reader: ByteReader, withSchema: boolean, withName: boolean): TmqBlock {
  const length = reader.varint()
  const start = reader.position
  const version = reader.i64()
  const rows = reader.bytes.readBigInt64BE(reader.skip(8))
  const compressed = reader.u8()
  const precision = reader.u8()
  if (version !== 1n) throw reader.malformed(`has a block of retrieve version ${version}`)
  if (compressed !== 0) throw reader.malformed('has a compressed block')
  if (length < retrieveHead) throw reader.malformed(`has a block of ${length} bytes`)
  const block = new RawBlock(reader.take(length - (reader.position - start)))
  if (BigInt(block.rows) !== rows) throw reader.malformed(`counts ${rows} and ${block.rows} rows`)
  let columns: TmqColumn[] | null = null
  let schemaVersion = 0
  if (withSchema) {
    const count = reader.zigzag()
    schemaVersion = reader.zigzag()
    columns = []
    for (let i = 0; i < count; i += 1) columns.push(readColumn(reader))
    if (count !== block.columns.length) {
      throw reader.malformed(`has a schema of ${count} for ${block.columns.length} columns`)
    }
  }
  const tableName = withName ? reader.cstring() : null
  return { precision, block, schemaVersion, columns, tableName }
}

function readColumn(reader: ByteReader): TmqColumn {
  const id = reader.u8()
  const type = dataTypeOf(id)
  if (type === undefined) throw reader.malformed(`has a column of the unknown type ${id}`)
  const flags = reader.u8()
  const bytes = reader.zigzag()
  const columnId = reader.zigzag()
  return { type, flags, bytes, id: columnId, name: reader.cstring() }
}

/** A WAL position: what the offset records of a body carry. */
export interface TmqOffsets {
  readonly request: bigint
  readonly response: bigint
}

/** One block to put into a body: an encoded raw block of version 2 with its schema and table. */
export interface TmqBlockToEncode {
  readonly precision: number
  readonly block: Buffer
  readonly schemaVersion: number
  readonly columns: readonly TmqColumn[]
  readonly tableName: string | null
}

/** Encodes the body of a data message (raw type 2) with schemas, and with table names when the first block has one. */
export function encodeTmqBody(blocks: readonly TmqBlockToEncode[], offsets: TmqOffsets): Buffer {
  const writer = new ByteWriter()
  const walRecord = 0x11
  writer.u8(lengthMarker).u32(18)
  writer.u8(walRecord).i64(offsets.request).u8(walRecord).i64(offsets.response)
  writer.u32(blocks.length)
  const withName = blocks[0] !== undefined && blocks[0].tableName !== null
  if (blocks.length > 0) writer.u8(withName ? 1 : 0).u8(1)
  for (const { block, precision, schemaVersion, columns, tableName } of blocks) {
    const rows = Buffer.alloc(8)
    rows.writeBigInt64BE(BigInt(block.readInt32LE(8)))
    writer.varint(retrieveHead + block.length)
    writer.i64(1n).bytes(rows).u8(0).u8(precision).bytes(block)
    writer.zigzag(columns.length).zigzag(schemaVersion)
    for (const column of columns) {
      writer.u8(column.type.id).u8(column.flags).zigzag(column.bytes).zigzag(column.id)
      writer.cstring(column.name)
    }
    if (withName) writer.cstring(tableName ?? '')
  }
  return writer.i64(0n).finish()
}
