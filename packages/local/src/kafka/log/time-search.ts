import { offsetOf } from '@tidewire/core'
import { readRecordSet } from '@tidewire/kafka/records'
import { type FoundBatch, scanBatches } from './batch-scan.ts'
import type { PartitionLog } from './partition-log.ts'
import { type Segment, SegmentGone } from './segment.ts'

/** A record found by its time. */
export interface TimedOffset {
  readonly offset: bigint
  /** Milliseconds since the epoch. */
  readonly timestamp: bigint
}

/** Searches again when a segment was deleted or compacted under the search. */
async function steadily<T>(search: () => Promise<T>): Promise<T> {
  for (let left = 10; ; left -= 1) {
    try {
      return await search()
    } catch (error) {
      if (!(error instanceof SegmentGone) || left === 0) throw error
    }
  }
}

/** The first record whose timestamp is not below `time`; null when there is none. */
export function findTime(log: PartitionLog, time: bigint): Promise<TimedOffset | null> {
  return steadily(() => searchTime(log, time))
}

/** The first record with the largest timestamp of the log; null when it is empty. */
export function largestTime(log: PartitionLog): Promise<TimedOffset | null> {
  return steadily(() => searchLargest(log))
}

async function searchTime(log: PartitionLog, time: bigint): Promise<TimedOffset | null> {
  const wanted = Number(time)
  for (const segment of [...log.segments]) {
    if (segment.largestTimestamp < wanted) continue
    const found = await searchSegment(log, segment, time, record => record.timestamp >= time)
    if (found !== null) return found
  }
  return null
}

async function searchLargest(log: PartitionLog): Promise<TimedOffset | null> {
  let best: Segment | null = null
  for (const segment of log.segments) {
    if (best === null || segment.largestTimestamp > best.largestTimestamp) best = segment
  }
  if (best === null || best.largestTimestamp < 0) return null
  const time = BigInt(best.largestTimestamp)
  return searchSegment(log, best, time, record => record.timestamp === time)
}

async function searchSegment(
  log: PartitionLog,
  segment: Segment,
  time: bigint,
  matches: (record: TimedOffset) => boolean,
): Promise<TimedOffset | null> {
  const { logStartOffset } = log
  const from = segment.index.floorTime(Number(time)).position
  let found: TimedOffset | null = null
  await scanBatches(segment, { from, to: segment.size, chunk: 64 * 1024 }, async batch => {
    if (batch.maxTimestamp < time || batch.lastOffset < logStartOffset) return true
    found = firstMatch(await wholeBatch(segment, batch), logStartOffset, matches)
    return found === null
  })
  return found
}

async function wholeBatch(segment: Segment, batch: FoundBatch): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(batch.size)
  await segment.read(bytes, batch.position)
  return bytes
}

function firstMatch(
  bytes: Buffer,
  fromOffset: bigint,
  matches: (record: TimedOffset) => boolean,
): TimedOffset | null {
  const options = { topic: '', partition: -1, fromOffset, checkCrcs: false }
  for (const batch of readRecordSet(bytes, options).batches) {
    for (let i = 0; i < batch.count; i += 1) {
      const record = { offset: offsetOf(batch, i), timestamp: batch.timestamp(i) }
      if (matches(record)) return record
    }
  }
  return null
}
