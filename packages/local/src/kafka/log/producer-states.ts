import type { BatchHeader } from '@tidewire/kafka/records'
import { errorCode, ProtocolError } from '../protocol/error-code.ts'

/** Kafka keeps this many batches per producer and partition to recognise a batch that was sent again. */
const rememberedBatches = 5

/** What the sequence rules look at in a batch. */
export type SequencedBatch = Pick<
  BatchHeader,
  'producerId' | 'producerEpoch' | 'baseSequence' | 'recordCount' | 'maxTimestamp'
>

interface RememberedBatch {
  readonly firstSequence: number
  readonly lastSequence: number
  readonly baseOffset: bigint
  readonly timestamp: bigint
}

/** What is known of an idempotent producer on one partition. */
export interface ProducerState {
  readonly epoch: number
  /** Wall-clock time of its last batch, milliseconds. */
  readonly lastSeen: number
  /** Oldest first; empty only for a producer of which just the epoch is known. */
  readonly batches: readonly RememberedBatch[]
}

/** Sequence numbers wrap after 2^31 - 1. */
function sequenceAfter(sequence: number, count: number): number {
  return (sequence + count) % 2_147_483_648
}

/**
 * The idempotent producers of a partition (Kafka protocol: producer id, epoch and sequence of a batch).
 * Bounded: the producer that was silent for longest is forgotten first.
 */
export class ProducerStates {
  readonly #states = new Map<bigint, ProducerState>()
  readonly #limit: number

  constructor(limit = 10_000) {
    this.#limit = limit
  }

  get size(): number {
    return this.#states.size
  }

  entries(): IterableIterator<[bigint, ProducerState]> {
    return this.#states.entries()
  }

  /**
   * Checks a batch against its producer's sequence. Returns the base offset of the batch when it was stored before, or
   * null when it is new. Throws `ProtocolError` 45 or 47.
   */
  check(header: SequencedBatch): bigint | null {
    if (header.producerId < 0n) return null
    const state = this.#states.get(header.producerId)
    if (state === undefined) return null
    const { producerEpoch, baseSequence, recordCount } = header
    if (producerEpoch < state.epoch) {
      throw new ProtocolError(
        errorCode.invalidProducerEpoch,
        `producer ${header.producerId} has epoch ${state.epoch}, the batch has ${producerEpoch}`,
      )
    }
    if (producerEpoch > state.epoch) {
      if (baseSequence === 0) return null
      throw outOfOrder(header, 'a new epoch begins with sequence 0')
    }
    const lastSequence = sequenceAfter(baseSequence, recordCount - 1)
    for (const batch of state.batches) {
      if (batch.firstSequence === baseSequence && batch.lastSequence === lastSequence) {
        return batch.baseOffset
      }
    }
    const last = state.batches.at(-1)
    if (last !== undefined && baseSequence !== sequenceAfter(last.lastSequence, 1)) {
      throw outOfOrder(header, `the last sequence is ${last.lastSequence}`)
    }
    return null
  }

  /** Takes a batch that gets `baseOffset` into account; the returned function takes it back. */
  record(header: SequencedBatch, baseOffset: bigint, now: number): () => void {
    const id = header.producerId
    if (id < 0n) return () => {}
    const before = this.#states.get(id)
    const kept = before === undefined || before.epoch !== header.producerEpoch ? [] : before.batches
    const batch = {
      firstSequence: header.baseSequence,
      lastSequence: sequenceAfter(header.baseSequence, header.recordCount - 1),
      baseOffset,
      timestamp: header.maxTimestamp,
    }
    // Deleting first keeps the map in the order of last use.
    this.#states.delete(id)
    this.#states.set(id, {
      epoch: header.producerEpoch,
      lastSeen: now,
      batches: [...kept.slice(1 - rememberedBatches), batch],
    })
    if (this.#states.size > this.#limit) {
      const oldest = this.#states.keys().next()
      if (!oldest.done) this.#states.delete(oldest.value)
    }
    return () => {
      if (before === undefined) this.#states.delete(id)
      else this.#states.set(id, before)
    }
  }

  restore(id: bigint, state: ProducerState): void {
    this.#states.set(id, state)
  }

  /** The states as they are now; what is recorded later does not change them. */
  copy(): ProducerStates {
    const copy = new ProducerStates(this.#limit)
    for (const [id, state] of this.#states) copy.restore(id, state)
    return copy
  }

  /** Forgets producers that were silent since `time`. */
  expire(time: number): void {
    for (const [id, state] of this.#states) if (state.lastSeen < time) this.#states.delete(id)
  }
}

function outOfOrder(header: SequencedBatch, reason: string): ProtocolError {
  return new ProtocolError(
    errorCode.outOfOrderSequenceNumber,
    `producer ${header.producerId} sent sequence ${header.baseSequence}, but ${reason}`,
  )
}
