import type { Duration } from '../sql/ast.ts'
import { SqlError } from '../sql/sql-error.ts'
import type { StoredDuration } from './descriptor.ts'

const day = 86_400n

/** Seconds of a unit: a month has 30 days, a year 365. */
const seconds: Readonly<Partial<Record<Duration['unit'], bigint>>> = {
  s: 1n,
  m: 60n,
  h: 3600n,
  d: day,
  w: 7n * day,
  mon: 30n * day,
  y: 365n * day,
}

const longest = 1000n * 365n * day

/** Seconds of a retention; throws `SqlError` 22023 beyond 1000 years and for units below a second. */
export function retentionSeconds({ count, unit }: Duration): bigint {
  const length = count * (seconds[unit] ?? -1n)
  if (length < 0n || length > longest) {
    throw new SqlError('22023', `retention ${count}${unit} is out of range`)
  }
  return length
}

/** Checks PARTITION INTERVAL: a day to 1000 years. Throws `SqlError` 22023. */
export function checkPartitionInterval({ count, unit }: Duration): void {
  if (unit === 's' || unit === 'm' || unit === 'h') {
    throw new SqlError('22023', `unsupported partition interval unit: ${unit}`)
  }
  const length = count * (seconds[unit] ?? -1n)
  if (length <= 0n || length > longest) {
    throw new SqlError(
      '22023',
      `partition interval ${count}${unit} is invalid, the time range is [1day, 1000year]`,
    )
  }
}

/** The duration as the catalog keeps it. */
export function storedDuration({ count, unit }: Duration): StoredDuration {
  return { count: count.toString(), unit }
}

/** Seconds of a duration that was checked before it was kept. */
export function storedSeconds({ count, unit }: StoredDuration): bigint {
  return BigInt(count) * (seconds[unit] ?? 0n)
}
