import { isBytes, type SinkTaskContext } from './connector.ts'
import { isAbort, TidewireError } from './error.ts'
import { sampleOf } from './error-card.ts'
import { keyBytes, offsetOf, type SinkBatch } from './record.ts'

/** A record of a batch. */
export interface RecordPlace {
  readonly batch: SinkBatch
  readonly index: number
}

/**
 * Hands a record that cannot be stored to the worker, with a card that says where it came from and what it is.
 * Throws exactly that card when errors are not tolerated, and the worker's error when the dead letter cannot be stored.
 */
export async function reportRecord(
  context: SinkTaskContext,
  place: RecordPlace,
  error: TidewireError,
): Promise<void> {
  const { batch, index } = place
  const key = keyOf(place)
  const failure = error.with({
    record: { topic: batch.topic, partition: batch.partition, offset: offsetOf(batch, index) },
    sample: error.card.sample ?? valueSample(place),
    ...(key === null ? {} : { key: sampleOf(key) }),
  })
  context.metrics.add('refused_records', 1)
  if (context.errantRecords === null) throw failure
  try {
    await context.errantRecords.report(batch, index, failure.card)
  } catch (problem) {
    // When errors are not tolerated, the record's own card says more than the worker's words about it.
    const another = problem instanceof TidewireError && problem.code !== failure.code
    throw another || isAbort(problem) ? problem : failure
  }
}

function keyOf({ batch, index }: RecordPlace): Buffer | null {
  return isBytes(batch)
    ? keyBytes(batch, index)
    : keyBytes(batch.source, batch.sourceIndex[index] ?? 0)
}

function valueSample({ batch, index }: RecordPlace): string {
  if (isBytes(batch)) {
    const start = batch.valueStarts[index] ?? 0
    return sampleOf(batch.bytes.subarray(start, start + (batch.valueLengths[index] ?? 0)))
  }
  const value = batch.records[index]?.value
  if (value instanceof Uint8Array || typeof value === 'string') return sampleOf(value)
  return sampleOf(JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? String(v) : v)) ?? '')
}
