import { describe, expect, test } from 'vitest'
import { readRecording, recordingsOf, wholeFrame } from '../recording.test.kit.ts'
import { bindBlock, bindValues } from './bind-block.ts'
import { userLength } from './data-type.ts'
import {
  decodeFetchReply,
  encodeFetchReply,
  encodeSqlRequest,
  readBinaryHead,
} from './fetch-frame.ts'
import { RawBlock } from './raw-block.ts'
import { encodeBlock } from './raw-block-encode.ts'
import { encodeBindRequest } from './stmt2-bind.ts'
import { decodeBindPayload } from './stmt2-bind-decode.ts'
import {
  decodeTmqBody,
  decodeTmqReply,
  encodeTmqBody,
  encodeTmqReply,
  tmqRawType,
} from './tmq-message.ts'

function encodedAgain(block: RawBlock): Buffer {
  const columns = block.columns.map((column, i) => ({
    type: column.type.name,
    length: userLength(column.type, column.bytes),
    precision: column.precision,
    scale: column.scale,
    values: Array.from({ length: block.rows }, (_, row) => block.value(row, i)),
  }))
  const version = block.version === 2 ? 2 : 1
  return encodeBlock(columns, { version, groupId: block.bytes.readBigUInt64LE(20) })
}

/** Bits of the NULL bitmap behind the last row are left over from other rows on the server. */
function withoutStrayBits(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes)
  const block = new RawBlock(copy)
  const used = block.rows & 7
  if (used === 0) return copy
  for (const column of block.columns) {
    if (column.type.lengthBytes > 0) continue
    copy[column.dataStart - 1]! &= 0xff << (8 - used)
  }
  return copy
}

function framesOf(name: string, t: 'send' | 'recv') {
  return readRecording(name).filter(line => line.t === t && line.kind === 'binary')
}

describe('what is decoded and encoded again is the frame of the real server', () => {
  const names = ['ws-', 'stmt2-', 'sql-'].flatMap(recordingsOf)
  test.each(names.filter(name => framesOf(name, 'recv').length > 0))('blocks of %s', name => {
    for (const line of framesOf(name, 'recv')) {
      const frame = wholeFrame(line)
      if (frame.readBigUInt64LE(0) !== 0xffff_ffff_ffff_ffffn) continue
      const reply = decodeFetchReply(frame)
      if (reply.block === null) {
        expect(encodeFetchReply(reply)).toEqual(frame)
        continue
      }
      const block = encodedAgain(new RawBlock(reply.block))
      expect(block).toEqual(withoutStrayBits(reply.block))
      expect(encodeFetchReply({ ...reply, block }).length).toBe(frame.length)
    }
  })

  test.each(recordingsOf('tmq-'))('messages of %s', name => {
    for (const line of framesOf(name, 'recv')) {
      const frame = wholeFrame(line)
      if (frame.readBigUInt64LE(0) !== 0xffff_ffff_ffff_ffffn) continue
      const reply = decodeTmqReply(frame)
      if (reply.code !== 0) {
        expect(encodeTmqReply(reply)).toEqual(frame)
        continue
      }
      if (reply.rawType === tmqRawType.dataWithMeta) {
        expect(decodeTmqBody(reply.body).length).toBeGreaterThan(0)
      }
      if (reply.rawType !== tmqRawType.data) continue
      const offsets = {
        request: reply.body.readBigInt64LE(6),
        response: reply.body.readBigInt64LE(15),
      }
      const blocks = decodeTmqBody(reply.body).map(({ block, columns, ...rest }) => ({
        ...rest,
        columns: columns ?? [],
        block: encodedAgain(block),
      }))
      expect(encodeTmqReply({ ...reply, body: encodeTmqBody(blocks, offsets) })).toEqual(frame)
    }
  })

  test.each(recordingsOf('stmt2-'))('binds of %s', name => {
    const lines = readRecording(name)
    for (const [i, line] of lines.entries()) {
      if (line.t !== 'send' || line.decoded?.action !== 9) continue
      const frame = Buffer.from(line.hex ?? '', 'hex')
      const bind = decodeBindPayload(frame.subarray(30))
      if (!bind.ok) {
        // The adapter refused it in these words.
        const answer = lines.slice(i).find(other => other.t === 'recv')
        expect(answer?.json).toMatchObject({ code: 65535, message: bind.message })
        continue
      }
      const { what } = line.decoded as { what?: string }
      if (what === 'tags offset 0' || what === 'table count 0' || what === 'version 2') continue
      const tables = bind.tables.map(table => ({
        name: table.name,
        tags: table.tags.map(block => again(block)),
        columns: table.columns.map(block => again(block)),
      }))
      const head = readBinaryHead(frame)
      const columnIndex = frame.readInt32LE(26)
      expect(encodeBindRequest(head!.requestId, head!.resourceId, tables, columnIndex)).toEqual(
        frame,
      )
    }
  })

  test.each(recordingsOf('ws-'))('statements of %s', name => {
    for (const line of framesOf(name, 'send')) {
      const { action, sql } = line.decoded ?? {}
      if (action !== 6 || sql === undefined || 'what' in (line.decoded ?? {})) continue
      const frame = Buffer.from(line.hex ?? '', 'hex')
      expect(encodeSqlRequest(readBinaryHead(frame)!.requestId, sql)).toEqual(frame)
    }
  })
})

/** DECIMAL cannot be bound; recordings of the refusal hold it as it is. */
function again(block: Parameters<typeof bindValues>[0]) {
  return block.type.name === 'DECIMAL' ? block : bindBlock(block.type.name, bindValues(block))
}
