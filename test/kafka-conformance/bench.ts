import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { type BytesBatch, offsetOf, valueBytes } from '@tidewire/core'
import {
  type Kafka,
  openKafka,
  type PartitionReader,
  type ProducerRecord,
  type TopicPartition,
} from '@tidewire/kafka'
import { expect } from 'vitest'

/** A running broker. */
export interface Broker {
  readonly bootstrapServers: string
}

/** Text as bytes. */
export const text = (value: string) => Buffer.from(value)
/** A name that no other test has. */
export const unique = (name: string) => `${name}-${randomUUID().slice(0, 8)}`

/** The values of all records, as text. */
export const valuesOf = (batches: readonly BytesBatch[]): string[] =>
  batches.flatMap(b =>
    Array.from({ length: b.count }, (_, i) => valueBytes(b, i)?.toString() ?? 'null'),
  )

/** The offsets of all records. */
export const offsetsOf = (batches: readonly BytesBatch[]): bigint[] =>
  batches.flatMap(b => Array.from({ length: b.count }, (_, i) => offsetOf(b, i)))

/** Reads until `count` records are there. */
export async function take(
  reader: Pick<PartitionReader, 'next'>,
  count: number,
  timeoutMs = 10_000,
): Promise<BytesBatch[]> {
  const signal = AbortSignal.timeout(timeoutMs)
  const batches: BytesBatch[] = []
  for (let have = 0; have < count; ) {
    const more = await reader.next(signal)
    batches.push(...more)
    have += more.reduce((n, b) => n + b.count, 0)
  }
  return batches
}

/** Asserts that nothing arrives for a moment. */
export async function silence(reader: Pick<PartitionReader, 'next'>, ms = 300): Promise<void> {
  await expect(reader.next(AbortSignal.timeout(ms))).rejects.toMatchObject({ name: 'TimeoutError' })
}

/** Waits for a condition. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  ms = 10_000,
) {
  const end = performance.now() + ms
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`waited ${ms} ms in vain: ${what}`)
    await delay(20)
  }
}

/** What a broker is not asked for. */
export interface ConformanceOptions {
  /** Why the broker offers no transactions. */
  readonly withoutTransactions?: string
  /** Shortest session that the broker allows, in milliseconds; Apache Kafka's when absent. */
  readonly leastSessionMs?: number
}

/** A client of the broker under test; it is open between `open` and disposal. */
export class ConformanceBench implements AsyncDisposable {
  readonly sessionMs: number
  readonly withoutTransactions: string | undefined
  readonly #broker: () => Broker
  #kafka: Kafka | null = null

  constructor(broker: () => Broker, options: ConformanceOptions) {
    this.#broker = broker
    this.sessionMs = options.leastSessionMs ?? 6000
    this.withoutTransactions = options.withoutTransactions
  }

  get bootstrapServers(): string {
    return this.#broker().bootstrapServers
  }

  get kafka(): Kafka {
    if (this.#kafka === null) throw new Error('the client is not open')
    return this.#kafka
  }

  async open(): Promise<void> {
    const config = { 'bootstrap.servers': this.bootstrapServers }
    this.#kafka = await openKafka(config, { clientId: 'conformance' })
  }

  readonly newTopic = async (
    partitions = 1,
    config: Record<string, string> = {},
  ): Promise<string> => {
    const name = unique('t')
    await this.kafka.admin.createTopics([{ name, partitions, replicationFactor: 1, config }])
    return name
  }

  readonly produce = async (
    records: readonly ProducerRecord[],
    config: Record<string, string> = {},
  ): Promise<readonly (TopicPartition & { readonly baseOffset: bigint })[]> => {
    await using producer = this.kafka.producer(config)
    return await producer.send(records)
  }

  /** Records `line 0`, `line 1` and so on. */
  readonly lines = (topic: string, count: number, partition = 0): ProducerRecord[] =>
    Array.from({ length: count }, (_, i) => ({
      topic,
      partition,
      key: null,
      value: text(`line ${i}`),
    }))

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#kafka?.[Symbol.asyncDispose]()
  }
}
