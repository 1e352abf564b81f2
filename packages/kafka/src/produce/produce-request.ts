import { type Request, requestOf } from '../wire/apis.ts'
import { ByteCursor } from '../wire/byte-cursor.ts'
import type { Library, Reader } from '../wire/library.ts'

/** A record batch for one partition. */
export interface ProducePartition {
  readonly topic: string
  readonly partition: number
  readonly batch: Buffer
}

/** A request to store record batches; one batch a partition. */
export interface ProduceOptions {
  readonly acks: -1 | 0 | 1
  readonly timeoutMs: number
  readonly partitions: readonly ProducePartition[]
}

/** What became of one partition's batch. */
export interface ProducedPartition {
  readonly topic: string
  readonly partition: number
  readonly code: number
  readonly baseOffset: bigint
  /** The broker's words, those about single records included. */
  readonly text: string | null
}

/** A produce response; no partitions when no answer was asked for (`acks=0`). */
export interface ProduceResponse {
  readonly partitions: readonly ProducedPartition[]
}

/** The Produce request for batches that are bytes already (Kafka protocol, Produce versions 8 and 9). */
export function produceRequestOf(lib: Library): Request<[ProduceOptions], ProduceResponse> {
  const api = (version: number, compact: boolean) =>
    lib.createAPI<[ProduceOptions], ProduceResponse>(
      0,
      version,
      (options: ProduceOptions) => encodeProduce(lib, options, compact),
      (_correlation, _key, _version, reader) => parseProduce(reader, compact),
      compact,
      compact,
    )
  return requestOf('Produce', api(9, true), api(8, false))
}

function encodeProduce(lib: Library, options: ProduceOptions, compact: boolean) {
  const topics = [...Map.groupBy(options.partitions, p => p.topic)]
  const writer = lib.Writer.create()
    .appendString(null, compact)
    .appendInt16(options.acks)
    .appendInt32(options.timeoutMs)
    .appendArray(
      topics,
      (w, [topic, partitions]) => {
        w.appendString(topic, compact).appendArray(
          partitions,
          (w, p) => {
            w.appendInt32(p.partition).appendBytes(p.batch, compact)
          },
          compact,
          compact,
        )
      },
      compact,
      compact,
    )
  if (compact) writer.appendTaggedFields()
  if (options.acks === 0) writer.context.noResponse = true
  return writer
}

function parseProduce(reader: Reader, compact: boolean): ProduceResponse {
  const cursor = new ByteCursor(reader.buffer.slice(reader.position), compact)
  const partitions: ProducedPartition[] = []
  const topics = cursor.arrayLength()
  for (let t = 0; t < topics; t += 1) {
    const topic = cursor.string() ?? ''
    const count = cursor.arrayLength()
    for (let p = 0; p < count; p += 1) {
      const partition = cursor.int32()
      const code = cursor.int16()
      const baseOffset = cursor.int64()
      cursor.int64()
      cursor.int64()
      const texts: string[] = []
      const errors = cursor.arrayLength()
      for (let e = 0; e < errors; e += 1) {
        const index = cursor.int32()
        const text = cursor.string()
        cursor.tags()
        // A batch of bad records would make a message without end.
        if (e < 3) texts.push(`record ${index}: ${text ?? 'refused'}`)
      }
      const text = cursor.string()
      cursor.tags()
      const words = [text, ...texts].filter(w => w !== null).join('; ')
      partitions.push({ topic, partition, code, baseOffset, text: words === '' ? null : words })
    }
    cursor.tags()
  }
  return { partitions }
}
