import { raise } from '../errors.ts'

/** Actions of binary requests (taosAdapter WebSocket protocol). */
export const binaryAction = {
  setTags: 1,
  bind: 2,
  writeRaw: 3,
  writeRawBlock: 4,
  writeRawBlockWithFields: 5,
  binaryQuery: 6,
  fetchRawBlock: 7,
  fetchRawData: 8,
  stmt2Bind: 9,
  validateSql: 10,
} as const

/** The head of every binary request: 24 bytes. */
export interface BinaryRequestHead {
  readonly requestId: bigint
  /** Result id or statement id; 0 when unused. */
  readonly resourceId: bigint
  readonly action: bigint
}

/** Length of the head in bytes. */
export const binaryHeadLength = 24

/** Writes the head of a binary request into the first 24 bytes. */
export function writeBinaryHead(
  target: Buffer,
  requestId: bigint,
  resourceId: bigint,
  action: number,
): void {
  target.writeBigUInt64LE(requestId, 0)
  target.writeBigUInt64LE(resourceId, 8)
  target.writeBigUInt64LE(BigInt(action), 16)
}

/** Reads the head of a binary request; null when the frame is too short to have one. */
export function readBinaryHead(frame: Buffer): BinaryRequestHead | null {
  if (frame.length < binaryHeadLength) return null
  return {
    requestId: frame.readBigUInt64LE(0),
    resourceId: frame.readBigUInt64LE(8),
    action: frame.readBigUInt64LE(16),
  }
}

/** A `binary_query` (6) or `validate_sql` (10) request; the statement is not escaped and must not be empty. */
export function encodeSqlRequest(
  requestId: bigint,
  sql: string,
  action: 6 | 10 = binaryAction.binaryQuery,
): Buffer {
  const length = Buffer.byteLength(sql, 'utf8')
  const frame = Buffer.allocUnsafe(30 + length)
  writeBinaryHead(frame, requestId, 0n, action)
  frame.writeUInt16LE(1, 24)
  frame.writeUInt32LE(length, 26)
  frame.write(sql, 30)
  return frame
}

/** A `fetch_raw_block` request: exactly 26 bytes. */
export function encodeFetchRequest(requestId: bigint, resultId: bigint): Buffer {
  const frame = Buffer.allocUnsafe(26)
  writeBinaryHead(frame, requestId, resultId, binaryAction.fetchRawBlock)
  frame.writeUInt16LE(1, 24)
  return frame
}

/** The flag in front of binary replies that carry a request id. */
const replyFlag = 0xffff_ffff_ffff_ffffn

/** A binary reply to `fetch_raw_block`. `block` is a view of the frame; null at the end of the data and on errors. */
export interface FetchReply {
  readonly timing: bigint
  readonly requestId: bigint
  /** Low 16 bits of the engine's code; 0 is success. */
  readonly code: number
  readonly message: string
  readonly resultId: bigint
  readonly finished: boolean
  readonly block: Buffer | null
}

/** Encodes a `fetch_raw_block` reply. */
export function encodeFetchReply(reply: FetchReply): Buffer {
  const message = Buffer.from(reply.message, 'utf8')
  const { block } = reply
  const tail = reply.finished || block === null ? 0 : 4 + block.length
  const frame = Buffer.allocUnsafe(51 + message.length + tail)
  frame.writeBigUInt64LE(replyFlag, 0)
  frame.writeBigUInt64LE(BigInt(binaryAction.fetchRawBlock), 8)
  frame.writeUInt16LE(1, 16)
  frame.writeBigUInt64LE(reply.timing, 18)
  frame.writeBigUInt64LE(reply.requestId, 26)
  frame.writeUInt32LE(reply.code, 34)
  frame.writeUInt32LE(message.length, 38)
  message.copy(frame, 42)
  const at = 42 + message.length
  frame.writeBigUInt64LE(reply.resultId, at)
  frame[at + 8] = tail === 0 ? 1 : 0
  if (tail > 0 && block !== null) {
    frame.writeUInt32LE(block.length, at + 9)
    block.copy(frame, at + 13)
  }
  return frame
}

/** The common part of binary replies that begin with the flag. */
export interface BinaryReplyHead {
  readonly action: number
  readonly timing: bigint
  readonly requestId: bigint
  readonly code: number
  readonly message: string
  /** Position of what follows the message. */
  readonly end: number
}

/** Reads the common part of a binary reply; null when the frame has not the flag (an old-style frame). */
export function readBinaryReplyHead(frame: Buffer): BinaryReplyHead | null {
  if (frame.length < 8 || frame.readBigUInt64LE(0) !== replyFlag) return null
  if (frame.length < 42) throw short('reply', frame.length)
  const version = frame.readUInt16LE(16)
  if (version !== 1) throw raise('TDENGINE_FRAME', { reason: `a reply of version ${version}` })
  const messageLength = frame.readUInt32LE(38)
  const end = 42 + messageLength
  if (end > frame.length) throw short('reply', frame.length)
  return {
    action: Number(frame.readBigUInt64LE(8)),
    timing: frame.readBigUInt64LE(18),
    requestId: frame.readBigUInt64LE(26),
    code: frame.readUInt32LE(34),
    message: frame.toString('utf8', 42, end),
    end,
  }
}

function short(what: string, length: number): Error {
  return raise('TDENGINE_FRAME', { reason: `a ${what} of ${length} bytes ends too early` })
}

/** Decodes a `fetch_raw_block` reply; `TDENGINE_FRAME` when it is truncated or of another kind. */
export function decodeFetchReply(frame: Buffer): FetchReply {
  const head = readBinaryReplyHead(frame)
  if (head === null || head.action !== binaryAction.fetchRawBlock) {
    throw raise('TDENGINE_FRAME', { reason: 'a binary frame that answers no fetch_raw_block' })
  }
  const { end } = head
  if (frame.length < end + 9) throw short('fetch_raw_block reply', frame.length)
  const resultId = frame.readBigUInt64LE(end)
  const finished = frame[end + 8] !== 0
  let block: Buffer | null = null
  if (!finished) {
    if (frame.length < end + 13) throw short('fetch_raw_block reply', frame.length)
    const length = frame.readUInt32LE(end + 9)
    if (frame.length < end + 13 + length) throw short('fetch_raw_block reply', frame.length)
    block = frame.subarray(end + 13, end + 13 + length)
  }
  return {
    timing: head.timing,
    requestId: head.requestId,
    code: head.code,
    message: head.message,
    resultId,
    finished,
    block,
  }
}

/** A reply to the older `fetch_block`: a block known by its result, without a request id. */
export interface FetchBlockReply {
  readonly timing: bigint
  readonly resultId: bigint
  readonly block: Buffer
}

/** Decodes a reply to `fetch_block` on `/ws`. */
export function decodeFetchBlockReply(frame: Buffer): FetchBlockReply {
  if (frame.length < 16) throw short('fetch_block reply', frame.length)
  return {
    timing: frame.readBigUInt64LE(0),
    resultId: frame.readBigUInt64LE(8),
    block: frame.subarray(16),
  }
}

/** Encodes a reply to `fetch_block` on `/ws`. */
export function encodeFetchBlockReply(reply: FetchBlockReply): Buffer {
  const head = Buffer.allocUnsafe(16)
  head.writeBigUInt64LE(reply.timing, 0)
  head.writeBigUInt64LE(reply.resultId, 8)
  return Buffer.concat([head, reply.block])
}
