import { type ConfigOf, isRetriable, retry, type SourceBytesBatch } from '@tidewire/core'
import type { Producer, ProducerRecord, TopicPartition } from '../api.ts'
import type { producerConfig } from '../config/client-config.ts'
import { raise } from '../errors.ts'
import { partitionKey } from '../partition-key.ts'
import { batchHeaderSize } from '../records/batch-header.ts'
import type { Compression } from '../records/compression.ts'
import { type RecordList, recordSizeBound } from '../records/encode-batch.ts'
import { EncodableBatch, RecordSlice } from '../records/record-slice.ts'
import { abortable } from '../wire/abortable.ts'
import type { Cluster, TopicInfo } from '../wire/cluster.ts'
import type { Segment } from './line.ts'
import { Partitioner } from './partitioner.ts'
import { SendBuffer } from './send-buffer.ts'
import { SendOrder } from './send-order.ts'
import { Sender } from './sender.ts'

/** Parsed producer keys. */
export type ProducerValues = ConfigOf<(typeof producerConfig)['keys']>

type Sent = TopicPartition & { readonly baseOffset: bigint }

/** One partition's share of a call. */
interface Share {
  readonly topic: string
  readonly partition: number
  readonly records: RecordList
  /** An upper bound of the bytes of all records. */
  bytes: number
  /** The same of one. */
  sizeOf(index: number): number
}

/** A share being filled with records. */
interface FilledShare extends Share {
  readonly records: ProducerRecord[]
}

function acksOf(text: string): -1 | 0 | 1 {
  if (text === '0') return 0
  return text === '1' ? 1 : -1
}

function topicsOf(records: readonly ProducerRecord[]): Set<string> {
  const topics = new Set<string>()
  let last: string | undefined
  // Neighbours mostly go to the same topic.
  for (const { topic } of records) {
    if (topic !== last) topics.add(topic)
    last = topic
  }
  return topics
}

/**
 * `Producer`: chooses partitions, bounds the memory of what waits, and leaves the sending to `Sender`. Calls reach it in
 * the order they were made, so records of one partition are sent in that order.
 */
export class BatchingProducer implements Producer {
  readonly #cluster: Cluster
  readonly #maxBlockMs: number
  readonly #maxRequestSize: number
  readonly #partitioner: Partitioner
  readonly #buffer: SendBuffer
  readonly #order = new SendOrder()
  readonly #sender: Sender
  #closed = false

  constructor(cluster: Cluster, config: ProducerValues) {
    const acks = acksOf(config.acks)
    const idempotent = config['enable.idempotence'] ?? acks === -1
    if (idempotent && acks !== -1) {
      throw raise('KAFKA_CONFIG', { problem: 'enable.idempotence=true needs acks=all' })
    }
    this.#cluster = cluster
    this.#maxBlockMs = config['max.block.ms']
    this.#maxRequestSize = config['max.request.size']
    this.#partitioner = new Partitioner(config['batch.size'])
    this.#buffer = new SendBuffer(config['buffer.memory'])
    this.#sender = new Sender(cluster, {
      acks,
      idempotent,
      compression: config['compression.type'] as Compression,
      lingerMs: config['linger.ms'],
      batchSize: config['batch.size'],
      maxRequestSize: this.#maxRequestSize,
      deliveryTimeoutMs: config['delivery.timeout.ms'],
      retries: config.retries,
      requestTimeoutMs: cluster.options.link.requestTimeoutMs,
    })
  }

  async send(records: readonly ProducerRecord[], signal?: AbortSignal): Promise<readonly Sent[]> {
    signal?.throwIfAborted()
    if (this.#closed) throw raise('KAFKA_CLOSED', { doing: 'sending records' })
    if (records.length === 0) return []
    const topics = topicsOf(records)
    return await this.#pass(topics, end => this.#share(records, topics, end, signal), signal)
  }

  async sendBytes(batch: SourceBytesBatch, signal?: AbortSignal): Promise<readonly Sent[]> {
    signal?.throwIfAborted()
    if (this.#closed) throw raise('KAFKA_CLOSED', { doing: 'sending records' })
    if (batch.count === 0) return []
    const topics = new Set([batch.topic])
    return await this.#pass(topics, end => this.#shareBytes(batch, end, signal), signal)
  }

  /** Hands over what `divide` makes of a call, in the order of the calls, and waits until it is stored. */
  async #pass(
    topics: ReadonlySet<string>,
    divide: (end: number) => Promise<readonly Share[]>,
    signal?: AbortSignal,
  ): Promise<readonly Sent[]> {
    const end = Date.now() + this.#maxBlockMs
    let dropped = false
    const enqueue = async () => {
      const shares = await divide(end)
      let bytes = 0
      for (const share of shares) bytes += share.bytes
      await this.#buffer.take(bytes, end - Date.now(), signal)
      // No wait from here to the lines of the partitions; the answers are awaited out of order.
      return { work: Promise.all(shares.map(share => this.#deliver(share, () => dropped))) }
    }
    const { work } = await this.#order.pass(topics, enqueue, signal)
    try {
      return await abortable(work, signal)
    } catch (error) {
      dropped = true
      this.#sender.pump()
      throw error
    }
  }

  async #share(
    records: readonly ProducerRecord[],
    names: ReadonlySet<string>,
    end: number,
    signal?: AbortSignal,
  ): Promise<Share[]> {
    const topics = new Map<string, TopicInfo>()
    for (const name of names) topics.set(name, await this.#topic(name, end, signal))
    const shares = new Map<string, FilledShare>()
    let share: FilledShare | undefined
    for (const record of records) {
      const size = recordSizeBound(record)
      let info = topics.get(record.topic) as TopicInfo
      if (record.partition !== undefined && record.partition >= info.partitions.length) {
        this.#cluster.forget(record.topic)
        info = await this.#topic(record.topic, end, signal)
        topics.set(record.topic, info)
      }
      const partition = record.partition ?? this.#partitioner.choose(info, record.key, size)
      const { topic } = record
      if (partition < 0 || partition >= info.partitions.length) {
        const count = info.partitions.length
        throw raise('KAFKA_UNKNOWN_PARTITION', { topic, partition, count })
      }
      this.#checkSize(topic, partition, size)
      // Neighbours mostly go to the same place.
      if (share === undefined || share.partition !== partition || share.topic !== topic) {
        const key = partitionKey({ topic, partition })
        share = shares.get(key) ?? emptyShare(topic, partition)
        shares.set(key, share)
      }
      share.records.push(record)
      share.bytes += size
    }
    return [...shares.values()]
  }

  /** Divides a batch of bytes: neighbours with the same key go to the same partition. */
  async #shareBytes(
    batch: SourceBytesBatch,
    end: number,
    signal?: AbortSignal,
  ): Promise<readonly Share[]> {
    const { topic, count, keyBytes, keyStarts, keyLengths } = batch
    const info = await this.#topic(topic, end, signal)
    const of = new EncodableBatch(batch)
    const chosen = new Int32Array(count)
    const counts = new Int32Array(info.partitions.length)
    const bytes = new Float64Array(info.partitions.length)
    let keyAt = -1
    let keyLength = -2
    let partition = 0
    for (let i = 0; i < count; i += 1) {
      const size = of.sizeBound(i)
      const start = keyStarts[i] as number
      const length = keyLengths[i] as number
      if (start !== keyAt || length !== keyLength || length < 0) {
        const key = length < 0 ? null : keyBytes.subarray(start, start + length)
        partition = this.#partitioner.choose(info, key, size)
        keyAt = start
        keyLength = length
      }
      if (size > this.#largestRecord) this.#checkSize(topic, partition, size)
      chosen[i] = partition
      counts[partition] = (counts[partition] as number) + 1
      bytes[partition] = (bytes[partition] as number) + size
    }
    return sharesOf(of, chosen, counts, bytes)
  }

  /** The largest record that fits a request, alone in its batch. */
  get #largestRecord(): number {
    return this.#maxRequestSize - batchHeaderSize
  }

  #checkSize(topic: string, partition: number, size: number): void {
    if (size <= this.#largestRecord) return
    const reason = `max.request.size is ${this.#maxRequestSize}`
    throw raise('KAFKA_RECORD_TOO_LARGE', { topic, partition, bytes: size, reason })
  }

  /** A topic with its partitions; one that does not exist may be created by the broker while we ask. */
  async #topic(name: string, end: number, signal?: AbortSignal): Promise<TopicInfo> {
    const cached = this.#cluster.cached(name)
    if (cached !== null) return cached
    const doing = `sending to topic ${name}`
    return await retry(() => this.#cluster.topic(name, doing, signal, { create: true }), {
      policy: this.#cluster.backoff,
      ...(signal === undefined ? {} : { signal }),
      again: error => isRetriable(error) && Date.now() < end && !this.#closed,
    })
  }

  /** Cuts a share into pieces that fit a batch, hands them over and waits for all. */
  #deliver(share: Share, dropped: () => boolean): Promise<Sent> {
    const { topic, partition } = share
    const { promise, resolve, reject } = Promise.withResolvers<Sent>()
    const pieces = piecesOf(share, this.#largestRecord)
    let open = pieces.length
    let baseOffset = -1n
    const segments = pieces.map((piece, index): Segment => {
      let settled = false
      // The memory is free when the piece is through, also when nobody waits for it any more.
      const settle = () => {
        if (!settled) this.#buffer.give(piece.bytes)
        settled = true
      }
      return {
        records: pieces.length === 1 ? share.records : share.records.slice(piece.from, piece.to),
        bytes: piece.bytes,
        done(offset) {
          settle()
          if (index === 0) baseOffset = offset
          open -= 1
          if (open === 0) resolve({ topic, partition, baseOffset })
        },
        failed(error) {
          settle()
          reject(error)
        },
        dropped,
      }
    })
    this.#sender.enqueue(topic, partition, segments)
    return promise
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    // What was sent before this moment is sent; only a topic that is still unknown is not waited for.
    await this.#order.settled()
    await this.#sender.flush()
    this.#sender.close()
  }
}

function emptyShare(topic: string, partition: number): FilledShare {
  const records: ProducerRecord[] = []
  const sizeOf = (index: number) => recordSizeBound(records[index] as ProducerRecord)
  return { topic, partition, records, bytes: 0, sizeOf }
}

/** Where a share is cut so that each piece fits a batch. */
function piecesOf(
  { records, bytes, sizeOf }: Share,
  limit: number,
): { readonly from: number; to: number; bytes: number }[] {
  const { length } = records
  if (bytes <= limit) return [{ from: 0, to: length, bytes }]
  const pieces: { readonly from: number; to: number; bytes: number }[] = []
  let last = { from: 0, to: 0, bytes: 0 }
  for (let i = 0; i < length; i += 1) {
    const size = sizeOf(i)
    if (i === 0 || last.bytes + size > limit) {
      last = { from: i, to: i, bytes: 0 }
      pieces.push(last)
    }
    last.to = i + 1
    last.bytes += size
  }
  return pieces
}

/** The records of a batch by the partitions chosen for them, with their number and bytes by partition. */
function sharesOf(
  batch: EncodableBatch,
  chosen: Int32Array,
  counts: Int32Array,
  bytes: Float64Array,
): Share[] {
  const shares: Share[] = []
  for (const [partition, count] of counts.entries()) {
    if (count === 0) continue
    const indices = new Int32Array(count)
    if (count === chosen.length) for (let i = 0; i < count; i += 1) indices[i] = i
    else {
      for (let i = 0, at = 0; at < count; i += 1) {
        if (chosen[i] === partition) indices[at++] = i
      }
    }
    const size = bytes[partition] as number
    const records = new RecordSlice(batch, indices, size)
    const sizeOf = (index: number) => batch.sizeBound(indices[index] as number)
    shares.push({ topic: batch.batch.topic, partition, records, bytes: size, sizeOf })
  }
  return shares
}
