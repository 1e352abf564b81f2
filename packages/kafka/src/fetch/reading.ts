import type { BytesBatch } from '@tidewire/core'
import type { PartitionPosition } from '../api.ts'
import { sliceBatch } from '../records/bytes-batch.ts'
import { readRecordSet } from '../records/record-set.ts'
import type { FetchMemory } from './fetch-memory.ts'
import type { FetchedPartition } from './fetch-request.ts'

/** How fetched bytes are read. */
export interface ReadingOptions {
  readonly committed: boolean
  readonly checkCrcs: boolean
  readonly maxPartitionBytes: number
}

/** One assigned partition; replaced as a whole when it is assigned anew, so late answers find nobody. */
export class Reading {
  readonly topic: string
  readonly partition: number
  /** Id of the topic that the position belongs to; null while unknown. */
  topicId: string | null = null
  /** Offset after the last record handed over. */
  position: bigint
  /** Offset to fetch next. */
  fetchOffset: bigint
  /** Most bytes to ask for. */
  maxBytes: number
  paused = false
  inFlight = false
  /** Not asked for before this time (milliseconds since the epoch), after a failure. */
  notBefore = 0
  failures = 0
  /** End of the partition as the broker last said; -1n while unknown. */
  end = -1n
  /** The error that `next` throws for this partition. */
  failed: unknown = null
  /** Fetched and not yet decoded. */
  #fetched: FetchedPartition | null = null
  /** Decoded and not yet handed over. */
  readonly #ready: BytesBatch[] = []
  readonly #options: ReadingOptions
  readonly #memory: FetchMemory

  constructor(at: PartitionPosition, options: ReadingOptions, memory: FetchMemory) {
    this.topic = at.topic
    this.partition = at.partition
    this.position = at.offset
    this.fetchOffset = at.offset
    this.maxBytes = options.maxPartitionBytes
    this.#options = options
    this.#memory = memory
  }

  get buffered(): boolean {
    return this.#fetched !== null || this.#ready.length > 0
  }

  receive(fetched: FetchedPartition): void {
    this.failures = 0
    this.end = this.#options.committed ? fetched.lastStableOffset : fetched.highWatermark
    if (fetched.records !== null && fetched.records.length > 0) this.#fetched = fetched
  }

  /** Turns fetched bytes into batches; false when they are damaged, which `failed` tells. */
  decode(): boolean {
    const fetched = this.#fetched
    if (fetched === null) return true
    this.#fetched = null
    const bytes = fetched.records ?? Buffer.alloc(0)
    try {
      const set = readRecordSet(bytes, {
        topic: this.topic,
        partition: this.partition,
        fromOffset: this.fetchOffset,
        aborted: this.#options.committed ? fetched.aborted : null,
        checkCrcs: this.#options.checkCrcs,
        allocate: length => this.#memory.ints(length),
      })
      for (const batch of set.batches) this.#memory.hold(batch.bytes)
      this.#memory.drop(bytes)
      if (set.nextOffset === this.fetchOffset) {
        // Only the beginning of a batch came: ask for more next time.
        this.maxBytes = Math.min(this.maxBytes * 2, 0x7fff_ffff)
      }
      this.fetchOffset = set.nextOffset
      this.#ready.push(...set.batches)
      if (this.#ready.length === 0) this.position = this.fetchOffset
      return true
    } catch (error) {
      this.failed = error
      return false
    }
  }

  /** Hands over the next decoded batch, or its first `most` records; null when there is none. */
  take(most: number): BytesBatch | null {
    const batch = this.#ready[0]
    if (batch === undefined) return null
    const part = sliceBatch(batch, 0, most)
    if (part === batch) this.#ready.shift()
    else {
      this.#ready[0] = sliceBatch(batch, part.count, batch.count)
      this.#memory.hold(batch.bytes)
      this.#memory.hold(batch.offsetDeltas)
    }
    const rest = this.#ready[0]
    this.position =
      rest === undefined ? this.fetchOffset : rest.baseOffset + BigInt(rest.offsetDeltas[0] ?? 0)
    return part
  }
}
