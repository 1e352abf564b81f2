/** A stretch of time: the first is included, the last is not. */
export interface TimeSpan {
  readonly start: bigint
  readonly end: bigint
}

/** The earlier of two times. */
export function earlier(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

/** The later of two times. */
export function later(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
