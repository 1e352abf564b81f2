import { type BytesBatch, offsetOf, type RecordsBatch } from '@tidewire/core'
import { encodeBatch, readRecordSet } from '@tidewire/kafka/records'

/** A record batch as Kafka delivers it. */
export function kafkaBatch(
  topic: string,
  values: readonly (string | Uint8Array | null)[],
  options: {
    readonly partition?: number
    readonly baseOffset?: bigint
    readonly key?: string
  } = {},
): BytesBatch {
  const partition = options.partition ?? 0
  const key = options.key === undefined ? null : Buffer.from(options.key)
  const records = values.map(value => ({
    key,
    value: value === null ? null : Buffer.from(value),
    timestamp: 1_700_000_000_000n,
  }))
  const baseOffset = options.baseOffset ?? 0n
  const bytes = encodeBatch(records, { baseOffset })
  const [batch] = readRecordSet(bytes, { topic, partition, fromOffset: baseOffset }).batches
  if (batch === undefined) throw new Error('a batch without records')
  return batch
}

/** The same records after a converter. */
export function convertedBatch(source: BytesBatch, values: readonly unknown[]): RecordsBatch {
  return {
    form: 'records',
    topic: source.topic,
    partition: source.partition,
    count: values.length,
    source,
    sourceIndex: Int32Array.from(values, (_, i) => i),
    records: values.map((value, i) => ({
      topic: source.topic,
      partition: source.partition,
      offset: offsetOf(source, i),
      timestamp: null,
      timestampType: 'CreateTime',
      keySchema: null,
      key: null,
      valueSchema: null,
      value,
      headers: [],
    })),
  }
}
