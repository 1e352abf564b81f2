import type { Database } from './api.ts'

const unitsPerMinute = { ms: 60_000n, us: 60_000_000n, ns: 60_000_000_000n } as const
/** Newest timestamps that TDengine takes, by precision. */
const maxTimestamp = [31556995200000n, 31556995200000000n, 9214646400000000000n] as const

/** Oldest and newest timestamp that a database takes now, in its unit. */
export function timestampRange(database: Database): readonly [bigint, bigint] {
  const perMinute = unitsPerMinute[database.unit]
  const now = (BigInt(Date.now()) * perMinute) / 60_000n
  return [now - BigInt(database.keepMinutes) * perMinute, maxTimestamp[database.precision]]
}
