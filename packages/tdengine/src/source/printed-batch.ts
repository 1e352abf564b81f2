import { RecordBatch } from '@tidewire/core'
import { ByteOutput } from './byte-output.ts'

const initialBytes = 1 << 20

/** Records whose values are printed into a {@link ByteOutput}. */
export type PrintedBatch = RecordBatch<ByteOutput>

/** An empty batch. */
export function printedBatch(): PrintedBatch {
  return new RecordBatch(new ByteOutput(initialBytes))
}

/** Two batches in turn: one is printed into while the other is on its way to Kafka. */
export class PrintedBatches {
  #current = printedBatch()
  #other = printedBatch()

  /** The batch that is printed into. */
  get current(): PrintedBatch {
    return this.#current
  }

  /** The other one, emptied, takes the turn of the current one, which was handed over. */
  next(): PrintedBatch {
    const handed = this.#current
    this.#current = this.#other
    this.#other = handed
    this.#current.clear()
    return this.#current
  }
}
