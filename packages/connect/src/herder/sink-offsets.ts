import type { Kafka } from '@tidewire/kafka'
import { raise } from '../raise.ts'

/** One entry of an offsets request or answer. */
export interface OffsetEntry {
  readonly partition: Readonly<Record<string, unknown>> | null
  readonly offset: Readonly<Record<string, unknown>> | null
}

/** A wanted change of one partition; `null` removes its offset. */
export interface WantedOffset {
  readonly topic: string
  readonly partition: number
  readonly offset: bigint | null
}

function integer(value: unknown): bigint | null {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : null
  return typeof value === 'string' && /^[+-]?\d+$/.test(value) ? BigInt(value) : null
}

/** Reads the entries of a request about a sink connector, with Kafka Connect's error texts. */
export function parseSinkOffsets(entries: readonly OffsetEntry[]): WantedOffset[] {
  const bad = (text: string) => raise('CONNECT_BAD_REQUEST', { text })
  return entries.map(({ partition, offset }) => {
    if (partition === null) {
      throw bad('The partition for a sink connector offset cannot be null or missing')
    }
    const topic = partition.kafka_topic
    const number = partition.kafka_partition
    if (topic === undefined || topic === null || number === undefined || number === null) {
      throw bad(
        "The partition for a sink connector offset must contain the keys 'kafka_topic' and 'kafka_partition'",
      )
    }
    const parsed = integer(number)
    if (parsed === null) {
      throw bad(
        `Failed to parse the following Kafka partition value in the provided offsets: '${String(number)}'. Partition values for sink connectors need to be integers.`,
      )
    }
    if (offset === null) return { topic: String(topic), partition: Number(parsed), offset: null }
    const wanted = offset.kafka_offset
    if (wanted === undefined || wanted === null) {
      throw bad(
        "The offset for a sink connector should either be null or contain the key 'kafka_offset'",
      )
    }
    const position = integer(wanted)
    if (position === null) {
      throw bad(
        `Failed to parse the following Kafka offset value in the provided offsets: '${String(wanted)}'. Offset values for sink connectors need to be integers.`,
      )
    }
    return { topic: String(topic), partition: Number(parsed), offset: position }
  })
}

/** The offsets of a sink connector's group, as REST shows them. */
export async function readSinkOffsets(
  kafka: Kafka,
  groupId: string,
  signal: AbortSignal,
): Promise<OffsetEntry[]> {
  const offsets = await kafka.admin.committedOffsets(groupId, signal)
  return offsets.map(({ topic, partition, offset }) => ({
    partition: { kafka_partition: partition, kafka_topic: topic },
    offset: { kafka_offset: offset },
  }))
}

/** Sets, moves or removes offsets of a stopped sink connector's group. */
export async function alterSinkOffsets(
  kafka: Kafka,
  connector: string,
  groupId: string,
  wanted: readonly WantedOffset[],
  signal: AbortSignal,
): Promise<void> {
  if (wanted.some(({ offset }) => offset !== null && offset < 0n)) {
    throw raise('CONNECT_SERVER', {
      text: `Failed to modify offsets for sink connector ${connector}`,
    })
  }
  try {
    await kafka.admin.describeTopics([...new Set(wanted.map(({ topic }) => topic))], signal)
    const set = wanted.flatMap(({ topic, partition, offset }) =>
      offset === null ? [] : [{ topic, partition, offset }],
    )
    const gone = wanted.filter(({ offset }) => offset === null)
    if (gone.length > 0) await removeOffsets(kafka, groupId, gone, signal)
    if (set.length > 0) await kafka.admin.alterGroupOffsets(groupId, set, signal)
  } catch (error) {
    throw raise(
      'CONNECT_SERVER',
      { text: `Failed to alter consumer group offsets for connector ${connector}` },
      { cause: error },
    )
  }
}

/** Removes some offsets; a group that does not exist has none. */
async function removeOffsets(
  kafka: Kafka,
  groupId: string,
  gone: readonly WantedOffset[],
  signal: AbortSignal,
): Promise<void> {
  const all = await kafka.admin.committedOffsets(groupId, signal)
  const there = all.filter(({ topic, partition }) =>
    gone.some(g => g.topic === topic && g.partition === partition),
  )
  if (there.length > 0) await kafka.admin.deleteGroupOffsets(groupId, there, signal)
}

/** Removes all offsets of a stopped sink connector's group. */
export async function resetSinkOffsets(
  kafka: Kafka,
  connector: string,
  groupId: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    const groups = await kafka.admin.listGroups(signal)
    if (groups.some(group => group.groupId === groupId)) {
      await kafka.admin.deleteGroups([groupId], signal)
    }
  } catch (error) {
    throw raise(
      'CONNECT_SERVER',
      { text: `Failed to reset consumer group offsets for connector ${connector}` },
      { cause: error },
    )
  }
}
