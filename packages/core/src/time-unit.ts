/** A unit of time stamps, in TDengine's and InfluxDB's words. */
export type TimeUnit = 's' | 'ms' | 'us' | 'ns'

const nanoseconds: Readonly<Record<TimeUnit, bigint>> = {
  s: 1_000_000_000n,
  ms: 1_000_000n,
  us: 1_000n,
  ns: 1n,
}

/** Nanoseconds in one unit. */
export function nanosPer(unit: TimeUnit): bigint {
  return nanoseconds[unit]
}

/** Converts a time stamp between units; a finer part is cut off toward negative infinity. */
export function convertTime(value: bigint, from: TimeUnit, to: TimeUnit): bigint {
  const a = nanoseconds[from]
  const b = nanoseconds[to]
  if (a >= b) return value * (a / b)
  const factor = b / a
  const quotient = value / factor
  return value % factor < 0n ? quotient - 1n : quotient
}
