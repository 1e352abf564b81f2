import type { JobProgress } from '@tidewire/streams'

const count = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** Progress as a line for people: `3/12 splits, 1,234,567 rows, 345,000 rows/s, 2 min left`. */
export function progressText(progress: JobProgress): string {
  const { splitsDone, splitsTotal, rows, rowsPerSecond, secondsLeft, restarts, checkpoints } =
    progress
  const parts = [
    splitsTotal === null ? null : `${splitsDone}/${splitsTotal} splits`,
    `${count.format(rows)} rows`,
    `${count.format(rowsPerSecond)} rows/s`,
    secondsLeft === null || secondsLeft < 1 ? null : `${durationText(secondsLeft)} left`,
    checkpoints === 0 ? null : `${checkpoints} checkpoints`,
    restarts === 0 ? null : `${restarts} restarts`,
  ]
  return parts.filter(part => part !== null).join(', ')
}

/** Seconds in the largest unit that says something. */
function durationText(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`
  if (seconds < 48 * 3600) return `${Math.round(seconds / 3600)} h`
  return `${Math.round(seconds / 86_400)} d`
}
