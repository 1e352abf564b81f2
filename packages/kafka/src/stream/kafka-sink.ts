import {
  type Header,
  jsonText,
  type Props,
  type SinkWriter,
  type StreamContext,
  type StreamSink,
} from '@tidewire/core'
import type { Producer, ProducerRecord } from '../api.ts'
import { raise } from '../errors.ts'
import { openKafka } from '../kafka.ts'

/** A record that a serializer makes. Text is written as UTF-8. */
export interface KafkaSinkRecord {
  readonly key?: string | Uint8Array | null
  readonly value: string | Uint8Array | null
  /** The topic of the options when absent. */
  readonly topic?: string
  readonly partition?: number
  /** Milliseconds since the epoch; now when absent. */
  readonly timestamp?: bigint
  readonly headers?: readonly Header[]
}

/** Where to write and how. */
export interface KafkaSinkOptions<T> {
  readonly topic: string
  /**
   * How an element becomes a record: `json` (integers of any size keep their digits, bytes become base64), `text`, or a
   * function; undefined leaves the element out.
   */
  readonly serializer: 'json' | 'text' | ((element: T) => KafkaSinkRecord | undefined)
}

/** Requests that may be under way before `write` waits. */
const maximumUnderway = 8

/**
 * Writes to topics of Kafka (Flink's `KafkaSink`, at least once). `config` has Kafka's producer keys, with
 * `bootstrap.servers`. A checkpoint waits until Kafka has acknowledged everything.
 */
export class KafkaSink<T> implements StreamSink<T> {
  readonly name = 'kafka-sink'
  readonly #config: Props
  readonly #options: KafkaSinkOptions<T>

  constructor(config: Props, options: KafkaSinkOptions<T>) {
    this.#config = config
    this.#options = options
  }

  async createWriter({ log }: StreamContext): Promise<SinkWriter<T>> {
    const kafka = await openKafka(this.#config, { clientId: 'tidewire-job', log })
    const producer = kafka.producer()
    return new RecordWriter(producer, this.#options, async () => {
      await producer[Symbol.asyncDispose]()
      await kafka[Symbol.asyncDispose]()
    })
  }
}

class RecordWriter<T> implements SinkWriter<T> {
  readonly #producer: Producer
  readonly #options: KafkaSinkOptions<T>
  readonly #close: () => Promise<void>
  readonly #underway = new Set<Promise<void>>()
  #failure: { readonly error: unknown } | null = null

  constructor(producer: Producer, options: KafkaSinkOptions<T>, close: () => Promise<void>) {
    this.#producer = producer
    this.#options = options
    this.#close = close
  }

  async write(elements: readonly T[], signal: AbortSignal): Promise<void> {
    const records: ProducerRecord[] = []
    for (const element of elements) {
      const record = this.#record(element)
      if (record !== undefined) records.push(record)
    }
    while (this.#underway.size >= maximumUnderway) await Promise.race(this.#underway)
    this.#check()
    if (records.length === 0) return
    const sending: Promise<void> = this.#producer
      .send(records, signal)
      .then(
        () => undefined,
        (error: unknown) => {
          this.#failure ??= { error }
        },
      )
      .finally(() => this.#underway.delete(sending))
    this.#underway.add(sending)
  }

  async flush(): Promise<void> {
    await Promise.all(this.#underway)
    this.#check()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#close()
  }

  #check(): void {
    if (this.#failure !== null) throw this.#failure.error
  }

  #record(element: T): ProducerRecord | undefined {
    const { serializer, topic } = this.#options
    if (serializer === 'text') {
      return { topic, key: null, value: Buffer.from(String(element)) }
    }
    if (serializer === 'json') {
      const text = jsonText(element)
      if (text === undefined) throw raise('KAFKA_STREAM_ELEMENT', { type: typeof element })
      return { topic, key: null, value: Buffer.from(text) }
    }
    const record = serializer(element)
    if (record === undefined) return undefined
    return {
      topic: record.topic ?? topic,
      key: bytesOf(record.key ?? null),
      value: bytesOf(record.value),
      ...(record.partition === undefined ? {} : { partition: record.partition }),
      ...(record.timestamp === undefined ? {} : { timestamp: record.timestamp }),
      ...(record.headers === undefined ? {} : { headers: record.headers }),
    }
  }
}

function bytesOf(value: string | Uint8Array | null): Uint8Array | null {
  return typeof value === 'string' ? Buffer.from(value) : value
}
