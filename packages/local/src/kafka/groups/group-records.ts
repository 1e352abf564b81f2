import type { PlainRecord } from '@tidewire/kafka/records'
import {
  bytes,
  type Decoded,
  type Encodable,
  int32,
  int64,
  list,
  type Shape,
  string,
  structCodec,
} from '../protocol/schema.ts'
import { WireReader } from '../protocol/wire-reader.ts'
import { WireWriter } from '../protocol/wire-writer.ts'

/**
 * Records of the topic `__consumer_offsets`, in Kafka's own layout: a key of version 0 or 1 is a committed offset, of
 * version 2 a group's metadata. A value of null deletes.
 */

const offsetKey = { group: string, topic: string, partition: int32 }
const groupKey = { group: string }
const offsetValue = {
  offset: int64,
  leaderEpoch: int32.or(-1),
  metadata: string,
  commitTimestamp: int64,
}
const groupValue = {
  protocolType: string,
  generation: int32,
  protocol: string.nullable(),
  leader: string.nullable(),
  currentStateTimestamp: int64,
  members: list({
    memberId: string,
    groupInstanceId: string.nullable(),
    clientId: string,
    clientHost: string,
    rebalanceTimeout: int32,
    sessionTimeout: int32,
    subscription: bytes,
    assignment: bytes,
  }),
}

const keyVersion = { offset: 1, group: 2 } as const
const valueVersion = 3

/** A committed offset as it is stored. */
export type StoredOffset = Decoded<typeof offsetValue>
/** A group's metadata as it is stored. */
export type StoredGroup = Decoded<typeof groupValue>

/** One record of the topic, understood. */
export type GroupRecord =
  | {
      readonly kind: 'offset'
      readonly group: string
      readonly topic: string
      readonly partition: number
      readonly value: StoredOffset | null
    }
  | { readonly kind: 'group'; readonly group: string; readonly value: StoredGroup | null }

function encode<S extends Shape>(version: number, shape: S, value: Encodable<S>): Buffer {
  const writer = new WireWriter(256)
  writer.int16(version)
  structCodec(shape, version, false).write(writer, value)
  return writer.toBuffer()
}

function decode<S extends Shape>(from: Buffer, shape: S): Decoded<S> {
  const reader = new WireReader(from)
  return structCodec(shape, reader.int16(), false).read(reader)
}

/** The record of a committed offset; a tombstone for null (Kafka, `__consumer_offsets`). */
export function offsetRecord(
  key: { readonly group: string; readonly topic: string; readonly partition: number },
  value: StoredOffset | null,
): PlainRecord {
  return {
    key: encode(keyVersion.offset, offsetKey, key),
    value: value === null ? null : encode(valueVersion, offsetValue, value),
  }
}

/** The record of a group and its members; a tombstone for null (Kafka, `__consumer_offsets`). */
export function groupRecord(
  group: string,
  value: Encodable<typeof groupValue> | null,
): PlainRecord {
  return {
    key: encode(keyVersion.group, groupKey, { group }),
    value: value === null ? null : encode(valueVersion, groupValue, value),
  }
}

/** Understands a record; null for a kind that this broker does not write. */
export function readGroupRecord(key: Buffer, value: Buffer | null): GroupRecord | null {
  const version = key.readInt16BE(0)
  if (version <= keyVersion.offset) {
    const { group, topic, partition } = decode(key, offsetKey)
    const stored = value === null ? null : decode(value, offsetValue)
    return { kind: 'offset', group, topic, partition, value: stored }
  }
  if (version === keyVersion.group) {
    const { group } = decode(key, groupKey)
    return { kind: 'group', group, value: value === null ? null : decode(value, groupValue) }
  }
  return null
}
