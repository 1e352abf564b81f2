import { createHash } from 'node:crypto'
import { close } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { type BytesBatch, keyBytes, offsetOf, valueBytes } from '@tidewire/core'
import {
  batchAttribute,
  batchField,
  crc32c,
  encodeBatch,
  type PlainRecord,
  readBatchHeader,
  readRecordSet,
} from '@tidewire/kafka/records'
import { type FoundBatch, scanBatches } from './batch-scan.ts'
import { openFile, syncData, writeFully } from './file-io.ts'
import type { LogSettings } from './log-settings.ts'
import { Segment } from './segment.ts'

/** Memory that one remembered key takes: its digest, its offset, their place in the map. */
const bytesPerKey = 120

/** A pass of compaction over sealed segments. */
export interface CompactionPlan {
  readonly directory: string
  /** Oldest first. */
  readonly segments: readonly Segment[]
  /** Offset after the last of them. */
  readonly endOffset: bigint
  readonly settings: LogSettings
  /** Offset from which keys are new: not compared with what lies before them yet. */
  readonly dirtyFrom: bigint
  readonly memoryBytes: number
  /** Wall-clock time, milliseconds. */
  readonly now: number
  readonly signal: AbortSignal
}

/** One segment that takes the place of several. */
export interface CompactedSegment {
  readonly old: readonly Segment[]
  readonly replacement: Segment
}

/** The sealed segments that a pass would read; none when it is not worth its while. */
export function dirtySegments(
  segments: readonly Segment[],
  settings: LogSettings,
  cleanTo: bigint,
  now: number,
): readonly Segment[] {
  if (!settings.compact) return []
  const ready: Segment[] = []
  let clean = 0
  let dirty = 0
  let oldestDirty = now
  for (const [i, segment] of segments.entries()) {
    const next = segments[i + 1]
    // The last one is being written.
    if (next === undefined) break
    if (now - segment.largestTimestamp < settings.minCompactionLagMs) break
    ready.push(segment)
    if (next.baseOffset <= cleanTo) clean += segment.size
    else {
      dirty += segment.size
      oldestDirty = Math.min(oldestDirty, segment.createdAt)
    }
  }
  if (dirty === 0) return []
  const overdue = now - oldestDirty > settings.maxCompactionLagMs
  return overdue || dirty / (clean + dirty) >= settings.minCleanableRatio ? ready : []
}

/**
 * Kafka's log compaction: of the records with a key, the last one stays. First the keys of the dirty part are read into
 * a map of bounded size (what does not fit waits for the next pass), then the segments up to there are written anew
 * without the records that a later one replaces, small neighbours together. Offsets do not change.
 *
 * Returns the new segments, not yet in place, and the offset up to which the log is clean with them.
 */
export async function compact(
  plan: CompactionPlan,
): Promise<{ readonly compacted: readonly CompactedSegment[]; readonly cleanTo: bigint }> {
  const { latest, cleanTo } = await mapKeys(plan)
  const compacted: CompactedSegment[] = []
  for (const group of groups(
    plan.segments.filter(segment => segment.baseOffset < cleanTo),
    plan,
  )) {
    const replacement = await rewrite(group, latest, plan)
    if (replacement !== null) compacted.push({ old: group, replacement })
  }
  return { compacted, cleanTo }
}

/** Neighbours whose records fit into one segment. */
function groups(segments: readonly Segment[], { settings }: CompactionPlan): Segment[][] {
  const result: Segment[][] = []
  let size = 0
  for (const segment of segments) {
    const group = result.at(-1)
    const base = group?.[0]?.baseOffset ?? 0n
    size += segment.size
    const fits = size <= settings.segmentBytes && segment.baseOffset - base < 0x3fff_ffffn
    if (group !== undefined && fits) group.push(segment)
    else {
      result.push([segment])
      size = segment.size
    }
  }
  return result
}

/**
 * Puts the written file in the place of the old ones; `swap` makes it visible to readers. The old files are held open
 * until then, so that a reader never meets a file that does not fit its index.
 *
 * A kill between two steps leaves a log that recovery understands: without its index a segment is read again, and a
 * segment whose offsets the one before it covers is removed.
 */
export async function installCompacted(
  { old, replacement }: CompactedSegment,
  swap: () => void,
): Promise<void> {
  for (const segment of old) await segment.acquire()
  try {
    await rm(replacement.indexPath, { force: true })
    await rename(cleanedPath(replacement), replacement.logPath)
    swap()
  } finally {
    for (const segment of old) segment.release()
  }
  await replacement.storeIndex()
  for (const segment of old) {
    if (segment.baseOffset === replacement.baseOffset) segment.retire()
    else await segment.remove()
  }
}

/** Removes what was written and is not wanted any more. */
export async function discardCompacted({ replacement }: CompactedSegment): Promise<void> {
  await rm(cleanedPath(replacement), { force: true })
}

function cleanedPath(segment: Segment): string {
  return `${segment.path}.cleaned`
}

function digest(key: Buffer): string {
  // A short key is its own digest; the letter keeps the two kinds apart.
  if (key.length <= 16) return `k${key.toString('latin1')}`
  return `h${createHash('sha1').update(key).digest('base64')}`
}

function recordSets(batch: FoundBatch): readonly BytesBatch[] {
  return readRecordSet(batch.bytes, { topic: '', partition: -1, checkCrcs: false }).batches
}

async function mapKeys(
  plan: CompactionPlan,
): Promise<{ readonly latest: ReadonlyMap<string, bigint>; readonly cleanTo: bigint }> {
  const latest = new Map<string, bigint>()
  const mostKeys = Math.max(1000, Math.floor(plan.memoryBytes / bytesPerKey))
  let cleanTo = plan.dirtyFrom
  for (const segment of plan.segments) {
    let full = false
    await scanBatches(segment, { from: 0, to: segment.size, whole: true }, batch => {
      plan.signal.throwIfAborted()
      if (batch.lastOffset < plan.dirtyFrom) return true
      if (latest.size >= mostKeys) {
        full = true
        return false
      }
      for (const set of recordSets(batch)) {
        for (let i = 0; i < set.count; i += 1) {
          const key = keyBytes(set, i)
          if (key !== null) latest.set(digest(key), offsetOf(set, i))
        }
      }
      cleanTo = batch.lastOffset + 1n
      return true
    })
    if (full) return { latest, cleanTo }
  }
  return { latest, cleanTo: plan.endOffset }
}

/** Writes a group of segments without replaced records as one; null when nothing would change. */
async function rewrite(
  group: readonly Segment[],
  latest: ReadonlyMap<string, bigint>,
  plan: CompactionPlan,
): Promise<Segment | null> {
  const [first] = group
  if (first === undefined) return null
  const createdAt = Math.max(...group.map(segment => segment.createdAt))
  const replacement = new Segment(plan.directory, first.baseOffset, createdAt)
  let dropped = 0
  const fd = await openFile(cleanedPath(replacement), 'w+')
  try {
    for (const segment of group) {
      await scanBatches(segment, { from: 0, to: segment.size, whole: true }, async batch => {
        plan.signal.throwIfAborted()
        const { kept, count } = keptRecords(batch, latest, plan, segment.createdAt)
        dropped += count - kept.length
        const bytes = kept.length === count ? batch.bytes : rebuilt(batch, kept)
        if (bytes === null) return true
        await writeFully(fd, [bytes], replacement.size)
        const time = Number(batch.maxTimestamp)
        replacement.note(batch.baseOffset, bytes.length, time, plan.settings.indexIntervalBytes)
        return true
      })
    }
    if (dropped > 0 || group.length > 1) {
      await syncData(fd)
      return replacement
    }
  } catch (error) {
    await discardCompacted({ old: group, replacement })
    throw error
  } finally {
    close(fd, () => {})
  }
  await discardCompacted({ old: group, replacement })
  return null
}

function keptRecords(
  batch: FoundBatch,
  latest: ReadonlyMap<string, bigint>,
  plan: CompactionPlan,
  segmentTime: number,
): { readonly kept: readonly PlainRecord[]; readonly count: number } {
  const deleteBefore = plan.now - plan.settings.deleteRetentionMs
  const kept: PlainRecord[] = []
  let count = 0
  for (const set of recordSets(batch)) {
    for (let i = 0; i < set.count; i += 1) {
      count += 1
      const key = keyBytes(set, i)
      const offset = offsetOf(set, i)
      if (key !== null) {
        const last = latest.get(digest(key))
        if (last !== undefined && last > offset) continue
        // The mark of a deleted key stays until readers have had time to see it.
        const isTombstone = (set.valueLengths[i] ?? -1) < 0
        const time = Math.max(Number(set.timestamp(i)), segmentTime)
        if (isTombstone && offset < plan.dirtyFrom && time < deleteBefore) continue
      }
      kept.push({
        key,
        value: valueBytes(set, i),
        timestamp: set.timestamp(i),
        headers: set.headers(i),
        offsetDelta: Number(offset - batch.baseOffset),
      })
    }
  }
  return { kept, count }
}

/** A batch of the kept records with the offsets, producer and times of the old one; null when none is kept. */
function rebuilt(batch: FoundBatch, kept: readonly PlainRecord[]): Buffer | null {
  if (kept.length === 0) return null
  const header = readBatchHeader(batch.bytes, 0, { checkCrc: false })
  const bytes = encodeBatch(kept, {
    baseOffset: header.baseOffset,
    leaderEpoch: header.leaderEpoch,
    compression: header.compression,
    producerId: header.producerId,
    producerEpoch: header.producerEpoch,
    baseSequence: header.baseSequence,
  })
  // The range of offsets stays, and with append time the one timestamp of the batch.
  bytes.writeInt32BE(header.lastOffsetDelta, batchField.lastOffsetDelta)
  if (header.timestampType === 'LogAppendTime') {
    const attributes = bytes.readInt16BE(batchField.attributes)
    bytes.writeInt16BE(attributes | batchAttribute.logAppendTime, batchField.attributes)
    bytes.writeBigInt64BE(header.maxTimestamp, batchField.maxTimestamp)
  }
  bytes.writeUInt32BE(crc32c(bytes, batchField.attributes), batchField.crc)
  return bytes
}
