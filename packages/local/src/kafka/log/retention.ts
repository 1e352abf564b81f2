import type { LogSettings } from './log-settings.ts'
import type { Segment } from './segment.ts'

/** When the youngest record of a segment was written, as far as is known; milliseconds. */
function ageOf(segment: Segment): number {
  return segment.largestTimestamp >= 0 ? segment.largestTimestamp : segment.createdAt
}

/**
 * How many of the oldest segments are to go, by age (`retention.ms`) and by size (`retention.bytes`). All of them means
 * that the last one, in which is being written, has outlived its time too.
 */
export function expiredSegments(
  segments: readonly Segment[],
  settings: LogSettings,
  now: number,
): number {
  if (!settings.delete) return 0
  const { retentionMs, retentionBytes } = settings
  let count = 0
  if (retentionMs >= 0) {
    for (const segment of segments) {
      if (segment.size === 0 || now - ageOf(segment) <= retentionMs) break
      count += 1
    }
  }
  if (retentionBytes >= 0) {
    let excess = -retentionBytes
    for (const segment of segments) excess += segment.size
    for (const [i, segment] of segments.entries()) {
      // The segment that is being written stays, whatever its size.
      if (excess < segment.size || i === segments.length - 1) break
      excess -= segment.size
      count = Math.max(count, i + 1)
    }
  }
  return count
}
