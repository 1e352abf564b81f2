import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isMissing, replaceFile } from './file-io.ts'
import { type ProducerState, ProducerStates } from './producer-states.ts'

/** A place in the log up to which everything that is kept beside the log (index, producers) is on disk. */
export interface Checkpoint {
  readonly logStartOffset: bigint
  /** Base offset of the segment, and the position in it, where recovery begins to read. */
  readonly segment: bigint
  readonly position: number
  readonly nextOffset: bigint
  readonly producers: ProducerStates
}

const fileName = 'checkpoint.json'
const format = 1

interface StoredProducer {
  readonly id: string
  readonly epoch: number
  readonly lastSeen: number
  readonly batches: readonly (readonly [number, number, string, string])[]
}

function storedProducers(producers: ProducerStates): StoredProducer[] {
  return Array.from(producers.entries(), ([id, state]) => ({
    id: String(id),
    epoch: state.epoch,
    lastSeen: state.lastSeen,
    batches: state.batches.map(
      batch =>
        [
          batch.firstSequence,
          batch.lastSequence,
          String(batch.baseOffset),
          String(batch.timestamp),
        ] as const,
    ),
  }))
}

function producerState(stored: StoredProducer): ProducerState {
  return {
    epoch: stored.epoch,
    lastSeen: stored.lastSeen,
    batches: stored.batches.map(([firstSequence, lastSequence, baseOffset, timestamp]) => ({
      firstSequence,
      lastSequence,
      baseOffset: BigInt(baseOffset),
      timestamp: BigInt(timestamp),
    })),
  }
}

/** Stores the checkpoint of the partition in `directory`. */
export async function writeCheckpoint(directory: string, checkpoint: Checkpoint): Promise<void> {
  const content = {
    format,
    logStartOffset: String(checkpoint.logStartOffset),
    segment: String(checkpoint.segment),
    position: checkpoint.position,
    nextOffset: String(checkpoint.nextOffset),
    producers: storedProducers(checkpoint.producers),
  }
  await replaceFile(join(directory, fileName), `${JSON.stringify(content)}\n`)
}

/** Reads the checkpoint; null when there is none or it cannot be understood, and recovery reads the whole log. */
export async function readCheckpoint(directory: string): Promise<Checkpoint | null> {
  let text: string
  try {
    text = await readFile(join(directory, fileName), 'utf8')
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
  try {
    const stored = JSON.parse(text)
    if (stored.format !== format) return null
    const producers = new ProducerStates()
    for (const producer of stored.producers as StoredProducer[]) {
      producers.restore(BigInt(producer.id), producerState(producer))
    }
    return {
      logStartOffset: BigInt(stored.logStartOffset),
      segment: BigInt(stored.segment),
      position: Number(stored.position),
      nextOffset: BigInt(stored.nextOffset),
      producers,
    }
  } catch {
    return null
  }
}
