import { RecordBatch } from '@tidewire/core'
import { ByteOutput } from './byte-output.ts'

const initialBytes = 1 << 20

/** Records whose values are printed into a {@link ByteOutput}. */
export type PrintedBatch = RecordBatch<ByteOutput>

/** An empty batch. */
export function printedBatch(): PrintedBatch {
  return new RecordBatch(new ByteOutput(initialBytes))
}
