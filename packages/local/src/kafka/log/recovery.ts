import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { scanBatches, sequencedBatch } from './batch-scan.ts'
import { readCheckpoint } from './checkpoint.ts'
import type { LogSettings } from './log-settings.ts'
import { ProducerStates } from './producer-states.ts'
import { Segment } from './segment.ts'
import { SegmentIndex } from './segment-index.ts'

/** A log as it was found on disk, its torn end cut off. */
export interface RecoveredLog {
  readonly segments: Segment[]
  readonly nextOffset: bigint
  readonly logStartOffset: bigint
  readonly producers: ProducerStates
}

/**
 * Opens the segments of a partition. Everything up to the checkpoint is known to be whole; what follows is read batch by
 * batch, its checksums verified, indexed again, and cut at the first batch that is torn.
 */
export async function recoverLog(
  directory: string,
  settings: LogSettings,
  warn: (message: string) => void,
): Promise<RecoveredLog> {
  const checkpoint = await readCheckpoint(directory)
  const segments = await openSegments(directory)
  if (segments.length === 0) {
    const start = checkpoint?.logStartOffset ?? 0n
    const segment = new Segment(directory, start, Date.now())
    await segment.create()
    return {
      segments: [segment],
      nextOffset: start,
      logStartOffset: start,
      producers: new ProducerStates(),
    }
  }
  const producers = checkpoint?.producers ?? new ProducerStates()
  let resume = segments.findIndex(segment => segment.baseOffset === checkpoint?.segment)
  let nextOffset = segments[0]?.baseOffset ?? 0n
  let coveredTo = 0n
  const now = Date.now()
  for (let i = 0; i < segments.length; i += 1) {
    const segment = segments[i]
    if (segment === undefined) break
    if (segment.baseOffset < coveredTo) {
      // A kill in the middle of a compaction: the segment before holds these records already.
      await segment.remove()
      segments.splice(i, 1)
      i -= 1
      resume -= 1
      continue
    }
    // Compaction may have dropped the last records before this segment.
    if (segment.baseOffset > nextOffset) nextOffset = segment.baseOffset
    const fileSize = segment.size
    let from = 0
    if (resume >= 0 && i < resume && (await segment.loadIndex(fileSize))) {
      coveredTo = await noteTail(segment, fileSize)
      continue
    }
    if (checkpoint !== null && i === resume && checkpoint.position <= fileSize) {
      if (await segment.loadIndex(checkpoint.position)) {
        from = checkpoint.position
        nextOffset = checkpoint.nextOffset
        await noteTail(segment, from)
      }
    }
    if (from === 0) segment.index = new SegmentIndex()
    segment.size = from
    const end = await scanBatches(segment, { from, to: fileSize, whole: true }, batch => {
      if (batch.baseOffset < nextOffset) return false
      producers.record(sequencedBatch(batch), batch.baseOffset, now)
      const time = Number(batch.maxTimestamp)
      segment.note(batch.baseOffset, batch.size, time, settings.indexIntervalBytes)
      nextOffset = batch.lastOffset + 1n
      coveredTo = nextOffset
      return true
    })
    // A batch that does not continue the log is broken too: the scan ends after it, the segment before it.
    if (segment.size < fileSize) {
      warn(
        `${segment.logPath}: cut from ${fileSize} to ${segment.size} bytes, the end of its last whole batch (read to ${end})`,
      )
      await segment.truncate(segment.size)
      for (const later of segments.splice(i + 1)) await later.remove()
    }
  }
  const first = segments[0]?.baseOffset ?? 0n
  const stored = checkpoint?.logStartOffset ?? 0n
  const logStartOffset = stored > first ? stored : first
  return {
    segments,
    nextOffset: nextOffset > logStartOffset ? nextOffset : logStartOffset,
    logStartOffset,
    producers,
  }
}

async function openSegments(directory: string): Promise<Segment[]> {
  const segments: Segment[] = []
  for (const name of (await readdir(directory)).sort()) {
    if (/\.(cleaned|new)$/.test(name)) await rm(join(directory, name), { force: true })
    if (!/^\d{20}\.log$/.test(name)) continue
    const { size, birthtimeMs, mtimeMs } = await stat(join(directory, name))
    const segment = new Segment(directory, BigInt(name.slice(0, 20)), birthtimeMs || mtimeMs)
    segment.size = size
    segments.push(segment)
  }
  return segments
}

/**
 * The largest timestamp of a part that is not read again, which the index has up to its last entry; returns the offset
 * after its last record.
 */
async function noteTail(segment: Segment, size: number): Promise<bigint> {
  let end = segment.baseOffset
  segment.largestTimestamp = segment.index.lastTimeBefore
  await scanBatches(
    segment,
    { from: segment.index.lastPosition, to: size, chunk: 64 * 1024 },
    batch => {
      const time = Number(batch.maxTimestamp)
      if (time > segment.largestTimestamp) segment.largestTimestamp = time
      end = batch.lastOffset + 1n
      return true
    },
  )
  segment.size = size
  return end
}
