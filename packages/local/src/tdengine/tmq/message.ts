import {
  encodeBlock,
  encodeTmqBody,
  schemaBytes,
  type TDengineType,
  type TDengineValue,
  type TmqBlockToEncode,
  tmqRawType,
  wireType,
} from '@tidewire/tdengine/wire'
import type { DataType } from '../engine/api.ts'
import { wireTypeId } from '../ws/open-results.ts'
import type { MetaJson } from './meta-json.ts'
import { metaRawType } from './meta-json.ts'

/** A column of a block: its number and flags are those of TDengine's schemas. */
export interface MessageColumn {
  readonly name: string
  readonly type: DataType
  readonly id: number
  readonly flags: number
}

/** One block of a data message: rows of one table from one write. */
export interface MessageBlock {
  /** Null for topics of a query. */
  readonly tableName: string | null
  readonly precision: 0 | 1 | 2
  readonly schemaVersion: number
  readonly columns: readonly MessageColumn[]
  readonly rows: number
  /** Column by column. */
  readonly values: readonly (readonly TDengineValue[])[]
}

/** What a poll brings. Offsets are versions of the vgroup's log. */
export type TopicMessage =
  | {
      readonly kind: 'data'
      readonly blocks: readonly MessageBlock[]
      /** The child tables that the rows made, for topics with meta. */
      readonly created: MetaJson | undefined
      readonly request: bigint
      readonly response: bigint
    }
  | {
      readonly kind: 'meta'
      readonly json: MetaJson
      readonly rawType: number
      readonly request: bigint
      readonly response: bigint
    }

/** Message types of `poll`: 1 data, 2 meta, 3 data that made tables. */
export function messageType(message: TopicMessage): 1 | 2 | 3 {
  if (message.kind === 'meta') return 2
  return message.created === undefined ? 1 : 3
}

/** The JSON that `fetch_json_meta` shows. */
export function messageMeta(message: TopicMessage): MetaJson | undefined {
  return message.kind === 'meta' ? message.json : message.created
}

/** The offset that `poll` tells: where the data began, or where meta ended. */
export function messageOffset(message: TopicMessage): bigint {
  return message.kind === 'data' ? message.request : message.response
}

/** Encodes a block; `textTags` gives JSON tags as text, for `fetch_block`. */
export function blockBytes(block: MessageBlock, textTags = false): Buffer {
  const bytes = encodeBlock(
    block.columns.map(({ type }, i) => ({
      type: type.name as TDengineType,
      length: type.length,
      precision: type.precision,
      scale: type.scale,
      values: block.values[i] ?? [],
    })),
    { version: textTags ? 1 : 2 },
  )
  if (textTags) bytes.writeInt32LE(2, 0)
  return bytes
}

/** The description of a block that `fetch` answers. */
export function blockFields(block: MessageBlock): Record<string, unknown> {
  const { columns } = block
  return {
    completed: false,
    table_name: block.tableName ?? '',
    rows: block.rows,
    fields_count: columns.length,
    fields_names: columns.map(({ name }) => name),
    fields_types: columns.map(({ type }) => wireTypeId(type)),
    fields_lengths: columns.map(({ type }) => type.length),
    precision: block.precision,
  }
}

/** What `fetch` answers after the last block. */
export const noMoreBlocks: Readonly<Record<string, unknown>> = {
  completed: true,
  table_name: '',
  rows: 0,
  fields_count: 0,
  fields_names: null,
  fields_types: null,
  fields_lengths: null,
  precision: 0,
}

function toEncode(block: MessageBlock): TmqBlockToEncode {
  return {
    precision: block.precision,
    block: blockBytes(block),
    schemaVersion: block.schemaVersion,
    columns: block.columns.map(column => {
      const type = wireType(column.type.name as TDengineType, column.type.precision)
      return {
        name: column.name,
        type,
        flags: column.flags,
        bytes: schemaBytes(type, column.type.length),
        id: column.id,
      }
    }),
    tableName: block.tableName,
  }
}

/**
 * The raw type and body that `fetch_raw_data` answers. The bodies of meta messages are the engine's own and only of use
 * to the engine that made them; this server puts the meta's JSON there.
 */
export function messageBody(message: TopicMessage): {
  readonly rawType: number
  readonly body: Buffer
} {
  const { request, response } = message
  if (message.kind === 'meta') {
    return { rawType: message.rawType, body: Buffer.from(JSON.stringify(message.json), 'utf8') }
  }
  const blocks = message.blocks.map(toEncode)
  if (message.created === undefined) {
    return { rawType: tmqRawType.data, body: encodeTmqBody(blocks, { request, response }) }
  }
  const data = encodeTmqBody(blocks, { request, response })
  // Behind the blocks: the number of create-table records instead of the sleep time.
  const record = Buffer.from(JSON.stringify(message.created), 'utf8')
  const head: number[] = []
  for (let rest = record.length; ; rest >>>= 7) {
    if (rest < 0x80) {
      head.push(rest)
      break
    }
    head.push((rest & 0x7f) | 0x80)
  }
  const count = Buffer.alloc(4)
  count.writeUInt32LE(1)
  return {
    rawType: tmqRawType.dataWithMeta,
    body: Buffer.concat([data.subarray(0, data.length - 8), count, Buffer.from(head), record]),
  }
}

/** A batch of meta messages in one. */
export function batchOf(metas: readonly MetaJson[]): {
  readonly json: MetaJson
  readonly rawType: number
} {
  return { json: { tmq_meta_version: '1.0', metas }, rawType: metaRawType.batch }
}
